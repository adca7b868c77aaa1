#include "core/assist/forgetting.hpp"

#include "core/assist/keep.hpp"

#include <limits>

namespace peerbot::core {

void leave_out_parts(unit_of_work& work, const group& here, member_id who)
{
    for (const auto& one : work.assists().newest(here.id, std::numeric_limits<int>::max())) {
        bool theirs = one.assistee == who;
        for (auto each : work.contributions().of_assist(one.id)) {
            if (!each.author || each.author != who) continue;
            theirs = true;
            each.review = approval::left_out;
            each.wording.clear();
            work.contributions().save(each);
        }
        if (theirs) redraw(work, one);
    }
}

} // namespace peerbot::core
