// What somebody said they would do, with a date: chased until it is done or dropped.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <optional>
#include <string>
#include <vector>

namespace peerbot::core {

enum class promise_state
{
    waiting,
    done,
    dropped, // by its owner, or because they left
};

// What the promise came of; its number is in `subject`.
enum class promise_origin
{
    critique,
    assist,
};

struct promise
{
    promise_id id;
    group_id group;
    member_id owner;
    std::string text;
    date due; // in the group's zone
    promise_origin origin = promise_origin::critique;
    std::int64_t subject = 0;
    promise_state state = promise_state::waiting;
    instant made_at;
    int chased = 0; // how often its owner was asked since it was due
    std::optional<instant> settled_at = {};
};

class promise_repository
{
  public:
    virtual ~promise_repository() = default;
    virtual std::optional<promise> find(promise_id id) = 0;
    // Those that wait, by due date.
    virtual std::vector<promise> waiting(member_id owner) = 0;
    // Whatever became of them, in the order in which they were made.
    virtual std::vector<promise> of(promise_origin origin, std::int64_t subject) = 0;
    virtual promise_id add(const promise& fresh) = 0;
    virtual void save(const promise& changed) = 0;
};

} // namespace peerbot::core
