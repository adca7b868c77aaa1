#include "bot/cards/render.hpp"

namespace peerbot::bot {

rendering assist_message(core::unit_of_work&, const core::message&, core::instant)
{
    return dropped{"peer assists are not shown yet"};
}

} // namespace peerbot::bot
