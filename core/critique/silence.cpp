// What happens when nothing is written: nudges, others who are asked, the facilitators' choice.
#include "core/critique/asking.hpp"
#include "core/critique/clocks.hpp"
#include "core/critique/critics.hpp"
#include "core/critique/dues.hpp"
#include "core/critique/ending.hpp"
#include "core/critique/requests.hpp"
#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/rotation/leader.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

// Extended so lately that whoever does it again was asked the same.
constexpr hours extended_before{24};

bool is_silent(unit_of_work& work, const critique& request)
{
    return work.critiques().handed_in(request.id).empty();
}

std::optional<session> next_session(unit_of_work& work, const group& here, instant now)
{
    for (const auto& one : work.sessions().planned(here.id))
        if (one.starts_at > now) return one;
    return std::nullopt;
}

void nudge(unit_of_work& work, const critique& request, const timer& due, instant now)
{
    const auto steps = steps_of(request);
    for (const auto& one : work.critiques().critics(request.id)) {
        if (one.state != critic_state::waiting || one.asked_at + steps.nudge != due.due_at) continue;
        if (one.asked_at + steps.replacing <= now) continue;
        remind(work,
               {.what = {.kind = message_kind::critique_nudge,
                         .group = request.group,
                         .subject = request.id.value,
                         .to = known_member(work, one.member).user,
                         .due_at = now,
                         .void_after = one.asked_at + steps.replacing},
                .planned_for = due.due_at},
               now);
    }
}

// The facilitators are asked what to do; the bot goes on by itself when they do not choose.
void ask_for_choice(unit_of_work& work, const group& here, critique& request, instant now)
{
    if (choice_is_open(work, request)) return;
    request.facilitators_asked_at = now;
    keep_critique(work, request);
    for (const auto& who : facilitators(work, here.id))
        tell_of_critique(work, here, request, message_kind::critique_silent, who.id, now);
    set_choice_timer(work, request, now);
}

void ask_one_more(unit_of_work& work, const group& here, critique& request, instant now)
{
    if (const auto next = pick_critic(work, request))
        ask_critic(work, here, request, *next, critic_cause::asked, now);
}

void put_in_session(unit_of_work& work, const group& here, critique& request, const session& meeting,
                    instant now)
{
    cancel_critique_timers(work, request.id);
    request.state = critique_state::in_session;
    request.meeting = meeting.id;
    keep_critique(work, request);
    for (const auto& one : work.critiques().critics(request.id)) {
        if (one.state != critic_state::waiting) continue;
        let_off(work, here, request, one, now);
        book_stepping_out(work, request, one.member);
    }
    if (meeting.card) work.cards().mark_dirty(meeting.card);
}

// Nobody chose: more time and the next person; where nobody is left, ten minutes of the next session.
void go_on(unit_of_work& work, const group& here, critique& request, instant now)
{
    const bool anybody = somebody_could_be_asked(work, request);
    const auto meeting = next_session(work, here, now);
    if (!anybody && meeting && standing(work, request.id) == 0)
        return put_in_session(work, here, request, *meeting, now);
    give_time(work, request, now + silent_after, now);
    ask_one_more(work, here, request, now);
}

void became_due(unit_of_work& work, const group& here, critique& request, instant now)
{
    if (is_silent(work, request)) return ask_for_choice(work, here, request, now);
    end_critique(work, here, request, now);
}

void ask_what_changed(unit_of_work& work, const critique& request, const timer& due, instant now)
{
    const auto asker = known_member(work, request.asker);
    if (asker.state == member_state::left || !request.changed.empty()) return;
    remind(work,
           {.what = {.kind = message_kind::critique_changed_yet,
                     .group = request.group,
                     .subject = request.id.value,
                     .to = asker.user,
                     .due_at = now},
            .planned_for = due.due_at},
           now);
}

void take_step(unit_of_work& work, const group& here, critique& request, const timer& due, instant now)
{
    switch (due.kind) {
    case timer_kind::critique_volunteering_ends:
        return; // others than volunteers are asked where every request is served
    case timer_kind::critique_checked:
        return nudge(work, request, due, now);
    case timer_kind::critique_silent:
        if (is_silent(work, request)) ask_for_choice(work, here, request, now);
        return;
    case timer_kind::critique_unchosen:
        if (is_silent(work, request)) go_on(work, here, request, now);
        return;
    case timer_kind::critique_due:
        return became_due(work, here, request, now);
    default:
        throw std::logic_error("a timer that is no step of a critique");
    }
}

// A session that does not discuss it after all.
void take_out_of_session(unit_of_work& work, const group& here, critique& request, instant now)
{
    request.state = critique_state::open;
    request.meeting = {};
    keep_critique(work, request);
    set_critique_timers(work, request, now, now);
    if (request.due_at <= now)
        became_due(work, here, request, now);
    else if (is_silent(work, request))
        ask_for_choice(work, here, request, now);
}

} // namespace

result<critique> discuss_in_session(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                    instant now)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    auto found = open_critique(work, here, id);
    if (!found) return found;
    const auto meeting = next_session(work, here, now);
    if (!meeting) return reason::no_session_planned;
    auto request = *found;
    put_in_session(work, here, request, *meeting, now);
    serve_waiting_requests(work, here, now);
    return request;
}

result<critique> extend_critique(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                 instant now)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    auto found = open_critique(work, here, id);
    if (!found) return found;
    auto request = *found;
    if (!choice_is_open(work, request) && request.due_at >= now + silent_after - extended_before)
        return request;
    give_time(work, request, std::max(request.due_at, now) + silent_after, now);
    ask_one_more(work, here, request, now);
    return request;
}

void critique_timer_fired(unit_of_work& work, const timer& due, instant now)
{
    auto request = work.critiques().find({due.subject});
    if (!request) return;
    if (due.kind == timer_kind::critique_changed_yet) return ask_what_changed(work, *request, due, now);
    if (request->state != critique_state::open) return;
    const auto here = known_group(work, due.group);
    take_step(work, here, *request, due, now);
    serve_waiting_requests(work, here, now);
}

void critique_session_booked(unit_of_work& work, const session& meeting, instant now)
{
    const auto waiting = work.critiques().in_session(meeting.id);
    if (waiting.empty()) return;
    const auto here = known_group(work, meeting.group);
    for (auto request : waiting) {
        if (meeting.state == session_state::held) {
            end_critique(work, here, request, now, {}, true);
        } else {
            take_out_of_session(work, here, request, now);
        }
    }
    serve_waiting_requests(work, here, now);
}

void resume_critiques(unit_of_work& work, const group& here, instant since, instant now)
{
    const auto away = now - since;
    for (auto request : work.critiques().running(here.id)) {
        if (request.state != critique_state::open) continue;
        const bool choosing = choice_is_open(work, request);
        if (request.volunteers_until > since) request.volunteers_until += away;
        if (request.due_at > since) request.due_at += away;
        for (auto one : work.critiques().critics(request.id)) {
            if (one.state != critic_state::waiting) continue;
            if (one.asked_at <= since) one.asked_at += away;
            work.critiques().save_critic(one);
        }
        keep_critique(work, request);
        cancel_critique_timers(work, request.id);
        set_critique_timers(work, request, request.opened_at + away, now);
        if (choosing) set_choice_timer(work, request, now);
    }
    serve_waiting_requests(work, here, now);
}

} // namespace peerbot::core
