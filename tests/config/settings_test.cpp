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
    const written_file file("listen = \"127.0.0.1:2\"\ndatabase = \"file.db\"\nlog_level = \"debug\"\n");
    const auto all =
        settings::load({{"listen", "127.0.0.1:1"}}, environment_of({{"PEERBOT_CONFIG", file.path()},
                                                                    {"PEERBOT_LISTEN", "127.0.0.1:3"},
                                                                    {"PEERBOT_DATABASE", "env.db"}}));
    CHECK(all.text("listen") == "127.0.0.1:1");
    CHECK(all.find("listen").from == source::flag);
    CHECK(all.find("listen").place == "--listen");
    CHECK(all.find("database").place == "PEERBOT_DATABASE");
    CHECK(all.find("log_level").place == file.path() + ", line 3");
    CHECK(all.find("api_url").place.empty());
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
    CHECK(all.find("bot_token").place == secret.path());
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

TEST_CASE("a value that cannot be used is refused with its place")
{
    const written_file loud("# a comment\n\nlog_level = \"loud\"\n");
    CHECK(problem_of({{"config", loud.path()}}, {}) ==
          loud.path() +
              ", line 3: the setting log_level is \"loud\", but must be one of error, warning, info, "
              "debug.");
    CHECK(problem_of({{"admin_listen", "here"}}, {}) ==
          "--admin-listen: the setting admin_listen is \"here\", which is not an address. Write it like "
          "127.0.0.1:8080.");
    CHECK(problem_of({}, {{"SLACK_API_URL", "slack.com"}, {"PEERBOT_LISTEN", "127.0.0.1:65536"}}) ==
          "SLACK_API_URL: the setting api_url is \"slack.com\", but must begin with https:// or http:// and "
          "hold "
          "no spaces.\nPEERBOT_LISTEN: the setting listen is \"127.0.0.1:65536\", which is not an address. "
          "Write "
          "it like 127.0.0.1:8080.");
}

TEST_CASE("addresses to listen on are numbers, or this machine, with a port")
{
    for (const auto* const good : {"127.0.0.1:8080", "[::1]:8080", "localhost:0", ":8080", "0.0.0.0:65535"}) {
        INFO(good);
        CHECK(problem_of({{"listen", good}}, {}).empty());
    }
    for (const auto* const wrong : {"", "8080", "127.0.0.1", "127.0.0.1:", "peers.example.org:80", "::1:80",
                                    "[127.0.0.1]:80", "127.0.0.1:-1", "127.0.0.1:8o"}) {
        INFO(wrong);
        CHECK_FALSE(problem_of({{"listen", wrong}}, {}).empty());
    }
}

TEST_CASE("the example file explains every setting in the words of the program")
{
    std::ifstream file(PEERBOT_FIXTURES "/../../config/peerbot.toml");
    // The comment above a setting, its lines joined, by the setting's name.
    words comments;
    std::string comment;
    for (std::string line; std::getline(file, line);) {
        const auto entry = line.starts_with("# ") && line.ends_with("= \"\"") ? line.substr(2) : line;
        if (const auto equals = entry.find(" = "); equals != std::string::npos && entry.find(' ') == equals) {
            comments[entry.substr(0, equals)] = comment;
            comment.clear();
        } else if (line.starts_with("# ")) {
            comment += (comment.empty() ? "" : " ") + line.substr(2);
        } else {
            comment.clear();
        }
    }
    for (const auto& row : known_settings()) {
        if (row.name == "config") continue;
        INFO(row.name);
        CHECK(comments.count(row.name) == 1);
        CHECK(comments[std::string(row.name)].find(row.sentence) != std::string::npos);
        if (row.needed) CHECK(comments[std::string(row.name)].find("Needed.") != std::string::npos);
    }
    CHECK(comments.size() == known_settings().size() - 1);
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
