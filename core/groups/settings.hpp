// What a group has agreed on, and changing it later. Whatever changes when the group meets moves sessions
// that are planned: that is shown first, and done when a facilitator confirms what they saw.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace peerbot::core {

inline constexpr std::size_t longest_name = 80;       // code points
inline constexpr std::size_t longest_covenant = 1500; // code points
inline constexpr minutes shortest_session{10};
inline constexpr minutes longest_session{8 * 60};

// When a group meets; as in core::group.
struct rhythm
{
    std::string zone;
    std::string cadence;
    minutes meets_at{0};
    std::string holidays;

    bool operator==(const rhythm&) const = default;
};

struct group_settings
{
    rhythm meets;
    std::string name;
    minutes length{60};
    std::string link;
    std::string covenant;

    bool operator==(const group_settings&) const = default;
};

group_settings settings_of(const group& here);

// Rejects: name_too_long, covenant_too_long, not_a_link, length_out_of_range.
outcome check_settings(const group_settings& wanted);

// One planned session at the new rhythm.
struct planned_move
{
    session meeting; // as it is
    local_time to;
    instant starts_at; // then
};

// What a new rhythm would do to the sessions that have not begun. They keep their order and numbers, and take
// the new days one after the other: from a week ahead on, or from the first one's old day when that is
// nearer; when only the time or the zone differs, each keeps its day. Two kinds stay where they are: those
// moved by hand, because somebody chose that date, and those that somebody has confirmed to lead within a
// week, because people are prepared.
struct rhythm_change
{
    rhythm wanted;
    std::vector<planned_move> moves; // by date; those whose instant stays the same are left out
    std::vector<session> staying;    // of both kinds
    std::uint64_t seen = 0; // differs when another change would be shown, or it is made to another rhythm
};
rhythm_change preview_rhythm(unit_of_work& work, const group& here, const rhythm& wanted, instant now);

// What does not move a session is saved at once. A rhythm that moves none is, too; any other one is only
// shown: `waiting` is set. Rejects: not_a_facilitator, and as check_settings().
struct settings_change
{
    group here;                     // as stored now
    std::vector<std::string> saved; // words for the settings that were
    std::optional<rhythm_change> waiting = {};
};
result<settings_change> change_settings(unit_of_work& work, const group& here, const user_id& by,
                                        const group_settings& wanted, instant now);

// Confirms what was shown: the sessions move, and the channel is told the new dates. The same again, once it
// was done, moves nothing. Rejects: not_a_facilitator, dates_changed when `seen` is not what would happen
// now.
result<rhythm_change> change_rhythm(unit_of_work& work, const group& here, const user_id& by,
                                    const rhythm& wanted, std::uint64_t seen, instant now);

} // namespace peerbot::core
