#include "core/assist/gathered.hpp"

#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

TEST_CASE("half-way, help is counted by question and tag, and the newest experience is at hand")
{
    stage on;
    on.ask("list-then-call");
    on.play_to("two questions");
    const auto which = on.say("ben", contribution_kind::question, "By which rule?");
    const auto who = on.say("ben", contribution_kind::question, "Who says no?");
    REQUIRE(which);
    REQUIRE(who);
    on.advance();
    REQUIRE(on.phase() == "contributions");
    REQUIRE(on.say("cleo", contribution_kind::help, "By effect.", help_tag::did, which->id));
    REQUIRE(on.say("dan", contribution_kind::help, "Ask Finn.", help_tag::know_who, which->id));
    REQUIRE(on.say("eva", contribution_kind::help, "The oldest first.", help_tag::did, which->id));
    REQUIRE(on.say("cleo", contribution_kind::help, "By lot.", help_tag::idea, which->id));
    REQUIRE(on.say("dan", contribution_kind::help, "Have a pause.", help_tag::idea));

    const auto all = gathered_so_far(view_of(on.group.work(), on.current()));
    REQUIRE(all.size() == 3);
    CHECK(all[0].question->text == "By which rule?");
    CHECK(all[0].did == 2);
    CHECK(all[0].know_who == 1);
    CHECK(all[0].ideas == 1);
    CHECK(all[0].newest->text == "The oldest first.");
    CHECK(all[1].question->text == "Who says no?");
    CHECK(all[1].help() == 0);
    CHECK_FALSE(all[1].newest);
    CHECK_FALSE(all[2].question);
    CHECK(all[2].ideas == 1);
    CHECK_FALSE(all[2].newest);
}
