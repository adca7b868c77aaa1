// What people read of a peer assist when somebody who was in it has left, or is forgotten.
#include "core/assist/forgetting.hpp"
#include "core/groups/membership.hpp"
#include "storage/sqlite/personal.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/bot/assists/rehearsal.hpp"

#include "bot/cards/assist.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

// As the program does it while it is stopped.
void forget(rehearsal& play, const std::string& person)
{
    auto& work = play.here().work();
    core::leave_out_parts(work, play.group(), work.members().find(play.group().id, user_of(person))->id);
    core::remove_everywhere(work, core::workspace_id("T1"), user_of(person), play.now());
    storage::sqlite::take_out(static_cast<storage::sqlite::unit_of_work&>(work).base(),
                              user_of(person).value);
}

void help_was_given(rehearsal& play)
{
    play.ask("classic");
    play.live_to("prepare");
    while (play.phase() != "share")
        play.presses_card("ana", "End this phase: " + play.phase());
    play.says("cleo", "Help", {{"tag", "0"}, {"text", "We answered by effect."}});
    play.live_until(play.now() + core::minutes{1});
}

std::string last_in_thread(rehearsal& play)
{
    std::string text;
    for (const auto& each : play.here().said())
        if (each.what.kind == core::message_kind::assist_stopped) text = each.text;
    return text;
}

} // namespace

TEST_CASE("when whoever asked leaves after there was help, the thread is told what comes of it, with thanks")
{
    rehearsal play;
    help_was_given(play);
    play.types("ben", "/peer leave");
    play.live_until(play.now() + core::minutes{1});
    REQUIRE(play.current().state == core::assist_state::done);
    CHECK(last_in_thread(play) ==
          "Whoever asked is not in the group any more, so it ends here, without a summary. What was said "
          "stays in this thread. Thank you to everybody who helped.");
}

TEST_CASE("of somebody who is forgotten, cards and answers say so in sentences")
{
    rehearsal play;
    help_was_given(play);
    play.presses_card("dan", "I promise");
    play.fills("dan", {{"text", "I send our rule"}});
    forget(play, "ben");
    forget(play, "dan");
    play.types("ana", "/assist show 1");
    const auto shown = play.here().deeds().back();
    CHECK_THAT(shown.sentence,
               Contains("a question that was deleted with everything else of whoever asked it") &&
                   Contains("These words were deleted with everything else of whoever wrote them.") &&
                   Contains("somebody who is not here any more, by"));
    CHECK_THAT(shown.sentence + shown.blocks, !Contains("(removed)") && !Contains("gone-"));
    const auto card = bot::draw_assist_card(play.here().work(), play.current(), play.now());
    CHECK_THAT(card.text, Contains("somebody who is not here any more asks.") && !Contains("(removed)"));
    CHECK_THAT(card.text + card.blocks_json, !Contains("(removed)") && !Contains("gone-"));
}
