#include "core/sessions/critique_hour.hpp"

#include "tests/core/critique/critiques.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

result<session> make(group_under_test& group, int number, const std::string& by, instant now = monday)
{
    return group.attempt([&](auto& work, const auto& here) {
        return make_critique_hour(work, here, group.meeting(number).id, user_id(by), now);
    });
}

} // namespace

TEST_CASE("a critique hour has nobody who leads, and is nobody's turn")
{
    critiques here({.members = 3});
    auto& group = here.group;
    REQUIRE(group.assign("ben", 2, monday));
    REQUIRE(group.confirm("ben", 2, monday));
    CHECK(make(group, 2, "zoe").rejected_for(reason::not_a_member));
    CHECK(make(group, 2, "cleo").rejected_for(reason::leads_or_facilitates));
    const auto changed = make(group, 2, "ben");
    REQUIRE(changed);
    CHECK(changed->format == session_format::critique);
    CHECK(changed->leading == leader_state::open);
    CHECK(make(group, 2, "ana").rejected_for(reason::no_leader_needed));
    for (const auto& timer : group.waiting())
        if (timer.subject == changed->id.value)
            CHECK((timer.kind < timer_kind::ladder_ask || timer.kind > timer_kind::ladder_choice));

    const auto first = group.meeting(1);
    CHECK(make(group, 1, "ana", first.starts_at).rejected_for(reason::session_over));
    REQUIRE(make(group, 1, "ana"));
    REQUIRE(group.held("ana", 1, first.ends_at() + hours{1}));
    for (const auto* person : {"ana", "ben", "cleo"})
        CHECK(group.owed(person) == share{});
    CHECK(make(group, 1, "ana").rejected_for(reason::session_not_planned));
}

TEST_CASE("the run-sheet of a critique hour gives each piece of work the same time")
{
    const auto one = critique_run_sheet(minutes{60}, 1);
    CHECK(one == run_sheet{{minutes{5}, "Arrive"},
                           {minutes{5}, "What is asked for"},
                           {minutes{40}, "The work"},
                           {minutes{10}, "What each of us takes home"}});
    CHECK(critique_run_sheet(minutes{60}, 0) == one);
    const auto three = critique_run_sheet(minutes{60}, 3);
    REQUIRE(three.size() == 6);
    CHECK(three[2] == part{minutes{14}, "Work 1"});
    CHECK(three[4] == part{minutes{13}, "Work 3"});

    for (int length = 15; length <= 240; ++length) {
        for (std::size_t pieces = 0; pieces < 15; ++pieces) {
            INFO(length << " minutes, " << pieces << " pieces");
            const auto sheet = critique_run_sheet(minutes{length}, pieces);
            CHECK(total(sheet) == minutes{length});
            CHECK(sheet.size() <= most_parts);
            for (const auto& each : sheet)
                CHECK(each.length > minutes{0});
        }
    }
}

TEST_CASE("other sessions make room for what was given ten minutes of them")
{
    critiques here({.members = 3});
    auto& group = here.group;
    const auto meeting = group.planned().front();
    const auto sheet = [&] { return run_sheet_of(group.work(), group.here(), group.planned().front()); };
    CHECK(sheet() == usual_run_sheet(minutes{60}));
    const auto one = here.asked("ben");
    here.asked("cleo");
    CHECK(pieces_in(group.work(), meeting) == 0);
    REQUIRE(here.discuss(one, monday));
    CHECK(pieces_in(group.work(), meeting) == 1);
    CHECK(total(sheet()) == minutes{60});
    CHECK(sheet()[5] == part{minutes{10}, "Critique of a member's work"});
    CHECK(sheet()[2].length == minutes{10}); // of the training

    // A critique hour looks at what is open, too.
    REQUIRE(make(group, meeting.number, "ana"));
    CHECK(pieces_in(group.work(), group.planned().front()) == 2);
    CHECK(sheet() == critique_run_sheet(minutes{60}, 2));
}
