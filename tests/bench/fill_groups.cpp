// Fills a new database with groups of eight, as if they had been set up by commands: fill_groups FILE GROUPS
#include "core/groups/membership.hpp"
#include "core/groups/setup_group.hpp"
#include "storage/sqlite/open.hpp"

#include <cstdlib>
#include <future>
#include <iostream>
#include <stdexcept>
#include <string>

using namespace peerbot;
using namespace peerbot::core;

namespace {

constexpr int members = 8;

void add_group(unit_of_work& work, int number, instant now)
{
    const auto zone = zone::named("Europe/London");
    const auto cadence = parse_recurrence("second Tuesday", {});
    const setup_request request{.workspace = workspace_id("T1"),
                                .channel = channel_id("C" + std::to_string(number)),
                                .person = user_id("U1"),
                                .cadence = *cadence,
                                .meets_at = minutes{900},
                                .where = *zone,
                                .now = now};
    const auto fresh = setup_group(work, request);
    if (!fresh) throw std::logic_error("a group was not set up");
    for (int i = 2; i <= members; ++i) {
        if (!join_group(work, *fresh, user_id("U" + std::to_string(i)), now))
            throw std::logic_error("somebody could not join");
    }
}

} // namespace

int main(int count, char** words)
{
    if (count != 3) {
        std::cerr << "fill_groups FILE GROUPS\n";
        return 2;
    }
    const int groups = std::atoi(words[2]);
    const auto now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
    const auto run = [](const std::vector<std::function<void()>>& finished) {
        for (const auto& one : finished)
            one();
    };
    const auto engine =
        storage::open_sqlite({.file = words[1]}, {.deliver = run, .committed = [](storage::aftermath) {}});
    std::promise<storage::answer> told;
    engine->write(
        "", now,
        [&](unit_of_work& work) {
            for (int number = 0; number < groups; ++number)
                add_group(work, number, now);
            return storage::keep::yes;
        },
        [&](storage::answer how) { told.set_value(std::move(how)); });
    const auto how = told.get_future().get();
    engine->stop();
    if (how.how == storage::verdict::kept) return 0;
    std::cerr << how.error << "\n";
    return 1;
}
