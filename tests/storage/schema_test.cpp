// The schema itself refuses what must never be stored, whoever writes it.
#include "storage/sqlite/error.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/storage/stored_group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::tests;
namespace sqlite = peerbot::storage::sqlite;

namespace {

struct fixture : stored_group
{
    member_id ana = add_member(work, group, "ana");
    topic_id topic = add_topic(work, group, "Audio");
    ballot_id ballot = add_ballot(work, group, {topic}).id;
    session_id session = work.sessions().add(sample_session(group)).id;
    topic_id planned = add_topic(work, group, "Planned");

    fixture()
    {
        auto about = sample_session(group, 2);
        about.topic = planned;
        work.sessions().add(about);
        work.topics().add_seconder(topic, user_id("U2"), {});
        work.outbox().add({.kind = message_kind::vote_reminder,
                           .group = group,
                           .subject = 1,
                           .to = user_id("U1"),
                           .due_at = instant{hours{1}}});
    }
    // Why a constraint refused the statement; empty when none did.
    std::string refusal(const std::string& text)
    {
        try {
            static_cast<sqlite::unit_of_work&>(work).base().execute(text);
            return {};
        } catch (const sqlite::error& why) {
            if (why.kind() != sqlite::error_kind::refused) throw;
            return why.what();
        }
    }
    bool refuses(const std::string& text) { return !refusal(text).empty(); }
};

} // namespace

TEST_CASE_METHOD(fixture, "wrong rows cannot be stored")
{
    const std::string wrong[] = {
        "UPDATE groups SET channel = ''",
        "UPDATE groups SET meets_at = 1440",
        "UPDATE groups SET reachable = 2",
        "UPDATE groups SET length = 0",
        "UPDATE groups SET away = 'archived'",
        "UPDATE groups SET reachable = 0, away = 'on holiday', away_since = 0",
        "UPDATE groups SET reachable = 0, away = 'archived'",
        "UPDATE groups SET away_since = 0",
        "INSERT INTO vacancies VALUES (NULL, 99, 0, NULL, NULL, NULL)",
        "INSERT INTO vacancies VALUES (NULL, 1, 0, NULL, NULL, 'U1')",
        "INSERT INTO vacancies VALUES (NULL, 1, 0, NULL, NULL, NULL), (NULL, 1, 0, NULL, NULL, NULL)",
        "INSERT INTO people VALUES ('T1', '', '', 0, 0, 0, '')",
        "INSERT INTO people VALUES ('T1', 'U1', '', 2, 0, 0, '')",
        "INSERT INTO people VALUES ('T1', 'U1', '', 0, 0, 0, ''), ('T1', 'U1', '', 0, 0, 0, '')",
        "INSERT INTO audit VALUES (NULL, 99, 0, 'set up', NULL, NULL, '')",
        "INSERT INTO audit VALUES (NULL, 1, 0, 'set up', '', NULL, '')",
        "UPDATE groups SET meets_at = 'noon'",
        "UPDATE groups SET card_id = 77",
        "UPDATE members SET state = 'paused'",
        "UPDATE members SET paused_until = 20000",
        "UPDATE members SET state = 'asleep'",
        "INSERT INTO members VALUES (NULL, 1, 'ana', 'active', NULL, 0, 0, '')",
        "INSERT INTO members VALUES (NULL, 99, 'ben', 'active', NULL, 0, 0, '')",
        "UPDATE topics SET title = ''",
        "UPDATE topics SET state = 'lost'",
        "UPDATE topics SET number = 0",
        "UPDATE ballots SET closed_at = 5",
        "UPDATE ballots SET closed_by = 'deadline'",
        "UPDATE ballots SET closed_at = 5, closed_by = 'chance'",
        "UPDATE ballots SET voters = -1",
        "UPDATE ballots SET closes_at = opened_at - 1",
        "INSERT INTO ballots (group_id, number, opener, opened_at, closes_at, voters)"
        " VALUES (1, 2, 'U1', 0, 1, 0)",
        "UPDATE ballot_topics SET votes = -1",
        "INSERT INTO votes VALUES (1, 1, 99, 1)",
        "INSERT INTO votes VALUES (1, 99, 1, 1)",
        "UPDATE sessions SET leading = 'asked'",
        "UPDATE sessions SET leader_id = 1",
        "UPDATE sessions SET length = 0",
        "UPDATE sessions SET state = 'moved'",
        "INSERT INTO sessions (group_id, number, meets_at, starts_at, length, state, leading)"
        " VALUES (1, 1, 0, 0, 60, 'planned', 'open')",
        "INSERT INTO session_details VALUES (1, 'ftp://a.b', '', '', '', 0, '', '')",
        "INSERT INTO session_details VALUES (1, '', '', '', 'https://a.b', 1, '', '')",
        "INSERT INTO session_details VALUES (99, '', '', '', '', 0, '', '')",
        "INSERT INTO rsvps VALUES (1, 1, 'perhaps', 0)",
        "INSERT INTO open_questions VALUES (NULL, 1, 'U1', '', NULL, 0)",
        "INSERT INTO ledger VALUES (1, 1, 1, -1, 0)",
        "INSERT INTO ledger VALUES (1, 1, 1, 0, -1)",
        "INSERT INTO cards VALUES (NULL, 1, 1, 1, '', '1.5', 0, 0)",
        "INSERT INTO cards VALUES (NULL, 1, 1, 1, '', '', 3, 0)",
        "UPDATE outbox SET state = 8",
        "UPDATE outbox SET state = 3",
        "UPDATE outbox SET state = 4",
        "UPDATE outbox SET finished_at = 1",
        "UPDATE outbox SET attempts = 1",
        "UPDATE outbox SET next_try_at = due_at - 1",
        "UPDATE outbox SET to_person = 2",
        "INSERT INTO inbox VALUES ('', 0)",
        "DELETE FROM groups",
        "DELETE FROM topics",
    };
    for (const auto& text : wrong) {
        INFO(text);
        CHECK(refuses(text));
    }
}

TEST_CASE_METHOD(fixture, "wrong topics, ballots, votes and plans cannot be stored")
{
    auto& base = static_cast<sqlite::unit_of_work&>(work).base();
    base.execute("INSERT INTO groups (workspace, channel, zone, cadence, meets_at, reachable, created_at)"
                 " VALUES ('T1', 'C2', 'UTC', 'weekly', 0, 1, 0)");
    base.execute("INSERT INTO topics (group_id, number, title, proposer, state, times_taught, proposed_at)"
                 " VALUES (2, 1, 'Elsewhere', 'U1', 'open', 0, 0)");
    base.execute("INSERT INTO ballots (group_id, opener, opened_at, closes_at, voters, hidden, anonymous)"
                 " VALUES (2, 'U1', 0, 1, 0, 1, 1)");
    base.execute("INSERT INTO ballot_topics (ballot_id, topic_id, votes) VALUES (2, 3, 0)");
    base.execute("INSERT INTO topic_plans VALUES (1, 'topic-first', 'proposed', 1, NULL)");
    base.execute("INSERT INTO topic_plan_lines VALUES (1, 1, 1, 1, 1, 'offered', 0)");
    const std::pair<std::string, std::string> wrong[] = {
        {"UPDATE groups SET planning = 'by-lot'", "planning"},
        {"UPDATE sessions SET topic_id = 99 WHERE id = 1", "FOREIGN KEY"},
        {"UPDATE sessions SET topic_id = 2 WHERE id = 1", "UNIQUE"},
        {"UPDATE sessions SET state = 'held', topic_id = 2 WHERE id = 1", "UNIQUE"},
        {"UPDATE topics SET edited_at = 'today'", "INTEGER"},
        {"UPDATE topics SET link = NULL", "NOT NULL"},
        {"UPDATE topics SET merged_into = 2 WHERE id = 1", "merged_into"},
        {"UPDATE topics SET state = 'withdrawn', merged_into = 1 WHERE id = 1", "merged_into"},
        {"UPDATE topics SET state = 'withdrawn', merged_into = 99 WHERE id = 1", "FOREIGN KEY"},
        {"UPDATE topics SET follows = id", "follows"},
        {"UPDATE topics SET follows = 99", "FOREIGN KEY"},
        {"UPDATE topics SET taught_in = 1 WHERE id = 1", "taught_in"},
        {"UPDATE topics SET state = 'taught', taught_in = 99 WHERE id = 1", "FOREIGN KEY"},
        {"INSERT INTO topic_seconders VALUES (1, 'U2', 0)", "UNIQUE"},
        {"INSERT INTO topic_seconders VALUES (1, '', 0)", "user"},
        {"INSERT INTO topic_seconders VALUES (99, 'U3', 0)", "FOREIGN KEY"},
        {"UPDATE ballots SET number = 0", "number"},
        {"UPDATE ballots SET group_id = 1 WHERE id = 2", "UNIQUE"},
        {"UPDATE ballots SET method = 'show of hands'", "method"},
        {"UPDATE ballots SET budget = 3", "budget"},
        {"UPDATE ballots SET method = 'budget'", "budget"},
        {"UPDATE ballots SET method = 'budget', budget = -1", "budget"},
        {"UPDATE ballots SET hidden = 2", "hidden"},
        {"UPDATE ballots SET hidden = 0 WHERE id = 2", "anonymous"},
        {"UPDATE ballots SET anonymous = 1 WHERE id = 1", "anonymous"},
        {"UPDATE ballots SET anonymous = 2 WHERE id = 2", "anonymous"},
        {"UPDATE ballots SET extended = 2", "extended"},
        {"UPDATE ballots SET decides = id", "decides"},
        {"UPDATE ballots SET decides = 2 WHERE id = 1", "decides"},
        {"UPDATE ballots SET electorate = 5", "electorate"},
        {"UPDATE ballots SET closed_at = 5, closed_by = 'deadline', electorate = -1", "electorate"},
        {"UPDATE ballots SET room = 4", "room"},
        {"UPDATE ballots SET room = -1", "room"},
        {"UPDATE ballot_topics SET tied = 1", "tied"},
        {"UPDATE ballot_topics SET place = 1, tied = 2", "tied"},
        {"UPDATE ballot_topics SET teachers = -1", "teachers"},
        {"UPDATE ballot_topics SET taught = -1", "taught"},
        {"UPDATE topic_plans SET revision = 0", "revision"},
        {"UPDATE ballot_topics SET voters = -1", "voters"},
        {"UPDATE ballot_topics SET voters = 1", "place"},
        {"UPDATE ballot_topics SET place = -1", "place"},
        {"UPDATE ballot_topics SET decided_by = 'lot'", "decided_by"},
        {"UPDATE ballot_topics SET place = 1, decided_by = 'chance'", "decided_by"},
        {"UPDATE ballot_topics SET plannable = 0", "plannable"},
        {"UPDATE ballot_topics SET place = 1, plannable = 2", "plannable"},
        {"UPDATE ballot_topics SET title = 'Audio'", "title"},
        {"INSERT INTO ballot_rounds VALUES (1, 1, 1, 1, 'a whim')", "out_by"},
        {"INSERT INTO ballot_rounds VALUES (1, 0, 1, 1, NULL)", "round"},
        {"INSERT INTO ballot_rounds VALUES (1, 1, 1, -1, NULL)", "votes"},
        {"INSERT INTO ballot_rounds VALUES (1, 1, 2, 1, NULL)", "FOREIGN KEY"},
        {"INSERT INTO ballot_rounds VALUES (99, 1, 1, 1, NULL)", "FOREIGN KEY"},
        {"INSERT INTO votes VALUES (1, 1, 1, 0)", "mark"},
        {"INSERT INTO votes VALUES (1, 1, 1, 21)", "mark"},
        {"INSERT INTO votes VALUES (2, 1, 3, 1)", "the ballot is anonymous"},
        {"INSERT INTO sealed_votes VALUES (2, 1, 3, 0)", "mark"},
        {"INSERT INTO sealed_votes VALUES (2, 1, 3, 21)", "mark"},
        {"INSERT INTO sealed_votes VALUES (2, 99, 3, 1)", "no such voter"},
        {"INSERT INTO sealed_votes VALUES (2, 1, 1, 1)", "no such topic"},
        {"INSERT INTO sealed_votes VALUES (99, 1, 3, 1)", "no such topic"},
        {"INSERT INTO sealed_votes VALUES (1, 1, 1, 1)", "anonymous ballot"},
        {"INSERT INTO topic_plans VALUES (99, 'topic-first', 'proposed', 1, NULL)", "FOREIGN KEY"},
        {"INSERT INTO topic_plans VALUES (2, 'by-lot', 'proposed', 1, NULL)", "rule"},
        {"UPDATE topic_plans SET state = 'lost'", "state"},
        {"UPDATE topic_plans SET state = 'settled'", "settled"},
        {"UPDATE topic_plans SET settled_by = 'U1'", "settled"},
        {"UPDATE topic_plans SET state = 'settled', settled_by = ''", "settled_by"},
        {"INSERT INTO topic_plan_lines VALUES (2, 1, 1, 1, 1, 'offered', 0)", "FOREIGN KEY"},
        {"INSERT INTO topic_plan_lines VALUES (1, 2, 1, 2, 1, 'offered', 0)", "UNIQUE"},
        {"INSERT INTO topic_plan_lines VALUES (1, 1, 2, 2, 1, 'offered', 0)", "UNIQUE"},
        {"UPDATE topic_plan_lines SET place = 0", "place"},
        {"UPDATE topic_plan_lines SET session_id = 99", "FOREIGN KEY"},
        {"UPDATE topic_plan_lines SET topic_id = 99", "FOREIGN KEY"},
        {"UPDATE topic_plan_lines SET leader_id = 99", "FOREIGN KEY"},
        {"UPDATE topic_plan_lines SET leader_id = NULL", "leader_id"},
        {"UPDATE topic_plan_lines SET reason = 'nobody'", "leader_id"},
        {"UPDATE topic_plan_lines SET reason = 'a whim'", "reason"},
        {"DELETE FROM topic_plans", "FOREIGN KEY"},
    };
    for (const auto& [text, because] : wrong) {
        INFO(text);
        const auto why = refusal(text);
        INFO(why);
        CHECK_THAT(why, Catch::Matchers::Contains(because));
    }
}

TEST_CASE_METHOD(fixture,
                 "a ballot has one run-off at most, and a session that was cancelled lets its topic go")
{
    CHECK(refusal("UPDATE ballots SET closed_at = 5, closed_by = 'deadline', electorate = 3").empty());
    const std::string run_off =
        "INSERT INTO ballots (group_id, number, opener, opened_at, closes_at, closed_at, closed_by, voters,"
        " decides) VALUES (1, %, 'U1', 0, 1, 2, 'deadline', 0, 1)";
    const auto numbered = [&](const char* number) {
        return std::string(run_off).replace(run_off.find('%'), 1, number);
    };
    CHECK(refusal(numbered("2")).empty());
    CHECK_THAT(refusal(numbered("3")), Catch::Matchers::Contains("ballots.decides"));

    CHECK(refusal("UPDATE sessions SET state = 'cancelled' WHERE topic_id = 2").empty());
    CHECK(refusal("UPDATE sessions SET topic_id = 2 WHERE id = 1").empty());
}

TEST_CASE_METHOD(fixture, "what cannot be said of turns cannot be stored")
{
    const auto ben = add_member(work, group, "ben");
    auto led = *work.sessions().find(session_id{2});
    led.leading = leader_state::confirmed;
    led.leader = ana;
    work.sessions().save(led);
    work.turns().add({.id = {},
                      .meeting = session,
                      .cause = offer_cause::cannot,
                      .from = ana,
                      .to = ben,
                      .in_return = led.id,
                      .opened_at = instant{hours{1}},
                      .ends_at = instant{hours{2}}});
    work.turns().add_backup(session, ben, instant{hours{1}});
    work.ledger().goes_away(ana, instant{hours{1}});
    const std::string wrong[] = {
        "UPDATE sessions SET co_leader_id = 2 WHERE id = 1", // nobody leads it
        "UPDATE sessions SET co_leader_id = 1 WHERE id = 2", // ana leads it already
        "UPDATE sessions SET co_leader_id = 99 WHERE id = 2",
        "UPDATE sessions SET format = 'party'",
        "UPDATE sessions SET format = 'assist' WHERE id = 2", // has a leader
        "UPDATE turn_offers SET cause = 'whim'",
        "UPDATE turn_offers SET state = 'lost'",
        "UPDATE turn_offers SET state = 'accepted'",
        "UPDATE turn_offers SET answered_by = 2",
        "UPDATE turn_offers SET state = 'declined', answered_by = 1",
        "UPDATE turn_offers SET ends_at = opened_at - 1",
        "UPDATE turn_offers SET from_id = NULL",
        "UPDATE turn_offers SET from_id = to_id",
        "UPDATE turn_offers SET to_id = NULL", // nothing in return from nobody
        "UPDATE turn_offers SET cause = 'unanswered'",
        "UPDATE turn_offers SET in_return = session_id",
        "UPDATE turn_offers SET session_id = 99",
        "UPDATE times_away SET until_at = 0", // before it began
        "UPDATE times_away SET member_id = 99",
        "INSERT INTO times_away (member_id, from_at) VALUES (1, 1)", // is away already
        "UPDATE backups SET place = 0",
        "UPDATE backups SET declined_at = 0",
        "UPDATE backups SET member_id = 99",
        "INSERT INTO turn_log (session_id, cause, changed_at) VALUES (1, 'asked', 0)",
        "INSERT INTO turn_log (session_id, to_id, cause, changed_at) VALUES (1, 1, 'named', 0)",
        "INSERT INTO turn_log (session_id, to_id, changed_by, cause, changed_at) VALUES (1, 1, '', 'named', "
        "0)",
        "INSERT INTO turn_log (session_id, to_id, changed_by, cause, changed_at) VALUES (1, 1, 'ana', "
        "'luck', 0)",
    };
    for (const auto& text : wrong) {
        INFO(text);
        CHECK(refuses(text));
    }
}

// Sealed votes have no foreign keys, but a trigger that asks for their ballot.
TEST_CASE_METHOD(fixture, "every table but the inbox leads to a workspace")
{
    auto& base = static_cast<sqlite::unit_of_work&>(work).base();
    CHECK(
        base.number(
            "SELECT count(*) FROM sqlite_schema s WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT IN ('inbox', 'migrations', 'groups', 'sealed_votes', 'boxed_challenges', 'people',"
            " 'people_listings')"
            " AND NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(s.name))"
            " AND NOT EXISTS (SELECT 1 FROM pragma_table_info(s.name) i WHERE i.name = 'workspace')") == 0);
    CHECK(base.number("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                      " AND name NOT LIKE 'sqlite_%' AND strict = 0") == 0);
}

TEST_CASE_METHOD(fixture, "wrong calendar feeds and wishes about reminders cannot be stored")
{
    auto& base = static_cast<sqlite::unit_of_work&>(work).base();
    const std::string a(64, 'a');
    const std::string b(64, 'b');
    const auto feed = [](const std::string& of_group, const std::string& person, const std::string& secret) {
        return "INSERT INTO calendar_feeds (workspace, group_id, person, fingerprint, created_at) VALUES "
               "('T1', " +
               of_group + ", " + person + ", '" + secret + "', 5)";
    };
    base.execute(feed("1", "NULL", a));
    base.execute(feed("NULL", "'U1'", b));
    base.execute("INSERT INTO reminder_wishes VALUES ('T1', 'U1', 4, 'fewer', 1)");
    base.execute("INSERT INTO reminder_marks VALUES ('T1', 'U1', 4, 1, 5, NULL)");
    base.execute("INSERT INTO folded_reminders VALUES ('T1', 'U1', 4, 1, 1, 5, 6)");
    const std::string c(64, 'c');
    const std::pair<std::string, std::string> wrong[] = {
        {feed("1", "NULL", c), "UNIQUE"},
        {feed("NULL", "'U1'", c), "UNIQUE"},
        {feed("NULL", "'U2'", a), "fingerprint"},
        {feed("NULL", "'U2'", "short"), "fingerprint"},
        {feed("NULL", "NULL", c), "CHECK"},
        {feed("1", "'U2'", c), "CHECK"},
        {feed("99", "NULL", c), "FOREIGN KEY"},
        {"UPDATE calendar_feeds SET revoked_at = 4", "revoked_at"},
        {"UPDATE reminder_wishes SET level = 'some'", "level"},
        {"UPDATE reminder_wishes SET level = 'off'", "skipped"},
        {"UPDATE reminder_marks SET done_at = NULL", "done_at"},
        {"UPDATE folded_reminders SET void_after = 4", "void_after"},
        {"UPDATE sessions SET sequence = -1", "sequence"},
    };
    for (const auto& [text, because] : wrong) {
        INFO(text);
        CHECK_THAT(refusal(text), Catch::Matchers::Contains(because));
    }
    // One that was revoked makes room for the next.
    CHECK(refusal("UPDATE calendar_feeds SET revoked_at = 6").empty());
    CHECK(refusal(feed("1", "NULL", c)).empty());
}
