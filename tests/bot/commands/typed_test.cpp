#include "bot/commands/typed.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace peerbot;
using bot::read_typed;

namespace {

std::vector<std::string> words(std::string_view escaped)
{
    std::vector<std::string> texts;
    for (const auto& one : read_typed(escaped).words)
        texts.push_back(one.text);
    return texts;
}

using list = std::vector<std::string>;

// What a property must hold for, whatever was typed.
bool sound(const bot::typed& read)
{
    std::size_t least = 0;
    for (std::size_t i = 0; i < read.words.size(); ++i) {
        const auto& one = read.words[i];
        if (one.text.empty() || one.begin < least || one.begin >= read.text.size()) return false;
        if (read.from(i).size() != read.text.size() - one.begin) return false;
        least = one.begin + 1;
    }
    return read.from(read.words.size()).empty();
}

} // namespace

TEST_CASE("a mention is a person, with or without a name, and reads as @name")
{
    const auto read = read_typed("facilitator <@U1|ana> <@W2>, thanks");
    REQUIRE(read.words.size() == 4);
    CHECK_FALSE(read.words[0].person);
    CHECK(read.words[1].person == core::user_id("U1"));
    CHECK(read.words[1].text == "@ana");
    CHECK(read.words[2].person == core::user_id("W2"));
    CHECK(read.text == "facilitator @ana @W2, thanks");
    CHECK(read.from(1) == "@ana @W2, thanks");
}

TEST_CASE("a name with spaces does not hide who is meant")
{
    const auto read = read_typed("held <@U1|Ana Maria> 2");
    REQUIRE(read.words.size() == 4);
    CHECK(read.words[1].person == core::user_id("U1"));
    CHECK_FALSE(read.words[2].person);
    CHECK(read.words[3].number() == 2);
}

TEST_CASE("a mention behind a mark that cannot be seen is still a person")
{
    const auto read = read_typed("facilitator \xE2\x80\x8F<@U1|ana>");
    REQUIRE(read.words.size() == 2);
    CHECK(read.words[1].person == core::user_id("U1"));
    CHECK_FALSE(read_typed("(<@U1|ana>)").words.at(0).person);
}

TEST_CASE("channels and links read as people see them")
{
    CHECK(read_typed("<#C1|general> <#C2|> <#C3>").text == "#general #C2 #C3");
    CHECK(read_typed("<https://example.org/a?b=1&amp;c=2|a page>").text == "https://example.org/a?b=1&c=2");
    CHECK(read_typed("<mailto:ana@example.org|ana@example.org>").text == "mailto:ana@example.org");
}

TEST_CASE("calls to everybody are only text, typed by hand or by Slack")
{
    CHECK(read_typed("propose <!channel> now").text == "propose @channel now");
    CHECK(read_typed("<!subteam^S1|@team>").text == "@@team");
    CHECK(read_typed("propose &lt;!channel&gt; now").text == "propose <!channel> now");
    CHECK(read_typed("&lt;@U1&gt;").words.at(0).person == std::nullopt);
    CHECK(read_typed("&amp;lt;").text == "&lt;");
}

TEST_CASE("what phones put between and around words is ordinary input")
{
    CHECK(words("vote\xC2\xA0"
                "1\xE2\x80\xAF"
                "3") == list{"vote", "1", "3"});
    CHECK(words("propose\xE3\x80\x80title\xE2\x80\x83here") == list{"propose", "title", "here"});
    CHECK(words("one\vtwo\fthree\xC2\x85"
                "four") == list{"one", "two", "three", "four"});
    CHECK(words("\xE2\x80\x9Cpropose\xE2\x80\x9D \xE2\x80\x94 x") == list{"\"propose\"", "-", "x"});
    CHECK(words("\xE2\x80\x8Fpropose\xE2\x80\x8F") == list{"propose"});
    CHECK(words(std::string_view("pro\0pose", 8)) == list{"propose"});
    CHECK(words(std::string_view("\0 \0", 3)).empty());
    CHECK(words("").empty());
    CHECK(words(" \t\r\n ").empty());
}

TEST_CASE("brackets that close nothing are text")
{
    CHECK(read_typed("a < b").text == "a < b");
    CHECK(read_typed("<").text == "<");
    CHECK(read_typed("<>").text.empty());
    CHECK(read_typed("<@>").text == "@");
    CHECK(read_typed("<|x>").text.empty());
    CHECK(read_typed("<@U1").words.at(0).person == std::nullopt);
    CHECK(read_typed("a > b").text == "a > b");
}

TEST_CASE("words are compared without case, and numbers are plain numbers")
{
    const auto read = read_typed("VoTe #3 3. 3, 03 3x -3 1.5 \xEF\xBC\x93 99999999999999999999");
    CHECK(read.words[0].is("vote"));
    CHECK_FALSE(read.words[0].is("votes"));
    for (const std::size_t at : {1, 2, 3, 4})
        CHECK(read.words[at].number() == 3);
    for (const std::size_t at : {5, 6, 7, 8, 9})
        CHECK_FALSE(read.words[at].number());
}

TEST_CASE("four thousand characters of anything are read")
{
    std::string long_text;
    for (int i = 0; i < 1000; ++i)
        long_text += i % 3 == 0   ? "\xF0\x9F\x8E\x89"
                     : i % 3 == 1 ? "<@U1|a b> "
                                  : "&lt;!channel&gt;\xE2\x80\xAE";
    CHECK(sound(read_typed(long_text)));
    CHECK(words(std::string(4000, 'x')).at(0).size() == 4000);
    CHECK(read_typed(std::string(4000, '<')).text.size() == 4000);
}

TEST_CASE("whatever was typed, words are not empty and lie inside the text in their order")
{
    const auto anything =
        rc::check("any bytes", [](const std::string& bytes) { RC_ASSERT(sound(read_typed(bytes))); });
    CHECK(anything);
    const auto pieces = rc::check("pieces of Slack's text", [] {
        const auto piece = rc::gen::element<std::string>(
            "<", ">", "<@U1>", "<@U2|", "|", "<#C1|x>", "<!channel>", "&lt;", "&amp;", " ", "\xC2\xA0",
            "\xE3\x80\x80", std::string(1, '\0'), "\xE2\x80\x8B", "\xFF", "3", "vote", "\n");
        const auto chosen = *rc::gen::container<std::vector<std::string>>(piece);
        std::string text;
        for (const auto& one : chosen)
            text += one;
        RC_ASSERT(sound(read_typed(text)));
    });
    CHECK(pieces);
}
