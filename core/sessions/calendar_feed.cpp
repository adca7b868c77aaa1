#include "core/sessions/calendar_feed.hpp"

#include "core/groups/roles.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {
namespace {

feed_answer answer_wish(unit_of_work& work, const std::optional<calendar_feed>& known,
                        const calendar_feed& fresh, const feed_wish& wish)
{
    if (known && !wish.replace) return {.opened = false, .replaced = false, .created_at = known->created_at};
    if (known) work.feeds().revoke(known->id, wish.now);
    work.feeds().add(fresh, wish.fingerprint);
    return {.opened = true, .replaced = known.has_value(), .created_at = wish.now};
}

} // namespace

result<feed_answer> feed_of_person(unit_of_work& work, const workspace_id& workspace, const feed_wish& wish)
{
    if (work.members().of_person(workspace, wish.by).empty()) return reason::not_a_member;
    const calendar_feed fresh{
        .id = {}, .workspace = workspace, .group = {}, .person = wish.by, .created_at = wish.now};
    return answer_wish(work, work.feeds().of_person(workspace, wish.by), fresh, wish);
}

result<feed_answer> feed_of_group(unit_of_work& work, const group& here, const feed_wish& wish)
{
    if (const auto who = facilitating_member(work, here.id, wish.by); !who) return who.why();
    const calendar_feed fresh{
        .id = {}, .workspace = here.workspace, .group = here.id, .person = {}, .created_at = wish.now};
    return answer_wish(work, work.feeds().of_group(here.id), fresh, wish);
}

} // namespace peerbot::core
