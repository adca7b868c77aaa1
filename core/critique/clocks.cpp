#include "core/critique/clocks.hpp"

#include "core/critique/critics.hpp"
#include "core/critique/requests.hpp"

#include <algorithm>
#include <array>

namespace peerbot::core {
namespace {

constexpr std::array kinds{timer_kind::critique_volunteering_ends, timer_kind::critique_checked,
                           timer_kind::critique_silent, timer_kind::critique_unchosen,
                           timer_kind::critique_due};

void add(unit_of_work& work, const critique& request, timer_kind kind, instant due_at)
{
    work.timers().add(
        {.id = {}, .kind = kind, .group = request.group, .subject = request.id.value, .due_at = due_at});
}

} // namespace

critique_steps steps_of(instant opened_at, instant due_at)
{
    const auto whole = std::chrono::duration_cast<milliseconds>(usual_critique_time);
    const auto time =
        std::clamp(std::chrono::duration_cast<milliseconds>(due_at - opened_at), milliseconds{1}, whole);
    const auto scaled = [&](milliseconds step) {
        return milliseconds{step.count() * time.count() / whole.count()};
    };
    return {.volunteering = scaled(volunteer_time),
            .nudge = scaled(nudged_after),
            .replacing = scaled(replaced_after),
            .silence = scaled(silent_after),
            .choice = scaled(choice_waits)};
}

critique_steps steps_of(const critique& request)
{
    return steps_of(request.opened_at, request.due_at);
}

void set_critique_timers(unit_of_work& work, const critique& request, instant since, instant now)
{
    if (request.volunteers_until > now)
        add(work, request, timer_kind::critique_volunteering_ends, request.volunteers_until);
    const auto silent_at = since + steps_of(request).silence;
    if (silent_at > now && silent_at < request.due_at)
        add(work, request, timer_kind::critique_silent, silent_at);
    if (request.due_at > now) add(work, request, timer_kind::critique_due, request.due_at);
    for (const auto& one : work.critiques().critics(request.id))
        if (one.state == critic_state::waiting) set_critic_timers(work, request, one, now);
}

void set_critic_timers(unit_of_work& work, const critique& request, const critic& asked, instant now)
{
    const auto steps = steps_of(request);
    for (const auto after : {steps.nudge, steps.replacing})
        if (asked.asked_at + after > now)
            add(work, request, timer_kind::critique_checked, asked.asked_at + after);
}

void set_choice_timer(unit_of_work& work, const critique& request, instant now)
{
    add(work, request, timer_kind::critique_unchosen, now + steps_of(request).choice);
}

void cancel_critique_timers(unit_of_work& work, critique_id request)
{
    for (const auto kind : kinds)
        work.timers().cancel(kind, request.value);
}

bool choice_is_open(unit_of_work& work, const critique& request)
{
    const auto waiting = work.timers().waiting(request.group);
    return std::any_of(waiting.begin(), waiting.end(), [&](const timer& one) {
        return one.kind == timer_kind::critique_unchosen && one.subject == request.id.value;
    });
}

} // namespace peerbot::core
