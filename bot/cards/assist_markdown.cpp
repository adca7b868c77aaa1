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

// `level`: the marks of the heading.
std::string markdown_parts(std::string_view level, const std::string& heading,
                           const std::vector<contribution>& parts)
{
    if (parts.empty()) return {};
    auto text = fmt::format("\n{} {}\n", level, heading);
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

std::string markdown_section(std::string_view level, const core::summary_section& one)
{
    return (one.story.empty() ? std::string() : "\n" + quoted(one.story)) +
           markdown_parts(level, "Questions and answers", one.questions) +
           markdown_parts(level, "Experience and ideas", one.help) +
           markdown_parts(level, "What comes of it", one.commitments) +
           markdown_parts(level, "Taken along by others", one.takeaways);
}

} // namespace

std::string summary_markdown(const core::assist_summary& made)
{
    const auto& sections = made.sections;
    const bool turns = sections.size() > 1;
    const bool titled = turns || sections.empty() || sections.front().question.empty();
    auto text = fmt::format("# {}\n", heading_text(titled ? made.title : sections.front().question));
    for (const auto& each : sections) {
        if (turns) text += fmt::format("\n## {}\n", heading_text(heading_of(each)));
        text += markdown_section(turns ? "###" : "##", each);
    }
    return text + markdown_parts("##", "What became of it", made.happened);
}

} // namespace peerbot::bot
