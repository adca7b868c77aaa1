// The templates of peer assists: one that is wrong keeps peerbot from starting.
#include "bot/operations/doctor.hpp"
#include "config/assist_templates.hpp"

namespace peerbot::bot {

findings check_assists(const config::settings& all)
{
    const auto& folder = all.text("assists");
    finding found{standing::ok, "formats of assists", {}};
    try {
        found.text = std::to_string(config::assist_templates(folder).size()) + " of them";
        if (!folder.empty()) found.text += ", with those in " + folder;
    } catch (const config::settings_error& wrong) {
        found.how = standing::failed;
        found.text = wrong.what();
    }
    return {found};
}

} // namespace peerbot::bot
