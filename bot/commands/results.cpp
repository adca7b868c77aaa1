// Closing a vote, running it off, and what it came to.
#include "bot/cards/phrases.hpp"
#include "bot/cards/voting.hpp"
#include "bot/commands/ballot_csv.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/voting/close_ballot.hpp"
#include "core/voting/open_ballot.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

plan running_off(const caller& who, std::optional<core::ballot_id> from)
{
    return changing{[who, from](core::unit_of_work& work) -> core::result<wording> {
        auto here = core::group_in(work, who.workspace, who.channel);
        if (from) {
            const auto decided = work.ballots().find(*from);
            if (!decided) return core::reason::no_such_ballot;
            here = group_of_press(work, who, decided->group);
        }
        if (!here) return here.why();
        const auto fresh = core::open_run_off(work, *here, who.person, from, who.now);
        if (!fresh) return fresh.why();
        return wording{[fresh = *fresh, zone = here->zone] {
            return say(fmt::format("The run-off is open until {}. The plan waits for it.",
                                   when(fresh.closes_at, zone)));
        }};
    }};
}

std::optional<int> ballot_number(const invocation& told)
{
    const auto* first = told.argument(0);
    return first != nullptr ? first->number() : std::nullopt;
}

plan which_vote(const invocation& told, std::string_view example)
{
    return saying{
        say(fmt::format("\"{}\" is not the number of a vote, so nothing was changed. Write it like `{}`.",
                        slack::cut(slack::escape(told.argument(0)->text), 80), example))};
}

} // namespace

plan close_typed(const invocation& told)
{
    return changing{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto closed = core::close_ballot(work, *here, who.person, who.now);
        if (!closed) return closed.why();
        const auto planned = work.plans().find(closed->decides ? closed->decides : closed->id);
        const bool proposes = planned && planned->state == core::plan_state::proposed;
        return wording{[proposes] {
            return say(proposes
                           ? "The vote is closed. The result is on its way to the channel, and a plan to the "
                             "facilitators."
                           : "The vote is closed. The result is on its way to the channel.");
        }};
    }};
}

plan runoff_typed(const invocation& told)
{
    return running_off(told.who, {});
}

plan runoff_pressed(const press& pressed)
{
    const auto numbers = numbers_of(pressed.value);
    if (!numbers || numbers->size() != 1)
        return saying{say(sentence_for({.why = core::reason::no_such_ballot}))};
    return running_off(pressed.who, core::ballot_id{numbers->front()});
}

plan results_typed(const invocation& told)
{
    const auto number = ballot_number(told);
    if (told.count() > 0 && !number) return which_vote(told, "/vote results 2");
    return looking{[who = told.who, number](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto found = core::results_of(work, *here, who.person, number);
        if (!found) return found.why();
        return wording{[found = result_now(work, found->closed), zone = here->zone] {
            const auto headline = closing_words(found.closed, zone);
            std::vector<slack::block> blocks{slack::section(headline)};
            for (auto& block : result_blocks(found))
                blocks.push_back(std::move(block));
            return answer::of(slack::message(result_words(headline, found), blocks));
        }};
    }};
}

plan export_typed(const invocation& told)
{
    const auto number = ballot_number(told);
    if (told.count() > 0 && !number) return which_vote(told, "/vote export 2");
    return looking{[who = told.who, number](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto all = core::export_ballot(work, *here, who.person, number);
        if (!all) return all.why();
        return wording{[all = *all] {
            const auto ballot = all.result.closed.number;
            auto sent = say(fmt::format(
                "Vote {} is on its way to you as a file, in a direct message.{}", ballot,
                all.result.closed.anonymous ? " The vote was anonymous, so it has the counts and no votes."
                                            : ""));
            sent.file =
                attached_file{.name = fmt::format("vote-{}.csv", ballot),
                              .content = as_csv(all),
                              .comment = fmt::format("Vote {}, to count again. A lot is the SHA-256 of "
                                                     "`ballot_id:topic_id`; the smaller one goes first.",
                                                     ballot)};
            return sent;
        }};
    }};
}

} // namespace peerbot::bot
