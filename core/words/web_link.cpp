#include "core/words/web_link.hpp"

#include "core/words/ascii.hpp"

#include <algorithm>
#include <string_view>

namespace peerbot::core {
namespace {

// "docs.example.org", and not "v1.2" or "a..b".
bool reads_like_host(std::string_view host)
{
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || host.size() - dot <= 2) return false;
    if (host.find("..") != std::string_view::npos) return false;
    const auto end = host.substr(dot + 1);
    const auto fits = [](char one) { return is_letter(one) || is_digit(one) || one == '-' || one == '.'; };
    return std::all_of(end.begin(), end.end(), is_letter) && std::all_of(host.begin(), host.end(), fits);
}

} // namespace

std::string with_scheme(const std::string& text)
{
    const auto host = std::string_view(text).substr(0, text.find('/'));
    // A name with a dot and nothing behind it may be a file.
    const bool meant = host.size() < text.size() || to_lower(host.substr(0, 4)) == "www.";
    auto whole = "https://" + text;
    return meant && reads_like_host(host) && is_web_link(whole) ? whole : text;
}

bool is_web_link(const std::string& text)
{
    const auto scheme = to_lower(std::string_view(text).substr(0, text.find(':')));
    if (scheme != "https" && scheme != "http") return false;
    const auto rest = std::string_view(text).substr(scheme.size());
    if (!rest.starts_with("://") || text.size() > longest_link) return false;
    const auto host = rest.substr(3, rest.find_first_of("/?#", 3) - 3);
    if (host.empty() || host.front() == '.' || host.front() == ':') return false;
    return std::all_of(text.begin(), text.end(), [](char one) {
        const auto byte = static_cast<unsigned char>(one);
        return byte > ' ' && byte != 0x7F && one != '<' && one != '>' && one != '|' && one != '"' &&
               one != '`' && one != '\\';
    });
}

} // namespace peerbot::core
