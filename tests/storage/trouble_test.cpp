// Full disks and sudden ends: what was told is true, and the engine goes on.
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/storage/child_process.hpp"
#include "tests/storage/engine_under_test.hpp"
#include "tests/storage/sample.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <latch>
#include <random>
#include <semaphore>
#include <set>
#include <sys/resource.h>

using namespace peerbot;
using namespace peerbot::tests;
using storage::keep;
using storage::verdict;

namespace {

storage::sqlite::connection& base_of(unit_of_work& work)
{
    return static_cast<storage::sqlite::unit_of_work&>(work).base();
}

void add_big_group(unit_of_work& work, const std::string& channel)
{
    auto fresh = sample_group(channel);
    fresh.cadence = std::string(20'000, 'x');
    work.groups().add(fresh);
}

std::set<std::string> channels(engine_under_test& engine)
{
    std::set<std::string> names;
    engine.read([&](unit_of_work& work) {
        for (const auto& one : work.groups().all())
            names.insert(one.channel.value);
    });
    return names;
}

// Starts `count` writes that come together in one batch.
std::vector<storage::answer> write_together(engine_under_test& engine, int count,
                                            const std::function<keep(unit_of_work&, int)>& piece)
{
    std::latch began{1};
    std::latch go{1};
    auto first = engine.start("", [&](unit_of_work&) {
        began.count_down();
        go.wait();
        return keep::no;
    });
    began.wait();
    std::vector<std::future<storage::answer>> told;
    for (int i = 0; i < count; ++i)
        told.push_back(
            engine.start("key " + std::to_string(i), [&, i](unit_of_work& work) { return piece(work, i); }));
    go.count_down();
    first.get();
    std::vector<storage::answer> answers;
    for (auto& one : told)
        answers.push_back(one.get());
    return answers;
}

void set_largest_file(rlim_t bytes)
{
    struct rlimit limit = {};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

} // namespace

TEST_CASE("a piece that fills the disk fails alone: those before and after it are kept")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    engine.write([](unit_of_work& work) {
        const auto pages = base_of(work).number("PRAGMA page_count");
        base_of(work).execute("PRAGMA max_page_count = " + std::to_string(pages + 20));
    });

    int runs = 0;
    const auto answers = write_together(engine, 64, [&](unit_of_work& work, int i) {
        ++runs;
        if (i == 30)
            for (int row = 0; row < 40; ++row)
                add_big_group(work, "big" + std::to_string(row));
        else
            add_group(work, "C" + std::to_string(i));
        return keep::yes;
    });

    for (int i = 0; i < 64; ++i) {
        INFO(i << ": " << answers[static_cast<std::size_t>(i)].error);
        CHECK(answers[static_cast<std::size_t>(i)].how == (i == 30 ? verdict::failed : verdict::kept));
    }
    CHECK_THAT(answers[30].error, Catch::Matchers::Contains("full"));
    CHECK(runs == 31 + 64); // the batch up to the failure, then one by one
    CHECK(channels(engine).size() == 63);
    CHECK(engine.write("key 3", [](unit_of_work&) { return keep::yes; }).how == verdict::duplicate);
    CHECK(engine.write("key 30", [](unit_of_work&) { return keep::yes; }).how == verdict::kept);
}

TEST_CASE("when a commit fails, everything in it failed, and the engine goes on")
{
    scratch_folder folder;
    child_process child([&](int to) {
        std::signal(SIGXFSZ, SIG_IGN);
        engine_under_test engine(folder / "peerbot.db");
        engine.write([](unit_of_work& work) { add_group(work, "before"); });
        set_largest_file(std::filesystem::file_size(folder / "peerbot.db-wal") + 10'000);
        const auto answers = write_together(engine, 10, [](unit_of_work& work, int i) {
            add_big_group(work, "C" + std::to_string(i));
            return keep::yes;
        });
        set_largest_file(RLIM_INFINITY);
        for (const auto& one : answers)
            send(to, one.how == verdict::failed ? "failed " : "kept ");
        const auto after = engine.write("key 3", [](unit_of_work& work) {
            add_group(work, "after");
            return keep::yes;
        });
        send(to, after.how == verdict::kept ? "and goes on:" : after.error);
        for (const auto& name : channels(engine))
            send(to, " " + name);
        engine.stop();
        send(to, storage::sqlite::connection(folder / "peerbot.db", storage::sqlite::access::read_write)
                     .word("PRAGMA integrity_check"));
    });
    CHECK(child.read_all() == "failed failed failed failed failed failed failed failed failed failed "
                              "and goes on: after beforeok");
}

TEST_CASE("what was acknowledged survives kill -9")
{
    scratch_folder folder;
    const auto file = folder / "peerbot.db";
    std::mt19937 dice(20270104);
    std::set<std::string> promised;
    for (std::int32_t round = 0; round < 30; ++round) {
        child_process child([&](int to) {
            std::counting_semaphore<> room(48);
            const auto engine = storage::open_sqlite({.file = file}, {.deliver =
                                                                          [](auto news) {
                                                                              for (const auto& one : news)
                                                                                  one();
                                                                          },
                                                                      .committed = [](auto) {}});
            for (auto number = round * 1'000'000;; ++number) {
                room.acquire();
                const auto name = std::to_string(number);
                engine->write(
                    name, at(0),
                    [name](unit_of_work& work) {
                        add_group(work, name);
                        return keep::yes;
                    },
                    [number, to, &room](const storage::answer& told) {
                        if (told.how == verdict::kept) send(to, &number, sizeof(number));
                        room.release();
                    });
            }
        });
        std::int32_t acknowledged = 0;
        const auto patience = std::uniform_int_distribution<>(0, 300)(dice);
        for (int i = 0; i < patience && child.read(acknowledged); ++i)
            promised.insert(std::to_string(acknowledged));
        child.kill();
        while (child.read(acknowledged))
            promised.insert(std::to_string(acknowledged));

        engine_under_test engine(file);
        const auto kept = channels(engine);
        CHECK(std::includes(kept.begin(), kept.end(), promised.begin(), promised.end()));
        if (!promised.empty())
            CHECK(engine.write(*promised.rbegin(), [](unit_of_work&) { return keep::yes; }).how ==
                  verdict::duplicate);
        engine.stop();
        storage::sqlite::connection base(file, storage::sqlite::access::read_write);
        CHECK(base.word("PRAGMA integrity_check") == "ok");
        CHECK(base.number("SELECT (SELECT count(*) FROM inbox) = (SELECT count(*) FROM groups)") == 1);
    }
    CHECK(promised.size() > 1000);
}
