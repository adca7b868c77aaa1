// Exporting a group and forgetting a person: nothing is left out, nothing is left behind.
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/inventory.hpp"
#include "storage/sqlite/memory.hpp"
#include "storage/sqlite/personal.hpp"
#include "tests/storage/engine_under_test.hpp"
#include "tests/storage/sample.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <SQLiteCpp/Statement.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace peerbot;
using namespace peerbot::tests;
namespace sqlite = storage::sqlite;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

const std::string leaver = "U0LEAVER1";

std::multiset<std::string> words_of(std::initializer_list<const char*> lists)
{
    std::multiset<std::string> all;
    for (const auto* list : lists) {
        std::istringstream words(list);
        for (std::string one; words >> one;)
            all.insert(one);
    }
    return all;
}

struct lived_in
{
    storage::memory_database database;
    unit_of_work& work = database.work();
    sqlite::connection& base = static_cast<sqlite::unit_of_work&>(work).base();
    group_id group = add_group(work);
    group_id other = add_group(work, "C2");

    lived_in()
    {
        add_member(work, group, leaver);
        add_member(work, group, "U2");
        add_member(work, other, leaver);
        base.execute(
            "INSERT INTO topics (group_id, number, title, proposer, state, times_taught, proposed_at, link)"
            " VALUES (1, 1, 'My secret wish', '" +
            leaver +
            "', 'open', 0, 0, 'https://a.b/p1'),"
            " (1, 2, 'What <@" +
            leaver +
            "|ana> said', 'U2', 'open', 0, 0, ''),"
            " (1, 3, 'Not <@" +
            leaver + "9>', 'U2', 'open', 0, 0, '')");
        base.execute("INSERT INTO topic_teachers VALUES (2, 1, '" + leaver + "', 0)");
        base.execute("INSERT INTO topic_seconders VALUES (2, '" + leaver + "', 0)");
        base.execute("INSERT INTO ballots (group_id, number, opener, opened_at, closes_at, voters)"
                     " VALUES (1, 1, '" +
                     leaver + "', 0, 5, 1)");
        base.execute("INSERT INTO ballot_topics (ballot_id, topic_id, votes) VALUES (1, 1, 1)");
        base.execute("INSERT INTO votes VALUES (1, 1, 1, 1)");
        base.execute("INSERT INTO people VALUES ('T1', '" + leaver + "', 'T1', 0, 0, 0, 'Europe/London')");
        base.execute("INSERT INTO calendar_feeds VALUES (NULL, 'T1', NULL, '" + leaver + "', '" +
                     std::string(64, 'a') + "', 0, NULL)");
        base.execute("INSERT INTO reminder_wishes VALUES ('T1', '" + leaver + "', 1, 'off', 0)");
        base.execute("INSERT INTO audit VALUES (NULL, 1, 0, 'named', 'U2', '" + leaver + "', '')");
        base.execute("INSERT INTO inbox VALUES ('press:" + leaver + ":1', 0)");
        work.outbox().add({.kind = message_kind::vote_reminder,
                           .group = group,
                           .subject = 1,
                           .to = user_id(leaver),
                           .due_at = instant{}});
    }
    std::vector<json> lines(const std::optional<std::string>& channel)
    {
        std::ostringstream out;
        CHECK(sqlite::write_out(base, channel, out));
        std::istringstream in(out.str());
        std::vector<json> all;
        for (std::string line; std::getline(in, line);)
            all.push_back(json::parse(line));
        return all;
    }
    // Every place where some text of the database holds the word.
    std::vector<std::string> places_of(const std::string& word)
    {
        std::vector<std::string> found;
        for (const auto& row : sqlite::inventory()) {
            for (const auto& column :
                 words_of({row.plain, row.people, row.words, row.links, row.confided, row.hidden})) {
                SQLite::Statement rows(base.database(), "SELECT count(*) FROM " + std::string(row.table) +
                                                            " WHERE instr(" + column + ", ?1) > 0");
                rows.bind(1, word);
                rows.executeStep();
                if (rows.getColumn(0).getInt() > 0) found.push_back(std::string(row.table) + "." + column);
            }
        }
        return found;
    }
};

} // namespace

TEST_CASE_METHOD(lived_in, "the inventory has every table with every column, once")
{
    std::map<std::string, std::multiset<std::string>> listed;
    for (const auto& row : sqlite::inventory()) {
        INFO(row.table);
        CHECK(listed
                  .emplace(row.table,
                           words_of({row.plain, row.people, row.words, row.links, row.confided, row.hidden}))
                  .second);
    }
    std::map<std::string, std::multiset<std::string>> real;
    SQLite::Statement columns(base.database(),
                              "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c"
                              " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'");
    while (columns.executeStep())
        real[columns.getColumn(0).getString()].insert(columns.getColumn(1).getString());
    CHECK(listed == real);
}

TEST_CASE_METHOD(lived_in, "nobody who is named in a column is missed, whatever the column is called")
{
    // Every column of text that is said to hold no person and no words holds a word of the program.
    const std::set<std::string> words_of_ours{"groups.workspace",
                                              "groups.channel",
                                              "groups.zone",
                                              "groups.cadence",
                                              "groups.planning",
                                              "groups.run_sheet",
                                              "groups.holidays",
                                              "groups.away",
                                              "members.state",
                                              "topics.state",
                                              "ballots.closed_by",
                                              "ballots.method",
                                              "ballot_topics.decided_by",
                                              "ballot_rounds.out_by",
                                              "topic_plans.rule",
                                              "topic_plans.state",
                                              "sessions.state",
                                              "sessions.leading",
                                              "sessions.format",
                                              "rsvps.coming",
                                              "topic_plan_lines.reason",
                                              "turn_offers.cause",
                                              "turn_offers.state",
                                              "turn_log.cause",
                                              "assist_templates.follow_ups",
                                              "assist_template_phases.speakers",
                                              "assist_template_phases.form",
                                              "assist_template_phases.yields",
                                              "audit.act",
                                              "audit.detail"};
    for (const auto& row : sqlite::inventory()) {
        for (const auto& column : words_of({row.plain})) {
            SQLite::Statement type(base.database(), "SELECT type FROM pragma_table_info(?1) WHERE name = ?2");
            type.bind(1, row.table);
            type.bind(2, column);
            REQUIRE(type.executeStep());
            if (type.getColumn(0).getString() != "TEXT") continue;
            INFO(row.table << "." << column);
            CHECK(words_of_ours.contains(std::string(row.table) + "." + column));
        }
    }
}

TEST_CASE_METHOD(lived_in, "an export has a group's rows, one a line, and nothing private")
{
    const auto all = lines("C1");
    std::multiset<std::string> tables;
    for (const auto& line : all)
        tables.insert(line.at("table").get<std::string>());
    CHECK(tables.count("groups") == 1);
    CHECK(tables.count("members") == 2);
    CHECK(tables.count("topics") == 3);
    CHECK(tables.count("ballots") == 1);
    CHECK(tables.count("votes") == 0); // the ballot is open
    for (const auto* const secret :
         {"people", "calendar_feeds", "reminder_wishes", "outbox", "inbox", "sealed_votes"})
        CHECK(tables.count(secret) == 0);
    const auto topic =
        std::find_if(all.begin(), all.end(), [](const json& line) { return line.at("table") == "topics"; });
    CHECK(topic->at("title") == "My secret wish");
    CHECK(topic->at("proposer") == leaver);
    CHECK(topic->at("merged_into").is_null());

    base.execute("UPDATE ballots SET closed_at = 5, closed_by = 'deadline'");
    const auto after = lines("C1");
    CHECK(std::count_if(after.begin(), after.end(),
                        [](const json& line) { return line.at("table") == "votes"; }) == 1);
    CHECK(lines({}).size() == after.size() + 2); // the other group and its member
    std::ostringstream nothing;
    CHECK_FALSE(sqlite::write_out(base, "C9", nothing));
}

TEST_CASE_METHOD(lived_in, "somebody who is forgotten is nowhere, and the others are as before")
{
    const auto done = sqlite::take_out(base, leaver);
    CHECK(places_of(leaver) == std::vector<std::string>{"topics.title"}); // of somebody whose id is longer
    CHECK(places_of("My secret wish").empty());
    CHECK(places_of("https://a.b/p1").empty());
    CHECK(base.word("SELECT title FROM topics WHERE number = 1") == "(removed)");
    CHECK(base.word("SELECT title FROM topics WHERE number = 2") == "What (somebody) said");
    CHECK(base.word("SELECT title FROM topics WHERE number = 3") == "Not <@" + leaver + "9>");
    CHECK(base.number("SELECT count(*) FROM members WHERE user = '" + done.pseudonym + "'") == 2);
    CHECK(base.number("SELECT count(*) FROM members WHERE user = 'U2'") == 1);
    CHECK(base.number("SELECT count(*) FROM votes") == 1);
    for (const auto* const gone : {"people", "calendar_feeds", "reminder_wishes", "outbox", "inbox"})
        CHECK(base.number(std::string("SELECT count(*) FROM ") + gone) == 0);
    CHECK(done.removed.size() == 5);
    CHECK(done.pseudonym.starts_with("gone-"));
}

TEST_CASE("after forgetting, not one byte of a person is in the file")
{
    const scratch_folder folder;
    const auto file = folder / "peerbot.db";
    engine_under_test engine(file);
    engine.write([](unit_of_work& work) {
        const auto group = add_group(work);
        add_member(work, group, leaver);
        for (int i = 0; i < 300; ++i)
            add_topic(work, group, "Wish " + std::to_string(i));
    });
    engine.stop();
    sqlite::connection(file, sqlite::access::read_write)
        .execute("UPDATE topics SET proposer = '" + leaver +
                 "', title = 'The words of ' || number;"
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
                 " INSERT INTO topic_seconders SELECT id, iif(i = 20, '" +
                 leaver + "', 'U' || (i * 7919 % 1000)), 0 FROM topics, n ORDER BY i * 31 % 41, id");
    const auto database = storage::sqlite_database(file);
    database->forget(leaver);

    for (const auto& each : std::filesystem::directory_iterator(folder / ".")) {
        std::ifstream in(each.path(), std::ios::binary);
        const std::string bytes(std::istreambuf_iterator<char>(in), {});
        INFO(each.path());
        CHECK(bytes.find(leaver) == std::string::npos);
        CHECK(bytes.find("The words of") == std::string::npos);
    }
    CHECK_THROWS_WITH(database->forget(leaver), Contains("Nothing is known of " + leaver));
    const engine_under_test serving(file);
    CHECK_THROWS_WITH(database->forget("U2"), Contains("Another peerbot already uses"));
}
