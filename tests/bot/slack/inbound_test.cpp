#include "bot/slack/form.hpp"
#include "bot/slack/inbound.hpp"
#include "tests/support/fixture_files.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <set>
#include <utility>

using namespace peerbot;
using namespace peerbot::bot::slack;

namespace {

constexpr auto form_type = "application/x-www-form-urlencoded";
constexpr auto json_type = "application/json";

const identity our_bot{.team = core::workspace_id{"T07QK3M9ZPX"},
                       .user = core::user_id{"U07RC6HV3QJ"},
                       .bot = "B07RD81KLM4",
                       .app = "A07RB5WTN2C"};

inbound read_fixture_file(const std::string& name)
{
    auto body = tests::read_fixture("inbound/" + name);
    if (name.ends_with(".form")) return parse_inbound(inbound_path::commands, form_type, body);
    const auto type = nlohmann::json::parse(body).value("type", "");
    if (type == "event_callback" || type == "url_verification" || type == "app_rate_limited") {
        return parse_inbound(inbound_path::events, json_type, body);
    }
    return parse_inbound(inbound_path::interactions, form_type, encode_form({{"payload", body}}));
}

template <class Kind>
Kind fixture(const std::string& name)
{
    auto found = read_fixture_file(name);
    REQUIRE(std::holds_alternative<Kind>(found));
    return std::get<Kind>(found);
}

std::string kind_of(const inbound& what)
{
    static const char* const names[] = {
        "slash_command", "block_action",     "view_submission", "view_closed",
        "shortcut",      "block_suggestion", "event",           "url_verification",
        "ssl_check",     "app_rate_limited", "ignored",         "refused"};
    return names[what.index()];
}

std::string expected_kind(std::string kind)
{
    if (kind == "block_actions") return "block_action";
    if (kind == "message_action") return "shortcut";
    return kind;
}

inbound interaction(const std::string& payload)
{
    return parse_inbound(inbound_path::interactions, form_type, encode_form({{"payload", payload}}));
}

inbound happened(const std::string& body)
{
    return parse_inbound(inbound_path::events, json_type, body);
}

unsigned refusal(const inbound& what)
{
    const auto* found = std::get_if<refused>(&what);
    return found == nullptr ? 0 : found->status;
}

} // namespace

TEST_CASE("every inbound fixture becomes what its index says")
{
    const auto index = nlohmann::json::parse(tests::read_fixture("INDEX.inbound.json"));
    std::size_t seen = 0;
    for (const auto& row : index.at("files")) {
        const auto name = row.at("file").get<std::string>().substr(std::string{"inbound/"}.size());
        const auto found = read_fixture_file(name);
        std::cout << name << ": " << kind_of(found);
        if (const auto* what = std::get_if<event>(&found)) {
            std::cout << ' ' << what->type << ' ' << what->subtype
                      << (is_own(*what, our_bot) ? " (own)" : "");
        }
        std::cout << '\n';
        INFO(name);
        CHECK(kind_of(found) == expected_kind(row.at("kind").get<std::string>()));
        ++seen;
    }
    CHECK(seen == tests::fixtures_in("inbound").size());
}

TEST_CASE("a slash command keeps its text as Slack escaped it")
{
    const auto command = fixture<slash_command>("slash_command_escaped_mentions.form");
    CHECK(command.team.value == "T07QK3M9ZPX");
    CHECK(command.channel.value == "C07SG4ALGO1");
    CHECK(command.user.value == "U07Q1ADAL0V");
    CHECK(command.command == "/rotation");
    CHECK(command.text == "assign <@U07Q2BENM1R|ben> and <@U07Q3CHIK2S> in <#C07SG4ALGO1|algo-circle> not "
                          "<#C07SG5PRIV2|> see <https://example.org/a?b=1>");
    CHECK(command.trigger_id.starts_with("70120034003."));
    CHECK(command.response_url.starts_with("https://hooks.slack.com/commands/"));
    CHECK(command.enterprise.empty());

    CHECK(fixture<slash_command>("slash_command_enterprise_grid.form").enterprise == "E07ORG55QWZ");
    CHECK(fixture<slash_command>("slash_command_unescaped_unicode.form").text ==
          "start \"Où ira-t-on — été & “hiver” <3 + 100%?\" \"oui\" \"non 🙅\"");
}

TEST_CASE("a button is read from a message, an ephemeral one, a modal and a home view")
{
    const auto pressed = fixture<block_action>("block_actions_message_button.json");
    CHECK(pressed.channel.value == "C07SG4ALGO1");
    CHECK(pressed.user.value == "U07Q3CHIK2S");
    CHECK(pressed.message_ts == "1794560405.112349");
    CHECK(pressed.action_id == "vote_cast");
    CHECK(pressed.block_id == "poll_opt_0");
    CHECK(pressed.value == R"({"poll":"p_01","opt":0,"v":1})");
    CHECK(pressed.action_ts == "1794560461.204881");
    CHECK_FALSE(pressed.is_ephemeral);

    const auto undone = fixture<block_action>("block_actions_ephemeral_button.json");
    CHECK(undone.is_ephemeral);
    CHECK(undone.message_ts == "1794560470.000300");

    const auto chosen = fixture<block_action>("block_actions_modal_select.json");
    CHECK(chosen.value == "biweekly");
    CHECK(chosen.view_id == "V07TN1MODAL");
    CHECK(chosen.view_hash == "1794560502.aB3dE5fG");
    CHECK(chosen.private_metadata == R"({"group":"g_algo","v":1})");
    CHECK(chosen.channel.empty());
    CHECK(chosen.response_url.empty());
    CHECK(chosen.callback_id == "group_create");
    CHECK(chosen.values.size() == 3);
    CHECK(std::get<std::string>(chosen.values.at("group_name.value")) == "Algorithms circle");
    CHECK(std::get<std::string>(chosen.values.at("cadence.cadence_changed")) == "biweekly");

    CHECK(fixture<block_action>("block_actions_app_home_button.json").view_id == "V07TN2HOME5");
}

TEST_CASE("the answers of a modal are found by block and action")
{
    const auto sent = fixture<view_submission>("view_submission_create_group.json");
    CHECK(sent.callback_id == "group_create");
    CHECK(sent.text("group_name.value") == "Algorithms circle <&> friends");
    CHECK(sent.text("cadence.cadence_changed") == "biweekly");
    CHECK(sent.text("first_day.value") == "2026-11-19");
    CHECK(sent.text("first_time.value") == "17:30");
    CHECK(sent.list("members.value") ==
          std::vector<std::string>{"U07Q1ADAL0V", "U07Q2BENM1R", "U07Q3CHIK2S"});
    CHECK(sent.values.count("notes.value") == 0);
    CHECK(sent.text("notes.value").empty());
    CHECK(sent.list("group_name.value").empty());

    const auto closed = fixture<view_closed>("view_closed_create_group.json");
    CHECK_FALSE(closed.is_cleared);
    CHECK(closed.values.empty());
    CHECK(fixture<block_suggestion>("block_suggestion_topic_search.json").value == "gra");
}

TEST_CASE("a shortcut tells of the message it was chosen for, and where Slack shows it")
{
    auto chosen = fixture<shortcut>("message_action_add_to_agenda.json");
    CHECK(chosen.callback_id == "add_to_agenda");
    CHECK(chosen.user.value == "U07Q2BENM1R");
    CHECK(chosen.channel.value == "C07SG4ALGO1");
    CHECK(chosen.message_ts == "1794560650.000200");
    CHECK(chosen.thread_ts.empty());
    CHECK(chosen.message_user.value == "U07Q1ADAL0V");
    CHECK(chosen.message_text == "Could we cover amortised analysis? cc <@U07Q3CHIK2S>");
    CHECK(chosen.team_domain == "peerlab");
    const std::string link = "https://peerlab.slack.com/archives/C07SG4ALGO1/p1794560650000200";
    CHECK(message_link(chosen) == link);

    // The same, chosen for a reply.
    auto payload = nlohmann::json::parse(tests::read_fixture("inbound/message_action_add_to_agenda.json"));
    const auto happened =
        nlohmann::json::parse(tests::read_fixture("inbound/event_message_channels_thread_reply.json"));
    payload["message"] = happened.at("event");
    payload["message_ts"] = happened.at("event").at("ts");
    const auto reply = std::get<shortcut>(interaction(payload.dump()));
    CHECK(reply.message_text == "<@U07Q1ADAL0V> thank you &lt;3 &amp; good luck");
    CHECK(message_link(reply) == "https://peerlab.slack.com/archives/C07SG4ALGO1/p1794560830000300"
                                 "?thread_ts=1794560800.000100&cid=C07SG4ALGO1");
    chosen.thread_ts = chosen.message_ts; // a parent
    CHECK(message_link(chosen) == link);
    chosen.thread_ts = "not a stamp";
    CHECK(message_link(chosen) == link);

    // What is no word of Slack's makes no address.
    for (auto* part : {&chosen.team_domain, &chosen.channel.value, &chosen.message_ts}) {
        for (const std::string odd : {"", "evil.org/", "1794560650", ".1", "1.", "a b"}) {
            auto changed = std::exchange(*part, odd);
            INFO(odd);
            if (odd != "1794560650" || part == &chosen.message_ts) CHECK(message_link(chosen).empty());
            *part = changed;
        }
    }
    const auto general = fixture<shortcut>("shortcut_start_session.json");
    CHECK(general.channel.empty());
    CHECK(general.message_ts.empty());
    CHECK(message_link(general).empty());
}

TEST_CASE("events carry what happened to whom")
{
    const auto reply = fixture<event>("event_message_channels_thread_reply.json");
    CHECK(reply.event_id == "Ev07PB00274QZ");
    CHECK(reply.thread_ts == "1794560800.000100");
    CHECK(reply.text == "<@U07Q1ADAL0V> thank you &lt;3 &amp; good luck");
    CHECK(reply.event_time.time_since_epoch().count() == 1794560830);

    CHECK(fixture<event>("event_message_channels_own_post.json").delivery_key == "poll:p_01:post");
    CHECK(fixture<event>("event_message_changed.json").nested_ts == "1794560800.000100");
    CHECK(fixture<event>("event_channel_rename.json").channel.value == "C07SG4ALGO1");
    CHECK(fixture<event>("event_user_change.json").about.time_zone == "Asia/Tokyo");
    CHECK(fixture<event>("event_user_change.json").user.value == "U07Q2BENM1R");
    CHECK_FALSE(fixture<event>("event_user_change.json").about.is_deleted);
    CHECK(fixture<event>("event_user_change_deactivated.json").about.is_deleted);
    CHECK(fixture<event>("event_user_change_deactivated.json").about.user.value == "U07Q4DEEP3T");
    CHECK(fixture<event>("event_channel_id_changed.json").channel.value == "G07SG4ALGO1");
    CHECK(fixture<event>("event_channel_id_changed.json").new_channel.value == "C07SG4ALGO2");
    CHECK(fixture<event>("event_group_left.json").channel.value == "G07SG4ALGO1");
    CHECK(fixture<event>("event_member_joined_channel.json").inviter.value == "U07Q1ADAL0V");
    CHECK(fixture<event>("event_app_home_opened.json").tab == "home");
    CHECK(fixture<event>("event_tokens_revoked.json").team.value == "T07QK3M9ZPX");
    CHECK(fixture<url_verification>("url_verification.json").challenge.starts_with("q8Zr1v"));
    CHECK(fixture<rate_limited>("app_rate_limited.json").minute.time_since_epoch().count() == 1794561360);
}

TEST_CASE("our own doing is recognised, also inside an edit, and membership is not hidden")
{
    for (const auto& name : tests::fixtures_in("inbound")) {
        if (!name.starts_with("event_")) continue;
        INFO(name);
        const bool own = name.find("own_post") != std::string::npos ||
                         name.find("own_update") != std::string::npos ||
                         name.find("channel_topic") != std::string::npos;
        CHECK(is_own(fixture<event>(name), our_bot) == own);
    }
    CHECK_FALSE(is_own(fixture<event>("event_message_channels_own_post.json"), identity{}));
}

TEST_CASE("the installation is taken from the authorizations first")
{
    const auto outsider =
        happened(R"({"type":"event_callback","event_id":"Ev1","team_id":"T2","event":{"type":"x"},
                                       "authorizations":[{"team_id":"T1","enterprise_id":null}]})");
    CHECK(std::get<event>(outsider).team.value == "T1");
    const auto organisation = happened(R"({"type":"event_callback","event_id":"Ev1","team_id":"T2",
        "enterprise_id":"E2","event":{"type":"x"},"authorizations":[{"team_id":null}]})");
    CHECK(std::get<event>(organisation).team.value == "T2");
    CHECK(std::get<event>(organisation).enterprise == "E2");
}

TEST_CASE("app_rate_limited is understood inside an event as well")
{
    const auto nested = happened(R"({"type":"event_callback","team_id":"T1","event_id":"Ev1",
                                     "event":{"type":"app_rate_limited","minute_rate_limited":60}})");
    CHECK(std::get<rate_limited>(nested).team.value == "T1");
}

TEST_CASE("the set-up request is recognised without parsing")
{
    CHECK(is_ssl_check(form_type, "ssl_check=1&token=x"));
    CHECK(is_ssl_check("Application/X-WWW-Form-Urlencoded; charset=utf-8", "token=x&ssl_check=1"));
    CHECK_FALSE(is_ssl_check(json_type, "ssl_check=1"));
    CHECK_FALSE(is_ssl_check(form_type, "ssl_check=2"));
    CHECK_FALSE(is_ssl_check(form_type, "ssl_check=11"));
    CHECK_FALSE(is_ssl_check(form_type, "xssl_check=1"));
    CHECK_FALSE(is_ssl_check(form_type, ""));
}

TEST_CASE("what is not Slack's is refused, what is not for us is ignored")
{
    CHECK(refusal(parse_inbound(inbound_path::commands, json_type, "{}")) == 415);
    CHECK(refusal(parse_inbound(inbound_path::events, form_type, "a=b")) == 415);
    CHECK(refusal(parse_inbound(inbound_path::events, "", "{}")) == 415);
    CHECK(refusal(parse_inbound(inbound_path::commands, form_type, "")) == 400);
    CHECK(refusal(parse_inbound(inbound_path::commands, form_type, "command=%2Fpeer&text=%zz")) == 400);
    CHECK(refusal(parse_inbound(inbound_path::interactions, form_type, "text=x")) == 400);
    CHECK(refusal(interaction("")) == 400);
    CHECK(refusal(interaction("[]")) == 400);
    CHECK(refusal(interaction(R"({"type":"block_actions"})")) == 400);
    CHECK(refusal(happened(R"({"type":"event_callback")")) == 400);
    CHECK(refusal(happened("{\"type\":\"\xFF\"}")) == 400);
    CHECK(kind_of(interaction(R"({"type":"dialog_cancellation","user":{"id":"U1"}})")) == "ignored");
    CHECK(kind_of(interaction(R"({"type":"block_actions","user":{"id":"U1"},"actions":[]})")) == "ignored");
    CHECK(kind_of(happened(R"({"type":"something_new"})")) == "ignored");
    CHECK(kind_of(happened(R"({"type":"event_callback","event":null})")) == "ignored");
}

TEST_CASE("nesting is bounded before anything is built")
{
    const auto nested = [](std::size_t depth) {
        return R"({"type":"block_actions","user":{"id":"U1"},"x":)" + std::string(depth, '[') +
               std::string(depth, ']') + "}";
    };
    CHECK(kind_of(interaction(nested(31))) == "ignored");
    CHECK(refusal(interaction(nested(32))) == 400);
    CHECK(refusal(interaction(nested(100'000))) == 400);
    CHECK(kind_of(interaction(R"({"type":"x","user":{"id":"U1"},"y":")" + std::string(100, '[') + "\"}")) ==
          "ignored");
}

TEST_CASE("every field may be null, of another type or absent")
{
    // Each fixture again and again, with one value replaced by something that no field expects.
    const std::vector<nlohmann::json> oddities = {nullptr, "text", nlohmann::json::array({nullptr, 1})};
    for (const auto& name : tests::fixtures_in("inbound")) {
        if (!name.ends_with(".json")) continue;
        auto whole = nlohmann::json::parse(tests::read_fixture("inbound/" + name));
        for (const auto* bulky : {"/view/blocks", "/message", "/event/blocks", "/event/message/blocks"}) {
            const nlohmann::json::json_pointer place(bulky);
            if (whole.contains(place)) whole[place] = nlohmann::json::array();
        }
        std::set<std::string> places;
        const auto flat = whole.flatten();
        for (const auto& [path, value] : flat.items()) {
            for (auto place = nlohmann::json::json_pointer(path); !place.empty(); place.pop_back()) {
                places.insert(place.to_string());
            }
        }
        const bool is_event =
            name.starts_with("event_") || name.starts_with("app_") || name.starts_with("url_");
        for (const auto& place : places) {
            const nlohmann::json::json_pointer pointer(place);
            const auto usual = whole.at(pointer);
            for (const auto& oddity : oddities) {
                whole[pointer] = oddity;
                const auto found = is_event ? happened(whole.dump()) : interaction(whole.dump());
                if (kind_of(found).empty()) FAIL("not understood");
            }
            whole[pointer] = usual;
        }
    }
    SUCCEED();
}
