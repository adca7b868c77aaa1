// What holds for every message of the year, whatever its words are.
#include "core/reminders/attention.hpp"
#include "core/time/working_hours.hpp"
#include "tests/bot/year/story.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <tuple>

using namespace peerbot;
using namespace peerbot::tests;
using core::message_kind;

namespace {

lived_workspace& the_year()
{
    static lived_workspace& lived = [&]() -> lived_workspace& {
        static lived_workspace here;
        begin_year(here);
        here.live_until(end_of_year());
        return here;
    }();
    return lived;
}

const core::user_id* person_of(const heard& one)
{
    return std::get_if<core::user_id>(&one.what.to);
}

core::session session_of(lived_workspace& here, const heard& one)
{
    return here.work().sessions().find(core::session_id{one.what.subject}).value();
}

std::vector<heard> said_in(lived_workspace& here, core::group_id group, message_kind kind)
{
    std::vector<heard> found;
    for (const auto& one : here.said())
        if (one.what.group == group && one.what.kind == kind) found.push_back(one);
    return found;
}

std::vector<core::session> held_in(lived_workspace& here, core::group_id group)
{
    return here.work().sessions().held(group, 100);
}

std::string told(const heard& one)
{
    const auto* person = person_of(one);
    return (person ? person->value : std::get<core::channel_id>(one.what.to).value) + ": " + one.text;
}

// From when on the message would have been pointless, as its reader sees it.
core::instant pointless_from(lived_workspace& here, const heard& one)
{
    switch (one.what.kind) {
    case message_kind::leader_week:
    case message_kind::topic_turn:
    case message_kind::leader_prepares:
    case message_kind::leader_hour:
    case message_kind::leader_changed:
    case message_kind::leader_released:
    case message_kind::leader_missing:
    case message_kind::readiness:
    case message_kind::backup_asked:
        return session_of(here, one).starts_at;
    case message_kind::cue_card:
        return session_of(here, one).starts_at + core::minutes{10};
    case message_kind::vote_reminder:
        return here.work().ballots().find(core::ballot_id{one.what.subject})->closes_at;
    case message_kind::swap_asked:
        return here.work().turns().find(core::offer_id{one.what.subject})->ends_at;
    default:
        return core::instant::max();
    }
}

bool was_snoozed(lived_workspace& here, const heard& one)
{
    return here.work()
        .attention()
        .snoozed_until({core::workspace_id("T1"), *person_of(one), one.what.kind, one.what.subject})
        .has_value();
}

// What nobody asked for and what is no duty.
std::vector<core::instant> interruptions_of(lived_workspace& here, const std::string& person)
{
    std::vector<core::instant> found;
    for (const auto& one : here.said()) {
        const auto kind = core::reminder_kind_of(one.what.kind);
        const bool theirs = person_of(one) && *person_of(one) == user_of(person);
        if (theirs && kind && kind->counts && !was_snoozed(here, one)) found.push_back(one.at);
    }
    return found;
}

} // namespace

TEST_CASE("in a year every session begins when the clock on its group's wall says so")
{
    auto& here = the_year();
    struct expected
    {
        const char* channel;
        core::minutes clock;
        std::size_t offsets; // from UTC, over the year
    };
    for (const auto& [channel, clock, offsets] :
         {expected{"sound", core::hours{15}, 2}, expected{"maps", core::hours{12}, 2},
          expected{"surf", core::hours{10}, 2}, expected{"tea", core::hours{17}, 1}}) {
        const auto group = here.group_in(channel).value();
        const auto where = core::zone::named(group.zone).value();
        std::set<core::minutes> seen;
        const auto begun = said_in(here, group.id, message_kind::session_begins);
        CHECK(begun.size() == held_in(here, group.id).size());
        CHECK(begun.size() >= 12);
        for (const auto& one : begun) {
            INFO(told(one));
            const auto wall = where.to_local(one.at);
            auto wanted = clock;
            if (std::string(channel) == "maps" && session_of(here, one).number == 4) wanted = core::hours{13};
            if (std::string(channel) == "tea" && one.at > test::at("2027-06-21 12:00"))
                wanted = core::hours{16};
            CHECK(wall - std::chrono::floor<core::days>(wall) == wanted);
            CHECK(one.at == session_of(here, one).starts_at);
            seen.insert(where.offset_at(one.at));
        }
        CHECK(seen.size() == offsets);
    }
}

TEST_CASE("in a year each channel is reminded exactly a day and ten minutes before each session")
{
    auto& here = the_year();
    for (const auto* channel : year_channels) {
        const auto group = here.group_in(channel).value();
        for (const auto& [kind, ahead] : {std::pair{message_kind::channel_day, core::minutes{core::days{1}}},
                                          std::pair{message_kind::channel_soon, core::minutes{10}}}) {
            std::set<core::session_id> reminded;
            for (const auto& one : said_in(here, group.id, kind)) {
                INFO(told(one));
                CHECK(one.at == session_of(here, one).starts_at - ahead);
                CHECK(reminded.insert(session_of(here, one).id).second);
            }
            for (const auto& one : held_in(here, group.id))
                CHECK(reminded.contains(one.id));
        }
    }
}

TEST_CASE("in a year nobody is reminded of the same twice, unless they wished so")
{
    auto& here = the_year();
    std::map<std::tuple<message_kind, std::int64_t, core::recipient>, core::instant> last;
    for (const auto& one : here.said()) {
        if (one.what.kind == message_kind::month_summary || (person_of(one) && was_snoozed(here, one)))
            continue;
        INFO(told(one));
        const auto [before, fresh] =
            last.emplace(std::tuple(one.what.kind, one.what.subject, one.what.to), one.at);
        if (fresh) continue;
        // Asked with the plan, or by a facilitator, and again three weeks before.
        CHECK(one.what.kind == message_kind::leader_week);
        CHECK(one.at - before->second > core::days{7});
    }
}

TEST_CASE("in a year nobody is written to outside their working hours, unless it would be too late")
{
    auto& here = the_year();
    for (const auto& one : here.said()) {
        if (!person_of(one)) continue;
        const auto& where = here.zone_of(first_name(*person_of(one)));
        if (core::in_working_hours(one.at, where)) continue;
        INFO(told(one));
        CHECK(core::next_working_moment(one.at, where) >= pointless_from(here, one));
    }
}

TEST_CASE("in a year nobody gets more than one unasked reminder a day and three a week")
{
    auto& here = the_year();
    std::size_t all = 0;
    for (const auto& [person, where] : here.people()) {
        const auto times = interruptions_of(here, person);
        all += times.size();
        for (std::size_t i = 0; i + 1 < times.size(); ++i) {
            INFO(person);
            CHECK(times[i + 1] - times[i] >= core::days{1});
            if (i + 3 < times.size()) CHECK(times[i + 3] - times[i] >= core::days{7});
        }
    }
    CHECK(all > 20);
}

TEST_CASE("in a year nobody hears of a group that they are not in, have left, or take a break from")
{
    auto& here = the_year();
    struct absence
    {
        const char* person;
        const char* channel;
        const char* from;
        const char* until;
    };
    const std::vector<absence> absences{{"vik", "sound", "2027-07-20 04:30", "2027-09-20 08:00"},
                                        {"cleo", "sound", "2027-10-05 08:00", "2099-01-01 00:00"},
                                        {"lee", "maps", "2027-09-13 13:00", "2099-01-01 00:00"},
                                        {"mia", "surf", "2027-08-01 23:30", "2099-01-01 00:00"},
                                        {"uma", "tea", "2027-02-20 10:00", "2027-04-01 03:15"}};
    for (const auto& one : here.said()) {
        if (!person_of(one)) continue;
        INFO(told(one));
        CHECK(here.work().members().find(one.what.group, *person_of(one)));
        for (const auto& away : absences) {
            const bool theirs =
                *person_of(one) == user_of(away.person) && one.what.group == here.group_in(away.channel)->id;
            CHECK_FALSE((theirs && one.at >= test::at(away.from) && one.at < test::at(away.until)));
        }
    }
}

TEST_CASE("in a year channels read of changed clocks before the sessions that they move, and whom")
{
    auto& here = the_year();
    std::map<std::string, std::string> found;
    for (const auto& one : here.said()) {
        const auto sentence = one.text.find(" For <");
        if (one.text.find("because clocks changed") == std::string::npos || person_of(one)) continue;
        const auto channel = channel_name(std::get<core::channel_id>(one.what.to));
        const auto number = std::to_string(session_of(here, one).number);
        found[channel + " " + number] = one.text.substr(sentence + 1);
    }
    CHECK(found == std::map<std::string, std::string>{});
}
