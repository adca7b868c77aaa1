// Saying something in an assist.
#pragma once

#include "core/assist/contribution.hpp"

namespace peerbot::core {

struct contribution_wish
{
    user_id by;
    contribution_kind kind;
    std::optional<help_tag> tag = {}; // of help
    std::string text;
    contribution_id about = {};
    std::vector<std::string> will_do = {}; // with a response: what they will do, each a commitment
    instant now;
};

// In the phase that runs, or, for who was still typing when the last one ended, until the parts of the
// summary are reviewed; whoever was not in the assist takes part from now on. Help that comes before its
// phase, or an idea while experience goes first, is held and shown when its time comes; a note is seen by
// its author only, but for who takes notes and for those of a call. Rejects: no_such_assist, not_a_member,
// member_is_paused, assist_not_running, assist_full, empty_text, text_too_long, too_many_words (with how
// many fit), tag_needed, enough_said (with how many), not_the_assistee (of what only they say),
// no_such_contribution, too_many_commitments (more than most_commitments of theirs, with that number).
result<contribution> contribute(unit_of_work& work, const group& here, assist_id id,
                                const contribution_wish& wish);

// What a message in the thread means for the phase: somebody wrote there freely, and it stays.
enum class free_reply
{
    fits, // or comes from somebody who does not take part
    hold, // offer privately to hold it for the solutions
    keep, // of somebody who is not heard in this phase yet: offer privately to make it what the phase asks
          // for
};
free_reply judge_reply(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                       std::string_view text);
// They want it held: shown again when help is asked for. A tag is asked for then. Rejects: as contribute.
result<contribution> hold_reply(unit_of_work& work, const group& here, assist_id id,
                                const contribution_wish& wish);

// Of what they wrote themselves, while it is not closed; of rewording see reword_part, too. Rejects:
// no_such_contribution, not_your_contribution, assist_over, and as contribute.
result<contribution> reword_contribution(unit_of_work& work, const group& here, contribution_id id,
                                         const user_id& by, const std::string& text, instant now);
result<contribution> take_back_contribution(unit_of_work& work, const group& here, contribution_id id,
                                            const user_id& by, instant now);

// By the assistee. Rejects: no_such_contribution, not_the_assistee, assist_over.
result<contribution> mark_useful(unit_of_work& work, const group& here, contribution_id id, const user_id& by,
                                 bool useful, instant now);

// The assistee's own words for the question, while a phase asks how others understood it.
// Rejects: no_such_assist, not_the_assistee, assist_not_running, empty_text, text_too_long.
result<assist> agree_on_question(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                 const std::string& question, instant now);

// Into the box of the inventory that runs, one for each person; an empty text takes it out again. Nobody
// sees it before all are shown together; where one has no name, none has. Rejects: no_such_assist,
// not_a_member, member_is_paused, no_inventory, text_too_long, name_needed (this phase asks for names).
outcome post_challenge(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                       const std::string& text, bool named, instant now);
std::optional<boxed_challenge> own_challenge(unit_of_work& work, const group& here, assist_id id,
                                             const user_id& by);

// "This affects me", or not any more. Rejects: no_such_contribution, not_a_member, member_is_paused,
// phase_over.
outcome mark_affected(unit_of_work& work, const group& here, contribution_id challenge, const user_id& by,
                      bool affected, instant now);

} // namespace peerbot::core
