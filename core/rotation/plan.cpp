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

using ranking = std::vector<const candidate*>;

ranking without(ranking order, const leader_ids& left_out)
{
    std::erase_if(order, [&](const candidate* one) { return contains(left_out, one->member); });
    return order;
}

void leave_out_if_others(ranking& order, const leader_ids& left_out)
{
    if (auto others = without(order, left_out); !others.empty()) order = std::move(others);
}

bool leads_elsewhere_around(const candidate& one, const session& meeting)
{
    return std::any_of(one.elsewhere.begin(), one.elsewhere.end(), [&](instant at) {
        return at - meeting.starts_at < between_turns && meeting.starts_at - at < between_turns;
    });
}

leader_ids leaders_after(const std::vector<slot>& slots, std::size_t at)
{
    return at + 1 < slots.size() ? leaders_of(slots[at + 1].meeting) : leader_ids{};
}

turn decide(const std::vector<candidate>& people, const neighbours& next_to, const slot& at)
{
    turn decided{.meeting = at.meeting, .leader = {}, .decided_by = turn_rule::owes_most, .owed = {}};
    if (at.meeting.format != session_format::training) {
        decided.decided_by = turn_rule::no_training;
        return decided;
    }
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

// Those of the others who do not come to owe two turns by a part of `turn`. Who is left out makes the part of
// the rest larger, so they are looked at again.
std::vector<account> other_sharers(const std::vector<account>& led_by, std::vector<account> could_have_led,
                                   share turn, std::size_t givers)
{
    std::erase_if(could_have_led, [&](const account& one) {
        return std::any_of(led_by.begin(), led_by.end(),
                           [&](const account& leader) { return leader.member == one.member; });
    });
    for (;;) {
        const auto part = part_of(turn, could_have_led.size() + givers);
        const auto left_out = std::erase_if(
            could_have_led, [&](const account& one) { return one.owed + part >= balance_limit; });
        if (left_out == 0) break;
    }
    return could_have_led;
}

// A turn, or what is left of one when some of its leaders give it as a gift.
struct split
{
    std::vector<account> givers;
    std::vector<account> others;
    share part; // owed by each of both

    share sum() const { return part * static_cast<int>(givers.size() + others.size()); }
    // Of a sum that cannot be halved the first gives what is left over.
    share given(std::size_t giver) const
    {
        const auto each = part_of(sum(), givers.size());
        return giver == 0 ? sum() - each * static_cast<int>(givers.size() - 1) : each;
    }
};

split split_between(std::vector<account> givers, const std::vector<account>& led_by,
                    const std::vector<account>& could_have_led)
{
    const auto turn = part_of(one_turn, led_by.size()) * static_cast<int>(givers.size());
    auto others = other_sharers(led_by, could_have_led, turn, givers.size());
    const auto part = part_of(turn, givers.size() + others.size());
    return {.givers = std::move(givers), .others = std::move(others), .part = part};
}

// The split in which nobody gives more than they may. What one gives as a gift changes the parts of the
// others, so they are looked at again.
split split_of(const std::vector<account>& led_by, const std::vector<account>& could_have_led)
{
    auto givers = led_by;
    while (!givers.empty()) {
        auto made = split_between(givers, led_by, could_have_led);
        std::size_t kept = 0;
        for (std::size_t i = 0; i < made.givers.size(); ++i) {
            if (made.givers[i].owed + made.part - made.given(i) > -balance_limit)
                givers[kept++] = made.givers[i];
        }
        if (kept == made.givers.size()) return made;
        givers.resize(kept);
    }
    return {.givers = {}, .others = {}, .part = {}};
}

} // namespace

std::vector<const candidate*> order_for(const std::vector<candidate>& people, const neighbours& next_to,
                                        const slot& at)
{
    ranking settled;
    ranking fresh;
    for (const auto& one : people) {
        if (!is_there(one, at.meeting) || contains(at.skipped, one.member)) continue;
        if (leads_elsewhere_around(one, at.meeting)) continue;
        (can_lead(one, at.meeting) ? settled : fresh).push_back(&one);
    }
    auto order = without(without(settled, next_to.before), next_to.after);
    if (order.empty()) order = without(without(fresh, next_to.before), next_to.after);
    if (order.empty()) {
        order = settled.empty() ? fresh : settled;
        leave_out_if_others(order, next_to.before);
        leave_out_if_others(order, next_to.after);
    }
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return goes_first(*a, *b); });
    return order;
}

leader_ids leaders_of(const session& meeting)
{
    if (meeting.leading == leader_state::open) return {};
    if (meeting.co_leader) return {meeting.leader, meeting.co_leader};
    return {meeting.leader};
}

std::vector<turn> plan_turns(std::vector<candidate> people, leader_ids last_leaders,
                             const std::vector<slot>& slots)
{
    std::vector<turn> turns;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const neighbours next_to{.before = last_leaders, .after = leaders_after(slots, i)};
        auto decided = decide(people, next_to, slots[i]);
        if (decided.leader) {
            decided.owed = owed_by(people, *decided.leader);
            auto together = leaders_of(decided.meeting);
            if (together.empty()) together = {*decided.leader};
            book_turn(people, decided.meeting, together);
            if (!led_after(people, decided.meeting)) last_leaders = std::move(together);
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

bool is_there(const candidate& one, const session& meeting)
{
    const auto start = meeting.starts_at;
    if (one.joined_at > start) return false;
    for (const auto& pause : one.away) {
        if (pause.until && pause.from <= start && start < *pause.until) return false;
        if (!pause.until && pause.from > start) return true; // it began after that session
    }
    return !one.away_until || *one.away_until <= std::chrono::floor<days>(meeting.meets_at);
}

bool can_lead(const candidate& one, const session& meeting)
{
    if (one.leads_from && *one.leads_from > meeting.starts_at) return false;
    return is_there(one, meeting);
}

std::vector<ledger_entry> entries_of(session_id held, const std::vector<account>& led_by,
                                     const std::vector<account>& could_have_led)
{
    if (led_by.empty() || led_by.size() > 2) throw std::logic_error("a session is led by one or two people");
    const auto shared = split_of(led_by, could_have_led);
    std::vector<ledger_entry> entries;
    entries.reserve(led_by.size() + shared.others.size());
    const auto add = [&](member_id who, share owed, share given) {
        entries.push_back({.session = held, .member = who, .owed = owed, .given = given});
    };
    for (const auto& one : shared.others)
        add(one.member, shared.part, {});
    for (std::size_t i = 0; i < shared.givers.size(); ++i)
        add(shared.givers[i].member, shared.part, shared.given(i));
    for (const auto& leader : led_by) {
        const bool gives = std::any_of(shared.givers.begin(), shared.givers.end(),
                                       [&](const account& one) { return one.member == leader.member; });
        if (!gives) add(leader.member, {}, {});
    }
    return entries;
}

std::vector<ledger_entry> entries_of(const session& held, const leader_ids& led_by,
                                     const std::vector<candidate>& people)
{
    std::vector<account> could_have_led;
    for (const auto& one : people) {
        if (can_lead(one, held)) could_have_led.push_back({.member = one.member, .owed = one.owed});
    }
    std::vector<account> accounts;
    for (const auto one : led_by)
        accounts.push_back({.member = one, .owed = owed_by(people, one)});
    return entries_of(held.id, accounts, could_have_led);
}

void book_turn(std::vector<candidate>& people, const session& meeting, const leader_ids& led_by)
{
    const auto entries = entries_of(meeting, led_by, people);
    for (auto& one : people) {
        for (const auto& entry : entries) {
            if (entry.member == one.member) one.owed += entry.owed - entry.given;
        }
        if (!contains(led_by, one.member)) continue;
        ++one.turns_led;
        one.last_led = std::max(one.last_led, std::optional(meeting.starts_at));
    }
}

} // namespace peerbot::core
