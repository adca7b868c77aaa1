#include "bot/slack/form.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace peerbot::bot::slack;

namespace {

form decoded(std::string_view body)
{
    const auto result = decode_form(body);
    REQUIRE(std::holds_alternative<form>(result));
    return std::get<form>(result);
}

form_fault fault_of(std::string_view body)
{
    const auto result = decode_form(body);
    REQUIRE(std::holds_alternative<form_fault>(result));
    return std::get<form_fault>(result);
}

} // namespace

TEST_CASE("a form keeps order, blanks and everything that was escaped")
{
    const auto found = decoded("text=a+b%2Bc&empty=&bare&=nameless&&text=second&%C3%A9t%C3%A9=%E2%80%94");

    const std::vector<form::field> expected = {{"text", "a b+c"}, {"empty", ""},      {"bare", ""},
                                               {"", "nameless"},  {"text", "second"}, {"été", "—"}};
    CHECK(found.fields() == expected);
    CHECK(found.value("text") == "a b+c");
    CHECK(found.value("absent").empty());
    CHECK(found.has("bare"));
    CHECK_FALSE(found.has("absent"));
}

TEST_CASE("NUL is let through and reported")
{
    const auto found = decoded("text=a%00b");
    CHECK(found.has_nul());
    CHECK(found.value("text") == std::string_view{"a\0b", 3});
    CHECK_FALSE(decoded("text=ab").has_nul());
}

TEST_CASE("what no browser or Slack would send is refused")
{
    CHECK(fault_of("text=%") == form_fault::broken_escape);
    CHECK(fault_of("text=%4") == form_fault::broken_escape);
    CHECK(fault_of("text=%zz") == form_fault::broken_escape);
    CHECK(fault_of("%=x") == form_fault::broken_escape);
    CHECK(fault_of("text=%ff") == form_fault::not_utf8);
    CHECK(fault_of("text=%C0%AF") == form_fault::not_utf8);       // too long a form of /
    CHECK(fault_of("text=%ED%A0%80") == form_fault::not_utf8);    // half a surrogate pair
    CHECK(fault_of("text=%F4%90%80%80") == form_fault::not_utf8); // past the last code point

    std::string most = "f=1";
    for (std::size_t at = 1; at < form::most_fields; ++at)
        most += "&f=1";
    CHECK(decoded(most).fields().size() == form::most_fields);
    CHECK(fault_of(most + "&f=1") == form_fault::too_many_fields);
}

TEST_CASE("what is encoded decodes to itself")
{
    std::mt19937 dice(20261122);
    const std::vector<std::string> pieces = {
        "a", "Z", "&", "=", "+", "%", " ", "é", "🙅", "ع", "\n", std::string(1, '\0'), "~"};
    std::uniform_int_distribution<std::size_t> pick(0, pieces.size() - 1);
    std::uniform_int_distribution<int> length(0, 12);
    const auto word = [&] {
        std::string text;
        for (int left = length(dice); left > 0; --left)
            text += pieces[pick(dice)];
        return text;
    };
    for (int round = 0; round < 500; ++round) {
        std::vector<form::field> fields;
        for (int left = length(dice); left > 0; --left)
            fields.emplace_back("n" + word(), word());
        CHECK(decoded(encode_form(fields)).fields() == fields);
    }
}
