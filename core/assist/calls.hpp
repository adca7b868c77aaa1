// A call in the course of an assist: times are proposed, people say when they could, one is chosen, and its
// notes come back.
#pragma once

#include "core/assist/contribution.hpp"

namespace peerbot::core {

inline constexpr int usual_seats = 8;
inline constexpr std::size_t most_slots = 5;
inline constexpr hours notes_wanted_within{24};
inline constexpr hours settled_ahead{24};
inline constexpr std::size_t fewest_in_call = 2;

// Up to most_slots in all. A day before the first of them, or half-way to it when that is later, the time at
// which most can come is chosen, where fewest_in_call can; a phase that arranges a call does so at its end.
// By anybody who takes part. Rejects: no_such_assist, not_in_the_assist, assist_not_running, time_not_ahead,
// too_many_slots, call_there (with when).
result<call_slot> propose_slot(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                               instant starts_at, instant now);

// Rejects: no_such_slot, not_a_member, member_is_paused, slot_over, call_full (with the seats).
result<call_slot> answer_slot(unit_of_work& work, const group& here, call_slot_id id, const user_id& by,
                              bool comes, instant now);

// By who steers the assist, before that is done by itself.
// Rejects: no_such_slot, slot_over, not_facilitating, call_there.
result<call_slot> choose_slot(unit_of_work& work, const group& here, call_slot_id id, const user_id& by,
                              instant now);
// The same at the end of a phase, for the time at which most can come; nothing when nobody can come at any.
std::optional<call_slot> choose_best_slot(unit_of_work& work, const group& here, const assist& one,
                                          instant now);
// The timer of a slot that nobody has chosen: it is settled, or its time has come and it is none to choose.
void slot_came(unit_of_work& work, const group& here, const assist& one, const call_slot& slot, instant now);

int seats_of(unit_of_work& work, const assist& one);
// The first so many who can come.
std::vector<member_id> seated(unit_of_work& work, const assist& one, const call_slot& slot);

inline instant end_of_call(const call_slot& slot)
{
    return slot.starts_at + slot.length;
}
// Whether somebody has written notes since it was proposed that everybody sees.
bool has_call_notes(unit_of_work& work, const call_slot& slot);

// Notes of the call that was, for everybody. Rejects: no_such_assist, not_in_the_assist, assist_over,
// no_call, empty_text, text_too_long.
result<contribution> add_call_notes(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                    const std::string& text, instant now);

} // namespace peerbot::core
