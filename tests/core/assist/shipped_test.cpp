// Every template that ships, from asking to the last follow-up, as approved in fixtures/golden/assists.
#include "bot/assist_templates.hpp"
#include "tests/core/assist/stage.hpp"
#include "tests/support/fixture_files.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const instant call = at("2026-12-08 15:00"); // a Tuesday

void begin(stage& on, const std::string& name, bool live)
{
    const auto pace = live ? assist_pace::live : assist_pace::in_writing;
    const auto meets_at = live ? std::optional(call) : std::nullopt;
    if (name == "four-week" || name == "incident")
        on.pick(name, pace, meets_at);
    else if (name == "troika")
        on.ask(name, pace, meets_at, {"cleo", "dan"});
    else
        on.ask(name, pace, meets_at);
}

std::string played(const std::string& name, bool live, bool restarts)
{
    stage on(6, restarts);
    begin(on, name, live);
    on.play();
    REQUIRE(on.current().state == assist_state::done);
    CHECK(on.current().published_at);
    return on.transcript();
}

void compare(const std::string& name, bool live)
{
    const auto said = played(name, live, false);
    const auto file = "golden/assists/" + name + (live ? "-live" : "") + ".txt";
    if (std::getenv("PEERBOT_RENEW") != nullptr) { // NOLINT(concurrency-mt-unsafe)
        std::ofstream(std::string(PEERBOT_FIXTURES) + "/" + file) << said;
        return;
    }
    CHECK(said == peerbot::tests::read_fixture(file));
    CHECK(said == played(name, live, true));
}

} // namespace

TEST_CASE("a classic assist in writing goes as approved, also with a restart between any two steps")
{
    compare("classic", false);
}

TEST_CASE("a classic assist in a call goes as approved, also with a restart between any two steps")
{
    compare("classic", true);
}

TEST_CASE("a condensed assist goes as approved, also with a restart between any two steps")
{
    compare("condensed", true);
}

TEST_CASE("an assist of four weeks goes as approved, also with a restart between any two steps")
{
    compare("four-week", false);
}

TEST_CASE("an assist in writing and then in a call goes as approved, also with restarts")
{
    compare("list-then-call", false);
}

TEST_CASE("a sandwich goes as approved, also with a restart between any two steps")
{
    compare("sandwich", true);
}

TEST_CASE("an open question goes as approved, also with a restart between any two steps")
{
    compare("open-question", false);
}

TEST_CASE("a troika in a call goes as approved, also with a restart between any two steps")
{
    compare("troika", true);
}

TEST_CASE("a troika in writing goes as approved, also with a restart between any two steps")
{
    compare("troika", false);
}

TEST_CASE("an incident in a call goes as approved, also with a restart between any two steps")
{
    compare("incident", true);
}

TEST_CASE("every template that ships fits the rules of core, and names its sources")
{
    const auto all = peerbot::bot::load_assist_templates("");
    CHECK(all.size() == 9); // with the inventory that goes before others
    for (const auto& one : all) {
        INFO(one.name);
        CHECK(check_template(one));
        CHECK_FALSE(one.sources.empty());
    }
}
