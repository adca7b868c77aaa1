#include "core/reminders/attention.hpp"

#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/time/working_hours.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace peerbot::core {
namespace {

using enum message_kind;

constexpr std::array kinds{
    reminder_kind{.kind = vote_reminder, .about = reminder_about::ballot, .duty = false, .counts = true},
    reminder_kind{
        .kind = leader_week, .about = reminder_about::coming_session, .duty = true, .counts = false},
    reminder_kind{.kind = leader_day, .about = reminder_about::coming_session, .duty = true, .counts = false},
    reminder_kind{
        .kind = leader_missing, .about = reminder_about::coming_session, .duty = true, .counts = false},
    reminder_kind{.kind = session_over, .about = reminder_about::past_session, .duty = true, .counts = false},
    reminder_kind{
        .kind = leader_prepares, .about = reminder_about::coming_session, .duty = true, .counts = false},
    reminder_kind{
        .kind = leader_hour, .about = reminder_about::coming_session, .duty = true, .counts = false},
    reminder_kind{
        .kind = leader_reports, .about = reminder_about::past_session, .duty = true, .counts = false},
    reminder_kind{.kind = readiness, .about = reminder_about::coming_session, .duty = true, .counts = false},
    reminder_kind{
        .kind = report_missing, .about = reminder_about::past_session, .duty = true, .counts = false},
    reminder_kind{
        .kind = session_missed, .about = reminder_about::past_session, .duty = false, .counts = true},
    reminder_kind{.kind = assist_proposed, .about = reminder_about::group, .duty = true, .counts = false},
    reminder_kind{.kind = assist_your_turn, .about = reminder_about::group, .duty = true, .counts = false},
    reminder_kind{.kind = assist_not_spoken, .about = reminder_about::group, .duty = false, .counts = true},
    reminder_kind{.kind = assist_waits, .about = reminder_about::group, .duty = true, .counts = false},
    reminder_kind{.kind = assist_notes_due, .about = reminder_about::group, .duty = true, .counts = false},
    reminder_kind{.kind = assist_experience, .about = reminder_about::group, .duty = false, .counts = true},
    reminder_kind{
        .kind = assist_summary_draft, .about = reminder_about::group, .duty = true, .counts = false},
    reminder_kind{.kind = assist_review, .about = reminder_about::group, .duty = true, .counts = false},
    reminder_kind{
        .kind = assist_summary_ready, .about = reminder_about::group, .duty = true, .counts = false},
    reminder_kind{
        .kind = assist_summary_waits, .about = reminder_about::group, .duty = true, .counts = false},
    reminder_kind{.kind = assist_follow_up, .about = reminder_about::group, .duty = false, .counts = true},
    reminder_kind{.kind = month_summary, .about = reminder_about::group, .duty = false, .counts = false},
    reminder_kind{.kind = critique_nudge, .about = reminder_about::critique, .duty = false, .counts = true},
    reminder_kind{
        .kind = critique_changed_yet, .about = reminder_about::ended_critique, .duty = false, .counts = true},
    reminder_kind{.kind = promise_due, .about = reminder_about::promise, .duty = false, .counts = true},
};

// Whether it is still true is asked when it is said; this only keeps it from being said very late.
constexpr days folded_for{7};

const user_id& person_of(const message& what)
{
    return std::get<user_id>(what.to);
}

bool to_person(const message& what)
{
    return std::holds_alternative<user_id>(what.to);
}

reminder_subject subject_of(const workspace_id& workspace, const message& what)
{
    return {.workspace = workspace, .person = person_of(what), .kind = what.kind, .subject = what.subject};
}

bool counts(unit_of_work& work, const workspace_id& workspace, const message& told)
{
    if (is_request(told.kind)) return true;
    const auto kind = reminder_kind_of(told.kind);
    if (!kind || !kind->counts) return false;
    return work.attention().snoozed_until(subject_of(workspace, told)) != told.due_at;
}

// Of `fewer`, notes that this one was left out, or said.
bool wished(unit_of_work& work, const workspace_id& workspace, const message& what, const reminder_kind& kind)
{
    if (kind.duty) return true;
    auto wish = work.attention().wish(workspace, person_of(what), what.kind);
    if (!wish || wish->level == reminder_level::every_one) return true;
    if (wish->level == reminder_level::off) return false;
    wish->skipped = !wish->skipped;
    work.attention().save_wish(workspace, person_of(what), *wish);
    return !wish->skipped;
}

// When something late may still reach the person: in working hours, or at least by day; nothing when it would
// be pointless by then.
std::optional<instant> catch_up_moment(instant wanted, std::optional<instant> limit, const zone& where)
{
    for (const auto moment : {next_working_moment(wanted, where), next_daytime_moment(wanted, where)}) {
        if (!limit || moment < *limit) return moment;
    }
    return std::nullopt;
}

// When it may reach the person; nothing when that is too late.
std::optional<instant> moment_for(const zone& where, std::optional<instant> limit, bool late, instant now)
{
    // A minute, so that whatever else is late can go along.
    if (late) return catch_up_moment(now + minutes{1}, limit, where);
    const auto polite = next_working_moment(now, where);
    if (!limit || polite < *limit) return polite;
    if (now >= *limit) return std::nullopt;
    return now;
}

void limit_by(message& what, instant from, std::optional<milliseconds> grace)
{
    if (grace) what.void_after = std::min(what.void_after.value_or(instant::max()), from + *grace);
}

void fold(unit_of_work& work, const workspace_id& workspace, const message& what, instant now)
{
    work.attention().fold(workspace, person_of(what),
                          {.kind = what.kind,
                           .group = what.group,
                           .subject = what.subject,
                           .folded_at = now,
                           .void_after = now + folded_for});
}

bool same(const message& a, const message& b)
{
    return a.kind == b.kind && a.subject == b.subject && a.to == b.to && a.due_at == b.due_at;
}

} // namespace

std::span<const reminder_kind> reminder_kinds()
{
    return kinds;
}

std::optional<reminder_kind> reminder_kind_of(message_kind kind)
{
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.kind == kind; });
    if (found == kinds.end()) return std::nullopt;
    return *found;
}

bool is_request(message_kind kind)
{
    return kind == critique_asked;
}

zone zone_of(unit_of_work& work, const group& here, const user_id& person)
{
    if (const auto known = work.people().find(here.workspace, person)) {
        if (const auto own = zone::named(known->zone)) return *own;
    }
    return zone_of(here);
}

bool may_interrupt(unit_of_work& work, const workspace_id& workspace, const user_id& person, instant now)
{
    const auto told = work.outbox().told(workspace, person, now - days{7});
    const auto since = [&](instant from) {
        return std::count_if(told.begin(), told.end(), [&](const message& one) {
            return one.due_at > from && counts(work, workspace, one);
        });
    };
    return since(now - days{1}) < interruptions_a_day && since(now - days{7}) < interruptions_a_week;
}

instant moment_to_ask(unit_of_work& work, const group& here, const user_id& person, instant now,
                      std::optional<instant> limit)
{
    const auto where = zone_of(work, here, person);
    const auto in_time = [&](instant moment) { return !limit || moment < *limit; };
    // The budget changes when something told has been told a day or a week ago.
    std::vector<instant> starts{now};
    for (const auto& told : work.outbox().told(here.workspace, person, now - days{7})) {
        for (const auto again : {told.due_at + days{1}, told.due_at + days{7}})
            if (again > now) starts.push_back(again);
    }
    std::sort(starts.begin(), starts.end());
    for (const auto start : starts) {
        const auto moment = next_working_moment(start, where);
        if (!in_time(moment)) break;
        if (may_interrupt(work, here.workspace, person, moment)) return moment;
    }
    return catch_up_moment(now, limit, where).value_or(now);
}

reminder_fate remind(unit_of_work& work, const reminder& wanted, instant now)
{
    auto what = wanted.what;
    what.due_at = now;
    const auto kind = reminder_kind_of(what.kind);
    if (!to_person(what) || !kind) {
        work.outbox().add(what);
        return reminder_fate::now;
    }
    const auto here = known_group(work, what.group);
    const auto& person = person_of(what);
    if (work.attention().is_done(subject_of(here.workspace, what))) return reminder_fate::left_out;

    const bool late = now - wanted.planned_for > late_after;
    // What is late already does not wait for long; what is in time waits for the morning where they live.
    if (late) limit_by(what, wanted.planned_for, wanted.grace);
    const auto moment = moment_for(zone_of(work, here, person), what.void_after, late, now);
    if (!moment || !wished(work, here.workspace, what, *kind)) return reminder_fate::left_out;

    const bool caught_up = late && !work.outbox().told(here.workspace, person, now + milliseconds{1}).empty();
    if (caught_up || (kind->counts && !may_interrupt(work, here.workspace, person, *moment))) {
        fold(work, here.workspace, what, now);
        return reminder_fate::folded;
    }
    what.due_at = *moment;
    if (!late) limit_by(what, *moment, wanted.grace);
    work.outbox().add(what);
    return *moment == now ? reminder_fate::now : reminder_fate::later;
}

void tell_person(unit_of_work& work, message what, std::optional<instant> limit)
{
    if (!limit) limit = what.void_after;
    const auto where = zone_of(work, known_group(work, what.group), person_of(what));
    what.due_at = working_moment_before(what.due_at, limit.value_or(instant::max()), where);
    work.outbox().add(what);
}

bool may_leave(unit_of_work& work, const outbox_row& row, instant now)
{
    if (!to_person(row.what) || now - row.what.due_at <= late_after) return true;
    const auto here = known_group(work, row.what.group);
    const auto where = zone_of(work, here, person_of(row.what));
    const auto moment = catch_up_moment(now, row.what.void_after, where);
    if (!moment) {
        work.outbox().mark_dropped(row.id, "too late", now);
        return false;
    }
    if (*moment > now) {
        work.outbox().retry(row.id, *moment, "it is late, and waits for working hours");
        return false;
    }
    for (const auto& other : work.outbox().waiting_for(row.workspace, person_of(row.what))) {
        if (other.id == row.id || other.state != delivery_state::pending) continue;
        if (is_request(other.what.kind)) continue;
        if (now - other.what.due_at <= late_after) continue;
        if (!other.what.void_after || *other.what.void_after > now)
            fold(work, row.workspace, other.what, row.what.due_at);
        work.outbox().mark_dropped(other.id, "it goes along with message " + std::to_string(row.id.value),
                                   now);
    }
    return true;
}

std::vector<folded_reminder> folded_into(unit_of_work& work, const outbox_row& row, instant now)
{
    if (!to_person(row.what)) return {};
    auto folded = work.attention().folded(row.workspace, person_of(row.what), now);
    std::erase_if(folded, [&](const folded_reminder& one) {
        if (one.folded_at > row.what.due_at) return true;
        if (one.kind == row.what.kind && one.subject == row.what.subject) return true;
        const auto told = work.outbox().told(row.workspace, person_of(row.what), one.folded_at);
        if (told.empty() || !same(told.front(), row.what)) return true;
        return work.attention().is_done({.workspace = row.workspace,
                                         .person = person_of(row.what),
                                         .kind = one.kind,
                                         .subject = one.subject});
    });
    return folded;
}

bool is_done(unit_of_work& work, const outbox_row& row)
{
    if (!to_person(row.what) || !reminder_kind_of(row.what.kind)) return false;
    return work.attention().is_done(subject_of(row.workspace, row.what));
}

} // namespace peerbot::core
