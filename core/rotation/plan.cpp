#include "core/rotation/plan.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::core {
namespace {

bool available(const candidate& one, const session& meeting)
{
    return !one.away_until || *one.away_until <= std::chrono::floor<days>(meeting.meets_at);
}

bool contains(const std::vector<member_id>& ids, member_id one)
{
    return std::find(ids.begin(), ids.end(), one) != ids.end();
}

bool led_longer_ago(const candidate& a, const candidate& b)
{
    if (a.last_led.has_value() != b.last_led.has_value()) return !a.last_led;
    return a.last_led < b.last_led;
}

// The rules of the rotation, in their order.
bool goes_first(const candidate& a, const candidate& b)
{
    if (a.owed != b.owed) return a.owed > b.owed;
    if (led_longer_ago(a, b)) return true;
    if (led_longer_ago(b, a)) return false;
    if (a.joined_at != b.joined_at) return a.joined_at < b.joined_at;
    return a.member < b.member;
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

// Who led the session before, and who has the one after it already.
struct neighbours
{
    std::optional<member_id> before;
    std::optional<member_id> after;
};

void leave_out(std::vector<const candidate*>& order, std::optional<member_id> who)
{
    if (order.size() < 2 || !who) return;
    std::erase_if(order, [&](const candidate* one) { return one->member == *who; });
}

std::vector<const candidate*> order_for(const std::vector<candidate>& people, const neighbours& next_to,
                                        const slot& at)
{
    std::vector<const candidate*> order;
    for (const auto& one : people) {
        if (available(one, at.meeting) && !contains(at.skipped, one.member)) order.push_back(&one);
    }
    leave_out(order, next_to.before);
    leave_out(order, next_to.after);
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return goes_first(*a, *b); });
    return order;
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

void book(std::vector<candidate>& people, const turn& held)
{
    std::vector<member_id> could_have_led;
    for (const auto& one : people) {
        if (available(one, held.meeting)) could_have_led.push_back(one.member);
    }
    for (const auto& entry : entries_of(held.meeting.id, *held.leader, could_have_led)) {
        for (auto& one : people) {
            if (one.member != entry.member) continue;
            one.owed += entry.owed - entry.given;
            if (entry.given.parts == 0) continue;
            one.last_led = held.meeting.starts_at;
            ++one.turns_led;
        }
    }
}

} // namespace

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
            for (const auto& one : people) {
                if (one.member == *decided.leader) decided.owed = one.owed;
            }
            book(people, decided);
            last_leader = decided.leader;
        }
        turns.push_back(decided);
    }
    return turns;
}

std::vector<ledger_entry> entries_of(session_id held, member_id leader, std::vector<member_id> could_have_led)
{
    if (!contains(could_have_led, leader)) could_have_led.push_back(leader);
    const auto count = static_cast<int>(could_have_led.size());
    const auto part = equal_part(count);
    std::vector<ledger_entry> entries;
    entries.reserve(could_have_led.size());
    for (const auto one : could_have_led) {
        entries.push_back(
            {.session = held, .member = one, .owed = part, .given = one == leader ? part * count : share{}});
    }
    return entries;
}

} // namespace peerbot::core
