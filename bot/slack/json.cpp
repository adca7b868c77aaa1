#include "bot/slack/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

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

// Most texts are ASCII without anything to escape, and need no more than quotes.
std::string json_string(std::string_view text)
{
    const bool as_it_is = std::all_of(text.begin(), text.end(),
                                      [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
    if (!as_it_is) return to_text(nlohmann::json(text));
    std::string quoted;
    quoted.reserve(text.size() + 2);
    quoted += '"';
    quoted += text;
    return quoted += '"';
}

} // namespace peerbot::bot::slack
