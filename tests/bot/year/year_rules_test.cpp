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
        if (one.what.kind == message_kind::session_card && session_of(here, one).moved_from) continue;
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

TEST_CASE("in a year a leader who is silent is followed by an offer, a backup and a choice, in time")
{
    auto& here = the_year();
    const auto moments = [&](const char* channel, int number) {
        const auto group = here.group_in(channel)->id;
        const auto meeting = here.work().sessions().find_number(group, number)->id;
        std::vector<core::instant> found;
        for (const auto& one : here.said()) {
            auto about = core::session_id{one.what.subject};
            if (one.what.kind == message_kind::turn_offered)
                about = here.work().turns().find(core::offer_id{one.what.subject})->meeting;
            else if (one.what.kind != message_kind::leader_week &&
                     one.what.kind != message_kind::backup_asked &&
                     one.what.kind != message_kind::leader_missing)
                continue;
            if (about == meeting && (found.empty() || found.back() != one.at)) found.push_back(one.at);
        }
        return found;
    };
    const auto expected = [](std::vector<std::string_view> written) {
        std::vector<core::instant> all;
        for (const auto one : written)
            all.push_back(test::at(one));
        return all;
    };
    // 21, 14, 12 and 7 days before Tuesday, 9 March at 15:00 in London.
    CHECK(moments("sound", 3) ==
          expected({"2027-02-16 15:00", "2027-02-23 15:00", "2027-02-25 15:00", "2027-03-02 15:00"}));
    // Before Thursday, 27 May at 12:00 in New York; twelve days before is a Saturday.
    // Iris is in Chicago, and steps in.
    CHECK(moments("maps", 5) == expected({"2027-05-06 16:00", "2027-05-13 16:00", "2027-05-17 14:00"}));
    // Before Wednesday, 28 April at 10:00 on Lord Howe Island, where clocks change on the way.
    CHECK(moments("surf", 5) ==
          expected({"2027-04-06 23:30", "2027-04-13 23:30", "2027-04-15 23:30", "2027-04-20 23:30"}));
}

TEST_CASE("in a year everybody finds the button that they look for")
{
    auto& here = the_year();
    for (const auto& one : here.deeds()) {
        INFO(one.person << " " << one.words << ": " << one.sentence);
        CHECK(one.outcome != "nothing to press");
    }
    const auto refused = std::count_if(here.deeds().begin(), here.deeds().end(),
                                       [](const deed& one) { return one.outcome == "rejected"; });
    CHECK(refused == 1);
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
    const auto at_other_hour = [](const std::string& people, const std::string& how) {
        return "For " + people + ": It is " + how + " than last time for you, because clocks changed.";
    };
    const std::string vik = "<@UVIK>";
    const std::string south = "<@UQUIN> and <@UNOA>";
    const std::string ola = "<@UOLA>";
    const std::string london = "<@UUMA> and <@UEVA>";
    // India, Queensland and Nepal never change their clocks; London and Europe change together.
    const std::map<std::string, std::string> expected{
        {"sound 4", at_other_hour(vik, "one hour earlier")},
        {"sound 11", at_other_hour(vik, "one hour later")},
        {"maps 3", at_other_hour("<@UJON> and <@ULEE>", "one hour earlier")},
        {"surf 5", at_other_hour(south, "30 minutes earlier") + " " + at_other_hour(ola, "30 minutes later")},
        {"surf 11",
         at_other_hour(ola, "30 minutes earlier") + " " + at_other_hour(south, "30 minutes later")},
        {"tea 4", at_other_hour(london, "one hour later")},
        {"tea 11", at_other_hour(london, "one hour earlier")}};
    CHECK(found == expected);
}
