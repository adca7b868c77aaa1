// The life of a few requests in words. To renew the file after a change of words: PEERBOT_RENEW=1
// build/dev/bot_tests "everything that is said about critiques*", then read the difference as a member would.
#include "tests/bot/cards/approval.hpp"
#include "tests/bot/commands/critiques.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using core::message_kind;

namespace {

const core::user_id ana{"U1"};
const core::user_id ben{"U2"};
const core::user_id chi{"U3"};
const core::channel_id channel{"C1"};

class story
{
  public:
    explicit story(approval& notes) : notes_(notes) { bot.set_up_group(4); }

    void message(const std::string& name, message_kind kind, const core::recipient& to)
    {
        INFO(name);
        const auto drawn = drawn_for(bot, kind, to);
        REQUIRE(drawn);
        notes_.note(name, message_of(*drawn));
    }
    void card(const std::string& name) { notes_.note(name, card_of(bot, core::card_kind::critique, 1)); }
    void answer(const std::string& name, const seen& what)
    {
        notes_.note(name, {.text = what.text,
                           .blocks_json = what.blocks.empty() ? std::string{} : what.blocks.dump()});
    }
    void typed(const std::string& person, const std::string& line, const std::string& outcome = "done")
    {
        answer(person + " types " + line, types(bot, person, line, outcome));
    }

    bot_under_test bot;

  private:
    approval& notes_;
};

void ask(story& life, const words& more = {})
{
    types(life.bot, "U2", "/critique request https://docs.example.org/guide", "shown");
    auto answers = words{{"purpose", std::string("The front page of Friday")},
                         {"wanted", std::string("The map, and <the> *headline*")},
                         {"unwanted", std::string("Spelling")},
                         {"by_when", std::string("2027-01-13")}};
    for (const auto& [block, answer] : more)
        answers[block] = answer;
    REQUIRE(life.bot.send(filled(opened_form(life.bot), "U2", answers)).outcome == "done");
}

void note_life(approval& notes)
{
    story life(notes);
    auto& bot = life.bot;
    ask(life);
    life.answer("asker, asked", {.text = last_whisper(bot)});
    life.message("channel, a request", message_kind::critique_card, channel);
    life.answer("critic, takes it on", presses(bot, about(bot, "U3", "critique.volunteer", 1)));
    life.card("card of a request that somebody looks at");
    pass_until(bot, bot.now + core::hours{26});
    life.message("critic, asked in turn", message_kind::critique_asked, core::user_id("U1"));
    life.typed("U3", "/critique", "shown");
    pass_until(bot, bot.now + core::hours{24});
    life.message("critic, nudged", message_kind::critique_nudge, chi);
    hands_in(bot, "U3", 1);
    life.answer("critic, handed in", {.text = last_whisper(bot)});
    bot.now += core::hours{1};
    life.message("asker, feedback came", message_kind::critique_received, ben);
    life.typed("U4", "/critique show 1", "shown");
    hands_in(bot, "U1", 1,
             {{"works", std::string("It works, because it is short")},
              {"could_try", std::string("A second map")},
              {"source", std::string("idea")}});
    life.card("card of a request that is over");
    bot.now += core::hours{1};
    life.message("asker, it is over", message_kind::critique_finished, ben);
    const auto all = types(bot, "U2", "/critique show 1", "shown");
    life.answer("asker, everything", all);
    life.answer("asker, marks a part as helpful", presses_in(bot, "U2", all, "This was helpful"));
    pass_until(bot, bot.now + core::minutes{30});
    life.message("critic, it helped", message_kind::critique_helped, chi);
    presses(bot, about(bot, "U2", "critique.resolve", 1), "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U2",
                            {{"text_1", std::string("Cut the first page")},
                             {"day_1", std::string("2027-01-14")}}))
                .outcome == "done");
    life.answer("asker, things to do", {.text = last_whisper(bot)});
    presses(bot, about(bot, "U2", "critique.summary", 1), "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U2")).outcome == "done");
    life.message("channel, a summary", message_kind::critique_summary, channel);
    life.card("card of a request with a summary");
    pass_until(bot, bot.now + core::days{15});
    life.message("asker, a promise is due", message_kind::promise_due, ben);
    life.typed("U2", "/peer promises", "shown");
    life.message("asker, what changed", message_kind::critique_changed_yet, ben);
    presses(bot, about(bot, "U2", "critique.changed", 1), "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U2", {{"text", std::string("The map is half as long")}}))
                .outcome == "done");
    life.message("critic, what changed", message_kind::critique_changed, chi);
    life.typed("U3", "/critique history", "shown");
}

void note_silence(approval& notes)
{
    story life(notes);
    auto& bot = life.bot;
    ask(life, {{"by_when", std::string("2027-01-25")}});
    looks_at(bot, "U3", 1);
    pass_until(bot, bot.now + core::days{4} + core::hours{3});
    life.message("critic, let off", message_kind::critique_let_off, chi);
    pass_until(bot, bot.now + core::days{4});
    life.message("facilitator, nobody has written", message_kind::critique_silent, ana);
    life.answer("facilitator, seven more days", presses(bot, about(bot, "U1", "critique.extend", 1)));
    life.answer("facilitator, ten minutes", presses(bot, about(bot, "U1", "critique.discuss", 1)));
    life.card("card of a request that goes into a session");
    notes.note("card of a session with a critique", card_of(bot, core::card_kind::session, 1));
}

void note_nobody_free(approval& notes)
{
    story life(notes);
    auto& bot = life.bot;
    ask(life);
    for (const auto* person : {"U1", "U3", "U4"})
        types(bot, person, "/peer pause until 2027-03-01");
    pass_until(bot, bot.now + core::hours{30});
    life.message("facilitator, nobody is free", message_kind::critique_queued, ana);
    life.typed("U2", "/critique close 1");
    life.card("card of a request that was taken back");
}

void note_other_work(approval& notes)
{
    story life(notes);
    auto& bot = life.bot;
    life.typed("U2", "/critique external https://other.org/live how they do metrics");
    life.message("channel, somebody else's work", message_kind::critique_card, channel);
    looks_at(bot, "U3", 1);
    life.typed("U2", "/critique close 1");
    life.message("critic, it is over", message_kind::critique_let_off, chi);
    life.typed("U1", "/critique session 1");
    notes.note("card of a critique hour", card_of(bot, core::card_kind::session, 1));
}

} // namespace

TEST_CASE("everything that is said about critiques reads as approved in fixtures/golden/critiques.txt")
{
    approval notes;
    note_life(notes);
    note_silence(notes);
    note_nobody_free(notes);
    note_other_work(notes);
    notes.check("golden/critiques.txt");
}
