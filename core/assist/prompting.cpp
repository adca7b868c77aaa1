#include "core/assist/prompting.hpp"

#include "core/assist/contribution.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/view.hpp"

#include <algorithm>

namespace peerbot::core {

bool awaits_answer(unit_of_work& work, const assist& one, const phase_run& run)
{
    const auto said = work.contributions().of_assist(one.id);
    return std::any_of(said.begin(), said.end(), [&](const contribution& each) {
        return each.run == run.id && each.kind == contribution_kind::question &&
               each.author != one.assistee &&
               std::none_of(said.begin(), said.end(),
                            [&](const contribution& other) { return other.about == each.id; });
    });
}

bool awaits_assistee(unit_of_work& work, const assist& one, const phase_run& run)
{
    const auto what = phase_of(work, one, run);
    if (!one.assistee || run.live || what.speak == speakers::assistee) return false;
    if (what.yields == phase_yield::agreed_question && one.agreed_question.empty()) return true;
    return awaits_answer(work, one, run);
}

void prompt_assistee(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                     instant now)
{
    const auto who = one.assistee ? work.members().find(one.assistee) : std::nullopt;
    if (!who || !awaits_assistee(work, one, run)) return;
    const auto told = work.outbox().told(here.workspace, who->user, run.began_at);
    const bool already = std::any_of(told.begin(), told.end(), [&](const message& each) {
        return each.kind == message_kind::assist_your_turn && each.subject == run.id.value;
    });
    if (!already) tell(work, here, message_kind::assist_your_turn, run.id.value, one.assistee, now);
}

void tell_of_break(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                   instant now)
{
    const auto who = one.assistee ? work.members().find(one.assistee) : std::nullopt;
    if (!who || !who->paused_until || !one.facilitator) return;
    tell(work, here, message_kind::assist_waits, run.id.value, one.facilitator, now);
}

void remind_silent(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                   instant now)
{
    if (phase_of(work, one, run).chooses())
        return say(work, here, message_kind::assist_not_spoken, run.id.value, now);
    for (const auto who : silent_speakers(work, one, run))
        tell(work, here, message_kind::assist_not_spoken, run.id.value, who, now, run.ends_at);
    prompt_assistee(work, here, one, run, now);
}

} // namespace peerbot::core
