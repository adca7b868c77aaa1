// After an anonymous ballot is closed, who voted for what is nowhere in the database's files.
#include "storage/sqlite/transaction.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/storage/child_process.hpp"
#include "tests/storage/sealed_files.hpp"
#include "tests/storage/sleepless.hpp"

#include <catch2/catch.hpp>

#include <latch>
#include <thread>

using namespace peerbot;
using namespace peerbot::tests;
using storage::keep;
using storage::verdict;
namespace sqlite = storage::sqlite;

namespace {

struct fixture : sealed_files
{
    std::optional<engine_under_test> engine;

    fixture()
    {
        engine.emplace(options(), 0);
        open(*engine);
        vote_on_all(*engine);
        REQUIRE(places[0].votes() > 2000);
    }
    storage::answer close(const secret_place& place)
    {
        return engine->write("", [&place](unit_of_work& work) { return close_place(work, place); });
    }
    // When it is told, what the commit before it left to do was tried once.
    void write_something_else()
    {
        CHECK(engine->write("", [](unit_of_work&) { return keep::yes; }).how == verdict::kept);
    }
    void check_kept(const secret_place& place)
    {
        engine->read([&](unit_of_work& work) {
            std::map<member_id, std::vector<vote>> found;
            for (const auto& one : work.votes().all(place.open))
                found[one.voter].push_back(one.given);
            CHECK(found == place.given);
            CHECK(work.ballots().find(place.open.id)->voters == static_cast<int>(place.given.size()));
        });
    }
    void check_frozen(const secret_place& place)
    {
        engine->read([&](unit_of_work& work) {
            const auto closed = work.ballots().find(place.open.id);
            CHECK_FALSE(closed->open());
            CHECK(closed->voters == static_cast<int>(place.given.size()));
            std::size_t voters = 0;
            for (const auto& line : work.ballots().lines(place.open.id))
                voters += static_cast<std::size_t>(line.voters);
            CHECK(voters == place.votes());
            CHECK(work.votes().all(place.open).empty());
        });
    }
    // The search sees every vote there is, in copies.
    void check_found(const secret_place& place)
    {
        const auto found = search_for(place);
        std::size_t missing = 0;
        for (const auto& [who, choice] : place.given)
            for (const auto& one : choice)
                missing += found.rows.contains({who.value, {.topic = one.topic, .mark = 0}}) ? 0U : 1U;
        CHECK(missing == 0);
        CHECK(static_cast<std::size_t>(found.choices) > place.votes());
        CHECK(static_cast<std::size_t>(found.voters) > place.votes());
    }
    void check_whole()
    {
        engine->stop();
        CHECK(pages_not_blank(file()) == 0);
        sqlite::connection base(file(), sqlite::access::read_write);
        CHECK(base.word("PRAGMA integrity_check") == "ok");
        CHECK(base.number("SELECT count(*) FROM pragma_foreign_key_check") == 0);
    }
};

// Another program that looks into the file.
struct outside_reader
{
    sqlite::connection base;
    std::optional<sqlite::transaction> snapshot;

    explicit outside_reader(const std::filesystem::path& file) : base(file, sqlite::access::read_only)
    {
        snapshot.emplace(base, sqlite::transaction::kind::looking);
        base.number("SELECT count(*) FROM sealed_votes");
    }
};

// For what the writer does by itself a moment later.
template <class Condition>
bool comes_true(const Condition& condition)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(2);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
}

} // namespace

TEST_CASE_METHOD(fixture, "a close leaves nothing of the choices in any file, and all of the other ballots'")
{
    for (const auto& place : places)
        check_found(place);
    CHECK(search_for(places[0]).rows.size() > places[0].votes()); // some that were replaced, too

    CHECK(close(places[0]).how == verdict::kept);
    write_something_else();

    CHECK(search_for(places[0]).none());
    CHECK(log_size() == 0);
    check_frozen(places[0]);
    check_kept(places[1]);
    check_kept(places[2]);

    // The others go on, and leave as little.
    for (auto& place : {&places[1], &places[2]})
        for (const auto who : place->voters)
            CHECK(cast(*engine, *place, who, 20).get().how == verdict::kept);
    check_found(places[1]);
    CHECK(close(places[1]).how == verdict::kept);
    write_something_else();
    CHECK(search_for(places[1]).none());
    check_kept(places[2]);
    CHECK(close(places[2]).how == verdict::kept);
    write_something_else();
    for (const auto& place : places)
        CHECK(search_for(place).none());
    check_whole();
}

TEST_CASE_METHOD(fixture,
                 "while somebody still looks at the open ballot a close waits for them, and nobody else does")
{
    check_found(places[0]);
    std::latch looks{1};
    std::latch go{1};
    std::size_t seen = 0;
    auto told = engine->start_read([&](unit_of_work& work) {
        work.groups().all();
        looks.count_down();
        go.wait();
        seen = work.votes().all(places[0].open).size();
    });
    looks.wait();
    CHECK(close(places[0]).how == verdict::kept);
    write_something_else();
    CHECK_FALSE(search_for(places[0]).none());

    go.count_down();
    CHECK(told.get().how == verdict::kept);
    CHECK(seen == places[0].votes());
    write_something_else();
    write_something_else();
    CHECK(search_for(places[0]).none());
    CHECK(log_size() == 0);
    check_kept(places[1]);
    check_whole();
}

TEST_CASE_METHOD(fixture, "when another program stops looking, the choices vanish without anybody writing")
{
    outside_reader reader(file());
    CHECK(close(places[0]).how == verdict::kept);
    for (int i = 0; i < 5; ++i)
        write_something_else();
    CHECK_FALSE(search_for(places[0]).none());
    reader.snapshot.reset();
    CHECK(comes_true([&] { return log_size() == 0; }));
    CHECK(search_for(places[0]).none());
    check_kept(places[2]);
    check_whole();
}

TEST_CASE("commands do not wait for another program that looks into the file during a close")
{
    const sleepless nights;
    fixture here;
    outside_reader reader(here.file());
    const auto before = nights.wanted();
    CHECK(here.close(here.places[0]).how == verdict::kept);
    for (int i = 0; i < 50; ++i)
        here.write_something_else();
    // A moment for the first attempt, and for some when nothing comes for a while.
    CHECK(nights.wanted() - before < std::chrono::seconds(1));
    reader.snapshot.reset();
    here.engine->stop();
    CHECK(here.search_for(here.places[0]).none());
}

TEST_CASE_METHOD(fixture,
                 "a process that is killed right after a close leaves choices that the next start removes")
{
    engine->stop();
    child_process other([this](int to) {
        engine_under_test again(options(), 0);
        for (const auto who : places[0].voters)
            cast(again, places[0], who, 20).get();
        const outside_reader reader(file());
        again.write("", [this](unit_of_work& work) { return close_place(work, places[0]); });
        again.write("", [](unit_of_work&) { return keep::yes; });
        send(to, "c");
        ::pause();
    });
    char closed = 0;
    REQUIRE(other.read(closed));
    other.kill();
    CHECK(log_size() > 0);
    const auto left = search_for(places[0]);
    CHECK(left.rows.size() > places[0].votes());

    SECTION("at once")
    {
        engine.emplace(options(), 0);
    }
    SECTION("when nobody looks at them any more")
    {
        outside_reader reader(file());
        engine.emplace(options(), 0);
        write_something_else();
        CHECK_FALSE(search_for(places[0]).none());
        reader.snapshot.reset();
        CHECK(comes_true([&] { return log_size() == 0; }));
    }
    CHECK(log_size() == 0);
    CHECK(search_for(places[0]).none());
    check_kept(places[1]);
    check_kept(places[2]);
    check_whole();
}

TEST_CASE_METHOD(fixture, "a close that fails forgets nothing, and can be done again")
{
    const auto told = engine->write("", [this](unit_of_work& work) {
        close_place(work, places[0]);
        throw std::runtime_error("a broken rule");
        return keep::yes;
    });
    CHECK(told.how == verdict::failed);
    for (const auto& place : places)
        check_kept(place);
    CHECK(close(places[0]).how == verdict::kept);
    write_something_else();
    CHECK(search_for(places[0]).none());
    check_frozen(places[0]);
    check_kept(places[1]);
    check_whole();
}

TEST_CASE("counts that would give choices away are nowhere in any file")
{
    sealed_files here;
    engine_under_test engine(here.options(), 0);
    engine.write([](unit_of_work& work) { sealed_files::raise_ids(work); });
    // Many groups vote at the same time, some with names and some without, few in each: the pages of lines
    // are split while counts change.
    std::vector<secret_place> named;
    std::vector<secret_place> sealed;
    for (int group = 0; group < 24; ++group) {
        const bool anonymous = group % 3 == 0;
        auto& places = anonymous ? sealed : named;
        engine.write([&](unit_of_work& work) {
            const auto method = group % 2 == 0 ? ballot_method::approval : ballot_method::budget;
            places.push_back(
                sealed_files::open_place(work, "C" + std::to_string(group), method, 3, 20, anonymous));
        });
        for (auto* all : {&named, &sealed})
            for (auto place = all->size() > 3 ? all->end() - 3 : all->begin(); place != all->end(); ++place)
                for (const auto who : place->voters)
                    here.cast(engine, *place, who, 20).get();
    }
    for (const auto& place : named)
        CHECK_FALSE(here.search_for(place).counts.empty());
    for (const auto& place : sealed)
        CHECK(engine.write("", [&](unit_of_work& work) { return close_place(work, place); }).how ==
              verdict::kept);
    engine.write([](unit_of_work&) {});
    for (const auto& place : sealed) {
        const auto found = here.search_for(place);
        CHECK(found.none());
        CHECK(found.counts.empty());
    }
}

TEST_CASE_METHOD(fixture,
                 "no row of any table says what a voter chose after the close, nor any key what was pressed")
{
    CHECK(close(places[0]).how == verdict::kept);
    engine->stop();
    sqlite::connection base(file(), sqlite::access::read_write);
    const auto between = [](const std::string& column, const auto& ids) {
        return column + " BETWEEN " + std::to_string(ids.front().value) + " AND " +
               std::to_string(ids.back().value);
    };
    const auto count = base.number("SELECT count(*) FROM sqlite_schema s, pragma_table_info(s.name)"
                                   " WHERE s.type = 'table'");
    REQUIRE(count > 100);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto column = [&](const std::string& what) {
            return base.word("SELECT " + what +
                             " FROM sqlite_schema s, pragma_table_info(s.name) c"
                             " WHERE s.type = 'table' ORDER BY s.name, c.cid LIMIT 1 OFFSET " +
                             std::to_string(i));
        };
        const auto table = column("s.name");
        const auto name = "\"" + column("c.name") + "\"";
        INFO(table << "." << name);
        // A plan names leaders beside topics, which says nothing of votes.
        if (table == "topic_plan_lines") continue;
        // Topics in their numbers, voters in numbers or words: never in one row.
        const auto others =
            base.word("SELECT group_concat('(' || char(34) || name || char(34) || ' BETWEEN " +
                      std::to_string(places[0].voters.front().value) + " AND " +
                      std::to_string(places[0].voters.back().value) +
                      " OR ' || char(34) || name"
                      " || char(34) || ' LIKE ''%voter-%'')', ' OR ')"
                      " FROM pragma_table_info('" +
                      table + "')");
        CHECK(base.number("SELECT count(*) FROM " + table + " WHERE " + between(name, places[0].topics) +
                          " AND (" + others + ")") == 0);
    }
    for (const auto topic : places[0].topics)
        CHECK(base.number("SELECT count(*) FROM inbox WHERE instr(key, '" + std::to_string(topic.value) +
                          "') > 0") == 0);
    CHECK(base.number("SELECT count(*) FROM inbox WHERE key LIKE 'press:%:voter-%'") > 1000);
}
