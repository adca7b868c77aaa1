#include "bot/listening.hpp"

#include "bot/net/address.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace peerbot::bot {

namespace asio = boost::asio;

namespace {

// For a connection that was made just before the end of a process whose socket stays open.
constexpr auto last_call = std::chrono::seconds(1);

place place_of(std::optional<int> handed, const std::string& setting, std::string_view name)
{
    if (handed) return {handed, {}};
    const auto read = parse_listen_address(setting);
    if (!read) {
        throw wrong_setting("The setting " + std::string(name) + " is \"" + setting +
                            "\", which is not an address. Write it like 127.0.0.1:8080.");
    }
    return {std::nullopt, *read};
}

} // namespace

places places_of(const application_settings& settings)
{
    const auto handed = take_sockets(settings.variables);
    return {.public_one = place_of(handed.public_one, settings.listen, "listen"),
            .admin = place_of(handed.admin, settings.admin_listen, "admin_listen")};
}

server listen_at(asio::io_context& io, const place& where, http_handler handler, server_observer observer)
{
    server_limits limits;
    if (!where.socket) return {io, where.address, limits, std::move(handler), std::move(observer)};
    limits.last_call = last_call;
    return {io, *where.socket, limits, std::move(handler), std::move(observer)};
}

} // namespace peerbot::bot
