#include "core/groups/reach.hpp"
#include "core/sessions/move.hpp"
#include "tests/core/critique/critiques.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

// Asked on Tuesday at 10:00: ben, cleo and dan, in a group with eva, finn and gia besides.
struct asked_group : critiques
{
    critique one;
    instant asked_at = monday + hours{24};

    explicit asked_group(int members = 7) : critiques({.members = members}), one(asked("ana"))
    {
        group.pass_until(asked_at);
    }
    critique now_is() { return reread(one); }
};

void cancel(group_under_test& group, const session& meeting, instant now)
{
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return cancel_session(work, here,
                              {.by = user_id("ana"), .meeting = meeting.id, .because = "snow", .now = now});
    }));
}

} // namespace

TEST_CASE_METHOD(asked_group, "critics are nudged after 48 hours, once, unless they have written")
{
    REQUIRE(give("ben", one, asked_at + hours{1}));
    group.pass_until(asked_at + hours{48} - minutes{1});
    CHECK(told(message_kind::critique_nudge, one).empty());
    group.pass_until(asked_at + hours{95});
    CHECK(told(message_kind::critique_nudge, one) == people{"cleo", "dan"});
}

TEST_CASE_METHOD(asked_group, "after 96 hours another is asked, and who was silent is let off without blame")
{
    REQUIRE(give("ben", one, asked_at + hours{1}));
    group.pass_until(asked_at + hours{96});
    CHECK(critics(one, critic_state::let_off) == people{"cleo", "dan"});
    CHECK(critics(one) == people{"eva", "finn"});
    CHECK(told(message_kind::critique_let_off, one) == people{"cleo", "dan"});
    CHECK(owed("cleo") == share{});

    REQUIRE(give("cleo", one, asked_at + hours{97})); // they may still
    CHECK(critics(one, critic_state::given) == people{"ben", "cleo"});
    CHECK(owed("cleo") == -one_turn);
}

TEST_CASE("who is silent stays asked when there is nobody else, and is let off once there is")
{
    asked_group here(4); // two are wanted: ben and cleo; dan is busy
    for (int i = 0; i < 2; ++i) {
        const auto other = here.asked("ana", here.asked_at);
        REQUIRE(here.volunteer("dan", other, here.asked_at));
    }
    here.group.pass_until(here.asked_at + hours{96});
    CHECK(here.critics(here.one) == people{"ben", "cleo"});
    const auto first = here.group.work().critiques().waiting_for(here.group.id("dan")).front();
    REQUIRE(here.give("dan", here.group.work().critiques().find(first.request).value(),
                      here.asked_at + hours{97}));
    CHECK(here.critics(here.one) == people{"cleo", "dan"});
    CHECK(here.critics(here.one, critic_state::let_off) == people{"ben"});
}

TEST_CASE_METHOD(asked_group, "a request ends when all critics are in, and otherwise when it is due")
{
    REQUIRE(give("ben", one, asked_at + hours{1}));
    REQUIRE(give("cleo", one, asked_at + hours{2}));
    CHECK(now_is().state == critique_state::open);

    SECTION("at once")
    {
        REQUIRE(give("dan", one, asked_at + hours{3}));
        CHECK(now_is().state == critique_state::finished);
        CHECK(now_is().ended_at == asked_at + hours{3});
    }
    SECTION("with what there is")
    {
        group.pass_until(one.due_at);
        CHECK(now_is().state == critique_state::finished);
        CHECK(now_is().ended_at == one.due_at);
        CHECK(critics(one).empty());
    }
    CHECK(told(message_kind::critique_finished, one) == people{"ana"});
    for (const auto& timer : group.waiting())
        if (timer.subject == one.id.value && timer.kind >= timer_kind::critique_volunteering_ends &&
            timer.kind < timer_kind::promise_due)
            CHECK(timer.kind == timer_kind::critique_changed_yet);
}

TEST_CASE("a request ends early too when nobody is left who could still write")
{
    asked_group here(3);
    REQUIRE(here.decline("ben", here.one, here.asked_at + hours{1}));
    CHECK(here.now_is().state == critique_state::open);
    REQUIRE(here.give("cleo", here.one, here.asked_at + hours{2}));
    CHECK(here.now_is().state == critique_state::finished);
}

TEST_CASE_METHOD(asked_group, "seven days with none: the facilitators choose")
{
    REQUIRE(group.make_facilitator("gia"));
    group.pass_until(one.due_at);
    const auto silent_at = one.due_at;
    CHECK(now_is().state == critique_state::open);
    CHECK(told(message_kind::critique_silent, one) == people{"ana", "gia"});
    const auto before = critics(one);

    SECTION("somebody by name, who gets a week")
    {
        REQUIRE(name("ben", one, silent_at + hours{1})); // who was let off
        CHECK(now_is().due_at == silent_at + hours{1} + days{7});
        CHECK(critic("ben", one).cause == critic_cause::named);
        CHECK(critic("ben", one).state == critic_state::waiting);
    }
    SECTION("a week more, and the next")
    {
        REQUIRE(extend(one, silent_at + hours{1}));
        CHECK(now_is().due_at == silent_at + hours{1} + days{7});
        CHECK(critics(one).size() == before.size() + (before.back() == "gia" ? 0 : 1));
        group.pass_until(silent_at + hours{73});
        CHECK(now_is().due_at == silent_at + hours{1} + days{7}); // chosen: the bot does not go on by itself
        CHECK(told(message_kind::critique_silent, one).size() == 2);
        group.pass_until(now_is().due_at);
        CHECK(told(message_kind::critique_silent, one).size() == 4);
    }
    SECTION("a week, and not two, when two of them choose the same")
    {
        REQUIRE(extend(one, silent_at + hours{1}));
        const auto after_first = critics(one).size();
        REQUIRE(extend(one, silent_at + hours{20}, "gia"));
        CHECK(now_is().due_at == silent_at + hours{1} + days{7});
        CHECK(critics(one).size() == after_first);
        REQUIRE(extend(one, silent_at + days{2}, "gia"));
        CHECK(now_is().due_at == silent_at + hours{1} + days{14});
    }
    SECTION("ten minutes in the next session")
    {
        CHECK(discuss(one, silent_at + hours{1}, "ben").rejected_for(reason::not_a_facilitator));
        REQUIRE(discuss(one, silent_at + hours{1}));
        CHECK(now_is().state == critique_state::in_session);
        CHECK(now_is().meeting == group.planned().front().id);
        CHECK(critics(one).empty());
        CHECK(discuss(one, silent_at + hours{1}).rejected_for(reason::enough_critics));
        CHECK(volunteer("gia", one, silent_at + hours{1}).rejected_for(reason::enough_critics));
    }
    SECTION("or the bot goes on by itself")
    {
        group.pass_until(silent_at + hours{72});
        CHECK(now_is().due_at == silent_at + hours{72} + days{7});
        CHECK(now_is().state == critique_state::open);
    }
    SECTION("what comes in meanwhile ends it")
    {
        const auto late = before.front();
        REQUIRE(give(late, one, silent_at + hours{1}));
        CHECK(now_is().state == critique_state::finished);
    }
}

TEST_CASE("with a far date the silence is noticed after seven days all the same, and the date stays")
{
    critiques here({.members = 4});
    const auto one = here.asked("ana", monday, {.by_when = day("2027-01-10")});
    here.group.pass_until(monday + days{7});
    CHECK(here.told(message_kind::critique_silent, one) == people{"ana"});
    here.group.pass_until(monday + days{10});
    CHECK(here.reread(one).due_at == one.due_at);
    here.group.pass_until(monday + days{17});
    CHECK(here.told(message_kind::critique_silent, one).size() == 2);
}

TEST_CASE("when everybody said no the group looks at it in the next session, rather than nobody")
{
    critiques here({.members = 3});
    const auto one = here.asked("ana");
    here.group.pass_until(monday + hours{24});
    REQUIRE(here.decline("ben", one, monday + hours{25}));
    REQUIRE(here.decline("cleo", one, monday + hours{25}));
    CHECK(here.told(message_kind::critique_queued, one) == people{"ana"});
    here.group.pass_until(monday + days{10});
    CHECK(here.reread(one).state == critique_state::in_session);
}

TEST_CASE_METHOD(asked_group, "what is to be discussed follows its session")
{
    const auto meeting = group.planned().front(); // 8 December, 15:00
    REQUIRE(discuss(one, asked_at + hours{1}));
    CHECK(told(message_kind::critique_let_off, one) == people{"ben", "cleo", "dan"});

    SECTION("held: it is finished, also with nothing in writing")
    {
        REQUIRE(group.held("ana", meeting.number, meeting.ends_at() + hours{1}, "ben"));
        CHECK(now_is().state == critique_state::finished);
        CHECK(now_is().meeting == meeting.id);
        CHECK(told(message_kind::critique_finished, one) == people{"ana"});
    }
    SECTION("cancelled: the facilitators are asked again")
    {
        cancel(group, meeting, asked_at + hours{2});
        CHECK(now_is().state == critique_state::open);
        CHECK_FALSE(now_is().meeting);
        CHECK(told(message_kind::critique_silent, one) == people{"ana"});
    }
    SECTION("not held: likewise, even when it was due before")
    {
        REQUIRE(group.not_held("ana", meeting.number, meeting.ends_at() + hours{1}));
        CHECK(now_is().state == critique_state::open);
        group.pass_until(meeting.ends_at() + hours{73});
        CHECK(now_is().due_at == meeting.ends_at() + hours{73} + days{7});
    }
    SECTION("moved by some days: it goes along; by weeks: it goes on")
    {
        const auto move = [&](const char* to) {
            return group.attempt([&](auto& work, const auto& here) {
                return move_by_hand(work, here,
                                    {.by = user_id("ana"),
                                     .meeting = meeting.id,
                                     .to = local_time(day(to)) + hours{15},
                                     .now = asked_at + hours{2}});
            });
        };
        REQUIRE(move("2026-12-14"));
        CHECK(now_is().state == critique_state::in_session);
        REQUIRE(move("2026-12-23"));
        CHECK(now_is().state == critique_state::open);
    }
    SECTION("what is handed in before is kept")
    {
        REQUIRE(give("ben", one, asked_at + hours{2}));
        CHECK(now_is().state == critique_state::in_session);
        CHECK(told(message_kind::critique_received, one) == people{"ana"});
    }
}

TEST_CASE_METHOD(asked_group, "whoever leaves, pauses, loses the account or the channel is replaced at once")
{
    const auto now = asked_at + hours{1};
    SECTION("leaving")
    {
        REQUIRE(group.leave("cleo", now));
    }
    SECTION("pausing")
    {
        REQUIRE(group.pause("cleo", "2027-01-15", now));
    }
    SECTION("deactivated")
    {
        remove_everywhere(group.work(), workspace_id("T1"), user_id("cleo"), now);
    }
    SECTION("removed")
    {
        remove_from_channel(group.work(), workspace_id("T1"), channel_id("C1"), user_id("cleo"), now);
    }
    CHECK(critics(one) == people{"ben", "dan", "eva"});
    CHECK(critics(one, critic_state::gone) == people{"cleo"});
    CHECK(owed("cleo") == share{});
    CHECK(critic("eva", one).asked_at == now);
    CHECK(told(message_kind::critique_let_off, one).empty());
}

TEST_CASE_METHOD(asked_group, "who comes back can be asked again")
{
    REQUIRE(group.pause("cleo", "2026-12-10", asked_at + hours{1}));
    for (const auto* person : {"ben", "dan", "eva", "finn", "gia"})
        REQUIRE(decline(person, one, asked_at + hours{2}));
    CHECK(critics(one).empty());
    REQUIRE(group.resume("cleo", asked_at + hours{3}));
    CHECK(critics(one) == people{"cleo"});
}

TEST_CASE_METHOD(asked_group, "when the asker leaves, critics are told that they need not")
{
    SECTION("with nothing written it is withdrawn, and owed by nobody")
    {
        REQUIRE(group.leave("ana", asked_at + hours{1}));
        CHECK(now_is().state == critique_state::withdrawn);
        for (const auto* person : {"ben", "cleo", "dan", "eva", "finn", "gia"})
            CHECK(owed(person) == share{});
        CHECK(told(message_kind::critique_let_off, one) == people{"ben", "cleo", "dan"});
    }
    SECTION("with something written it is finished")
    {
        REQUIRE(give("ben", one, asked_at + hours{1}));
        REQUIRE(group.leave("ana", asked_at + hours{2}));
        CHECK(now_is().state == critique_state::finished);
        CHECK(told(message_kind::critique_let_off, one) == people{"cleo", "dan"});
    }
    CHECK(told(message_kind::critique_finished, one).empty());
    group.pass_until(asked_at + days{20});
    CHECK(told(message_kind::critique_changed_yet, one).empty());
    CHECK(told(message_kind::critique_nudge, one).empty());
}

TEST_CASE("who was asked but has not heard of it yet is not told that they need not")
{
    critiques here({.members = 3});
    const auto friday = at("2026-12-04 18:00");
    const auto one = here.asked("ana", friday, {.by_when = day("2026-12-20")});
    here.group.pass_until(at("2026-12-05 18:00"));
    REQUIRE(here.critics(one).size() == 2);
    REQUIRE(here.close("ana", one, at("2026-12-06 12:00")));
    CHECK(here.told(message_kind::critique_let_off, one).empty());
}

TEST_CASE_METHOD(asked_group, "closing is the asker's; a facilitator may once there is feedback")
{
    const auto now = asked_at + hours{1};
    REQUIRE(group.make_facilitator("gia"));
    CHECK(close("gia", one, now).rejected_for(reason::not_the_asker));
    CHECK(close("ben", one, now).rejected_for(reason::not_the_asker));
    SECTION("by the asker, with none")
    {
        REQUIRE(close("ana", one, now));
        CHECK(now_is().state == critique_state::withdrawn);
        CHECK(told(message_kind::critique_finished, one).empty());
    }
    SECTION("by a facilitator, with one")
    {
        REQUIRE(give("ben", one, now));
        REQUIRE(close("gia", one, now));
        CHECK(now_is().state == critique_state::finished);
        CHECK(told(message_kind::critique_finished, one) == people{"ana"});
        CHECK(told(message_kind::critique_let_off, one) == people{"cleo", "dan"});
    }
    CHECK(close("ana", one, now).rejected_for(reason::critique_ended));
    CHECK(decline("ben", one, now).rejected_for(reason::critique_ended));
    CHECK(extend(one, now).rejected_for(reason::critique_ended));
    CHECK(name("eva", one, now).rejected_for(reason::critique_ended));
}

TEST_CASE_METHOD(asked_group, "a suspended group's requests stand still, and go on where they were")
{
    const auto here = group.here();
    const auto lost = asked_at + hours{40};
    const auto back = lost + days{20};
    lose_channel(group.work(), here.workspace, here.channel, absence::not_invited, lost);
    group.pass_until(back - minutes{1});
    CHECK(told(message_kind::critique_nudge, one).empty());
    regain_channel(group.work(), here.workspace, here.channel, back);
    group.pass_until(back);
    CHECK(now_is().due_at == one.due_at + days{20});
    CHECK(told(message_kind::critique_silent, one).empty());
    CHECK(critics(one) == people{"ben", "cleo", "dan"});
    group.pass_until(back + hours{8});
    CHECK(told(message_kind::critique_nudge, one) == people{"ben", "cleo", "dan"});
    group.pass_until(back + hours{56});
    CHECK(critics(one, critic_state::let_off) == people{"ben", "cleo", "dan"});
    group.pass_until(now_is().due_at);
    CHECK(told(message_kind::critique_silent, one) == people{"ana"});
}

TEST_CASE_METHOD(asked_group, "a timer that is late says nothing stale")
{
    group.wake_at(asked_at + days{5});
    CHECK(told(message_kind::critique_nudge, one).empty());
    CHECK(critics(one, critic_state::let_off) == people{"ben", "cleo", "dan"});
}
