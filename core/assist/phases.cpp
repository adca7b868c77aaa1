#include "core/assist/phases.hpp"

#include "core/assist/engine.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/pace.hpp"
#include "core/assist/propose.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "core/assist/view.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/voting/topic.hpp"
#include "core/voting/topics.hpp"
#include "core/words/plain.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

rejection not_for_them(unit_of_work& work, reason why, member_id who)
{
    rejection no{.why = why};
    if (who) no.people.push_back(known_member(work, who).user);
    return no;
}

struct steered
{
    assist one;
    phase_run run;
};

result<steered> steer(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                      std::optional<phase_run_id> seen)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one.why();
    if (!may_steer(work, *one, by)) return not_for_them(work, reason::not_facilitating, one->facilitator);
    const auto run = work.assists().running(id);
    if (!run || one->state != assist_state::running)
        return rejection{.why = seen ? reason::phase_over : reason::assist_not_running,
                         .number = one->number};
    if (seen && run->id != *seen) return rejection{.why = reason::phase_over, .number = one->number};
    return steered{.one = *one, .run = *run};
}

result<assist> running_for_assistee(unit_of_work& work, const group& here, assist_id id, const user_id& by)
{
    auto one = assist_of(work, here, id);
    if (!one) return one;
    // What the group still chooses among is in a box that only the end of its phase empties.
    if (!one->assistee) return reason::not_the_assistee;
    const auto who = present_member(work, here.id, by);
    if (!who || who->id != one->assistee) {
        if (!may_steer(work, *one, by)) return not_for_them(work, reason::not_the_assistee, one->assistee);
    }
    if (one->state != assist_state::running)
        return rejection{.why = reason::assist_not_running, .number = one->number};
    return one;
}

rejection past_stopping(unit_of_work& work, const assist& one, reason why,
                        const std::vector<member_id>& people)
{
    rejection no{.why = why, .number = one.number};
    for (const auto who : people)
        no.people.push_back(known_member(work, who).user);
    return no;
}

} // namespace

bool may_steer(unit_of_work& work, const assist& one, const user_id& person)
{
    const auto who = present_member(work, one.group, person);
    if (!who) return false;
    if (who->facilitator || who->id == one.facilitator) return true;
    if (one.facilitator) return false;
    const auto known = participant_of(work, one.id, who->id);
    return known && known->there();
}

result<assist> advance_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                              std::optional<phase_run_id> seen, instant now)
{
    const auto at = steer(work, here, id, by, seen);
    if (!at) return at.why();
    if (!seen && now < at->run.began_at + just_begun)
        return rejection{.why = reason::phase_just_begun, .text = phase_of(work, at->one, at->run).name};
    // Whoever steers has decided not to wait for more people or for the assistee, but somebody must bring it.
    if (!at->one.assistee && at->run.waits_since)
        return rejection{.why = reason::assist_not_running, .number = at->one.number};
    const auto who = present_member(work, here.id, by);
    if (!phase_of(work, at->one, at->run).ends.facilitator && !who->facilitator)
        return rejection{.why = reason::phase_goes_on, .number = at->one.number};
    end_phase(work, here, at->run, now);
    return *work.assists().find(id);
}

result<assist> extend_phase(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                            std::optional<phase_run_id> seen, instant now)
{
    const auto at = steer(work, here, id, by, seen);
    if (!at) return at.why();
    auto run = at->run;
    if (run.extended) return rejection{.why = reason::extended_already, .number = at->one.number};
    const auto what = phase_of(work, at->one, run);
    if (!run.ends_at) return rejection{.why = reason::nothing_to_extend, .number = at->one.number};
    work.timers().cancel(timer_kind::assist_phase_ends, run.id.value);
    const auto half = std::chrono::ceil<hours>(what.in_writing / 2.0);
    // One that waits longer than it was to last goes on from now.
    const auto from = std::max(now, *run.ends_at);
    run.ends_at =
        run.live ? from + std::max(minutes{1}, what.live / 2) : after_working_days(from, half, zone_of(here));
    run.extended = true;
    work.assists().save(run);
    set_timer(work, here, timer_kind::assist_phase_ends, run.id.value, *run.ends_at);
    if (what.speak == speakers::assistee && !run.live && !what.optional) {
        work.timers().cancel(timer_kind::assist_given_up, run.id.value);
        set_timer(work, here, timer_kind::assist_given_up, run.id.value,
                  after_working_days(*run.ends_at, assistee_waited_for, zone_of(here)));
    }
    redraw(work, at->one);
    say(work, here, message_kind::assist_extended, run.id.value, now);
    return at->one;
}

result<assist> stop_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                           instant now)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one;
    const auto who = present_member(work, here.id, by);
    const bool own = who && (who->id == one->assistee || one->opened_by == by || who->facilitator ||
                             who->id == one->facilitator);
    if (!own) return not_for_them(work, reason::not_facilitating, one->facilitator);
    if (one->state == assist_state::closing)
        return past_stopping(work, *one, reason::summary_under_way, {one->assistee});
    if (one->state == assist_state::follow_up)
        return past_stopping(work, *one, reason::assist_followed_up, askers_of(work, *one));
    if (one->over()) return rejection{.why = reason::assist_over, .number = one->number};
    stop_because(work, here, *one, stop_cause::facilitator, now);
    return *work.assists().find(id);
}

result<assist> mark_solved(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                           phase_run_id seen, instant now)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one;
    const auto who = present_member(work, here.id, by);
    if (!who || who->id != one->assistee) return not_for_them(work, reason::not_the_assistee, one->assistee);
    const auto run = work.assists().running(id);
    if (!run || one->state != assist_state::running)
        return rejection{.why = reason::assist_not_running, .number = one->number};
    if (run->id != seen) return rejection{.why = reason::phase_over, .number = one->number};
    if (!phase_of(work, *one, *run).ends.assistee)
        return rejection{.why = reason::phase_goes_on, .number = one->number};
    end_phase(work, here, *run, now);
    return *work.assists().find(id);
}

void take_format(unit_of_work& work, const group& here, assist one, const assist_template& format,
                 instant now)
{
    cancel_timers(work, one.id);
    if (auto run = work.assists().running(one.id)) {
        run->ended_at = now;
        work.assists().save(*run);
    }
    one.format = format.id;
    one.turn = 1;
    const bool call_ahead = one.meets_at && *one.meets_at > now;
    if (call_ahead && format.can_be_live()) {
        one.pace = assist_pace::live;
    } else if (format.can_be_written()) {
        one.pace = assist_pace::in_writing;
        one.meets_at.reset();
    } else {
        one.pace = assist_pace::live;
        one.meets_at.reset();
        one.state = assist_state::draft;
        keep_assist(work, one);
        return propose(work, here, one, now);
    }
    keep_assist(work, one);
    say(work, here, message_kind::assist_format_changed, one.id.value, now);
    go_on(work, here, one, now);
}

result<assist> change_format(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                             const std::string& name, instant now)
{
    const auto one = running_for_assistee(work, here, id, by);
    if (!one) return one;
    const auto format = usable_template(work, here, name);
    if (!format) return format.why();
    if (format->id == one->format) return one;
    take_format(work, here, *one, *format, now);
    return *work.assists().find(id);
}

result<assist> make_topic_of(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                             instant now)
{
    const auto one = running_for_assistee(work, here, id, by);
    if (!one) return one;
    const auto added = propose_topic(work, here,
                                     {.by = by,
                                      .title = clean_text(one->question(), longest_title),
                                      .link = {},
                                      .despite_similar = true,
                                      .now = now});
    if (!added) return added.why();
    if (const auto run = work.assists().running(id)) {
        cancel_timers(work, id);
        auto over = *run;
        over.ended_at = now;
        work.assists().save(over);
    }
    begin_closing(work, here, *work.assists().find(id), now);
    return *work.assists().find(id);
}

} // namespace peerbot::core
