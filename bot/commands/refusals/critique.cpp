#include "bot/cards/phrases.hpp"
#include "bot/commands/refusals/refusals.hpp"
#include "core/critique/afterwards.hpp"
#include "core/critique/requests.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

// "Critique 3", or "That critique" when a button or form named it.
std::string named(const core::rejection& why)
{
    return why.number ? fmt::format("Critique {}", *why.number) : std::string("That critique");
}

std::string asking_refusal(const core::rejection& why)
{
    using enum core::reason;
    switch (why.why) {
    case too_many_requests:
        return fmt::format(
            "You have {} requests open already. When one of them is over, or you close it with "
            "`/critique close 3`, you can ask again.",
            why.number.value_or(core::most_open_requests));
    case nobody_to_critique:
        return "Nobody else is in the group yet who could look at it. `/peer join` makes people members.";
    case no_such_critique:
        return why.number ? fmt::format("There is no critique {}. `/critique history` shows the numbers.",
                                        *why.number)
                          : std::string("That critique is not here. `/critique` shows what is open.");
    case critique_ended:
        return named(why) + " is over, so nothing more can be added to it.";
    case critique_still_open:
        return why.number
                   ? fmt::format("Critique {} is still open. That can be done when it is over; `/critique "
                                 "close {}` ends it.",
                                 *why.number, *why.number)
                   : std::string("That critique is still open. That can be done when it is over.");
    case not_the_asker:
        return "Only whoever asked for that critique can do this.";
    case date_too_near:
        return fmt::format("That day is too near: people need at least {} days.",
                           why.number.value_or(core::shortest_critique_time.count()));
    default:
        return {};
    }
}

std::string giving_refusal(const core::rejection& why)
{
    using enum core::reason;
    switch (why.why) {
    case own_work:
        return why.people.empty()
                   ? std::string("It is your own request, and nobody looks at their own work.")
                   : fmt::format("It is the request of {}, and nobody looks at their own work.",
                                 mentions(why.people));
    case enough_critics:
        return "Enough people look at it already, or the group does so in a session.";
    case too_many_critiques:
        return why.people.empty()
                   ? fmt::format(
                         "You look at {} pieces of work already, and that is enough at a time. Hand one "
                         "in first.",
                         why.number.value_or(core::most_open_critiques))
                   : fmt::format("{} looks at {} pieces of work already, and that is enough at a time.",
                                 mentions(why.people), why.number.value_or(core::most_open_critiques));
    case not_a_critic:
        return "You do not look at this one yet. Press \"I will look at it\" on its card first.";
    case already_a_critic:
        return why.people.empty()
                   ? std::string("They look at it, or were asked, already.")
                   : fmt::format("{} looks at it, or was asked, already.", mentions(why.people));
    case feedback_given:
        return "You have handed in your feedback already. Thank you.";
    case too_little_feedback:
        return "Two of the three are needed: what you noticed, why it works or not, what they could try.";
    case no_source:
        return "Please say where it comes from: you have done it, you have seen it, or it is an idea.";
    case no_such_feedback:
        return "That feedback is not here any more.";
    default:
        return {};
    }
}

std::string afterwards_refusal(const core::rejection& why)
{
    using enum core::reason;
    switch (why.why) {
    case too_many_resolutions:
        return fmt::format(
            "You have noted {} things to do after this critique, which is all it holds. `/peer promises` "
            "shows them.",
            core::most_resolutions);
    case summary_shared:
        return "You have shared a summary of this critique already.";
    case no_such_promise:
        return "That is not among the things you wanted to do. `/peer promises` shows them.";
    default:
        return {};
    }
}

} // namespace

std::string critique_refusal(const core::rejection& why)
{
    for (const auto find : {asking_refusal, giving_refusal, afterwards_refusal}) {
        if (auto sentence = find(why); !sentence.empty()) return sentence;
    }
    return {};
}

} // namespace peerbot::bot
