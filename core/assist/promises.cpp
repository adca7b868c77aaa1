#include "core/assist/promises.hpp"

#include "core/assist/roles.hpp"
#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/promises/promises.hpp"

#include <algorithm>

namespace peerbot::core {

result<promise> promise_in_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                  const std::string& text, std::optional<date> due, instant now)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one.why();
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    if (one->over()) return rejection{.why = reason::assist_over, .number = one->number};
    const auto asked_on = today_in(here, now) + promise_chased_after;
    const auto until = due.value_or(asked_on);
    return make_promise(work, here,
                        {.owner = who->id,
                         .text = text,
                         .due = until,
                         .origin = promise_origin::assist,
                         .subject = id.value,
                         .chased_after = std::max(days{0}, asked_on - until)},
                        now);
}

std::vector<promise> promises_of(unit_of_work& work, assist_id id)
{
    return work.promises().of(promise_origin::assist, id.value);
}

} // namespace peerbot::core
