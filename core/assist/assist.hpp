// A peer assist: somebody brings a challenge, and peers help in the phases of a template.
#pragma once

#include "core/assist/template.hpp"
#include "core/rotation/share.hpp"

namespace peerbot::core {

inline constexpr std::size_t longest_answer_of_brief = 1500; // code points, as is the next
inline constexpr std::size_t longest_question = 300;

enum class assist_state
{
    draft,     // asked for; a facilitator has not decided yet
    scheduled, // begins at a time
    running,   // in a phase
    closing,   // the summary is made
    follow_up, // the assistee is asked what became of it
    done,
    stopped,
};

enum class assist_pace
{
    live,
    in_writing,
};

enum class stop_cause
{
    facilitator, // or the assistee, or whoever asked for it
    assistee_silent,
    assistee_left,
    too_few,
    nobody_chosen,   // an inventory in which nobody posted or nobody brings the challenge
    channel_away,    // the call would have been while peerbot could not write in the channel
    not_facilitated, // nobody is left to take part
    session_gone,    // the session that it was to be was cancelled
};

// What somebody who asks for help writes down first.
struct brief
{
    std::string situation;
    std::string tried;
    std::string bounds; // what binds them
    std::string question;
    std::string good_answer; // what one would look like

    bool operator==(const brief&) const = default;
};

struct assist
{
    assist_id id;
    group_id group;
    int number = 0; // counts up within the group: what people type
    template_id format;
    assist_pace pace = assist_pace::in_writing;
    assist_state state = assist_state::draft;
    user_id opened_by;
    instant opened_at;
    member_id assistee = {};    // nobody while the group still chooses a challenge
    member_id facilitator = {}; // never the assistee; nobody before it is scheduled, or when nobody can
    brief what = {};
    std::string agreed_question = {}; // empty until a phase yields it
    std::optional<instant> begins_at = {};
    std::optional<instant> meets_at = {}; // the call, when there is one
    std::optional<instant> deadline = {}; // of an open question
    session_id session = {};              // whose hour it is
    int turn = 1;
    std::string suggested = {}; // name of another format that a facilitator suggests
    std::string advice = {};    // what a facilitator asked them to think about
    card_id card = {};
    card_id summary_card = {};                // once it was published in the channel
    std::string story = {};                   // the assistee's own words at the top of the summary
    std::optional<instant> review_until = {}; // once everybody was asked about their part of it
    std::optional<instant> published_at = {};
    std::optional<instant> withdrawn_at = {};
    std::optional<instant> ended_at = {}; // of phases: when it went into closing, or was stopped
    std::optional<stop_cause> stopped_because = {};

    // As it was agreed on, or else as it was brought.
    const std::string& question() const { return agreed_question.empty() ? what.question : agreed_question; }
    bool over() const { return state == assist_state::done || state == assist_state::stopped; }
    // While people can take part.
    bool open() const { return !over() && state != assist_state::follow_up; }
};

// Somebody who takes part, the facilitator included.
struct participant
{
    participant_id id;
    assist_id assist;
    member_id member;
    bool takes_notes = false;
    instant joined_at;
    std::optional<instant> left_at = {};
    std::optional<instant> reviewed_at = {}; // their part of the summary

    bool there() const { return !left_at; }
};

// One phase as it ran. The one that has not ended is where the assist is.
struct phase_run
{
    phase_run_id id;
    assist_id assist;
    template_id format;
    member_id asker = {}; // the assistee of that turn, when it began with one
    int turn = 1;
    int place = 1; // of the phase in the template, from 1
    bool live = false;
    instant began_at;
    std::optional<instant> ends_at = {}; // by time
    bool extended = false;
    std::optional<instant> waits_since = {}; // for the assistee, or for more people
    std::optional<instant> ended_at = {};
};

enum class assist_role
{
    assistee,
    facilitator,
};

// What an assist that came to its end added to the ledger of a role.
struct assist_entry
{
    assist_id assist;
    member_id member;
    share owed;
    share given;
};

struct assist_balance
{
    member_id member;
    share owed;
    int times = 0;
    std::optional<instant> last = {}; // when the last assist in which they had the role ended
};

class assist_repository
{
  public:
    virtual ~assist_repository() = default;
    virtual std::optional<assist> find(assist_id id) = 0;
    virtual std::optional<assist> find_number(group_id group, int number) = 0;
    // Not over, oldest first.
    virtual std::vector<assist> going_on(group_id group) = 0;
    virtual std::optional<assist> of_session(session_id session) = 0;
    // Not over, and its card is the first message of that thread. One read, whatever goes on in the group.
    virtual std::optional<assist> in_thread(const workspace_id& workspace, const channel_id& channel,
                                            const std::string& stamp) = 0;
    virtual std::vector<assist> newest(group_id group, int at_most) = 0;
    // Stores the assist under the group's next number and returns it as stored.
    virtual assist add(const assist& fresh) = 0;
    virtual void save(const assist& changed) = 0;

    virtual std::optional<participant> find_participant(participant_id id) = 0;
    // Also those who left; in the order in which they joined.
    virtual std::vector<participant> participants(assist_id id) = 0;
    virtual participant_id add(const participant& fresh) = 0;
    virtual void save(const participant& changed) = 0;

    virtual std::optional<phase_run> find_run(phase_run_id id) = 0;
    virtual std::optional<phase_run> running(assist_id id) = 0;
    virtual std::vector<phase_run> runs(assist_id id) = 0; // in order
    virtual phase_run_id add(const phase_run& fresh) = 0;
    virtual void save(const phase_run& changed) = 0;

    virtual void book(group_id group, assist_role role, const assist_entry& entry) = 0;
    // One for each member who ever had an entry.
    virtual std::vector<assist_balance> balances(group_id group, assist_role role) = 0;

    // Words that the summary leaves out.
    virtual std::vector<std::string> blanks(assist_id id) = 0;
    virtual void save_blanks(assist_id id, const std::vector<std::string>& words) = 0;
};

} // namespace peerbot::core
