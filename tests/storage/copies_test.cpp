// Backups, and putting one in the place of the database.
#include "storage/sqlite/connection.hpp"
#include "tests/storage/child_process.hpp"
#include "tests/storage/engine_under_test.hpp"
#include "tests/storage/sample.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <fstream>
#include <sys/stat.h>
#include <thread>

using namespace peerbot;
using namespace peerbot::tests;
namespace sqlite = storage::sqlite;
namespace fs = std::filesystem;
using Catch::Matchers::Contains;

namespace {

std::string contents(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void change_file(const fs::path& file, const std::string& text)
{
    sqlite::connection(file, sqlite::access::read_write).execute(text);
}

std::int64_t topics_in(const fs::path& file)
{
    return sqlite::connection(file, sqlite::access::read_only).number("SELECT count(*) FROM topics");
}

// Leaves a log of changes beside the file, as a power cut does.
void write_and_be_killed(const fs::path& file)
{
    child_process other([&](int to) {
        engine_under_test engine(file);
        engine.write([](unit_of_work& work) { add_topic(work, group_id{1}, "Later"); });
        send(to, "x");
        ::pause();
    });
    char ready = 0;
    REQUIRE(other.read(ready));
    other.kill();
}

struct kept_group
{
    scratch_folder folder;
    fs::path file = folder / "peerbot.db";
    fs::path backup = folder / "peerbot.backup";
    std::unique_ptr<storage::database> database = storage::sqlite_database(file);

    kept_group()
    {
        engine_under_test engine(file);
        engine.write([](unit_of_work& work) { add_topic(work, add_group(work), "Audio"); });
    }
    std::string refused_backup() const
    {
        return refusal([this] { database->back_up(backup); });
    }
    std::string refused_restore(const fs::path& from) const
    {
        const auto before = contents(file);
        auto why = refusal([&] { database->restore(from, at(0)); });
        CHECK(contents(file) == before);
        CHECK_FALSE(fs::exists(folder / "peerbot.db.restoring"));
        return why;
    }
    template <class Act>
    static std::string refusal(Act act)
    {
        try {
            act();
        } catch (const std::runtime_error& why) {
            return why.what();
        }
        return "it was done";
    }
};

} // namespace

TEST_CASE_METHOD(kept_group, "a backup taken while somebody writes is one moment's state, whole and private")
{
    engine_under_test engine(file);
    std::atomic<bool> enough = false;
    std::thread writer([&] {
        for (int number = 0; !enough; ++number) {
            engine.write([&](unit_of_work& work) {
                add_topic(work, group_id{1}, "First of " + std::to_string(number));
                add_topic(work, group_id{1}, "Second of " + std::to_string(number));
            });
        }
    });
    const auto done = database->back_up(backup);
    enough = true;
    writer.join();

    CHECK(done.bytes == fs::file_size(backup));
    CHECK(topics_in(backup) % 2 == 1); // the one from before, and pairs
    struct stat found = {};
    REQUIRE(::stat(backup.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777U) == 0600);
    for (const auto* part : {".part", "-wal", "-shm", "-journal"})
        CHECK_FALSE(fs::exists(backup.string() + part));
}

TEST_CASE_METHOD(kept_group, "what is only in the log of changes is in the backup, too")
{
    engine_under_test engine(file);
    engine.write([](unit_of_work& work) { add_topic(work, group_id{1}, "Video"); });
    REQUIRE(fs::file_size(file.string() + "-wal") > 0);
    database->back_up(backup);
    CHECK(topics_in(backup) == 2);
}

TEST_CASE_METHOD(kept_group, "a backup never replaces a file")
{
    std::ofstream(backup) << "mine";
    CHECK(refused_backup() ==
          backup.string() + " exists already, and a backup never replaces a file. Choose another name.");
    CHECK(contents(backup) == "mine");
    fs::remove(backup);
    fs::create_symlink(folder / "elsewhere", backup);
    CHECK_THAT(refused_backup(), Contains("exists already"));
    CHECK_FALSE(fs::exists(folder / "elsewhere"));
}

TEST_CASE_METHOD(kept_group, "what an interrupted backup left behind is no obstacle")
{
    std::ofstream(backup.string() + ".part") << "half";
    database->back_up(backup);
    CHECK(topics_in(backup) == 1);
    CHECK_FALSE(fs::exists(backup.string() + ".part"));
}

TEST_CASE_METHOD(kept_group, "a backup that cannot be made leaves nothing")
{
    SECTION("no such folder")
    {
        CHECK_THAT(refusal([this] { database->back_up(folder / "none" / "b"); }), Contains("Cannot write"));
    }
    SECTION("damaged")
    {
        std::fstream in(file, std::ios::binary | std::ios::in | std::ios::out);
        in.seekp(4096);
        in << std::string(20000, '\xff');
        in.close();
        CHECK_THAT(refused_backup(), Contains("damaged"));
    }
    SECTION("nothing there")
    {
        fs::remove(file);
        CHECK_THAT(refused_backup(), Contains("There is no database"));
    }
    CHECK_FALSE(fs::exists(backup));
    CHECK_FALSE(fs::exists(backup.string() + ".part"));
}

TEST_CASE_METHOD(kept_group, "a restored database is the backup, and the old one is kept")
{
    database->back_up(backup);
    engine_under_test(file).write([](unit_of_work& work) { add_topic(work, group_id{1}, "Later"); });

    const auto done = database->restore(backup, at(0));
    CHECK(done.old_one.filename() == "peerbot.db.before-restore-2027-01-04T00-00-00Z");
    CHECK(topics_in(done.old_one) == 2);
    CHECK(topics_in(backup) == 1);
    engine_under_test engine(file);
    std::size_t topics = 0;
    engine.read([&](unit_of_work& work) { topics = work.topics().open(group_id{1}).size(); });
    CHECK(topics == 1);
}

TEST_CASE_METHOD(kept_group, "the log of a peerbot that was killed is not played into what is restored")
{
    database->back_up(backup);
    write_and_be_killed(file);
    REQUIRE(fs::file_size(file.string() + "-wal") > 0);

    const auto done = database->restore(backup, at(0));
    CHECK(topics_in(done.old_one) == 2);
    CHECK(topics_in(file) == 1);
    CHECK_FALSE(fs::exists(file.string() + "-wal"));
}

TEST_CASE_METHOD(kept_group, "a log that belongs to a damaged database is put aside with it")
{
    database->back_up(backup);
    write_and_be_killed(file);
    const auto log = contents(file.string() + "-wal");
    REQUIRE_FALSE(log.empty());
    std::ofstream(file) << std::string(9000, 'x');
    fs::permissions(file, fs::perms::owner_read);

    const auto done = database->restore(backup, at(0));
    CHECK(contents(done.old_one) == std::string(9000, 'x'));
    CHECK_FALSE(fs::exists(file.string() + "-wal"));
    CHECK(topics_in(file) == 1);
}

TEST_CASE_METHOD(kept_group, "a damaged database is kept as it is when a backup takes its place")
{
    database->back_up(backup);
    std::ofstream(file) << std::string(9000, 'x');
    const auto done = database->restore(backup, at(0));
    CHECK(contents(done.old_one) == std::string(9000, 'x'));
    CHECK(topics_in(file) == 1);
}

TEST_CASE_METHOD(kept_group, "where there was nothing, a backup is put in its place all the same")
{
    database->back_up(backup);
    fs::remove(file);
    CHECK(database->restore(backup, at(0)).old_one.empty());
    CHECK(topics_in(file) == 1);
}

TEST_CASE_METHOD(kept_group, "what cannot be restored is refused and nothing changes")
{
    database->back_up(backup);
    SECTION("while somebody serves")
    {
        const engine_under_test engine(file);
        CHECK_THAT(refused_restore(backup),
                   Contains("Another peerbot already uses") && Contains("Stop it first"));
    }
    SECTION("damaged")
    {
        fs::resize_file(backup, fs::file_size(backup) / 2);
        CHECK_THAT(refused_restore(backup), Contains(backup.string()) && Contains("damaged"));
    }
    SECTION("not a database")
    {
        std::ofstream(backup) << std::string(5000, 'x');
        CHECK_THAT(refused_restore(backup), Contains("is not a database, or it is damaged"));
    }
    SECTION("empty")
    {
        std::ofstream(backup, std::ios::trunc);
        CHECK_THAT(refused_restore(backup), Contains("is empty"));
    }
    SECTION("newer")
    {
        change_file(backup, "PRAGMA user_version = 99");
        CHECK_THAT(refused_restore(backup), Contains("was last used by a newer peerbot (schema 99"));
    }
    SECTION("of another program")
    {
        change_file(backup, "PRAGMA application_id = 1");
        CHECK_THAT(refused_restore(backup), Contains("is a database of another program"));
    }
    SECTION("with references to nowhere")
    {
        change_file(backup, "PRAGMA foreign_keys = OFF; UPDATE topics SET group_id = 99");
        CHECK_THAT(refused_restore(backup), Contains("refer to others that are not there"));
    }
    SECTION("missing")
    {
        CHECK_THAT(refused_restore(folder / "none"), Contains("There is no file"));
    }
    SECTION("the database itself")
    {
        CHECK_THAT(refused_restore(file), Contains("is the database itself"));
    }
}

TEST_CASE_METHOD(kept_group, "looking a database over tells how it is and changes nothing")
{
    auto found = database->examine();
    CHECK(found.exists);
    CHECK_FALSE(found.in_use);
    CHECK(found.schema == found.known_schema);
    CHECK(found.trouble.empty());
    CHECK(found.damage.empty());
    CHECK(found.bytes == fs::file_size(file));
    CHECK(found.free_bytes > 0);
    CHECK(found.exposed.empty());

    SECTION("in use")
    {
        engine_under_test engine(file);
        engine.write([](unit_of_work& work) { add_topic(work, group_id{1}, "Video"); });
        found = database->examine();
        CHECK(found.in_use);
        CHECK(found.log_bytes > 0);
        CHECK(found.trouble.empty());
    }
    SECTION("open to everybody")
    {
        fs::permissions(file, fs::perms::others_read, fs::perm_options::add);
        CHECK(database->examine().exposed == std::vector<fs::path>{file});
    }
    SECTION("newer, or no database")
    {
        change_file(file, "PRAGMA user_version = 99");
        CHECK_THAT(database->examine().trouble, Contains("newer peerbot"));
        std::ofstream(file) << std::string(5000, 'x');
        CHECK_THAT(database->examine().trouble, Contains("is not a database, or it is damaged"));
    }
    SECTION("rows that refer to nowhere")
    {
        change_file(file, "PRAGMA foreign_keys = OFF; UPDATE topics SET group_id = 99");
        CHECK_THAT(database->examine().damage, Contains("not there"));
    }
    SECTION("not there")
    {
        fs::remove(file);
        CHECK_FALSE(database->examine().exists);
        CHECK_FALSE(fs::exists(file));
        CHECK_THAT(storage::sqlite_database(folder / "none" / "x.db")->examine().trouble,
                   Contains("does not exist"));
    }
}
