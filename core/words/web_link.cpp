#include "core/words/web_link.hpp"

#include <algorithm>
#include <string_view>

namespace peerbot::core {

bool is_web_link(const std::string& text)
{
    std::string scheme = text.substr(0, text.find(':'));
    for (auto& letter : scheme)
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
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
