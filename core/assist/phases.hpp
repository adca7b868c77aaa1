// What people do to steer an assist through its phases.
#pragma once

#include "core/assist/assist.hpp"

namespace peerbot::core {

// The assistee is silent for so long on their turn: the phase waits for them; later the assist is stopped.
inline constexpr hours assistee_waited_for{24};
inline constexpr hours assistee_given_up{72};

// For so long after a phase began, nobody ends it without naming it: the same words, sent twice or by two
// people, would end the one before it and then this one.
inline constexpr minutes just_begun{1};

// Goes on to the next phase. By the facilitator of the assist or of the group; where there is none, by
// anybody who takes part. `seen` is the run whose button was pressed: when that is over already, nothing
// changes. Without it the phase that runs is meant. Rejects: no_such_assist, assist_not_running,
// not_facilitating, phase_over, phase_just_begun (without `seen`; with its name),
// phase_goes_on (only a facilitator of the group can end it).
result<assist> advance_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                              std::optional<phase_run_id> seen, instant now);

// By half of its length, once. Also rejects: extended_already, nothing_to_extend (it has no end by time).
result<assist> extend_phase(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                            std::optional<phase_run_id> seen, instant now);

// By the facilitator of the assist or of the group, the assistee, or whoever asked for it. When the phases
// are over there is nothing to stop: only the assistee drops a summary. Rejects: no_such_assist, assist_over,
// not_facilitating, and, with who was asked for help, summary_under_way (while closing) and
// assist_followed_up.
result<assist> stop_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                           instant now);

// The assistee says that the question is solved, or that they are ready. Rejects: no_such_assist,
// not_the_assistee, assist_not_running, phase_over (`seen` is), phase_goes_on (this phase does not end so).
result<assist> mark_solved(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                           phase_run_id seen, instant now);

// Too few take part, or nobody answered: it goes on as something else, or waits for more. By the assistee or
// who facilitates. Rejects: no_such_assist, not_the_assistee, no_such_template, assist_not_running.
result<assist> change_format(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                             const std::string& format, instant now);
// It becomes a topic on the group's list, as something that nobody knows yet, and ends. Rejects: as
// change_format, and as propose_topic.
result<assist> make_topic_of(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                             instant now);

// Whether the person may go on, extend and stop.
bool may_steer(unit_of_work& work, const assist& one, const user_id& person);

} // namespace peerbot::core
