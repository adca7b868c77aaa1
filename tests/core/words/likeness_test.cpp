#include "core/words/likeness.hpp"

#include "core/voting/topics.hpp"
#include "tests/core/words/generators.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <string>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

bool alike(const char* a, const char* b)
{
    return likeness(a, b) >= very_similar;
}

} // namespace

TEST_CASE("the same words are as alike as can be, whatever their case, order, marks and small words")
{
    CHECK(likeness("Audio basics", "Audio basics") == 1.0);
    CHECK(likeness("Audio basics", "AUDIO  basics!") == 1.0);
    CHECK(likeness("Audio basics", "basics, audio") == 1.0);
    CHECK(likeness("Use of the audio", "How to use our audio") == 1.0);
    CHECK(likeness("co-operation", "co operation") == 1.0);
    CHECK(likeness("audio\u2014video", "video audio") == 1.0);
}

TEST_CASE("titles that mean the same are very similar, and others are not")
{
    CHECK(alike("Checking satellite images", "checking satellite image"));
    CHECK(alike("Satellite maps", "Maps of satellites"));
    CHECK(alike("Interviewing children", "How to interview children"));
    CHECK(alike("Verifying videos", "How to verify videos"));

    CHECK_FALSE(alike("Audio", "Video"));
    CHECK_FALSE(alike("Interviewing children", "Interviewing politicians"));
    CHECK_FALSE(alike("Data for beginners", "Audio for beginners"));
    CHECK_FALSE(alike("Maps", "Mapping with satellites"));
}

TEST_CASE("a title without words is like nothing, not even itself")
{
    CHECK(likeness("", "") == 0.0);
    CHECK(likeness("!?", "!?") == 0.0);
    CHECK(likeness("of the", "of the") == 0.0);
    CHECK(likeness("", "Audio") == 0.0);
    CHECK(likeness("Audio", "Text") < 0.2);
    CHECK(likeness("Audio", "Lynx") == 0.0);
}

TEST_CASE("letters of every script and pictures count as letters do")
{
    CHECK(likeness("\u0627\u0644\u0635\u0648\u062A \u0648\u0627\u0644\u0635\u0648\u0631\u0629",
                   "\u0648\u0627\u0644\u0635\u0648\u0631\u0629 \u0627\u0644\u0635\u0648\u062A") == 1.0);
    CHECK(likeness("\U0001F3A4", "\U0001F3A4") == 1.0);
    CHECK(likeness("\U0001F3A4", "\U0001F3A5") == 0.0);
}

TEST_CASE("capitals of other alphabets are as alike as Latin ones")
{
    CHECK(likeness("\u00DCBER \u00C9COLE \u0160KOLA", "\u00FCber \u00E9cole \u0161kola") == 1.0);
    CHECK(likeness("\u0391\u03A5\u03A4\u039F\u03A3", "\u03B1\u03C5\u03C4\u03BF\u03C2") == 1.0);
    CHECK(likeness("\u041A\u0410\u0420\u0422\u042B \u0401", "\u043A\u0430\u0440\u0442\u044B \u0451") == 1.0);
}

TEST_CASE("where a word begins and ends is part of it")
{
    CHECK(likeness("Go", "Gone") == 0.5);
    CHECK(likeness("Maps", "Spam") < 0.5);
}

TEST_CASE("a word said twice is not more alike than said once on each side")
{
    CHECK(likeness("audio audio", "audio audio") == 1.0);
    CHECK(likeness("audio audio", "audio") < 1.0);
}

TEST_CASE("likeness lies between nothing and everything, and is the same from both sides")
{
    rc::prop("bounded and symmetrical", [] {
        const auto a = any_text();
        const auto b = any_text();
        const auto how = likeness(a, b);
        RC_ASSERT(how >= 0.0);
        RC_ASSERT(how <= 1.0);
        RC_ASSERT(how == likeness(b, a));
        RC_ASSERT(likeness(a, a) == 1.0 || likeness(a, a) == 0.0);
    });
}
