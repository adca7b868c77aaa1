#include "core/sessions/keep.hpp"

namespace peerbot::core {

void keep_session(unit_of_work& work, const session& changed)
{
    work.sessions().save(changed);
    if (changed.card) work.cards().mark_dirty(changed.card);
}

} // namespace peerbot::core
