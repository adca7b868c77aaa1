// The schema itself refuses what must never be stored, whoever writes it.
#include "storage/sqlite/error.hpp"
#include "storage/sqlite/memory.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/storage/sample.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::tests;
namespace sqlite = peerbot::storage::sqlite;

namespace {

struct fixture
{
    peerbot::storage::memory_database database;
    unit_of_work& work = database.work();
    group_id group = add_group(work);
    member_id ana = add_member(work, group, "ana");
    topic_id topic = add_topic(work, group, "Audio");
    ballot_id ballot = add_ballot(work, group, {topic});
    session_id session = work.sessions().add(sample_session(group)).id;

    fixture()
    {
        work.outbox().add({.kind = message_kind::few_votes,
                           .group = group,
                           .subject = 1,
                           .to = user_id("U1"),
                           .due_at = instant{hours{1}}});
    }
    bool refuses(const std::string& text)
    {
        try {
            static_cast<sqlite::unit_of_work&>(work).base().execute(text);
            return false;
        } catch (const sqlite::error& why) {
            return why.kind() == sqlite::error_kind::refused;
        }
    }
};

} // namespace

TEST_CASE_METHOD(fixture, "wrong rows cannot be stored")
{
    const std::string wrong[] = {
        "UPDATE groups SET channel = ''",
        "UPDATE groups SET meets_at = 1440",
        "UPDATE groups SET reachable = 2",
        "UPDATE groups SET meets_at = 'noon'",
        "UPDATE groups SET card_id = 77",
        "UPDATE members SET state = 'paused'",
        "UPDATE members SET paused_until = 20000",
        "UPDATE members SET state = 'asleep'",
        "INSERT INTO members VALUES (NULL, 1, 'ana', 'active', NULL, 0, 0)",
        "INSERT INTO members VALUES (NULL, 99, 'ben', 'active', NULL, 0, 0)",
        "UPDATE topics SET title = ''",
        "UPDATE topics SET state = 'lost'",
        "UPDATE topics SET number = 0",
        "UPDATE ballots SET closed_at = 5",
        "UPDATE ballots SET closed_by = 'deadline'",
        "UPDATE ballots SET closed_at = 5, closed_by = 'chance'",
        "UPDATE ballots SET voters = -1",
        "UPDATE ballots SET closes_at = opened_at - 1",
        "INSERT INTO ballots VALUES (NULL, 1, 'U1', 0, 1, NULL, NULL, 0, NULL)",
        "UPDATE ballot_topics SET votes = -1",
        "INSERT INTO votes VALUES (1, 1, 99)",
        "INSERT INTO votes VALUES (1, 99, 1)",
        "UPDATE sessions SET leading = 'asked'",
        "UPDATE sessions SET leader_id = 1",
        "UPDATE sessions SET length = 0",
        "UPDATE sessions SET state = 'moved'",
        "INSERT INTO sessions VALUES (NULL, 1, 1, 0, 0, 60, 'planned', 'open', NULL)",
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

TEST_CASE_METHOD(fixture, "every table but the inbox leads to a workspace")
{
    auto& base = static_cast<sqlite::unit_of_work&>(work).base();
    CHECK(base.number("SELECT count(*) FROM sqlite_schema s WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                      " AND name NOT IN ('inbox', 'migrations', 'groups')"
                      " AND NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(s.name))") == 0);
    CHECK(base.number("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                      " AND name NOT LIKE 'sqlite_%' AND strict = 0") == 0);
}
