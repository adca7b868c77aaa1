#include "core/words/utf8.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace peerbot::core;

TEST_CASE("every length of UTF-8 is read and written the same")
{
    for (const char32_t each : {U'\0', U'a', U'\x7F', U'\x80', U'\u07FF', U'\u0800', U'\uD7FF', U'\uE000',
                                U'\uFFFD', U'\uFFFF', U'\U00010000', U'\U0010FFFF'}) {
        std::string text;
        append_utf8(text, each);
        const auto read = decode_first(text);
        CHECK(read.code_point == each);
        CHECK(read.bytes == text.size());
    }
    CHECK(decode_first("é").code_point == 0xE9);
    CHECK(decode_first("👩").code_point == 0x1F469);
}

TEST_CASE("what is not UTF-8 is one replacement character for a byte")
{
    for (const std::string_view bad :
         {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
          "\xF8\x88\x80\x80\x80", "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x91", "\xC3("}) {
        const auto read = decode_first(bad);
        CHECK(read.code_point == replacement_character);
        CHECK(read.bytes == 1);
    }
}

TEST_CASE("code points are counted, not bytes")
{
    CHECK(code_points("") == 0);
    CHECK(code_points("héllo") == 5);
    CHECK(code_points("👩‍💻") == 3);
    CHECK(code_points("a\xFF\xFE") == 3);
}
