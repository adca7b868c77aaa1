#include "core/assist/promises.hpp"

#include "core/unit_of_work.hpp"

namespace peerbot::core {

outcome note_promise(unit_of_work&, const group&, const assist&, const assist_promise&)
{
    return nothing{};
}

} // namespace peerbot::core
