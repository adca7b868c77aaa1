#include "bot/cards/phrases.hpp"
#include "bot/cards/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "bot/slack/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace peerbot::bot {
namespace {

struct labels
{
    std::string text;
    std::string spoken; // for screen readers, who hear a button without its row
    std::string mark;   // what the button sets; empty: it goes on from what is stored
};

std::string times(int number)
{
    switch (number) {
    case 1:
        return "once";
    case 2:
        return "twice";
    default:
        return fmt::format("{} times", number);
    }
}

std::string place_word(int place)
{
    switch (place % 10 * static_cast<int>(place % 100 / 10 != 1)) {
    case 1:
        return fmt::format("{}st", place);
    case 2:
        return fmt::format("{}nd", place);
    case 3:
        return fmt::format("{}rd", place);
    default:
        return fmt::format("{}th", place);
    }
}

std::string my_mark_words(const core::ballot& running, int mark)
{
    if (mark == 0) return {};
    switch (running.method) {
    case core::ballot_method::approval:
        return " (you voted for it)";
    case core::ballot_method::budget:
        return fmt::format(" (you gave it {})", counted(mark, "vote", "votes"));
    case core::ballot_method::ranked:
        return fmt::format(" (your {} choice)", place_word(mark));
    }
    return {};
}

labels shared_labels(const core::ballot& running, int number)
{
    const bool ranked = running.method == core::ballot_method::ranked;
    if (!ranked) return {.text = "Vote", .spoken = fmt::format("Vote for topic {}", number), .mark = {}};
    return {.text = "Choose next", .spoken = fmt::format("Choose topic {} as your next", number), .mark = {}};
}

labels my_labels(const core::ballot_view& seen, const core::ballot_line& line)
{
    const auto number = line.subject.number;
    const auto mark = seen.mark_of(line.subject.id);
    const auto& running = seen.running;
    const bool budget = running.method == core::ballot_method::budget;
    if (mark > 0 && !(budget && mark < core::most_votes_on_topic && seen.left() > 0)) {
        return {.text = "Take back",
                .spoken = fmt::format("Take back what you gave topic {}", number),
                .mark = "0"};
    }
    if (running.method == core::ballot_method::ranked) {
        const auto place = static_cast<int>(seen.mine.size()) + 1;
        return {.text = fmt::format("Choose as {}", place_word(place)),
                .spoken = fmt::format("Choose topic {} as your {}", number, place_word(place)),
                .mark = std::to_string(place)};
    }
    return {.text = mark == 0 ? "Vote" : "Vote again",
            .spoken = mark == 0 ? fmt::format("Vote for topic {}", number)
                                : fmt::format("Give topic {} a second vote", number),
            .mark = std::to_string(mark + 1)};
}

slack::block row_with(const core::ballot& running, const core::ballot_line& line, int mark,
                      const labels& said)
{
    auto about = about_topic(line.subject, running.opened_at);
    if (!running.hidden) about = counted(line.votes, "vote", "votes") + ", " + about;
    about += planned_words(line);
    const auto text =
        fmt::format("*{}. {}*{}\n{}", line.subject.number, slack::isolated(slack::quiet(line.subject.title)),
                    my_mark_words(running, mark), about);
    auto value = fmt::format("{}:{}", running.id.value, line.subject.id.value);
    if (!said.mark.empty()) value += ":" + said.mark;
    return slack::section(text, {.text = said.text,
                                 .action_id = "vote.press",
                                 .value = value,
                                 .style = slack::button_style::normal,
                                 .accessibility_label = said.spoken});
}

} // namespace

std::string about_topic(const core::topic& subject, std::optional<core::instant> vote_opened)
{
    auto line = fmt::format("proposed by {}", slack::mention(subject.proposer));
    if (subject.interest > 1) line += fmt::format(", {} people want it", subject.interest);
    if (!subject.teachers.empty()) line += fmt::format(", {} can teach it", mentions(subject.teachers));
    if (subject.times_taught > 0)
        line +=
            (subject.follows ? ", goes on with what was taught " : ", taught ") + times(subject.times_taught);
    if (subject.edited_at && vote_opened && *subject.edited_at > *vote_opened)
        line += ", reworded since the vote opened";
    else if (subject.edited_at)
        line += ", edited";
    if (!subject.link.empty()) line += ", from " + slack::web_link(subject.link, "this message");
    return line;
}

std::string planned_words(const core::ballot_line& line)
{
    return line.planned_for == 0 ? std::string{}
                                 : fmt::format(", planned for session {} already", line.planned_for);
}

std::string numbered(int number, std::string_view title)
{
    return fmt::format("{}. {}", number, bold(title));
}

std::string numbered(const core::topic& subject)
{
    return numbered(subject.number, subject.title);
}

std::string how_to_vote(const core::ballot& running)
{
    switch (running.method) {
    case core::ballot_method::approval:
        return running.decides
                   ? "The last vote ended in a tie. Press Vote beside every topic you would like to come "
                     "first; "
                     "press again to take that vote back."
                   : "Press Vote beside every topic you want; press again to take that vote back.";
    case core::ballot_method::budget:
        return fmt::format(
            "You have {}. Each press on Vote gives a topic one, at most {}; one press more takes "
            "them back.",
            counted(running.budget, "vote", "votes"), core::most_votes_on_topic);
    case core::ballot_method::ranked:
        return "Choose topics in your order, your favourite first; press again to take one out. You need not "
               "choose them all.";
    }
    return {};
}

std::string who_sees_what(const core::ballot& running)
{
    if (running.anonymous) {
        return fmt::format(
            "This vote is anonymous. Everybody sees who has voted, and nobody is shown what they chose. "
            "Until the close the choices are kept in peerbot's database, where its operator could look "
            "them up, and in backups made meanwhile; at the close they are deleted from the database, "
            "and only the counts stay. With fewer than {} voters, no counts are shown.",
            core::fewest_for_anonymous);
    }
    if (running.hidden)
        return "Counts are hidden until the close; who has voted is not. After the close a facilitator can "
               "see "
               "who chose what.";
    return "Everybody sees the counts and who has voted. After the close a facilitator can see who chose "
           "what.";
}

slack::button show_mine_button(const core::ballot& running)
{
    return {.text = "My votes",
            .action_id = "vote.mine",
            .value = std::to_string(running.id.value),
            .style = slack::button_style::normal,
            .accessibility_label = "Show your votes, to you alone"};
}

slack::block topic_row(const core::ballot& running, const core::ballot_line& line)
{
    return row_with(running, line, 0, shared_labels(running, line.subject.number));
}

slack::block my_topic_row(const core::ballot_view& seen, const core::ballot_line& line)
{
    return row_with(seen.running, line, seen.mark_of(line.subject.id), my_labels(seen, line));
}

std::size_t room_for_titles(const std::vector<core::ballot_line>& lines, std::size_t others)
{
    constexpr std::size_t whole_text = 4000;
    constexpr std::size_t longest = 5 * core::longest_title; // "&" takes five
    constexpr std::size_t shortest = 50;
    std::vector<std::size_t> sizes;
    const auto add = [&](const std::string& title) {
        const auto said = slack::quiet(title);
        sizes.push_back(slack::utf16_units(said));
        others += slack::utf16_units(slack::isolated(said)) - sizes.back();
    };
    for (const auto& line : lines) {
        add(line.shown_title());
        if (line.shown_title() != line.subject.title) add(line.subject.title);
    }
    for (auto most = longest; most > shortest; most -= 10) {
        auto sum = others;
        for (const auto size : sizes)
            sum += std::min(size, most);
        if (sum <= whole_text) return most;
    }
    return shortest;
}

std::vector<slack::block> paged(std::string_view lines)
{
    constexpr std::size_t page_size = 3000; // bytes, which are never fewer than the units Slack counts
    std::vector<slack::block> pages;
    std::string page;
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size() - 1) + 1;
        if (!page.empty() && page.size() + end > page_size)
            pages.push_back(slack::section(std::exchange(page, {})));
        page += lines.substr(0, end);
        lines.remove_prefix(end);
    }
    if (!page.empty()) pages.push_back(slack::section(page));
    return pages;
}

} // namespace peerbot::bot
