#include "bot/slack/inbound_json.hpp"
#include "bot/slack/json.hpp"

#include <nlohmann/json.hpp>

namespace peerbot::bot::slack {

namespace {

using nlohmann::json;

// Several fields are an id in one event and an object with that id in another.
std::string id_at(const json& holder, const char* key)
{
    const auto& value = member(holder, key);
    return value.is_object() ? text_at(value, "id") : text_at(holder, key);
}

std::string delivery_key_in(const json& message)
{
    return text_at(member(member(message, "metadata"), "event_payload"), "delivery_key");
}

std::chrono::sys_seconds time_at(const json& holder, const char* key)
{
    return std::chrono::sys_seconds{std::chrono::seconds{number_at(holder, key)}};
}

// The outer team may be the sender's side of a shared channel; the installation is in `authorizations`,
// which can be absent or hold a null.
void read_installation(const json& body, event& happened)
{
    const auto& authorizations = member(body, "authorizations");
    if (authorizations.is_array() && !authorizations.empty()) {
        happened.team = core::workspace_id{text_at(authorizations.front(), "team_id")};
        happened.enterprise = text_at(authorizations.front(), "enterprise_id");
    }
    if (happened.team.empty()) happened.team = core::workspace_id{text_at(body, "team_id")};
    if (happened.enterprise.empty()) happened.enterprise = text_at(body, "enterprise_id");
}

void read_nested_message(const json& inner, event& happened)
{
    const auto& changed = member(inner, "message");
    const auto& nested = changed.is_object() ? changed : member(inner, "previous_message");
    if (!nested.is_object()) return;
    happened.nested_ts = text_at(nested, "ts");
    happened.nested_user = core::user_id{text_at(nested, "user")};
    happened.nested_bot_id = text_at(nested, "bot_id");
    happened.nested_app_id = text_at(nested, "app_id");
    if (happened.delivery_key.empty()) happened.delivery_key = delivery_key_in(nested);
    if (happened.text.empty()) happened.text = text_at(nested, "text");
}

inbound read_event(const json& body)
{
    const auto& inner = member(body, "event");
    event happened;
    happened.event_id = text_at(body, "event_id");
    read_installation(body, happened);
    happened.event_time = time_at(body, "event_time");
    happened.is_ext_shared_channel = flag_at(body, "is_ext_shared_channel");

    happened.type = text_at(inner, "type");
    if (happened.type == "app_rate_limited") {
        return rate_limited{happened.team, time_at(inner, "minute_rate_limited")};
    }
    if (happened.event_id.empty() || happened.type.empty()) return ignored{"event without id or type"};
    happened.subtype = text_at(inner, "subtype");
    happened.user = core::user_id{id_at(inner, "user")};
    happened.inviter = core::user_id{text_at(inner, "inviter")};
    happened.channel = core::channel_id{id_at(inner, "channel")};
    happened.channel_type = text_at(inner, "channel_type");
    happened.ts = text_at(inner, "ts");
    happened.thread_ts = text_at(inner, "thread_ts");
    happened.text = text_at(inner, "text");
    happened.bot_id = text_at(inner, "bot_id");
    happened.app_id = text_at(inner, "app_id");
    happened.delivery_key = delivery_key_in(inner);
    read_nested_message(inner, happened);

    const auto& person = member(inner, "user");
    if (person.is_object()) happened.about = account_in(person);
    happened.tab = text_at(inner, "tab");
    if (happened.type == "channel_id_changed") {
        happened.channel = core::channel_id{text_at(inner, "old_channel_id")};
        happened.new_channel = core::channel_id{text_at(inner, "new_channel_id")};
    }
    return happened;
}

} // namespace

inbound parse_event(std::string_view text)
{
    const auto body = parse_json(text);
    if (!body.is_object()) return refused{400, "event is not a JSON object"};

    const auto type = text_at(body, "type");
    if (type == "event_callback") return read_event(body);
    if (type == "url_verification") return url_verification{text_at(body, "challenge")};
    if (type == "app_rate_limited") {
        return rate_limited{core::workspace_id{text_at(body, "team_id")},
                            time_at(body, "minute_rate_limited")};
    }
    return ignored{"unknown event"};
}

} // namespace peerbot::bot::slack
