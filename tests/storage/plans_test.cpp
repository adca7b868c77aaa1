// No statement goes through a whole table that grows, and none that runs often sorts.
#include "storage/sqlite/catalog.hpp"
#include "storage/sqlite/memory.hpp"
#include "storage/sqlite/unit_of_work.hpp"

#include <SQLiteCpp/Column.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sqlite = peerbot::storage::sqlite;

namespace {

// Asked at start only, or of a partial index that stays small: the unfinished messages.
const std::map<std::string, std::string> allowed_scans = {
    {"group.all", "SCAN groups"},
    {"group.unreachable", "SCAN groups USING INDEX groups_unreachable"},
    // Where the timers and cards that are due are looked up, those of the few suspended groups are left out.
    {"timer.due", "SCAN groups USING INDEX groups_unreachable"},
    {"card.dirty", "SCAN groups USING INDEX groups_unreachable"},
    {"card.count_dirty", "SCAN groups USING INDEX groups_unreachable"},
    {"outbox.waiting", "SCAN outbox USING INDEX outbox_line"},
    {"outbox.recover", "SCAN outbox USING INDEX outbox_line"},
    {"outbox.next_try", "SCAN o USING INDEX outbox_next"},
    {"timer.next_due", "SCAN timers USING INDEX timers_due|SCAN groups USING INDEX groups_unreachable"},
    {"card.begin_refresh", "SCAN cards"},
    // At the close of an anonymous ballot all that is sealed is read, deleted and written anew.
    {"sealed_vote.of_others", "SCAN v"},
    // The same when challenges are shown together.
    {"box.of_others", "SCAN boxed_challenges"},
    {"migration.landed", "SCAN migrations"},
    {"migration.check", "SCAN pragma_foreign_key_check"},
};

// Sorting the few members or topics of one group, what waits for one person, or the people of one assist.
const std::set<std::string> allowed_sorts = {
    "member.present",     "member.of_person",    "topic.next_for_ballot", "topic.seconders",
    "attention.folded",   "attention.last_acts", "session.answers",       "topic.taught",
    "feedback.handed_in", "participant.of",      "call_slot.coming",      "contribution.experience"};

std::vector<std::string> plan_of(sqlite::connection& base, const sqlite::sql& one)
{
    SQLite::Statement plan(base.database(), std::string("EXPLAIN QUERY PLAN ") + one.text + " " + one.rest);
    std::vector<std::string> steps;
    while (plan.executeStep())
        steps.push_back(plan.getColumn(3).getString());
    return steps;
}

// Whether the step begins like one of these, which are divided by bars.
bool is_one_of(const std::string& step, std::string_view allowed)
{
    while (true) {
        const auto bar = allowed.find('|');
        if (step.starts_with(allowed.substr(0, bar))) return true;
        if (bar == std::string_view::npos) return false;
        allowed.remove_prefix(bar + 1);
    }
}

} // namespace

TEST_CASE("plans of all statements")
{
    peerbot::storage::memory_database database;
    auto& base = static_cast<sqlite::unit_of_work&>(database.work()).base();
    std::set<std::string> names;
    for (const auto* one : sqlite::catalog()) {
        const std::string name = one->name;
        INFO(name);
        CHECK(names.insert(name).second);
        for (const auto& step : plan_of(base, *one)) {
            INFO(step);
            const auto allowed = allowed_scans.find(name);
            if (step.starts_with("SCAN") && step != "SCAN CONSTANT ROW")
                CHECK((allowed != allowed_scans.end() && is_one_of(step, allowed->second)));
            if (step.find("TEMP B-TREE") != std::string::npos) CHECK(allowed_sorts.contains(name));
            CHECK(step.find("AUTOMATIC") == std::string::npos);
        }
    }
    CHECK(names.size() > 90);
}

// Every reply in a channel is looked up so, and most belong to no assist.
TEST_CASE("a thread is looked up by its card alone, however many assists go on")
{
    peerbot::storage::memory_database database;
    auto& base = static_cast<sqlite::unit_of_work&>(database.work()).base();
    const auto all = sqlite::catalog();
    const auto lookup = std::find_if(
        all.begin(), all.end(), [](const auto* one) { return one->name == std::string("assist.in_thread"); });
    REQUIRE(lookup != all.end());
    const auto steps = plan_of(base, **lookup);
    const auto has = [&](const std::string& step) {
        return std::any_of(steps.begin(), steps.end(),
                           [&](const std::string& each) { return each.starts_with(step); });
    };
    CHECK(has("SEARCH assists USING INTEGER PRIMARY KEY"));
    CHECK(has("SEARCH cards USING INDEX cards_assist_thread (channel=? AND stamp=?)"));
    CHECK(has("SEARCH groups USING "));
}

// Deleting row by row would leave copies of rows behind in pages that stay in use.
TEST_CASE("sealed votes are wiped as a whole")
{
    peerbot::storage::memory_database database;
    auto& base = static_cast<sqlite::unit_of_work&>(database.work()).base();
    const auto all = sqlite::catalog();
    const auto wipe = std::find_if(
        all.begin(), all.end(), [](const auto* one) { return one->name == std::string("sealed_vote.wipe"); });
    REQUIRE(wipe != all.end());
    SQLite::Statement program(base.database(), std::string("EXPLAIN ") + (*wipe)->text);
    std::set<std::string> steps;
    while (program.executeStep())
        steps.insert(program.getColumn(1).getString());
    CHECK(steps.contains("Clear"));
    CHECK_FALSE(steps.contains("Delete"));
}
