#include "bot/net/client.hpp"
#include "bot/operations/doctor.hpp"
#include "core/time/zone.hpp"

namespace peerbot::bot {

findings check_machine()
{
    findings found;
    if (core::zones_available()) {
        found.push_back({standing::ok, "time zones", "the data is installed."});
    } else {
        found.push_back(
            {standing::failed, "time zones", "The time zone data is missing. Install the package tzdata."});
    }
    if (auto problem = ca_problem(); problem.empty()) {
        found.push_back({standing::ok, "CA certificates", "the system's are installed."});
    } else {
        found.push_back({standing::failed, "CA certificates", std::move(problem)});
    }
    return found;
}

} // namespace peerbot::bot
