// A format that a group writes for itself, as a whole.
#pragma once

#include "core/assist/template.hpp"

namespace peerbot::core {

// From now on the group can choose it; its own of the same name is replaced, and one of every group with that
// name is not seen any more. Assists that go on keep theirs. By a facilitator. Rejects: not_a_facilitator,
// bad_template, also for one more than there is room for.
result<assist_template> keep_own_template(unit_of_work& work, const group& here, const user_id& by,
                                          const assist_template& written);

} // namespace peerbot::core
