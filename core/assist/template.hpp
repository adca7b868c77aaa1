// How a peer assist goes: the phases of a template are data. Templates come from files (config/assists), a
// group can have its own, and a running assist keeps the one it began with.
#pragma once

#include "core/groups/group.hpp"
#include "core/ids.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::core {

class unit_of_work;

inline constexpr std::size_t longest_template_name = 40; // code points, as is the next
inline constexpr std::size_t longest_prompt = 600;
inline constexpr std::size_t most_phases = 20;
inline constexpr std::size_t most_templates = 100; // that a group chooses among: so many fit a menu of Slack
inline constexpr int most_assisters = 12;

// Whose turn it is. A phase guides and never polices: others can say something, too.
enum class speakers
{
    assistee,
    assisters,
    everybody,
    facilitator,
    nobody, // the time belongs to a call or to the bot
};

// What somebody puts into an assist. Of a phase, what its form writes.
enum class contribution_kind
{
    story,       // by the assistee: the situation, told
    question,    // to the assistee
    answer,      // to a question
    restatement, // the question in one line, as somebody understood it
    help,        // tagged: I did this, I know who did, an idea
    response,    // by the assistee: what they take from it
    takeaway,    // one thing for one's own work
    commitment,  // by the assistee: what they will do
    challenge,   // in an inventory: a question that somebody has
    note,        // private notes of who listens, notes of a call, notes beside the questions
    happened,    // by the assistee, when asked later what became of it
};

enum class phase_yield
{
    nothing,
    agreed_question, // the assistee's own words at the end of the phase, or else the question as it was
    choice,          // the challenge that affects most people is what the assist is about
    call,            // a time for a call
};

// What can end a phase; any of them does.
struct phase_ends
{
    bool time = false;
    bool facilitator = false;
    bool all_spoken = false; // in writing only: in a call nobody has to type
    bool assistee = false;   // says that it is solved

    bool operator==(const phase_ends&) const = default;
};

struct phase
{
    std::string name;
    speakers speak = speakers::everybody;
    minutes live{0};     // none: it is not part of a call
    hours in_writing{0}; // on working days (core/assist/pace.hpp); none: only in a call
    std::string prompt;
    std::optional<contribution_kind> form = {}; // none: people talk
    phase_yield yields = phase_yield::nothing;
    phase_ends ends;
    bool optional = false;    // nobody is waited for
    int words = 0;            // of one contribution at most; 0: as many as fit
    int each = 0;             // contributions of a person at most; 0: as many as they like
    bool votes = false;       // people say which challenges affect them
    bool anonymous = false;   // challenges can be posted without a name
    bool by_question = false; // each question has a thread of its own
    int seats = 0;            // of a call that can be arranged in it; 0: none
    hours ideas_wait{0};      // experience is shown first: ideas are held for so long
    hours midway{0};          // after so long, what has come so far is summed up
    hours ask_experienced{0}; // after so long without help, three people with experience are asked
    hours offer_others{0};    // after so long, other formats are offered

    bool operator==(const phase&) const = default;
    // Part of how the group chooses a challenge; left out when somebody asked for help with theirs.
    bool chooses() const
    {
        return form == contribution_kind::challenge || votes || yields == phase_yield::choice;
    }
};

struct assist_template
{
    template_id id = {};
    group_id group = {}; // whose own it is; of every group when empty
    std::string name;    // what people type
    std::string title;
    std::string about;                     // one sentence
    std::vector<std::string> sources = {}; // where the practice comes from
    int fewest = 3;                        // assisters without whom it does not begin
    int most = most_assisters;
    bool facilitated = true;   // otherwise anybody who takes part can go on to the next phase
    bool notes_thread = false; // notes are taken in a thread beside the other
    int turns = 1;             // so many people are the assistee, one after the other
    hours closing{72};         // for the summary, on working days
    std::vector<days> follow_ups = {};
    std::vector<std::string> offers = {}; // formats offered instead, by name
    std::vector<phase> phases;

    bool operator==(const assist_template&) const = default;
    // Whether it can be held in a call, or without one: then phases in which people only talk are left out.
    bool can_be_live() const;
    bool can_be_written() const;
    // Whether the group chooses in it whose challenge it is about.
    bool chooses() const;
    // It does nothing else, and goes before another.
    bool only_chooses() const;
};

class template_repository
{
  public:
    virtual ~template_repository() = default;
    virtual std::optional<assist_template> find(template_id id) = 0;
    // Those a group can choose, by name: its own instead of one of every group that has the same name.
    virtual std::vector<assist_template> choices(group_id group) = 0;
    virtual std::optional<assist_template> named(group_id group, const std::string& name) = 0;
    // Those of every group that can be chosen now.
    virtual std::vector<assist_template> of_every_group() = 0;
    // What is stored never changes: running assists go by it.
    virtual template_id add(const assist_template& fresh) = 0;
    // It cannot be chosen any more.
    virtual void retire(template_id id) = 0;
};

// At start: what the files say now is what can be chosen from now on.
void keep_templates(unit_of_work& work, const std::vector<assist_template>& from_files);

// Whether an assist can go by it: the rules of template files. Rejects: bad_template, with what is wrong.
outcome check_template(const assist_template& one);

// A copy of a template that the group can change, or its own with another phase in it. By a facilitator.
// Rejects: not_a_facilitator, no_such_template, no_such_phase, bad_template.
result<assist_template> copy_template(unit_of_work& work, const group& here, const user_id& by,
                                      const std::string& name);
struct phase_change
{
    int place = 1; // of the phase, from 1
    minutes live{0};
    hours in_writing{0};
    std::string prompt;
};
result<assist_template> change_phase(unit_of_work& work, const group& here, const user_id& by,
                                     const std::string& name, const phase_change& change);
// The one of every group is chosen again. Rejects: not_a_facilitator, no_such_template (not their own).
outcome drop_template(unit_of_work& work, const group& here, const user_id& by, const std::string& name);

// Rejects: no_such_template, with the name.
result<assist_template> template_named(unit_of_work& work, const group& here, const std::string& name);
// One that an assist can go by: what only lets the group choose is nothing by itself. Rejects: as above.
result<assist_template> usable_template(unit_of_work& work, const group& here, const std::string& name);

} // namespace peerbot::core
