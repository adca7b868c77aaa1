// What people wish about reminders: kinds they want fewer of or none, what is done, what is to come again
// later; and what did not fit their attention and waits to be said along with something else.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"
#include "core/message.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace peerbot::core {

enum class reminder_level
{
    every_one,
    fewer, // every second one
    off,
};

struct reminder_wish
{
    message_kind kind;
    reminder_level level = reminder_level::every_one;
    bool skipped = false; // of `fewer`: the last one was left out, so the next is said
};

// One reminder, whenever it comes.
struct reminder_subject
{
    workspace_id workspace;
    user_id person;
    message_kind kind;
    std::int64_t subject = 0;
};

struct folded_reminder
{
    message_kind kind;
    group_id group;
    std::int64_t subject = 0;
    instant folded_at;
    instant void_after;
};

// When somebody last gave a sign that others could see: joined, came back, did something about a topic, a
// turn or a session, came to one, voted on a ballot that is not anonymous, or said that they are still there.
struct last_act
{
    member_id who;
    instant at;
};

class attention_repository
{
  public:
    virtual ~attention_repository() = default;
    // Without a row everything is sent.
    virtual std::optional<reminder_wish> wish(const workspace_id& workspace, const user_id& person,
                                              message_kind kind) = 0;
    virtual void save_wish(const workspace_id& workspace, const user_id& person,
                           const reminder_wish& wish) = 0;

    virtual bool is_done(const reminder_subject& what) = 0;
    virtual void mark_done(const reminder_subject& what, instant at) = 0;
    // Until when it was put off last.
    virtual std::optional<instant> snoozed_until(const reminder_subject& what) = 0;
    virtual void mark_snoozed(const reminder_subject& what, instant until) = 0;

    // Folding the same again moves it to the new moment.
    virtual void fold(const workspace_id& workspace, const user_id& person, const folded_reminder& what) = 0;
    // What is not void at `now`, in the order in which it was folded.
    virtual std::vector<folded_reminder> folded(const workspace_id& workspace, const user_id& person,
                                                instant now) = 0;

    // Of everybody in the group who has not left.
    virtual std::vector<last_act> last_acts(group_id group) = 0;
};

} // namespace peerbot::core
