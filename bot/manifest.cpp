#include "bot/manifest.hpp"

#include "bot/net/address.hpp"

#include <stdexcept>

namespace peerbot::bot {
namespace {

constexpr const char* pattern =
#include "manifest.inc"
    ;

} // namespace

std::string manifest_for(const std::string& url)
{
    const auto read = parse_url(url);
    // What would end a string of the manifest, or hide the paths that are added, is no address of ours.
    if (!read || !read->secure() || url.find_first_of("\"\\?") != std::string::npos) {
        throw std::runtime_error("\"" + url +
                                 "\" is not an https address, and Slack calls nothing else. Write it like "
                                 "https://peers.example.org.");
    }
    std::string base = url;
    while (base.ends_with('/'))
        base.pop_back();

    constexpr std::string_view mark = "{url}";
    std::string manifest = pattern;
    for (auto at = manifest.find(mark); at != std::string::npos; at = manifest.find(mark, at + base.size())) {
        manifest.replace(at, mark.size(), base);
    }
    return manifest;
}

} // namespace peerbot::bot
