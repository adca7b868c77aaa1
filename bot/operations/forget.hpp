// `peerbot forget USER`: takes a person out of the database, as far as counts and orders of others allow.
#pragma once

#include "core/instant.hpp"
#include "storage/database.hpp"
#include "storage/engine.hpp"

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

namespace peerbot::bot {

struct forget_ports
{
    // Both lock the database: nobody serves meanwhile.
    std::function<std::unique_ptr<storage::engine>(storage::listeners)> engine;
    storage::database* database = nullptr;
    core::instant now;
};

// The person leaves every group by the rules for that, so that turns and roles find others, and is then
// renamed. Prints what was done. Returns the exit status; throws what storage throws.
int forget(const forget_ports& ports, const std::string& user, std::ostream& out);

} // namespace peerbot::bot
