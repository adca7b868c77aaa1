#include "core/rotation/ladder.hpp"

#include "core/assist/propose.hpp"
#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/offers.hpp"
#include "core/rotation/turns.hpp"
#include "core/sessions/keep.hpp"
#include "core/sessions/move.hpp"
#include "core/time/working_hours.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace peerbot::core {
namespace {

constexpr std::array rungs{timer_kind::ladder_ask, timer_kind::ladder_offer, timer_kind::ladder_backup,
                           timer_kind::ladder_choice};
constexpr days asked_ahead{21};
constexpr days offered_ahead{14};
constexpr days backup_ahead{12};
constexpr days choice_ahead{7};
// A group that has just begun gets as much of a day as fits, so that people can join before one is asked.
constexpr days whole_ladder{22};
constexpr hours longest_offer{48};
constexpr days asked_lately{7};
constexpr days near{3};

// Where a rung would be, and what it has to keep clear of.
struct place
{
    instant wanted;
    instant after;  // the rung before it
    instant before; // where the next would be
};

instant no_later_than(instant wanted, const zone& where)
{
    return latest_working_moment_before(std::chrono::floor<minutes>(wanted) + minutes{1}, where);
}

// In working hours: no later than wanted, or else soon after it.
instant early(const place& at, const zone& where)
{
    const auto polite = no_later_than(at.wanted, where);
    if (polite > at.after) return polite;
    const auto later = next_working_moment(at.wanted, where);
    return later < at.before ? later : at.wanted;
}

// In working hours: no sooner than wanted, so that there is time to join or to take an offer before; or else
// a little before it.
instant late(const place& at, const zone& where)
{
    const auto polite = next_working_moment(at.wanted, where);
    if (polite < at.before) return polite;
    const auto sooner = no_later_than(at.wanted, where);
    return sooner > at.after ? sooner : at.wanted;
}

bool needs_leader(const session& meeting, instant now)
{
    return meeting.state == session_state::planned && meeting.starts_at > now &&
           meeting.format == session_format::training && meeting.leading != leader_state::confirmed;
}

std::optional<session> without_leader(unit_of_work& work, session_id id, instant now)
{
    auto meeting = work.sessions().find(id);
    if (!meeting || !needs_leader(*meeting, now)) return std::nullopt;
    return meeting;
}

bool next_is_due(unit_of_work& work, const timer& rung, instant now)
{
    const auto waiting = work.timers().waiting(rung.group);
    return std::any_of(waiting.begin(), waiting.end(), [&](const timer& other) {
        const bool above = other.kind > rung.kind && other.kind <= timer_kind::ladder_choice;
        return above && other.subject == rung.subject && other.due_at <= now;
    });
}

// When a rung comes that still lies ahead.
std::optional<instant> rung_ahead(unit_of_work& work, const session& meeting, timer_kind kind, instant now)
{
    return work.timers().next_of(kind, meeting.id.value, now);
}

// When a leader is better asked: a day after the vote that runs and may decide the session, if that leaves
// the rest of the ladder as it is. The plan that comes of the vote asks by itself.
std::optional<instant> after_vote(unit_of_work& work, const group& here, const session& meeting, instant now)
{
    const auto running = work.ballots().open_in(here.id);
    const auto offered_at = rung_ahead(work, meeting, timer_kind::ladder_offer, now);
    if (!running || meeting.topic || !offered_at) return std::nullopt;
    const auto later = next_working_moment(running->closes_at + days{1}, zone_of(here));
    if (later <= now || later >= *offered_at) return std::nullopt;
    return later;
}

void ask_in_time(unit_of_work& work, const group& here, const session& meeting, instant now)
{
    const auto later = after_vote(work, here, meeting, now);
    if (!later) return ask_leader(work, here, meeting.id, now);
    work.timers().add({.id = {},
                       .kind = timer_kind::ladder_ask,
                       .group = here.id,
                       .subject = meeting.id.value,
                       .due_at = *later});
}

// Who was asked long ahead, with the plan that came of a vote, may have forgotten.
void ask_again(unit_of_work& work, const group& here, const session& meeting, instant now)
{
    const auto leader = known_member(work, meeting.leader);
    const auto told = work.outbox().told(here.workspace, leader.user, now - asked_lately);
    const bool lately = std::any_of(told.begin(), told.end(), [&](const message& one) {
        const bool asks = one.kind == message_kind::leader_week || one.kind == message_kind::topic_turn;
        return asks && one.subject == meeting.id.value;
    });
    if (!lately) tell_asked(work, meeting, now);
}

void offer_to_everybody(unit_of_work& work, const group& here, const session& meeting, instant now)
{
    if (work.turns().open_for(meeting.id) || work.members().count_active(here.id) < 2) return;
    const auto ends_at = rung_ahead(work, meeting, timer_kind::ladder_backup, now)
                             .value_or(offer_ends_at(meeting, zone_of(here), now));
    open_offer(work, here,
               {.id = {},
                .meeting = meeting.id,
                .cause = offer_cause::unanswered,
                .from = meeting.leader,
                .opened_at = now,
                .ends_at = ends_at});
}

void end_unanswered_offer(unit_of_work& work, session_id meeting)
{
    const auto open = work.turns().open_for(meeting);
    if (open && open->cause == offer_cause::unanswered) end_offer(work, *open, offer_state::expired);
}

void take_off_everybody(unit_of_work& work, session& meeting, turn_cause cause, const user_id& by,
                        instant now)
{
    for (const auto one : leaders_of(meeting)) {
        tell_released(work, meeting, one, by, now);
        meeting = take_off(work, meeting, one, {.cause = cause, .by = by, .now = now});
    }
    end_offers(work, meeting.id);
}

result<session> take_backup(unit_of_work& work, const group& here, const session& meeting, const user_id& by,
                            instant now)
{
    const auto next = backup_for(work, here, meeting);
    if (!next) return rejection{.why = reason::nobody_to_ask, .number = meeting.number};
    const auto who = named_active_member(work, here.id, known_member(work, *next).user);
    if (!who) return who.why();
    for (const auto one : leaders_of(meeting))
        tell_released(work, meeting, one, by, now);
    const auto changed = put_leader(work, meeting, who->id, leader_state::confirmed,
                                    {.cause = turn_cause::named, .by = by, .now = now});
    tell(work, changed, {.kind = message_kind::leader_changed, .to = who->user}, now);
    return changed;
}

session hold_assist_instead(unit_of_work& work, const group& here, const session& meeting, const user_id& by,
                            instant now)
{
    const auto changed = hold_without_leader(work, meeting, session_format::assist, by, now);
    hold_assist_in_session(work, here, changed.id, by, now);
    return changed;
}

result<session> hold_a_week_later(unit_of_work& work, const group& here, session meeting, const user_id& by,
                                  instant now)
{
    if (!can_move_a_week(work, meeting))
        return rejection{
            .why = reason::day_taken, .when = meeting.starts_at + days{7}, .number = meeting.number};
    take_off_everybody(work, meeting, turn_cause::moved, by, now);
    move_session(work, here, meeting, meeting.meets_at + days{7}, now);
    const auto moved = *work.sessions().find(meeting.id);
    announce_move(work, here, moved, now);
    return moved;
}

} // namespace

ladder ladder_for(instant starts_at, instant from, const zone& where)
{
    const auto time = std::min<milliseconds>(starts_at - from, whole_ladder);
    if (time <= milliseconds{}) throw std::logic_error("a ladder for a session that has begun");
    const auto ahead = [&](days wanted) { return starts_at - time / whole_ladder.count() * wanted.count(); };
    ladder made;
    made.ask = late({ahead(asked_ahead), from, ahead(offered_ahead)}, where);
    made.offer = early({ahead(offered_ahead), made.ask, ahead(backup_ahead)}, where);
    made.backup = late({ahead(backup_ahead), made.offer, ahead(choice_ahead)}, where);
    made.choice = early({ahead(choice_ahead), made.backup, starts_at}, where);
    return made;
}

void lay_ladder(unit_of_work& work, const group& here, const session& meeting, instant now)
{
    if (meeting.format != session_format::training || meeting.starts_at <= now) return;
    const auto made = ladder_for(meeting.starts_at, now, zone_of(here));
    const std::array due{made.ask, made.offer, made.backup, made.choice};
    for (std::size_t i = 0; i < rungs.size(); ++i) {
        work.timers().add({.id = {},
                           .kind = rungs[i],
                           .group = meeting.group,
                           .subject = meeting.id.value,
                           .due_at = due[i]});
    }
}

void take_up_ladder(unit_of_work& work, session_id meeting)
{
    for (const auto kind : rungs)
        work.timers().cancel(kind, meeting.value);
    for (const auto kind : {timer_kind::leader_week, timer_kind::leader_missing})
        work.timers().cancel(kind, meeting.value);
}

void renew_ladder(unit_of_work& work, const group& here, const session& meeting, instant now)
{
    if (!rung_ahead(work, meeting, timer_kind::leader_week, now) &&
        !rung_ahead(work, meeting, timer_kind::leader_missing, now))
        return;
    take_up_ladder(work, meeting.id);
    lay_ladder(work, here, meeting, now);
}

void climb(unit_of_work& work, const timer& rung, instant now)
{
    const auto here = known_group(work, rung.group);
    const session_id id{rung.subject};
    const auto meeting = without_leader(work, id, now);
    if (!meeting || work.members().present(here.id).empty()) return;
    if (rung.kind == timer_kind::ladder_ask && meeting->leading == leader_state::asked)
        return ask_again(work, here, *meeting, now);
    if (rung.kind == timer_kind::ladder_ask) return ask_in_time(work, here, *meeting, now);
    if (next_is_due(work, rung, now)) return;
    const bool nobody = meeting->leading == leader_state::open;
    // Its leader is gone, and the group was offered it: when that ends, the next is asked.
    const bool offered = nobody && work.turns().open_for(id);
    if (offered && rung.kind != timer_kind::ladder_choice) return;
    if (nobody && rung.kind != timer_kind::ladder_backup) ask_leader(work, here, id, now);
    switch (rung.kind) {
    case timer_kind::ladder_offer:
        return offer_to_everybody(work, here, *work.sessions().find(id), now);
    case timer_kind::ladder_backup:
        end_unanswered_offer(work, id);
        return ask_backup(work, here, id, now);
    case timer_kind::ladder_choice:
        return ask_facilitators(work, *meeting, now);
    default:
        throw std::logic_error("a timer that is no rung of a ladder");
    }
}

void ask_backup(unit_of_work& work, const group& here, session_id id, instant now)
{
    const auto meeting = without_leader(work, id, now);
    if (!meeting || work.turns().backup(id)) return;
    if (meeting->leading == leader_state::open) return ask_leader(work, here, id, now);
    const auto next = next_in_order(work, here, id, work.turns().backups(id));
    if (!next) return;
    work.turns().add_backup(id, *next, now);
    tell(work, *meeting, {.kind = message_kind::backup_asked, .to = known_member(work, *next).user}, now);
}

void ask_the_next(unit_of_work& work, const group& here, session_id meeting, instant now)
{
    ask_leader(work, here, meeting, now);
    see_to_choice(work, here, meeting, now);
}

void see_to_choice(unit_of_work& work, const group& here, session_id id, instant now)
{
    const auto meeting = without_leader(work, id, now);
    if (!meeting || rung_ahead(work, *meeting, timer_kind::ladder_choice, now)) return;
    const auto left = meeting->starts_at - now;
    if (left < near) return ask_facilitators(work, *meeting, now);
    const auto soon = now + left / 3;
    const auto polite = next_working_moment(soon, zone_of(here));
    work.timers().add({.id = {},
                       .kind = timer_kind::ladder_choice,
                       .group = here.id,
                       .subject = id.value,
                       .due_at = polite < now + left / 3 * 2 ? polite : soon});
}

void ask_facilitators(unit_of_work& work, const session& meeting, instant now)
{
    for (const auto& who : facilitators(work, meeting.group)) {
        tell(work, meeting, {.kind = message_kind::leader_missing, .to = who.user}, now);
    }
}

instant offer_ends_at(const session& meeting, const zone& where, instant now)
{
    const auto half_way = now + (meeting.starts_at - now) / 2;
    const auto wanted = std::min<instant>(half_way, now + longest_offer);
    const auto polite = next_working_moment(wanted, where);
    return polite < wanted + (meeting.starts_at - wanted) / 2 ? polite : wanted;
}

session hold_without_leader(unit_of_work& work, session meeting, session_format format, const user_id& by,
                            instant now)
{
    take_off_everybody(work, meeting, turn_cause::no_training, by, now);
    meeting.format = format;
    keep_session(work, meeting);
    take_up_ladder(work, meeting.id);
    return meeting;
}

std::optional<member_id> backup_for(unit_of_work& work, const group& here, const session& meeting)
{
    if (const auto asked = work.turns().backup(meeting.id)) return asked;
    return next_in_order(work, here, meeting.id, work.turns().backups(meeting.id));
}

bool can_move_a_week(unit_of_work& work, const session& meeting)
{
    const auto wanted = std::chrono::floor<days>(meeting.meets_at) + days{7};
    const auto planned = work.sessions().planned(meeting.group);
    return std::none_of(planned.begin(), planned.end(), [&](const session& other) {
        return other.id != meeting.id && std::chrono::floor<days>(other.meets_at) == wanted;
    });
}

result<session> rescue_session(unit_of_work& work, const group& here, const rescue_request& request)
{
    const auto& by = request.by;
    const auto now = request.now;
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    const auto meeting = planned_session(work, here, request.meeting);
    if (!meeting) return meeting.why();
    if (request.seen && *request.seen != meeting->starts_at)
        return rejection{.why = reason::session_moved, .when = meeting->starts_at, .number = meeting->number};
    if (meeting->starts_at <= now)
        return rejection{.why = reason::session_not_planned, .number = meeting->number};
    if (meeting->format != session_format::training)
        return rejection{.why = reason::no_leader_needed, .number = meeting->number};
    if (meeting->leading == leader_state::confirmed) {
        rejection why{.why = reason::leader_confirmed, .number = meeting->number};
        for (const auto one : leaders_of(*meeting))
            why.people.push_back(known_member(work, one).user);
        return why;
    }
    switch (request.how) {
    case rescue::backup:
        return take_backup(work, here, *meeting, by, now);
    case rescue::assist:
        return hold_assist_instead(work, here, *meeting, by, now);
    case rescue::critique:
        return hold_without_leader(work, *meeting, session_format::critique, by, now);
    case rescue::week_later:
        return hold_a_week_later(work, here, *meeting, by, now);
    }
    throw std::logic_error("a choice that is none of those offered");
}

} // namespace peerbot::core
