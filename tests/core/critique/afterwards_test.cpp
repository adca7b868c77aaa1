#include "core/promises/promises.hpp"
#include "tests/core/critique/critiques.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

// ben and cleo wrote; the request ended on Tuesday at 12:00.
struct afterwards : critiques
{
    critique one;
    instant now = monday + hours{26};

    afterwards() : critiques({.members = 4}), one(asked("ana"))
    {
        group.pass_until(monday + hours{24});
        REQUIRE(give("ben", one, now));
        REQUIRE(give("cleo", one, now));
        REQUIRE(reread(one).state == critique_state::finished);
    }
    result<feedback> mark(const std::string& author, critique_part part, const std::string& by = "ana")
    {
        return group.attempt([&](auto& work, const auto& here) {
            return mark_helpful(work, here, one.id, group.id(author), part, user_id(by), now);
        });
    }
    result<std::vector<promise>> promise_to(const std::vector<resolution>& all, const std::string& by = "ana")
    {
        return group.attempt(
            [&](auto& work, const auto& here) { return resolve(work, here, one.id, user_id(by), all, now); });
    }
    result<critique> changed(const std::string& text, const std::string& by = "ana")
    {
        return group.attempt([&](auto& work, const auto& here) {
            return tell_what_changed(work, here, one.id, user_id(by), text, now);
        });
    }
    result<critique> share(const std::string& text, const std::string& by = "ana")
    {
        return group.attempt([&](auto& work, const auto& here) {
            return share_summary(work, here, one.id, user_id(by), text, now);
        });
    }
};

} // namespace

TEST_CASE_METHOD(afterwards, "what helped is told to its author privately, once")
{
    REQUIRE(mark("ben", critique_part::noticed)->helpful[0]);
    REQUIRE(mark("ben", critique_part::works));
    CHECK(told(message_kind::critique_helped, one) == people{"ben"});
    CHECK_FALSE(mark("ben", critique_part::noticed)->helpful[0]); // taken back
    REQUIRE(mark("ben", critique_part::noticed)->helpful[0]);
    CHECK(told(message_kind::critique_helped, one) == people{"ben"});
    CHECK(group.said(message_kind::critique_helped).front().due_at == now + minutes{10});

    CHECK(mark("ben", critique_part::could_try).rejected_for(reason::no_such_feedback)); // empty
    CHECK(mark("dan", critique_part::works).rejected_for(reason::no_such_feedback));
    CHECK(mark("ben", critique_part::works, "cleo").rejected_for(reason::not_the_asker));
    REQUIRE(group.leave("cleo", now));
    REQUIRE(mark("cleo", critique_part::works));
    CHECK(told(message_kind::critique_helped, one) == people{"ben"});
}

TEST_CASE_METHOD(afterwards, "up to three things to do become promises, all or none")
{
    const auto due = day("2026-12-20");
    CHECK(promise_to({{"shorter", due}}, "ben").rejected_for(reason::not_the_asker));
    CHECK(promise_to({{"shorter", due}, {"louder", day("2026-12-01")}}).rejected_for(reason::date_not_ahead));
    CHECK(group.work().promises().waiting(group.id("ana")).empty());
    CHECK(promise_to({{"shorter", due}, {"louder", due}})->size() == 2);
    CHECK(promise_to({{"a", due}, {"b", due}}).rejected_for(reason::too_many_resolutions));
    CHECK(promise_to({{"a", due}})->size() == 1);
    CHECK(group.work().promises().of(promise_origin::critique, one.id.value).size() == 3);
    const auto open = asked("ana", now);
    CHECK(group
              .attempt([&](auto& work, const auto& here) {
                  return resolve(work, here, open.id, user_id("ana"), {}, now);
              })
              .rejected_for(reason::critique_still_open));
}

TEST_CASE_METHOD(afterwards, "two weeks later the asker is asked what changed, and the critics read it")
{
    SECTION("once")
    {
        group.pass_until(now + days{14} - minutes{1});
        CHECK(told(message_kind::critique_changed_yet, one).empty());
        group.pass_until(now + days{40});
        CHECK(told(message_kind::critique_changed_yet, one) == people{"ana"});
        CHECK(changed(" \n").rejected_for(reason::empty_text));
        CHECK(changed(std::string(1001, 'a')).why().number == 1000);
        CHECK(changed("the order", "ben").rejected_for(reason::not_the_asker));
        REQUIRE(changed("the order"));
        CHECK(reread(one).changed == "the order");
        CHECK(told(message_kind::critique_changed, one) == people{"ben", "cleo"});
        REQUIRE(changed("the order, and the end"));
        CHECK(told(message_kind::critique_changed, one) == people{"ben", "cleo"});
    }
    SECTION("but not who told before")
    {
        REQUIRE(changed("everything"));
        group.pass_until(now + days{40});
        CHECK(told(message_kind::critique_changed_yet, one).empty());
    }
}

TEST_CASE_METHOD(afterwards,
                 "a summary is drafted of what helped, without names, and shared once as approved")
{
    CHECK(summary_draft(group.work(), one).empty());
    REQUIRE(mark("cleo", critique_part::works));
    REQUIRE(mark("ben", critique_part::noticed));
    CHECK(summary_draft(group.work(), one) == "noticed by ben\n\nworks for cleo"); // their own words

    CHECK(share("", "ana").rejected_for(reason::empty_text));
    CHECK(share(std::string(2501, 'a')).rejected_for(reason::text_too_long));
    CHECK(share("we learnt", "ben").rejected_for(reason::not_the_asker));
    REQUIRE(share("We learnt a lot."));
    CHECK(reread(one).summary == "We learnt a lot.");
    CHECK(told(message_kind::critique_summary, one) == people{"the channel"});
    CHECK(share("again").rejected_for(reason::summary_shared));
}

TEST_CASE("nothing of it comes before the end")
{
    critiques here({.members = 4});
    const auto one = here.asked("ana");
    CHECK(here.group
              .attempt([&](auto& work, const auto& group) {
                  return share_summary(work, group, one.id, user_id("ana"), "early", monday);
              })
              .rejected_for(reason::critique_still_open));
    CHECK(here.group
              .attempt([&](auto& work, const auto& group) {
                  return tell_what_changed(work, group, one.id, user_id("ana"), "early", monday);
              })
              .rejected_for(reason::critique_still_open));
}
