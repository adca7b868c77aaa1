#include "core/words/plain.hpp"

#include "tests/core/words/generators.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <string>
#include <string_view>

using namespace peerbot::core;
using namespace peerbot::test;
using namespace std::string_view_literals;

TEST_CASE("what phones type becomes ordinary words")
{
    CHECK(plain_words("propose “Audio” ‘live’") == "propose \"Audio\" 'live'");
    CHECK(plain_words("don’t") == "don't");
    CHECK(plain_words("2027–01—15 −3") == "2027-01-15 -3");
    CHECK(plain_words("second\u00A0Tuesday\u202F15:00\u3000x") == "second Tuesday 15:00 x");
    CHECK(plain_words("  a \t\n b\r\n ") == "a b");
    CHECK(plain_words("vo\u200Bte\uFEFF \u202Eop\u2066en\u200F") == "vote open");
    CHECK(plain_words("a\0b\x07\x7F"sv) == "ab");
    CHECK(plain_words("a \0 b"sv) == "a b");
    CHECK(plain_words("a\xFF\xC3") == "a\uFFFD\uFFFD");
    CHECK(plain_words("Zoë 👩 ok") == "Zoë 👩 ok");
    CHECK(plain_words(" \u200B ").empty());
}

TEST_CASE("a title keeps its letters and emoji and loses its tricks")
{
    CHECK(clean_text("  Audio \n for\tall ", 100) == "Audio for all");
    CHECK(clean_text("“Live” – a talk", 100) == "“Live” – a talk");
    CHECK(clean_text("👩‍💻 ❤️", 100) == "👩‍💻 ❤️");
    CHECK(clean_text("می\u200Cخواهم", 100) == "می\u200Cخواهم");
    CHECK(clean_text("a\u202Egnp.exe\u200E\u2067", 100) == "agnp.exe");
    CHECK(clean_text("a\0b\u0085c"sv, 100) == "ab c");
    CHECK(clean_text("bad \xE2\x82 end", 100) == "bad \uFFFD\uFFFD end");
    CHECK(clean_text("<!channel> `x`", 100) == "<!channel> `x`");
}

TEST_CASE("a title is cut between code points and never ends in a space")
{
    CHECK(clean_text("héllo", 2) == "hé");
    CHECK(clean_text("ab cd", 3) == "ab");
    CHECK(clean_text("👩‍💻", 2) == "👩");
    CHECK(clean_text("abc", 0).empty());
}

TEST_CASE("a title in which nothing can be seen is empty")
{
    CHECK(clean_text("\u200B\u202E \n", 100).empty());
    CHECK(clean_text("\u200C\u200D\uFE0F", 100).empty());
}

TEST_CASE("plain words are valid UTF-8, hold no control character, and stay as they are when done again")
{
    rc::prop("plain_words", [] {
        const auto once = plain_words(any_text());
        RC_ASSERT(is_valid_utf8(once));
        RC_ASSERT(plain_words(once) == once);
        RC_ASSERT(once.find("  ") == std::string::npos);
        for (const char letter : once)
            RC_ASSERT(static_cast<unsigned char>(letter) >= 0x20);
    });
}

TEST_CASE("a clean title is valid UTF-8, short enough, and stays as it is when done again")
{
    rc::prop("clean_text", [] {
        const auto limit = *rc::gen::inRange<std::size_t>(0, 40);
        const auto once = clean_text(any_text(), limit);
        RC_ASSERT(is_valid_utf8(once));
        RC_ASSERT(code_points(once) <= limit);
        RC_ASSERT(clean_text(once, limit) == once);
        RC_ASSERT(once.find('\0') == std::string::npos);
        RC_ASSERT(once.find("\u202E") == std::string::npos);
    });
}
