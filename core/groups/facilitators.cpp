#include "core/groups/facilitators.hpp"

#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"

namespace peerbot::core {
namespace {

// While no admin is known, because people were never listed, it is tried again.
constexpr hours until_admins_are_known{1};

outcome may_name(unit_of_work& work, const group& here, const user_id& by)
{
    if (is_admin(work, here.workspace, by)) return nothing{};
    if (const auto asker = facilitating_member(work, here.id, by); !asker) return asker.why();
    return nothing{};
}

void note(unit_of_work& work, const group& here, audit_act what, const std::optional<user_id>& by,
          const std::optional<user_id>& about, instant now)
{
    work.audit().add({.group = here.id, .at = now, .what = what, .by = by, .about = about});
}

void tell(unit_of_work& work, const member& who, message_kind kind, instant now)
{
    tell_person(work,
                {.kind = kind, .group = who.group, .subject = who.id.value, .to = who.user, .due_at = now});
}

void make_facilitator(unit_of_work& work, member& who)
{
    who.facilitator = true;
    work.members().save(who);
}

void open_vacancy(unit_of_work& work, const group& here, instant now)
{
    if (work.vacancies().open_in(here.id)) return;
    vacancy fresh{.id = {}, .group = here.id, .opened_at = now};
    fresh.id = work.vacancies().add(fresh);
    const card picture{.id = {}, .kind = card_kind::volunteer, .group = here.id, .subject = fresh.id.value};
    fresh.card = work.cards().add(picture);
    work.vacancies().save(fresh);
    work.outbox().add({.kind = message_kind::volunteer_card,
                       .group = here.id,
                       .subject = fresh.id.value,
                       .to = here.channel,
                       .card = fresh.card,
                       .due_at = now});
    work.timers().add({.id = {},
                       .kind = timer_kind::volunteering_ends,
                       .group = here.id,
                       .subject = fresh.id.value,
                       .due_at = now + volunteering_lasts});
    note(work, here, audit_act::facilitation_vacant, {}, {}, now);
}

} // namespace

result<member> add_facilitator(unit_of_work& work, const group& here, const user_id& by,
                               const user_id& person, instant now)
{
    if (const auto allowed = may_name(work, here, by); !allowed) return allowed.why();
    if (const auto fit = may_take_part(work, here.workspace, person); !fit) return fit.why();
    auto found = present_member(work, here.id, person);
    if (!found) return rejection{.why = reason::facilitator_must_join, .people = {person}};
    if (found->facilitator) return reason::already_a_facilitator;
    if (facilitators(work, here.id).size() >= most_facilitators) {
        return rejection{.why = reason::too_many_facilitators, .number = most_facilitators};
    }
    auto who = *found;
    make_facilitator(work, who);
    note(work, here, audit_act::named_facilitator, by, person, now);
    if (by != person) tell(work, who, message_kind::facilitator_named, now);
    close_vacancy(work, here.id, person, now);
    work.cards().mark_dirty(here.card);
    return who;
}

result<member> remove_facilitator(unit_of_work& work, const group& here, const user_id& by,
                                  const user_id& person, instant now)
{
    if (const auto allowed = may_name(work, here, by); !allowed) return allowed.why();
    auto found = present_member(work, here.id, person);
    if (!found || !found->facilitator)
        return rejection{.why = reason::person_does_not_facilitate, .people = {person}};
    auto who = *found;
    who.facilitator = false;
    work.members().save(who);
    note(work, here, audit_act::removed_facilitator, by, person, now);
    if (by != person) tell(work, who, message_kind::facilitator_released, now);
    if (facilitators(work, here.id).empty()) open_vacancy(work, here, now);
    work.cards().mark_dirty(here.card);
    return who;
}

void go_on_without(unit_of_work& work, const group& here, const member& gone, instant now)
{
    note(work, here, audit_act::facilitator_left, {}, gone.user, now);
    const auto others = facilitators(work, here.id);
    for (const auto& other : others) {
        tell_person(work, {.kind = message_kind::facilitator_gone,
                           .group = here.id,
                           .subject = gone.id.value,
                           .to = other.user,
                           .due_at = now});
    }
    if (others.empty() && !work.members().present(here.id).empty()) open_vacancy(work, here, now);
}

result<member> volunteer(unit_of_work& work, vacancy_id id, const user_id& person, instant now)
{
    const auto open = work.vacancies().find(id);
    if (!open) return reason::no_group_here;
    if (open->filled_at) {
        rejection late{.why = reason::vacancy_filled};
        for (const auto& one : facilitators(work, open->group))
            late.people.push_back(one.user);
        return late;
    }
    const auto here = known_group(work, open->group);
    const auto found = present_member(work, here.id, person);
    if (!found) return found.why();
    auto who = *found;
    make_facilitator(work, who);
    note(work, here, audit_act::volunteered, person, person, now);
    close_vacancy(work, here.id, person, now);
    work.cards().mark_dirty(here.card);
    return who;
}

void volunteering_ended(unit_of_work& work, vacancy_id id, instant now)
{
    const auto open = work.vacancies().find(id);
    if (!open || open->filled_at) return;
    const auto here = known_group(work, open->group);
    const auto admins = work.people().admins(here.workspace);
    if (admins.empty()) {
        work.timers().add({.id = {},
                           .kind = timer_kind::volunteering_ends,
                           .group = here.id,
                           .subject = id.value,
                           .due_at = now + until_admins_are_known});
        return;
    }
    for (const auto& admin : admins) {
        work.outbox().add({.kind = message_kind::facilitator_needed,
                           .group = here.id,
                           .subject = id.value,
                           .to = admin,
                           .due_at = now});
    }
    note(work, here, audit_act::admins_told, {}, {}, now);
}

void close_vacancy(unit_of_work& work, group_id group, const std::optional<user_id>& by, instant now)
{
    auto open = work.vacancies().open_in(group);
    if (!open) return;
    open->filled_at = now;
    open->filled_by = by;
    work.vacancies().save(*open);
    work.timers().cancel(timer_kind::volunteering_ends, open->id.value);
    work.cards().mark_dirty(open->card);
}

} // namespace peerbot::core
