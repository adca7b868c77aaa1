// Votes a second through the engine, by how many are under way at a time: storage_bench [FOLDER] [SECONDS]
#include "storage/sqlite/open.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <iostream>
#include <latch>
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

place add_place(unit_of_work& work, int number)
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
    fresh.ballot = work.ballots().add({.id = {},
                                       .group = group,
                                       .opener = user_id("U1"),
                                       .opened_at = {},
                                       .closes_at = instant{hours{1}},
                                       .closed_at = {},
                                       .closed_by = {},
                                       .voters = 0,
                                       .card = card},
                                      fresh.topics);
    return fresh;
}

// What a vote costs in peerbot: who, which ballot, the change, and the tally for the answer.
storage::keep vote(unit_of_work& work, const place& where, std::size_t number)
{
    const auto voter = where.voters[number % voters];
    const auto ballot = work.ballots().find(where.ballot);
    if (!work.members().find(voter)->active() || !ballot->open()) return storage::keep::no;
    work.votes().replace(where.ballot, voter, {where.topics[(number / voters / ballots + number) % lines]},
                         {});
    work.cards().mark_dirty(ballot->card);
    if (work.ballots().lines(where.ballot).size() != lines) return storage::keep::no;
    return storage::keep::yes;
}

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
    const auto length = std::chrono::seconds(argc > 2 ? std::atoi(argv[2]) : 3);
    const auto file = folder / ("storage_bench-" + std::to_string(::getpid()) + ".db");
    const auto engine = storage::open_sqlite({.file = file}, {.deliver =
                                                                  [](const auto& news) {
                                                                      for (const auto& one : news)
                                                                          one();
                                                                  },
                                                              .committed = [](auto) {}});
    std::vector<place> places;
    std::promise<void> filled;
    engine->write(
        "", {},
        [&](unit_of_work& work) {
            places.clear();
            for (int i = 0; i < ballots; ++i)
                places.push_back(add_place(work, i));
            return storage::keep::yes;
        },
        [&](const storage::answer&) { filled.set_value(); });
    filled.get_future().wait();

    std::size_t number = 0;
    for (const auto together : {1, 16, 64, 256}) {
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
        std::cout << together << " at a time: " << static_cast<long>(static_cast<double>(kept) / took)
                  << " votes/s\n";
    }
    engine->stop();
    std::filesystem::remove(file);
    std::filesystem::remove(file.string() + ".lock");
    return 0;
}
