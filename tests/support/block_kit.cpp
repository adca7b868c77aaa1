#include "tests/support/block_kit.hpp"

#include "tests/support/collected_blocks.hpp"
#include "tests/support/fixture_files.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

namespace peerbot::tests {

namespace {

using nlohmann::json;

struct bounds
{
    std::size_t least = 0;
    std::size_t most = 0;
};

class limit_table
{
  public:
    limit_table()
    {
        const auto file = json::parse(read_fixture("block_kit_limits.json"));
        for (const auto& row : file.at("limits")) {
            if (!row.at("max").is_number()) continue;
            bounds found{.least = 0, .most = row.at("max").get<std::size_t>()};
            if (row.contains("min")) found.least = row.at("min").get<std::size_t>();
            rows_[{row.at("on").get<std::string>(), row.at("field").get<std::string>()}] = found;
        }
    }
    bounds of(const std::string& on, const std::string& field) const
    {
        const auto found = rows_.find({on, field});
        if (found == rows_.end()) throw std::logic_error("no limit for " + on + " " + field);
        return found->second;
    }

  private:
    std::map<std::pair<std::string, std::string>, bounds> rows_;
};

// Written independently of the code under test, from the definition of UTF-8 and UTF-16.
std::size_t units(const std::string& text)
{
    std::size_t count = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) != 0x80U) ++count;
        if (byte >= 0xF0U) ++count;
    }
    return count;
}

std::size_t escaped_units(const std::string& plain)
{
    auto count = units(plain);
    for (const char c : plain) {
        if (c == '&') count += 4;
        if (c == '<' || c == '>') count += 3;
    }
    return count;
}

class inspection
{
  public:
    explicit inspection(const limit_table& limits) : limits_(limits) {}

    void view(const json& what)
    {
        text_object(what.at("title"), "modal", "title.text");
        if (what.contains("submit")) text_object(what.at("submit"), "modal", "submit.text");
        if (what.contains("close")) text_object(what.at("close"), "modal", "close.text");
        length(what.value("private_metadata", ""), "modal or home", "private_metadata");
        length(what.value("callback_id", ""), "modal or home", "callback_id");
        const auto& blocks = what.at("blocks");
        count(blocks, "modal", "blocks");
        if (what.dump().size() > 250'000) complain("whole view is too large");
        bool asks = false;
        for (const auto& each : blocks)
            asks = asks || each.at("type") == "input";
        if (asks && !what.contains("submit")) complain("a view with an input needs submit");
        each_block(blocks);
    }

    void message(const json& what)
    {
        if (what.contains("text")) length(what.at("text").get<std::string>(), "chat.update", "text");
        if (what.contains("blocks")) message_blocks(what.at("blocks"));
    }

    void message_blocks(const json& blocks)
    {
        count(blocks, "message", "blocks");
        each_block(blocks);
    }

    std::vector<std::string> complaints() const { return complaints_; }

  private:
    void complain(const std::string& what) { complaints_.push_back(what); }

    void measure(std::size_t size, const std::string& on, const std::string& field)
    {
        const auto limit = limits_.of(on, field);
        if (size > limit.most || size < limit.least) {
            complain(on + " " + field + " is " + std::to_string(size) + ", allowed " +
                     std::to_string(limit.least) + " to " + std::to_string(limit.most));
        }
    }
    void length(const std::string& text, const std::string& on, const std::string& field)
    {
        measure(units(text), on, field);
    }
    void count(const json& list, const std::string& on, const std::string& field)
    {
        measure(list.size(), on, field);
    }

    void text_object(const json& what, const std::string& on, const std::string& field)
    {
        const auto type = what.at("type").get<std::string>();
        const auto text = what.at("text").get<std::string>();
        const auto size = type == "mrkdwn" ? units(text) : escaped_units(text);
        if (type == "mrkdwn" && !what.value("verbatim", false)) complain(on + " is not verbatim");
        if (type != "mrkdwn" && type != "plain_text") complain("text of type " + type);
        measure(size, "text object", "text");
        if (!on.empty()) measure(size, on, field);
    }

    void each_block(const json& blocks)
    {
        std::set<std::string> ids;
        for (const auto& each : blocks) {
            const auto id = each.value("block_id", "");
            length(id, "any block", "block_id");
            if (!id.empty() && !ids.insert(id).second) complain("block_id " + id + " is there twice");
            block(each);
        }
    }

    void block(const json& what)
    {
        actions_seen_.clear();
        const auto type = what.at("type").get<std::string>();
        if (type == "header") {
            text_object(what.at("text"), "header", "text.text");
            if (what.at("text").at("type") != "plain_text") complain("a header is plain text");
        } else if (type == "section") {
            text_object(what.at("text"), "section", "text.text");
            if (what.contains("accessory")) element(what.at("accessory"));
        } else if (type == "actions") {
            count(what.at("elements"), "actions", "elements");
            if (what.at("elements").empty()) complain("actions without an element");
            for (const auto& each : what.at("elements"))
                element(each);
        } else if (type == "context") {
            count(what.at("elements"), "context", "elements");
            if (what.at("elements").empty()) complain("context without an element");
            for (const auto& each : what.at("elements"))
                text_object(each, "", "");
        } else if (type == "input") {
            text_object(what.at("label"), "input", "label.text");
            if (what.contains("hint")) text_object(what.at("hint"), "input", "hint.text");
            element(what.at("element"));
        } else if (type != "divider") {
            complain("unknown block " + type);
        }
    }

    void element(const json& what)
    {
        const auto type = what.at("type").get<std::string>();
        const auto id = what.at("action_id").get<std::string>();
        length(id, "any interactive element", "action_id");
        if (id.empty()) complain("an element without action_id");
        if (!actions_seen_.insert(id).second) complain("action_id " + id + " is twice in one block");
        if (what.contains("placeholder")) {
            text_object(what.at("placeholder"), "any element with a placeholder", "placeholder.text");
        }
        if (type == "button") {
            button(what);
        } else if (type == "static_select" || type == "multi_static_select") {
            select(what);
        } else if (type == "plain_text_input") {
            measure(what.at("max_length").get<std::size_t>(), "plain_text_input", "max_length");
            if (units(what.value("initial_value", "")) > what.at("max_length").get<std::size_t>()) {
                complain("initial_value is longer than max_length");
            }
        } else if (type != "timepicker" && type != "datepicker" && type != "multi_users_select") {
            complain("unknown element " + type);
        }
    }

    void button(const json& what)
    {
        text_object(what.at("text"), "button", "text.text");
        length(what.value("value", ""), "button", "value");
        if (what.contains("accessibility_label")) {
            length(what.at("accessibility_label").get<std::string>(), "button", "accessibility_label");
        }
        const auto style = what.value("style", "primary");
        if (style != "primary" && style != "danger") complain("unknown style " + style);
        if (!what.contains("confirm")) return;
        for (const auto* field : {"title", "text", "confirm", "deny"}) {
            text_object(what.at("confirm").at(field), "confirm dialog", std::string{field} + ".text");
        }
    }

    void select(const json& what)
    {
        count(what.at("options"), "static_select, multi_static_select", "options");
        const auto& options = what.at("options");
        for (const auto& each : options) {
            text_object(each.at("text"), "option", "text.text");
            length(each.at("value").get<std::string>(), "option", "value");
        }
        auto on = what.value("initial_options", json::array());
        if (what.contains("initial_options") && on.empty()) complain("initial_options without an option");
        if (on.size() > what.value("max_selected_items", on.size()))
            complain("more initial_options than allowed");
        if (what.contains("initial_option")) on.push_back(what.at("initial_option"));
        for (const auto& each : on) {
            if (std::find(options.begin(), options.end(), each) == options.end())
                complain("what is chosen at first is none of the options");
        }
        const bool several = what.at("type") == "multi_static_select";
        for (const auto* field : {"initial_options", "max_selected_items"}) {
            if (!several && what.contains(field)) complain(std::string{field} + " of a menu that takes one");
        }
        if (several && what.contains("initial_option"))
            complain("initial_option of a menu that takes several");
        if (what.value("max_selected_items", 1) < 1) complain("max_selected_items below 1");
    }

    const limit_table& limits_;
    std::set<std::string> actions_seen_;
    std::vector<std::string> complaints_;
};

} // namespace

std::vector<std::string> check_limits(std::string_view text)
{
    static const limit_table limits;
    const auto what = json::parse(text, nullptr, false);
    if (what.is_discarded()) return {"not JSON"};
    inspection found(limits);
    try {
        if (what.is_array()) {
            found.message_blocks(what);
        } else if (what.value("type", "") == "modal") {
            found.view(what);
        } else {
            found.message(what);
        }
    } catch (const json::exception& error) {
        return {std::string{"malformed: "} + error.what()};
    }
    auto complaints = found.complaints();
    if (complaints.empty()) collect_blocks(what);
    return complaints;
}

} // namespace peerbot::tests
