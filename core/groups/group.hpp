// A group is the peer group of one channel, and its members are the people who joined it.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <optional>
#include <string>
#include <vector>

namespace peerbot::core {

// Peer groups are small; this only keeps a whole organisation from being enrolled by mistake.
inline constexpr int largest_group = 10'000;
inline constexpr int most_facilitators = 3;

// How the result of a vote becomes a plan.
enum class plan_rule
{
    topic_first, // topics in order of interest, each led by whoever offered to teach it and owes most
    turn_first,  // whose turn it is leads, and picks from the topics with the most interest
};

// Why the bot cannot write in a group's channel.
enum class absence
{
    not_invited, // or removed
    archived,
    deleted,
};

struct group
{
    group_id id;
    workspace_id workspace;
    channel_id channel;
    std::string zone;      // IANA name
    std::string cadence;   // storage form of a recurrence, core/time/recurrence.hpp
    minutes meets_at{0};   // since local midnight
    bool reachable = true; // false while the group is suspended: the bot cannot write in the channel
    card_id card;          // the welcome card
    instant created_at;
    plan_rule planning = plan_rule::topic_first;
    std::string run_sheet = {}; // storage form, core/sessions/run_sheet.hpp; empty for the usual one
    std::string name = {};      // empty when it goes by its channel
    minutes length{60};         // of its sessions, unless one differs
    std::string link = {};      // where its sessions meet, http(s); empty when there is none
    std::string covenant = {};  // what everybody who joins accepts; empty when there is none
    std::string holidays = {};  // storage form, core/groups/holidays.hpp
    // Both set while it is suspended; neither for groups that were so before this was noted.
    std::optional<absence> away = {};
    std::optional<instant> away_since = {};
};

enum class member_state
{
    active,
    paused,
    left,
};

struct member
{
    member_id id;
    group_id group;
    user_id user;
    member_state state = member_state::active;
    std::optional<date> paused_until; // set exactly while paused; active again on that day
    bool facilitator = false;
    instant joined_at;
    std::string organisation = {}; // where they work, as they said; empty when they did not

    bool active() const { return state == member_state::active; }
};

class group_repository
{
  public:
    virtual ~group_repository() = default;
    virtual std::optional<group> find(group_id id) = 0;
    virtual std::optional<group> in_channel(const workspace_id& workspace, const channel_id& channel) = 0;
    virtual std::vector<group> all() = 0;
    // Groups whose channel the bot is not in.
    virtual std::vector<group> unreachable() = 0;
    virtual group_id add(const group& fresh) = 0;
    virtual void save(const group& changed) = 0;
};

// A group that nobody facilitates: its members are asked who will.
struct vacancy
{
    vacancy_id id;
    group_id group;
    instant opened_at;
    card_id card = {};                     // in the channel
    std::optional<instant> filled_at = {}; // no longer vacant, whoever it was that
    std::optional<user_id> filled_by = {}; // facilitates now; empty when everybody had left
};

class vacancy_repository
{
  public:
    virtual ~vacancy_repository() = default;
    virtual std::optional<vacancy> find(vacancy_id id) = 0;
    // The one that is not filled; a group has at most one.
    virtual std::optional<vacancy> open_in(group_id group) = 0;
    virtual vacancy_id add(const vacancy& fresh) = 0;
    virtual void save(const vacancy& changed) = 0;
};

class member_repository
{
  public:
    virtual ~member_repository() = default;
    virtual std::optional<member> find(member_id id) = 0;
    virtual std::optional<member> find(group_id group, const user_id& user) = 0;
    // Everybody who has not left, in the order in which they joined.
    virtual std::vector<member> present(group_id group) = 0;
    // The rows of one person in every group of a workspace, those they left excepted.
    virtual std::vector<member> of_person(const workspace_id& workspace, const user_id& user) = 0;
    virtual int count_active(group_id group) = 0;
    virtual member_id add(const member& fresh) = 0;
    virtual void save(const member& changed) = 0;
};

} // namespace peerbot::core
