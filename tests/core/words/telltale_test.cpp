#include "core/words/telltale.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;

using words = std::vector<std::string>;

TEST_CASE("names, organisations, places and numbers in a text are found")
{
    CHECK(telltale_words("We asked Maria Lopez of the City Hospital in Accra about 4,000 files.") ==
          words{"Maria Lopez", "City Hospital", "Accra", "4,000"});
    CHECK(telltale_words("The University of Cape Town, WHO and Ana answered.") ==
          words{"University of Cape Town", "WHO", "Ana"});
    CHECK(telltale_words("Write to ana@example.org or see https://example.org/x. I'm there in B12.") ==
          words{"ana@example.org", "https://example.org/x", "B12"});
}

TEST_CASE("the first word of a sentence, and what was found before, are not found again")
{
    CHECK(telltale_words("How do we choose? We asked Ana. Then ana asked us. I think so.") == words{"Ana"});
}

TEST_CASE("words are left out whatever their case, but only whole")
{
    CHECK(without_words("Ana met ANA and Anastasia.", {"ana"}) == "[...] met [...] and Anastasia.");
    CHECK(without_words("City Hospital, not the city.", {"City Hospital", "Hospital"}) ==
          "[...], not the city.");
    CHECK(without_words("Żaneta i ŻANETA", {"żaneta"}) == "[...] i [...]");
    CHECK(without_words("Nothing to hide", {}) == "Nothing to hide");
    CHECK(without_words("", {"ana", ""}).empty());
}
