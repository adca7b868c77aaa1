#include "core/rotation/ladder.hpp"
#include "core/rotation/turns.hpp"
#include "tests/bot/cards/first_session.hpp"
#include "tests/bot/cards/pictures.hpp"
#include "tests/bot/commands/conversation.hpp"
#include "tests/support/fixture_files.hpp"

#include <cstdlib>
#include <fstream>
#include <functional>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using core::message_kind;

namespace {

const core::channel_id channel{"C1"};
const core::user_id ana{"U1"};
const core::user_id ben{"U2"};

// A month in the life of a small group: every message that it can get, in words.
class approval
{
  public:
    void note(const std::string& name, const bot::slack::rendered& what)
    {
        INFO(name);
        check_manners(what);
        text_ += "== " + name + "\n" + what.text + "\n";
        if (!what.blocks_json.empty()) text_ += "-- seen as\n" + words_of(whole(what).at("blocks"));
        text_ += "\n";
    }
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

void set_details(bot_under_test& bot, const core::session_details& details)
{
    bot.change([&](core::unit_of_work& work) { work.sessions().save_details(core::session_id{1}, details); });
}

void note_preparation(bot_under_test& bot, approval& notes)
{
    const auto note = [&](const std::string& name, message_kind kind, const core::recipient& to) {
        notes.note(name, message_of(draw(bot, kind, 1, to)));
    };
    note("channel, the card of a session", message_kind::session_card, channel);
    note("leader, three days before", message_kind::leader_prepares, ana);
    note("facilitator, how it stands", message_kind::readiness, ana);
    set_details(bot, {.video_link = "https://meet.example.org/a?b=1&c=2",
                      .slides = "https://slides.example.org/d",
                      .outline = "What <maps> hide\nHow to read *scales*"});
    for (const auto& [person, answer] :
         std::vector<std::pair<std::string, std::string>>{{"U1", "yes"}, {"U2", "maybe"}, {"U3", "no"}})
        REQUIRE(bot.command(person, "/rotation " + answer).outcome == "done");
    note("channel, the card of a session that is prepared", message_kind::session_card, channel);
    note("leader, three days before, prepared", message_kind::leader_prepares, ana);
    note("facilitator, how it stands by then", message_kind::readiness, ana);
    note("leader, an hour before", message_kind::leader_hour, ana);
}

void note_aftermath(bot_under_test& bot, approval& notes)
{
    const auto note = [&](const std::string& name, message_kind kind, const core::recipient& to) {
        notes.note(name, message_of(draw(bot, kind, 1, to)));
    };
    note("leader, a day after", message_kind::leader_reports, ana);
    note("facilitator, three days after", message_kind::report_missing, ana);
    const auto began = bot.now;
    bot.now += core::days{2};
    note("who could not come, no notes yet", message_kind::session_missed, core::user_id("U3"));
    auto details = core::session_details{.recording = "https://video.example.org/e",
                                         .notes = "Scales first\nThen colours"};
    set_details(bot, details);
    note("who could not come", message_kind::session_missed, core::user_id("U3"));
    bot.now = began;
}

void note_changes(approval& notes)
{
    bot_under_test bot;
    bot.set_up_group(3);
    REQUIRE(bot.command("U1", "/rotation move 1 2027-01-13 16:00").outcome == "done");
    notes.note("channel, a session moved", message_of(draw(bot, message_kind::session_moved, 1, channel)));
    REQUIRE(bot.command("U1", "/rotation cancel 1 Election week").outcome == "done");
    notes.note("channel, a session cancelled",
               message_of(draw(bot, message_kind::session_cancelled, 1, channel)));
}

void note_sessions(bot_under_test& bot, approval& notes)
{
    const auto note = [&](const std::string& name, message_kind kind, const core::recipient& to) {
        notes.note(name, message_of(draw(bot, kind, 1, to)));
    };
    set_leading(bot, core::leader_state::open);
    note("channel, a day before, nobody asked yet", message_kind::channel_day, channel);
    note("facilitator, nobody asked", message_kind::leader_missing, ana);
    set_leading(bot, core::leader_state::asked);
    note("leader, a week before", message_kind::leader_week, ana);
    note("channel, a day before", message_kind::channel_day, channel);
    note("facilitator, no answer yet", message_kind::leader_missing, ana);
    set_leading(bot, core::leader_state::confirmed);
    note("leader, chosen by the facilitator", message_kind::leader_changed, ana);
    note("channel, ten minutes before", message_kind::channel_soon, channel);
    note_preparation(bot, notes);
    begin_session(bot);
    note("channel, the session begins", message_kind::session_begins, channel);
    note("who chairs, the cue card", message_kind::cue_card, ana);
    note_aftermath(bot, notes);
    note("facilitator, after the session", message_kind::session_over, ana);
    set_leading(bot, core::leader_state::open);
    note("facilitator, after the session, no leader", message_kind::session_over, ana);
    note("facilitator, a month begins", message_kind::month_summary, ana);
    bot.now += core::days{70};
    note("facilitator, a month begins after a quiet time", message_kind::month_summary, ana);
    notes.note("member, after a quiet time", message_of(draw(bot, message_kind::quiet_question, 2, ben)));
}

// Turns that change hands in a group of four.
void note_turns(approval& notes)
{
    bot_under_test bot;
    bot.set_up_group(4);
    const auto types = [&](const std::string& person, const std::string& line) {
        REQUIRE(bot.command(person, line).outcome == "done");
    };
    const auto note = [&](const std::string& name, message_kind kind, std::int64_t subject,
                          const core::recipient& to) {
        notes.note(name, message_of(draw(bot, kind, subject, to)));
    };
    bot.change([&](core::unit_of_work& work) {
        const auto here = *work.groups().find(core::group_id{1});
        core::ask_leader(work, here, core::session_id{1}, bot.now);
        core::ask_backup(work, here, core::session_id{1}, bot.now);
    });
    note("backup, asked to step in", message_kind::backup_asked, 1, ben);
    note("facilitator, leader and backup silent", message_kind::leader_missing, 1, ana);
    types("U1", "/rotation offer 1");
    note("channel, a turn is offered", message_kind::turn_offered, 1, channel);
    types("U4", "/rotation take 1");
    notes.note("card of an offer that was taken", card_of(bot, core::card_kind::turn_offer, 1));
    note("leader, the offer was taken", message_kind::offer_answered, 1, ana);
    types("U1", "/rotation swap 2 <@U3|chi>");
    note("member, asked to swap", message_kind::swap_asked, 2, core::user_id("U3"));
    types("U3", "/rotation decline 2");
    note("leader, the swap was declined", message_kind::offer_answered, 2, ana);
    types("U1", "/rotation swap 2 <@U3|chi>");
    types("U3", "/rotation take 2");
    note("leader, the swap was agreed", message_kind::offer_answered, 3, ana);
    types("U1", "/rotation lead 1 <@U2|ben> <@U3|chi>");
    note("leader, one of two, chosen by the facilitator", message_kind::leader_changed, 1, ben);
    note("channel, a day before, two leaders", message_kind::channel_day, 1, channel);
    note("member, two turns let pass", message_kind::skipped_twice, 1, ben);
}

// The titles have what Slack would take for formatting and for a call to everybody.
bot_under_test& with_ballot(bot_under_test& bot, const std::string& line, int members = 3)
{
    bot.set_up_group(members);
    bot.propose(
        {"Checking satellite images", "&lt;!channel&gt; *bold* `code` &amp; more", "Interviews", "Law"});
    for (const auto* typed : {"/vote teach 3", "/vote second 1"})
        REQUIRE(bot.command("U2", typed).outcome == "done");
    REQUIRE(bot.command("U1", line).outcome == "done");
    return bot;
}

void note_close(bot_under_test& bot, approval& notes, const std::string& kind)
{
    bot.now += core::hours{3};
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    notes.note("card of a closed " + kind, card_of(bot, core::card_kind::ballot, 1));
    notes.note("channel, the result of a " + kind,
               message_of(draw(bot, message_kind::ballot_result, 1, channel)));
}

void note_plan(bot_under_test& bot, approval& notes)
{
    const auto plan = message_of(draw(bot, message_kind::plan_proposed, 1, ana));
    notes.note("facilitator, a plan", plan);
    const auto use = seen_in(whole(plan)).button("Use this plan: leaders are asked and the channel is told");
    REQUIRE(bot.press(bot.pressing("U1", "vote.plan_settle", use.at("value").get<std::string>())).outcome ==
            "done");
    notes.note("channel, a settled plan", message_of(draw(bot, message_kind::plan_settled, 1, channel)));
    for (int session = 1; session <= core::sessions_from_ballot; ++session) {
        core::user_id leader;
        bot.look([&](core::unit_of_work& work) {
            leader = work.members().find(work.sessions().find(core::session_id{session})->leader)->user;
        });
        notes.note("leader of session " + std::to_string(session) + ", its topic",
                   message_of(draw(bot, message_kind::topic_turn, session, leader)));
    }
    notes.note("channel, a topic that a facilitator chose",
               message_of(draw(bot, message_kind::topic_changed, 1, channel)));
}

void note_approval(approval& notes)
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d");
    notes.note("channel, a ballot nobody has voted on",
               message_of(draw(bot, message_kind::ballot_card, 1, channel)));
    REQUIRE(bot.command("U2", "/vote 1 2 3").outcome == "done");
    notes.note("card of an open ballot", card_of(bot, core::card_kind::ballot, 1));
    notes.note("member, a reminder to vote", message_of(draw(bot, message_kind::vote_reminder, 1, ana)));
    notes.note("channel, a vote goes on", message_of(draw(bot, message_kind::vote_extended, 1, channel)));
    REQUIRE(bot.command("U1", "/vote 1 2 4").outcome == "done");
    note_close(bot, notes, "ballot with a tie");
    note_plan(bot, notes);
}

void note_budget(approval& notes)
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d budget live");
    REQUIRE(bot.command("U2", "/vote 1 1 2").outcome == "done");
    notes.note("card of an open ballot with a budget", card_of(bot, core::card_kind::ballot, 1));
    note_close(bot, notes, "ballot with a budget");
}

void note_ranked(approval& notes)
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d ranked");
    notes.note("card of an open ranked ballot", card_of(bot, core::card_kind::ballot, 1));
    for (const auto& [person, line] : std::vector<std::pair<std::string, std::string>>{
             {"U1", "/vote 1 3"}, {"U2", "/vote 2 3 1"}, {"U3", "/vote 4 2"}})
        REQUIRE(bot.command(person, line).outcome == "done");
    note_close(bot, notes, "ranked ballot");
}

// An anonymous ballot that so many of five voted on.
void note_anonymous(approval& notes, int voters, const std::string& kind)
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d anonymous", 5);
    for (int person = 1; person <= voters; ++person)
        REQUIRE(bot.command("U" + std::to_string(person), "/vote 1").outcome == "done");
    if (voters == 0) {
        notes.note("member, a reminder of an anonymous vote",
                   message_of(draw(bot, message_kind::vote_reminder, 1, ana)));
    }
    notes.note("card of an open " + kind, card_of(bot, core::card_kind::ballot, 1));
    for (int i = 0; i < 2; ++i)
        deadline_comes(bot);
    notes.note("card of a closed " + kind, card_of(bot, core::card_kind::ballot, 1));
}

} // namespace

// To renew the file after a change of words: PEERBOT_RENEW=1 build/dev/bot_tests "every message*", then read
// the difference as a member of the group would.
void note_facilitators(bot_under_test& bot, approval& notes)
{
    const auto note = [&](const std::string& name, message_kind kind, std::int64_t subject,
                          const core::recipient& to) {
        notes.note(name, message_of(draw(bot, kind, subject, to)));
    };
    REQUIRE(bot.command("U1", "/peer facilitator <@U2|ben>").outcome == "done");
    note("member, named as facilitator", message_kind::facilitator_named, 2, ben);
    REQUIRE(bot.command("U1", "/peer leave aloud").outcome == "done");
    note("channel, a member has left", message_kind::member_gone, 1, channel);
    note("facilitator, another one has left", message_kind::facilitator_gone, 1, ben);
    REQUIRE(bot.command("U2", "/peer facilitator remove <@U2|ben>").outcome == "done");
    note("member, who was a facilitator", message_kind::facilitator_released, 2, ben);
    note("channel, a facilitator is needed", message_kind::volunteer_card, 1, channel);
    note("workspace admin, a facilitator is needed", message_kind::facilitator_needed, 1,
         core::user_id("U8"));
    REQUIRE(bot.press(bot.pressing("U3", "peer.volunteer", "1")).outcome == "done");
    notes.note("card of a facilitator who was found", card_of(bot, core::card_kind::volunteer, 1));
}

void note_groups(approval& notes)
{
    bot_under_test bot;
    bot.set_up_group(3);
    for (const auto* line : {"/peer settings name Satellite *watchers*",
                             "/peer settings covenant What is said here &lt;stays&gt; here."})
        REQUIRE(bot.command("U1", line).outcome == "done");
    notes.note("channel, a group with a name that has agreed on something",
               message_of(draw(bot, message_kind::welcome_card, 1, channel)));
    notes.note("member, a pause is over", message_of(draw(bot, message_kind::pause_over, 2, ben)));
    notes.note("channel, another cadence", message_of(draw(bot, message_kind::rhythm_changed, 1, channel)));
    notes.note("facilitator, back in the channel", message_of(draw(bot, message_kind::dates_anew, 1, ana)));
    note_facilitators(bot, notes);
    for (const auto& [why, name] :
         {std::pair{core::absence::archived, "archived"}, std::pair{core::absence::deleted, "deleted"}}) {
        bot.change([why = why](core::unit_of_work& work) {
            auto here = *work.groups().find(core::group_id{1});
            here.reachable = false;
            here.away = why;
            here.away_since = core::instant{};
            work.groups().save(here);
        });
        notes.note(std::string("facilitator, the channel is ") + name,
                   message_of(draw(bot, message_kind::please_invite, 1, ana)));
    }
}

TEST_CASE("every message reads as approved in fixtures/golden/messages.txt")
{
    approval notes;
    bot_under_test bot;
    bot.set_up_group(3);
    notes.note("channel, a new group", message_of(draw(bot, message_kind::welcome_card, 1, channel)));
    note_approval(notes);
    note_budget(notes);
    note_ranked(notes);
    note_anonymous(notes, 5, "anonymous ballot");
    note_anonymous(notes, 1, "anonymous ballot on which few voted");
    note_anonymous(notes, 0, "anonymous ballot on which nobody voted");
    note_sessions(bot, notes);
    note_changes(notes);
    note_turns(notes);
    bot.change([](core::unit_of_work& work) {
        auto here = *work.groups().find(core::group_id{1});
        here.reachable = false;
        work.groups().save(here);
    });
    notes.note("facilitator, the bot is not in the channel",
               message_of(draw(bot, message_kind::please_invite, 1, ana)));

    note_groups(notes);

    const std::string path = "golden/messages.txt";
    if (std::getenv("PEERBOT_RENEW") != nullptr) { // NOLINT(concurrency-mt-unsafe)
        std::ofstream(std::string{PEERBOT_FIXTURES} + "/" + path) << notes.text();
    }
    CHECK(notes.text() == read_fixture(path));
}
