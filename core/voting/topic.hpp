// Something the group could learn: who brought it up, who wants it too, who could teach it.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <optional>
#include <string>
#include <vector>

namespace peerbot::core {

inline constexpr int most_open_topics = 200;
inline constexpr int longest_title = 150; // code points

enum class topic_state
{
    open,
    taught,
    withdrawn, // by somebody, or merged into another
};

struct topic
{
    topic_id id;
    group_id group;
    int number = 0; // counts up within the group and is never used again: what people type
    std::string title;
    user_id proposer;
    topic_state state = topic_state::open;
    int times_taught = 0; // of a follow-up, those of what it follows included
    instant proposed_at;
    int interest = 1;                      // people of the group who want it: proposer and seconders
    std::optional<instant> edited_at = {}; // when its wording last changed
    std::string link = {};                 // of the message it was made of; empty when it was typed
    topic_id merged_into = {};             // the topic that took it in
    topic_id follows = {};                 // the taught topic that this one goes on with
    session_id taught_in = {};             // set once it was taught
    std::vector<user_id> teachers = {};    // of the group, who offered, in that order
};

class topic_repository
{
  public:
    virtual ~topic_repository() = default;
    virtual std::optional<topic> find(topic_id id) = 0;
    virtual std::optional<topic> find_number(group_id group, int number) = 0;
    // Open topics by number.
    virtual std::vector<topic> open(group_id group) = 0;
    // Taught topics, those of the newest sessions first.
    virtual std::vector<topic> taught(group_id group, int at_most) = 0;
    // Open topics that were on no ballot with a result yet, then those whose last one is longest ago; each by
    // number.
    // Those that a planned session has already are left out.
    virtual std::vector<topic_id> next_for_ballot(group_id group, int at_most) = 0;
    // Stores the topic under the group's next number and returns it as stored.
    virtual topic add(const topic& fresh) = 0;
    // Interest and teachers are counted from their own rows and not saved from here. Whoever left the group
    // is not counted until they are back.
    virtual void save(const topic& changed) = 0;
    // False when the person had offered before.
    virtual bool add_teacher(topic_id topic, const user_id& teacher, instant at) = 0;
    // False when they had not offered.
    virtual bool remove_teacher(topic_id topic, const user_id& teacher) = 0;
    // In the order in which they came, those who left the group included; the proposer is not among them.
    virtual std::vector<user_id> seconders(topic_id topic) = 0;
    // Both false when nothing changed.
    virtual bool add_seconder(topic_id topic, const user_id& person, instant at) = 0;
    virtual bool remove_seconder(topic_id topic, const user_id& person) = 0;
};

} // namespace peerbot::core
