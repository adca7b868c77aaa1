#include "bot/slack/blocks.hpp"

#include "bot/slack/json.hpp"
#include "bot/slack/mrkdwn.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>

namespace peerbot::bot::slack {

namespace {

using nlohmann::json;

constexpr std::size_t message_blocks = 50;
constexpr std::size_t view_blocks = 100;
constexpr std::size_t message_text = 4000; // chat.update refuses more
constexpr std::size_t view_title = 24;
constexpr std::size_t view_button = 24;
constexpr std::size_t metadata_text = 3000;
constexpr std::size_t id_text = 255;
constexpr std::size_t section_text = 3000;
constexpr std::size_t header_text = 150;
constexpr std::size_t context_text = 3000;
constexpr std::size_t context_elements = 10;
constexpr std::size_t actions_elements = 25;
constexpr std::size_t button_text = 75;
constexpr std::size_t button_value = 2000;
constexpr std::size_t label_text = 2000;
constexpr std::size_t placeholder_text = 150;
constexpr std::size_t option_text = 75;
constexpr std::size_t option_value = 150;
constexpr std::size_t select_options = 100;
constexpr std::size_t confirm_title = 100;
constexpr std::size_t confirm_text = 300;
constexpr std::size_t confirm_button = 30;
constexpr int input_length = 3000;

// A text object must not be empty.
std::string_view or_dash(std::string_view text)
{
    return text.empty() ? "–" : text;
}

json plain(const std::string& text, std::size_t most)
{
    return {{"type", "plain_text"}, {"text", or_dash(cut_plain(text, most))}, {"emoji", true}};
}

// verbatim: a bare @everyone or URL in somebody's text is not to be linked. Texts, buttons and the blocks of
// both are written without a tree, each behind the one before: every answer is made of them, and a ballot of
// many.
void add_mrkdwn(std::string& into, const std::string& escaped, std::size_t most)
{
    into += R"({"text":)";
    if (escaped.size() <= most)
        add_json_string(into, or_dash(escaped));
    else
        add_json_string(into, cut(escaped, most));
    into += R"(,"type":"mrkdwn","verbatim":true})";
}

void add_plain_text(std::string& into, const std::string& text, std::size_t most)
{
    into += R"({"emoji":true,"text":)";
    add_json_string(into, or_dash(cut_plain(text, most)));
    into += R"(,"type":"plain_text"})";
}

// Identifiers and values are ours and ASCII; an ellipsis would only make another identifier of them.
std::string identifier(const std::string& text, std::size_t most)
{
    return text.substr(0, most);
}

void add_confirmation(std::string& into, const confirmation& ask)
{
    into += R"({"confirm":)";
    add_plain_text(into, ask.yes, confirm_button);
    into += R"(,"deny":)";
    add_plain_text(into, ask.no, confirm_button);
    into += R"(,"text":)";
    add_plain_text(into, ask.text, confirm_text);
    into += R"(,"title":)";
    add_plain_text(into, ask.title, confirm_title);
    into += '}';
}

void add_button(std::string& into, const button& what)
{
    into += '{';
    if (!what.accessibility_label.empty()) {
        into += R"("accessibility_label":)";
        add_json_string(into, cut_plain(what.accessibility_label, button_text));
        into += ',';
    }
    into += R"("action_id":)";
    add_json_string(into, identifier(what.action_id, id_text));
    if (what.ask) {
        into += R"(,"confirm":)";
        add_confirmation(into, *what.ask);
    }
    if (what.style == button_style::primary) into += R"(,"style":"primary")";
    if (what.style == button_style::danger) into += R"(,"style":"danger")";
    into += R"(,"text":)";
    add_plain_text(into, what.text, button_text);
    into += R"(,"type":"button")";
    if (!what.value.empty()) {
        into += R"(,"value":)";
        add_json_string(into, identifier(what.value, button_value));
    }
    into += '}';
}

json option_json(const option& what)
{
    return {{"text", plain(what.text, option_text)}, {"value", identifier(what.value, option_value)}};
}

void add_placeholder(json& element, const std::string& text)
{
    if (!text.empty()) element["placeholder"] = plain(text, placeholder_text);
}

json element_json(const text_field& what)
{
    const auto most = std::clamp(what.most_length, 1, input_length);
    json element = {{"type", "plain_text_input"},
                    {"action_id", identifier(what.action_id, id_text)},
                    {"multiline", what.multiline},
                    {"max_length", most}};
    if (what.least_length > 0) element["min_length"] = std::min(what.least_length, most);
    if (!what.initial.empty()) {
        element["initial_value"] = cut_plain(what.initial, static_cast<std::size_t>(most));
    }
    if (what.tells_typing)
        element["dispatch_action_config"] = {{"trigger_actions_on", {"on_character_entered"}}};
    add_placeholder(element, what.placeholder);
    return element;
}

bool tells_at_once(const field& what)
{
    if (const auto* text = std::get_if<text_field>(&what)) return text->tells_typing;
    if (const auto* choice = std::get_if<choice_field>(&what)) return choice->tells_choice;
    return false;
}

// At least one: Slack refuses a menu without an option.
json options_json(const std::vector<option>& all)
{
    json options = json::array();
    for (const auto& each : all) {
        if (options.size() == select_options) break;
        options.push_back(option_json(each));
    }
    if (options.empty()) options.push_back(option_json({.text = "Nothing to choose from", .value = "none"}));
    return options;
}

// Those that are on when the form opens, as they are in the list: Slack compares them whole.
json initial_of(const json& options, const std::vector<std::string>& values)
{
    json on = json::array();
    for (const auto& each : options) {
        if (std::find(values.begin(), values.end(), each.at("value").get<std::string>()) != values.end())
            on.push_back(each);
    }
    return on;
}

json element_json(const choice_field& what)
{
    auto options = options_json(what.options);
    json element = {{"type", "static_select"}, {"action_id", identifier(what.action_id, id_text)}};
    const auto on = initial_of(options, {what.initial});
    if (!on.empty()) element["initial_option"] = on.back();
    element["options"] = std::move(options);
    add_placeholder(element, what.placeholder);
    return element;
}

json element_json(const multi_choice_field& what)
{
    auto options = options_json(what.options);
    json element = {{"type", "multi_static_select"}, {"action_id", identifier(what.action_id, id_text)}};
    auto on = initial_of(options, what.initial);
    while (what.most > 0 && on.size() > static_cast<std::size_t>(what.most))
        on.erase(on.size() - 1);
    if (!on.empty()) element["initial_options"] = std::move(on);
    if (what.most > 0) element["max_selected_items"] = what.most;
    element["options"] = std::move(options);
    add_placeholder(element, what.placeholder);
    return element;
}

json element_json(const date_field& what)
{
    json element = {{"type", "datepicker"}, {"action_id", identifier(what.action_id, id_text)}};
    if (!what.initial.empty()) element["initial_date"] = what.initial;
    return element;
}

json element_json(const time_field& what)
{
    json element = {{"type", "timepicker"}, {"action_id", identifier(what.action_id, id_text)}};
    if (!what.initial.empty()) element["initial_time"] = what.initial;
    return element;
}

json element_json(const people_field& what)
{
    json element = {{"type", "multi_users_select"}, {"action_id", identifier(what.action_id, id_text)}};
    if (!what.initial.empty()) element["initial_users"] = what.initial;
    if (what.most > 0) element["max_selected_items"] = what.most;
    add_placeholder(element, what.placeholder);
    return element;
}

block finished(const json& what)
{
    return {to_text(what)};
}

constexpr std::size_t room_for_marks = 64; // what stands around a text
constexpr std::size_t room_for_button = 256;

block begun(std::size_t room, std::string_view first)
{
    block made;
    made.json.reserve(room + 2 * room_for_marks);
    made.json += first;
    return made;
}

std::string array_of(const std::vector<block>& blocks, std::size_t most)
{
    std::vector<const block*> kept;
    for (const auto& each : blocks) {
        if (!each.json.empty()) kept.push_back(&each);
    }
    block gap;
    if (kept.size() > most) {
        gap = context({"…"});
        const auto* last = kept.back();
        kept.resize(most - 2);
        kept.push_back(&gap);
        kept.push_back(last);
    }
    std::size_t size = 2;
    for (const auto* each : kept)
        size += each->json.size() + 1;
    std::string array;
    array.reserve(size);
    array += '[';
    for (const auto* each : kept) {
        if (array.size() > 1) array += ',';
        array += each->json;
    }
    return array += ']';
}

} // namespace

block header(const std::string& text)
{
    return finished({{"type", "header"}, {"text", plain(text, header_text)}});
}

block section(const std::string& escaped)
{
    block made = begun(escaped.size(), R"({"text":)");
    add_mrkdwn(made.json, escaped, section_text);
    made.json += R"(,"type":"section"})";
    return made;
}

block section(const std::string& escaped, const button& accessory)
{
    block made = begun(escaped.size() + room_for_button, R"({"accessory":)");
    add_button(made.json, accessory);
    made.json += R"(,"text":)";
    add_mrkdwn(made.json, escaped, section_text);
    made.json += R"(,"type":"section"})";
    return made;
}

block actions(const std::vector<button>& buttons, const std::string& block_id)
{
    if (buttons.empty()) return {};
    block made = begun(buttons.size() * room_for_button, "{");
    if (!block_id.empty()) {
        made.json += R"("block_id":)";
        add_json_string(made.json, identifier(block_id, id_text));
        made.json += ',';
    }
    made.json += R"("elements":[)";
    for (std::size_t i = 0; i < std::min(buttons.size(), actions_elements); ++i) {
        if (i > 0) made.json += ',';
        add_button(made.json, buttons[i]);
    }
    made.json += R"(],"type":"actions"})";
    return made;
}

block context(const std::vector<std::string>& texts)
{
    if (texts.empty()) return {};
    std::size_t size = 0;
    for (const auto& each : texts)
        size += each.size() + room_for_marks;
    block made = begun(size, R"({"elements":[)");
    for (std::size_t i = 0; i < std::min(texts.size(), context_elements); ++i) {
        if (i > 0) made.json += ',';
        add_mrkdwn(made.json, texts[i], context_text);
    }
    made.json += R"(],"type":"context"})";
    return made;
}

block divider()
{
    return finished({{"type", "divider"}});
}

block input(const input_row& row)
{
    json what = {{"type", "input"},
                 {"block_id", identifier(row.block_id, id_text)},
                 {"label", plain(row.label, label_text)},
                 {"optional", row.optional}};
    what["element"] = std::visit([](const auto& kind) { return element_json(kind); }, row.what);
    if (tells_at_once(row.what)) what["dispatch_action"] = true;
    if (!row.hint.empty()) what["hint"] = plain(row.hint, label_text);
    return finished(what);
}

std::string view_json(const modal& what)
{
    std::string view = "{\"type\":\"modal\",\"title\":" + to_text(plain(what.title, view_title));
    view += ",\"callback_id\":" + json_string(identifier(what.callback_id, id_text));
    view += ",\"private_metadata\":" + json_string(identifier(what.private_metadata, metadata_text));
    if (!what.submit.empty()) view += ",\"submit\":" + to_text(plain(what.submit, view_button));
    if (!what.close.empty()) view += ",\"close\":" + to_text(plain(what.close, view_button));
    if (what.tells_close) view += ",\"notify_on_close\":true";
    view += ",\"blocks\":" + array_of(what.blocks, view_blocks);
    return view += '}';
}

rendered message(const std::string& text, const std::vector<block>& blocks)
{
    rendered whole{.text = cut(text, message_text)};
    if (std::any_of(blocks.begin(), blocks.end(), [](const block& each) { return !each.json.empty(); })) {
        whole.blocks_json = array_of(blocks, message_blocks);
    }
    return whole;
}

rendered with_line(const rendered& before, const std::string& escaped)
{
    rendered whole{.text = cut(before.text + "\n" + escaped, message_text),
                   .blocks_json = before.blocks_json,
                   .thread = before.thread};
    if (!whole.blocks_json.empty()) {
        whole.blocks_json.pop_back();
        whole.blocks_json += "," + section(escaped).json + "]";
    }
    return whole;
}

rendered with_block(const rendered& before, const block& last)
{
    if (before.blocks_json.empty()) return message(before.text, {section(before.text), last});
    auto whole = before;
    whole.blocks_json.pop_back();
    whole.blocks_json += "," + last.json + "]";
    return whole;
}

} // namespace peerbot::bot::slack
