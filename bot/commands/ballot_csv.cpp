#include "bot/commands/ballot_csv.hpp"

#include "core/voting/lot.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

namespace peerbot::bot {
namespace {

std::string csv_field(std::string_view text)
{
    std::string quoted = "\"";
    // A spreadsheet would run a field that begins like a formula.
    if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos)
        quoted += '\'';
    for (const char letter : text) {
        if (letter == '"') quoted += '"';
        quoted += letter;
    }
    return quoted + "\"";
}

std::string_view method_name(core::ballot_method method)
{
    switch (method) {
    case core::ballot_method::approval:
        return "approval";
    case core::ballot_method::budget:
        return "budget";
    case core::ballot_method::ranked:
        return "ranked";
    }
    return {};
}

// What set a topic's place apart from the next one.
std::string_view rule_name(core::place_rule rule)
{
    switch (rule) {
    case core::place_rule::more_votes:
        return "votes";
    case core::place_rule::more_voters:
        return "voters";
    case core::place_rule::has_teacher:
        return "teacher";
    case core::place_rule::taught_less:
        return "taught less";
    case core::place_rule::proposed_earlier:
        return "earlier";
    case core::place_rule::by_lot:
        return "lot";
    case core::place_rule::run_off:
        return "run-off";
    case core::place_rule::as_before:
        return "as before";
    case core::place_rule::shared:
        return "shared";
    }
    return {};
}

constexpr std::string_view columns =
    "row,ballot,method,budget,anonymous,voters,electorate,ballot_id,topic,title,place,decided_by,votes,"
    "topic_voters,teachers,times_taught,proposed_at_ms,topic_id,lot,voter,mark,run_off_of,round,"
    "run_off,room,could_be_planned,out_by\r\n";

std::string number_or_nothing(int number)
{
    return number == 0 ? std::string{} : std::to_string(number);
}

std::string ballot_row(const core::ballot_result& result)
{
    const auto& closed = result.closed;
    return fmt::format("ballot,{},{},{},{},{},{},{},,,,,,,,,,,,,,{},,{},{},,\r\n", closed.number,
                       method_name(closed.method), closed.budget, closed.anonymous ? "yes" : "no",
                       closed.voters, closed.electorate, closed.id.value,
                       number_or_nothing(result.run_off_of), number_or_nothing(result.run_off), closed.room);
}

std::string topic_row(const core::ballot& closed, const core::ballot_line& line)
{
    const auto& one = line.subject;
    return fmt::format("topic,{},,,,,,{},{},{},{},{},{},{},{},{},{},{},{},,,,,,,{},\r\n", closed.number,
                       closed.id.value, one.number, csv_field(line.shown_title()), line.place,
                       rule_name(line.decided_by), line.votes, line.voters, line.teachers, line.times_taught,
                       one.proposed_at.time_since_epoch().count(), one.id.value, core::lot(closed.id, one.id),
                       line.plannable ? "yes" : "no");
}

std::string vote_row(const core::ballot& closed, const core::topic& chosen,
                     const core::ballot_export::voted& vote)
{
    return fmt::format("vote,{},,,,,,{},{},,,,,,,,,{},,{},{},,,,,,\r\n", closed.number, closed.id.value,
                       chosen.number, chosen.id.value, csv_field(vote.voter.value), vote.mark);
}

// What a topic had in one round of an instant run-off.
std::string round_row(const core::ballot& closed, const core::topic& subject,
                      const core::round_count& counted)
{
    return fmt::format("round,{},,,,,,{},{},,,,{},,,,,{},,,,,{},,,,{}\r\n", closed.number, closed.id.value,
                       subject.number, counted.votes, subject.id.value, counted.round,
                       counted.out_by ? rule_name(*counted.out_by) : std::string_view{});
}

const core::topic& topic_of(const std::vector<core::ballot_line>& lines, core::topic_id id)
{
    return std::find_if(lines.begin(), lines.end(),
                        [&](const core::ballot_line& one) { return one.subject.id == id; })
        ->subject;
}

} // namespace

std::string as_csv(const core::ballot_export& all)
{
    const auto& closed = all.result.closed;
    const auto& lines = all.result.lines;
    auto csv = std::string(columns) + ballot_row(all.result);
    for (const auto& line : lines)
        csv += topic_row(closed, line);
    for (const auto& one : all.result.rounds)
        csv += round_row(closed, topic_of(lines, one.topic), one);
    for (const auto& one : all.votes)
        csv += vote_row(closed, topic_of(lines, one.topic), one);
    return csv;
}

} // namespace peerbot::bot
