// Owns the parts of a running peerbot, starts them in order and drains them in order.
#pragma once

#include "bot/slack/identity.hpp"
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
    std::string public_url;                          // where people reach the public listener; may be empty
    std::vector<core::assist_template> assists = {}; // what groups can choose from
};

// Opens the one engine; its results come through the listeners.
using engine_opener = std::function<std::unique_ptr<storage::engine>(storage::listeners)>;

// A setting that cannot be used, or a machine that lacks something: a sentence for the operator.
class cannot_start : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

// As above, and it is a setting that has to be changed.
class wrong_setting : public cannot_start
{
  public:
    using cannot_start::cannot_start;
};

// Serves until SIGTERM or SIGINT: stops accepting, finishes what is in flight, writes everything down.
// Returns the exit status. Throws cannot_start, and what the opener throws.
int serve(const application_settings& settings, const engine_opener& open_engine,
          const std::function<core::instant()>& clock);

} // namespace peerbot::bot
