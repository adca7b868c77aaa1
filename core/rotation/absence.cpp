#include "core/rotation/absence.hpp"

#include "core/groups/local_time.hpp"
#include "core/rotation/ladder.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/offers.hpp"
#include "core/rotation/plan.hpp"
#include "core/time/zone.hpp"

#include <stdexcept>

namespace peerbot::core {
namespace {

void decline_swaps(unit_of_work& work, member_id who, instant now)
{
    for (const auto& offer : work.turns().open_with(who)) {
        if (offer.to != who) continue;
        end_offer(work, offer, offer_state::declined, who);
        const auto holder = known_member(work, offer.from);
        tell(work, *work.sessions().find(offer.meeting),
             {.kind = message_kind::offer_answered, .to = holder.user, .offer = offer.id}, now);
    }
}

void lose_leader(unit_of_work& work, const group& here, const session& before, const member& who, instant now)
{
    const auto after =
        take_off(work, before, who.id, {.cause = turn_cause::unavailable, .by = who.user, .now = now});
    if (after.leading != leader_state::open || work.members().present(here.id).empty()) return;
    if (before.leading == leader_state::asked) return ask_the_next(work, here, before.id, now);
    if (before.starts_at - now <= time_to_offer) return ask_facilitators(work, after, now);
    open_offer(work, here,
               {.id = {},
                .meeting = before.id,
                .cause = offer_cause::unavailable,
                .from = who.id,
                .opened_at = now,
                .ends_at = offer_ends_at(before, zone_of(here), now)});
}

void give_back(unit_of_work& work, const group& here, const session& meeting, const member& who, instant now)
{
    if (work.turns().backup(meeting.id) == who.id) {
        work.turns().decline_backup(meeting.id, who.id, now);
        ask_backup(work, here, meeting.id, now);
    }
    if (leads(meeting, who.id)) lose_leader(work, here, meeting, who, now);
}

} // namespace

bool is_away(const member& who, const session& meeting)
{
    if (who.state == member_state::left) return true;
    return who.paused_until && *who.paused_until > std::chrono::floor<days>(meeting.meets_at);
}

void give_back_turns(unit_of_work& work, const group& here, member_id id, std::optional<date> back_on,
                     instant now)
{
    const auto who = known_member(work, id);
    decline_swaps(work, id, now);
    for (const auto& meeting : work.sessions().planned(here.id)) {
        if (meeting.starts_at <= now) continue;
        if (back_on && *back_on <= std::chrono::floor<days>(meeting.meets_at)) continue;
        give_back(work, here, meeting, who, now);
    }
}

void give_back_where_away(unit_of_work& work, const group& here, session_id id, instant now)
{
    const auto moved = work.sessions().find(id);
    if (!moved || moved->starts_at <= now) return;
    auto people = leaders_of(*moved);
    if (const auto backup = work.turns().backup(id)) people.push_back(*backup);
    for (const auto one : people) {
        const auto who = known_member(work, one);
        if (is_away(who, *moved)) give_back(work, here, *work.sessions().find(id), who, now);
    }
}

} // namespace peerbot::core
