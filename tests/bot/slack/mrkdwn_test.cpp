#include "bot/slack/inbound.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "bot/slack/utf8.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::bot::slack;

TEST_CASE("escaping replaces three characters and is undone once")
{
    CHECK(escape("R&D <!channel> \"x\" 'y'") == "R&amp;D &lt;!channel&gt; \"x\" 'y'");
    CHECK(escape("&amp;") == "&amp;amp;");
    CHECK(decode_entities(escape("&amp; <@U1>")) == "&amp; <@U1>");
    CHECK(decode_entities("&amp;lt; &quot; & &lt") == "&lt; &quot; & &lt");
}

TEST_CASE("tokens are made as Slack reads them")
{
    CHECK(mention(core::user_id{"U1"}) == "<@U1>");
    CHECK(channel_link(core::channel_id{"C1"}) == "<#C1>");
    CHECK(web_link("https://x.org/?a=1&b=<2>|", "a|b > c") ==
          "<https://x.org/?a=1&amp;b=%3C2%3E%7C|a/b &gt; c>");
    const core::instant when{std::chrono::milliseconds{1794646800999}};
    CHECK(date_token(when, "{date_short_pretty} {time}", "13 Nov 2026 09:00 UTC") ==
          "<!date^1794646800^{date_short_pretty} {time}|13 Nov 2026 09:00 UTC>");
    CHECK(date_token(core::instant{std::chrono::milliseconds{-1}}, "{date}", "x>|y") ==
          "<!date^-1^{date}|x&gt;/y>");
}

TEST_CASE("text is cut between code points and ends in an ellipsis")
{
    CHECK(cut("short", 5) == "short");
    CHECK(cut("longer", 5) == "long…");
    CHECK(cut("ééééé", 3) == "éé…");
    CHECK(cut("🙅🙅🙅", 6) == "🙅🙅🙅");
    CHECK(cut("🙅🙅🙅", 5) == "🙅🙅…");
    CHECK(cut("🙅🙅🙅", 4) == "🙅…");
    CHECK(cut("ab", 1) == "…");
    CHECK(cut("ab", 0).empty());
    CHECK(cut("", 0).empty());
}

TEST_CASE("an entity or a token is kept whole or left out")
{
    CHECK(cut("ab&amp;cd", 7) == "ab…");
    CHECK(cut("ab&amp;cd", 8) == "ab&amp;…");
    CHECK(cut("ab&amp;c", 8) == "ab&amp;c");
    CHECK(cut("by <@U123456789> and", 15) == "by …");
    CHECK(cut("by <@U123456789> and", 17) == "by <@U123456789>…");
    CHECK(cut("a <b", 3) == "a …");
}

TEST_CASE("plain text is measured as if it were escaped")
{
    CHECK(cut_plain("a&b", 7) == "a&b");
    CHECK(cut_plain("a&b", 6) == "a…");
    CHECK(cut_plain("<<<<", 13) == "<<<…");
}

TEST_CASE("however it is cut, it is valid, short enough and a beginning of the text")
{
    const std::string text =
        escape("Ünï <cödé> & 🙅‍♀️ العربية \u202Eright to left\u202C ") +
        "<!date^1^{time}|1> end";
    for (std::size_t most = 1; most <= utf16_units(text) + 1; ++most) {
        const auto shorter = cut(text, most);
        CHECK(is_utf8(shorter));
        CHECK(utf16_units(shorter) <= most);
        const auto ellipsis = shorter.rfind("…");
        const auto kept = shorter == text ? shorter : shorter.substr(0, ellipsis);
        CHECK(text.starts_with(kept));
        CHECK((kept == text || utf16_units(text) > most));
    }
}

TEST_CASE("bytes that are not UTF-8 do not confuse the count")
{
    CHECK(utf16_units("a\xFF\xE2\x80") == 4);
    CHECK_FALSE(is_utf8("a\xFF"));
    CHECK(cut("\xFF\xFF\xFF", 2) == "\xFF…");
}

TEST_CASE("plain text has no marks of ours, and keeps those that people typed")
{
    CHECK(plain_text("*" + quiet("a*b_c`d") + "* is taken; type `/vote 1`.") ==
          "a*b_c`d is taken; type \"/vote 1\".");
    CHECK(plain_text("a &lt;b&gt; <!date^1^{date_long_pretty}|1 May>") == "a <b> 1 May");
}

TEST_CASE("what is written from right to left does not mix up the words around it")
{
    CHECK(isolated("Audio") == "Audio");
    CHECK(isolated("").empty());
    CHECK(isolated("\u0627\u0644\u0635\u0648\u062A") == "\u2068\u0627\u0644\u0635\u0648\u062A\u2069");
    CHECK(isolated("Radio \u05E8\u05D3\u05D9\u05D5 1") == "\u2068Radio \u05E8\u05D3\u05D9\u05D5 1\u2069");
}
