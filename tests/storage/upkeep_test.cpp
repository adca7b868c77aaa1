#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/transaction.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "storage/sqlite/upkeep.hpp"
#include "tests/storage/sample.hpp"
#include "tests/storage/scratch_folder.hpp"
#include "tests/storage/sleepless.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>

using namespace peerbot::core;
using namespace peerbot::tests;
using namespace peerbot::storage;
using sqlite::access;

namespace {

constexpr std::uint64_t small = 150'000;

struct fixture
{
    sleepless nights;
    scratch_folder folder;
    std::filesystem::path file = make(folder / "peerbot.db");
    sqlite::connection base{file, access::read_write};
    sqlite::unit_of_work work{base};
    sqlite::upkeep care{base, {.file = file, .write_back_from = small, .write_back_always = 4 * small}};

    fixture() { sqlite::migrate(base, sqlite::migrations(), {}); }
    static std::filesystem::path make(const std::filesystem::path& file)
    {
        std::ofstream{file};
        return file;
    }
    auto log_size() const { return std::filesystem::file_size(file.string() + "-wal"); }
    void write_some()
    {
        for (int i = 0; i < 5; ++i)
            add_group(work, "C" + std::to_string(++groups));
    }
    int steps_until_done()
    {
        int steps = 0;
        for (; care.wanted(); ++steps)
            care.step();
        return steps;
    }
    int groups = 0;
};

} // namespace

TEST_CASE_METHOD(fixture, "the log of changes does not grow without end")
{
    steps_until_done();
    const auto most = std::max<std::uintmax_t>(log_size(), 3 * small); // the schema alone is large
    for (int round = 0; round < 100; ++round) {
        write_some();
        if (care.wanted()) care.step();
        CHECK_FALSE(care.wanted());
        CHECK(log_size() <= most);
    }
}

TEST_CASE_METHOD(fixture,
                 "a reader's old view does not stop the writer, and the log is written back after it")
{
    steps_until_done();
    sqlite::connection reading(file, access::read_only);
    {
        sqlite::transaction snapshot(reading, sqlite::transaction::kind::looking);
        reading.number("SELECT count(*) FROM groups");
        while (!care.wanted())
            write_some();
        care.step();
        CHECK_FALSE(care.wanted()); // not again at once
    }
    while (!care.wanted())
        write_some();
    care.step();
    write_some();
    const auto size = log_size();
    for (int round = 0; round < 3; ++round)
        write_some();
    CHECK(log_size() == size); // written from its beginning again
}

TEST_CASE_METHOD(fixture, "at the end the log is empty")
{
    write_some();
    CHECK(log_size() > 0);
    care.write_back_all();
    CHECK(log_size() == 0);
}

TEST_CASE_METHOD(fixture,
                 "the log is emptied as soon as nobody reads it, and commits are not held up by those who do")
{
    steps_until_done();
    CHECK_FALSE(care.again_in());
    sqlite::connection reading(file, access::read_only);
    std::optional<sqlite::transaction> snapshot;
    snapshot.emplace(reading, sqlite::transaction::kind::looking);
    reading.number("SELECT count(*) FROM groups");
    write_some();
    care.empty_log_soon();
    CHECK(care.overdue());
    care.step();
    CHECK(log_size() > 0);
    CHECK(nights.wanted() <= milliseconds{50});

    // Not again at once, but after a pause that grows, or a commit.
    CHECK_FALSE((care.wanted() || care.overdue()));
    auto before = milliseconds{0};
    for (int i = 0; i < 4; ++i) {
        REQUIRE(care.again_in());
        CHECK(*care.again_in() > before);
        before = *care.again_in();
        care.step();
        CHECK_FALSE((care.wanted() || care.overdue()));
    }
    for (int i = 0; i < 10; ++i)
        care.step();
    CHECK(care.again_in() == seconds{5});
    const auto waited = nights.wanted();
    CHECK(waited <= 15 * milliseconds{50});
    for (int i = 0; i < 5; ++i) {
        care.saw({});
        CHECK((care.wanted() && care.overdue()));
        steps_until_done();
    }
    CHECK(log_size() > 0);
    CHECK(nights.wanted() == waited); // commits are not held up
    CHECK(base.number("PRAGMA busy_timeout") == 2000);

    SECTION("after a pause")
    {
        snapshot.reset();
        care.step();
    }
    SECTION("at the next commit")
    {
        snapshot.reset();
        write_some();
        care.saw({});
        CHECK(care.overdue());
        care.step();
    }
    CHECK(log_size() == 0);
    CHECK_FALSE((care.again_in() || care.wanted() || care.overdue()));
    write_some();
    CHECK(log_size() > 0);
    CHECK(base.word("PRAGMA integrity_check") == "ok");
}

TEST_CASE_METHOD(fixture, "a log that is far too long is not worth a noticeable wait either")
{
    steps_until_done();
    sqlite::connection reading(file, access::read_only);
    sqlite::transaction snapshot(reading, sqlite::transaction::kind::looking);
    reading.number("SELECT count(*) FROM groups");
    while (!care.overdue())
        write_some();
    care.step();
    CHECK_FALSE(care.overdue());
    CHECK(nights.wanted() <= milliseconds{50});
}

TEST_CASE_METHOD(fixture, "what is left of other work does not keep the log from being emptied")
{
    while (!care.overdue())
        write_some();
    care.saw(instant{days{400}});
    care.empty_log_soon();
    care.step();
    CHECK(log_size() == 0);
}

TEST_CASE_METHOD(fixture, "old keys are forgotten, newer ones are not")
{
    const instant start{days{20'000}};
    base.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1700)"
                 " INSERT INTO inbox SELECT 'cmd:' || i, " +
                 std::to_string(start.time_since_epoch().count()) + " + i % 2 FROM n");
    care.saw(start + sqlite::inbox_kept);
    steps_until_done();
    CHECK(base.number("SELECT count(*) FROM inbox") == 1700);

    care.saw(start + sqlite::inbox_kept + minutes{59});
    CHECK_FALSE(care.wanted());
    care.saw(start + sqlite::inbox_kept + hours{1});
    CHECK(steps_until_done() > 4); // in small chunks
    CHECK(base.number("SELECT count(*) FROM inbox") == 0);
}

TEST_CASE_METHOD(fixture, "old messages and timers are forgotten when they are finished")
{
    const auto group = add_group(work);
    const instant start{days{20'000}};
    for (int i = 1; i <= 4; ++i) {
        work.outbox().add({.kind = message_kind::vote_reminder,
                           .group = group,
                           .subject = i,
                           .to = user_id("U1"),
                           .due_at = start});
        work.timers().add(
            {.id = {}, .kind = timer_kind::leader_day, .group = group, .subject = i, .due_at = start});
    }
    work.outbox().mark_sent({1}, channel_id("D1"), "1.1", start);
    work.outbox().mark_dropped({2}, "stale", start + days{1});
    work.timers().mark_fired({1}, start);
    work.timers().mark_fired({2}, start + days{1});

    care.saw(start + sqlite::finished_kept + milliseconds{1});
    steps_until_done();

    CHECK_FALSE(work.outbox().find({1}));
    CHECK(work.outbox().find({2}));
    CHECK(work.outbox().find({3}));
    CHECK(base.number("SELECT count(*) FROM timers") == 3);
}

TEST_CASE_METHOD(fixture, "the id of a forgotten message is not given again")
{
    const auto group = add_group(work);
    const auto add = [&](int subject) {
        work.outbox().add({.kind = message_kind::vote_reminder,
                           .group = group,
                           .subject = subject,
                           .to = user_id("U1"),
                           .due_at = {}});
    };
    add(1);
    work.outbox().mark_dropped({1}, "stale", {});
    care.saw(instant{days{365}});
    steps_until_done();
    CHECK_FALSE(work.outbox().find({1}));
    add(2);
    CHECK(work.outbox().find({2}));
}
