#include "core/groups/settings.hpp"

#include "core/groups/holidays.hpp"
#include "core/groups/membership.hpp"
#include "core/groups/roles.hpp"
#include "core/sessions/keep.hpp"
#include "core/sessions/move.hpp"
#include "core/sessions/schedule.hpp"
#include "core/time/zone.hpp"
#include "core/words/utf8.hpp"
#include "core/words/web_link.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::core {
namespace {

constexpr days notice{7};

struct calendar
{
    zone where;
    recurrence cadence;
    std::vector<holiday> free;
};

group with_rhythm(group here, const rhythm& meets)
{
    here.zone = meets.zone;
    here.cadence = meets.cadence;
    here.meets_at = meets.meets_at;
    here.holidays = meets.holidays;
    return here;
}

calendar calendar_of(const group& here)
{
    auto where = zone::named(here.zone);
    auto cadence = from_code(here.cadence);
    if (!where || !cadence) throw std::logic_error("a group has an unreadable calendar");
    return {*where, *cadence, holidays_of(here)};
}

bool prepared(const session& meeting, instant now)
{
    return meeting.leading == leader_state::confirmed && meeting.starts_at < now + notice;
}

// The day that the rule named before the session was moved off holidays.
date named_day(const recurrence& cadence, date day)
{
    while (next_on_or_after(cadence, day) != day)
        day -= days{7};
    return day;
}

class layout
{
  public:
    layout(const group& here, const group& changed, instant now)
        : before_(calendar_of(here)), after_(calendar_of(changed)), meets_at_(changed.meets_at), now_(now)
    {}

    // In the order of the sessions.
    date day_for(const session& meeting)
    {
        const auto old_day = std::chrono::floor<days>(meeting.meets_at);
        auto from = old_day;
        if (before_.cadence == after_.cadence && before_.free == after_.free) return old_day;
        if (before_.cadence == after_.cadence)
            from = named_day(before_.cadence, old_day);
        else
            from = last_ ? date{} : std::min(old_day, today() + notice);
        if (last_) from = std::max(from, *last_ + days{1});
        auto day = next_meeting_day(after_.cadence, after_.free, from);
        while (taken(day) || instant_of(day) <= now_)
            day = next_meeting_day(after_.cadence, after_.free, day + days{1});
        last_ = day;
        return day;
    }

    void keep(const session& meeting)
    {
        taken_.push_back(std::chrono::floor<days>(after_.where.to_local(meeting.starts_at)));
    }

    planned_move at(const session& meeting, date day) const
    {
        return {.meeting = meeting, .to = day + meets_at_, .starts_at = instant_of(day)};
    }

  private:
    date today() const { return std::chrono::floor<days>(after_.where.to_local(now_)); }
    instant instant_of(date day) const { return after_.where.to_instant(day + meets_at_); }
    bool taken(date day) const { return std::find(taken_.begin(), taken_.end(), day) != taken_.end(); }

    calendar before_;
    calendar after_;
    minutes meets_at_;
    instant now_;
    std::vector<date> taken_;
    std::optional<date> last_;
};

// Every session that has not begun is in one of the two lists, also one whose instant stays the same.
struct arrangement
{
    std::vector<planned_move> moves;
    std::vector<session> staying;
};

arrangement arrange(unit_of_work& work, const group& here, const rhythm& wanted, instant now)
{
    const auto changed = with_rhythm(here, wanted);
    layout days_of(here, changed, now);
    arrangement made;
    std::vector<session> movable;
    for (const auto& meeting : work.sessions().planned(here.id)) {
        if (meeting.starts_at <= now) continue;
        const bool stays = prepared(meeting, now) || !fits_rhythm(here, meeting.meets_at);
        (stays ? made.staying : movable).push_back(meeting);
    }
    for (const auto& meeting : made.staying)
        days_of.keep(meeting);
    for (const auto& meeting : movable) {
        const auto moved = days_of.at(meeting, days_of.day_for(meeting));
        // Today's session cannot be moved to an hour that has passed.
        if (moved.starts_at <= now)
            made.staying.push_back(meeting);
        else
            made.moves.push_back(moved);
    }
    return made;
}

// FNV-1a.
class digest
{
  public:
    void add(std::int64_t number)
    {
        for (int byte = 0; byte < 8; ++byte) {
            value_ ^= static_cast<std::uint64_t>(number >> (8 * byte)) & 0xFFU;
            value_ *= 1099511628211ULL;
        }
    }
    void add(const std::string& text)
    {
        add(static_cast<std::int64_t>(text.size()));
        for (const char one : text)
            add(static_cast<std::int64_t>(one));
    }
    std::uint64_t value() const { return value_; }

  private:
    std::uint64_t value_ = 14695981039346656037ULL;
};

// `before` counts too: a setting that somebody else changed meanwhile, without moving a session, would
// otherwise go back to what it was.
std::uint64_t digest_of(const rhythm& before, const rhythm_change& seen)
{
    digest all;
    all.add(before.zone);
    all.add(before.cadence);
    all.add(before.meets_at.count());
    all.add(before.holidays);
    for (const auto& one : seen.moves) {
        all.add(one.meeting.id.value);
        all.add(one.meeting.starts_at.time_since_epoch().count());
        all.add(one.starts_at.time_since_epoch().count());
    }
    for (const auto& one : seen.staying)
        all.add(one.id.value);
    return all.value();
}

rhythm_change shown(const arrangement& made, const rhythm& before, const rhythm& wanted)
{
    rhythm_change seen{.wanted = wanted, .moves = made.moves, .staying = made.staying};
    std::erase_if(seen.moves, [](const planned_move& one) { return one.starts_at == one.meeting.starts_at; });
    seen.seen = digest_of(before, seen);
    return seen;
}

// A pause ends in the morning of the group's zone.
void follow_with_pauses(unit_of_work& work, const group& here, instant now)
{
    for (const auto& who : work.members().present(here.id)) {
        if (who.paused_until) time_end_of_pause(work, here, who, now);
    }
}

void apply_rhythm(unit_of_work& work, const group& changed, const arrangement& made, instant now)
{
    const auto where = calendar_of(changed).where;
    work.groups().save(changed);
    for (auto meeting : made.staying) {
        meeting.meets_at = where.to_local(meeting.starts_at);
        keep_session(work, meeting);
    }
    for (const auto& one : made.moves) {
        if (one.starts_at != one.meeting.starts_at) {
            move_session(work, changed, one.meeting, one.to, now);
        } else if (one.to != one.meeting.meets_at) {
            auto same_moment = one.meeting;
            same_moment.meets_at = one.to;
            keep_session(work, same_moment);
        }
    }
    follow_with_pauses(work, changed, now);
    plan_sessions(work, changed, now);
    work.cards().mark_dirty(changed.card);
}

std::vector<std::string> differences(const rhythm& before, const rhythm& after)
{
    std::vector<std::string> names;
    if (before.zone != after.zone) names.emplace_back("zone");
    if (before.cadence != after.cadence) names.emplace_back("cadence");
    if (before.meets_at != after.meets_at) names.emplace_back("time");
    if (before.holidays != after.holidays) names.emplace_back("holidays");
    return names;
}

void note_change(unit_of_work& work, const group& here, const user_id& by,
                 const std::vector<std::string>& names, instant now)
{
    std::string detail;
    for (const auto& one : names)
        detail += (detail.empty() ? "" : ", ") + one;
    work.audit().add(
        {.group = here.id, .at = now, .what = audit_act::settings_changed, .by = by, .detail = detail});
}

// Sessions that have the group's length get the new one; another length was set for that session alone.
void follow_length(unit_of_work& work, const group& changed, minutes before, instant now)
{
    for (auto meeting : work.sessions().planned(changed.id)) {
        if (meeting.starts_at <= now || meeting.length != before) continue;
        meeting.length = changed.length;
        keep_session(work, meeting);
        renew_timers(work, changed, meeting, now);
    }
}

void refresh_session_cards(unit_of_work& work, const group& here)
{
    for (const auto& meeting : work.sessions().planned(here.id))
        work.cards().mark_dirty(meeting.card);
}

// Whatever does not move sessions. Returns words for what was changed.
std::vector<std::string> save_plain_settings(unit_of_work& work, group& here, const group_settings& wanted,
                                             instant now)
{
    std::vector<std::string> names;
    const auto take = [&](auto& mine, const auto& theirs, const char* word) {
        if (mine == theirs) return;
        mine = theirs;
        names.emplace_back(word);
    };
    const auto length_before = here.length;
    take(here.name, wanted.name, "name");
    take(here.length, wanted.length, "length");
    const bool other_link = here.link != wanted.link;
    take(here.link, wanted.link, "link");
    take(here.covenant, wanted.covenant, "covenant");
    if (names.empty()) return names;
    work.groups().save(here);
    if (here.length != length_before) follow_length(work, here, length_before, now);
    if (other_link) refresh_session_cards(work, here);
    work.cards().mark_dirty(here.card);
    return names;
}

} // namespace

group_settings settings_of(const group& here)
{
    return {.meets = {.zone = here.zone,
                      .cadence = here.cadence,
                      .meets_at = here.meets_at,
                      .holidays = here.holidays},
            .name = here.name,
            .length = here.length,
            .link = here.link,
            .covenant = here.covenant};
}

outcome check_settings(const group_settings& wanted)
{
    if (code_points(wanted.name) > longest_name)
        return rejection{.why = reason::name_too_long, .number = static_cast<std::int64_t>(longest_name)};
    if (code_points(wanted.covenant) > longest_covenant)
        return rejection{.why = reason::covenant_too_long,
                         .number = static_cast<std::int64_t>(longest_covenant)};
    if (!wanted.link.empty() && !is_web_link(wanted.link))
        return rejection{.why = reason::not_a_link, .text = wanted.link};
    if (wanted.length < shortest_session || wanted.length > longest_session)
        return rejection{.why = reason::length_out_of_range, .number = wanted.length.count()};
    return nothing{};
}

rhythm_change preview_rhythm(unit_of_work& work, const group& here, const rhythm& wanted, instant now)
{
    return shown(arrange(work, here, wanted, now), settings_of(here).meets, wanted);
}

result<settings_change> change_settings(unit_of_work& work, const group& here, const user_id& by,
                                        const group_settings& wanted, instant now)
{
    if (const auto asker = facilitating_member(work, here.id, by); !asker) return asker.why();
    if (const auto fit = check_settings(wanted); !fit) return fit.why();
    settings_change done{.here = here, .saved = {}};
    done.saved = save_plain_settings(work, done.here, wanted, now);
    const auto before = settings_of(here).meets;
    if (before != wanted.meets) {
        const auto made = arrange(work, done.here, wanted.meets, now);
        auto change = shown(made, before, wanted.meets);
        if (change.moves.empty()) {
            done.here = with_rhythm(done.here, wanted.meets);
            apply_rhythm(work, done.here, made, now);
            const auto names = differences(before, wanted.meets);
            done.saved.insert(done.saved.end(), names.begin(), names.end());
        } else {
            done.waiting = std::move(change);
        }
    }
    if (!done.saved.empty()) note_change(work, here, by, done.saved, now);
    return done;
}

result<rhythm_change> change_rhythm(unit_of_work& work, const group& here, const user_id& by,
                                    const rhythm& wanted, std::uint64_t seen, instant now)
{
    if (const auto asker = facilitating_member(work, here.id, by); !asker) return asker.why();
    const auto before = settings_of(here).meets;
    if (before == wanted) return rhythm_change{.wanted = wanted, .moves = {}, .staying = {}};
    const auto made = arrange(work, here, wanted, now);
    auto change = shown(made, before, wanted);
    if (change.seen != seen) return reason::dates_changed;
    apply_rhythm(work, with_rhythm(here, wanted), made, now);
    note_change(work, here, by, differences(before, wanted), now);
    work.outbox().add({.kind = message_kind::rhythm_changed,
                       .group = here.id,
                       .subject = here.id.value,
                       .to = here.channel,
                       .due_at = now});
    return change;
}

} // namespace peerbot::core
