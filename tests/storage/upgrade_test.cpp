// Files that older peerbots left behind are brought up to date with everything in them.
#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/storage/engine_under_test.hpp"
#include "tests/storage/scratch_folder.hpp"
#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace peerbot;
using namespace peerbot::tests;
namespace sqlite = storage::sqlite;

namespace {

// As schema 1 stored two groups: in the first a closed ballot, one that was closed early, and an open one.
constexpr char rows_of_first_schema[] = R"(
INSERT INTO groups VALUES (1, 'T1', 'C1', 'Europe/London', 'monthly 2 Tue', 900, 1, NULL, 10);
INSERT INTO groups VALUES (2, 'T1', 'C2', 'Asia/Kolkata', 'weekly Mon', 600, 0, NULL, 20);
INSERT INTO members VALUES (1, 1, 'ana', 'active', NULL, 1, 10);
INSERT INTO members VALUES (2, 1, 'ben', 'paused', 20000, 0, 20);
INSERT INTO members VALUES (3, 1, 'cleo', 'left', NULL, 0, 30);
INSERT INTO members VALUES (4, 1, 'dan', 'active', NULL, 0, 90);
INSERT INTO members VALUES (5, 1, 'eve', 'active', NULL, 0, 300);
INSERT INTO members VALUES (6, 2, 'ana', 'active', NULL, 0, 20);
INSERT INTO topics VALUES (1, 1, 1, 'Audio', 'ana', 'open', 0, 40);
INSERT INTO topics VALUES (2, 2, 1, 'Elsewhere', 'ana', 'open', 0, 41);
INSERT INTO topics VALUES (3, 1, 2, 'Video', 'ben', 'taught', 2, 42);
INSERT INTO topics VALUES (4, 1, 3, 'Light', 'ben', 'withdrawn', 0, 43);
INSERT INTO topics VALUES (5, 1, 4, 'Sound', 'ana', 'open', 0, 44);
INSERT INTO topic_teachers VALUES (1, 1, 'ben', 50);
INSERT INTO ballots VALUES (1, 1, 'ana', 60, 200, 200, 'deadline', 3, NULL);
INSERT INTO ballots VALUES (2, 2, 'ana', 60, 210, NULL, NULL, 1, NULL);
INSERT INTO ballots VALUES (4, 1, 'ben', 210, 290, 250, 'facilitator', 0, NULL);
INSERT INTO ballots VALUES (7, 1, 'ana', 260, 900, NULL, NULL, 2, NULL);
INSERT INTO ballot_topics VALUES (1, 1, 3), (1, 3, 1), (1, 4, 1), (1, 5, 0);
INSERT INTO ballot_topics VALUES (2, 2, 1);
INSERT INTO ballot_topics VALUES (4, 1, 0), (4, 5, 0);
INSERT INTO ballot_topics VALUES (7, 1, 2), (7, 5, 1);
INSERT INTO votes VALUES (1, 1, 1), (1, 2, 1), (1, 3, 1), (1, 1, 3), (1, 2, 4);
INSERT INTO votes VALUES (2, 6, 2);
INSERT INTO votes VALUES (7, 1, 1), (7, 4, 1), (7, 4, 5);
INSERT INTO sessions VALUES (1, 1, 1, 100, 6000000, 60, 'held', 'confirmed', 1);
INSERT INTO sessions VALUES (2, 1, 2, 200, 12000000, 90, 'planned', 'asked', 4);
INSERT INTO sessions VALUES (3, 1, 3, 300, 18000000, 60, 'planned', 'open', NULL);
INSERT INTO ledger VALUES (1, 1, 1, 0, 5);
INSERT INTO timers VALUES (1, 1, 1, 7, 900, NULL);
)";

struct old_file
{
    scratch_folder folder;
    std::filesystem::path file = folder / "peerbot.db";

    old_file()
    {
        std::ofstream{file};
        sqlite::connection base(file, sqlite::access::read_write);
        sqlite::migrate(base, sqlite::migrations().first(1), at(0));
        base.execute("PRAGMA foreign_keys = ON");
        base.execute(rows_of_first_schema);
    }
};

struct line
{
    int topic, votes, voters, place;
    place_rule rule;
    bool operator==(const line&) const = default;
};

std::vector<line> lines_of(unit_of_work& work, ballot_id id)
{
    std::vector<line> found;
    for (const auto& one : work.ballots().lines(id))
        found.push_back({one.subject.number, one.votes, one.voters, one.place, one.decided_by});
    return found;
}

void check_ballots(unit_of_work& work)
{
    const auto closed = work.ballots().find_number({1}, 1);
    REQUIRE(closed);
    CHECK(closed->id == ballot_id{1});
    CHECK(closed->closed_by == close_cause::deadline);
    CHECK(closed->method == ballot_method::approval);
    CHECK_FALSE((closed->hidden || closed->anonymous || closed->extended || closed->decides));
    CHECK(closed->voters == 3);
    CHECK(closed->electorate == 3); // ana and dan, but three had voted
    using enum place_rule;
    CHECK(lines_of(work, {1}) == std::vector<line>{{1, 3, 3, 1, more_votes},
                                                   {2, 1, 1, 2, shared},
                                                   {3, 1, 1, 2, more_votes},
                                                   {4, 0, 0, 4, more_votes}});

    const auto early = work.ballots().find_number({1}, 2);
    REQUIRE(early);
    CHECK(early->id == ballot_id{4});
    CHECK(early->closed_by == close_cause::facilitator);
    CHECK(early->voters == 0);
    CHECK(early->electorate == 2);
    CHECK(lines_of(work, {4}) == std::vector<line>{{1, 0, 0, 1, shared}, {4, 0, 0, 1, more_votes}});
    CHECK(work.ballots().newest_closed({1})->id == early->id);

    const auto open = work.ballots().open_in({1});
    REQUIRE(open);
    CHECK(open->id == ballot_id{7});
    CHECK(open->number == 3);
    CHECK_FALSE((open->hidden || open->anonymous));
    CHECK(open->voters == 2);
    CHECK(open->electorate == 0);
    CHECK(lines_of(work, {7}) == std::vector<line>{{1, 2, 0, 0, more_votes}, {4, 1, 0, 0, more_votes}});
    CHECK(work.votes().of(*open, {4}) == std::vector<vote>{{{1}, 1}, {{5}, 1}});
    CHECK(work.votes().all(*closed).size() == 5);
    CHECK(work.ballots().open_in({2})->number == 1);
}

void check_rest(unit_of_work& work)
{
    CHECK(work.groups().find({1})->planning == plan_rule::topic_first);
    CHECK(work.groups().unreachable().size() == 1);
    const auto audio = work.topics().find({1});
    REQUIRE(audio);
    CHECK(audio->interest == 1);
    CHECK(audio->teachers == std::vector{user_id("ben")});
    CHECK(audio->link.empty());
    CHECK_FALSE((audio->edited_at || audio->merged_into || audio->follows || audio->taught_in));
    CHECK(work.topics().taught({1}, 10).size() == 1);
    CHECK(work.topics().next_for_ballot({1}, 10) == std::vector<topic_id>{{1}, {5}});

    const auto planned = work.sessions().planned({1});
    REQUIRE(planned.size() == 2);
    CHECK(planned[0].leader == member_id{4});
    CHECK_FALSE(planned[0].topic);
    CHECK_FALSE(planned[0].co_leader);
    CHECK(planned[0].format == session_format::training);
    CHECK(work.turns().changes(planned[0].id).empty());
    CHECK(work.timers().waiting({1}).size() == 1);
    CHECK_FALSE(work.plans().find({1}));
    CHECK(work.members().find({2})->organisation.empty());
    CHECK(work.critiques().newest({1}, 5).empty());
    CHECK(work.critiques().balances({1}).empty());
    CHECK(work.promises().waiting({1}).empty());
}

} // namespace

TEST_CASE("a database of the first schema keeps its ballots, numbered, placed and still open where they were")
{
    const old_file here;
    engine_under_test engine(here.file);
    CHECK(engine.read([](unit_of_work& work) { check_ballots(work); }).error.empty());
    CHECK(engine.read([](unit_of_work& work) { check_rest(work); }).error.empty());
}

TEST_CASE("a group of before there were critiques asks for its first one")
{
    const old_file here;
    engine_under_test engine(here.file);
    const auto told = engine.write("", [](unit_of_work& work) {
        const auto one = work.critiques().add({.id = {},
                                               .group = {1},
                                               .asker = {1},
                                               .subject = "the leaflet",
                                               .opened_at = at(1),
                                               .volunteers_until = at(2),
                                               .due_at = at(3)});
        CHECK(one.number == 1);
        work.critiques().save_critic({.request = one.id, .member = {4}, .asked_at = at(2)});
        CHECK(work.critiques().count_waiting_for({4}) == 1);
        return storage::keep::yes;
    });
    CHECK(told.error.empty());
}

TEST_CASE("a ballot that was open during the update takes votes, closes and makes room for the next")
{
    const old_file here;
    engine_under_test engine(here.file);
    const auto told = engine.write("", [](unit_of_work& work) {
        auto open = *work.ballots().open_in({1});
        work.votes().replace(open, {4}, {{{5}, 1}});
        CHECK(lines_of(work, open.id)[0].votes == 1);
        open.closed_at = at(5);
        open.closed_by = close_cause::facilitator;
        open.electorate = 3;
        work.ballots().save(open);
        auto next = open;
        next.closed_at.reset();
        next.closed_by.reset();
        next.method = ballot_method::ranked;
        next.hidden = next.anonymous = true;
        next = work.ballots().add(next, {{1}, {5}});
        CHECK(next.number == 4);
        work.votes().replace(next, {1}, {{{5}, 1}, {{1}, 2}});
        return storage::keep::yes;
    });
    CHECK(told.error.empty());
    engine.stop();
    sqlite::connection base(here.file, sqlite::access::read_write);
    CHECK(base.number("PRAGMA user_version") == static_cast<std::int64_t>(sqlite::migrations().size()));
    CHECK(base.word("PRAGMA integrity_check") == "ok");
    CHECK(base.number("SELECT count(*) FROM pragma_foreign_key_check") == 0);
}

TEST_CASE("phases of before are told whose question they were about")
{
    scratch_folder folder;
    const auto file = folder / "peerbot.db";
    std::ofstream{file};
    sqlite::connection base(file, sqlite::access::read_write);
    sqlite::migrate(base, sqlite::migrations().first(11), at(0));
    // A troika whose turns of members 1 and 2 are over, and that of 3 runs; and a classic one of member 1.
    base.execute(R"(
INSERT INTO groups (id, workspace, channel, zone, cadence, meets_at, reachable, created_at)
    VALUES (1, 'T1', 'C1', 'Europe/London', 'monthly 2 Tue', 900, 1, 10);
INSERT INTO members (id, group_id, user, state, facilitator, joined_at)
    VALUES (1, 1, 'ana', 'active', 1, 10), (2, 1, 'ben', 'active', 0, 10), (3, 1, 'cleo', 'active', 0, 10);
INSERT INTO assist_templates VALUES (1, NULL, 'troika', 'Troika', '', 's', 2, 2, 0, 0, 3, 48, '2', '', 0),
    (2, NULL, 'classic', 'Classic', '', 's', 3, 12, 1, 0, 1, 72, '2', '', 0);
INSERT INTO assist_template_phases
    SELECT t, p, 'phase ' || p, speakers, 0, 24, 'Speak.', 'question', 'nothing', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0 FROM (SELECT 1 AS t, 1 AS p, 'assisters' AS speakers UNION SELECT 1, 2, 'assistee'
        UNION SELECT 2, 1, 'assisters');
INSERT INTO assists (id, group_id, number, template_id, pace, state, opened_by, opened_at, assistee_id, situation,
    tried, bounds, question, good_answer, agreed_question, turn, suggested, advice, story)
    VALUES (1, 1, 1, 1, 'in writing', 'running', 'ana', 0, 3, '', '', '', '', '', '', 3, '', '', ''),
    (2, 1, 2, 2, 'in writing', 'running', 'ana', 0, 1, '', '', '', '', '', '', 1, '', '', '');
INSERT INTO assist_phase_runs (id, assist_id, template_id, turn, place, live, began_at, extended, ended_at)
    VALUES (1, 1, 1, 1, 1, 0, 0, 0, 1), (2, 1, 1, 1, 2, 0, 0, 0, 1), (3, 1, 1, 2, 1, 0, 0, 0, 1),
    (4, 1, 1, 2, 2, 0, 0, 0, 1), (5, 1, 1, 3, 1, 0, 0, 0, NULL), (6, 2, 2, 1, 1, 0, 0, 0, NULL);
INSERT INTO assist_contributions (assist_id, run_id, author_id, kind, text, state, useful, affects, review, wording)
    VALUES (1, 1, 3, 'question', 'Of another?', 'shown', 0, 0, 'pending', ''),
    (1, 2, 1, 'question', 'Kept?', 'shown', 0, 0, 'pending', ''),
    (1, 4, 2, 'question', 'Kept, too?', 'shown', 0, 0, 'pending', '');
)");
    sqlite::migrate(base, sqlite::migrations(), at(0));
    sqlite::unit_of_work work(base);
    std::vector<std::int64_t> askers;
    for (const auto assist : {assist_id{1}, assist_id{2}})
        for (const auto& run : work.assists().runs(assist))
            askers.push_back(run.asker.value);
    CHECK(askers == std::vector<std::int64_t>{1, 1, 2, 2, 3, 1});
}
