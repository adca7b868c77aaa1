#include "core/groups/settings.hpp"

#include "core/groups/holidays.hpp"
#include "core/sessions/move.hpp"
#include "core/time/zone.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto now = at("2026-11-24 09:00"); // a Tuesday

result<settings_change> change(group_under_test& group, const group_settings& wanted,
                               const std::string& by = "ana", instant when = now)
{
    return group.attempt(
        [&](auto& work, const auto& here) { return change_settings(work, here, user_id(by), wanted, when); });
}

result<rhythm_change> confirm(group_under_test& group, const rhythm_change& seen,
                              const std::string& by = "ana", instant when = now)
{
    return group.attempt([&](auto& work, const auto& here) {
        return change_rhythm(work, here, user_id(by), seen.wanted, seen.seen, when);
    });
}

group_settings of(group_under_test& group)
{
    return settings_of(group.here());
}

std::vector<std::string> dates(group_under_test& group)
{
    std::vector<std::string> found;
    for (const auto& one : group.planned())
        found.push_back(iso_date(std::chrono::floor<days>(one.meets_at)));
    return found;
}

std::vector<std::string> first_three(group_under_test& group)
{
    auto all = dates(group);
    all.resize(3);
    return all;
}

void move_by_hand(group_under_test& group, int number, local_time to)
{
    REQUIRE(group.attempt([&](auto& work, const auto& here) -> result<nothing> {
        move_session(work, here, group.meeting(number), to, now);
        return nothing{};
    }));
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE("what moves no session is saved at once, and is on record")
{
    group_under_test group;
    auto wanted = of(group);
    wanted.name = "Watchers";
    wanted.link = "https://meet.example.org/x?y=1";
    wanted.covenant = "What is said here stays here.";

    const auto done = change(group, wanted);

    REQUIRE(done);
    CHECK(done->saved == list{"name", "link", "covenant"});
    CHECK_FALSE(done->waiting);
    CHECK(of(group) == wanted);
    const auto last = group.work().audit().newest(group.here().id, 1).front();
    CHECK(last.what == audit_act::settings_changed);
    CHECK(last.detail == "name, link, covenant");
    CHECK(change(group, wanted)->saved.empty());
    CHECK(group.work().audit().newest(group.here().id, 100).size() == 2);
}

TEST_CASE("another length is that of the sessions ahead, but for one that has its own")
{
    group_under_test group;
    auto own = group.meeting(2);
    own.length = minutes{30};
    group.work().sessions().save(own);
    auto wanted = of(group);
    wanted.length = minutes{90};

    CHECK(change(group, wanted)->saved == list{"length"});

    CHECK(group.meeting(1).length == minutes{90});
    CHECK(group.meeting(2).length == minutes{30});
    CHECK(group.meeting(3).length == minutes{90});
}

TEST_CASE("settings are changed by facilitators")
{
    group_under_test group;
    auto wanted = of(group);
    wanted.name = "Watchers";

    CHECK(change(group, wanted, "ben").rejected_for(reason::not_a_facilitator));
    CHECK(change(group, wanted, "nobody here").rejected_for(reason::not_a_facilitator));
    CHECK(of(group).name.empty());
}

TEST_CASE("settings that cannot be are refused, and nothing of them is saved")
{
    group_under_test group;
    const auto before = of(group);
    const auto refused = [&](auto spoil, reason why) {
        auto wanted = before;
        wanted.covenant = "Be kind.";
        spoil(wanted);
        CHECK(change(group, wanted).rejected_for(why));
        CHECK(of(group) == before);
    };
    refused([](auto& wanted) { wanted.name = std::string(81, 'x'); }, reason::name_too_long);
    refused([](auto& wanted) { wanted.covenant = std::string(1501, 'x'); }, reason::covenant_too_long);
    refused([](auto& wanted) { wanted.link = "meet.example.org"; }, reason::not_a_link);
    refused([](auto& wanted) { wanted.length = minutes{9}; }, reason::length_out_of_range);
    refused([](auto& wanted) { wanted.length = minutes{481}; }, reason::length_out_of_range);
}

TEST_CASE("another cadence is shown first, and moves the sessions when it is confirmed")
{
    group_under_test group;
    CHECK(first_three(group) == list{"2026-12-08", "2027-01-12", "2027-02-09"});
    auto wanted = of(group);
    wanted.name = "Watchers";
    wanted.meets.cadence = "m:last:thu";

    const auto done = change(group, wanted);

    REQUIRE(done);
    CHECK(done->saved == list{"name"});
    REQUIRE(done->waiting);
    CHECK(done->waiting->moves.size() == group.planned().size());
    CHECK(done->waiting->moves.front().meeting.number == 1);
    CHECK(done->waiting->moves.front().to == day("2026-12-31") + hours{15});
    CHECK(first_three(group) == list{"2026-12-08", "2027-01-12", "2027-02-09"});
    CHECK(of(group).meets.cadence == "m:2:tue");

    REQUIRE(confirm(group, *done->waiting));

    CHECK(first_three(group) == list{"2026-12-31", "2027-01-28", "2027-02-25"});
    CHECK(of(group).meets.cadence == "m:last:thu");
    CHECK(group.meeting(1).starts_at == at("2026-12-31 15:00"));
    CHECK(recipients(group.said(message_kind::rhythm_changed)) == list{"the channel"});
    CHECK(group.due(timer_kind::channel_day, group.meeting(1).id.value) == at("2026-12-30 15:00"));
    CHECK(group.work().audit().newest(group.here().id, 1).front().detail == "cadence");
}

TEST_CASE("a change that was confirmed twice, or by somebody else, moves nothing more")
{
    group_under_test group;
    auto wanted = of(group);
    wanted.meets.meets_at = hours{9};
    const auto waiting = change(group, wanted)->waiting.value();

    CHECK(confirm(group, waiting, "ben").rejected_for(reason::not_a_facilitator));
    REQUIRE(confirm(group, waiting));
    const auto again = confirm(group, waiting);

    REQUIRE(again);
    CHECK(again->moves.empty());
    CHECK(group.said(message_kind::rhythm_changed).size() == 1);
}

TEST_CASE("what was shown is not done when the sessions have changed meanwhile")
{
    group_under_test group;
    auto wanted = of(group);
    wanted.meets.cadence = "m:last:thu";
    const auto waiting = change(group, wanted)->waiting.value();
    move_by_hand(group, 2, day("2027-01-13") + hours{15});

    CHECK(confirm(group, waiting).rejected_for(reason::dates_changed));
    CHECK(of(group).meets.cadence == "m:2:tue");
    CHECK(first_three(group) == list{"2026-12-08", "2027-01-13", "2027-02-09"});
}

TEST_CASE("what somebody else changed meanwhile is not taken back by what was shown before")
{
    group_under_test group;
    auto wanted = of(group);
    wanted.meets.meets_at = hours{9};
    const auto waiting = change(group, wanted)->waiting.value();
    auto other = of(group);
    other.meets.holidays = "2026-12-24..2027-01-02"; // on which nothing is planned
    REQUIRE(change(group, other)->saved == list{"holidays"});

    CHECK(confirm(group, waiting).rejected_for(reason::dates_changed));
    CHECK(of(group).meets == other.meets);
}

TEST_CASE("the cards of sessions follow the link of their group")
{
    group_under_test group;
    group.pass_until(at("2026-12-01 15:00")); // the card of the first session is posted
    const auto card = group.meeting(1).card;
    REQUIRE(card);
    group.post_card(card, now);
    REQUIRE_FALSE(group.dirty(card));
    auto wanted = of(group);

    wanted.name = "Watchers";
    REQUIRE(change(group, wanted));
    CHECK_FALSE(group.dirty(card));
    wanted.link = "https://meet.example.org/watchers";
    REQUIRE(change(group, wanted));
    CHECK(group.dirty(card));
}

TEST_CASE("with another time or zone every session keeps its day")
{
    group_under_test group;
    const auto before = dates(group);
    auto wanted = of(group);
    wanted.meets.meets_at = hours{9} + minutes{30};
    wanted.meets.zone = "America/New_York";

    REQUIRE(confirm(group, change(group, wanted)->waiting.value()));

    CHECK(dates(group) == before);
    CHECK(group.meeting(1).starts_at == at("2026-12-08 14:30"));
}

TEST_CASE("a zone with the same clock moves nothing and needs no confirmation")
{
    group_under_test group;
    auto wanted = of(group);
    wanted.meets.zone = "Europe/Belfast";

    const auto done = change(group, wanted);

    CHECK(done->saved == list{"zone"});
    CHECK_FALSE(done->waiting);
    CHECK(group.here().zone == "Europe/Belfast");
}

TEST_CASE("a session moved by hand, and one that somebody has confirmed for this week, stay at their moment")
{
    group_under_test group;
    const auto later = at("2026-12-03 09:00");
    REQUIRE(group.confirm(group.plan().front(), 1, now));
    move_by_hand(group, 2, day("2027-01-20") + hours{11});
    auto wanted = of(group);
    wanted.meets = {.zone = "America/New_York", .cadence = "m:3:wed", .meets_at = hours{10}, .holidays = ""};

    const auto waiting = change(group, wanted, "ana", later)->waiting.value();
    REQUIRE(waiting.staying.size() == 2);
    REQUIRE(confirm(group, waiting, "ana", later));

    CHECK(group.meeting(1).starts_at == at("2026-12-08 15:00"));
    CHECK(group.meeting(1).meets_at == day("2026-12-08") + hours{10});
    CHECK(group.meeting(2).starts_at == at("2027-01-20 11:00"));
    // The third Wednesday of January is taken; of December it is not, and gives a week's notice.
    CHECK(group.meeting(3).meets_at == day("2026-12-16") + hours{10});
}

TEST_CASE("a leader who has confirmed for later moves along")
{
    group_under_test group;
    REQUIRE(group.confirm(group.plan().front(), 1, now));
    auto wanted = of(group);
    wanted.meets.cadence = "m:last:thu";

    REQUIRE(confirm(group, change(group, wanted)->waiting.value()));

    CHECK(group.meeting(1).meets_at == day("2026-12-31") + hours{15});
    CHECK(group.meeting(1).leading == leader_state::confirmed);
}

TEST_CASE("holidays move what falls on them, and when they are taken back it returns")
{
    group_under_test group;
    auto wanted = of(group);
    wanted.meets.holidays = "2026-12-07..2026-12-20,2027-02-09";

    const auto waiting = change(group, wanted)->waiting.value();
    CHECK(waiting.moves.size() == 2);
    REQUIRE(confirm(group, waiting));
    CHECK(first_three(group) == list{"2026-12-22", "2027-01-12", "2027-02-16"});

    wanted.meets.holidays = "2027-02-09";
    REQUIRE(confirm(group, change(group, wanted)->waiting.value()));
    CHECK(first_three(group) == list{"2026-12-08", "2027-01-12", "2027-02-16"});
}

TEST_CASE("holidays on which nothing is planned are saved at once")
{
    group_under_test group;
    auto wanted = of(group);
    wanted.meets.holidays = "2026-12-24..2027-01-02";

    const auto done = change(group, wanted);

    CHECK(done->saved == list{"holidays"});
    CHECK_FALSE(done->waiting);
}

TEST_CASE("in a weekly group a holiday makes every session after it a week later, and none is lost")
{
    group_under_test group({.cadence = "every Monday"});
    const auto count = group.planned().size();
    CHECK(first_three(group) == list{"2026-11-23", "2026-11-30", "2026-12-07"});
    auto wanted = of(group);
    wanted.meets.holidays = "2026-11-30";

    const auto waiting = change(group, wanted)->waiting.value();
    CHECK(waiting.moves.size() == count - 1);
    REQUIRE(confirm(group, waiting));

    CHECK(first_three(group) == list{"2026-11-23", "2026-12-07", "2026-12-14"});
    CHECK(group.planned().size() >= count);
}

TEST_CASE("today's session is not moved to an hour that has passed")
{
    group_under_test group;
    const auto morning = at("2026-12-08 12:00");
    auto wanted = of(group);
    wanted.meets.meets_at = hours{9};

    const auto waiting = change(group, wanted, "ana", morning)->waiting.value();
    REQUIRE(waiting.staying.size() == 1);
    REQUIRE(confirm(group, waiting, "ana", morning));

    CHECK(group.meeting(1).starts_at == at("2026-12-08 15:00"));
    CHECK(group.meeting(2).starts_at == at("2027-01-12 09:00"));
}

TEST_CASE("a pause ends at nine in the new zone, whether that is ahead or behind")
{
    const std::string before = GENERATE("Asia/Tokyo", "Europe/London");
    group_under_test group({.zone = before});
    REQUIRE(group.pause("ben", "2026-12-01", now));
    auto wanted = of(group);
    wanted.meets.zone = "America/New_York";
    REQUIRE(confirm(group, change(group, wanted)->waiting.value()));

    group.pass_until(at("2026-12-01 13:59"));
    CHECK_FALSE(group.who("ben").active());
    group.pass_until(at("2026-12-01 14:00"));
    CHECK(group.who("ben").active());
}
