// vote_load: sends votes as Slack would, as fast as they are answered or at a fixed rate, and says how it
// went.
#include "calibrate.hpp"
#include "driver.hpp"
#include "options.hpp"
#include "start.hpp"

#include <sys/prctl.h>

#include <exception>
#include <iostream>
#include <string_view>

using namespace peerbot::bench;

int main(int count, char** words)
{
    const std::string_view mode = count > 1 ? words[1] : "--help";
    try {
        // Timers are to ring within a microsecond of their time, not within fifty.
        ::prctl(PR_SET_TIMERSLACK, 1000, 0, 0, 0);
        const auto given = parse(count, words);
        if (mode == "drive") {
            std::cout << as_json(given, driver(given).run()) << "\n";
        } else if (mode == "start") {
            std::cout << time_start(given) << "\n";
        } else if (mode == "calibrate") {
            std::cout << calibrate(given) << "\n";
        } else {
            std::cerr << usage;
            return mode == "--help" ? 0 : 2;
        }
    } catch (const std::exception& wrong) {
        std::cerr << "vote_load: " << wrong.what() << "\n";
        return 1;
    }
    return 0;
}
