#include "config/settings.hpp"

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>

using namespace peerbot::config;

namespace {

using words = std::map<std::string, std::string, std::less<>>;

settings::environment environment_of(words values)
{
    return [values = std::move(values)](std::string_view name) -> std::optional<std::string> {
        const auto found = values.find(name);
        if (found == values.end()) return std::nullopt;
        return found->second;
    };
}

class written_file
{
  public:
    explicit written_file(const std::string& content)
    {
        char pattern[] = "/tmp/peerbot-settings-XXXXXX";
        const int handle = mkstemp(pattern);
        REQUIRE(handle >= 0);
        path_ = pattern;
        std::ofstream(path_) << content;
    }
    ~written_file() { std::remove(path_.c_str()); }
    written_file(const written_file&) = delete;
    written_file& operator=(const written_file&) = delete;
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

std::string problem_of(const words& flags, const words& environment)
{
    try {
        settings::load(flags, environment_of(environment));
    } catch (const settings_error& wrong) {
        return wrong.what();
    }
    return {};
}

} // namespace

TEST_CASE("a flag wins over the environment, that over the file, that over the default")
{
    const written_file file("listen = \"file:1\"\ndatabase = \"file.db\"\nlog_level = \"debug\"\n");
    const auto all = settings::load({{"listen", "flag:1"}}, environment_of({{"PEERBOT_CONFIG", file.path()},
                                                                            {"PEERBOT_LISTEN", "env:1"},
                                                                            {"PEERBOT_DATABASE", "env.db"}}));
    CHECK(all.text("listen") == "flag:1");
    CHECK(all.find("listen").from == source::flag);
    CHECK(all.text("database") == "env.db");
    CHECK(all.text("log_level") == "debug");
    CHECK(all.find("log_level").from == source::file);
    CHECK(all.text("api_url") == "https://slack.com/api/");
}

TEST_CASE("a secret can come from a file")
{
    const written_file secret("xoxb-from-file\n");
    const auto all = settings::load({}, environment_of({{"SLACK_BOT_TOKEN_FILE", secret.path()}}));
    CHECK(all.text("bot_token") == "xoxb-from-file");
    CHECK(problem_of({}, {{"SLACK_BOT_TOKEN_FILE", "/nowhere/at/all"}}).find("/nowhere/at/all") !=
          std::string::npos);
}

TEST_CASE("two signing secrets are accepted during a change")
{
    const auto all = settings::load({}, environment_of({{"SLACK_SIGNING_SECRET", "new, old"}}));
    CHECK(all.signing_secrets() == std::vector<std::string>{"new", "old"});
}

TEST_CASE("every needed setting that is missing is named at once")
{
    const auto all = settings::load({}, environment_of({}));
    try {
        all.require_needed();
        FAIL("nothing was missed");
    } catch (const settings_error& wrong) {
        const std::string text = wrong.what();
        CHECK(text.find("SLACK_SIGNING_SECRET is not set") != std::string::npos);
        CHECK(text.find("SLACK_BOT_TOKEN is not set") != std::string::npos);
    }
}

TEST_CASE("a wrong settings file is refused with file, line and the nearest key")
{
    const written_file misspelt("# a comment\nlistn = \"127.0.0.1:1\"\n");
    CHECK(problem_of({{"config", misspelt.path()}}, {}) ==
          misspelt.path() + ", line 2: there is no setting \"listn\". Nearest: listen.");
    const written_file number("listen = 8080\n");
    CHECK(problem_of({{"config", number.path()}}, {}) ==
          number.path() + ", line 1: the setting \"listen\" must be text in quotes.");
    CHECK_FALSE(problem_of({{"config", "/nowhere.toml"}}, {}).empty());
    CHECK(problem_of({{"log_format", "xml"}}, {}).find("must be one of text, json") != std::string::npos);
}

TEST_CASE("the example file says what happens without it")
{
    const auto all =
        settings::load({{"config", PEERBOT_FIXTURES "/../../config/peerbot.toml"}}, environment_of({}));
    for (const auto& row : known_settings()) {
        if (row.name != "config") CHECK(all.text(row.name) == row.usual);
    }
}

TEST_CASE("the public address is an address of the web, or not given")
{
    CHECK(problem_of({}, {{"PEERBOT_PUBLIC_URL", "https://peers.example.org/"}}).empty());
    CHECK(problem_of({}, {}).empty());
    for (const auto* const wrong :
         {"peers.example.org", "ftp://peers.example.org", "https://peers example.org",
          "https://peers.example.org/?x=1", "https://peers.example.org/`x`"})
        CHECK(problem_of({}, {{"PEERBOT_PUBLIC_URL", wrong}}).find("public_url") != std::string::npos);
}
