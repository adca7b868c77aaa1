// Properties of the rotation over whole histories: what people do between sessions, and who led them.
#include "core/rotation/turns.hpp"

#include "core/rotation/offers.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

enum class act
{
    hold,
    hold_named,
    not_held,
    join,
    leave,
    pause,
    resume,
    skip,
    assign,
    assign_two,
    confirm,
    offer,
    swap,
    take,
    decline,
};

struct step
{
    act what = act::hold;
    int who = 0;      // of eight people
    int for_days = 1; // a pause
};

std::ostream& operator<<(std::ostream& out, const step& one)
{
    return out << static_cast<int>(one.what) << " by " << one.who << " for " << one.for_days;
}

std::vector<step> history_of(const std::vector<act>& acts)
{
    const auto one = rc::gen::map(
        rc::gen::tuple(rc::gen::elementOf(acts), rc::gen::inRange(0, 8), rc::gen::inRange(1, 40)),
        [](const auto& drawn) {
            return step{std::get<0>(drawn), std::get<1>(drawn), std::get<2>(drawn)};
        });
    return *rc::gen::resize(25, rc::gen::container<std::vector<step>>(one));
}

const std::vector what_members_do{act::hold,    act::hold,  act::hold,  act::hold,   act::not_held,
                                  act::join,    act::leave, act::pause, act::resume, act::skip,
                                  act::confirm, act::offer, act::offer, act::swap,   act::swap,
                                  act::take,    act::take,  act::take,  act::decline};

std::vector<act> what_anybody_does()
{
    auto acts = what_members_do;
    for (const auto one : {act::hold_named, act::assign, act::assign_two})
        acts.push_back(one);
    return acts;
}

bool share_a_leader(const session& a, const session& b)
{
    const auto of_b = leaders_of(b);
    for (const auto one : leaders_of(a))
        if (std::find(of_b.begin(), of_b.end(), one) != of_b.end()) return true;
    return false;
}

// A weekly group that begins with four of the eight people; ana, its facilitator, stays.
class lived_group
{
  public:
    void live(const step& one)
    {
        now_ += hours{1};
        const auto person = names(8)[static_cast<std::size_t>(one.who)];
        const auto founder = names(4)[static_cast<std::size_t>(one.who) % 4];
        switch (one.what) {
        case act::hold:
            return hold({});
        case act::hold_named:
            return hold(present(person) ? person : std::optional<std::string>());
        case act::not_held:
            return call_off();
        case act::join:
            return ignore(group.join(person, now_));
        case act::leave:
            if (person != "ana") ignore(group.leave(person, now_));
            break;
        case act::pause:
            return pause(person, one.for_days);
        case act::resume:
            return ignore(group.resume(person, now_));
        case act::skip:
            return ignore(group.skip(person, now_));
        case act::assign:
            return assign(person);
        case act::assign_two:
            return assign(person, other_of(one));
        case act::confirm:
            return confirm(person);
        case act::offer:
            return ignore(group.attempt([&](auto& work, const auto& here) {
                return offer_turn(work, here, {.by = user_id(founder), .meeting = {}, .now = now_});
            }));
        case act::swap:
            return ignore(group.attempt([&](auto& work, const auto& here) {
                return ask_to_swap(
                    work, here,
                    {.by = user_id(founder), .with = user_id(other_of(one)), .meeting = {}, .now = now_});
            }));
        case act::take:
            return take(person);
        case act::decline:
            return decline(person);
        }
        note_plan();
    }

    share owed(const std::string& person)
    {
        const auto known = group.work().members().find(group.here().id, user_id(person));
        return known ? group.owed(person) : share{};
    }
    bool alone(int number) const { return alone_.contains(number); }
    bool named(int number) const { return named_.contains(number); }
    instant now() const { return now_; }
    int taken() const { return taken_; }
    int swapped() const { return swapped_; }

    // Held sessions, oldest first.
    std::vector<session> held()
    {
        auto found = group.work().sessions().held(group.here().id, 1000);
        std::reverse(found.begin(), found.end());
        return found;
    }

    group_under_test group{group_shape{.members = 4, .cadence = "every week on Tuesday"}};

  private:
    template <class Value>
    void ignore(const result<Value>&)
    {
        note_plan();
    }

    bool present(const std::string& person)
    {
        const auto found = group.work().members().find(group.here().id, user_id(person));
        return found && found->state != member_state::left;
    }

    session begin_first()
    {
        note_plan();
        const auto first = group.planned().front();
        now_ = std::max<instant>(now_, first.starts_at);
        group.pass_until(now_);
        note_plan();
        return first;
    }

    void hold(std::optional<std::string> leader)
    {
        const auto first = begin_first();
        if (leader) named_.insert(first.number);
        const auto planned = coming_turns(group.work(), group.here()).front();
        if (!leader && !planned.leader) return call_off();
        if (!leader) leader = group.name(*planned.leader);
        if (!group.held("ana", first.number, now_, leader))
            throw std::logic_error("a held session was not booked");
        note_plan();
    }

    void call_off()
    {
        const auto first = begin_first();
        if (!group.not_held("ana", first.number, now_))
            throw std::logic_error("a session was not called off");
        note_plan();
    }

    static std::string other_of(const step& one)
    {
        return names(8)[static_cast<std::size_t>(one.for_days) % 4];
    }

    // Who says yes to another's turn, as its backup, volunteers.
    void confirm(const std::string& person)
    {
        std::map<int, std::optional<member_id>> before;
        for (const auto& one : coming_turns(group.work(), group.here()))
            before[one.meeting.number] = one.leader;
        const auto answer = group.attempt([&](auto& work, const auto& here) {
            return confirm_next_turn(work, here, user_id(person), now_);
        });
        if (answer && before[answer->number] != group.id(person)) named_.insert(answer->number);
        note_plan();
    }

    void take(const std::string& person)
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
            if (taken->in_return) {
                ++swapped_;
                named_.insert(taken->in_return->number);
            }
            break;
        }
        note_plan();
    }

    void decline(const std::string& person)
    {
        for (const auto& meeting : group.planned()) {
            const auto open = group.work().turns().open_for(meeting.id);
            if (!open) continue;
            ignore(group.attempt([&](auto& work, const auto& here) {
                return decline_offer(work, here, open->id, user_id(person), now_);
            }));
        }
        note_plan();
    }

    void pause(const std::string& person, int for_days)
    {
        const auto until = date(std::chrono::floor<days>(now_).time_since_epoch()) + days{for_days};
        ignore(group.pause(person, iso_date(until), now_));
    }

    void assign(const std::string& person, const std::optional<std::string>& other = {})
    {
        std::optional<user_id> second;
        if (other) second = user_id(*other);
        const auto answer = group.attempt([&](auto& work, const auto& here) {
            return assign_turn(work, here, {}, user_id("ana"), user_id(person), now_, second);
        });
        if (answer) named_.insert(answer->number);
        note_plan();
    }

    // Counts by itself who could lead each planned session without leading the one before or after it.
    void note_plan()
    {
        const auto here = group.here();
        const auto people = group.work().members().present(here.id);
        const auto newest = group.work().sessions().held(here.id, 1);
        const auto turns = coming_turns(group.work(), here);
        for (std::size_t i = 0; i < turns.size(); ++i) {
            const auto skipped = group.work().ledger().skipped(turns[i].meeting.id);
            std::set<member_id> free;
            for (const auto& one : people) {
                const auto away = one.paused_until.value_or(date::min());
                if (away <= std::chrono::floor<days>(turns[i].meeting.meets_at)) free.insert(one.id);
            }
            for (const auto one : skipped)
                free.erase(one);
            const auto erase = [&](const std::vector<member_id>& people_next_to) {
                for (const auto one : people_next_to)
                    free.erase(one);
            };
            if (i == 0 && !newest.empty()) erase(leaders_of(newest.front()));
            if (i > 0 && turns[i - 1].leader) free.erase(*turns[i - 1].leader);
            if (i > 0) erase(leaders_of(turns[i - 1].meeting));
            if (i + 1 < turns.size()) erase(leaders_of(turns[i + 1].meeting));
            if (free.empty()) alone_.insert(turns[i].meeting.number);
        }
    }

    instant now_ = group.begun();
    std::set<int> alone_; // sessions that at some moment only a neighbour's leader could lead
    std::set<int> named_; // sessions whose leader a facilitator named, or who volunteered
    int taken_ = 0;
    int swapped_ = 0;
};

} // namespace

TEST_CASE("whatever happens, what all members owe sums to exactly nothing")
{
    rc::prop("sum is zero", [] {
        const auto acts = what_anybody_does();
        lived_group lived;
        for (const auto& one : history_of(acts)) {
            lived.live(one);
            RC_ASSERT(lived.group.sum_owed() == share{});
        }
    });
}

TEST_CASE("whatever happens, nobody is planned for a day on which they are away or after they left")
{
    rc::prop("planned leaders are there", [] {
        const auto acts = what_anybody_does();
        lived_group lived;
        for (const auto& one : history_of(acts)) {
            lived.live(one);
            for (const auto& planned : coming_turns(lived.group.work(), lived.group.here())) {
                if (!planned.leader || planned.meeting.starts_at <= lived.now()) continue;
                const auto leader = lived.group.work().members().find(*planned.leader).value();
                RC_ASSERT(leader.state != member_state::left);
                RC_ASSERT((!leader.paused_until ||
                           *leader.paused_until <= std::chrono::floor<days>(planned.meeting.meets_at)));
            }
        }
    });
}

TEST_CASE("nobody leads two sessions running unless nobody else could, or a facilitator named the leader")
{
    rc::prop("no leader twice running", [] {
        const auto acts = what_anybody_does();
        lived_group lived;
        for (const auto& one : history_of(acts))
            lived.live(one);
        const auto held = lived.held();
        for (std::size_t i = 1; i < held.size(); ++i) {
            if (!share_a_leader(held[i], held[i - 1])) continue;
            // Sessions that were called off between them were not led by anybody.
            if (held[i].number != held[i - 1].number + 1) continue;
            RC_ASSERT((lived.named(held[i].number) || lived.named(held[i - 1].number) ||
                       lived.alone(held[i].number) || lived.alone(held[i - 1].number)));
        }
    });
}

TEST_CASE("the same history gives the same plan")
{
    rc::prop("same plan", [] {
        const auto acts = what_anybody_does();
        const auto steps = history_of(acts);
        lived_group one;
        lived_group other;
        for (const auto& each : steps) {
            one.live(each);
            other.live(each);
            RC_ASSERT(one.group.plan() == other.group.plan());
        }
    });
}

TEST_CASE("a stored group of fixed members takes turns as fairly as the plan promises, asked week by week")
{
    rc::prop("fair when lived", [] {
        const int size = *rc::gen::inRange(3, 13);
        group_under_test group({.members = size, .cadence = "every week on Tuesday"});
        std::map<std::string, int> led;
        for (const auto& person : names(size))
            led[person] = 0;
        std::string before;
        for (int left = *rc::gen::inRange(1, 31); left > 0; --left) {
            group.pass_until(group.planned().front().starts_at);
            const auto held = group.hold_next();
            RC_ASSERT(static_cast<bool>(held));
            const auto leader = held->leaders.front().user.value;
            RC_ASSERT(leader != before);
            before = leader;
            ++led[leader];
            const auto [fewest, most] = std::minmax_element(
                led.begin(), led.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
            RC_ASSERT(most->second - fewest->second <= 1);
        }
    });
}

namespace {

bool within_limit(share owed)
{
    return owed > -one_turn * 2 && owed < one_turn * 2;
}

// Sessions that somebody leads for sure, and who.
std::map<int, leader_ids> confirmed_turns(group_under_test& group)
{
    std::map<int, leader_ids> found;
    for (const auto& meeting : group.planned())
        if (meeting.leading == leader_state::confirmed) found[meeting.number] = leaders_of(meeting);
    return found;
}

// Whether the log has, after its first `known` rows, one that takes the session from that person: by
// themselves, by the facilitator, or by whoever took what they had offered.
bool moved_rightly(group_under_test& group, const session& meeting, member_id from, std::size_t known)
{
    const auto log = group.work().turns().changes(meeting.id);
    for (auto i = known; i < log.size(); ++i) {
        const auto& row = log[i];
        if (row.from != from || row.to == from) continue;
        const auto by = row.by.value_or(user_id());
        if (by.value == group.name(from)) return true;
        if (by == user_id("ana")) return true;
        const auto offer = group.work().turns().newest_for(meeting.id);
        const bool agreed = row.cause == turn_cause::swapped || row.cause == turn_cause::took_offer;
        if (agreed && offer && offer->from == from && offer->cause == offer_cause::cannot) return true;
    }
    return false;
}

} // namespace

TEST_CASE("over random histories balances stay within two turns, and a confirmed turn moves only by its "
          "holder or a logged override")
{
    int taken = 0;
    int swapped = 0;
    const auto property = [&] {
        lived_group lived;
        for (const auto& one : history_of(what_anybody_does())) {
            const auto before = confirmed_turns(lived.group);
            std::map<int, std::size_t> known;
            for (const auto& [number, leaders] : before)
                known[number] = lived.group.work().turns().changes(lived.group.meeting(number).id).size();
            lived.live(one);
            for (const auto& person : names(8))
                RC_ASSERT(within_limit(lived.owed(person)));
            RC_ASSERT(lived.group.sum_owed() == share{});
            for (const auto& [number, leaders] : before) {
                const auto meeting = lived.group.meeting(number);
                if (meeting.state != session_state::planned) continue;
                const auto now = leaders_of(meeting);
                for (const auto leader : leaders) {
                    if (std::find(now.begin(), now.end(), leader) != now.end()) continue;
                    RC_ASSERT(moved_rightly(lived.group, meeting, leader, known[number]));
                }
            }
        }
        taken += lived.taken();
        swapped += lived.swapped();
    };
    rc::prop("log of moved turns", property);
    CHECK(taken > 20);
    CHECK(swapped > 2);
}
