#include "tests/storage/engine_under_test.hpp"
#include "tests/storage/sample.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <latch>
#include <thread>

using namespace peerbot;
using namespace peerbot::tests;
using storage::keep;
using storage::verdict;

namespace {

std::size_t count_groups(engine_under_test& engine)
{
    std::size_t count = 0;
    engine.read([&](unit_of_work& work) { count = work.groups().all().size(); });
    return count;
}

storage::work adding_group(const std::string& channel)
{
    return [channel](unit_of_work& work) {
        add_group(work, channel);
        return keep::yes;
    };
}

// Keeps the writer busy until it is let go, so that what is written meanwhile comes together.
class held_writer
{
  public:
    explicit held_writer(engine_under_test& engine)
        : told_(engine.start("", [this](unit_of_work&) {
              began_.count_down();
              go_.wait();
              return keep::yes;
          }))
    {
        began_.wait();
    }
    void let_go()
    {
        go_.count_down();
        told_.get();
    }

  private:
    std::latch began_{1};
    std::latch go_{1};
    std::future<storage::answer> told_;
};

} // namespace

TEST_CASE("what was kept is there after the file is opened again")
{
    scratch_folder folder;
    {
        engine_under_test engine(folder / "peerbot.db");
        CHECK(engine.write("a", adding_group("C1")).how == verdict::kept);
        engine.stop();
        CHECK_FALSE(std::filesystem::exists(folder / "peerbot.db-wal"));
    }
    engine_under_test engine(folder / "peerbot.db");
    CHECK(count_groups(engine) == 1);
    CHECK(engine.write("a", adding_group("C2")).how == verdict::duplicate);
}

TEST_CASE("the same delivery four times at once has one effect")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    std::vector<storage::answer> answers(4);
    std::vector<std::thread> senders;
    for (auto& one : answers)
        senders.emplace_back([&] { one = engine.write("cmd:1", adding_group("C1")); });
    for (auto& one : senders)
        one.join();

    int kept = 0;
    int duplicates = 0;
    for (const auto& one : answers) {
        kept += one.how == verdict::kept ? 1 : 0;
        duplicates += one.how == verdict::duplicate ? 1 : 0;
    }
    CHECK(kept == 1);
    CHECK(duplicates == 3);
    CHECK(count_groups(engine) == 1);
}

TEST_CASE("the same delivery twice in one commit has one effect")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    held_writer writer(engine);
    auto first = engine.start("cmd:1", adding_group("C1"));
    auto second = engine.start("cmd:1", adding_group("C2"));
    writer.let_go();
    CHECK(first.get().how == verdict::kept);
    CHECK(second.get().how == verdict::duplicate);
    CHECK(count_groups(engine) == 1);
}

TEST_CASE("work without a key may be done again")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    CHECK(engine.write("", adding_group("C1")).how == verdict::kept);
    CHECK(engine.write("", adding_group("C2")).how == verdict::kept);
    CHECK(count_groups(engine) == 2);
}

TEST_CASE("work that takes itself back leaves nothing, not even its key")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    const auto told = engine.write("cmd:1", [](unit_of_work& work) {
        add_group(work, "C1");
        work.timers().add(
            {.id = {}, .kind = timer_kind::pause_ends, .group = {1}, .subject = 1, .due_at = at(1)});
        return keep::no;
    });
    CHECK(told.how == verdict::undone);
    CHECK(count_groups(engine) == 0);
    CHECK(engine.commits().empty());
    CHECK(engine.write("cmd:1", adding_group("C1")).how == verdict::kept);
}

TEST_CASE("one that throws among sixty-four affects only itself")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    held_writer writer(engine);
    std::vector<std::future<storage::answer>> told;
    for (int i = 0; i < 64; ++i)
        told.push_back(engine.start("cmd:" + std::to_string(i), [i](unit_of_work& work) {
            add_group(work, "C" + std::to_string(i));
            if (i == 20) throw std::runtime_error("a broken rule");
            if (i == 21) throw 21;
            if (i == 22) add_group(work, "C0"); // there already
            return keep::yes;
        }));
    writer.let_go();

    for (int i = 0; i < 64; ++i) {
        const auto one = told[static_cast<std::size_t>(i)].get();
        CHECK(one.how == (i >= 20 && i <= 22 ? verdict::failed : verdict::kept));
        if (i == 20) CHECK(one.error == "a broken rule");
        if (i == 22) CHECK_THAT(one.error, Catch::Matchers::Contains("group.add"));
    }
    CHECK(count_groups(engine) == 61);
    CHECK(engine.deliveries()[1] == 64);
    CHECK(engine.write("cmd:20", adding_group("C20")).how == verdict::kept);
}

TEST_CASE("the pieces of a commit run once, and again only when one of them changed what must go")
{
    const bool spoils = GENERATE(false, true);
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    held_writer writer(engine);
    std::atomic<int> runs = 0;
    const auto adding = [&runs](const std::string& channel, keep how) {
        return [&runs, channel, how](unit_of_work& work) {
            ++runs;
            if (!channel.empty()) add_group(work, channel);
            return how;
        };
    };
    auto before = engine.start("cmd:1", adding("C1", keep::yes));
    auto refused = engine.start("cmd:2", adding(spoils ? "C2" : "", keep::no));
    auto twice = engine.start("cmd:1", adding("C3", keep::yes));
    auto after = engine.start("cmd:4", adding("C4", keep::yes));
    writer.let_go();
    CHECK(before.get().how == verdict::kept);
    CHECK(refused.get().how == verdict::undone);
    CHECK(twice.get().how == verdict::duplicate);
    CHECK(after.get().how == verdict::kept);
    CHECK(runs == (spoils ? 5 : 3)); // what spoils the first run ends it
    CHECK(count_groups(engine) == 2);
    CHECK(engine.write("cmd:2", adding_group("C2")).how == verdict::kept);
}

TEST_CASE("a commit tells once what it left for others to do")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    group_id group;
    engine.write([&](unit_of_work& work) { group = add_group(work); });
    CHECK(engine.commits().empty());

    held_writer writer(engine);
    const auto remind = [&](unit_of_work& work) {
        work.timers().add(
            {.id = {}, .kind = timer_kind::pause_ends, .group = group, .subject = 1, .due_at = at(1)});
        return keep::yes;
    };
    auto first = engine.start("", remind);
    auto second = engine.start("", [&](unit_of_work& work) {
        work.outbox().add({.kind = message_kind::please_invite,
                           .group = group,
                           .subject = 1,
                           .to = user_id("U1"),
                           .due_at = at(0)});
        return keep::yes;
    });
    writer.let_go();
    first.get();
    second.get();
    engine.write("", remind); // changes nothing
    engine.write([&](unit_of_work& work) {
        work.cards().mark_dirty(
            work.cards().add({.id = {}, .kind = card_kind::welcome, .group = group, .subject = group.value}));
    });
    engine.stop();

    const auto commits = engine.commits();
    REQUIRE(commits.size() == 2);
    CHECK((commits[0].timers && commits[0].messages && !commits[0].cards));
    CHECK((commits[1].cards && !commits[1].timers && !commits[1].messages));
}

TEST_CASE("a reader sees the state before an unfinished write, and does not wait for it")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    std::latch written{1};
    std::latch go{1};
    auto told = engine.start("", [&](unit_of_work& work) {
        add_group(work);
        written.count_down();
        go.wait();
        return keep::yes;
    });
    written.wait();
    CHECK(count_groups(engine) == 0);
    go.count_down();
    told.get();
    CHECK(count_groups(engine) == 1);
}

TEST_CASE("a reader's view stays the same while others write")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    std::latch looked{1};
    std::latch go{1};
    std::size_t before = 9;
    std::size_t after = 9;
    auto told = engine.start_read([&](unit_of_work& work) {
        before = work.groups().all().size();
        looked.count_down();
        go.wait();
        after = work.groups().all().size();
    });
    looked.wait();
    engine.write("", adding_group("C1"));
    go.count_down();
    CHECK(told.get().how == verdict::kept);
    CHECK(before == 0);
    CHECK(after == 0);
}

TEST_CASE("a reader cannot change anything")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    const auto told = engine.read([](unit_of_work& work) { add_group(work); });
    CHECK(told.how == verdict::failed);
    CHECK_THAT(told.error, Catch::Matchers::Contains("readonly"));
    CHECK(count_groups(engine) == 0);
}

TEST_CASE("more than can wait is refused at once, and the rest is done")
{
    scratch_folder folder;
    engine_under_test engine({.file = folder / "peerbot.db", .most_waiting = 100}, 0);
    held_writer writer(engine);
    std::vector<std::future<storage::answer>> told;
    for (int i = 0; i < 100; ++i)
        told.push_back(engine.start("", adding_group("C" + std::to_string(i))));
    CHECK(engine.start("", adding_group("C100")).get().how == verdict::busy);
    writer.let_go();
    for (auto& one : told)
        CHECK(one.get().how == verdict::kept);
    CHECK(count_groups(engine) == 100);
}

TEST_CASE("at most so many share a commit")
{
    scratch_folder folder;
    engine_under_test engine({.file = folder / "peerbot.db", .most_together = 7}, 0);
    held_writer writer(engine);
    std::vector<std::future<storage::answer>> told;
    for (int i = 0; i < 16; ++i)
        told.push_back(engine.start("", adding_group("C" + std::to_string(i))));
    writer.let_go();
    for (auto& one : told)
        one.get();
    engine.stop();
    CHECK(engine.deliveries() == std::vector<std::size_t>{1, 7, 7, 2});
}

TEST_CASE("what was accepted before the end is finished, what comes after is refused")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    std::vector<std::future<storage::answer>> told;
    for (int i = 0; i < 200; ++i)
        told.push_back(engine.start("", adding_group("C" + std::to_string(i))));
    engine.stop();
    for (auto& one : told)
        CHECK(one.get().how == verdict::kept);
    CHECK(engine.write("", adding_group("late")).how == verdict::failed);
    CHECK(engine.read([](unit_of_work&) {}).how == verdict::failed);
}

TEST_CASE("commits are counted by how many pieces of work shared them, and the file is measured")
{
    scratch_folder folder;
    engine_under_test engine(folder / "peerbot.db");
    CHECK(engine.figures().batch_size.count() == 0);
    engine.write([](unit_of_work& work) { add_group(work); });
    engine.write([](unit_of_work& work) { add_group(work, "C2"); });
    const auto told = engine.figures();
    CHECK(told.batch_size.count() == 2);
    CHECK(told.batch_size.sum() == 2);
    CHECK(told.commit_seconds.count() == 2);
    CHECK(told.bytes >= std::filesystem::file_size(folder / "peerbot.db"));
}

TEST_CASE("a value counts for the first bound that is not below it")
{
    static constexpr double bounds[] = {1, 2, 4};
    storage::histogram values(bounds);
    for (const double value : {0.5, 1.0, 1.5, 4.0, 4.5})
        values.add(value);
    CHECK(std::vector<std::uint64_t>(values.counts().begin(), values.counts().end()) ==
          std::vector<std::uint64_t>{2, 1, 1, 1});
    CHECK(values.count() == 5);
    CHECK(values.sum() == 11.5);
}
