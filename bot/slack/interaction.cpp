#include "bot/slack/inbound_json.hpp"
#include "bot/slack/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace peerbot::bot::slack {

namespace {

using nlohmann::json;

// Where to look for the installation: the view knows best, and `team` is null for an organisation's
// installation.
core::workspace_id team_of(const json& payload)
{
    auto team = text_at(member(payload, "view"), "app_installed_team_id");
    if (team.empty()) team = text_at(member(payload, "team"), "id");
    if (team.empty()) team = text_at(member(payload, "user"), "team_id");
    return core::workspace_id{std::move(team)};
}

core::user_id user_of(const json& payload)
{
    return core::user_id{text_at(member(payload, "user"), "id")};
}

core::channel_id channel_of(const json& payload)
{
    auto channel = text_at(member(payload, "channel"), "id");
    if (channel.empty()) channel = text_at(member(payload, "container"), "channel_id");
    return core::channel_id{std::move(channel)};
}

std::vector<std::string> texts(const json& list)
{
    std::vector<std::string> found;
    for (const auto& each : list) {
        if (each.is_string()) found.push_back(each.get<std::string>());
        if (each.is_object()) found.push_back(text_at(each, "value"));
    }
    return found;
}

// The answer in one element, whatever its kind; none when it was left empty.
std::optional<input_value> answer_in(const json& element)
{
    for (const auto* key :
         {"selected_users", "selected_options", "selected_conversations", "selected_channels"}) {
        const auto& list = member(element, key);
        if (list.is_array()) return input_value{texts(list)};
    }
    for (const auto* key : {"value", "selected_date", "selected_time", "selected_user",
                            "selected_conversation", "selected_channel"}) {
        const auto& text = member(element, key);
        if (text.is_string()) return input_value{text.get<std::string>()};
    }
    const auto& option = member(element, "selected_option");
    if (option.is_object()) return input_value{text_at(option, "value")};
    const auto& instant = member(element, "selected_date_time");
    if (instant.is_number_integer()) return input_value{std::to_string(instant.get<std::int64_t>())};
    return std::nullopt;
}

std::map<std::string, input_value> answers_in(const json& view)
{
    std::map<std::string, input_value> answers;
    const auto& blocks = member(member(view, "state"), "values");
    if (!blocks.is_object()) return answers;
    for (const auto& [block_id, actions] : blocks.items()) {
        if (!actions.is_object()) continue;
        for (const auto& [action_id, element] : actions.items()) {
            auto answer = answer_in(element);
            if (!answer) continue;
            auto key = block_id;
            key.append(1, '.').append(action_id);
            answers.emplace(std::move(key), std::move(*answer));
        }
    }
    return answers;
}

inbound read_block_action(const json& payload)
{
    const auto& actions = member(payload, "actions");
    if (!actions.is_array() || actions.empty()) return ignored{"block_actions without an action"};
    const auto& pressed = actions.front();
    const auto& container = member(payload, "container");
    const auto& view = member(payload, "view");

    block_action action;
    action.team = team_of(payload);
    action.user = user_of(payload);
    action.user_team = core::workspace_id{text_at(member(payload, "user"), "team_id")};
    action.channel = channel_of(payload);
    action.message_ts = text_at(container, "message_ts");
    if (action.message_ts.empty()) action.message_ts = text_at(member(payload, "message"), "ts");
    action.view_id = text_at(view, "id");
    if (action.view_id.empty()) action.view_id = text_at(container, "view_id");
    action.view_hash = text_at(view, "hash");
    action.private_metadata = text_at(view, "private_metadata");
    action.callback_id = text_at(view, "callback_id");
    action.values = answers_in(view);
    action.block_id = text_at(pressed, "block_id");
    action.action_id = text_at(pressed, "action_id");
    if (const auto answer = answer_in(pressed)) {
        if (const auto* one = std::get_if<std::string>(&*answer)) action.value = *one;
        if (const auto* several = std::get_if<std::vector<std::string>>(&*answer)) action.selected = *several;
    }
    action.action_ts = text_at(pressed, "action_ts");
    action.trigger_id = text_at(payload, "trigger_id");
    action.response_url = text_at(payload, "response_url");
    action.is_ephemeral = flag_at(container, "is_ephemeral");
    return action;
}

inbound read_view_submission(const json& payload)
{
    const auto& view = member(payload, "view");
    view_submission sent;
    sent.team = team_of(payload);
    sent.user = user_of(payload);
    sent.callback_id = text_at(view, "callback_id");
    sent.private_metadata = text_at(view, "private_metadata");
    sent.values = answers_in(view);
    sent.view_id = text_at(view, "id");
    sent.hash = text_at(view, "hash");
    sent.trigger_id = text_at(payload, "trigger_id");
    return sent;
}

inbound read_view_closed(const json& payload)
{
    const auto& view = member(payload, "view");
    view_closed closed;
    closed.team = team_of(payload);
    closed.user = user_of(payload);
    closed.callback_id = text_at(view, "callback_id");
    closed.private_metadata = text_at(view, "private_metadata");
    closed.values = answers_in(view);
    closed.view_id = text_at(view, "id");
    closed.is_cleared = flag_at(payload, "is_cleared");
    return closed;
}

inbound read_shortcut(const json& payload)
{
    const auto& message = member(payload, "message");
    shortcut chosen;
    chosen.team = team_of(payload);
    chosen.team_domain = text_at(member(payload, "team"), "domain");
    chosen.user = user_of(payload);
    chosen.callback_id = text_at(payload, "callback_id");
    chosen.channel = channel_of(payload);
    chosen.message_ts = text_at(payload, "message_ts");
    if (chosen.message_ts.empty()) chosen.message_ts = text_at(message, "ts");
    chosen.thread_ts = text_at(message, "thread_ts");
    chosen.message_user = core::user_id{text_at(message, "user")};
    chosen.message_text = text_at(message, "text");
    chosen.action_ts = text_at(payload, "action_ts");
    chosen.trigger_id = text_at(payload, "trigger_id");
    chosen.response_url = text_at(payload, "response_url");
    return chosen;
}

inbound read_block_suggestion(const json& payload)
{
    const auto& view = member(payload, "view");
    block_suggestion typed;
    typed.team = team_of(payload);
    typed.user = user_of(payload);
    typed.block_id = text_at(payload, "block_id");
    typed.action_id = text_at(payload, "action_id");
    typed.value = text_at(payload, "value");
    typed.view_id = text_at(view, "id");
    typed.private_metadata = text_at(view, "private_metadata");
    return typed;
}

bool holds_only(std::string_view text, std::string_view allowed)
{
    return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

constexpr std::string_view digits = "0123456789";

// "1794560650.000200" without its dot; empty when it is no such stamp.
std::string stamp_digits(std::string_view stamp)
{
    const auto dot = std::min(stamp.find('.'), stamp.size());
    const auto rest = stamp.substr(std::min(dot + 1, stamp.size()));
    if (!holds_only(stamp.substr(0, dot), digits) || !holds_only(rest, digits)) return {};
    return std::string(stamp.substr(0, dot)).append(rest);
}

} // namespace

std::string message_link(const shortcut& chosen)
{
    constexpr std::string_view id_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    constexpr std::string_view domain_letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const auto stamp = stamp_digits(chosen.message_ts);
    const auto& channel = chosen.channel.value;
    if (stamp.empty() || !holds_only(channel, id_letters) || !holds_only(chosen.team_domain, domain_letters))
        return {};
    auto link = "https://" + chosen.team_domain + ".slack.com/archives/" + channel + "/p" + stamp;
    const bool is_reply = chosen.thread_ts != chosen.message_ts && !stamp_digits(chosen.thread_ts).empty();
    if (is_reply) link += "?thread_ts=" + chosen.thread_ts + "&cid=" + channel;
    return link;
}

inbound parse_interaction(std::string_view text)
{
    const auto payload = parse_json(text);
    if (!payload.is_object()) return refused{400, "payload is not a JSON object"};
    if (user_of(payload).empty()) return refused{400, "payload names no user"};

    const auto type = text_at(payload, "type");
    if (type == "block_actions") return read_block_action(payload);
    if (type == "view_submission") return read_view_submission(payload);
    if (type == "view_closed") return read_view_closed(payload);
    if (type == "shortcut" || type == "message_action") return read_shortcut(payload);
    if (type == "block_suggestion") return read_block_suggestion(payload);
    return ignored{"unknown interaction"};
}

} // namespace peerbot::bot::slack
