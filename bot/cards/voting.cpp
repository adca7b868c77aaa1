#include "bot/cards/voting.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/slack/mrkdwn.hpp"
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

std::string who_voted(core::unit_of_work& work, const core::ballot& running)
{
    std::vector<core::user_id> people;
    for (const auto voter : work.votes().voters(running)) {
        if (const auto who = work.members().find(voter)) people.push_back(who->user);
    }
    const auto active = work.members().count_active(running.group);
    const auto asked_for =
        running.decides ? std::string{} : fmt::format(" {} are asked for.", core::quorum(active));
    if (people.empty()) return "Nobody has voted yet." + asked_for;
    return fmt::format("{} of {} have voted: {}.{}", people.size(), counted(active, "member", "members"),
                       mentions(people), asked_for);
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
    "If a tie decides what is scheduled, these go first: the topic that more people chose, one with a "
    "teacher, "
    "one taught less often, one proposed earlier, and at last a lot that anybody can check.";

slack::rendered open_card(core::unit_of_work& work, const core::ballot& running, const core::group& here)
{
    const auto ends = when_it_ends(running, here.zone);
    const auto how = how_to_vote(running);
    std::vector<slack::block> blocks{slack::header(headline_of(running)), slack::section(how + " " + ends)};
    std::string text = fmt::format("{} {} {}", headline_of(running), how, ends);
    for (const auto& line : work.ballots().lines(running.id)) {
        blocks.push_back(topic_row(running, line));
        text += fmt::format("\n{}. {}", line.subject.number, slack::escape(line.subject.title));
        if (!running.hidden) text += ", " + counted(line.votes, "vote", "votes");
    }
    const auto turnout = who_voted(work, running);
    blocks.push_back(slack::actions(
        {{.text = "My votes", .action_id = "vote.mine", .value = std::to_string(running.id.value)}}));
    blocks.push_back(slack::context({turnout, who_sees_what(running), std::string(tie_words)}));
    return slack::message(text + "\n" + turnout, blocks);
}

slack::rendered with_result(const std::string& title, const std::string& headline,
                            const core::ballot_result& result)
{
    std::vector<slack::block> blocks{slack::header(title), slack::section(headline)};
    for (auto& block : result_blocks(result))
        blocks.push_back(std::move(block));
    return slack::message(headline + "\n" + result_words(result), blocks);
}

slack::rendered closed_card(core::unit_of_work& work, const core::ballot& closed, const core::group& here)
{
    return with_result(headline_of(closed) + " Closed",
                       fmt::format("Vote {} closed {}.", closed.number, when(*closed.closed_at, here.zone)),
                       core::frozen_result(work, closed));
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
                       closing_words(closed, here.zone), core::frozen_result(work, closed));
}

rendering vote_extended_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto running = known_ballot(work, what.subject);
    if (!running.open()) return dropped{"the ballot is closed"};
    const auto here = core::known_group(work, what.group);
    const auto active = work.members().count_active(running.group);
    return slack::rendered{fmt::format(
        "{} of {} have voted, and {} are asked for. So the vote stays open for 48 more hours, once: "
        "it closes {}.",
        running.voters, counted(active, "member", "members"), core::quorum(active),
        when(running.closes_at, here.zone))};
}

std::string vote_mention(core::unit_of_work& work, const core::ballot& running)
{
    const auto here = core::known_group(work, running.group);
    return fmt::format("Also: the vote in {} closes {}, and yours is not in it yet.",
                       slack::channel_link(here.channel), when(running.closes_at, here.zone));
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
