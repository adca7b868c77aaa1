#include "bot/commands/events.hpp"
#include "bot/commands/table.hpp"
#include "bot/manifest.hpp"
#include "bot/slack/methods.hpp"
#include "bot/slack/scopes.hpp"
#include "tests/support/fixture_files.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <regex>
#include <set>
#include <stdexcept>

using namespace peerbot;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

// As much of JSON Schema (draft 7) as Slack's schema of manifests uses.
class schema_check
{
  public:
    explicit schema_check(json root) : root_(std::move(root)) {}

    // What is wrong, with its place; empty when nothing is.
    std::vector<std::string> check(const json& what)
    {
        wrong_.clear();
        walk(what, root_, "");
        return wrong_;
    }

  private:
    static bool is(const json& what, const std::string& type)
    {
        if (type == "integer") return what.is_number_integer();
        if (type == "number") return what.is_number();
        return what.type_name() == type;
    }
    void complain(const std::string& at, const std::string& why) { wrong_.push_back(at + ": " + why); }

    void walk(const json& what, const json& schema, const std::string& at)
    {
        if (schema.is_boolean()) return;
        if (schema.contains("$ref")) {
            const auto target = schema.at("$ref").get<std::string>();
            return walk(what, root_.at(json::json_pointer(target.substr(1))), at);
        }
        if (schema.contains("anyOf")) any_of(what, schema.at("anyOf"), at);
        if (schema.contains("type") && !has_type(what, schema.at("type")))
            return complain(at, "is a " + std::string(what.type_name()));
        if (schema.contains("enum")) {
            const auto& choices = schema.at("enum");
            if (std::find(choices.begin(), choices.end(), what) == choices.end())
                complain(at, "is none of the choices");
        }
        if (what.is_string()) text(what.get<std::string>(), schema, at);
        if (what.is_array()) list(what, schema, at);
        if (what.is_object()) object(what, schema, at);
    }

    static bool has_type(const json& what, const json& types)
    {
        if (types.is_string()) return is(what, types.get<std::string>());
        return std::any_of(types.begin(), types.end(),
                           [&](const json& one) { return is(what, one.get<std::string>()); });
    }

    void any_of(const json& what, const json& choices, const std::string& at)
    {
        for (const auto& one : choices) {
            schema_check alone(root_);
            alone.walk(what, one, at);
            if (alone.wrong_.empty()) return;
        }
        complain(at, "is like none of the choices");
    }

    void text(const std::string& what, const json& schema, const std::string& at)
    {
        if (what.size() < schema.value("minLength", std::size_t{0})) complain(at, "is too short");
        if (what.size() > schema.value("maxLength", what.size())) complain(at, "is too long");
        if (schema.contains("pattern") &&
            !std::regex_search(what, std::regex(schema.at("pattern").get<std::string>())))
            complain(at, "does not match");
    }

    void list(const json& what, const json& schema, const std::string& at)
    {
        if (what.size() < schema.value("minItems", std::size_t{0})) complain(at, "has too few");
        if (what.size() > schema.value("maxItems", what.size())) complain(at, "has too many");
        if (schema.value("uniqueItems", false) &&
            std::set<json>(what.begin(), what.end()).size() != what.size())
            complain(at, "has one twice");
        if (!schema.contains("items")) return;
        for (std::size_t i = 0; i < what.size(); ++i)
            walk(what[i], schema.at("items"), at + "/" + std::to_string(i));
    }

    void object(const json& what, const json& schema, const std::string& at)
    {
        for (const auto& name : schema.value("required", json::array())) {
            if (!what.contains(name.get<std::string>())) complain(at, "has no " + name.get<std::string>());
        }
        const auto known = schema.value("properties", json::object());
        for (const auto& [name, value] : what.items()) {
            if (known.contains(name)) {
                walk(value, known.at(name), at + "/" + name);
            } else if (schema.contains("additionalProperties") && !schema.contains("patternProperties") &&
                       schema.at("additionalProperties") == false) {
                complain(at, "does not know " + name);
            }
        }
    }

    json root_;
    std::vector<std::string> wrong_;
};

const std::string url = "https://peers.example.org";

json manifest(const std::string& of = url)
{
    return json::parse(bot::manifest_for(of));
}

// Whether anything comes of it, when it tells of somebody or of ourselves.
bool is_acted_upon(const std::string& type)
{
    bot::slack::identity us;
    us.user = core::user_id("UBOT");
    bot::slack::event happened;
    happened.type = type.substr(0, type.find('.'));
    happened.channel = core::channel_id("C1");
    happened.user = us.user;
    if (bot::plan_event(happened, us, {})) return true;
    happened.user = core::user_id("U1");
    // Of messages, those in a thread.
    happened.ts = "2.0";
    happened.thread_ts = type == "message" ? "" : "1.0";
    if (bot::plan_reply(happened, us, {})) return true;
    happened.about.user = happened.user;
    return bot::plan_event(happened, us, {}).has_value();
}

} // namespace

TEST_CASE("Slack's own schema finds nothing wrong with the manifest")
{
    schema_check schema(json::parse(tests::read_fixture("manifest.schema.json")));
    CHECK(schema.check(manifest()) == std::vector<std::string>{});

    auto broken = manifest();
    broken["display_information"]["name"] = std::string(36, 'x');
    broken["settings"]["socket_mode"] = true;
    broken["features"]["slash_commands"][0]["command"] = "peer";
    broken["features"]["slash_commands"][1].erase("description");
    broken["features"]["shortcuts"][0]["type"] = "menu";
    CHECK(schema.check(broken).size() == 5);
}

TEST_CASE("every area has its command, with people and channels as tokens")
{
    std::set<std::string> commands;
    const auto whole = manifest();
    for (const auto& row : whole.at("features").at("slash_commands")) {
        commands.insert(row.at("command").get<std::string>());
        CHECK(row.at("should_escape") == true);
        CHECK(row.at("url") == url + "/slack/commands");
    }
    for (const auto* area : bot::every_area())
        CHECK(commands.count("/" + std::string(area->area)) == (area->own_command ? 1 : 0));
}

TEST_CASE("a message can be proposed as a topic, brought for a critique or added to an assist, from its menu")
{
    const auto shortcuts = manifest().at("features").at("shortcuts");
    REQUIRE(shortcuts.size() == 3);
    CHECK(shortcuts[2].at("type") == "message");
    CHECK(shortcuts[2].at("name") == "Add to peer assist");
    CHECK(shortcuts[2].at("callback_id") == "assist.add_message");
    CHECK(shortcuts[1].at("type") == "message");
    CHECK(shortcuts[1].at("name") == "Ask for a critique");
    CHECK(shortcuts[1].at("callback_id") == "critique.request_message");
    CHECK(shortcuts[0].at("type") == "message");
    CHECK(shortcuts[0].at("name") == "Propose as topic");
    CHECK(shortcuts[0].at("callback_id") == "vote.propose_message");
}

TEST_CASE("Slack is sent to the paths that peerbot serves, and asks for what it listens to")
{
    const auto settings = manifest().at("settings");
    CHECK(settings.at("event_subscriptions").at("request_url") == url + "/slack/events");
    CHECK(settings.at("interactivity").at("request_url") == url + "/slack/interactions");
    CHECK(settings.at("interactivity").at("is_enabled") == true);
    CHECK(settings.at("socket_mode_enabled") == false);
}

TEST_CASE("the manifest asks for the events that are acted upon, and for no other")
{
    const auto whole = manifest();
    const auto& listed = whole.at("settings").at("event_subscriptions").at("bot_events");
    std::vector<std::string> subscribed;
    for (const auto& row : bot::slack::subscribed_events())
        subscribed.emplace_back(row.type);
    CHECK(listed.get<std::vector<std::string>>() == subscribed);
    for (const auto& type : subscribed) {
        INFO(type);
        CHECK(is_acted_upon(type));
    }
    for (const std::string type :
         {"app_home_opened", "app_mention", "app_uninstalled", "channel_created", "channel_rename",
          "group_rename", "im_created", "message", "reaction_added", "tokens_revoked"}) {
        INFO(type);
        CHECK_FALSE(is_acted_upon(type));
    }
}

TEST_CASE("the manifest asks for the scopes that methods, events and commands need, and for no other")
{
    const auto whole = manifest();
    const auto& listed = whole.at("oauth_config").at("scopes").at("bot");
    const auto needed = bot::slack::needed_scopes();
    CHECK(listed.get<std::vector<std::string>>() == std::vector<std::string>(needed.begin(), needed.end()));
}

TEST_CASE("every method that has a row is called, so that nothing is asked for that nobody uses")
{
    std::set<std::string> called;
    const std::regex call(R"((?:read|write|call|messages_since)\(method::(\w+))");
    for (const auto* file : {"web_api.cpp", "web_api_files.cpp"}) {
        std::ifstream source(std::string(PEERBOT_FIXTURES "/../../bot/slack/") + file);
        for (std::string line; std::getline(source, line);) {
            for (std::smatch found; std::regex_search(line, found, call); line = found.suffix())
                called.insert(found[1]);
        }
    }
    CHECK(called.size() == bot::slack::every_method().size());
}

TEST_CASE("a slash at the end of the address, a port and a path are as good")
{
    CHECK(manifest(url + "/") == manifest(url));
    CHECK(manifest(url + ":8443/bot").at("settings").at("interactivity").at("request_url") ==
          url + ":8443/bot/slack/interactions");
    CHECK_THAT(bot::manifest_for(url), !Contains("{url}"));
}

TEST_CASE("what is no https address is refused with a sentence")
{
    for (const std::string wrong :
         {"", "peers.example.org", "http://peers.example.org", "ftp://peers.example.org", "https://",
          "https:// peers", "https://peers.example.org/\"},{", "https://peers.example.org/a\\b",
          "https://peers.example.org?x=1"}) {
        INFO(wrong);
        CHECK_THROWS_WITH(bot::manifest_for(wrong),
                          Contains("is not an https address") && Contains("https://peers.example.org."));
    }
}
