#include "bot/cards/phrases.hpp"
#include "bot/cards/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "bot/slack/utf8.hpp"
#include "core/voting/close_ballot.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

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
        return fmt::format("{} in its last round, ranked by {}",
                           counted(last_count(result, line.subject.id), "vote", "votes"),
                           counted(line.voters, "member", "members"));
    }
    auto words = counted(line.votes, "vote", "votes");
    if (result.closed.method == core::ballot_method::budget)
        words += fmt::format(" from {}", counted(line.voters, "member", "members"));
    return words;
}

constexpr std::size_t whole_title = 1000;

std::string title_words(const std::string& title, std::size_t most)
{
    return "*" + slack::isolated(slack::cut(slack::quiet(title), most)) + "*";
}

// With the topic's number, by which ties and rounds call it.
std::string place_line(const core::ballot_result& result, const core::ballot_line& line, std::size_t most)
{
    auto text = fmt::format("Place {}: {} (topic {}), {}", line.place, title_words(line.shown_title(), most),
                            line.subject.number, votes_words(result, line));
    if (!line.plannable) text += "; it had a session already";
    if (line.shown_title() != line.subject.title) text += "; now: " + title_words(line.subject.title, most);
    return text + "\n";
}

std::string bar(int votes, int most)
{
    const int full = most == 0 ? 0 : (votes * bar_width + most - 1) / most;
    std::string drawn;
    for (int i = 0; i < bar_width; ++i)
        drawn += i < full ? "▰" : "▱";
    return drawn;
}

std::string why_first(const core::ballot_result& result, core::place_rule rule)
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
    case core::place_rule::as_before:
        return result.run_off_of != 0
                   ? fmt::format("it did so in vote {}", result.run_off_of)
                   : fmt::format("it did so before, and the run-off, vote {}, was a tie again",
                                 result.run_off);
    case core::place_rule::more_votes:
    case core::place_rule::shared:
        break;
    }
    return {};
}

// In few words: of many topics, there are many rounds.
std::string_view why_out(core::place_rule rule)
{
    switch (rule) {
    case core::place_rule::more_voters:
        return "ranked by fewer";
    case core::place_rule::has_teacher:
        return "nobody to teach it";
    case core::place_rule::taught_less:
        return "taught more often";
    case core::place_rule::proposed_earlier:
        return "proposed later";
    case core::place_rule::by_lot:
        return "by lot";
    default:
        return {};
    }
}

// How a lot is checked: with `printf 7:12 | sha256sum`, by anybody.
std::string lot_words(const core::ballot_result& result)
{
    std::set<std::size_t> drawn;
    for (std::size_t i = 0; i + 1 < result.lines.size(); ++i)
        if (result.lines[i].decided_by == core::place_rule::by_lot) drawn.insert({i, i + 1});
    for (const auto& out : result.rounds) {
        if (out.out_by != core::place_rule::by_lot) continue;
        for (const auto& equal : result.rounds)
            for (std::size_t i = 0; i < result.lines.size(); ++i)
                if (equal.round == out.round && equal.votes == out.votes &&
                    equal.topic == result.lines[i].subject.id)
                    drawn.insert(i);
    }
    if (drawn.empty()) return {};
    std::vector<std::string> said;
    for (const auto i : drawn)
        said.push_back(fmt::format("`{}:{}` for topic {}", result.closed.id.value,
                                   result.lines[i].subject.id.value, result.lines[i].subject.number));
    return fmt::format("The lot is the SHA-256 of {}; the smaller one goes first.\n", listed(said));
}

std::string ties_words(const core::ballot_result& result)
{
    std::string text;
    bool shared = false;
    for (std::size_t i = 0; i + 1 < result.lines.size(); ++i) {
        const auto& line = result.lines[i];
        if (line.voters == 0 && !result.closed.decides) continue;
        shared = shared || line.decided_by == core::place_rule::shared;
        const auto why = why_first(result, line.decided_by);
        // The rounds of a ranked ballot tell their ties themselves.
        const bool told = ranked(result) && line.decided_by != core::place_rule::run_off &&
                          line.decided_by != core::place_rule::as_before;
        if (why.empty() || told) continue;
        text += fmt::format("Places {} and {} are a tie; topic {} goes first because {}.\n", line.place,
                            result.lines[i + 1].place, line.subject.number, why);
    }
    if (shared) text += "Topics with equal votes share a place.\n";
    return text + lot_words(result);
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
                                counted(result.closed.voters - votes, "member", "members"));
        for (const auto& one : standing) {
            if (!one.out_by) continue;
            const auto why = why_out(*one.out_by);
            text += fmt::format(" Topic {} goes out{}{}.", number_of(result, one.topic),
                                why.empty() ? "" : " by the rule for ties: ", why);
        }
        text += "\n";
    }
    return text;
}

std::string turnout_words(const core::ballot& closed)
{
    auto text =
        fmt::format("{} of {} voted.", closed.voters, counted(closed.electorate, "member", "members"));
    const auto asked_for = core::voters_needed(closed, closed.electorate);
    const bool counts = closed.voters > 0 && !closed.withheld();
    if (!closed.decides && counts && closed.voters < asked_for) {
        text += fmt::format(" That is fewer than the {} it waited for{}; the result counts as it is.",
                            asked_for, closed.extended ? ", also after 48 more hours" : "");
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
    return "This tie decides what is scheduled. Instead, a facilitator can let the group vote on it again, "
           "for 24 hours: `/vote runoff`.\n";
}

constexpr std::string_view no_result = "Nobody voted, so nothing was decided. The topics stay on the list:\n";

std::string unordered_line(const core::ballot_line& line, std::size_t most)
{
    return fmt::format("{}. {}\n", line.subject.number, title_words(line.shown_title(), most));
}

bool without_result(const core::ballot_result& result)
{
    return result.closed.voters == 0 || result.closed.withheld();
}

std::string places(const core::ballot_result& result, std::size_t most)
{
    std::string text;
    if (result.closed.voters == 0)
        text = no_result;
    else if (result.closed.withheld())
        text = fmt::format(
            "Fewer than {} voted, and this vote is anonymous. Its counts would give choices away, so they "
            "were deleted uncounted, and nothing was decided. The topics stay on the list:\n",
            core::fewest_for_anonymous);
    if (!without_result(result)) {
        for (const auto& line : result.lines)
            text += place_line(result, line, most);
        return text;
    }
    auto lines = result.lines;
    std::sort(lines.begin(), lines.end(), [](const core::ballot_line& a, const core::ballot_line& b) {
        return a.subject.number < b.subject.number;
    });
    for (const auto& line : lines)
        text += unordered_line(line, most);
    return text;
}

} // namespace

core::ballot_result result_now(core::unit_of_work& work, const core::ballot& closed)
{
    auto found = core::frozen_result(work, closed);
    const auto newest = work.ballots().newest_with_result(closed.group);
    const auto plan = work.plans().find(closed.id);
    const bool settled = plan && plan->state == core::plan_state::settled;
    if (!newest || newest->id != closed.id || settled) found.tied.clear();
    return found;
}

std::string result_words(const std::string& headline, const core::ballot_result& result)
{
    auto rest = turnout_words(result.closed);
    if (!without_result(result)) {
        rest += " " + rule_words(result.closed) + "\n" + ties_words(result) + tied_words(result) +
                rounds_words(result);
        rest.pop_back();
    }
    const auto bare = slack::utf16_units(places(result, 0));
    const auto others = slack::utf16_units(headline) + 1 + bare + slack::utf16_units(rest);
    return headline + "\n" + places(result, room_for_titles(result.lines, others)) + rest;
}

std::vector<slack::block> result_blocks(const core::ballot_result& result)
{
    if (without_result(result)) {
        auto blocks = paged(places(result, whole_title));
        blocks.push_back(slack::context({turnout_words(result.closed)}));
        return blocks;
    }
    int most = 0;
    for (const auto& line : result.lines)
        most = std::max(most, bar_votes(result, line));
    std::string lines;
    for (const auto& line : result.lines)
        lines += place_line(result, line, whole_title) + bar(bar_votes(result, line), most) + "\n";
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
    const auto moment = when(*closed.closed_at, zone);
    const auto what = closed.decides ? "run-off" : "vote";
    if (closed.closed_by == core::close_cause::facilitator)
        return fmt::format("A facilitator closed {} {} {}.", what, closed.number, moment);
    auto text = fmt::format("{} {} closed {}.", closed.decides ? "Run-off" : "Vote", closed.number, moment);
    if (*closed.closed_at - closed.closes_at > core::closed_late_after) {
        text += fmt::format(" It closed late: its deadline was {}, and nothing after that was counted.",
                            when(closed.closes_at, zone));
    }
    return text;
}

} // namespace peerbot::bot
