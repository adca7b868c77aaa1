#include "bot/commands/sentences.hpp"
#include "bot/ingress.hpp"
#include "tests/bot/captured_log.hpp"
#include "tests/bot/commands/assists.hpp"
#include "tests/bot/commands/bot_under_test.hpp"
#include "tests/bot/net/server_rig.hpp"
#include "tests/bot/signing.hpp"
#include "tests/support/fixture_files.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::string secret = "0123456789abcdef-planted-secret";
const std::string older_secret = "fedcba9876543210-planted-secret";
const std::string form_type = "application/x-www-form-urlencoded";
const std::string json_type = "application/json";

struct reply
{
    unsigned status = 0;
    std::string head;
    std::string body;
};

reply read_reply(const std::string& message)
{
    if (message.empty()) return {};
    const auto end = message.find("\r\n\r\n");
    return {.status = static_cast<unsigned>(std::stoul(message.substr(9, 3))),
            .head = message.substr(0, end),
            .body = message.substr(end + 4)};
}

// A real server in front of the bot under test; requests come over real sockets.
class door
{
  public:
    explicit door(bot_options options = {})
        : bot(options),
          calendars_(bot.engine(), [this] { return bot.now; }),
          ingress_(
              bot.dispatch(), bot::slack::signature_check({secret, older_secret}), [this] { return bot.now; },
              [this]() -> const bot::slack::identity& { return bot.bot; }, counts, calendars_)
    {
        bot.now = core::instant{core::seconds{1'794'561'400}}; // when the fixtures were sent
        bot::server_observer observer;
        observer.refused = [this](const bot::refused_request& what) { ingress_.refused(what); };
        bot.loop().run([&] {
            server_.emplace(
                bot.loop().io(), any_port(), bot::server_limits{},
                [this](bot::http_request request) { return ingress_.handle(std::move(request)); },
                std::move(observer));
            server_->start();
        });
    }
    door(const door&) = delete;
    door& operator=(const door&) = delete;
    ~door()
    {
        bot.loop().run([this] { server_->stop_accepting(); });
        bot.loop().run([this] { server_->abort(); });
        bot.loop().await(server_->drained(patience));
    }

    talker connect()
    {
        return talker(bot.loop().run([this] { return server_->local_endpoint(); }));
    }
    std::string stamp(int seconds_later = 0) const
    {
        return std::to_string(std::chrono::floor<core::seconds>(bot.now.time_since_epoch()).count() +
                              seconds_later);
    }
    static std::string request(const std::string& method, const std::string& path, const std::string& headers,
                               const std::string& body)
    {
        return method + " " + path + " HTTP/1.1\r\nHost: here\r\n" + headers +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    static std::string signed_with(const std::string& stamp, const std::string& signature)
    {
        return "X-Slack-Request-Timestamp: " + stamp + "\r\nX-Slack-Signature: " + signature + "\r\n";
    }
    reply ask(const std::string& bytes)
    {
        auto client = connect();
        client.send(bytes);
        return read_reply(client.read_message());
    }
    // Signed well.
    reply post(const std::string& path, const std::string& type, const std::string& body)
    {
        return ask(request("POST", path,
                           "Content-Type: " + type + "\r\n" +
                               signed_with(stamp(), signature_of(secret, stamp(), body)),
                           body));
    }
    reply command(const std::string& line, const std::string& team = "T1", const std::string& more = {})
    {
        const auto space = line.find(' ');
        const auto text = space == std::string::npos ? std::string{} : line.substr(space + 1);
        return post("/slack/commands", form_type,
                    "team_id=" + team + "&channel_id=C1&user_id=U1&command=" + line.substr(0, space) +
                        "&text=" + text + "&trigger_id=" + std::to_string(++deliveries_) +
                        ".planted-trigger" + more);
    }
    // As if Slack had not told us yet who we are.
    void forget_who_we_are()
    {
        bot.loop().run([this] { bot.bot = {}; });
    }

    captured_log log; // outlives what writes to it
    bot_under_test bot;
    bot::metrics counts;

  private:
    bot::calendar_door calendars_;
    bot::ingress ingress_;
    std::optional<bot::server> server_;
    int deliveries_ = 0;
};

bot::plan shortcut_heard(const bot::message_shortcut&)
{
    return bot::saying{bot::say("Heard.")};
}

bot_options with_made_up_shortcut()
{
    static constexpr std::array shortcuts{bot::shortcut_row{"add_to_agenda", shortcut_heard}};
    static const bot::area_rows made_up{"made", "Made up.", {}, {}, {}, nullptr, shortcuts};
    static const std::array<const bot::area_rows*, 2> areas{&bot::group_commands(), &made_up};
    bot_options options;
    options.areas = areas;
    return options;
}

const std::string setup_line = "/peer setup+second+Tuesday+15:00+Europe/London";

std::string percent_encoded(const std::string& text)
{
    std::string encoded;
    for (const char c : text) {
        constexpr auto digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4U];
        encoded += digits[byte & 15U];
    }
    return encoded;
}

// Nothing happens but an answer without a word and one line in the log.
void check_turned_away(door& at, const std::string& bytes, unsigned status)
{
    const auto before = at.bot.dump();
    const auto lines = at.log.lines().size();
    const auto got = at.ask(bytes);
    CHECK(got.status == status);
    CHECK(got.body.empty());
    CHECK(at.bot.dump() == before);
    CHECK(at.bot.calls().empty());
    REQUIRE(at.log.lines().size() == lines + 1);
    CHECK_THAT(at.log.lines().back(), Contains("event=request") && Contains("route=refused") &&
                                          Contains("status=" + std::to_string(status)));
}

} // namespace

TEST_CASE("everything that Slack sends is accepted or politely let pass")
{
    door at;
    at.bot.bot = {.team = core::workspace_id("T07QK3M9ZPX"),
                  .user = core::user_id("U07RC6HV3QJ"),
                  .bot = "B07RD81KLM4",
                  .app = "A07RB5WTN2C"};
    const auto index = nlohmann::json::parse(read_fixture("INDEX.inbound.json"));
    std::size_t seen = 0;
    for (const auto& row : index.at("files")) {
        const auto file = row.at("file").get<std::string>();
        const auto type = row.at("content_type").get<std::string>();
        INFO(file);
        auto body = read_fixture(file);
        while (type == form_type && body.ends_with('\n'))
            body.pop_back();
        if (row.at("wrap") == "payload") body = "payload=" + percent_encoded(body);
        const auto path = type == json_type             ? "/slack/events"
                          : row.at("wrap") == "payload" ? "/slack/interactions"
                                                        : "/slack/commands";
        const auto got = at.post(path, type, body);
        CHECK(got.status == 200);
        const auto kind = row.at("kind").get<std::string>();
        if (kind == "event" || kind == "app_rate_limited" || kind == "ssl_check" || kind == "view_closed")
            CHECK(got.body.empty());
        if (kind == "url_verification")
            CHECK(got.body == nlohmann::json::parse(body).at("challenge").get<std::string>());
        if (kind == "slash_command") CHECK_THAT(got.body, Contains("\"response_type\":\"ephemeral\""));
        ++seen;
    }
    CHECK(seen == fixtures_in("inbound").size());
    CHECK_THAT(at.log.text(), !Contains("route=refused"));
}

TEST_CASE("a signed command is carried out and answered")
{
    door at;
    const auto got = at.command(setup_line);
    CHECK(got.status == 200);
    CHECK_THAT(got.head, Contains("Content-Type: application/json"));
    CHECK_THAT(got.body, Contains("The group is set up"));
    CHECK(at.bot.group().zone == "Europe/London");
}

TEST_CASE(
    "no line of the log, however talkative it is, tells who wrote a question without a name or their help")
{
    door at;
    set_up_assists(at.bot, 6);
    REQUIRE(at.command("/assist pick+classic").status == 200);
    const std::string writer = "U3";
    const auto interaction = [&](nlohmann::json what) {
        what["user"] = {{"id", writer}, {"team_id", "T1"}};
        what["team"] = {{"id", "T1"}, {"domain", "here"}};
        what["trigger_id"] = "1.planted-trigger";
        return at.post("/slack/interactions", form_type, "payload=" + percent_encoded(what.dump()));
    };
    const auto got =
        interaction({{"type", "block_actions"},
                     {"channel", {{"id", "C1"}}},
                     {"actions", {{{"type", "button"}, {"action_id", "assist.post"}, {"value", "1"}}}}});
    REQUIRE(got.status == 200);
    const auto form = opened_form(at.bot);
    const auto sent = interaction(
        {{"type", "view_submission"},
         {"view",
          {{"id", "V1"},
           {"type", "modal"},
           {"callback_id", form.at("callback_id")},
           {"private_metadata", form.at("private_metadata")},
           {"state",
            {{"values",
              {{"text", {{"value", {{"type", "plain_text_input"}, {"value", "Planted question"}}}}},
               {"name",
                {{"value", {{"type", "static_select"}, {"selected_option", {{"value", "none"}}}}}}}}}}}}}});
    REQUIRE(sent.status == 200);
    std::size_t boxed = 0;
    at.bot.look([&](core::unit_of_work& work) {
        boxed = work.contributions().boxed(work.assists().running(core::assist_id{1})->id).size();
    });
    REQUIRE(boxed == 1);
    ends_phase(at.bot, 1);
    CHECK(said_in(at.bot, 1).front().text == "Planted question");
    CHECK_THAT(at.log.text(), Contains("route=assist.post") && !Contains(writer) && !Contains("lanted"));
}

TEST_CASE("what is not signed as Slack signs is refused without a word")
{
    door at;
    const std::string body = "team_id=T1&channel_id=C1&user_id=U1&command=/"
                             "peer&trigger_id=1&text=setup+second+Tuesday+15:00+Europe/London";
    const auto with = [&](const std::string& headers) {
        return door::request("POST", "/slack/commands", "Content-Type: " + form_type + "\r\n" + headers,
                             body);
    };
    const auto now = at.stamp();
    check_turned_away(at, with(""), 401);
    check_turned_away(at, with("X-Slack-Request-Timestamp: " + now + "\r\n"), 401);
    check_turned_away(at, with("X-Slack-Signature: " + signature_of(secret, now, body) + "\r\n"), 401);
    check_turned_away(at, with(door::signed_with(now, signature_of("another secret", now, body))), 401);
    check_turned_away(at, with(door::signed_with(now, signature_of(secret, now, body + " "))), 401);
    check_turned_away(at, with(door::signed_with(now, "v0=")), 401);
    check_turned_away(at, with(door::signed_with(now, std::string(67, '0'))), 401);
    check_turned_away(at, with(door::signed_with("-" + now, signature_of(secret, "-" + now, body))), 401);
    for (const int later : {-301, 301, -86400, 86400}) {
        const auto then = at.stamp(later);
        check_turned_away(at, with(door::signed_with(then, signature_of(secret, then, body))), 401);
    }
    CHECK(at.ask(with(door::signed_with(now, signature_of(secret, now, body)))).status == 200);
}

TEST_CASE("five minutes either way, and a second secret, are accepted")
{
    door at;
    for (const int later : {-300, 300}) {
        const std::string body = "team_id=T1&channel_id=C1&user_id=U1&command=/peer&text=help";
        const auto then = at.stamp(later);
        const auto headers = "Content-Type: " + form_type + "\r\n" +
                             door::signed_with(then, signature_of(older_secret, then, body));
        CHECK(at.ask(door::request("POST", "/slack/commands", headers, body)).status == 200);
    }
}

TEST_CASE("other paths and methods are turned away before anything is looked at")
{
    door at;
    for (const auto* path : {"/", "/slack", "/slack/commands/", "/slack/command", "/Slack/commands",
                             "/metrics", "/healthz", "/slack/%63ommands", "/slack/events/../commands"})
        check_turned_away(at, door::request("POST", path, "", ""), 404);
    for (const auto* method : {"GET", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
        for (const auto* path : {"/slack/commands", "/slack/interactions", "/slack/events"}) {
            const auto lines = at.log.lines().size();
            const auto got = at.ask(door::request(method, path, "", ""));
            CHECK(got.status == 405);
            CHECK_THAT(got.head, Contains("Allow: POST"));
            CHECK(got.body.empty());
            CHECK(at.log.lines().size() == lines + 1);
        }
    }
}

TEST_CASE("a signed body of the wrong type, or that cannot be read, is refused")
{
    door at;
    const auto lines = [&] { return at.log.lines().size(); };
    const auto check = [&](const std::string& path, const std::string& type, const std::string& body,
                           unsigned status) {
        INFO(path << " " << type << " " << body.substr(0, 80));
        const auto before = lines();
        const auto got = at.post(path, type, body);
        CHECK(got.status == status);
        CHECK(got.body.empty());
        CHECK(lines() == before + 1);
        CHECK_THAT(at.log.lines().back(), Contains("route=refused"));
    };
    check("/slack/commands", json_type, "{}", 415);
    check("/slack/interactions", "text/plain", "payload={}", 415);
    check("/slack/events", form_type, "payload={}", 415);
    check("/slack/commands", "", "command=/peer", 415);
    check("/slack/interactions", form_type, "", 400);
    check("/slack/interactions", form_type, "payload=", 400);
    check("/slack/interactions", form_type, "payload=%7B%22type%22", 400);
    check("/slack/events", json_type, "", 400);
    check("/slack/events", json_type, "[]", 400);
    check("/slack/events", json_type, "{\"type\":", 400);
    check("/slack/events", json_type, std::string(100'000, '['), 400);
    check("/slack/commands", form_type, "command=%", 400);
}

TEST_CASE("a body that is cut short never arrives")
{
    door at;
    const auto before = at.bot.dump();
    const std::string body =
        "team_id=T1&channel_id=C1&user_id=U1&command=/peer&trigger_id=1&text=" + setup_line.substr(6);
    const auto headers = "Content-Type: " + form_type + "\r\n" +
                         door::signed_with(at.stamp(), signature_of(secret, at.stamp(), body));
    const auto whole = door::request("POST", "/slack/commands", headers, body);
    auto client = at.connect();
    REQUIRE(client.send(whole.substr(0, whole.size() - 1)));
    client.finish_sending();
    const auto answer = client.read_to_end();
    CHECK_THAT(answer, !StartsWith("HTTP/1.1 200"));
    CHECK(at.bot.dump() == before);
    CHECK(at.ask(whole).status == 200);
}

TEST_CASE("a body that is too large is refused before it is sent")
{
    door at;
    auto client = at.connect();
    REQUIRE(client.send("POST /slack/commands HTTP/1.1\r\nHost: here\r\nContent-Length: 1048577\r\n\r\n"));
    CHECK(read_reply(client.read_message()).status == 413);
    const auto now = [&] { return at.bot.loop().run([&] { return at.log.lines(); }); };
    while (now().empty())
        std::this_thread::yield();
    CHECK(now().size() == 1);
    CHECK_THAT(now().at(0), Contains("outcome=incomplete") && Contains("status=413"));
}

TEST_CASE("the largest body that is allowed is read")
{
    door at;
    std::string body = "team_id=T1&channel_id=C1&user_id=U1&command=/peer&text=help&more=";
    body.resize(std::size_t{1024} * 1024, 'x');
    CHECK(at.post("/slack/commands", form_type, body).status == 200);
}

TEST_CASE("the certificate check needs no signature, and does nothing else")
{
    door at;
    const auto before = at.bot.dump();
    for (const std::string body :
         {"ssl_check=1&token=abc", "team_id=T1&channel_id=C1&user_id=U1&command=/"
                                   "peer&text=setup+second+Tuesday+15:00+Europe/London&ssl_check=1"}) {
        const auto got =
            at.ask(door::request("POST", "/slack/commands", "Content-Type: " + form_type + "\r\n", body));
        CHECK(got.status == 200);
        CHECK(got.body.empty());
    }
    CHECK(at.bot.dump() == before);
    const auto unsigned_form = [&](const std::string& type, const std::string& body) {
        return at.ask(door::request("POST", "/slack/commands", "Content-Type: " + type + "\r\n", body))
            .status;
    };
    CHECK(unsigned_form(json_type, "ssl_check=1") == 401);
    CHECK(unsigned_form(form_type, "ssl_check=10") == 401);
    CHECK(unsigned_form(form_type, "xssl_check=1") == 401);
}

TEST_CASE("the challenge of an address is given back only when it is signed")
{
    door at;
    const std::string body = R"({"type":"url_verification","token":"x","challenge":"planted-challenge"})";
    const auto got = at.post("/slack/events", json_type + "; charset=utf-8", body);
    CHECK(got.status == 200);
    CHECK(got.body == "planted-challenge");
    CHECK(at.ask(door::request("POST", "/slack/events", "Content-Type: application/json\r\n", body)).status ==
          401);
}

TEST_CASE("another workspace is let pass and leaves nothing")
{
    door at;
    const auto before = at.bot.dump();
    const auto got = at.command(setup_line, "T2");
    CHECK(got.status == 200);
    CHECK(got.body.empty());
    CHECK(at.bot.dump() == before);
    CHECK_THAT(at.log.lines().back(), Contains("route=other_workspace"));

    at.forget_who_we_are();
    CHECK_THAT(at.command(setup_line, "T2").body, Contains("The group is set up"));
}

TEST_CASE("a shortcut reaches its row, and one that nobody knows is let pass")
{
    door at;
    at.forget_who_we_are();
    const auto payload = read_fixture("inbound/message_action_add_to_agenda.json");
    const auto body = "payload=" + percent_encoded(payload);
    const auto got = at.post("/slack/interactions", form_type, body);
    CHECK(got.status == 200);
    CHECK(got.body.empty());
    CHECK_THAT(at.log.lines().back(), Contains("route=shortcut outcome=ignored"));

    door with_row(with_made_up_shortcut());
    with_row.forget_who_we_are();
    CHECK(with_row.post("/slack/interactions", form_type, body).status == 200);
    CHECK_THAT(with_row.log.lines().back(), Contains("route=add_to_agenda outcome=shown"));
    const auto calls = with_row.bot.calls();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].url == nlohmann::json::parse(payload).at("response_url"));
    CHECK(calls[0].arguments.at("text") == "Heard.");
}

TEST_CASE("the log tells what was asked in one line each, and neither words nor secrets")
{
    door at;
    at.command(setup_line);
    at.command("/vote propose+planted-title");
    at.command("/vote propose+planted-title");
    at.command("/vote planted-word");
    at.command("/peer pause+until+planted-day");
    at.command("/rotation planted-word", "T1",
               "&token=planted-token&response_url=https%3A%2F%2Fhooks.slack.com%2Fplanted-url&user_name="
               "planted-name");
    at.post("/slack/events", json_type,
            R"({"type":"event_callback","event_id":"Ev1","team_id":"T1","token":"planted-token",)"
            R"("event":{"type":"message","user":"U1","channel":"C1","text":"planted-message","ts":"1.2"}})");
    at.post("/slack/events", json_type, "{\"planted-json");
    at.ask(door::request("POST", "/planted-path?planted-query", "X: planted-header\r\n", "planted-body"));
    at.ask(door::request("POST", "/slack/commands", door::signed_with(at.stamp(), "v0=planted-signature"),
                         "planted-body"));
    at.bot.next("views.open", ending::error("expired_trigger_id"));
    at.post("/slack/commands", form_type,
            "team_id=T1&channel_id=C2&user_id=U1&command=/peer&text=setup&trigger_id=planted-trigger");
    at.bot.stop_engine();
    at.command("/vote propose+planted-title");
    at.bot.calls();

    const auto text = at.bot.loop().run([&] { return at.log.text(); });
    CHECK_THAT(text, !Contains("planted"));
    const auto lines = at.log.lines();
    CHECK(std::count_if(lines.begin(), lines.end(), [](const auto& line) {
              return line.find("event=request ") != std::string::npos;
          }) == 12);
    CHECK_THAT(text, Contains("route=/vote outcome=done status=200") &&
                         Contains("route=/vote outcome=rejected") &&
                         Contains("outcome=unknown_path status=404") &&
                         Contains("outcome=signature_malformed status=401") &&
                         Contains("event=form_not_opened error=\"expired_trigger_id\"") &&
                         Contains("outcome=failed"));
}

TEST_CASE("requests are counted by what they were and what became of them")
{
    door at;
    at.command(setup_line);
    at.command("/peer help");
    at.ask(door::request("POST", "/elsewhere", "", ""));
    const auto text = at.bot.loop().run([&] { return at.counts.text({}); });
    CHECK_THAT(text, Contains("peerbot_requests_total{route=\"/peer\",outcome=\"done\"} 1\n") &&
                         Contains("peerbot_requests_total{route=\"/peer\",outcome=\"shown\"} 1\n") &&
                         Contains("peerbot_requests_total{route=\"refused\",outcome=\"unknown_path\"} 1\n") &&
                         Contains("peerbot_acknowledge_seconds_count 3\n"));
}
