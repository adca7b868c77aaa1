#include "bot/version.hpp"

#include "commit.inc"

namespace peerbot::bot {

std::string_view version()
{
    return PEERBOT_VERSION;
}

std::string_view commit()
{
    return PEERBOT_COMMIT;
}

} // namespace peerbot::bot
