// The summary of a peer assist as Markdown, for a blog or wherever its assistee takes it.
#include "bot/cards/assist_summary.hpp"

#include <fmt/format.h>
#include <string_view>

namespace peerbot::bot {
namespace {

using core::contribution;

// What would be a mark stands as it is; each line begins with `before`.
std::string markdown_text(std::string_view text, std::string_view before)
{
    std::string plain;
    for (const char c : text) {
        if (std::string_view("\\`*_{}[]<>()#+-.|~!&").find(c) != std::string_view::npos) plain += '\\';
        plain += c;
        if (c == '\n') plain += before;
    }
    return plain;
}

std::string quoted(std::string_view text)
{
    return fmt::format("> {}\n", markdown_text(text, "> "));
}

std::string markdown_parts(const std::string& heading, const std::vector<contribution>& parts)
{
    if (parts.empty()) return {};
    auto text = fmt::format("\n## {}\n", heading);
    for (const auto& each : parts)
        text +=
            fmt::format("\n{}{}:\n\n{}", part_words(each), each.useful ? ", useful" : "", quoted(each.text));
    return text;
}

// A heading is one line.
std::string heading_text(std::string text)
{
    for (auto& c : text)
        if (c == '\n') c = ' ';
    return markdown_text(text, {});
}

} // namespace

std::string summary_markdown(const core::assist_summary& made)
{
    auto text = fmt::format("# {}\n", heading_text(made.question.empty() ? made.title : made.question));
    if (!made.story.empty()) text += "\n" + quoted(made.story);
    return text + markdown_parts("Questions and answers", made.questions) +
           markdown_parts("Experience and ideas", made.help) +
           markdown_parts("What comes of it", made.commitments) +
           markdown_parts("Taken along by others", made.takeaways) +
           markdown_parts("What became of it", made.happened);
}

} // namespace peerbot::bot
