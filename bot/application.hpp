// Owns the parts of a running peerbot, starts them in order and drains them in order.
#pragma once

#include "bot/cannot_start.hpp"
#include "bot/service_manager.hpp"
#include "core/assist/template.hpp"
#include "core/instant.hpp"
#include "storage/engine.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace peerbot::bot {

struct application_settings
{
    std::vector<std::string> signing_secrets;
    std::string bot_token;
    std::string api_url;
    std::string listen;
    std::string admin_listen;
    std::string public_url; // where people reach the public listener; may be empty
    // Sockets may be handed over in it, and somebody may want to be told how it goes.
    environment variables = [](std::string_view) { return std::nullopt; };
    // On SIGHUP: reads the settings again and returns the level of the log. Throws when they are wrong.
    std::function<std::string()> log_level_again = {};
    std::vector<core::assist_template> assists = {}; // what groups can choose from
};

// Opens the one engine; its results come through the listeners.
using engine_opener = std::function<std::unique_ptr<storage::engine>(storage::listeners)>;

// Serves until SIGTERM or SIGINT: stops accepting, finishes what is in flight, writes everything down.
// Returns the exit status. Throws cannot_start, and what the opener throws.
int serve(const application_settings& settings, const engine_opener& open_engine,
          const std::function<core::instant()>& clock);

} // namespace peerbot::bot
