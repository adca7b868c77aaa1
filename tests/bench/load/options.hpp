// What the command line of vote_load can say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::bench {

extern const std::string_view usage;

struct options
{
    std::uint16_t port = 8080; // on 127.0.0.1
    std::string secret = "bench-secret";
    std::string expect = "Saved"; // every answer must contain it

    std::size_t connections = 64;
    double warmup = 0.5;    // seconds driven before anything is counted
    double seconds = 2;     // counted
    double rate = 0;        // requests a second in the open loop; 0 is the closed loop
    double drain = 1;       // seconds that the open loop waits for outstanding answers
    bool forged = false;    // every signature is wrong, and 401 is the good answer
    bool reconnect = false; // a connection of its own for every request

    std::uint32_t groups = 100;
    std::uint32_t members = 100; // of each group
    std::uint64_t seed = 1;

    int server = 0; // process id to watch

    std::string log = "/dev/null";    // of the program that `start` starts
    int cpu = -1;                     // where it runs
    int nice = 0;                     //
    std::string folder = ".";         // where `calibrate` writes
    std::vector<std::string> program; // after "--"
};

// Throws std::invalid_argument with a sentence.
options parse(int count, char** words);

} // namespace peerbot::bench
