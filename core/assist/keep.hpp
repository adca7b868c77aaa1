// Storing a changed assist, and telling people about it.
#pragma once

#include "core/assist/assist.hpp"
#include "core/groups/local_time.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

// Saves it; its card in the channel, when there is one, follows.
void keep_assist(unit_of_work& work, const assist& changed);
// Only the card.
void redraw(unit_of_work& work, const assist& one);

// In the channel. The edge puts it into the thread of the card, where it belongs there.
void say(unit_of_work& work, const group& here, message_kind kind, std::int64_t subject, instant now);
// To a member who is still in the group: in their working hours, when `void_after` leaves time for that.
void tell(unit_of_work& work, const group& here, message_kind kind, std::int64_t subject, member_id whom,
          instant now, std::optional<instant> void_after = {});

void set_timer(unit_of_work& work, const group& here, timer_kind kind, std::int64_t subject, instant due_at);

} // namespace peerbot::core
