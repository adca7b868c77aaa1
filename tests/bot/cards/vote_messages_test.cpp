// Messages about votes and what comes of them, in each of their variants.
#include "tests/bot/cards/pictures.hpp"
#include "tests/bot/commands/conversation.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using core::message_kind;

namespace {

const core::channel_id channel{"C1"};
const core::user_id ana{"U1"};
const core::user_id ben{"U2"};
using list = std::vector<std::string>;

bot_under_test& with_ballot(bot_under_test& bot, const std::string& line, int members = 5)
{
    bot.set_up_group(members);
    bot.propose({"Audio", "Video", "Maps", "Law"});
    REQUIRE(bot.command("U1", line).outcome == "done");
    return bot;
}

seen heard(bot_under_test& bot, message_kind kind, std::int64_t subject, const core::recipient& to)
{
    const auto message = message_of(draw(bot, kind, subject, to));
    check_manners(message);
    return seen_in(whole(message));
}

// A settled plan, in which U2 leads session 1 as a test wants it.
class settled_plan
{
  public:
    explicit settled_plan(bot_under_test& bot) : bot_(bot)
    {
        with_ballot(bot, "/vote open 3d");
        REQUIRE(bot.command("U2", "/vote 1 2").outcome == "done");
        REQUIRE(bot.command("U1", "/vote close").outcome == "done");
        bot.change([](core::unit_of_work& work) {
            auto plan = *work.plans().find(core::ballot_id{1});
            plan.state = core::plan_state::settled;
            plan.settled_by = ana;
            work.plans().save(plan);
        });
    }

    void session_is(core::leader_state leading, int topic, core::line_reason why, core::share owed = {})
    {
        bot_.change([&](core::unit_of_work& work) {
            auto meeting = *work.sessions().find(core::session_id{1});
            meeting.leading = leading;
            meeting.leader = work.members().find(core::group_id{1}, ben)->id;
            meeting.topic = {};
            if (topic != 0) meeting.topic = work.topics().find_number(core::group_id{1}, topic)->id;
            work.sessions().save(meeting);
            auto plan = *work.plans().find(core::ballot_id{1});
            plan.lines.front() = {.meeting = meeting.id,
                                  .topic = meeting.topic,
                                  .leader = meeting.leader,
                                  .why = why,
                                  .owed = owed};
            work.plans().save(plan);
        });
    }

    seen turn() { return heard(bot_, message_kind::topic_turn, 1, ben); }

  private:
    bot_under_test& bot_;
};

const std::string yes = "I will lead this session";
const std::string no = "I can't make it: show what I can do";

std::size_t times(const std::string& text, const std::string& part)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}

std::optional<core::outbox_row> next_for(bot_under_test& bot, const core::user_id& person)
{
    std::optional<core::outbox_row> next;
    bot.look([&](core::unit_of_work& work) {
        for (auto& row : work.outbox().ready(bot.now, 100))
            if (!next && row.what.to == core::recipient{person}) next = row;
    });
    return next;
}

// What the person is sent now, each drawn when the last one has been sent.
list delivered_to(bot_under_test& bot, const core::user_id& person)
{
    list texts;
    while (const auto next = next_for(bot, person)) {
        bot::rendering drawn;
        bot.look([&](core::unit_of_work& work) { drawn = bot::render_message(work, *next, bot.now); });
        const auto* said = std::get_if<bot::slack::rendered>(&drawn);
        if (said != nullptr) texts.push_back(said->text);
        bot.change([&](core::unit_of_work& work) {
            if (said == nullptr) return work.outbox().mark_dropped(next->id, "gone", bot.now);
            work.outbox().mark_sending(next->id, bot.now);
            work.outbox().mark_sent(next->id, core::channel_id("D1"), "1.1", bot.now);
        });
    }
    return texts;
}

void write_to(bot_under_test& bot, const core::user_id& person, message_kind kind, std::int64_t subject)
{
    bot.change([&](core::unit_of_work& work) {
        work.outbox().add(
            {.kind = kind, .group = core::group_id{1}, .subject = subject, .to = person, .due_at = bot.now});
    });
}

// The reminder of vote 1 does not fit the attention of these people now.
void fold_reminder(bot_under_test& bot, const std::vector<std::string>& people)
{
    bot.change([&](core::unit_of_work& work) {
        for (const auto& person : people)
            work.attention().fold(core::workspace_id("T1"), core::user_id(person),
                                  {.kind = message_kind::vote_reminder,
                                   .group = {1},
                                   .subject = 1,
                                   .folded_at = bot.now,
                                   .void_after = bot.now + core::days{7}});
    });
}

const std::string mention = "Also: The vote in <#C1> closes <!date^";

} // namespace

TEST_CASE("a vote that goes on says how many voted, how many it waits for, and until when")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d", 8);
    const auto said = [&] { return heard(bot, message_kind::vote_extended, 1, channel).text; };
    CHECK_THAT(said(),
               StartsWith("Nobody has voted yet, and the vote waits for 4. So it stays open for 48 more "
                          "hours, once: it closes <!date^"));
    REQUIRE(bot.command("U2", "/vote 1").outcome == "done");
    CHECK_THAT(said(), StartsWith("1 of 8 members has voted,"));
    REQUIRE(bot.command("U3", "/vote 1").outcome == "done");
    CHECK_THAT(said(), StartsWith("2 of 8 members have voted,"));
    // Who takes a break is neither among those who voted nor among the members.
    REQUIRE(bot.command("U3", "/peer pause until 2027-02-01").outcome == "done");
    CHECK_THAT(said(), StartsWith("1 of 7 members has voted,"));
    deadline_comes(bot);
    CHECK_THAT(card_of(bot, core::card_kind::ballot, 1).text,
               Contains("It was given 48 more hours, because few had voted.") &&
                   Contains("1 of 7 members has voted: <@U2>.") && !Contains("With fewer than"));
    deadline_comes(bot);
    CHECK(reason_of(draw(bot, message_kind::vote_extended, 1, channel)) == "the ballot is closed");
    CHECK_THAT(
        heard(bot, message_kind::ballot_result, 1, channel).text,
        Contains(
            "1 of 7 members voted. That is fewer than the 4 it waited for, also after 48 more hours; the "
            "result counts as it is."));
}

TEST_CASE("a reminder names the vote and its end, and for a secret one where to vote instead of a button")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d");
    const auto named = heard(bot, message_kind::vote_reminder, 1, ben);
    CHECK_THAT(named.text,
               StartsWith("The vote in <#C1> closes <!date^") && EndsWith(", and yours is not in it yet."));
    CHECK(named.labels().at(0) == "Show the ballot here and vote");
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    REQUIRE(bot.command("U1", "/vote open 3d anonymous").outcome == "done");
    const auto secret = heard(bot, message_kind::vote_reminder, 2, ben);
    CHECK_THAT(secret.text, EndsWith("It is anonymous: vote in the channel, on the card or with `/vote`."));
    CHECK_THAT(secret.words(), !Contains("[Vote now]") && Contains("Snooze a day"));
}

TEST_CASE("a vote that closed late says so, one that closed in time does not")
{
    const std::vector<std::pair<core::seconds, bool>> cases{{core::seconds{60}, false},
                                                            {core::seconds{61}, true}};
    for (const auto& [late, says_so] : cases) {
        bot_under_test bot;
        with_ballot(bot, "/vote open 3d");
        for (const auto* person : {"U1", "U2", "U3"})
            REQUIRE(bot.command(person, "/vote 1").outcome == "done");
        bot.now = ballot_numbered(bot, 1).closes_at + late;
        deadline_comes(bot);
        const auto result = heard(bot, message_kind::ballot_result, 1, channel).text;
        CHECK_THAT(result, StartsWith("Vote 1 closed <!date^"));
        CHECK((times(result, "It closed late: its deadline was <!date^") == 1) == says_so);
        CHECK(card_of(bot, core::card_kind::ballot, 1).text == result);
    }
}

TEST_CASE("a run-off says what it is, before and after")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d");
    REQUIRE(bot.command("U2", "/vote 1 2 3 4").outcome == "done");
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    CHECK_THAT(
        heard(bot, message_kind::ballot_result, 1, channel).text,
        Contains(
            "This tie decides what is scheduled. Instead, a facilitator can let the group vote on it again, "
            "for 24 hours: `/vote runoff`."));
    REQUIRE(bot.command("U1", "/vote runoff").outcome == "done");
    const auto card = card_of(bot, core::card_kind::ballot, 2);
    check_manners(card);
    CHECK_THAT(card.text,
               StartsWith("A run-off: which goes first? The last vote ended in a tie. Press Vote") &&
                   !Contains("With fewer than"));
    REQUIRE(bot.command("U2", "/vote 4").outcome == "done");
    deadline_comes(bot, 2);
    CHECK_THAT(heard(bot, message_kind::ballot_result, 2, channel).text,
               StartsWith("Run-off 2 closed <!date^") && Contains("Place 1: *Law* (topic 4), 1 vote") &&
                   !Contains("it waited for") && !Contains("`/vote runoff`"));
    CHECK_THAT(card_of(bot, core::card_kind::ballot, 1).text,
               Contains("because the run-off decided so.") && !Contains("`/vote runoff`"));
}

TEST_CASE("a plan goes to the facilitators with its buttons while it waits")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d");
    REQUIRE(bot.command("U2", "/vote 1 2 3 4").outcome == "done");
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    const auto plan = heard(bot, message_kind::plan_proposed, 1, ana);
    CHECK_THAT(plan.text,
               StartsWith("The vote in <#C1> is closed. This is what I would plan; nothing is changed until "
                          "you say so.\nSession 1, <!date^"));
    CHECK(plan.labels().size() == 3);
    const auto settle = plan.button("Use this plan: leaders are asked and the channel is told");
    auto pressed = bot.pressing("U1", "vote.plan_settle", settle.at("value").get<std::string>());
    pressed.channel = core::channel_id("D1");
    presses(bot, pressed);
    CHECK(reason_of(draw(bot, message_kind::plan_proposed, 1, ana)) == "the plan does not wait any more");
    CHECK_THAT(heard(bot, message_kind::plan_settled, 1, channel).text,
               StartsWith("What we learn next:\nSession 1, <!date^"));
}

TEST_CASE("whoever is to lead on a topic is asked, with why it is them")
{
    bot_under_test bot;
    settled_plan after(bot);
    after.session_is(core::leader_state::asked, 1, core::line_reason::learns_in_public, core::equal_part(5));
    const auto asked = after.turn();
    CHECK_THAT(
        asked.text,
        StartsWith("Will you lead the session of <#C1> on <!date^") &&
            Contains("? Its topic is *Audio*.\n") &&
            EndsWith("and it is your turn (1/5 of a turn owed): you learn it together with the group."));
    CHECK(asked.labels() == list{yes, no});
    after.session_is(core::leader_state::asked, 1, core::line_reason::owes_much,
                     core::one_turn + core::one_turn);
    CHECK_THAT(after.turn().text, EndsWith("\nYou owe 2 turns, so it is your turn before anybody else's."));
    after.session_is(core::leader_state::asked, 1, core::line_reason::chosen);
    CHECK_THAT(after.turn().text, EndsWith("\nA facilitator chose you."));
    after.session_is(core::leader_state::asked, 1, core::line_reason::in_turn);
    CHECK_THAT(after.turn().text, EndsWith("\nIt is your turn."));
    after.session_is(core::leader_state::asked, 1, core::line_reason::leads_already);
    CHECK_THAT(after.turn().text, EndsWith("\nYou were to lead it before the vote."));
}

TEST_CASE("one of several who can teach a topic hears that they owe most, the only one that they offered")
{
    bot_under_test bot;
    settled_plan after(bot);
    REQUIRE(bot.command("U2", "/vote teach 1").outcome == "done");
    after.session_is(core::leader_state::asked, 1, core::line_reason::offered, core::one_turn);
    CHECK_THAT(after.turn().text, EndsWith("\nYou offered to teach it."));
    REQUIRE(bot.command("U3", "/vote teach 1").outcome == "done");
    CHECK_THAT(
        after.turn().text,
        EndsWith(
            "\nYou offered to teach it, and owe most of those who did and have not led lately (1 turn)."));
}

TEST_CASE("whoever has said yes is told the topic, or picks one, and is not asked again")
{
    bot_under_test bot;
    settled_plan after(bot);
    after.session_is(core::leader_state::confirmed, 1, core::line_reason::leads_already);
    const auto sure = after.turn();
    CHECK_THAT(sure.text, StartsWith("You lead the session of <#C1> on <!date^") &&
                              EndsWith(", and its topic is settled: *Audio*."));
    CHECK(sure.labels() == list{no});
    after.session_is(core::leader_state::confirmed, 0, core::line_reason::leads_already);
    const auto picks = after.turn();
    CHECK_THAT(picks.text,
               Contains("Pick its topic from those with the most votes:\n2. *Video*\n1. *Audio*") &&
                   !Contains("session is yours"));
    CHECK(picks.labels() == list{"Lead this session on topic 2", "Lead this session on topic 1", no});
}

TEST_CASE("whose turn it is picks a topic, or only says yes when there is none to pick")
{
    bot_under_test bot;
    settled_plan after(bot);
    after.session_is(core::leader_state::asked, 0, core::line_reason::in_turn,
                     core::one_turn + core::equal_part(2));
    const auto picks = after.turn();
    CHECK_THAT(picks.text,
               StartsWith("It is your turn to lead the session of <#C1>") &&
                   Contains("Pick its topic from those with the most votes, and the session is yours:\n") &&
                   EndsWith("\nIt is your turn (1 1/2 turns owed)."));
    CHECK(picks.labels() == list{"Lead this session on topic 2", "Lead this session on topic 1", no});
    for (const auto* line : {"/vote withdraw 1", "/vote withdraw 2"})
        REQUIRE(bot.command("U1", line).outcome == "done");
    const auto none = after.turn();
    CHECK_THAT(none.text, !Contains("Pick"));
    CHECK(none.labels() == list{yes, no});
}

TEST_CASE("a leader and the channel hear what topic a facilitator chose, as long as it is so")
{
    bot_under_test bot;
    settled_plan after(bot);
    after.session_is(core::leader_state::asked, 3, core::line_reason::in_turn);
    CHECK_THAT(heard(bot, message_kind::topic_changed, 1, ben).text,
               StartsWith("A facilitator chose the topic of the session of <#C1> on <!date^") &&
                   EndsWith(", which you are to lead: *Maps*."));
    CHECK_THAT(heard(bot, message_kind::topic_changed, 1, channel).text,
               StartsWith("A facilitator chose the topic of session 1, <!date^") && EndsWith(": *Maps*."));
    CHECK(reason_of(draw(bot, message_kind::topic_changed, 1, ana)) == "somebody else leads the session");
    after.session_is(core::leader_state::asked, 0, core::line_reason::in_turn);
    CHECK(reason_of(draw(bot, message_kind::topic_changed, 1, channel)) ==
          "the session has no topic any more");
}

TEST_CASE("nobody is asked for a turn that is not theirs any more")
{
    bot_under_test bot;
    settled_plan after(bot);
    after.session_is(core::leader_state::asked, 1, core::line_reason::in_turn);
    CHECK(reason_of(draw(bot, message_kind::topic_turn, 1, ana)) == "somebody else leads the session");
    const auto before = bot.now;
    bot.now = session_numbered(bot, 1).starts_at;
    CHECK(reason_of(draw(bot, message_kind::topic_turn, 1, ben)) == "the session has begun");
    bot.now = before;
    bot.change([](core::unit_of_work& work) {
        auto meeting = *work.sessions().find(core::session_id{1});
        meeting.state = core::session_state::cancelled;
        work.sessions().save(meeting);
    });
    CHECK(reason_of(draw(bot, message_kind::topic_turn, 1, ben)) == "the session is not planned any more");
}

TEST_CASE("a reminder of a vote that did not fit goes along with the first message after it, once")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d");
    write_to(bot, ben, message_kind::session_over, 1);
    bot.now += core::hours{1};
    fold_reminder(bot, {"U2"});
    CHECK(times(delivered_to(bot, ben).at(0), mention) == 0); // it was written before

    bot.now += core::hours{1};
    for (const auto session : {1, 2, 3})
        write_to(bot, ben, message_kind::session_over, session);
    const auto texts = delivered_to(bot, ben);
    REQUIRE(texts.size() == 3);
    CHECK_THAT(texts.at(0), Contains(mention) && EndsWith(", and yours is not in it yet."));
    CHECK(times(texts.at(1) + texts.at(2), mention) == 0);
    bot.now += core::hours{1};
    write_to(bot, ben, message_kind::session_over, 1);
    CHECK(times(delivered_to(bot, ben).at(0), mention) == 0);
}

TEST_CASE("a vote goes along with no reminder of itself, to nobody who has voted, and into no channel")
{
    bot_under_test bot;
    with_ballot(bot, "/vote open 3d", 4);
    fold_reminder(bot, {"U2", "U3", "U4"});
    REQUIRE(bot.command("U3", "/vote 1").outcome == "done");
    const auto mentions_it = [&](const core::user_id& person, message_kind kind, std::int64_t subject) {
        write_to(bot, person, kind, subject);
        return times(delivered_to(bot, person).at(0), "yours is not in it yet");
    };
    CHECK(mentions_it(ben, message_kind::vote_reminder, 1) == 1);
    CHECK(mentions_it(core::user_id("U3"), message_kind::session_over, 1) == 0);
    CHECK(mentions_it(core::user_id("U4"), message_kind::session_over, 1) == 1);
    CHECK(times(message_of(draw(bot, message_kind::channel_day, 1, channel)).text, mention) == 0);
}
