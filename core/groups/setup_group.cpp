#include "core/groups/setup_group.hpp"

#include "core/groups/people.hpp"
#include "core/groups/settings.hpp"
#include "core/sessions/schedule.hpp"

namespace peerbot::core {

result<group> setup_group(unit_of_work& work, const setup_request& request)
{
    if (work.groups().in_channel(request.workspace, request.channel)) return reason::group_exists;
    if (const auto fit = may_take_part(work, request.workspace, request.person); !fit) return fit.why();

    group fresh;
    fresh.workspace = request.workspace;
    fresh.channel = request.channel;
    fresh.zone = request.where.name();
    fresh.cadence = code(request.cadence);
    fresh.meets_at = request.meets_at;
    fresh.created_at = request.now;
    fresh.name = request.name;
    fresh.length = request.length;
    fresh.link = request.link;
    fresh.covenant = request.covenant;
    fresh.holidays = request.holidays;
    if (const auto fit = check_settings(settings_of(fresh)); !fit) return fit.why();
    fresh.id = work.groups().add(fresh);

    member first;
    first.group = fresh.id;
    first.user = request.person;
    first.facilitator = true;
    first.joined_at = request.now;
    work.members().add(first);
    work.audit().add({.group = fresh.id, .at = request.now, .what = audit_act::set_up, .by = request.person});

    card welcome{.id = {}, .kind = card_kind::welcome, .group = fresh.id, .subject = fresh.id.value};
    fresh.card = work.cards().add(welcome);
    work.groups().save(fresh);
    work.outbox().add({.kind = message_kind::welcome_card,
                       .group = fresh.id,
                       .subject = fresh.id.value,
                       .to = fresh.channel,
                       .card = fresh.card,
                       .due_at = request.now});
    plan_sessions(work, fresh, request.now);
    return fresh;
}

} // namespace peerbot::core
