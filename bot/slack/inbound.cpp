#include "bot/slack/inbound.hpp"

#include "bot/slack/form.hpp"
#include "bot/slack/inbound_json.hpp"

#include <algorithm>
#include <utility>

namespace peerbot::bot::slack {

namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view json_type = "application/json";

bool is_media_type(std::string_view content_type, std::string_view expected)
{
    auto type = content_type.substr(0, content_type.find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t'))
        type.remove_suffix(1);
    while (!type.empty() && (type.front() == ' ' || type.front() == '\t'))
        type.remove_prefix(1);
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(type.begin(), type.end(), expected.begin(), expected.end(),
                      [&](char left, char right) { return lower(left) == right; });
}

refused unreadable(form_fault fault)
{
    if (fault == form_fault::too_many_fields) return {400, "form has too many fields"};
    if (fault == form_fault::broken_escape) return {400, "form has a broken escape"};
    return {400, "form is not UTF-8"};
}

inbound parse_command(const form& fields)
{
    slash_command command;
    command.team = core::workspace_id{std::string{fields.value("team_id")}};
    command.enterprise = fields.value("enterprise_id");
    command.channel = core::channel_id{std::string{fields.value("channel_id")}};
    command.user = core::user_id{std::string{fields.value("user_id")}};
    command.command = fields.value("command");
    command.text = fields.value("text");
    command.trigger_id = fields.value("trigger_id");
    command.response_url = fields.value("response_url");
    if (command.command.empty() || command.team.empty() || command.user.empty() || command.channel.empty()) {
        return refused{400, "not a slash command"};
    }
    return command;
}

} // namespace

inbound parse_inbound(inbound_path path, std::string_view content_type, std::string_view body)
{
    if (path == inbound_path::events) {
        if (!is_media_type(content_type, json_type)) return refused{415, "an event is application/json"};
        return parse_event(body);
    }
    if (!is_media_type(content_type, form_type)) return refused{415, "this path takes a form"};

    const auto decoded = decode_form(body);
    if (const auto* fault = std::get_if<form_fault>(&decoded)) return unreadable(*fault);
    const auto& fields = std::get<form>(decoded);
    if (fields.value("ssl_check") == "1") return ssl_check{};
    if (path == inbound_path::commands) return parse_command(fields);
    if (!fields.has("payload")) return refused{400, "no payload"};
    return parse_interaction(fields.value("payload"));
}

bool is_ssl_check(std::string_view content_type, std::string_view body)
{
    if (!is_media_type(content_type, form_type)) return false;
    while (!body.empty()) {
        const auto end = std::min(body.find('&'), body.size());
        if (body.substr(0, end) == "ssl_check=1") return true;
        body.remove_prefix(std::min(end + 1, body.size()));
    }
    return false;
}

bool is_own(const event& happened, const identity& bot)
{
    if (happened.type == "member_joined_channel" || happened.type == "member_left_channel") return false;
    const auto same = [](const auto& theirs, const auto& ours) { return !ours.empty() && theirs == ours; };
    return same(happened.user, bot.user) || same(happened.nested_user, bot.user) ||
           same(happened.bot_id, bot.bot) || same(happened.nested_bot_id, bot.bot) ||
           same(happened.app_id, bot.app) || same(happened.nested_app_id, bot.app);
}

std::string decode_entities(std::string_view text)
{
    constexpr std::pair<std::string_view, char> entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
    std::string plain;
    plain.reserve(text.size());
    while (!text.empty()) {
        const auto* found = std::find_if(std::begin(entities), std::end(entities),
                                         [&](const auto& entity) { return text.starts_with(entity.first); });
        if (found == std::end(entities)) {
            plain += text.front();
            text.remove_prefix(1);
        } else {
            plain += found->second;
            text.remove_prefix(found->first.size());
        }
    }
    return plain;
}

std::string view_submission::text(const std::string& key) const
{
    const auto found = values.find(key);
    if (found == values.end()) return {};
    const auto* value = std::get_if<std::string>(&found->second);
    return value == nullptr ? std::string{} : *value;
}

std::vector<std::string> view_submission::list(const std::string& key) const
{
    const auto found = values.find(key);
    if (found == values.end()) return {};
    const auto* value = std::get_if<std::vector<std::string>>(&found->second);
    return value == nullptr ? std::vector<std::string>{} : *value;
}

} // namespace peerbot::bot::slack
