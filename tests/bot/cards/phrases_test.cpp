#include "bot/cards/phrases.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;

TEST_CASE("a session that shifted says by how much, and why")
{
    CHECK(bot::shift_sentence(core::minutes{0}).empty());
    CHECK(bot::shift_sentence(core::hours{1}) ==
          "It is one hour later than last time for you, because clocks changed.");
    CHECK(bot::shift_sentence(-core::hours{1}) ==
          "It is one hour earlier than last time for you, because clocks changed.");
    CHECK(bot::shift_sentence(-core::minutes{30}) ==
          "It is 30 minutes earlier than last time for you, because clocks changed.");
    CHECK(bot::shift_sentence(core::hours{2}) ==
          "It is 2 hours later than last time for you, because clocks changed.");
}
