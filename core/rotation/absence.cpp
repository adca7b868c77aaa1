#include "core/rotation/absence.hpp"

#include "core/reminders/attention.hpp"
#include "core/rotation/ladder.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/offers.hpp"
#include "core/time/zone.hpp"

#include <stdexcept>

namespace peerbot::core {
namespace {

zone zone_of(const group& here)
{
    auto found = zone::named(here.zone);
    if (!found) throw std::logic_error("a stored group has a time zone that this machine does not know");
    return *found;
}

void decline_swaps(unit_of_work& work, member_id who, instant now)
{
    for (const auto& offer : work.turns().open_with(who)) {
        if (offer.to != who) continue;
        end_offer(work, offer, offer_state::declined, who);
        const auto holder = known_member(work, offer.from);
        tell_person(work, {.kind = message_kind::offer_answered,
                           .group = holder.group,
                           .subject = offer.id.value,
                           .to = holder.user,
                           .due_at = now,
                           .void_after = work.sessions().find(offer.meeting)->starts_at});
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

} // namespace

void give_back_turns(unit_of_work& work, const group& here, member_id id, std::optional<date> back_on,
                     instant now)
{
    const auto who = known_member(work, id);
    decline_swaps(work, id, now);
    for (const auto& meeting : work.sessions().planned(here.id)) {
        if (meeting.starts_at <= now) continue;
        if (back_on && *back_on <= std::chrono::floor<days>(meeting.meets_at)) continue;
        if (work.turns().backup(meeting.id) == id) {
            work.turns().decline_backup(meeting.id, id, now);
            ask_backup(work, here, meeting.id, now);
        }
        if (leads(meeting, id)) lose_leader(work, here, meeting, who, now);
    }
}

} // namespace peerbot::core
