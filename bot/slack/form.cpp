#include "bot/slack/form.hpp"

#include "bot/slack/utf8.hpp"

#include <algorithm>
#include <optional>

namespace peerbot::bot::slack {

namespace {

// A slash command has so many, or a few less.
constexpr std::size_t usual_fields = 16;

int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode(std::string_view coded)
{
    if (coded.find('%') == coded.npos && coded.find('+') == coded.npos) return std::string(coded);
    std::string plain(coded.size(), '\0');
    std::size_t length = 0;
    for (std::size_t at = 0; at < coded.size(); ++at) {
        if (coded[at] != '%') {
            plain[length++] = coded[at] == '+' ? ' ' : coded[at];
            continue;
        }
        if (coded.size() - at < 3) return std::nullopt;
        const auto high = hex_value(coded[at + 1]);
        const auto low = hex_value(coded[at + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        plain[length++] = static_cast<char>(high * 16 + low);
        at += 2;
    }
    plain.resize(length);
    return plain;
}

bool needs_no_escape(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void encode_to(std::string& coded, std::string_view plain)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : plain) {
        if (needs_no_escape(c)) {
            coded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        coded += '%';
        coded += digits[byte >> 4U];
        coded += digits[byte & 0x0FU];
    }
}

} // namespace

std::string_view form::value(std::string_view name) const
{
    const auto found =
        std::find_if(fields_.begin(), fields_.end(), [&](const field& each) { return each.first == name; });
    return found == fields_.end() ? std::string_view{} : std::string_view{found->second};
}

bool form::has(std::string_view name) const
{
    return std::any_of(fields_.begin(), fields_.end(), [&](const field& each) { return each.first == name; });
}

bool form::has_nul() const
{
    return std::any_of(fields_.begin(), fields_.end(), [](const field& each) {
        return each.first.find('\0') != std::string::npos || each.second.find('\0') != std::string::npos;
    });
}

std::variant<form, form_fault> decode_form(std::string_view body)
{
    std::vector<form::field> fields;
    fields.reserve(usual_fields);
    while (!body.empty()) {
        const auto end = std::min(body.find('&'), body.size());
        const auto pair = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        if (pair.empty()) continue;
        if (fields.size() == form::most_fields) return form_fault::too_many_fields;

        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decode(pair.substr(0, equals));
        auto value = decode(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value) return form_fault::broken_escape;
        if (!is_utf8(*name) || !is_utf8(*value)) return form_fault::not_utf8;
        fields.emplace_back(std::move(*name), std::move(*value));
    }
    return form{std::move(fields)};
}

std::string encode_form(const std::vector<form::field>& fields)
{
    std::string body;
    for (const auto& [name, value] : fields) {
        if (!body.empty()) body += '&';
        encode_to(body, name);
        body += '=';
        encode_to(body, value);
    }
    return body;
}

} // namespace peerbot::bot::slack
