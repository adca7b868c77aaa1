#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/error.hpp"
#include "storage/sqlite/migrations.hpp"
#include "tests/storage/child_process.hpp"
#include "tests/storage/engine_under_test.hpp"
#include "tests/storage/sample.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sys/stat.h>

using namespace peerbot;
using namespace peerbot::tests;
namespace sqlite = storage::sqlite;
using Catch::Matchers::Contains;
using Catch::Matchers::Message;

namespace {

mode_t mode_of(const std::filesystem::path& file)
{
    struct stat found = {};
    REQUIRE(::stat(file.c_str(), &found) == 0);
    return found.st_mode & 0777U;
}

std::string refusal(const std::filesystem::path& file)
{
    try {
        const engine_under_test engine(file);
        return "it opened";
    } catch (const storage::cannot_open& why) {
        return why.what();
    }
}

void change_file(const std::filesystem::path& file, const std::string& text)
{
    sqlite::connection(file, sqlite::access::read_write).execute(text);
}

constexpr sqlite::migration first{1, "0001_a.sql", "aa", "CREATE TABLE a (x INTEGER) STRICT"};
constexpr sqlite::migration second{2, "0002_b.sql", "bb",
                                   "CREATE TABLE b (x INTEGER); INSERT INTO a VALUES (1)"};
constexpr sqlite::migration broken{2, "0002_b.sql", "bb",
                                   "INSERT INTO a VALUES (1); INSERT INTO nowhere VALUES (1)"};

struct empty_file
{
    scratch_folder folder;
    std::filesystem::path file = folder / "peerbot.db";
    empty_file() { std::ofstream{file}; }
    sqlite::connection open() const { return {file, sqlite::access::read_write}; }
};

} // namespace

TEST_CASE("a new file and its companions can be read by nobody else")
{
    scratch_folder folder;
    const auto file = folder / "peerbot.db";
    engine_under_test engine(file);
    engine.write([](unit_of_work& work) { add_group(work); });
    CHECK(mode_of(file) == 0600);
    CHECK(mode_of(folder / "peerbot.db-wal") == 0600);
    CHECK(mode_of(folder / "peerbot.db.lock") == 0600);
}

TEST_CASE("a file that is in use is refused, until its process is gone, however it went")
{
    scratch_folder folder;
    const auto file = folder / "peerbot.db";
    child_process other([&](int to) {
        const engine_under_test engine(file);
        send(to, "x");
        ::pause();
    });
    char ready = 0;
    REQUIRE(other.read(ready));
    CHECK(refusal(file) == "Another peerbot already uses " + file.string() +
                               ". Stop it first, or give this one a database of its own.");
    std::filesystem::create_symlink(file, folder / "link.db");
    CHECK_THROWS_AS(engine_under_test(folder / "link.db"), storage::database_in_use);
    other.kill();
    CHECK(refusal(file) == "it opened");
}

TEST_CASE("two engines in one process do not share a file either")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    CHECK_THAT(refusal(folder / "peerbot.db"), Contains("already uses"));
    engine.stop();
    CHECK(refusal(folder / "peerbot.db") == "it opened");
}

TEST_CASE("a place that cannot hold a database is named")
{
    scratch_folder folder;
    CHECK_THAT(refusal(folder / "missing" / "peerbot.db"), Contains("missing does not exist. Create it"));
    CHECK_THAT(refusal(folder / "."), Contains("is a folder"));
    CHECK_THAT(refusal(""), Contains("no file name"));
    CHECK_THAT(refusal("/proc/peerbot.db"), Contains("Cannot write to /proc/peerbot.db.lock"));
}

TEST_CASE("what is not peerbot's is left alone")
{
    scratch_folder folder;
    const auto file = folder / "notes.txt";
    const std::string notes =
        "These are notes, long enough to be taken for the header of a file of a hundred bytes "
        "and more, and they are not to be touched by anybody.";
    std::ofstream(file) << notes;
    CHECK_THAT(refusal(file), Contains("is not a database, or it is damaged"));
    std::ifstream again(file);
    CHECK(std::string(std::istreambuf_iterator<char>(again), {}) == notes);

    const auto other = folder / "other.db";
    std::ofstream{other};
    change_file(other, "CREATE TABLE things (x)");
    CHECK_THAT(refusal(other), Contains("other.db is a database of another program."));
}

TEST_CASE("a file of a newer peerbot is refused, and so is one made with another schema")
{
    scratch_folder folder;
    const auto file = folder / "peerbot.db";
    engine_under_test(file).stop();
    SECTION("newer")
    {
        change_file(file, "PRAGMA user_version = 99");
        CHECK_THAT(refusal(file), Contains("was last used by a newer peerbot (schema 99") &&
                                      Contains("Install that version again, or restore a backup"));
    }
    SECTION("changed")
    {
        change_file(file, "UPDATE migrations SET hash = 'another' WHERE number = 1");
        CHECK_THAT(refusal(file), Contains("was made with another 0001_first.sql"));
    }
    SECTION("incomplete")
    {
        change_file(file, "DELETE FROM migrations");
        CHECK_THAT(refusal(file), Contains("lists 0 steps"));
    }
}

TEST_CASE("each step of the schema runs once, in order")
{
    const empty_file here;
    auto base = here.open();
    const sqlite::migration steps[] = {first, second};
    sqlite::migrate(base, {steps, 1}, at(1));
    CHECK(base.number("PRAGMA user_version") == 1);
    sqlite::migrate(base, steps, at(2));
    sqlite::migrate(base, steps, at(3));
    CHECK(base.number("PRAGMA user_version") == 2);
    CHECK(base.number("SELECT count(*) FROM a") == 1);
    CHECK(base.word("SELECT group_concat(name || ' ' || hash) FROM migrations") ==
          "0001_a.sql aa,0002_b.sql bb");
    CHECK(base.number("SELECT max(applied_at) FROM migrations") == at(2).time_since_epoch().count());
    CHECK_THROWS_AS(sqlite::migrate(base, {steps, 1}, at(4)), sqlite::wrong_schema);
}

TEST_CASE("a step that fails leaves the step before it, and can be tried again")
{
    const empty_file here;
    auto base = here.open();
    const sqlite::migration wrong[] = {first, broken};
    CHECK_THROWS_AS(sqlite::migrate(base, wrong, at(1)), sqlite::error);
    CHECK(base.number("PRAGMA user_version") == 1);
    CHECK(base.number("SELECT count(*) FROM a") == 0);
    const sqlite::migration right[] = {first, second};
    sqlite::migrate(base, right, at(2));
    CHECK(base.number("SELECT count(*) FROM a") == 1);
}

TEST_CASE("a step that leaves dangling references is not kept")
{
    const empty_file here;
    auto base = here.open();
    const sqlite::migration steps[] = {{1, "0001_a.sql", "aa",
                                        "CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES a);"
                                        "INSERT INTO a VALUES (1, 2)"}};
    CHECK_THROWS_AS(sqlite::migrate(base, steps, at(1)), std::logic_error);
    CHECK(base.number("PRAGMA user_version") == 0);
}

TEST_CASE("the steps in the binary are numbered without gaps")
{
    int number = 0;
    for (const auto& step : sqlite::migrations()) {
        CHECK(step.number == ++number);
        CHECK(std::string(step.hash).size() == 64);
    }
    CHECK(number > 0);
}

TEST_CASE("the file is marked as peerbot's and kept with care")
{
    scratch_folder folder;
    const auto file = folder / "peerbot.db";
    engine_under_test(file).stop();
    sqlite::connection base(file, sqlite::access::read_write);
    CHECK(base.number("PRAGMA application_id") == 0x70656572);
    CHECK(base.word("PRAGMA journal_mode") == "wal");
    CHECK(base.number("PRAGMA synchronous") == 2);
    CHECK(base.number("PRAGMA secure_delete") == 1);
    CHECK(base.number("PRAGMA wal_autocheckpoint") == 0);
    CHECK(base.number("PRAGMA trusted_schema") == 0);
}
