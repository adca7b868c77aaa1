#include "bot/slack/json.hpp"

#include "bot/slack/utf8.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstring>

namespace peerbot::bot::slack {

namespace {

// Copying and writing JSON recurse once for each level, so depth is bounded before anything is built.
constexpr int deepest = 32;

bool nests_too_deep(std::string_view text)
{
    int depth = 0;
    bool in_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (in_string) {
            if (c == '\\') ++at;
            if (c == '"') in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > deepest) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

constexpr std::uint64_t in_each_of_eight(std::uint64_t byte)
{
    return byte * 0x0101010101010101U;
}

// Whether one of eight bytes is below `limit`, which is 128 at most (Anderson, Bit Twiddling Hacks:
// "Determine if a word has a byte less than n").
constexpr bool any_below(std::uint64_t eight, std::uint64_t limit)
{
    return ((eight - in_each_of_eight(limit)) & ~eight & in_each_of_eight(0x80)) != 0;
}

constexpr bool stands_as_it_is(char letter)
{
    return static_cast<unsigned char>(letter) >= 0x20U && letter != '"' && letter != '\\';
}

// How many bytes from the first on stand in a JSON string as they are, found eight at a time.
std::size_t plain_bytes(std::string_view text)
{
    std::size_t count = 0;
    for (std::uint64_t eight = 0; text.size() - count >= sizeof eight; count += sizeof eight) {
        std::memcpy(&eight, text.data() + count, sizeof eight);
        if (any_below(eight, 0x20) || any_below(eight ^ in_each_of_eight('"'), 1) ||
            any_below(eight ^ in_each_of_eight('\\'), 1))
            break;
    }
    while (count < text.size() && stands_as_it_is(text[count]))
        ++count;
    return count;
}

void add_escaped(std::string& quoted, char letter)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(letter);
    quoted += '\\';
    switch (letter) {
    case '"':
    case '\\':
        quoted += letter;
        return;
    case '\n':
        quoted += 'n';
        return;
    default:
        ((quoted += "u00") += digits[byte >> 4U]) += digits[byte & 0x0FU];
    }
}

} // namespace

nlohmann::json parse_json(std::string_view text)
{
    if (nests_too_deep(text)) return nlohmann::json(nlohmann::json::value_t::discarded);
    return nlohmann::json::parse(text, nullptr, false);
}

const nlohmann::json& member(const nlohmann::json& holder, const char* key)
{
    static const nlohmann::json nothing;
    if (!holder.is_object()) return nothing;
    const auto found = holder.find(key);
    return found == holder.end() ? nothing : *found;
}

std::string text_at(const nlohmann::json& holder, const char* key)
{
    const auto& value = member(holder, key);
    return value.is_string() ? value.get_ref<const std::string&>() : std::string{};
}

bool flag_at(const nlohmann::json& holder, const char* key)
{
    const auto& value = member(holder, key);
    return value.is_boolean() && value.get<bool>();
}

std::int64_t number_at(const nlohmann::json& holder, const char* key)
{
    const auto& value = member(holder, key);
    return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

std::string to_text(const nlohmann::json& value)
{
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_string(std::string_view text)
{
    std::string quoted;
    quoted.reserve(text.size() + text.size() / 16 + 2);
    add_json_string(quoted, text);
    return quoted;
}

// RFC 8259, section 7. Only text that is not UTF-8 takes the long way, on which it is made so.
void add_json_string(std::string& json, std::string_view text)
{
    if (!is_utf8(text)) {
        json += to_text(nlohmann::json(text));
        return;
    }
    json += '"';
    for (;;) {
        const auto plain = plain_bytes(text);
        json += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        add_escaped(json, text.front());
        text.remove_prefix(1);
    }
    json += '"';
}

} // namespace peerbot::bot::slack
