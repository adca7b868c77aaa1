#include "bot/net/address.hpp"

#include <algorithm>
#include <charconv>

namespace peerbot::bot {

namespace asio = boost::asio;

namespace {

struct host_and_port
{
    std::string_view host;
    std::optional<std::string_view> port;
    bool bracketed = false;
};

// Splits at the last colon outside brackets; "::1" without brackets is refused rather than guessed at.
std::optional<host_and_port> split(std::string_view text)
{
    host_and_port parts;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        parts.host = text.substr(1, end - 1);
        parts.bracketed = true;
        text.remove_prefix(end + 1);
        if (text.empty()) return parts;
        if (!text.starts_with(':')) return std::nullopt;
        parts.port = text.substr(1);
        return parts;
    }
    const auto colon = text.find(':');
    parts.host = text.substr(0, colon);
    if (colon != std::string_view::npos) parts.port = text.substr(colon + 1);
    return parts;
}

std::optional<unsigned short> parse_port(std::string_view text)
{
    unsigned short port = 0;
    const auto* const end = text.data() + text.size();
    const auto [stopped, wrong] = std::from_chars(text.data(), end, port);
    if (wrong != std::errc{} || stopped != end || text.size() > 5) return std::nullopt;
    return port;
}

bool is_ipv6(std::string_view text)
{
    boost::system::error_code wrong;
    asio::ip::make_address_v6(text, wrong);
    return !wrong;
}

bool is_host_name(std::string_view text)
{
    const auto fits = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' ||
               letter == '.' || letter == '_';
    };
    return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), fits);
}

std::string lower(std::string_view text)
{
    std::string copy(text);
    for (auto& letter : copy) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return copy;
}

} // namespace

std::optional<asio::ip::tcp::endpoint> parse_listen_address(std::string_view text)
{
    const auto parts = split(text);
    if (!parts || !parts->port) return std::nullopt;
    const auto port = parse_port(*parts->port);
    if (!port) return std::nullopt;
    if (parts->host.empty() && !parts->bracketed) return asio::ip::tcp::endpoint(asio::ip::tcp::v4(), *port);
    if (parts->host == "localhost") return asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), *port);

    boost::system::error_code wrong;
    const auto address = asio::ip::make_address(parts->host, wrong);
    if (wrong || address.is_v6() != parts->bracketed) return std::nullopt;
    return asio::ip::tcp::endpoint(address, *port);
}

std::string to_text(const asio::ip::tcp::endpoint& address)
{
    const auto host = address.address().to_string();
    const auto port = std::to_string(address.port());
    return address.address().is_v6() ? "[" + host + "]:" + port : host + ":" + port;
}

std::string url::authority() const
{
    auto text = host.find(':') == std::string::npos ? host : "[" + host + "]";
    if (port != (secure() ? 443 : 80)) text += ":" + std::to_string(port);
    return text;
}

std::optional<url> parse_url(std::string_view text)
{
    const auto is_plain = [](char letter) { return letter > ' ' && letter < '\x7f' && letter != '#'; };
    if (!std::all_of(text.begin(), text.end(), is_plain)) return std::nullopt;
    const auto mark = text.find("://");
    if (mark == std::string_view::npos) return std::nullopt;

    url parsed;
    parsed.scheme = lower(text.substr(0, mark));
    if (parsed.scheme != "http" && parsed.scheme != "https") return std::nullopt;
    text.remove_prefix(mark + 3);

    const auto end = std::min(text.find_first_of("/?"), text.size());
    const auto parts = split(text.substr(0, end));
    if (!parts) return std::nullopt;
    parsed.host = lower(parts->host);
    if (parts->bracketed ? !is_ipv6(parsed.host) : !is_host_name(parsed.host)) return std::nullopt;

    parsed.port = parsed.secure() ? 443 : 80;
    if (parts->port) {
        const auto port = parse_port(*parts->port);
        if (!port || *port == 0) return std::nullopt;
        parsed.port = *port;
    }
    parsed.path = text.substr(end);
    if (!parsed.path.starts_with('/')) parsed.path.insert(0, "/");
    return parsed;
}

} // namespace peerbot::bot
