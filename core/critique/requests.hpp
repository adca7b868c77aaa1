// Asking for feedback, and taking the request back.
#pragma once

#include "core/critique/critique.hpp"
#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

inline constexpr std::size_t longest_subject = 500;       // bytes of a link, code points of other words
inline constexpr std::size_t longest_critique_text = 600; // code points of purpose, wanted and unwanted, each
inline constexpr std::size_t most_open_requests = 3;      // of one asker
inline constexpr days usual_critique_time{7};
inline constexpr days shortest_critique_time{2};
inline constexpr days longest_critique_time{60};
inline constexpr hours volunteer_time{24};
inline constexpr int most_open_critiques = 2; // that one critic is asked for at a time

struct critique_wish
{
    user_id by;
    std::string subject;
    bool external = false;
    std::string purpose = {};
    work_stage stage = work_stage::draft;
    std::string wanted = {};
    std::string unwanted = {};
    std::optional<date> by_when = {}; // 18:00 in the group's zone; without it, seven days from now
    critique_reading reading = critique_reading::as_it_comes;
    instant now;
};

// Posts the card and sets the timers. Three critics are wanted, two in a group of fewer than six active
// members. Rejects: not_a_member, member_is_paused, empty_text, not_a_link (a subject that begins like a link
// and is none), text_too_long (with the field), date_not_ahead, date_too_near, date_too_far,
// too_many_requests, nobody_to_critique (the asker is alone).
result<critique> request_critique(unit_of_work& work, const group& here, const critique_wish& wish);

// By the asker: ends it. Finished when there is feedback, otherwise withdrawn; whoever waits to write is told
// that they need not. By a facilitator only when there is feedback or the asker has left. Rejects:
// no_such_critique, critique_ended, not_the_asker.
result<critique> close_critique(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                instant now);

// Rejects: no_such_critique.
result<critique> critique_numbered(unit_of_work& work, const group& here, int number);

// Throws std::logic_error when the row is gone.
critique known_critique(unit_of_work& work, critique_id id);

} // namespace peerbot::core
