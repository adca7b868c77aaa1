// Votes a second through the engine, by how many are under way at a time, and how long the close of an
// anonymous ballot takes beside many others: storage_bench [FOLDER] [SECONDS]
#include "storage/sqlite/open.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <memory>
#include <semaphore>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace peerbot;
using namespace peerbot::core;
using clock_type = std::chrono::steady_clock;

namespace {

constexpr int ballots = 100;
constexpr int voters = 100; // on each ballot
constexpr int lines = 8;

struct place
{
    ballot_id ballot;
    std::vector<member_id> voters;
    std::vector<topic_id> topics;
};

place add_place(unit_of_work& work, int number, bool anonymous)
{
    place fresh;
    const auto name = std::to_string(number);
    const auto group = work.groups().add({.id = {},
                                          .workspace = workspace_id("T1"),
                                          .channel = channel_id("C" + name),
                                          .zone = "Europe/London",
                                          .cadence = "monthly",
                                          .meets_at = minutes{900},
                                          .reachable = true,
                                          .card = {},
                                          .created_at = {}});
    for (int i = 0; i < voters; ++i)
        fresh.voters.push_back(work.members().add({.id = {},
                                                   .group = group,
                                                   .user = user_id("U" + name + "_" + std::to_string(i)),
                                                   .state = member_state::active,
                                                   .paused_until = {},
                                                   .facilitator = false,
                                                   .joined_at = {}}));
    for (int i = 0; i < lines; ++i)
        fresh.topics.push_back(work.topics()
                                   .add({.id = {},
                                         .group = group,
                                         .number = 0,
                                         .title = "Topic " + std::to_string(i),
                                         .proposer = user_id("U1"),
                                         .state = topic_state::open,
                                         .times_taught = 0,
                                         .proposed_at = {},
                                         .teachers = {}})
                                   .id);
    const auto card =
        work.cards().add({.id = {}, .kind = card_kind::ballot, .group = group, .subject = number});
    fresh.ballot = work.ballots()
                       .add({.id = {},
                             .group = group,
                             .opener = user_id("U1"),
                             .opened_at = {},
                             .closes_at = instant{hours{1}},
                             .hidden = anonymous,
                             .anonymous = anonymous,
                             .card = card},
                            fresh.topics)
                       .id;
    return fresh;
}

// What a vote costs in peerbot: who, which ballot, the change, and the tally for the answer.
storage::keep vote(unit_of_work& work, const place& where, std::size_t number)
{
    const auto voter = where.voters[number % voters];
    const auto ballot = work.ballots().find(where.ballot);
    if (!work.members().find(voter)->active() || !ballot->open()) return storage::keep::no;
    work.votes().replace(*ballot, voter,
                         {{.topic = where.topics[(number / voters / ballots + number) % lines]}});
    work.cards().mark_dirty(ballot->card);
    if (work.ballots().lines(where.ballot).size() != lines) return storage::keep::no;
    return storage::keep::yes;
}

struct bench
{
    std::filesystem::path file;
    std::chrono::seconds length;
    std::unique_ptr<storage::engine> engine;
    std::vector<place> places = {};

    // Runs one piece and waits for it.
    void run(std::function<void(unit_of_work&)> piece)
    {
        std::promise<void> done;
        engine->write(
            "", {},
            [&](unit_of_work& work) {
                piece(work);
                return storage::keep::yes;
            },
            [&](const storage::answer& told) {
                if (told.how != storage::verdict::kept) std::cout << "failed: " << told.error << "\n";
                done.set_value();
            });
        done.get_future().wait();
    }

    void fill(bool anonymous)
    {
        run([&](unit_of_work& work) {
            places.clear();
            for (int i = 0; i < ballots; ++i)
                places.push_back(add_place(work, anonymous ? ballots + i : i, anonymous));
        });
    }

    void cast(int together, std::size_t& number)
    {
        std::counting_semaphore<> room(together);
        std::atomic<long> kept = 0;
        const auto begin = clock_type::now();
        while (clock_type::now() - begin < length) {
            room.acquire();
            ++number;
            const auto& where = places[number % ballots];
            const auto turn = number / ballots;
            engine->write(
                "cmd:" + std::to_string(1'000'000'000 + number), {},
                [&where, turn](unit_of_work& work) { return vote(work, where, turn); },
                [&](const storage::answer& told) {
                    if (told.how == storage::verdict::kept) ++kept;
                    room.release();
                });
        }
        for (int i = 0; i < together; ++i)
            room.acquire();
        const auto took = std::chrono::duration<double>(clock_type::now() - begin).count();
        std::cout << "  " << together << " at a time: " << static_cast<long>(static_cast<double>(kept) / took)
                  << " votes/s\n";
    }

    // Everybody on every ballot has chosen every topic. The second piece waits for the log to be emptied.
    void close_one()
    {
        run([&](unit_of_work& work) {
            std::vector<core::vote> all;
            for (const auto& where : places) {
                all.clear();
                for (const auto topic : where.topics)
                    all.push_back({.topic = topic});
                for (const auto voter : where.voters)
                    work.votes().replace(*work.ballots().find(where.ballot), voter, all);
            }
        });
        const auto begin = clock_type::now();
        run([&](unit_of_work& work) {
            auto closed = *work.ballots().find(places[0].ballot);
            closed.closed_at = closed.closes_at;
            closed.closed_by = close_cause::deadline;
            work.ballots().save(closed);
            work.votes().forget_choices(closed);
        });
        const auto told = clock_type::now();
        run([](unit_of_work&) {});
        const auto took = [&](clock_type::time_point end) {
            return std::chrono::duration_cast<milliseconds>(end - begin).count();
        };
        std::cout << "a close beside " << ballots * voters * lines << " sealed votes: told after "
                  << took(told) << " ms, the next one after " << took(clock_type::now()) << " ms\n";
    }
};

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
    const auto file = folder / ("storage_bench-" + std::to_string(::getpid()) + ".db");
    bench all{.file = file,
              .length = std::chrono::seconds(argc > 2 ? std::atoi(argv[2]) : 3),
              .engine = storage::open_sqlite({.file = file}, {.deliver =
                                                                  [](const auto& news) {
                                                                      for (const auto& one : news)
                                                                          one();
                                                                  },
                                                              .committed = [](auto) {}})};
    std::size_t number = 0;
    for (const bool anonymous : {false, true}) {
        std::cout << (anonymous ? "anonymous\n" : "named\n");
        all.fill(anonymous);
        for (const auto together : {1, 16, 64, 256})
            all.cast(together, number);
    }
    all.close_one();
    all.engine->stop();
    std::filesystem::remove(file);
    std::filesystem::remove(file.string() + ".lock");
    return 0;
}
