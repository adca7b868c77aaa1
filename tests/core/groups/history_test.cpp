// What stays true of a group whatever its people do: who facilitates it, and when it meets.
#include "core/groups/facilitators.hpp"
#include "core/groups/holidays.hpp"
#include "core/groups/membership.hpp"
#include "core/groups/reach.hpp"
#include "core/groups/roles.hpp"
#include "core/groups/settings.hpp"
#include "core/sessions/move.hpp"
#include "core/time/zone.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

class dice
{
  public:
    explicit dice(unsigned seed) : source_(seed) {}
    int below(int limit) { return static_cast<int>(source_() % static_cast<unsigned>(limit)); }
    template <class Value>
    const Value& one_of(const std::vector<Value>& list)
    {
        return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
    }

  private:
    std::minstd_rand source_;
};

void somebody_acts(group_under_test& group, dice& roll, instant now)
{
    const auto people = names(6);
    const auto by = roll.one_of(people);
    const auto other = user_id(roll.one_of(people));
    const auto here = group.here();
    const auto ask = [&](const auto& rule) { static_cast<void>(group.attempt(rule)); };
    switch (roll.below(8)) {
    case 0:
    case 1:
        static_cast<void>(group.join(by, now));
        break;
    case 2:
        static_cast<void>(group.leave(by, now));
        break;
    case 3:
        ask([&](auto& work, const auto& at) { return add_facilitator(work, at, user_id(by), other, now); });
        break;
    case 4:
        ask([&](auto& work, const auto& at) {
            return remove_facilitator(work, at, user_id(by), other, now);
        });
        break;
    case 5:
        if (const auto open = group.work().vacancies().open_in(here.id))
            ask([&](auto& work, const auto&) { return volunteer(work, open->id, user_id(by), now); });
        break;
    case 6:
        remove_everywhere(group.work(), here.workspace, other, now);
        break;
    case 7:
        remove_from_channel(group.work(), here.workspace, here.channel, other, now);
        break;
    }
}

// Somebody facilitates, or is looked for, or nobody is there: one of these, and never two.
void check_facilitation(group_under_test& group)
{
    const auto here = group.here().id;
    const auto count = facilitators(group.work(), here).size();
    const bool empty = group.work().members().present(here).empty();
    const bool vacant = group.work().vacancies().open_in(here).has_value();
    CHECK(count <= static_cast<std::size_t>(most_facilitators));
    CHECK((count > 0) + vacant + empty == 1);
}

rhythm any_rhythm(dice& roll)
{
    static const std::vector<std::string> zones{"Europe/London", "America/New_York", "Asia/Kathmandu",
                                                "Australia/Lord_Howe"};
    static const std::vector<std::string> cadences{
        "m:2:tue", "m:last:thu", "d:15", "w:1:mon:2026-11-23", "w:2:wed:2026-11-25", "w:4:fri:2026-11-27"};
    static const std::vector<std::string> holidays{"", "2026-12-07..2026-12-20", "2027-01-01..2027-02-15",
                                                   "2027-03-01,2027-03-09,2027-03-17"};
    return {.zone = roll.one_of(zones),
            .cadence = roll.one_of(cadences),
            .meets_at = minutes{30 * roll.below(48)},
            .holidays = roll.one_of(holidays)};
}

// Changes the rhythm as a facilitator does: sees what moves, and confirms it.
void change_rhythm_to(group_under_test& group, const rhythm& wanted, instant now)
{
    auto settings = settings_of(group.here());
    settings.meets = wanted;
    const auto done = group.attempt([&](auto& work, const auto& here) {
        return change_settings(work, here, user_id("ana"), settings, now);
    });
    REQUIRE(done);
    if (!done->waiting) return;
    const auto moved = group.attempt([&](auto& work, const auto& here) {
        return change_rhythm(work, here, user_id("ana"), wanted, done->waiting->seen, now);
    });
    REQUIRE(moved);
}

void check_calendar(group_under_test& group, const std::set<std::int64_t>& staying, instant now)
{
    const auto here = group.here();
    const auto where = zone::named(here.zone).value();
    std::set<date> taken;
    int ahead = 0;
    for (const auto& meeting : group.planned()) {
        INFO("session " << meeting.number << " of " << here.cadence << " with " << here.holidays);
        CHECK(where.to_instant(meeting.meets_at) == meeting.starts_at);
        CHECK(taken.insert(std::chrono::floor<days>(meeting.meets_at)).second);
        if (meeting.starts_at <= now) continue;
        ++ahead;
        if (staying.count(meeting.id.value) == 0) CHECK(fits_rhythm(here, meeting.meets_at));
    }
    CHECK(ahead >= planned_ahead);
}

} // namespace

TEST_CASE("over whole histories, a group is facilitated, looks for somebody, or is empty")
{
    for (unsigned seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        dice roll(seed);
        group_under_test group({.members = 1 + roll.below(4)});
        auto now = group.begun();
        for (int i = 0; i < 40; ++i) {
            now += hours{1};
            somebody_acts(group, roll, now);
            check_facilitation(group);
        }
    }
}

TEST_CASE("whatever the rhythm becomes, no session is lost, doubled or on a holiday")
{
    for (unsigned seed = 1; seed <= 40; ++seed) {
        INFO("seed " << seed);
        dice roll(seed);
        group_under_test group({.members = 2});
        auto now = group.begun();
        std::set<std::int64_t> before;
        for (const auto& meeting : group.planned())
            before.insert(meeting.id.value);
        std::set<std::int64_t> by_hand;
        for (int i = 0; i < 6; ++i) {
            now += hours{1 + roll.below(72)};
            change_rhythm_to(group, any_rhythm(roll), now);
            // Sessions of today whose new hour had passed stayed, as those moved by hand do.
            for (const auto& meeting : group.planned())
                if (!fits_rhythm(group.here(), meeting.meets_at)) by_hand.insert(meeting.id.value);
            CHECK(by_hand.size() <= static_cast<std::size_t>(i) + 2);
            check_calendar(group, by_hand, now);
        }
        for (const auto id : before)
            CHECK(group.work().sessions().find(session_id{id})->state == session_state::planned);
    }
}

TEST_CASE("however often a channel is lost and found, nothing past due is sent and the dates go on")
{
    for (unsigned seed = 1; seed <= 30; ++seed) {
        INFO("seed " << seed);
        dice roll(seed);
        group_under_test group;
        auto now = group.begun();
        for (int i = 0; i < 5; ++i) {
            const auto here = group.here();
            now += hours{roll.below(24 * 30)};
            group.pass_until(now);
            lose_channel(group.work(), here.workspace, here.channel, absence::archived, now);
            const auto said = group.said().size();
            now += hours{1 + roll.below(24 * 90)};
            group.pass_until(now);
            CHECK(group.said().size() == said);
            regain_channel(group.work(), here.workspace, here.channel, now);
            const auto news = group.said().size() - said;
            CHECK(news <= 1);
            group.pass_until(now);
            for (const auto& meeting : group.planned())
                CHECK((meeting.starts_at > now || meeting.ends_at() > here.created_at));
            check_calendar(group, {}, now);
        }
    }
}
