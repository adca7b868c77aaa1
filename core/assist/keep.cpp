#include "core/assist/keep.hpp"

#include "core/reminders/attention.hpp"

namespace peerbot::core {

void keep_assist(unit_of_work& work, const assist& changed)
{
    work.assists().save(changed);
    redraw(work, changed);
}

void redraw(unit_of_work& work, const assist& one)
{
    if (one.card) work.cards().mark_dirty(one.card);
    if (one.summary_card) work.cards().mark_dirty(one.summary_card);
}

void say(unit_of_work& work, const group& here, message_kind kind, std::int64_t subject, instant now)
{
    work.outbox().add(
        {.kind = kind, .group = here.id, .subject = subject, .to = here.channel, .due_at = now});
}

void tell(unit_of_work& work, const group& here, message_kind kind, std::int64_t subject, member_id whom,
          instant now, std::optional<instant> void_after)
{
    const auto who = work.members().find(whom);
    if (!who || who->state == member_state::left) return;
    const message what{.kind = kind,
                       .group = here.id,
                       .subject = subject,
                       .to = who->user,
                       .due_at = now,
                       .void_after = void_after};
    if (reminder_kind_of(kind)) {
        remind(work, {.what = what, .planned_for = now}, now);
    } else {
        tell_person(work, what);
    }
}

void set_timer(unit_of_work& work, const group& here, timer_kind kind, std::int64_t subject, instant due_at)
{
    work.timers().add({.id = {}, .kind = kind, .group = here.id, .subject = subject, .due_at = due_at});
}

} // namespace peerbot::core
