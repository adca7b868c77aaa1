#include "core/critique/critics.hpp"

#include "core/critique/asking.hpp"
#include "core/critique/dues.hpp"
#include "core/critique/ending.hpp"
#include "core/critique/requests.hpp"
#include "core/groups/organisation.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

constexpr int most_standing = 2; // times as many as are wanted

rejection busy_with_critiques(const member& who)
{
    return {.why = reason::too_many_critiques, .number = most_open_critiques, .people = {who.user}};
}

} // namespace

bool could_be_asked(unit_of_work& work, const critique& request, const member& who)
{
    if (!who.active() || who.id == request.asker) return false;
    const auto row = work.critiques().critic_of(request.id, who.id);
    if (row && row->state != critic_state::gone) return false;
    if (work.critiques().count_waiting_for(who.id) >= most_open_critiques) return false;
    return !same_organisation(work, known_group(work, request.group), who, known_member(work, request.asker));
}

result<critic> volunteer_as_critic(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                   instant now)
{
    const auto who = active_member(work, here.id, by);
    if (!who) return who.why();
    auto found = open_critique(work, here, id);
    if (!found) return found.why();
    auto request = *found;
    if (request.asker == who->id) return reason::own_work;
    const auto before = work.critiques().critic_of(id, who->id);
    if (before && before->stands()) return *before;
    if (standing(work, id) >= request.critics * most_standing)
        return rejection{.why = reason::enough_critics, .number = request.number};
    if (work.critiques().count_waiting_for(who->id) >= most_open_critiques) return busy_with_critiques(*who);
    return take_on(work, request,
                   {.request = id, .member = who->id, .cause = critic_cause::volunteered, .asked_at = now},
                   now);
}

result<critic> decline_critique(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                instant now)
{
    auto found = open_critique(work, here, id);
    if (!found) return found.why();
    auto request = *found;
    const auto who = present_member(work, here.id, by);
    const auto before = who ? work.critiques().critic_of(id, who->id) : std::nullopt;
    if (!before) return reason::not_a_critic;
    if (before->state == critic_state::given)
        return rejection{.why = reason::feedback_given, .number = request.number};
    if (before->state == critic_state::declined) return *before;
    auto changed = *before;
    changed.state = critic_state::declined;
    changed.settled_at = now;
    work.critiques().save_critic(changed);
    book_stepping_out(work, request, changed.member);
    keep_critique(work, request);
    finish_when_complete(work, here, request, now);
    serve_waiting_requests(work, here, now);
    return changed;
}

result<critic> name_critic(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                           const user_id& whom, instant now)
{
    if (const auto asker = facilitating_member(work, here.id, by); !asker) return asker.why();
    auto found = open_critique(work, here, id);
    if (!found) return found.why();
    auto request = *found;
    const auto who = named_active_member(work, here.id, whom);
    if (!who) return who.why();
    if (request.asker == who->id) return rejection{.why = reason::own_work, .people = {whom}};
    const auto before = work.critiques().critic_of(id, who->id);
    if (before && before->stands())
        return rejection{.why = reason::already_a_critic, .number = request.number, .people = {whom}};
    if (work.critiques().count_waiting_for(who->id) >= most_open_critiques) return busy_with_critiques(*who);
    give_time_when_chosen(work, request, now);
    return ask_critic(work, here, request, who->id, critic_cause::named, now);
}

bool fill_critics(unit_of_work& work, const group& here, critique& request, instant now)
{
    if (request.state != critique_state::open || now < request.volunteers_until) return false;
    bool asked = replace_silent(work, here, request, now);
    while (standing(work, request.id) < request.critics) {
        const auto next = pick_critic(work, request);
        if (!next) {
            tell_queued(work, here, request, now);
            break;
        }
        ask_critic(work, here, request, *next, critic_cause::asked, now);
        asked = true;
    }
    return asked;
}

void serve_waiting_requests(unit_of_work& work, const group& here, instant now)
{
    // Who is let off here may be free for an older one.
    for (bool again = true; again;) {
        again = false;
        for (auto request : work.critiques().running(here.id))
            again = fill_critics(work, here, request, now) || again;
    }
}

void critic_is_away(unit_of_work& work, const group& here, const member& who, instant now)
{
    for (auto request : work.critiques().running(here.id)) {
        if (request.asker == who.id) {
            if (who.state == member_state::left) end_critique(work, here, request, now);
            continue;
        }
        auto row = work.critiques().critic_of(request.id, who.id);
        if (row && row->state == critic_state::given) continue;
        book_stepping_out(work, request, who.id);
        if (!row || row->state != critic_state::waiting) continue;
        row->state = critic_state::gone;
        row->settled_at = now;
        work.critiques().save_critic(*row);
        keep_critique(work, request);
        finish_when_complete(work, here, request, now);
    }
    serve_waiting_requests(work, here, now);
}

} // namespace peerbot::core
