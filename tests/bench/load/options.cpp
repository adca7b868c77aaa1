#include "options.hpp"

#include <functional>
#include <map>
#include <stdexcept>

namespace peerbot::bench {

const std::string_view usage = R"(Usage: vote_load drive|start|calibrate [options]

  drive      sends signed "/vote 1 3" commands to a server on 127.0.0.1 and prints what it saw as JSON
  start      starts a program (after --) and prints how long it took to answer its first vote; ends it again
  calibrate  prints how fast this machine hashes, wakes a thread and flushes a file just now

  --port N --secret TEXT --expect TEXT     who is asked, and what every good answer contains
  --connections N --warmup S --seconds S   the closed loop: each connection sends as soon as it is answered
  --rate N --drain S                       the open loop: requests fall due at random instants, N a second
  --groups N --members N --seed N          the votes: members of a group vote on its ballot
  --forged --reconnect                     wrong signatures; a connection for each request
  --server PID                             whose processor time, memory and writes are read from /proc
  --log FILE --cpu N --nice N -- PROGRAM   what start starts, and where
  --folder PATH                            where calibrate flushes its file
)";

options parse(int count, char** words)
{
    options given;
    const std::map<std::string, std::function<void(const std::string&)>, std::less<>> values{
        {"--port", [&](auto& text) { given.port = static_cast<std::uint16_t>(std::stoul(text)); }},
        {"--secret", [&](auto& text) { given.secret = text; }},
        {"--expect", [&](auto& text) { given.expect = text; }},
        {"--connections", [&](auto& text) { given.connections = std::stoul(text); }},
        {"--warmup", [&](auto& text) { given.warmup = std::stod(text); }},
        {"--seconds", [&](auto& text) { given.seconds = std::stod(text); }},
        {"--rate", [&](auto& text) { given.rate = std::stod(text); }},
        {"--drain", [&](auto& text) { given.drain = std::stod(text); }},
        {"--groups", [&](auto& text) { given.groups = static_cast<std::uint32_t>(std::stoul(text)); }},
        {"--members", [&](auto& text) { given.members = static_cast<std::uint32_t>(std::stoul(text)); }},
        {"--seed", [&](auto& text) { given.seed = std::stoull(text); }},
        {"--server", [&](auto& text) { given.server = std::stoi(text); }},
        {"--log", [&](auto& text) { given.log = text; }},
        {"--cpu", [&](auto& text) { given.cpu = std::stoi(text); }},
        {"--nice", [&](auto& text) { given.nice = std::stoi(text); }},
        {"--folder", [&](auto& text) { given.folder = text; }},
    };
    for (int i = 2; i < count; ++i) {
        const std::string name = words[i];
        if (name == "--") {
            given.program.assign(words + i + 1, words + count);
            break;
        }
        if (name == "--forged") {
            given.forged = true;
            continue;
        }
        if (name == "--reconnect") {
            given.reconnect = true;
            continue;
        }
        const auto found = values.find(name);
        if (found == values.end()) throw std::invalid_argument("There is no option " + name + ".");
        if (++i == count) throw std::invalid_argument(name + " needs a value.");
        found->second(words[i]);
    }
    if (given.connections == 0 || given.groups == 0 || given.members == 0)
        throw std::invalid_argument("There must be at least one connection, group and member.");
    return given;
}

} // namespace peerbot::bench
