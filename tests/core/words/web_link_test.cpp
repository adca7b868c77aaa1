#include "core/words/web_link.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace peerbot::core;

TEST_CASE("a link is an address of the web and nothing else")
{
    for (const std::string good :
         {"https://meet.example.org", "http://10.0.0.1:8080/room", "HTTPS://x.org/?a=b&c#d"})
        CHECK(is_web_link(good));
    for (const std::string bad :
         {"", "meet.example.org", "javascript:alert(1)", "ftp://example.org", "https://", "https:///room",
          "https://.org", "https://a b.org", "https://x.org/|y", "https://x.org/>", "https:/x.org",
          "://x.org", "https://x.org/\ny", "https://x.org/`"})
        CHECK_FALSE(is_web_link(bad));
    CHECK_FALSE(is_web_link("https://x.org/" + std::string(1000, 'a')));
}
