// What is known of the people of a workspace, whether they are in a group or not: who is an admin, who is a
// bot, whose account is switched off, and in which zone they live. As it was listed or told last.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace peerbot::core {

class unit_of_work;

struct person
{
    workspace_id workspace; // in which we meet them
    user_id user;
    workspace_id home = {}; // the workspace of their account; empty when unknown
    bool admin = false;     // of the workspace, owners included
    bool bot = false;
    bool deleted = false;  // their account is switched off
    std::string zone = {}; // IANA name as told, which may be one that this machine does not know

    bool stranger() const { return !home.empty() && home != workspace; }
    bool operator==(const person&) const = default;
};

class people_repository
{
  public:
    virtual ~people_repository() = default;
    virtual std::optional<person> find(const workspace_id& workspace, const user_id& user) = 0;
    // Adds the row or replaces it.
    virtual void save(const person& known) = 0;
    // Who can help a group of the workspace: no bots, nobody whose account is switched off, no strangers.
    virtual std::vector<user_id> admins(const workspace_id& workspace) = 0;
    // When everybody was listed last.
    virtual std::optional<instant> listed_at(const workspace_id& workspace) = 0;
    virtual void mark_listed(const workspace_id& workspace, instant at) = 0;
};

// Whether the person can be a member of a group of the workspace, as far as is known.
// Rejects: bots_stay_out, strangers_stay_out, account_switched_off, each with the person.
outcome may_take_part(unit_of_work& work, const workspace_id& workspace, const user_id& user);

bool is_admin(unit_of_work& work, const workspace_id& workspace, const user_id& user);

// Notes what was listed or told of a person. Whose account is switched off leaves every group, and nothing
// that waits for them is sent any more.
void learn_of(unit_of_work& work, const person& told, instant now);

} // namespace peerbot::core
