// What people put into an assist, what challenges they have, and when they could meet.
#pragma once

#include "core/assist/assist.hpp"

namespace peerbot::core {

inline constexpr std::size_t longest_contribution = 2500; // code points
inline constexpr std::size_t most_commitments = 3;

// Experience is shown first: in the order of this list.
enum class help_tag
{
    did,
    know_who,
    idea,
};

enum class contribution_state
{
    shown,        // in the thread
    held,         // is shown when its time comes
    private_note, // only its author sees it
};

enum class approval
{
    pending,
    approved,
    left_out,
};

struct contribution
{
    contribution_id id;
    assist_id assist;
    phase_run_id run; // in which it is shown; of what is held, in which it was written
    member_id author; // of a challenge that was posted without a name: nobody
    contribution_kind kind;
    std::optional<help_tag> tag = {}; // of help, always
    std::string text;
    contribution_id about = {}; // of an answer its question; of help its question, where each has a thread
    contribution_state state = contribution_state::shown;
    bool useful = false; // the assistee said so
    int affects = 0;     // of a challenge: how many people it affects
    approval review = approval::pending;
    std::string wording = {}; // in the summary, when its author changed it
};

// A challenge in the box of an inventory: nobody sees it until all are shown together. The box keeps neither
// when nor in which order they came.
struct boxed_challenge
{
    member_id author;
    std::string text;
    bool named = false;
};

// A time that somebody proposed for a call.
struct call_slot
{
    call_slot_id id;
    assist_id assist;
    phase_run_id run;
    instant starts_at;
    minutes length{45};
    bool chosen = false;
    std::vector<member_id> can_come = {}; // in the order in which they said so
};

class contribution_repository
{
  public:
    virtual ~contribution_repository() = default;
    virtual std::optional<contribution> find(contribution_id id) = 0;
    virtual std::vector<contribution> of_assist(assist_id id) = 0; // oldest first
    virtual contribution_id add(const contribution& fresh) = 0;
    virtual void save(const contribution& changed) = 0;
    virtual void remove(contribution_id id) = 0;
    // Help with experience in it that members of the group gave, newest first.
    virtual std::vector<contribution> experience(group_id group, int at_most) = 0;

    // "This affects me", or not any more.
    virtual void mark(contribution_id challenge, member_id who, bool affected) = 0;
    virtual std::vector<contribution_id> marked_by(assist_id id, member_id who) = 0;
    // Counts what was marked into the challenges of the assist, and forgets who marked what.
    virtual void count_marks(assist_id id) = 0;

    // One for each person; another one replaces it. Empty text takes it out.
    virtual void box(phase_run_id run, const boxed_challenge& one) = 0;
    virtual std::vector<boxed_challenge> boxed(phase_run_id run) = 0;
    // Empties the box; afterwards nothing in it exists anywhere.
    virtual void empty_box(phase_run_id run) = 0;

    virtual std::optional<call_slot> find_slot(call_slot_id id) = 0;
    virtual std::vector<call_slot> slots(assist_id id) = 0; // by start
    virtual call_slot_id add(const call_slot& fresh) = 0;
    virtual void choose(call_slot_id id) = 0;
    virtual void save_coming(call_slot_id id, member_id who, bool comes, instant at) = 0;
};

} // namespace peerbot::core
