#include "core/words/bare.hpp"

#include "core/words/paragraphs.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;

TEST_CASE("names are the same without capitals, accents, spaces and punctuation")
{
    const auto same = bare_letters("Le Monde");
    for (const auto* typed : {"le monde", "LE-MONDE.", "  Le  Monde ", "Le M\xC3\xB4nde", "Le Mo\xCC\x82nde"})
        CHECK(bare_letters(typed) == same);
    CHECK(bare_letters("Le Monde 2") != same);
    CHECK(bare_letters("S\xC3\xBC"
                       "ddeutsche") == "suddeutsche");
    CHECK(bare_letters("Rzeczpospolita \xC5\x9Al\xC4\x85ska") == "rzeczpospolitaslaska");
    CHECK(bare_letters("\xC3\x86ther") == "\xC3\xA6ther");
    CHECK(bare_letters("\xD0\x9C\xD0\xB5\xD0\xB4\xD1\x83\xD0\xB7\xD0\xB0") ==
          bare_letters("\xD0\xBC\xD0\xB5\xD0\xB4\xD1\x83\xD0\xB7\xD0\xB0")); // Meduza
    CHECK(bare_letters(" -. ").empty());
}

TEST_CASE("text of several lines keeps its paragraphs")
{
    CHECK(clean_paragraphs("\n one \r\n\ttwo  three\n\n \n\nfour\n\n") == "one\ntwo three\n\nfour");
    CHECK(clean_paragraphs(" \n\t\n").empty());
    CHECK(clean_paragraphs("").empty());
    const auto once = clean_paragraphs("a\xE2\x80\xAE\n\nb\xFF");
    CHECK(clean_paragraphs(once) == once);
}
