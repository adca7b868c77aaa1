#include "core/words/nearest.hpp"

#include "tests/core/words/generators.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

constexpr std::array<std::string_view, 8> commands = {"setup",  "join",    "leave",   "pause",
                                                      "resume", "members", "propose", "rotation"};

std::string meant(std::string_view typed)
{
    return std::string(nearest(typed, commands).value_or("nothing"));
}

} // namespace

TEST_CASE("one slip of each kind is forgiven")
{
    CHECK(meant("jion") == "join");  // swapped
    CHECK(meant("joinn") == "join"); // extra
    CHECK(meant("jin") == "join");   // missing
    CHECK(meant("jain") == "join");  // wrong
    CHECK(meant("JOIN") == "join");
    CHECK(meant("resmue") == "resume");
}

TEST_CASE("the longer the word, the more slips, up to three")
{
    CHECK(meant("lvve") == "nothing");        // two in four letters
    CHECK(meant("porpsoe") == "propose");     // two in seven
    CHECK(meant("prpsoe") == "propose");      // two in six
    CHECK(meant("prpeos") == "nothing");      // three in six
    CHECK(meant("rottatoinn") == "rotation"); // three in ten
}

TEST_CASE("three letters that begin a choice win, and the shortest such choice")
{
    CHECK(meant("rot") == "rotation");
    CHECK(meant("Mem") == "members");
    CHECK(meant("ro") == "nothing");
    const std::array<std::string_view, 3> alike = {"topics", "topic", "tonic"};
    CHECK(nearest("top", alike) == "topic");
    CHECK(nearest("topics", alike) == "topics");
}

TEST_CASE("what resembles nothing gets no suggestion")
{
    CHECK(meant("") == "nothing");
    CHECK(meant("x") == "nothing");
    CHECK(meant("banana") == "nothing");
    CHECK(nearest("a", std::array<std::string_view, 2>{"b", ""}) == std::nullopt);
    CHECK(nearest("join", {}) == std::nullopt);
}

TEST_CASE("an early choice wins a tie")
{
    CHECK(nearest("cat", std::array<std::string_view, 2>{"bat", "rat"}) == "bat");
}

TEST_CASE("more than 64 bytes are not compared")
{
    const std::string long_word(65, 'a');
    CHECK(nearest(long_word, std::array<std::string_view, 1>{long_word}) == std::nullopt);
    const std::string just_short(64, 'a');
    CHECK(nearest(just_short, std::array<std::string_view, 1>{just_short}) == just_short);
    CHECK(nearest("aaa", std::array<std::string_view, 1>{long_word}) == long_word);
}

TEST_CASE("whatever is typed, the answer is one of the choices or none")
{
    rc::prop("nearest", [] {
        const auto words = *rc::gen::container<std::vector<std::string>>(rc::gen::string<std::string>());
        const std::vector<std::string_view> choices(words.begin(), words.end());
        const auto found = nearest(any_text(), choices);
        if (found) RC_ASSERT(std::find(choices.begin(), choices.end(), *found) != choices.end());
    });
    rc::prop("a choice with one neighbouring pair swapped is found", [] {
        const auto choice =
            *rc::gen::elementOf(std::vector<std::string_view>(commands.begin(), commands.end()));
        auto typed = std::string(choice);
        const auto at = *rc::gen::inRange<std::size_t>(0, typed.size() - 1);
        std::swap(typed[at], typed[at + 1]);
        RC_ASSERT(nearest(typed, commands) == choice);
    });
}
