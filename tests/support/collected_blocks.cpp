#include "tests/support/collected_blocks.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fcntl.h>
#include <set>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace peerbot::tests {

namespace {

using nlohmann::json;

// {"blocks":[...]} or {"view":{...}}; null when there is neither.
json line_of(const json& what)
{
    if (what.is_array()) return {{"blocks", what}};
    if (!what.is_object() || !what.contains("blocks")) return nullptr;
    if (what.contains("type")) return {{"view", what}};
    return {{"blocks", what.at("blocks")}};
}

void append(const char* path, const std::string& line)
{
    const int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) throw std::runtime_error(std::string{"cannot write "} + path);
    // In one piece, since others append to it as well.
    const auto written = write(file, line.data(), line.size());
    close(file);
    if (written != static_cast<ssize_t>(line.size()))
        throw std::runtime_error(std::string{"cannot write "} + path);
}

} // namespace

void collect_blocks(const json& what)
{
    static const char* const path = std::getenv("PEERBOT_BLOCKS_FILE"); // NOLINT(concurrency-mt-unsafe)
    static std::set<std::string> seen;
    if (path == nullptr) return;
    const auto found = line_of(what);
    if (found.is_null()) return;
    const auto line = found.dump() + "\n";
    if (seen.insert(line).second) append(path, line);
}

} // namespace peerbot::tests
