#include "bot/cards/voting.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "bot/slack/utf8.hpp"
#include "core/groups/roles.hpp"
#include "core/voting/close_ballot.hpp"

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

// "2 of 5 members have voted"
std::string share_of_votes(std::int64_t voted, int active)
{
    if (voted == 0) return "Nobody has voted yet";
    return fmt::format("{} of {} {} voted", voted, counted(active, "member", "members"),
                       voted == 1 ? "has" : "have");
}

std::string turnout_so_far(core::unit_of_work& work, const core::ballot& running)
{
    const auto people = work.votes().active_voters(running);
    const auto active = work.members().count_active(running.group);
    auto text = share_of_votes(std::ssize(people), active);
    if (!people.empty()) text += ": " + mentions(people);
    text += ".";
    const auto waits_for = core::voters_needed(running, active);
    if (!running.decides && !running.extended && std::ssize(people) < waits_for)
        text += fmt::format(" With fewer than {}, the vote goes on for 48 more hours.", waits_for);
    return text;
}

std::string headline_of(const core::ballot& running)
{
    return running.decides ? "A run-off: which goes first?" : "What shall we learn next?";
}

std::string when_it_ends(const core::ballot& running, const std::string& zone)
{
    auto text = fmt::format("The vote closes {}.", when(running.closes_at, zone));
    if (running.extended) text += " It was given 48 more hours, because few had voted.";
    return text;
}

constexpr std::string_view tie_words =
    "If a tie decides what is scheduled, the topic goes first that more people chose; then the one that "
    "somebody can teach; then the one taught less often; then the one proposed earlier; and if all that is "
    "equal, a lot decides; the result then says how anybody can check it.";

std::string listed_topics(const core::ballot& running, const std::vector<core::ballot_line>& lines,
                          std::size_t most)
{
    std::string text;
    for (const auto& line : lines) {
        text += fmt::format("{}. {}", line.subject.number,
                            slack::isolated(slack::cut(slack::quiet(line.subject.title), most)));
        text += planned_words(line);
        if (!running.hidden) text += ", " + counted(line.votes, "vote", "votes");
        text += "\n";
    }
    return text;
}

// In the text, who voted comes last: of very many names, some may not fit.
std::string open_text(const core::ballot& running, const std::vector<core::ballot_line>& lines,
                      const std::string& intro, const std::string& turnout)
{
    constexpr std::size_t room_for_names = 600;
    const auto bare = slack::utf16_units(intro) + slack::utf16_units(listed_topics(running, lines, 0));
    const auto others = bare + std::min(slack::utf16_units(turnout), room_for_names);
    return intro + listed_topics(running, lines, room_for_titles(lines, others)) + turnout;
}

slack::rendered open_card(core::unit_of_work& work, const core::ballot& running, const core::group& here)
{
    const auto lines = core::lines_so_far(work, running);
    const auto said = how_to_vote(running) + " " + when_it_ends(running, here.zone);
    const auto seen = who_sees_what(running);
    const auto turnout = turnout_so_far(work, running);
    std::vector<slack::block> blocks{slack::header(headline_of(running)), slack::section(said),
                                     running.anonymous ? slack::section(seen) : slack::context({seen})};
    for (const auto& line : lines)
        blocks.push_back(topic_row(running, line));
    blocks.push_back(slack::actions({show_mine_button(running)}));
    blocks.push_back(slack::context({turnout, std::string(tie_words)}));
    const auto intro = fmt::format("{} {} {}\n", headline_of(running), said, seen);
    return slack::message(open_text(running, lines, intro, turnout), blocks);
}

slack::rendered with_result(const std::string& title, const std::string& headline,
                            const core::ballot_result& result)
{
    std::vector<slack::block> blocks{slack::header(title), slack::section(headline)};
    for (auto& block : result_blocks(result))
        blocks.push_back(std::move(block));
    return slack::message(result_words(headline, result), blocks);
}

slack::rendered closed_card(core::unit_of_work& work, const core::ballot& closed, const core::group& here)
{
    return with_result(headline_of(closed) + " Closed", closing_words(closed, here.zone),
                       result_now(work, closed));
}

} // namespace

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
    const auto here = core::known_group(work, what.group);
    return with_result(closed.decides ? "The result of the run-off" : "The result of the vote",
                       closing_words(closed, here.zone), result_now(work, closed));
}

rendering vote_extended_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto running = known_ballot(work, what.subject);
    if (!running.open()) return dropped{"the ballot is closed"};
    const auto here = core::known_group(work, what.group);
    const auto active = work.members().count_active(running.group);
    return slack::rendered{
        fmt::format("{}, and the vote waits for {}. So it stays open for 48 more hours, once: it closes {}.",
                    share_of_votes(core::counting_voters(work, running), active),
                    core::voters_needed(running, active), when(running.closes_at, here.zone))};
}

rendering vote_reminder_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto running = known_ballot(work, what.subject);
    if (!running.open()) return dropped{"the ballot is closed"};
    const auto who = work.members().find(what.group, std::get<core::user_id>(what.to));
    if (!who || !who->active()) return dropped{"they are not active in the group"};
    if (work.votes().has_voted(running, who->id)) return dropped{"they have voted by now"};
    const auto here = core::known_group(work, what.group);
    auto text = fmt::format("The vote in {} closes {}, and yours is not in it yet.",
                            slack::channel_link(here.channel), when(running.closes_at, here.zone));
    // A direct message stays: what somebody chose on an anonymous ballot must never stand in one.
    if (running.anonymous)
        return slack::rendered{text + " It is anonymous: vote in the channel, on the card or with `/vote`."};
    return slack::message(text, {slack::section(text),
                                 slack::actions({{.text = "Vote now",
                                                  .action_id = "vote.mine",
                                                  .value = std::to_string(running.id.value),
                                                  .style = slack::button_style::primary,
                                                  .accessibility_label = "Show the ballot here and vote"}})});
}

} // namespace peerbot::bot
