// Whoever cannot make it finds somebody else: swaps with one person and offers to the group.
#include "core/rotation/offers.hpp"

#include "core/rotation/ladder.hpp"
#include "core/sessions/move.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

// Sessions on 8 December, 12 January and 9 February; ana, ben and cleo are to lead them, dan is fourth.
const group_shape four{.members = 4, .begun = "2026-11-11 10:00"};
const auto now = at("2026-11-12 10:00");

std::string leader(group_under_test& group, int number)
{
    const auto meeting = group.meeting(number);
    if (meeting.leading == leader_state::open) return "nobody";
    return group.name(meeting.leader) + (meeting.leading == leader_state::confirmed ? " for sure" : "");
}

result<turn_offer> offer(group_under_test& group, const std::string& by, std::optional<int> number = {})
{
    std::optional<session_id> wanted;
    if (number) wanted = group.meeting(*number).id;
    return group.attempt([&](auto& work, const auto& here) {
        return offer_turn(work, here, {.by = user_id(by), .meeting = wanted, .now = now});
    });
}

result<turn_offer> swap(group_under_test& group, const std::string& by, const std::string& with,
                        std::optional<int> number = {})
{
    std::optional<session_id> wanted;
    if (number) wanted = group.meeting(*number).id;
    return group.attempt([&](auto& work, const auto& here) {
        return ask_to_swap(work, here,
                           {.by = user_id(by), .with = user_id(with), .meeting = wanted, .now = now});
    });
}

result<taken_turn> take(group_under_test& group, const std::string& by, const turn_offer& what,
                        instant at = now + hours{1})
{
    return group.attempt(
        [&](auto& work, const auto& here) { return take_turn(work, here, what.id, user_id(by), at); });
}

result<turn_offer> decline(group_under_test& group, const std::string& by, const turn_offer& what)
{
    return group.attempt([&](auto& work, const auto& here) {
        return decline_offer(work, here, what.id, user_id(by), now + hours{1});
    });
}

offer_state state_of(group_under_test& group, const turn_offer& what)
{
    return group.work().turns().find(what.id)->state;
}

} // namespace

TEST_CASE("an offer to the group goes to the first who takes it, and the second hears who was first")
{
    group_under_test group(four);
    REQUIRE(group.confirm("ana", 1, now));

    const auto open = offer(group, "ana");
    REQUIRE(open);
    CHECK(leader(group, 1) == "ana"); // still hers, but not for sure
    CHECK(recipients(group.said(message_kind::turn_offered)) == people{"the channel"});

    const auto taken = take(group, "dan", *open);
    REQUIRE(taken);
    CHECK(taken->meeting.number == 1);
    CHECK_FALSE(taken->in_return);
    CHECK(leader(group, 1) == "dan for sure");
    CHECK(recipients(group.said(message_kind::offer_answered)) == people{"ana"});
    const auto late = take(group, "ben", *open);
    REQUIRE(late.rejected_for(reason::offer_taken));
    CHECK(late.why().people == std::vector{user_id("dan")});
    CHECK(leader(group, 1) == "dan for sure");
}

TEST_CASE("whoever offered a turn can take it back")
{
    group_under_test group(four);
    const auto open = offer(group, "ana");
    REQUIRE(open);
    group.post_card(open->card, now);

    REQUIRE(take(group, "ana", *open));

    CHECK(leader(group, 1) == "ana for sure");
    CHECK(state_of(group, *open) == offer_state::withdrawn);
    CHECK(take(group, "ben", *open).rejected_for(reason::offer_over));
    CHECK(group.dirty(open->card));
}

TEST_CASE("offering a turn twice is one offer")
{
    group_under_test group(four);
    const auto first = offer(group, "ana");
    const auto second = offer(group, "ana", 1);
    REQUIRE(second);
    CHECK(first->id == second->id);
    CHECK(group.said(message_kind::turn_offered).size() == 1);
}

TEST_CASE("only their own turn can be offered, by members, and taken by those who are there")
{
    group_under_test group(four);
    group_under_test large({.members = 8});
    CHECK(offer(large, names(8).back()).rejected_for(reason::not_the_leader));
    CHECK(offer(group, "ben", 1).rejected_for(reason::not_the_leader));
    CHECK(offer(group, "zoe").rejected_for(reason::not_a_member));
    const auto open = offer(group, "ana");
    REQUIRE(open);
    REQUIRE(group.pause("dan", "2026-12-24", now));
    CHECK(take(group, "zoe", *open).rejected_for(reason::not_a_member));
    CHECK(take(group, "dan", *open).rejected_for(reason::member_is_paused));
    auto unknown = *open;
    unknown.id = offer_id{99};
    CHECK(take(group, "ben", unknown).rejected_for(reason::no_offer));
    CHECK(take(group, "ben", *open, at("2026-12-08 15:00")).rejected_for(reason::offer_over));
    CHECK(decline(group, "ben", *open).rejected_for(reason::no_offer));
}

TEST_CASE("an offer that nobody takes ends after two days: its holder hears of it and the next is asked")
{
    group_under_test group(four);
    const auto open = offer(group, "ana");
    REQUIRE(open);
    CHECK(open->ends_at == at("2026-11-16 09:00")); // two days on is a Saturday
    group.post_card(open->card, now);

    group.pass_until(open->ends_at);

    CHECK(state_of(group, *open) == offer_state::expired);
    CHECK(recipients(group.said(message_kind::offer_answered)) == people{"ana"});
    CHECK(recipients(group.said(message_kind::backup_asked)) == people{"ben"});
    CHECK(leader(group, 1) == "ana");
    CHECK(group.dirty(open->card));
}

TEST_CASE("a swap gives each the other's session, for sure, once the other agrees")
{
    group_under_test group(four);
    REQUIRE(group.confirm("ana", 1, now));

    const auto asked = swap(group, "ana", "cleo");
    REQUIRE(asked);
    CHECK(asked->in_return == group.meeting(3).id);
    CHECK(recipients(group.said(message_kind::swap_asked)) == people{"cleo"});
    CHECK(leader(group, 1) == "ana for sure"); // until cleo agrees
    CHECK(take(group, "ben", *asked).rejected_for(reason::offer_to_another));
    CHECK(decline(group, "ben", *asked).rejected_for(reason::offer_to_another));

    const auto done = take(group, "cleo", *asked);
    REQUIRE(done);
    CHECK(done->in_return->number == 3);
    CHECK(group.plan() == people{"cleo", "ben", "ana"});
    CHECK(leader(group, 1) == "cleo for sure");
    CHECK(leader(group, 3) == "ana for sure");
    CHECK(recipients(group.said(message_kind::offer_answered)) == people{"ana"});
}

TEST_CASE("somebody without a coming turn, or whose day does not suit, takes over without a return")
{
    group_under_test large({.members = 8});
    const auto plain = swap(large, "ana", names(8).back());
    REQUIRE(plain);
    CHECK_FALSE(plain->in_return);

    group_under_test other(four);
    REQUIRE(other.confirm("ana", 1, now));
    REQUIRE(other.confirm("cleo", 3, now));
    const auto asked = swap(other, "ana", "cleo");
    REQUIRE(other.skip("cleo", now, 3));
    const auto done = take(other, "cleo", *asked);
    REQUIRE(done);
    CHECK_FALSE(done->in_return); // it is not cleo's any more
}

TEST_CASE("who declines a swap changes nothing but that the other hears of it")
{
    group_under_test group(four);
    REQUIRE(group.confirm("ana", 1, now));
    const auto asked = swap(group, "ana", "cleo");
    REQUIRE(asked);

    REQUIRE(decline(group, "cleo", *asked));

    CHECK(leader(group, 1) == "ana for sure");
    CHECK(recipients(group.said(message_kind::offer_answered)) == people{"ana"});
    CHECK(take(group, "cleo", *asked).rejected_for(reason::offer_over));
}

TEST_CASE("a swap is with another member who is there and does not lead that session already")
{
    group_under_test group(four);
    REQUIRE(group.pause("dan", "2026-12-24", now));
    CHECK(swap(group, "ana", "ana").rejected_for(reason::same_person));
    CHECK(swap(group, "ana", "zoe").rejected_for(reason::person_not_a_member));
    CHECK(swap(group, "ana", "dan").rejected_for(reason::person_is_paused));
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return assign_turn(work, here, 1, user_id("ana"), user_id("ana"), now, user_id("ben"));
    }));
    CHECK(swap(group, "ana", "ben", 1).rejected_for(reason::already_leads));
}

TEST_CASE("one offer of a turn is open at a time: the newest")
{
    group_under_test group(four);
    const auto asked = swap(group, "ana", "cleo");
    const auto open = offer(group, "ana");
    REQUIRE(open);
    CHECK(state_of(group, *asked) == offer_state::withdrawn);
    const auto other = swap(group, "ana", "ben");
    REQUIRE(other);
    CHECK(state_of(group, *open) == offer_state::withdrawn);
    CHECK(take(group, "dan", *open).rejected_for(reason::offer_over));
}

TEST_CASE("a facilitator who names a leader ends the offer, and the log says so")
{
    group_under_test group(four);
    REQUIRE(group.confirm("ana", 1, now));
    const auto open = offer(group, "ana");

    REQUIRE(group.assign("dan", 1, now));

    CHECK(state_of(group, *open) == offer_state::withdrawn);
    const auto log = group.work().turns().changes(group.meeting(1).id);
    std::vector<turn_cause> causes;
    for (const auto& one : log)
        causes.push_back(one.cause);
    CHECK(causes == std::vector{turn_cause::confirmed, turn_cause::offered, turn_cause::named});
    CHECK(log.back().from == group.id("ana"));
    CHECK(log.back().to == group.id("dan"));
    CHECK(log.back().by == user_id("ana"));
}

TEST_CASE(
    "a leader who leaves early: unconfirmed, the next is asked; confirmed, the group is offered the turn")
{
    const bool confirmed = GENERATE(false, true);
    group_under_test group(four);
    REQUIRE(group.make_facilitator("ben"));
    REQUIRE(group.assign("cleo", 1, now));
    if (!confirmed) {
        auto meeting = group.meeting(1);
        meeting.leading = leader_state::asked;
        group.work().sessions().save(meeting);
    }

    REQUIRE(group.leave("cleo", now + hours{1}));

    const auto open = group.work().turns().open_for(group.meeting(1).id);
    CHECK(open.has_value() == confirmed);
    CHECK(leader(group, 1) == (confirmed ? "nobody" : "ana"));
    if (!confirmed) return;
    CHECK(open->cause == offer_cause::unavailable);
    REQUIRE(take(group, "dan", *open, now + hours{2}));
    CHECK(leader(group, 1) == "dan for sure");
    CHECK(group.said(message_kind::offer_answered).empty()); // nobody is left to tell
}

TEST_CASE("nobody takes the turn of a leader who left: the next in the rotation is asked")
{
    group_under_test group(four);
    REQUIRE(group.assign("cleo", 1, now));
    REQUIRE(group.pause("cleo", "2027-06-01", now));

    group.pass_until(at("2026-11-16 09:00"));

    CHECK(leader(group, 1) == "ana");
}

TEST_CASE("a confirmed leader who leaves in the last week: the facilitators choose")
{
    group_under_test group(four);
    REQUIRE(group.assign("cleo", 1, now));
    const auto late = at("2026-12-03 10:00");
    group.pass_until(late);

    REQUIRE(group.leave("cleo", late));

    CHECK_FALSE(group.work().turns().open_for(group.meeting(1).id));
    CHECK(leader(group, 1) == "nobody");
    CHECK(recipients(group.said(message_kind::leader_missing)) == people{"ana"});
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return rescue_session(
            work, here,
            {.meeting = group.meeting(1).id, .by = user_id("ana"), .how = rescue::backup, .now = late});
    }));
    CHECK(leader(group, 1) == "ana for sure");
}

TEST_CASE("of two leaders the other leads on when one leaves, lets it pass, or swaps")
{
    group_under_test group(four);
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return assign_turn(work, here, 1, user_id("ana"), user_id("cleo"), now, user_id("dan"));
    }));
    CHECK(recipients(group.said(message_kind::leader_changed)) == people{"cleo", "dan"});

    const auto asked = swap(group, "dan", "ben", 1);
    REQUIRE(asked);
    REQUIRE(take(group, "ben", *asked));
    CHECK(leaders_of(group.meeting(1)) == std::vector{group.id("cleo"), group.id("ben")});
    REQUIRE(group.skip("ben", now, 1));
    CHECK(leaders_of(group.meeting(1)) == std::vector{group.id("cleo")});
    CHECK(leader(group, 1) == "cleo for sure");
}

TEST_CASE("swaps asked of somebody who leaves are declined, and whoever asked hears of it")
{
    group_under_test group(four);
    const auto asked = swap(group, "ana", "cleo");
    REQUIRE(asked);
    REQUIRE(group.leave("cleo", now));
    CHECK(state_of(group, *asked) == offer_state::declined);
    CHECK(recipients(group.said(message_kind::offer_answered)) == people{"ana"});
}

TEST_CASE("what a session was offered for ends with it when it is cancelled")
{
    group_under_test group(four);
    const auto open = offer(group, "ana", 1);
    REQUIRE(open);
    group.post_card(open->card, now);
    const auto asked = swap(group, "ben", "ana", 2);
    REQUIRE(asked);
    REQUIRE(asked->in_return == group.meeting(1).id);

    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return cancel_session(
            work, here,
            {.by = user_id("ana"), .meeting = group.meeting(1).id, .because = "a strike", .now = now});
    }));

    CHECK(state_of(group, *open) == offer_state::withdrawn);
    CHECK(group.dirty(open->card));
    CHECK(take(group, "dan", *open).rejected_for(reason::offer_over));
    const auto taken = take(group, "ana", *asked);
    REQUIRE(taken);
    CHECK_FALSE(taken->in_return);
    CHECK(leader(group, 2) == "ana for sure");
}

TEST_CASE("a session that is moved into the pause of whoever leads it is led by somebody else")
{
    group_under_test group(four);
    REQUIRE(group.confirm("ana", 1, now));
    REQUIRE(group.pause("ana", "2026-12-01", now));
    REQUIRE(leader(group, 1) == "ana for sure");

    const auto to = local_time(day("2026-11-25").time_since_epoch() + hours{15});
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return move_by_hand(work, here,
                            {.by = user_id("ana"), .meeting = group.meeting(1).id, .to = to, .now = now});
    }));

    CHECK(leader(group, 1) == "nobody");
    CHECK(group.plan().front() == "ben");
    CHECK(recipients(group.said(message_kind::turn_offered)) == people{"the channel"});
}
