// A call in the course of a peer assist: proposing times, saying who can come, choosing one, and its notes.
#include "bot/commands/assist.hpp"
#include "bot/commands/sentences.hpp"
#include "core/assist/calls.hpp"
#include "core/assist/contribution.hpp"

#include <fmt/format.h>

namespace peerbot::bot {

using core::result;

namespace {

result<wording> answered(core::unit_of_work& work, const assist_here& at, const caller& who, bool comes)
{
    const auto slot =
        core::answer_slot(work, at.here, core::call_slot_id{at.second()}, who.person, comes, who.now);
    if (!slot) return slot.why();
    return show_again(work, at, comes ? "Noted: you can come then." : "Noted: you cannot come then.");
}

} // namespace

plan propose_slot_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work&, const assist_here& at, const caller&) -> result<wording> {
            if (at.one.state != core::assist_state::running)
                return core::rejection{.why = core::reason::assist_not_running, .number = at.one.number};
            return opening(assist_form(
                "propose_slot", "A time for a call", "Propose it", at,
                moment_inputs(
                    at.here, "On which day?",
                    fmt::format(
                        "Up to {} times can be proposed. The facilitator chooses one; otherwise I choose "
                        "the one at which most can come.",
                        core::most_slots))));
        });
}

plan propose_slot_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            const auto when = moment_in(at.here, told);
            if (!when) return when.why();
            // Left empty, it is no time ahead either.
            const auto slot = core::propose_slot(work, at.here, at.one.id, told.who.person,
                                                 when->value_or(told.who.now), told.who.now);
            if (!slot) return slot.why();
            return show_again(work, at, "Proposed: the card asks who can come then.");
        });
}

plan can_come_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return answered(work, at, who, true);
    });
}

plan cannot_come_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return answered(work, at, who, false);
    });
}

plan choose_slot_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto slot =
                core::choose_slot(work, at.here, core::call_slot_id{at.second()}, who.person, who.now);
            if (!slot) return slot.why();
            return show_again(work, at, "Chosen: the thread is told, and those who come are reminded.");
        });
}

plan call_notes_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work&, const assist_here& at, const caller&) -> result<wording> {
            if (!at.one.open())
                return core::rejection{.why = core::reason::assist_over, .number = at.one.number};
            return opening(assist_form(
                "call_notes", "Notes of the call", "Post them", at,
                {answer_input(assist_text, "What was said that others should know?", {},
                              core::longest_contribution, "They go into the thread of the card.", false)}));
        });
}

plan call_notes_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            const auto said = core::add_call_notes(work, at.here, at.one.id, told.who.person,
                                                   told.field(assist_text), told.who.now);
            if (!said) return said.why();
            return wording{[] { return say("Thank you. The notes are posted in the thread of the card."); }};
        });
}

} // namespace peerbot::bot
