#include "core/words/paragraphs.hpp"

#include "core/words/plain.hpp"

namespace peerbot::core {

std::string clean_paragraphs(std::string_view utf8)
{
    std::string kept;
    bool gap = false;
    while (!utf8.empty()) {
        const auto end = utf8.find('\n');
        const auto line = clean_text(utf8.substr(0, end), utf8.size());
        utf8.remove_prefix(end == std::string_view::npos ? utf8.size() : end + 1);
        if (line.empty()) {
            gap = !kept.empty();
            continue;
        }
        if (!kept.empty()) kept += gap ? "\n\n" : "\n";
        kept += line;
        gap = false;
    }
    return kept;
}

} // namespace peerbot::core
