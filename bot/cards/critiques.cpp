#include "bot/cards/render.hpp"

#include <stdexcept>

namespace peerbot::bot {
namespace {

rendering unworded()
{
    throw std::logic_error("messages about critiques and promises have no words yet");
}

} // namespace

rendering critique_card_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering critique_asked_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering critique_nudge_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering critique_let_off_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering critique_received_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering critique_finished_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering critique_queued_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering critique_silent_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering critique_helped_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering critique_changed_yet_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering critique_changed_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering critique_summary_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

rendering promise_due_message(core::unit_of_work&, const core::message&, core::instant)
{
    return unworded();
}

slack::rendered critique_card(core::unit_of_work&, const core::critique&)
{
    throw std::logic_error("the card of a critique has no words yet");
}

} // namespace peerbot::bot
