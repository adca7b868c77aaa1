#include "bot/cards/phrases.hpp"
#include "bot/cards/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/voting/close_ballot.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr int bar_width = 12;

bool ranked(const core::ballot_result& result)
{
    return result.closed.method == core::ballot_method::ranked;
}

// Votes in the last round in which a topic was still in.
int last_count(const core::ballot_result& result, core::topic_id topic)
{
    int votes = 0;
    for (const auto& one : result.rounds)
        if (one.topic == topic) votes = one.votes;
    return votes;
}

int bar_votes(const core::ballot_result& result, const core::ballot_line& line)
{
    return ranked(result) ? last_count(result, line.subject.id) : line.votes;
}

std::string votes_words(const core::ballot_result& result, const core::ballot_line& line)
{
    if (line.voters == 0) return "nobody chose it";
    if (ranked(result)) {
        return fmt::format("ranked by {}, {} at the end", counted(line.voters, "member", "members"),
                           counted(last_count(result, line.subject.id), "vote", "votes"));
    }
    auto words = counted(line.votes, "vote", "votes");
    if (result.closed.method == core::ballot_method::budget)
        words += fmt::format(" from {}", counted(line.voters, "member", "members"));
    return words;
}

// In a message's text, long lists of long titles would not fit.
constexpr std::size_t whole_title = 1000;
constexpr std::size_t short_title = 110;
constexpr std::size_t short_list = 8;

std::string place_line(const core::ballot_result& result, const core::ballot_line& line, std::size_t most)
{
    return fmt::format("Place {}: *{}*, {}", line.place, slack::cut(slack::escape(line.subject.title), most),
                       votes_words(result, line));
}

std::string bar(int votes, int most)
{
    const int full = most == 0 ? 0 : (votes * bar_width + most - 1) / most;
    std::string drawn;
    for (int i = 0; i < bar_width; ++i)
        drawn += i < full ? "▰" : "▱";
    return drawn;
}

std::string_view why_first(core::place_rule rule)
{
    switch (rule) {
    case core::place_rule::more_voters:
        return "more people chose it";
    case core::place_rule::has_teacher:
        return "somebody offered to teach it";
    case core::place_rule::taught_less:
        return "it was taught less often";
    case core::place_rule::proposed_earlier:
        return "it was proposed earlier";
    case core::place_rule::by_lot:
        return "the lot fell on it";
    case core::place_rule::run_off:
        return "the run-off decided so";
    case core::place_rule::more_votes:
    case core::place_rule::shared:
        break;
    }
    return {};
}

std::string ties_words(const core::ballot_result& result)
{
    std::string text;
    for (std::size_t i = 0; i + 1 < result.lines.size(); ++i) {
        const auto& line = result.lines[i];
        const auto why = why_first(line.decided_by);
        if (why.empty() || line.voters == 0) continue;
        text += fmt::format("Places {} and {} are a tie; {} goes first because {}.\n", line.place,
                            result.lines[i + 1].place, slack::escape(line.subject.title), why);
    }
    return text;
}

int number_of(const core::ballot_result& result, core::topic_id topic)
{
    for (const auto& line : result.lines)
        if (line.subject.id == topic) return line.subject.number;
    return 0;
}

// "Round 2: topic 4 has 3, topic 1 has 2. Topic 1 goes out."
std::string rounds_words(const core::ballot_result& result)
{
    std::string text;
    const int last = result.rounds.empty() ? 0 : result.rounds.back().round;
    for (int round = 1; round <= last; ++round) {
        std::vector<core::round_count> standing;
        for (const auto& one : result.rounds)
            if (one.round == round) standing.push_back(one);
        std::stable_sort(standing.begin(), standing.end(),
                         [](const auto& a, const auto& b) { return a.votes > b.votes; });
        std::vector<std::string> said;
        int votes = 0;
        for (const auto& one : standing) {
            said.push_back(fmt::format("topic {} has {}", number_of(result, one.topic), one.votes));
            votes += one.votes;
        }
        text += fmt::format("Round {}: {}.", round, listed(said));
        if (votes < result.closed.voters)
            text += fmt::format(" {} ranked none of these.",
                                counted(result.closed.voters - votes, "voter", "voters"));
        const auto out = std::find_if(standing.begin(), standing.end(), [&](const core::round_count& one) {
            return std::none_of(result.rounds.begin(), result.rounds.end(),
                                [&](const core::round_count& later) {
                                    return later.round == round + 1 && later.topic == one.topic;
                                });
        });
        const bool tie = std::count_if(standing.begin(), standing.end(),
                                       [&](const auto& one) { return one.votes == out->votes; }) > 1;
        if (round < last)
            text += fmt::format(" Topic {} goes out{}.", number_of(result, out->topic),
                                tie ? ", by the rule for ties" : "");
        text += "\n";
    }
    return text;
}

std::string turnout_words(const core::ballot& closed)
{
    auto text =
        fmt::format("{} of {} voted.", closed.voters, counted(closed.electorate, "member", "members"));
    const auto asked_for = core::quorum(closed.electorate);
    if (!closed.decides && closed.voters < asked_for) {
        text += fmt::format(" That is fewer than the {} asked for{}, so the result counts as it is.",
                            asked_for, closed.extended ? ", after 48 more hours" : "");
    }
    return text;
}

std::string rule_words(const core::ballot& closed)
{
    switch (closed.method) {
    case core::ballot_method::approval:
        return "Counted by approval: each member could vote for any number of topics.";
    case core::ballot_method::budget:
        return fmt::format("Counted with a budget: each member had {}, at most {} for one topic.",
                           counted(closed.budget, "vote", "votes"), core::most_votes_on_topic);
    case core::ballot_method::ranked:
        return "Counted by instant run-off: in each round every member counts for their favourite of the "
               "topics "
               "still in, and the one with the fewest goes out.";
    }
    return {};
}

std::string tied_words(const core::ballot_result& result)
{
    if (result.tied.empty()) return {};
    return "The tie decides what is scheduled. A facilitator can let the group decide it in a run-off of 24 "
           "hours: "
           "`/vote runoff`.\n";
}

} // namespace

std::string result_words(const core::ballot_result& result)
{
    std::string text;
    const auto most = result.lines.size() > short_list ? short_title : whole_title;
    for (const auto& line : result.lines)
        text += place_line(result, line, most) + "\n";
    text += ties_words(result) + tied_words(result);
    text += turnout_words(result.closed) + " " + rule_words(result.closed);
    if (!result.rounds.empty()) text += "\n" + rounds_words(result);
    return text;
}

std::vector<slack::block> result_blocks(const core::ballot_result& result)
{
    int most = 0;
    for (const auto& line : result.lines)
        most = std::max(most, bar_votes(result, line));
    std::string lines;
    for (const auto& line : result.lines)
        lines += fmt::format("{}\n{}\n", place_line(result, line, whole_title),
                             bar(bar_votes(result, line), most));
    auto blocks = paged(lines);
    for (auto& page : paged(ties_words(result) + tied_words(result)))
        blocks.push_back(std::move(page));
    for (auto& page : paged(rounds_words(result)))
        blocks.push_back(std::move(page));
    blocks.push_back(slack::context({turnout_words(result.closed), rule_words(result.closed)}));
    return blocks;
}

std::string closing_words(const core::ballot& closed, const std::string& zone)
{
    const auto name = fmt::format("{} {}", closed.decides ? "Run-off" : "Vote", closed.number);
    if (closed.closed_by == core::close_cause::facilitator) return name + " is closed, by a facilitator.";
    if (*closed.closed_at - closed.closes_at > core::closed_late_after) {
        return fmt::format(
            "{} is closed. It closed late: its deadline was {}, and nothing after that was counted.", name,
            when(closed.closes_at, zone));
    }
    return name + " is closed.";
}

} // namespace peerbot::bot
