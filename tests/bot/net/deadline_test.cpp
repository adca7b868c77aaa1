#include "bot/net/deadline.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <optional>

using namespace peerbot;
using std::chrono::steady_clock;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;

namespace {

struct watched
{
    boost::asio::io_context io;
    int told = 0;
    std::optional<bot::deadline> until{std::in_place, io.get_executor(), [this] { ++told; }};
};

} // namespace

TEST_CASE("a time that has passed is told once")
{
    watched at;
    at.until->set(steady_clock::now());
    at.io.run();
    CHECK(at.told == 1);
}

TEST_CASE("a time that was moved on is told when the later one has passed")
{
    watched at;
    const auto later = steady_clock::now() + 30ms;
    at.until->set(steady_clock::now() + 2ms);
    at.until->set(later);
    at.io.run();
    CHECK(steady_clock::now() >= later);
    CHECK(at.told == 1);
}

TEST_CASE("a time that was moved forward is told when the sooner one has passed")
{
    watched at;
    at.until->set(steady_clock::now() + 1h);
    at.until->set(steady_clock::now());
    while (at.told == 0)
        at.io.run_one();
    CHECK(at.told == 1);
}

TEST_CASE("a time that was taken away is never told")
{
    watched at;
    at.until->set(steady_clock::now() + 2ms);
    at.until->clear();
    at.io.run();
    CHECK(at.told == 0);
}

TEST_CASE("a time can be set again after it was told")
{
    watched at;
    at.until->set(steady_clock::now());
    at.io.run();
    at.io.restart();
    at.until->set(steady_clock::now());
    at.io.run();
    CHECK(at.told == 2);
}

TEST_CASE("nothing is told after the end of a deadline")
{
    watched at;
    at.until->set(steady_clock::now());
    at.until.reset();
    at.io.run();
    CHECK(at.told == 0);
}
