#include "bot/commands/refusals/refusals.hpp"

#include "bot/cards/phrases.hpp"

#include <fmt/format.h>

namespace peerbot::bot {

std::string reminder_refusal(const core::rejection& why)
{
    using enum core::reason;
    switch (why.why) {
    case already_asked:
        return fmt::format("{} was asked already, {}. Once in two months is enough.", mentions(why.people),
                           moment(why));
    case leader_asked_already:
        return fmt::format("Session {} has a leader, or somebody was asked already. `/rotation` shows it.",
                           why.number.value_or(0));
    case reminder_is_duty:
        return "This reminder belongs to leading a session or facilitating the group, so it cannot be made "
               "fewer "
               "or turned off. You can put it off for a day, or say that it is done.";
    case too_late_to_snooze:
        return fmt::format("In a day this would come too late: it is over {}.", moment(why));
    case no_such_reminder:
        return "That reminder is not known here any more. `/peer reminders` shows what you will be sent.";
    default:
        return {};
    }
}

} // namespace peerbot::bot
