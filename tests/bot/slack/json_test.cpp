#include "bot/slack/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include <string>
#include <vector>

using namespace peerbot::bot::slack;

TEST_CASE("a text as a JSON string reads back as it was, whatever is in it")
{
    const std::string every_byte = [] {
        std::string text;
        for (int byte = 0; byte < 0x80; ++byte)
            text += static_cast<char>(byte);
        return text;
    }();
    // Each place in a word of eight, since they are looked at so.
    for (std::size_t before = 0; before < 9; ++before) {
        const auto text = std::string(before, 'a') + every_byte + "ä🗺️";
        CHECK(nlohmann::json::parse(json_string(text)) == text);
    }
    const std::vector<std::string> pieces{"\"", "\\",     "\n", "\x1F", "\x7F", "a", "eight at a time ",
                                          "é",  "🗺️"};
    CHECK(rc::check([&] {
        std::string text;
        for (const auto at :
             *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, pieces.size())))
            text += pieces[at];
        RC_ASSERT(nlohmann::json::parse(json_string(text)) == text);
    }));
}

TEST_CASE("bytes that are not UTF-8 are replaced in a JSON string")
{
    CHECK(nlohmann::json::parse(json_string("good \xFF bad")) == "good \uFFFD bad");
    CHECK(json_string("") == "\"\"");
    std::string after = "[";
    add_json_string(after, "a\"b");
    CHECK(after == R"(["a\"b")");
}
