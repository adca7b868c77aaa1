#include "tests/core/rotation/lived_group.hpp"

#include "core/rotation/ladder.hpp"
#include "core/rotation/offers.hpp"
#include "core/rotation/turns.hpp"
#include "core/sessions/move.hpp"
#include "core/time/dates.hpp"

#include <algorithm>
#include <chrono>
#include <ostream>
#include <stdexcept>

namespace peerbot::test {
namespace {

using namespace core;

std::string other_of(const step& one)
{
    return names(8)[static_cast<std::size_t>(one.for_days) % 4];
}

// A step that is refused is a step all the same.
template <class Value>
void either_way(const result<Value>&)
{}

bool is_in(member_id one, const leader_ids& ids)
{
    return std::find(ids.begin(), ids.end(), one) != ids.end();
}

bool share_a_leader(const session& a, const session& b)
{
    const auto of_b = leaders_of(b);
    for (const auto one : leaders_of(a))
        if (is_in(one, of_b)) return true;
    return false;
}

bool within_limit(share owed)
{
    return owed > -balance_limit && owed < balance_limit;
}

} // namespace

std::ostream& operator<<(std::ostream& out, const step& one)
{
    return out << static_cast<int>(one.what) << " by " << one.who << " for " << one.for_days;
}

void lived_group::live(const step& one)
{
    note_sure_turns();
    now_ += hours{1};
    const auto person = names(8)[static_cast<std::size_t>(one.who)];
    const auto founder = names(4)[static_cast<std::size_t>(one.who) % 4];
    switch (one.what) {
    case act::hold:
        hold({});
        break;
    case act::hold_named:
        hold(present(person) ? person : std::optional<std::string>());
        break;
    case act::not_held:
        call_off();
        break;
    case act::cancel:
        cancel();
        break;
    case act::move:
        move(one.for_days);
        break;
    case act::rescue:
        rescue(one.for_days % 4);
        break;
    case act::join:
        either_way(group.join(person, now_));
        break;
    case act::leave:
        if (person != "ana") either_way(group.leave(person, now_));
        break;
    case act::pause: {
        const auto today = date(std::chrono::floor<days>(now_).time_since_epoch());
        either_way(group.pause(person, iso_date(today + days{one.for_days}), now_));
        break;
    }
    case act::resume:
        either_way(group.resume(person, now_));
        break;
    case act::skip:
        either_way(group.skip(person, now_));
        break;
    case act::assign:
        assign(person);
        break;
    case act::assign_two:
        assign(person, other_of(one));
        break;
    case act::confirm:
        confirm(person);
        break;
    case act::offer:
        either_way(group.attempt([&](auto& work, const auto& here) {
            return offer_turn(work, here, {.by = user_id(founder), .meeting = {}, .now = now_});
        }));
        break;
    case act::swap:
        either_way(group.attempt([&](auto& work, const auto& here) {
            return ask_to_swap(
                work, here,
                {.by = user_id(founder), .with = user_id(other_of(one)), .meeting = {}, .now = now_});
        }));
        break;
    case act::take:
        take(person);
        break;
    case act::decline:
        decline(person);
        break;
    }
    note_plan();
}

int lived_group::offered_in_silence()
{
    int found = 0;
    for (const auto& said : group.said(message_kind::turn_offered))
        if (group.work().turns().find(offer_id{said.subject})->cause == offer_cause::unanswered) ++found;
    return found;
}

bool lived_group::present(const std::string& person)
{
    const auto found = group.work().members().find(group.here().id, user_id(person));
    return found && found->state != member_state::left;
}

session lived_group::begin_first()
{
    const auto first = group.planned().front();
    now_ = std::max<instant>(now_, first.starts_at);
    group.pass_until(now_);
    note_plan();
    return first;
}

void lived_group::hold(std::optional<std::string> leader)
{
    const auto first = begin_first();
    if (leader) named_.insert(first.number);
    const auto planned = plan_.front();
    if (!leader && !planned.leader && planned.meeting.format == session_format::training) return call_off();
    const bool two = !leader && planned.meeting.co_leader;
    if (!leader && planned.meeting.leading == leader_state::open && planned.leader)
        leader = group.name(*planned.leader);
    if (!group.held("ana", first.number, now_, leader))
        throw std::logic_error("a held session was not booked");
    if (two) ++shared_;
}

void lived_group::call_off()
{
    const auto first = begin_first();
    if (!group.not_held("ana", first.number, now_)) throw std::logic_error("a session was not called off");
}

void lived_group::cancel()
{
    either_way(group.attempt([&](auto& work, const auto& here) {
        return cancel_session(work, here,
                              {.by = user_id("ana"),
                               .meeting = group.planned().front().id,
                               .because = "a strike",
                               .now = now_});
    }));
}

void lived_group::move(int by_days)
{
    const auto first = group.planned().front();
    const auto today =
        std::chrono::floor<days>(local_time(std::chrono::floor<minutes>(now_).time_since_epoch()));
    const auto to = by_days % 3 == 0 ? today + days{1} + hours{9} : first.meets_at + days{by_days};
    const auto answer = group.attempt([&](auto& work, const auto& here) {
        return move_by_hand(work, here, {.by = user_id("ana"), .meeting = first.id, .to = to, .now = now_});
    });
    if (!answer) return;
    named_.insert(answer->number);
    ++moved_;
}

void lived_group::rescue(int how)
{
    const auto first = group.planned().front();
    const auto answer = group.attempt([&](auto& work, const auto& here) {
        return rescue_session(
            work, here,
            {.meeting = first.id, .by = user_id("ana"), .how = static_cast<core::rescue>(how), .now = now_});
    });
    if (!answer) return;
    named_.insert(answer->number);
    ++rescued_;
}

// Who says yes to another's turn, as its backup, volunteers.
void lived_group::confirm(const std::string& person)
{
    std::map<int, std::optional<member_id>> before;
    for (const auto& one : plan_)
        before[one.meeting.number] = one.leader;
    const auto answer = group.attempt(
        [&](auto& work, const auto& here) { return confirm_next_turn(work, here, user_id(person), now_); });
    if (answer && before[answer->number] != group.id(person)) named_.insert(answer->number);
}

void lived_group::take(const std::string& person)
{
    for (const auto& meeting : group.planned()) {
        const auto open = group.work().turns().open_for(meeting.id);
        if (!open) continue;
        const auto who = open->to ? user_id(group.name(open->to)) : user_id(person);
        const auto taken = group.attempt(
            [&](auto& work, const auto& here) { return take_turn(work, here, open->id, who, now_); });
        if (!taken) continue;
        ++taken_;
        named_.insert(taken->meeting.number);
        if (!taken->in_return) return;
        ++swapped_;
        named_.insert(taken->in_return->number);
        return;
    }
}

void lived_group::decline(const std::string& person)
{
    for (const auto& meeting : group.planned()) {
        const auto open = group.work().turns().open_for(meeting.id);
        if (!open) continue;
        either_way(group.attempt([&](auto& work, const auto& here) {
            return decline_offer(work, here, open->id, user_id(person), now_);
        }));
    }
}

void lived_group::assign(const std::string& person, const std::optional<std::string>& other)
{
    std::optional<user_id> second;
    if (other) second = user_id(*other);
    const auto answer = group.attempt([&](auto& work, const auto& here) {
        return assign_turn(work, here, {}, user_id("ana"), user_id(person), now_, second);
    });
    if (answer) named_.insert(answer->number);
}

void lived_group::note_plan()
{
    const auto here = group.here();
    plan_ = coming_turns(group.work(), here);
    const auto people = group.work().members().present(here.id);
    auto before = led_last();
    for (std::size_t i = 0; i < plan_.size(); ++i) {
        note_alone(i, before, people);
        const auto& planned = plan_[i];
        if (!leaders_of(planned.meeting).empty())
            before = leaders_of(planned.meeting);
        else if (planned.leader)
            before = {*planned.leader};
    }
}

// Sessions that nobody leads, as a peer assist, are between turns without parting them.
leader_ids lived_group::led_last()
{
    for (const auto& held : group.work().sessions().held(group.here().id, 1000))
        if (held.leading != leader_state::open) return leaders_of(held);
    return {};
}

// Counts by itself who could lead a planned session without leading the one before or after it.
void lived_group::note_alone(std::size_t at, const leader_ids& before, const std::vector<member>& people)
{
    const auto& meeting = plan_[at].meeting;
    std::set<member_id> free;
    for (const auto& one : people) {
        const auto away = one.paused_until.value_or(date::min());
        if (away <= std::chrono::floor<days>(meeting.meets_at)) free.insert(one.id);
    }
    const auto erase = [&](const std::vector<member_id>& those) {
        for (const auto one : those)
            free.erase(one);
    };
    erase(group.work().ledger().skipped(meeting.id));
    erase(before);
    if (at + 1 < plan_.size()) erase(leaders_of(plan_[at + 1].meeting));
    if (free.empty()) alone_.insert(meeting.number);
}

void lived_group::note_sure_turns()
{
    sure_.clear();
    for (const auto& meeting : group.planned()) {
        if (meeting.leading != leader_state::confirmed) continue;
        sure_[meeting.id] = {.leaders = leaders_of(meeting),
                             .logged = group.work().turns().changes(meeting.id).size()};
    }
}

std::string lived_group::broken()
{
    for (auto wrong : {wrong_balance(), led_by_somebody_away(), moved_without_right()})
        if (!wrong.empty()) return wrong;
    return {};
}

std::string lived_group::wrong_balance()
{
    share sum;
    for (const auto& account : group.work().ledger().balances(group.here().id)) {
        sum += account.owed;
        if (!within_limit(account.owed))
            return group.name(account.member) + " owes " + core::turns(account.owed);
    }
    return sum == share{} ? std::string() : "all owe " + core::turns(sum);
}

std::string lived_group::led_by_somebody_away()
{
    for (const auto& planned : plan_) {
        if (planned.meeting.starts_at <= now_) continue;
        auto leading = leaders_of(planned.meeting);
        if (leading.empty() && planned.leader) leading = {*planned.leader};
        for (const auto one : leading) {
            const auto who = group.work().members().find(one).value();
            if (who.state == member_state::left ||
                (who.paused_until && *who.paused_until > std::chrono::floor<days>(planned.meeting.meets_at)))
                return who.user.value + ", who is away, leads session " +
                       std::to_string(planned.meeting.number);
        }
    }
    return {};
}

std::string lived_group::moved_without_right()
{
    for (const auto& [id, before] : sure_) {
        const auto meeting = group.work().sessions().find(id).value();
        if (meeting.state != session_state::planned) continue;
        const auto after = leaders_of(meeting);
        for (const auto leader : before.leaders) {
            if (is_in(leader, after) || moved_rightly(meeting, leader, before.logged)) continue;
            return "session " + std::to_string(meeting.number) + " was taken from " + group.name(leader);
        }
    }
    return {};
}

// Whether the log has, after its first `known` rows, one that takes the session from that person: by
// themselves, by the facilitator, or by whoever took what they had offered.
bool lived_group::moved_rightly(const session& meeting, member_id from, std::size_t known)
{
    const auto log = group.work().turns().changes(meeting.id);
    for (auto i = known; i < log.size(); ++i) {
        const auto& row = log[i];
        if (row.from != from || row.to == from) continue;
        const auto by = row.by.value_or(user_id());
        if (by.value == group.name(from) || by == user_id("ana")) return true;
        const auto offer = group.work().turns().newest_for(meeting.id);
        const bool agreed = row.cause == turn_cause::swapped || row.cause == turn_cause::took_offer;
        if (agreed && offer && offer->from == from && offer->cause == offer_cause::cannot) return true;
    }
    return false;
}

// A session that was to part two turns, by its time: a moved one can have any number.
bool lived_group::called_off_between(const session& earlier, const session& later)
{
    const auto all = group.work().sessions().before(group.here().id, later.starts_at, 1000);
    return std::any_of(all.begin(), all.end(), [&](const session& one) {
        return one.state == session_state::cancelled && one.starts_at > earlier.starts_at;
    });
}

std::string lived_group::broken_when_held()
{
    auto held = group.work().sessions().held(group.here().id, 1000);
    std::reverse(held.begin(), held.end());
    for (std::size_t i = 1; i < held.size(); ++i) {
        const auto before = held[i - 1].number;
        const auto number = held[i].number;
        if (number != before + 1 || !share_a_leader(held[i], held[i - 1])) continue;
        if (called_off_between(held[i - 1], held[i])) continue;
        if (named_.contains(number) || named_.contains(before)) continue;
        if (alone_.contains(number) || alone_.contains(before)) continue;
        return "somebody leads session " + std::to_string(before) + " and the one after it";
    }
    return {};
}

} // namespace peerbot::test
