#include "bot/commands/refusals/refusals.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

std::string rotation_sentence(const core::rejection& why)
{
    using enum core::reason;
    const auto number = why.number.value_or(0);
    switch (why.why) {
    case no_session_planned:
        return "That session is not planned. `/rotation` shows the coming ones.";
    case session_not_over:
        return fmt::format("Session {} starts {}. It can be marked from then on.", number, moment(why));
    case not_the_leader:
        return "That is not your turn. `/rotation` shows whose it is.";
    case nobody_else_can_lead:
        return fmt::format(
            "Nobody else can lead session {}, so your turn stays. A facilitator can change it.", number);
    case session_not_planned:
        return fmt::format("Session {0} cannot be changed any more: it has begun, or was booked or cancelled "
                           "already. `/rotation {0}` shows it.",
                           number);
    case no_leader_known:
        return fmt::format("I do not know who led session {0}. Say it with `/rotation held {0} @name`.",
                           number);
    case session_over:
        return fmt::format("Session {} is over, so that cannot be said any more.", number);
    case session_there:
        return fmt::format("Session {} is on {} already. Please choose another time.", number, moment(why));
    case time_not_ahead:
        return "That time is past. Please choose a later one.";
    case time_too_far:
        return "That is more than a year ahead. Please choose an earlier day.";
    case leads_or_facilitates:
        return "Only whoever leads that session, or a facilitator, can do that.";
    case reason_needed:
        return "Please say why: the group reads the reason.";
    case recording_or_none:
        return "You say that it was not recorded, and give an address. Please take one of the two back.";
    case text_too_long:
        return fmt::format("That is too long. At most {} characters, please.", number);
    case empty_text:
        return "Please write something.";
    case bad_run_sheet:
        return why.text.empty()
                   ? std::string(
                         "A run-sheet has 1 to 12 parts, such as `arrive 5, training 40, questions 15`.")
                   : fmt::format("I did not understand {}. Each part has a name and its minutes, such as "
                                 "`training 40`.",
                                 bold(why.text));
    case no_such_question:
        return "That question is not there any more.";
    case question_is_topic:
        return fmt::format("That is topic {} already: {}.", number, bold(why.text));
    case several_unbooked:
        return fmt::format(
            "Several sessions are not booked yet: {}. Say which, like `/rotation held {} @name`.",
            slack::escape(why.text), number);
    case same_person:
        return "That names one person twice. Please name another member.";
    case already_leads:
        return fmt::format("{} leads session {} already.", mentions(why.people), number);
    case leader_confirmed:
        return fmt::format("Session {} has its leader already: {}.", number, mentions(why.people));
    case no_leader_needed:
        return fmt::format("Session {} is no training, so nobody needs to lead it.", number);
    default:
        return {};
    }
}

std::string offer_sentence(const core::rejection& why)
{
    using enum core::reason;
    const auto number = why.number.value_or(0);
    switch (why.why) {
    case no_offer:
        return why.number
                   ? fmt::format("Session {} is not offered to anybody. `/rotation` shows who leads.", number)
                   : std::string("That offer is not here any more. `/rotation` shows who leads.");
    case offer_taken:
        return fmt::format("{} was first, and leads session {}. Thank you for offering.",
                           mentions(why.people), number);
    case offer_over:
        return fmt::format("Session {} is not offered any more. `/rotation` shows who leads.", number);
    case offer_to_another:
        return fmt::format("Session {} is offered to {} alone.", number, mentions(why.people));
    case nobody_to_ask:
        return fmt::format(
            "Nobody else can lead session {}. It can become something else instead, or be held "
            "a week later.",
            number);
    case day_taken:
        return fmt::format("There is a session on that day already, {}.", moment(why));
    case session_moved:
        return fmt::format("Session {} was moved since this was shown: it is {} now. Nothing was changed.",
                           number, moment(why));
    default:
        return {};
    }
}

} // namespace

std::string rotation_refusal(const core::rejection& why)
{
    auto sentence = rotation_sentence(why);
    return sentence.empty() ? offer_sentence(why) : sentence;
}

} // namespace peerbot::bot
