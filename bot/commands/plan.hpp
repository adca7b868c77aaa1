// What a handler decides: what to say at once, or what to ask of storage and how to say what came of it.
// Handlers are plain functions: only bot/commands/dispatch.cpp waits for anything.
#pragma once

#include "bot/commands/answer.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <functional>
#include <utility>
#include <variant>

namespace peerbot::bot {

// Runs on the event loop once the change is durable, so that wording costs the storage thread nothing.
using wording = std::function<answer()>;

// A rejection takes back everything that the piece did. Runs on a storage thread, perhaps more than once.
using change = std::function<core::result<wording>(core::unit_of_work&)>;

struct saying
{
    answer what;
};
struct changing
{
    change piece;
};
// As changing, on a snapshot and without a row in the inbox.
struct looking
{
    change piece;
};

using plan = std::variant<saying, changing, looking>;

} // namespace peerbot::bot
