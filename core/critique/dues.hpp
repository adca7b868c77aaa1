// What happens to a request, booked in the account of who owes critiques.
#pragma once

#include "core/critique/critique.hpp"
#include "core/groups/group.hpp"
#include "core/unit_of_work.hpp"

#include <optional>
#include <span>

namespace peerbot::core {

// Adds its share to everybody who could be asked now. Does nothing when that was done, or when nobody could.
void book_shares(unit_of_work& work, const critique& request);

// Whom the bot asks for it next, if there is anybody; when all are far ahead, everybody is evened first.
std::optional<member_id> pick_critic(unit_of_work& work, const critique& request);

// Whether pick_critic() would find somebody.
bool somebody_could_be_asked(unit_of_work& work, const critique& request);

// They became a critic; nothing when it was taken from them already.
void book_taking(unit_of_work& work, const critique& request, member_id who);

// They are out of it.
void book_stepping_out(unit_of_work& work, const critique& request, member_id who);

// It ended. Critics in state waiting count as silent.
void book_ending(unit_of_work& work, const critique& request);

} // namespace peerbot::core
