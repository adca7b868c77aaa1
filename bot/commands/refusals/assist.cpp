#include "bot/cards/phrases.hpp"
#include "bot/commands/refusals/refusals.hpp"
#include "bot/slack/mrkdwn.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

std::string asking(const core::rejection& why)
{
    using enum core::reason;
    const auto number = why.number.value_or(0);
    switch (why.why) {
    case no_such_template:
        return "There is no such format. `/assist templates` shows those that there are.";
    case template_not_live:
        return "This format is only held in writing. Please choose writing, or another format.";
    case template_not_written:
        return "This format is only held in a call. Please choose a call, or another format.";
    case question_needed:
        return "What is the question? One sentence is enough.";
    case assist_there:
        return fmt::format(
            "You have asked for peer assist {}, which has not ended. `/assist show {}` shows it.", number,
            number);
    case pick_there:
        return fmt::format("The group is choosing a question already, in peer assist {}.", number);
    case no_such_assist:
        return "Which peer assist? `/assist` shows those that go on, with their numbers.";
    case assist_not_draft:
        return "That is decided already.";
    case own_assist:
        return "This one is yours, so another facilitator decides on it.";
    case nothing_suggested:
        return "No other format is suggested any more.";
    default:
        return {};
    }
}

std::string taking_part(const core::rejection& why)
{
    using enum core::reason;
    switch (why.why) {
    case assist_over:
        return "This peer assist is over.";
    case assist_not_running:
        return "No phase of it runs at the moment. `/assist` shows where it stands.";
    case assist_not_closing:
        return "Its summary is not being made at the moment.";
    case summary_under_way:
        return fmt::format(
            "The phases of peer assist {} are over and its summary is being made, so nothing was "
            "stopped. Whether there is a summary is up to {}, who asked: *The summary* in "
            "`/assist show {}` leads to *Keep it unpublished*, which drops it.",
            why.number.value_or(0), mentions(why.people), why.number.value_or(0));
    case assist_followed_up:
        return fmt::format(
            "Peer assist {} was held, so there is nothing to stop. All that still comes is the "
            "question to {}, who asked, what became of it.",
            why.number.value_or(0), mentions(why.people));
    case assist_not_over:
        return "It is not over yet, or was stopped.";
    case assist_full:
        return "As many take part as this format has places for. You can read along in its thread.";
    case not_the_assistee:
        return "That is for whoever asked for help.";
    case not_in_the_assist:
        return "That is for those who take part.";
    case not_facilitating:
        return why.people.empty() ? std::string("That is for whoever facilitates it.")
                                  : fmt::format("That is for {}, who facilitates it.", mentions(why.people));
    case assistee_stops:
        return "You asked for it, so you do not leave it: you can stop it.";
    case facilitator_passes:
        return "You facilitate it, so pass that on first.";
    case facilitated_already:
        return "Somebody facilitates it already.";
    case assistee_known:
        return "Somebody brings it already.";
    case notes_taken:
        return "Somebody takes notes already.";
    case phase_over:
        return "That phase is over already, so nothing was changed.";
    case phase_just_begun:
        return fmt::format(
            "The phase {} has only just begun, so nothing was ended now. If it is to end as well, press "
            "*End this phase* on the card, which names it, or type this again in a minute.",
            bold(why.text));
    case phase_goes_on:
        return "This phase does not end so.";
    case extended_already:
        return "This phase was extended already; once is what there is.";
    case nothing_to_extend:
        return "This phase has no end by time.";
    default:
        return {};
    }
}

std::string saying_things(const core::rejection& why)
{
    using enum core::reason;
    const auto number = why.number.value_or(0);
    switch (why.why) {
    case too_many_words:
        return fmt::format("At most {} words, please.", number);
    case enough_said:
        return fmt::format("You have said {} in this phase, which is what there is for each.",
                           number == 1 ? "one thing" : std::to_string(number) + " things");
    case tag_needed:
        return "Please choose whether you did this, know who did, or have an idea.";
    case no_such_contribution:
        return "That is not there any more.";
    case not_your_contribution:
        return "Somebody else wrote that.";
    case too_many_commitments:
        return fmt::format(
            "At most {} things to do, because fewer get done. To say another one, reword one of "
            "yours or take it back first, with *What I wrote*.",
            number);
    case no_inventory:
        return "Questions are not collected at the moment.";
    case name_needed:
        return "Here a question needs your name.";
    case no_such_slot:
        return "That time is not proposed any more.";
    case slot_over:
        return "That time is past, or the assist is over.";
    case too_many_slots:
        return fmt::format("There are {} times to choose from already.", number);
    case call_there:
        return "A time for the call is set already.";
    case call_full:
        return fmt::format("All {} seats of the call are taken. Its notes come to everybody.", number);
    case no_call:
        return "There was no call yet.";
    case review_not_over:
        return why.when
                   ? fmt::format("The others have time for their part until {}.", when(*why.when, why.text))
                   : std::string("Ask the others about their part first.");
    case no_such_phase:
        return "There is no such phase in that format. `/assist templates` shows what each consists of.";
    case bad_template:
        return fmt::format("A format cannot go like that: {}. Nothing was changed.", slack::escape(why.text));
    default:
        return {};
    }
}

} // namespace

std::string assist_refusal(const core::rejection& why)
{
    for (const auto find : {asking, taking_part, saying_things})
        if (auto sentence = find(why); !sentence.empty()) return sentence;
    return {};
}

} // namespace peerbot::bot
