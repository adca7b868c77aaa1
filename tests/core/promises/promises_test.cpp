#include "core/promises/promises.hpp"

#include "core/groups/reach.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto now = at("2026-11-30 10:00");
const workspace_id home("T1");

struct promising : group_under_test
{
    promising() : group_under_test({.members = 3}) {}

    result<promise> make(const std::string& text, std::string_view due, days later = days{0})
    {
        return attempt([&](auto& work, const auto& group) {
            return make_promise(
                work, group,
                {.owner = id("ben"), .text = text, .due = day(due), .subject = 1, .chased_after = later},
                now);
        });
    }
    promise reread(const promise& made) { return *work().promises().find(made.id); }
    std::size_t chased(const promise& made) { return said(message_kind::promise_due, made.id.value).size(); }
};

} // namespace

TEST_CASE_METHOD(promising, "a promise has words and a date ahead, a year at most")
{
    CHECK(make(" ", "2026-12-10").rejected_for(reason::empty_text));
    CHECK(make(std::string(301, 'a'), "2026-12-10").rejected_for(reason::text_too_long));
    CHECK(make("call", "2026-11-30").rejected_for(reason::date_not_ahead));
    CHECK(make("call", "2027-12-02").rejected_for(reason::date_too_far));
    const auto made = make(" call  Kim ", "2026-12-01");
    REQUIRE(made);
    CHECK(made->text == "call Kim");
    CHECK(work().promises().waiting(id("ben")).size() == 1);
}

TEST_CASE_METHOD(promising, "it is chased on its day and a week later, three times, and then dropped")
{
    const auto made = *make("call", "2026-12-10");
    pass_until(at("2026-12-10 08:59"));
    CHECK(chased(made) == 0);
    pass_until(at("2026-12-10 09:00"));
    CHECK(chased(made) == 1);
    CHECK(recipients(said(message_kind::promise_due)) == std::vector<std::string>{"ben"});
    pass_until(at("2026-12-24 09:00"));
    CHECK(chased(made) == 3);
    CHECK(reread(made).state == promise_state::waiting);
    pass_until(at("2027-02-01 09:00"));
    CHECK(chased(made) == 3);
    CHECK(reread(made).state == promise_state::dropped);
}

TEST_CASE_METHOD(promising, "some promises are chased some days after their date")
{
    const auto made = *make("call", "2026-12-10", days{4});
    pass_until(at("2026-12-14 08:59"));
    CHECK(chased(made) == 0);
    pass_until(at("2026-12-14 09:00"));
    CHECK(chased(made) == 1);
}

TEST_CASE_METHOD(promising, "its owner, and nobody else, keeps, drops or puts it off")
{
    const auto made = *make("call", "2026-12-10");
    const auto ben = user_id("ben");
    CHECK(promise_kept(work(), home, user_id("ana"), made.id, now).rejected_for(reason::no_such_promise));
    CHECK(promise_kept(work(), workspace_id("T2"), ben, made.id, now).rejected_for(reason::no_such_promise));
    CHECK(promise_dropped(work(), home, ben, {99}, now).rejected_for(reason::no_such_promise));
    CHECK(promise_put_off(work(), home, ben, made.id, day("2026-11-30"), now)
              .rejected_for(reason::date_not_ahead));

    SECTION("kept")
    {
        REQUIRE(promise_kept(work(), home, ben, made.id, now));
        CHECK(promise_dropped(work(), home, ben, made.id, now)->state == promise_state::done);
        pass_until(at("2027-01-10 09:00"));
        CHECK(chased(made) == 0);
    }
    SECTION("dropped")
    {
        REQUIRE(promise_dropped(work(), home, ben, made.id, now));
        CHECK(reread(made).settled_at == now);
        pass_until(at("2027-01-10 09:00"));
        CHECK(chased(made) == 0);
    }
    SECTION("put off, and chased anew")
    {
        pass_until(at("2026-12-17 09:00"));
        CHECK(chased(made) == 2);
        REQUIRE(promise_put_off(work(), home, ben, made.id, day("2026-12-21"), at("2026-12-17 10:00")));
        pass_until(at("2026-12-20 09:00"));
        CHECK(chased(made) == 2);
        pass_until(at("2027-01-04 09:00"));
        CHECK(chased(made) == 5);
    }
}

TEST_CASE_METHOD(promising,
                 "who is paused is not chased until they are back, and who left is not chased at all")
{
    const auto made = *make("call", "2026-12-10");
    SECTION("paused")
    {
        REQUIRE(pause("ben", "2026-12-20", now));
        pass_until(at("2026-12-23 09:00"));
        CHECK(chased(made) == 0);
        pass_until(at("2026-12-24 09:00"));
        CHECK(chased(made) == 1);
    }
    SECTION("left")
    {
        REQUIRE(leave("ben", now));
        CHECK(reread(made).state == promise_state::dropped);
        CHECK(promise_kept(work(), home, user_id("ben"), made.id, now).rejected_for(reason::no_such_promise));
        pass_until(at("2026-12-24 09:00"));
        CHECK(chased(made) == 0);
    }
    SECTION("suspended")
    {
        lose_channel(work(), home, channel_id("C1"), absence::not_invited, at("2026-12-09 09:00"));
        pass_until(at("2026-12-16 10:00"));
        CHECK(chased(made) == 0);
        regain_channel(work(), home, channel_id("C1"), at("2026-12-16 10:00"));
        pass_until(at("2026-12-16 10:00"));
        CHECK(chased(made) + work().attention().folded(home, user_id("ben"), at("2026-12-16 10:00")).size() ==
              1);
    }
}
