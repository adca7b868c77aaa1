#include "core/assist/engine.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/pace.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "core/groups/roles.hpp"
#include "core/time/working_hours.hpp"
#include "core/words/plain.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

// An unfinished summary is spoken of once more so long before its time is over, on working days.
constexpr hours last_call_for_summary{24};

// After the last question about what happened, for the answer.
constexpr days last_answer_within{7};

instant days_after(const group& here, instant from, days length)
{
    const auto where = zone_of(here);
    return next_working_moment(where.to_instant(where.to_local(from) + length), where);
}

bool nothing_to_publish(unit_of_work& work, const assist& one)
{
    return one.story.empty() && parts_in(summary_of(work, one, true)).empty();
}

void finish(unit_of_work& work, assist one)
{
    cancel_timers(work, one.id);
    one.state = assist_state::done;
    keep_assist(work, one);
}

} // namespace

void begin_closing(unit_of_work& work, const group& here, assist one, instant now)
{
    cancel_timers(work, one.id);
    one.state = assist_state::closing;
    one.ended_at = now;
    keep_assist(work, one);
    book_roles(work, here, one);
    // Help that waited for a phase that did not come is not lost.
    for (auto each : work.contributions().of_assist(one.id)) {
        if (each.state != contribution_state::held) continue;
        each.state = contribution_state::shown;
        work.contributions().save(each);
        say(work, here, message_kind::assist_posted, each.id.value, now);
    }
    if (!one.assistee) return finish(work, one);
    tell(work, here, message_kind::assist_summary_draft, one.id.value, one.assistee, now);
    give_time_for_summary(work, here, one, now);
}

void give_time_for_summary(unit_of_work& work, const group& here, const assist& one, instant now)
{
    const auto length = work.templates().find(one.format).value().closing;
    set_timer(work, here, timer_kind::assist_closing_ends, one.id.value,
              after_working_days(now, length, zone_of(here)));
    call_for_summary(work, here, one, now);
}

void call_for_summary(unit_of_work& work, const group& here, const assist& one, instant now)
{
    work.timers().cancel(timer_kind::assist_closing_soon, one.id.value);
    const auto ends = summary_until(work, one, now);
    const auto length = work.templates().find(one.format).value().closing;
    if (!ends || length <= last_call_for_summary) return;
    const auto call = working_days_before(*ends, last_call_for_summary, zone_of(here));
    if (call > now) set_timer(work, here, timer_kind::assist_closing_soon, one.id.value, call);
}

std::optional<instant> summary_until(unit_of_work& work, const assist& one, instant now)
{
    if (one.state != assist_state::closing) return std::nullopt;
    return work.timers().next_of(timer_kind::assist_closing_ends, one.id.value, now);
}

void begin_follow_up(unit_of_work& work, const group& here, assist one, instant now)
{
    cancel_timers(work, one.id);
    const auto format = work.templates().find(one.format).value();
    if (format.follow_ups.empty()) return finish(work, one);
    one.state = assist_state::follow_up;
    keep_assist(work, one);
    // Counted from the last phase; on the day of the summary nothing can have become of it.
    const auto tomorrow = days_after(here, now, days{1});
    auto last = tomorrow;
    for (const auto after : format.follow_ups) {
        last = std::max(tomorrow, days_after(here, *one.ended_at, after));
        set_timer(work, here, timer_kind::assist_follow_up, one.id.value, last);
    }
    set_timer(work, here, timer_kind::assist_follow_up, one.id.value, last + last_answer_within);
}

void closing_ends_soon(unit_of_work& work, assist_id id, instant now)
{
    const auto one = work.assists().find(id).value();
    const auto until = summary_until(work, one, now);
    if (!until || nothing_to_publish(work, one)) return;
    tell(work, known_group(work, one.group), message_kind::assist_summary_waits, id.value, one.assistee, now,
         until);
}

void closing_ended(unit_of_work& work, assist_id id, instant now)
{
    const auto one = work.assists().find(id).value();
    if (one.state != assist_state::closing) return;
    const auto here = known_group(work, one.group);
    if (!nothing_to_publish(work, one))
        tell(work, here, message_kind::assist_summary_lapsed, id.value, one.assistee, now);
    begin_follow_up(work, here, one, now);
}

void review_ended(unit_of_work& work, assist_id id, instant now)
{
    const auto one = work.assists().find(id).value();
    if (one.state == assist_state::closing) review_is_over(work, known_group(work, one.group), one, now);
}

void follow_up_came(unit_of_work& work, assist_id id, instant due_at, instant now)
{
    const auto one = work.assists().find(id).value();
    if (one.state != assist_state::follow_up) return;
    const auto waiting = work.timers().waiting(one.group);
    const bool more = std::any_of(waiting.begin(), waiting.end(), [&](const timer& each) {
        return each.kind == timer_kind::assist_follow_up && each.subject == id.value && each.due_at > due_at;
    });
    if (!more) return finish(work, one);
    for (const auto who : askers_of(work, one))
        tell(work, known_group(work, one.group), message_kind::assist_follow_up, id.value, who, now);
}

result<assist> tell_outcome(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                            const std::string& typed, instant)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one;
    const auto who = present_member(work, here.id, by);
    const auto askers = askers_of(work, *one);
    if (!who || std::find(askers.begin(), askers.end(), who->id) == askers.end())
        return reason::not_the_assistee;
    if (one->withdrawn_at) return rejection{.why = reason::assist_over, .number = one->number};
    if (one->open() || one->state == assist_state::stopped)
        return rejection{.why = reason::assist_not_over, .number = one->number};
    const auto text = clean_text(typed, longest_contribution + 1);
    if (text.empty()) return reason::empty_text;
    if (code_points(text) > longest_contribution)
        return rejection{.why = reason::text_too_long, .number = longest_contribution};
    const auto runs = work.assists().runs(id);
    work.contributions().add({.id = {},
                              .assist = id,
                              .run = runs.empty() ? phase_run_id{} : runs.back().id,
                              .author = who->id,
                              .kind = contribution_kind::happened,
                              .text = text,
                              .review = approval::approved}); // told for everybody
    redraw(work, *one);
    return *one;
}

} // namespace peerbot::core
