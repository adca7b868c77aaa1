// Every template that ships, from asking to the last follow-up, in the words that people read: as approved in
// fixtures/golden/assists_told. The process ends and starts again between any two steps.
#include "tests/bot/assists/steps.hpp"
#include "tests/support/fixture_files.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

using namespace peerbot;
using namespace peerbot::tests;

namespace {

answers line_of(const std::string& text)
{
    return {{"text", text}};
}

answers help_of(const std::string& tag, const std::string& text)
{
    return {{"tag", tag}, {"text", text}};
}

const std::string did = "0";
const std::string knows = "1";
const std::string idea = "2";

void ends_as_approved(rehearsal& play, const std::string& name)
{
    sum_up(play);
    play.live_until(play.now() + core::hours{24 * 5});
    tell_what_happened(play, "We answer by effect now, and half of the list is gone.");
    play.live_to_the_end();
    CHECK(play.current().state == core::assist_state::done);
    CHECK(play.current().published_at);
    const auto path = "golden/assists_told/" + name + ".txt";
    const auto text = play.transcript();
    if (std::getenv("PEERBOT_RENEW") != nullptr) { // NOLINT(concurrency-mt-unsafe)
        std::ofstream(std::string{PEERBOT_FIXTURES} + "/" + path) << text;
    }
    CHECK(text == read_fixture(path));
}

void ask_and_answer(rehearsal& play)
{
    play.says("cleo", "Ask a question", line_of("Who decides today which request comes first?"));
    play.says("ben", "Answer", line_of("Whoever opens the list first."));
    play.says("dan", "Ask a question", line_of("Which requests hurt when they wait?"));
    play.says("ben", "Answer", line_of("Those of the night desk."));
}

void share(rehearsal& play)
{
    play.says("eva", "Help", help_of(idea, "Ask the night desk to sort its own."));
    play.says("dan", "Help", help_of(knows, "Finn did that at the library."));
    play.says("cleo", "Help", help_of(did, "We answered by effect: who is stuck without us comes first."));
    play.says("ben", "Help", line_of("Ask Dan who of the library it was.")); // a note, while they listen
    play.presses("ben", "Useful");
}

} // namespace

TEST_CASE("a classic assist in writing reads as approved")
{
    rehearsal play;
    play.ask("classic");
    play.says("ben", "Tell it", line_of("The list is attached to the channel."));
    play.presses_card("ben", "I am ready");
    REQUIRE(play.phase() == "open");
    play.presses_card("ana", "End this phase: open");
    play.says("ben", "Tell it", line_of("Every Monday we start again at the top of the list."));
    REQUIRE(play.phase() == "ask");
    ask_and_answer(play);
    play.live_to("restate");
    play.presses_card("finn", "Take part"); // who is told what they missed
    for (const auto* person : {"cleo", "dan", "eva", "finn"})
        play.says(person, "Say it in one line", line_of("By which rule do we sort requests?"));
    play.says("ben", "Agree on the question",
              line_of("By which rule do we sort requests, and who applies it?"));
    REQUIRE(play.phase() == "share");
    share(play);
    play.types("ana", "/assist extend");
    play.live_to("respond");
    play.says("ben", "Respond",
              {{"text", "That a rule need not be fair."},
               {"will_1", "We sort by effect from Monday on."},
               {"will_2", "I tell the night desk by Friday."}});
    play.says("cleo", "What I take from it", line_of("Our own list needs a rule."));
    play.live_to("");
    ends_as_approved(play, "classic");
}

TEST_CASE("a condensed assist in a call reads as approved")
{
    rehearsal play;
    play.ask("condensed", "2027-01-14 15:00");
    play.live_to("outline");
    play.says("ben", "Tell it", line_of("Forty requests a week, two people, and no rule."));
    play.live_to("discuss");
    play.says("cleo", "Help", help_of(did, "We answered by effect."));
    play.live_to("questions");
    play.says("dan", "Ask a question", line_of("Who could say no?"));
    play.live_to("round");
    play.says("eva", "What I take from it", line_of("Our own list needs a rule."));
    play.live_to("commitments");
    play.says("ben", "What I will do", line_of("A rule by Friday."));
    play.live_to("");
    ends_as_approved(play, "condensed");
}

TEST_CASE("an assist of four weeks reads as approved")
{
    rehearsal play;
    pick(play, "four-week");
    post(play, "cleo", "How do we choose which requests to answer?", false);
    post(play, "dan", "How do we keep notes that others find?", false);
    play.live_to("choice");
    for (const auto* person : {"ben", "dan", "eva"})
        mark(play, person, "How do we choose");
    mark(play, "eva", "How do we keep");
    play.live_to("questions");
    const auto one = play.current();
    const auto bringer = first_name(play.here().work().members().find(one.assistee).value().user);
    for (const auto* person : {"cleo", "dan", "eva"}) {
        if (bringer != person)
            play.says(person, "Ask a question", line_of("Who decides today which request comes first?"));
    }
    play.live_to("solutions");
    for (const auto* person : {"cleo", "dan", "eva"}) {
        if (bringer != person)
            play.says(person, "Help", help_of(person == std::string("dan") ? idea : did, "Sort by effect."));
    }
    play.live_to("summary");
    play.says(bringer, "Respond", line_of("We sort by effect from Monday on."));
    ends_as_approved(play, "four-week");
}

TEST_CASE("an assist in writing that becomes a call reads as approved")
{
    rehearsal play;
    play.ask("list-then-call");
    play.says("ben", "Tell it", line_of("Forty requests a week, two people, and no rule."));
    REQUIRE(play.phase() == "two questions");
    play.says("ben", "Ask a question", line_of("By which rule do we sort requests?"));
    play.says("ben", "Ask a question", line_of("Who may say no to one?"));
    play.presses_card("ben", "I am ready");
    REQUIRE(play.phase() == "contributions");
    play.presses("cleo", "Help"); // of the newest thread, about who may say no
    play.fills("cleo", help_of(did, "The lead of the desk says no, once a week, for all of them."));
    play.says("dan", "Help", help_of(idea, "Sort by effect."));
    play.live_to("invitation");
    propose_call(play, "ben", "2027-02-03 15:00", {"cleo", "dan"});
    play.live_to("doubts");
    play.says("ben", "Ask a question", line_of("And when all of it has effect?"));
    play.live_to("round");
    play.says("cleo", "Help", help_of(did, "Then the oldest first."));
    play.live_to("next steps");
    play.says("ben", "What I will do", line_of("A rule by Friday."));
    play.live_to("");
    ends_as_approved(play, "list-then-call");
}

TEST_CASE("a sandwich reads as approved")
{
    rehearsal play;
    play.ask("sandwich", "2027-01-26 15:00");
    play.live_to("brief");
    play.says("ben", "Tell it", line_of("Forty requests a week, two people, and no rule."));
    REQUIRE(play.phase() == "documents");
    for (const auto* slide : {"1. Requests by week: 38, 41, 40.", "2. Who asks: half of it the night desk."})
        play.says("ben", "Tell it", line_of(slide));
    play.presses_card("ben", "I am ready");
    REQUIRE(play.phase() == "questions");
    ask_and_answer(play);
    play.live_to("work");
    share(play);
    play.live_to("respond");
    play.says("ben", "What I will do", line_of("A rule by Friday."));
    play.live_to("afterwards");
    play.says("dan", "Help", help_of(knows, "The library wrote about it."));
    play.live_to("");
    ends_as_approved(play, "sandwich");
}

TEST_CASE("an open question reads as approved")
{
    rehearsal play;
    play.ask("open-question", {}, {});
    play.live_until("2027-01-20 10:00"); // nobody answers, and other formats are offered
    play.says("cleo", "Help", help_of(did, "We answered by effect."));
    play.presses("ben", "Useful");
    play.presses_card("ben", "I have what I need");
    ends_as_approved(play, "open-question");
}

TEST_CASE("a troika in writing reads as approved")
{
    rehearsal play;
    play.ask("troika", {}, {"cleo", "dan"});
    for (const auto* person : {"ben", "cleo", "dan"}) {
        play.live_to("ask");
        play.says(person, "Tell it", line_of("Too much to do, and no rule for what comes first."));
        play.live_to("consult");
        play.says(person == std::string("ben") ? "cleo" : "ben", "Help", help_of(did, "Sort by effect."));
        play.live_to("valuable");
        play.says(person, "Respond", line_of("That it need not be fair to be a rule."));
    }
    ends_as_approved(play, "troika");
}

TEST_CASE("an incident in a call reads as approved")
{
    rehearsal play;
    pick(play, "incident", "2027-01-14 15:00");
    play.live_to("earlier advice");
    play.says("eva", "Write a note", line_of("The list of last time is in use."));
    play.live_to("cases");
    post(play, "cleo", "A request was lost between two desks.", true);
    post(play, "dan", "Somebody was promised an answer by nobody.", true);
    play.live_to("choose");
    for (const auto* person : {"ben", "dan", "eva"})
        mark(play, person, "A request was lost");
    play.live_to("facts");
    play.says("dan", "Ask a question", line_of("Who had it last?"));
    play.live_to("advice");
    play.says("eva", "Help", help_of(did, "We hand over in writing."));
    play.live_to("evaluation");
    play.says("cleo", "Respond", line_of("We hand over in writing from Monday on."));
    play.live_to("");
    ends_as_approved(play, "incident");
}
