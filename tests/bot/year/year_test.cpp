#include "tests/bot/year/story.hpp"
#include "tests/bot/year/transcript.hpp"
#include "tests/support/fixture_files.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

using namespace peerbot;
using namespace peerbot::tests;

TEST_CASE("a year in four groups reads as approved in fixtures/golden/year")
{
    lived_workspace here;
    begin_year(here);
    here.live_until(end_of_year());
    for (const std::string channel : year_channels) {
        const auto path = "golden/year/" + channel + ".txt";
        const auto text = transcript_of(here, channel);
        if (std::getenv("PEERBOT_RENEW") != nullptr) { // NOLINT(concurrency-mt-unsafe)
            std::ofstream(std::string{PEERBOT_FIXTURES} + "/" + path) << text;
        }
        CHECK(text == read_fixture(path));
    }
}
