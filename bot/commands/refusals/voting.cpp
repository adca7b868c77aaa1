#include "bot/commands/refusals/refusals.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

std::vector<core::user_id> each_once(const std::vector<core::user_id>& people)
{
    std::vector<core::user_id> once;
    for (const auto& one : people)
        if (std::find(once.begin(), once.end(), one) == once.end()) once.push_back(one);
    return once;
}

std::string voting_sentence(const core::rejection& why)
{
    using enum core::reason;
    const auto number = why.number.value_or(0);
    switch (why.why) {
    case empty_title:
        return "A topic needs a title, such as `/vote propose Checking satellite images`.";
    case title_too_long:
        return fmt::format("A title has at most {} characters. Please shorten it.", number);
    case same_title:
        return fmt::format(
            "The list has {0} already, as number {1}. To say that you want it, type `/vote second "
            "{1}`.",
            bold(why.text), number);
    case own_title:
        return fmt::format("You have proposed {0} already, as number {1}. `/vote edit {1} TITLE` changes its "
                           "words.",
                           bold(why.text), number);
    case too_many_topics:
        return fmt::format("The list is full: it holds {} open topics.", number);
    case no_such_topic:
        return fmt::format("There is no topic{}. `/vote topics` shows the list.",
                           why.number ? fmt::format(" {}", number) : std::string{" like that any more"});
    case topic_not_open:
        return fmt::format("{} is not on the list any more.", bold(why.text));
    case already_teaching:
        return fmt::format("You have offered to teach {} already.", bold(why.text));
    case not_teaching:
        return fmt::format("You have not offered to teach {}, so nothing was changed.", bold(why.text));
    case own_topic:
        return fmt::format(
            "{} is your own topic, so it has your interest already. `/vote withdraw {}` takes it off "
            "the list.",
            bold(why.text), number);
    case not_your_topic:
        return fmt::format("Only whoever proposed {} or a facilitator can do that: ask {}.", bold(why.text),
                           mentions(each_once(why.people)));
    case not_taught_yet:
        return fmt::format("{} was not taught yet. `/vote topics` shows the list.", bold(why.text));
    case same_topic:
        return "A topic cannot be merged with itself.";
    case topic_on_ballot:
        return fmt::format("{} is in the vote that is running, which closes {}. It can be done after that.",
                           bold(why.text), moment(why));
    case topic_planned:
        return fmt::format("{} is planned for session {} already.", bold(why.text), number);
    case too_many_on_ballot:
        return fmt::format("A vote holds {} topics. The others wait for the next.", number);
    case no_topics:
        return "There is nothing to vote on yet. Anybody can add a topic with `/vote propose TITLE`.";
    case ballot_open:
        return fmt::format("A vote is running already. It closes {}.", moment(why));
    case no_open_ballot:
        return "No vote is open now. A facilitator opens one with `/vote open`.";
    case no_such_ballot:
        return why.number ? fmt::format("There is no vote {}. `/vote results` shows the last one.", number)
                          : std::string("That vote is not here any more.");
    case ballot_closed:
        return fmt::format("This vote closed {}, so that was not counted.", moment(why));
    case vote_in_channel:
        return "This vote is anonymous, and a direct message would keep what you chose. Please vote in the "
               "channel: on the card, or with `/vote`.";
    case not_on_ballot:
        return why.number
                   ? fmt::format("There is no topic {} in this vote. `/vote` shows what there is.", number)
                   : std::string("That topic is not in this vote.");
    case over_budget:
        return fmt::format(
            "You have {} votes on this ballot, and that would be more. Take one back first, or type "
            "`/vote none`.",
            number);
    case too_many_on_topic:
        return fmt::format("A topic can have at most {} of your votes.", number);
    case too_few_for_anonymous:
        return fmt::format(
            "A vote can be anonymous from {} active members on: with fewer, the counts would give "
            "choices away.",
            number);
    case contradiction:
        return "A vote is either approval, budget or ranked; hidden or live; named or anonymous. Please say "
               "one of each.";
    case too_few_to_close:
        return fmt::format(
            "This vote is anonymous, and fewer than {} have voted. Closed now, the counts would give "
            "choices away. It closes by itself {}.",
            number, moment(why));
    case run_off_too_late:
        return "Another vote has closed since, so that tie is not voted on again.";
    case anonymous_is_hidden:
        return "An anonymous vote hides its counts until the close: counts that move would show who chose "
               "what.";
    case still_open:
        return fmt::format("Vote {} is still open. Its result is shown when it closes, {}.", number,
                           moment(why));
    case no_closed_ballot:
        return "No vote has been closed yet.";
    case nothing_tied:
        return "The last vote has no tie that decides what is scheduled, so there is nothing to vote on "
               "again.";
    case run_off_done:
        return "The last vote had its run-off already. A new vote starts with `/vote open`.";
    case deadline_too_near:
        return "A vote lasts at least 10 minutes.";
    case deadline_too_far:
        return "A vote lasts at most 60 days.";
    default:
        return {};
    }
}

// ": ask Ana", at the end of a sentence.
std::string ask_them(const core::rejection& why)
{
    return why.people.empty() ? std::string{} : ": ask " + mentions(each_once(why.people));
}

std::string plan_sentence(const core::rejection& why)
{
    using enum core::reason;
    switch (why.why) {
    case no_plan:
        return "No plan waits here. A vote makes one when it closes, for coming sessions without a topic.";
    case plan_settled:
        return why.people.empty()
                   ? std::string("That plan is settled already. `/rotation` shows the sessions.")
                   : fmt::format("That plan is settled already, by {}. `/rotation` shows the sessions.",
                                 mentions(why.people));
    case plan_changed:
        return "Something has changed since this form was opened. Close it; `/vote plan` shows the plan as "
               "it is now.";
    case topic_taken:
        return fmt::format("{} has a session already. Please choose another.", bold(why.text));
    case topic_settled:
        return fmt::format("Session {} has its topic: {}. A facilitator can change it{}.",
                           why.number.value_or(0), bold(why.text), ask_them(why));
    case not_to_pick:
        return fmt::format("{} is not among the topics to pick from, the best of the last vote. A "
                           "facilitator can choose it{}.",
                           bold(why.text), ask_them(why));
    default:
        return {};
    }
}

} // namespace

std::string voting_refusal(const core::rejection& why)
{
    auto sentence = voting_sentence(why);
    return sentence.empty() ? plan_sentence(why) : sentence;
}

} // namespace peerbot::bot
