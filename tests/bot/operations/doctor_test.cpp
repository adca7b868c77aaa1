// peerbot doctor, as an operator calls it, against a Slack and a public address that misbehave on request.
#include "bot/slack/scopes.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/bot/net/server_rig.hpp"
#include "tests/bot/running_peerbot.hpp"
#include "tests/storage/engine_under_test.hpp"
#include "tests/storage/sample.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <ctime>
#include <fstream>
#include <map>
#include <sstream>

using namespace peerbot;
using namespace peerbot::tests;
namespace sqlite = storage::sqlite;
using Catch::Matchers::Contains;

namespace {

std::string date_after(std::chrono::seconds ahead)
{
    const auto when = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + ahead);
    std::tm parts = {};
    ::gmtime_r(&when, &parts);
    char text[64];
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

std::string every_scope()
{
    std::string list;
    for (const auto one : bot::slack::needed_scopes())
        list.append(list.empty() ? "" : ",").append(one);
    return list;
}

// What the stand-in for Slack says. Read on its own thread; changed only before it is asked.
struct slack_says
{
    std::string body = R"({"ok":true,"team_id":"T1","user_id":"UBOT","bot_id":"B1"})";
    std::string scopes = every_scope();
    std::string date = date_after(std::chrono::seconds(0));
};

boost::asio::awaitable<bot::http_response> say(const slack_says& what, bot::http_request)
{
    bot::http_response response(200, "application/json", what.body);
    response.headers.emplace_back("Date", what.date);
    if (!what.scopes.empty()) response.headers.emplace_back("X-OAuth-Scopes", what.scopes);
    co_return response;
}

boost::asio::awaitable<bot::http_response> status(unsigned number, bot::http_request)
{
    co_return bot::http_response(number);
}

struct operated
{
    scratch_folder folder;
    slack_says says;
    server_rig slack{[this](bot::http_request request) { return say(says, std::move(request)); }};
    std::map<std::string, std::string> settings{{"SLACK_SIGNING_SECRET", "the-signing-secret-of-this-test"},
                                                {"SLACK_BOT_TOKEN", "xoxb-token-of-this-test"},
                                                {"SLACK_API_URL", slack.url("/api/")},
                                                {"PEERBOT_LISTEN", "127.0.0.1:0"},
                                                {"PEERBOT_ADMIN_LISTEN", "127.0.0.1:0"},
                                                {"PEERBOT_DATABASE", (folder / "peerbot.db").string()}};

    exit_of run(const std::vector<std::string>& words) const
    {
        return running_peerbot(words, {settings.begin(), settings.end()}).wait(patience);
    }
    exit_of doctor() const
    {
        auto how = run({"doctor"});
        CHECK_THAT(how.said, !Contains("the-signing-secret") && !Contains("xoxb-token"));
        return how;
    }
    std::string line(const std::string& about) const
    {
        std::istringstream said(doctor().said);
        constexpr std::size_t width_of_standing = 9;
        for (std::string one; std::getline(said, one);)
            if (one.size() > width_of_standing && one.substr(width_of_standing).starts_with(about + ": "))
                return one;
        INFO(said.str());
        FAIL("nothing was said about " + about);
        return {};
    }
    void make_database() const { engine_under_test(folder / "peerbot.db").stop(); }
};

} // namespace

TEST_CASE_METHOD(operated, "when all is well, every line says so and where each setting came from")
{
    running_peerbot serving({"serve"}, {settings.begin(), settings.end()});
    settings["PEERBOT_PUBLIC_URL"] = "http://127.0.0.1:" + std::to_string(serving.address().port());
    const auto how = doctor();
    INFO(how.said);
    CHECK(how.status == 0);
    CHECK_THAT(how.said, !Contains("failed "));
    CHECK_THAT(how.said,
               Contains("ok       setting signing_secret: set, not shown, from the environment, "
                        "SLACK_SIGNING_SECRET\n") &&
                   Contains("ok       setting log_level: info, the default\n") &&
                   Contains("ok       setting listen: 127.0.0.1:0, from the environment, PEERBOT_LISTEN\n") &&
                   Contains("ok       time zones: ") && Contains("ok       CA certificates: ") &&
                   Contains(", intact, ") && Contains(", a peerbot serves from it\n") &&
                   Contains("ok       schema: ") && Contains("ok       log of changes: ") &&
                   Contains("ok       database file: closed to others.\n") &&
                   Contains("ok       clock: agrees with Slack's\n") &&
                   Contains("ok       token: Slack knows it: bot UBOT of workspace T1\n") &&
                   Contains("ok       scopes: all ") &&
                   Contains("/slack/events answers as Slack expects, but Slack calls only https addresses."));
    serving.signal(SIGTERM);
    CHECK(serving.wait(patience).status == 0);
}

TEST_CASE_METHOD(operated, "without a database, and without a public address, there is something to do")
{
    const auto how = doctor();
    INFO(how.said);
    CHECK(how.status == 0);
    CHECK_THAT(how.said, Contains("does not exist yet. peerbot serve makes it.\n") &&
                             Contains("warning  public address: the setting public_url is not set"));
    CHECK_FALSE(std::filesystem::exists(folder / "peerbot.db"));
    CHECK_FALSE(std::filesystem::exists(folder / "peerbot.db.lock"));
}

TEST_CASE_METHOD(operated,
                 "a format of assists that would keep peerbot from starting is told with its file and line")
{
    CHECK_THAT(line("formats of assists"), Contains("ok ") && Contains("9 of them"));
    const auto templates = folder / "formats";
    std::filesystem::create_directory(templates);
    settings["PEERBOT_ASSISTS"] = templates.string();
    CHECK_THAT(line("formats of assists"),
               Contains("ok ") && Contains("with those in " + templates.string()));
    std::ofstream(templates / "mine.toml") << "name = \"mine\"\ntitle = 5\n";
    CHECK_THAT(line("formats of assists"),
               Contains("failed ") && Contains("mine.toml, line 2: \"title\" must be text in quotes."));
    CHECK(doctor().status == 1);
    settings["PEERBOT_ASSISTS"] = (folder / "nowhere").string();
    CHECK_THAT(line("formats of assists"), Contains("failed ") && Contains("cannot be read"));
}

TEST_CASE_METHOD(operated, "a clock that is wrong is told in seconds")
{
    says.date = date_after(std::chrono::seconds(-60));
    CHECK_THAT(line("clock"), Contains("warning ") && Contains("seconds ahead of Slack's. Turn on"));
    says.date = date_after(std::chrono::seconds(400));
    CHECK_THAT(line("clock"),
               Contains("failed ") && Contains("seconds behind Slack's. Requests are refused when"));
    CHECK(doctor().status == 1);
    says.date = "yesterday";
    CHECK_THAT(line("clock"), Contains("warning ") && Contains("could not be compared"));
}

TEST_CASE_METHOD(operated, "a token that Slack does not take is told with its word for it")
{
    says.body = R"({"ok":false,"error":"invalid_auth"})";
    CHECK_THAT(line("token"),
               Contains("failed ") && Contains("says invalid_auth. Copy the Bot User OAuth Token"));
    settings["SLACK_BOT_TOKEN"] = "xoxp-token-of-this-test";
    CHECK_THAT(line("setting bot_token"), Contains("failed ") && Contains("does not begin with xoxb-"));
    settings["SLACK_BOT_TOKEN"] = "";
    const auto how = doctor();
    CHECK(how.status == 1);
    CHECK_THAT(how.said, Contains("failed   setting bot_token: SLACK_BOT_TOKEN is not set."));
}

TEST_CASE_METHOD(operated, "scopes that are missing are named, and those that nothing needs are mentioned")
{
    says.scopes = "chat:write,commands,channels:read,channels:history,groups:read,groups:history,im:write,"
                  "im:history,users:read,pins:write";
    CHECK_THAT(line("scopes"),
               Contains("failed ") && Contains("not granted: files:write. Paste the manifest"));
    says.scopes = every_scope() + ",pins:write";
    CHECK_THAT(line("scopes"), Contains("ok ") && Contains("not needed: pins:write"));
    says.scopes = "";
    CHECK_THAT(line("scopes"), Contains("warning ") && Contains("did not say"));
}

TEST_CASE_METHOD(operated, "Slack that cannot be reached is told from a token that is wrong")
{
    settings["SLACK_API_URL"] = "http://127.0.0.1:1/api/";
    const auto how = doctor();
    CHECK(how.status == 1);
    CHECK_THAT(how.said, Contains("failed   token: Slack does not answer at http://127.0.0.1:1/api/: ") &&
                             Contains("warning  clock: could not be compared"));
}

TEST_CASE_METHOD(operated, "each way in which the public address fails says what to do")
{
    const auto told_of = [this](unsigned number) {
        server_rig proxy([number](bot::http_request request) { return status(number, std::move(request)); });
        settings["PEERBOT_PUBLIC_URL"] = proxy.url("/");
        return line("public address");
    };
    CHECK_THAT(told_of(502),
               Contains("failed ") && Contains("answers 502. The proxy is there, but does not reach"));
    CHECK_THAT(told_of(404),
               Contains("answers 404. Let the proxy hand on all paths that begin with /slack/"));
    CHECK_THAT(told_of(301), Contains("answers 301. Slack does not follow that."));
    CHECK_THAT(told_of(200), Contains("failed ") && Contains("is no peerbot"));
    settings["PEERBOT_PUBLIC_URL"] = "http://127.0.0.1:1";
    CHECK_THAT(line("public address"), Contains("http://127.0.0.1:1/slack/events does not answer: "));

    auto others = settings;
    others["SLACK_SIGNING_SECRET"] = "another";
    running_peerbot serving({"serve"}, {others.begin(), others.end()});
    settings["PEERBOT_PUBLIC_URL"] = "http://127.0.0.1:" + std::to_string(serving.address().port());
    CHECK_THAT(line("public address"),
               Contains("answers 401. A peerbot answers there, but with another signing"));
}

TEST_CASE_METHOD(operated, "a database that is damaged, newer or open to everybody is told")
{
    make_database();
    const auto file = folder / "peerbot.db";
    std::filesystem::permissions(file, std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    CHECK_THAT(line("database file"), Contains("warning ") && Contains("chmod o= " + file.string()));
    sqlite::connection(file, sqlite::access::read_write)
        .execute("PRAGMA foreign_keys = OFF; INSERT INTO people_listings VALUES ('T1', 0);"
                 "INSERT INTO audit VALUES (NULL, 99, 0, 'set up', NULL, NULL, '')");
    CHECK_THAT(line("database"),
               Contains("failed ") && Contains("is damaged: ") && Contains("peerbot restore FILE"));
    sqlite::connection(file, sqlite::access::read_write).execute("PRAGMA user_version = 99");
    CHECK_THAT(line("database"), Contains("failed ") && Contains("newer peerbot"));
    CHECK(doctor().status == 1);
}

TEST_CASE_METHOD(operated, "a secret that everybody can read is told")
{
    std::ofstream(folder / "token") << "xoxb-token-of-this-test\n";
    settings.erase("SLACK_BOT_TOKEN");
    settings["SLACK_BOT_TOKEN_FILE"] = (folder / "token").string();
    std::filesystem::permissions(folder / "token", std::filesystem::perms(0644));
    CHECK_THAT(line("secret file"),
               Contains("warning ") && Contains("chmod o= " + (folder / "token").string()));
    CHECK_THAT(line("setting bot_token"),
               Contains("set, not shown, from the file " + (folder / "token").string()));
    std::filesystem::permissions(folder / "token", std::filesystem::perms(0640));
    CHECK_THAT(line("secret file"), Contains("ok "));
}

TEST_CASE_METHOD(operated, "settings that cannot be read are told, and the machine is looked at all the same")
{
    settings["PEERBOT_LOG_LEVEL"] = "loud";
    settings["PEERBOT_LISTEN"] = "here";
    const auto how = doctor();
    INFO(how.said);
    CHECK(how.status == 1);
    CHECK_THAT(how.said,
               Contains("failed   settings: PEERBOT_LOG_LEVEL: the setting log_level is \"loud\"") &&
                   Contains("failed   settings: PEERBOT_LISTEN: the setting listen is \"here\"") &&
                   Contains("ok       time zones: "));
}

TEST_CASE_METHOD(operated, "a backup is made while peerbot serves, and put back only when it does not")
{
    running_peerbot serving({"serve"}, {settings.begin(), settings.end()});
    serving.address();
    const auto file = (folder / "backup").string();
    const auto saved = run({"backup", file});
    CHECK(saved.status == 0);
    CHECK_THAT(saved.said, Contains("Saved and checked: " + file + ", "));
    CHECK(run({"backup", file}).status == 1);
    CHECK_THAT(run({"backup", file}).said, Contains("peerbot cannot go on: " + file + " exists already"));
    CHECK_THAT(run({"restore", file}).said, Contains("Another peerbot already uses"));
    serving.signal(SIGTERM);
    CHECK(serving.wait(patience).status == 0);

    const auto back = run({"restore", file});
    CHECK(back.status == 0);
    CHECK_THAT(back.said,
               Contains("Restored " + file) && Contains(".before-restore-") && Contains("Delete it when"));
    running_peerbot again({"serve"}, {settings.begin(), settings.end()});
    again.address();
    again.signal(SIGTERM);
    CHECK(again.wait(patience).status == 0);
}

TEST_CASE_METHOD(operated, "somebody who is forgotten leaves the group, and an export no longer names them")
{
    {
        engine_under_test engine(folder / "peerbot.db");
        engine.write([](unit_of_work& work) {
            const auto group = add_group(work);
            add_member(work, group, "U0LEAVER1");
            add_member(work, group, "U0STAYER1");
        });
    }
    CHECK(run({"forget", "U0LEAVER1"}).status == 1);
    CHECK_THAT(run({"export"}).said, Contains("U0LEAVER1"));

    const auto done = run({"forget", "U0LEAVER1", "--yes"});
    INFO(done.said);
    CHECK(done.status == 0);
    CHECK_THAT(done.said,
               Contains("U0LEAVER1 left every group and is forgotten.") && Contains("Renamed: members (1)"));
    const auto left = run({"export", "--channel", "C1"});
    CHECK(left.status == 0);
    CHECK_THAT(left.said, !Contains("U0LEAVER1") && Contains("U0STAYER1") && Contains("\"state\":\"left\""));
    CHECK_THAT(run({"export", "--channel", "C9"}).said, Contains("No group is in the channel C9."));
    CHECK(run({"forget", "U0LEAVER1", "--yes"}).status == 1);
}
