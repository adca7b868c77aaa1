#include "core/rotation/plan.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace peerbot::core {
namespace {

bool contains(const std::vector<member_id>& ids, member_id one)
{
    return std::find(ids.begin(), ids.end(), one) != ids.end();
}

bool led_longer_ago(const candidate& a, const candidate& b)
{
    if (a.last_led.has_value() != b.last_led.has_value()) return !a.last_led;
    return a.last_led < b.last_led;
}

// Which rule set the first of `order` apart from the second.
turn_rule deciding_rule(const std::vector<const candidate*>& order)
{
    if (order.size() == 1) return turn_rule::only_one;
    const auto& first = *order[0];
    const auto& second = *order[1];
    if (first.owed != second.owed) return turn_rule::owes_most;
    if (led_longer_ago(first, second)) return turn_rule::longest_since;
    return turn_rule::joined_first;
}

void leave_out(std::vector<const candidate*>& order, std::optional<member_id> who)
{
    if (order.size() < 2 || !who) return;
    std::erase_if(order, [&](const candidate* one) { return one->member == *who; });
}

turn decide(const std::vector<candidate>& people, const neighbours& next_to, const slot& at)
{
    turn decided{.meeting = at.meeting, .leader = {}, .decided_by = turn_rule::owes_most, .owed = {}};
    if (at.meeting.leading != leader_state::open) {
        decided.leader = at.meeting.leader;
        decided.decided_by =
            at.meeting.leading == leader_state::confirmed ? turn_rule::confirmed : turn_rule::asked;
        return decided;
    }
    const auto order = order_for(people, next_to, at);
    if (order.empty()) return decided;
    decided.leader = order.front()->member;
    decided.decided_by = deciding_rule(order);
    return decided;
}

share owed_by(const std::vector<candidate>& people, member_id who)
{
    for (const auto& one : people) {
        if (one.member == who) return one.owed;
    }
    throw std::logic_error("a turn is led by somebody who is not among the people of the plan");
}

// Whether somebody led a later session already: then this one is being booked late.
bool led_after(const std::vector<candidate>& people, const session& meeting)
{
    return std::any_of(people.begin(), people.end(), [&](const candidate& one) {
        return one.last_led && *one.last_led > meeting.starts_at;
    });
}

// The leader, and those of the others who do not come to owe two turns by it. Who is left out makes the part
// of the rest larger, so they are looked at again.
std::vector<account> sharers_of(const account& leader, std::vector<account> could_have_led)
{
    std::erase_if(could_have_led, [&](const account& one) { return one.member == leader.member; });
    for (;;) {
        const auto part = equal_part(static_cast<int>(could_have_led.size()) + 1);
        const auto left_out = std::erase_if(
            could_have_led, [&](const account& one) { return one.owed + part >= balance_limit; });
        if (left_out == 0) break;
    }
    could_have_led.push_back(leader);
    return could_have_led;
}

} // namespace

std::vector<const candidate*> order_for(const std::vector<candidate>& people, const neighbours& next_to,
                                        const slot& at)
{
    std::vector<const candidate*> order;
    for (const auto& one : people) {
        if (can_lead(one, at.meeting) && !contains(at.skipped, one.member)) order.push_back(&one);
    }
    leave_out(order, next_to.before);
    leave_out(order, next_to.after);
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return goes_first(*a, *b); });
    return order;
}

std::vector<turn> plan_turns(std::vector<candidate> people, std::optional<member_id> last_leader,
                             const std::vector<slot>& slots)
{
    std::vector<turn> turns;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        neighbours next_to{.before = last_leader, .after = {}};
        if (i + 1 < slots.size() && slots[i + 1].meeting.leading != leader_state::open)
            next_to.after = slots[i + 1].meeting.leader;
        auto decided = decide(people, next_to, slots[i]);
        if (decided.leader) {
            decided.owed = owed_by(people, *decided.leader);
            if (!led_after(people, decided.meeting)) last_leader = decided.leader;
            book_turn(people, decided.meeting, *decided.leader);
        }
        turns.push_back(decided);
    }
    return turns;
}

bool goes_first(const candidate& a, const candidate& b)
{
    if (a.owed != b.owed) return a.owed > b.owed;
    if (led_longer_ago(a, b)) return true;
    if (led_longer_ago(b, a)) return false;
    if (a.joined_at != b.joined_at) return a.joined_at < b.joined_at;
    return a.member < b.member;
}

bool can_lead(const candidate& one, const session& meeting)
{
    if (one.joined_at > meeting.starts_at) return false;
    return !one.away_until || *one.away_until <= std::chrono::floor<days>(meeting.meets_at);
}

std::vector<ledger_entry> entries_of(session_id held, account leader, std::vector<account> could_have_led)
{
    const auto sharers = sharers_of(leader, std::move(could_have_led));
    const auto count = static_cast<int>(sharers.size());
    const auto part = equal_part(count);
    if (leader.owed + part - part * count <= -balance_limit)
        return {{.session = held, .member = leader.member, .owed = {}, .given = {}}};

    std::vector<ledger_entry> entries;
    entries.reserve(sharers.size());
    for (const auto& one : sharers) {
        entries.push_back({.session = held,
                           .member = one.member,
                           .owed = part,
                           .given = one.member == leader.member ? part * count : share{}});
    }
    return entries;
}

std::vector<ledger_entry> entries_of(const session& held, member_id leader,
                                     const std::vector<candidate>& people)
{
    std::vector<account> could_have_led;
    for (const auto& one : people) {
        if (can_lead(one, held)) could_have_led.push_back({.member = one.member, .owed = one.owed});
    }
    return entries_of(held.id, {.member = leader, .owed = owed_by(people, leader)},
                      std::move(could_have_led));
}

void book_turn(std::vector<candidate>& people, const session& meeting, member_id leader)
{
    const auto entries = entries_of(meeting, leader, people);
    for (auto& one : people) {
        for (const auto& entry : entries) {
            if (entry.member == one.member) one.owed += entry.owed - entry.given;
        }
        if (one.member != leader) continue;
        ++one.turns_led;
        one.last_led = std::max(one.last_led, std::optional(meeting.starts_at));
    }
}

} // namespace peerbot::core
