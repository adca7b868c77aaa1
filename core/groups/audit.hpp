// Who decided what about a group and its people: kept, so that it can be shown later.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <optional>
#include <string>
#include <vector>

namespace peerbot::core {

enum class audit_act
{
    set_up,
    named_facilitator,   // by a facilitator or a workspace admin
    removed_facilitator, // by another or by themselves
    volunteered,
    facilitates_alone, // joined a group in which nobody was
    facilitator_left,
    facilitation_vacant, // nobody is left who facilitates
    admins_told,
    settings_changed,
    suspended,
    resumed,
};

struct audit_entry
{
    group_id group;
    instant at;
    audit_act what;
    std::optional<user_id> by = {};    // empty when it happened by itself
    std::optional<user_id> about = {}; // whom it is about, when it is about somebody
    std::string detail = {};           // such as the names of the settings
};

class audit_repository
{
  public:
    virtual ~audit_repository() = default;
    virtual void add(const audit_entry& fresh) = 0;
    virtual std::vector<audit_entry> newest(group_id group, int at_most) = 0;
};

} // namespace peerbot::core
