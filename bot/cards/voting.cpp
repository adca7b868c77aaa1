#include "bot/cards/voting.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/voting/open_ballot.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

namespace peerbot::bot {
namespace {

core::ballot known_ballot(core::unit_of_work& work, std::int64_t id)
{
    auto found = work.ballots().find(core::ballot_id{id});
    if (!found) throw std::logic_error("a stored message names a ballot that is not stored");
    return *found;
}

// "proposed by Ana, Ben can teach it"
std::string about_topic(const core::topic& subject)
{
    auto line = fmt::format("proposed by {}", slack::mention(subject.proposer));
    if (!subject.teachers.empty()) line += fmt::format(", {} can teach it", mentions(subject.teachers));
    return line;
}

std::string place_line(const core::ranked_line& ranked)
{
    return fmt::format("{}. {}, {}", ranked.place, bold(ranked.line.subject.title),
                       counted(ranked.line.votes, "vote", "votes"));
}

std::string tie_line(const core::ranked_line& first, const core::ranked_line& second)
{
    const auto pair = fmt::format("Places {} and {} are a tie.", first.place, second.place);
    const auto title = slack::escape(first.line.subject.title);
    switch (first.decided_by) {
    case core::place_rule::has_teacher:
        return fmt::format("{} {} goes first because somebody offered to teach it.", pair, title);
    case core::place_rule::taught_less:
        return fmt::format("{} {} goes first because it was taught less often.", pair, title);
    case core::place_rule::proposed_earlier:
        return fmt::format("{} {} goes first because it was proposed earlier.", pair, title);
    case core::place_rule::more_votes:
        break;
    }
    return {};
}

std::string turnout_line(core::unit_of_work& work, const core::ballot& running)
{
    std::vector<core::user_id> people;
    for (const auto voter : work.votes().voters(running.id)) {
        if (const auto who = work.members().find(voter)) people.push_back(who->user);
    }
    if (people.empty()) return "Nobody has voted yet.";
    const auto active = work.members().count_active(running.group);
    return fmt::format("{} of {} have voted: {}.", people.size(), counted(active, "member", "members"),
                       mentions(people));
}

std::string result_text(core::unit_of_work& work, const core::ballot& closed)
{
    const auto ranked = core::rank(work.ballots().lines(closed.id));
    std::string text;
    for (const auto& line : ranked)
        text += place_line(line) + "\n";
    std::string ties;
    for (std::size_t i = 0; i + 1 < ranked.size(); ++i) {
        if (ranked[i].decided_by == core::place_rule::more_votes || ranked[i].line.votes == 0) continue;
        ties += tie_line(ranked[i], ranked[i + 1]) + "\n";
    }
    if (!ties.empty()) text += "\n" + ties;
    return text;
}

slack::rendered open_card(core::unit_of_work& work, const core::ballot& running, const core::group& here)
{
    const auto lines = work.ballots().lines(running.id);
    const auto closes = when(running.closes_at, here.zone);
    std::vector<slack::block> blocks{
        slack::header("What shall we learn next?"),
        slack::section(fmt::format(
            "Press Vote beside every topic you want; press again to take that vote back. Everybody "
            "sees who has voted and the counts. The vote closes {}.",
            closes))};
    std::string text = fmt::format("What shall we learn next? The vote closes {}.", closes);
    for (const auto& line : lines) {
        blocks.push_back(topic_row(running.id, line));
        text += fmt::format("\n{}. {}, {}.", line.subject.number, slack::escape(line.subject.title),
                            counted(line.votes, "vote", "votes"));
    }
    const auto turnout = turnout_line(work, running);
    blocks.push_back(slack::actions({{.text = "My votes", .action_id = "vote.mine"}}));
    blocks.push_back(
        slack::context({turnout, "Ties: a topic with a teacher goes first, then the one proposed earlier."}));
    return slack::message(text + "\n" + turnout, blocks);
}

std::vector<slack::block> with_result(const std::string& title, const std::string& result,
                                      const std::string& turnout)
{
    std::vector<slack::block> blocks{slack::header(title)};
    for (auto& page : paged(result))
        blocks.push_back(std::move(page));
    blocks.push_back(slack::context({turnout}));
    return blocks;
}

slack::rendered closed_card(core::unit_of_work& work, const core::ballot& closed, const core::group& here)
{
    const auto headline = fmt::format("The vote closed {}.", when(*closed.closed_at, here.zone));
    const auto result = result_text(work, closed);
    const auto turnout = turnout_line(work, closed);
    return slack::message(headline + "\n" + result + turnout,
                          with_result("What shall we learn next? Closed", headline + "\n" + result, turnout));
}

} // namespace

namespace {

slack::block row_with(const core::ballot_line& line, bool chosen, const std::string& value)
{
    const auto text = fmt::format("*{}. {}*{}\n{}, {}", line.subject.number,
                                  slack::escape(line.subject.title), chosen ? " (you voted for it)" : "",
                                  counted(line.votes, "vote", "votes"), about_topic(line.subject));
    return slack::section(
        text, {.text = chosen ? "Take back" : "Vote",
               .action_id = "vote.press",
               .value = value,
               .style = slack::button_style::normal,
               .accessibility_label = fmt::format(
                   "{} topic {}", chosen ? "Take back your vote for" : "Vote for", line.subject.number)});
}

} // namespace

slack::block topic_row(core::ballot_id running, const core::ballot_line& line)
{
    return row_with(line, false, fmt::format("{}:{}", running.value, line.subject.id.value));
}

slack::block my_topic_row(core::ballot_id running, const core::ballot_line& line, bool chosen)
{
    return row_with(line, chosen,
                    fmt::format("{}:{}:{}", running.value, line.subject.id.value, chosen ? "off" : "on"));
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

slack::rendered ballot_card(core::unit_of_work& work, const core::ballot& running)
{
    const auto here = core::known_group(work, running.group);
    return running.open() ? open_card(work, running, here) : closed_card(work, running, here);
}

rendering ballot_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    return ballot_card(work, known_ballot(work, what.subject));
}

rendering ballot_result_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto closed = known_ballot(work, what.subject);
    const bool by_hand = closed.closed_by == core::close_cause::facilitator;
    const std::string headline = by_hand ? "The vote is closed, by the facilitator." : "The vote is closed.";
    const auto result = result_text(work, closed);
    const auto turnout = turnout_line(work, closed);
    return slack::message(headline + "\n" + result + turnout,
                          with_result("The result of the vote", headline + "\n" + result, turnout));
}

rendering few_votes_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto running = known_ballot(work, what.subject);
    if (!running.open()) return dropped{"the ballot is closed"};
    const auto active = work.members().count_active(running.group);
    if (running.voters >= core::expected_voters(active)) return dropped{"enough people have voted by now"};
    const auto here = core::known_group(work, what.group);
    return slack::rendered{
        fmt::format("The vote in {} closes {}, and {} of {} have voted. A word in the channel may help.",
                    slack::channel_link(here.channel), when(running.closes_at, here.zone), running.voters,
                    counted(active, "member", "members"))};
}

} // namespace peerbot::bot
