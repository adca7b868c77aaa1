#include "bot/operations/doctor.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace peerbot::bot {
namespace {

constexpr std::uintmax_t long_log = 256'000'000;
constexpr std::uintmax_t little_space = 200'000'000;
constexpr std::uintmax_t no_space = 20'000'000;

finding contents(const std::string& name, const storage::condition& found)
{
    if (!found.trouble.empty()) return {standing::failed, "database", found.trouble};
    if (!found.exists)
        return {standing::ok, "database", name + " does not exist yet. peerbot serve makes it."};
    if (!found.damage.empty()) {
        return {standing::failed, "database",
                name + " is damaged: " + found.damage +
                    ". Stop peerbot and put a backup in its place: peerbot restore FILE"};
    }
    const auto* const use = found.in_use ? "a peerbot serves from it" : "nobody serves from it";
    return {standing::ok, "database", fmt::format("{}, intact, {}, {}", name, size_text(found.bytes), use)};
}

finding schema(const storage::condition& found)
{
    if (found.schema == found.known_schema)
        return {standing::ok, "schema", fmt::format("{}, the newest", found.schema)};
    return {standing::ok, "schema",
            fmt::format("{}. peerbot serve brings it to {}; take a backup before.", found.schema,
                        found.known_schema)};
}

finding log_of_changes(const storage::condition& found)
{
    auto size = size_text(found.log_bytes);
    if (found.log_bytes < long_log) return {standing::ok, "log of changes", std::move(size)};
    return {standing::warning, "log of changes",
            size + " are not in the database file yet. Another program reads it for a long time: end that, "
                   "such as an open sqlite3 shell."};
}

finding free_space(const storage::condition& found)
{
    auto size = size_text(found.free_bytes) + " free";
    if (found.free_bytes < no_space)
        return {standing::failed, "disk", size + ". Make room: without it nothing can be saved."};
    if (found.free_bytes < std::max(little_space, 2 * found.bytes))
        return {standing::warning, "disk", size + ". Make room before it is full."};
    return {standing::ok, "disk", std::move(size)};
}

findings exposure(const storage::condition& found)
{
    findings some;
    for (const auto& file : found.exposed) {
        some.push_back({standing::warning, "database file",
                        "everybody on this machine can read " + file.string() +
                            ". Close it: chmod o= " + file.string()});
    }
    if (some.empty()) some.push_back({standing::ok, "database file", "closed to others."});
    return some;
}

} // namespace

findings check_database(const std::string& name, const storage::condition& found)
{
    findings all{contents(name, found)};
    const bool folder_is_there = found.free_bytes > 0 || found.exists;
    if (folder_is_there) all.push_back(free_space(found));
    if (!found.exists) return all;
    if (found.trouble.empty()) all.push_back(schema(found));
    all.push_back(log_of_changes(found));
    const auto who_can_read = exposure(found);
    all.insert(all.end(), who_can_read.begin(), who_can_read.end());
    return all;
}

} // namespace peerbot::bot
