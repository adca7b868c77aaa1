// A calendar feed is a secret address at which a calendar program reads the sessions of one group, or of
// every group that one person is a member of. Only a fingerprint of the secret is kept, so that nobody who
// sees the database can read along; that is also why an address can be shown only once.
#pragma once

#include "core/groups/group.hpp"
#include "core/ids.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>

namespace peerbot::core {

class unit_of_work;

using feed_id = row_id<struct feed_tag>;

struct calendar_feed
{
    feed_id id;
    workspace_id workspace;
    group_id group = {}; // set when it is the feed of a group
    user_id person = {}; // set when it is the feed of a person
    instant created_at;
};

class feed_repository
{
  public:
    virtual ~feed_repository() = default;
    // Feeds that were revoked are found by none of these.
    virtual std::optional<calendar_feed> with_secret(const std::string& fingerprint) = 0;
    virtual std::optional<calendar_feed> of_group(group_id group) = 0;
    virtual std::optional<calendar_feed> of_person(const workspace_id& workspace, const user_id& person) = 0;
    virtual feed_id add(const calendar_feed& fresh, const std::string& fingerprint) = 0;
    virtual void revoke(feed_id id, instant at) = 0;
};

struct feed_wish
{
    user_id by;
    std::string fingerprint; // SHA-256 of a secret that nobody had before, in hex
    bool replace = false;    // revoke the address there is, and open another
    instant now;
};

struct feed_answer
{
    bool opened = false;   // the secret of the wish opens the feed from now on
    bool replaced = false; // another one did until now, and does not any more
    instant created_at;    // of the feed there is now
};

// Of every group the person is in. Rejects: not_a_member, for who is in no group of the workspace.
result<feed_answer> feed_of_person(unit_of_work& work, const workspace_id& workspace, const feed_wish& wish);

// Everybody with its address can read it, so facilitators decide. Rejects: not_a_facilitator.
result<feed_answer> feed_of_group(unit_of_work& work, const group& here, const feed_wish& wish);

} // namespace peerbot::core
