// `peerbot doctor`: looks at everything that can keep a peerbot from working, and says what to do. Changes
// nothing, whether a peerbot serves meanwhile or not.
#pragma once

#include "bot/operations/finding.hpp"
#include "config/settings.hpp"
#include "core/instant.hpp"
#include "storage/database.hpp"

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

namespace peerbot::bot {

struct doctor_ports
{
    // Throws config::settings_error.
    std::function<config::settings()> settings;
    std::function<std::unique_ptr<storage::database>(const std::string& file)> database;
    std::function<core::instant()> clock;
};

// One line for each check. Returns the exit status: 1 when one of them failed.
int doctor(const doctor_ports& ports, std::ostream& out);

// The checks, one file for each kind.
findings check_settings(const config::settings& all);
findings check_secret_files(const config::settings& all);
findings check_assists(const config::settings& all);
findings check_machine();
findings check_database(const std::string& name, const storage::condition& found);
// The clock, the token and its scopes, all from one call.
findings check_slack(const config::settings& all, const std::function<core::instant()>& clock);
// Asks the public address as Slack would.
findings check_public_address(const config::settings& all, const std::function<core::instant()>& clock);

} // namespace peerbot::bot
