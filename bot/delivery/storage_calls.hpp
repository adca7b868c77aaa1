// The storage engine for coroutines. The result comes back on the coroutine's own executor, whatever thread
// the engine delivers it on.
#pragma once

#include "storage/engine.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace peerbot::bot {

// Both may be given references to the caller's locals: the caller is suspended until the piece has run.
boost::asio::awaitable<storage::answer> write(storage::engine& engine, std::string key, core::instant now,
                                              storage::work piece);
boost::asio::awaitable<storage::answer> read(storage::engine& engine, storage::look piece);

} // namespace peerbot::bot
