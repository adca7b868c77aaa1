#include "config/settings.hpp"

#include "config/settings_file.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace peerbot::config {
namespace {

constexpr std::array rows{
    setting{"signing_secret", "SLACK_SIGNING_SECRET", "",
            "Proves that a request comes from Slack: Basic Information, App Credentials. Two may be given, "
            "separated by a comma, while it is being changed.",
            true, true},
    setting{"bot_token", "SLACK_BOT_TOKEN", "",
            "Lets peerbot write to Slack: OAuth & Permissions, begins with xoxb-.", true, true},
    setting{"api_url", "SLACK_API_URL", "https://slack.com/api/", "Where Slack's Web API is."},
    setting{"listen", "PEERBOT_LISTEN", "127.0.0.1:8080", "Where the reverse proxy reaches peerbot."},
    setting{"admin_listen", "PEERBOT_ADMIN_LISTEN", "127.0.0.1:9090",
            "Health and metrics. Never make this address public."},
    setting{
        "public_url", "PEERBOT_PUBLIC_URL", "",
        "Where people reach the reverse proxy, such as https://peers.example.org. Calendar feeds need it."},
    setting{"database", "PEERBOT_DATABASE", "peerbot.db", "The one file that holds everything."},
    setting{
        "assists", "PEERBOT_ASSISTS", "",
        "A folder with templates of peer assists, *.toml. They are added to those of peerbot, or stand for "
        "one with the same name."},
    setting{"log_level", "PEERBOT_LOG_LEVEL", "info", "error, warning, info or debug."},
    setting{"log_format", "PEERBOT_LOG_FORMAT", "text", "text for people, json for machines."},
    setting{"config", "PEERBOT_CONFIG", "", "A settings file such as config/peerbot.toml."},
};

std::optional<std::string> first_line(const std::string& path)
{
    std::ifstream file(path);
    std::string line;
    if (!file || !std::getline(file, line)) return std::nullopt;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
        line.pop_back();
    return line;
}

class problem_list
{
  public:
    void add(std::string sentence) { sentences_.push_back(std::move(sentence)); }
    void throw_if_any() const
    {
        if (sentences_.empty()) return;
        std::string all;
        for (const auto& one : sentences_)
            all += (all.empty() ? "" : "\n") + one;
        throw settings_error(all);
    }

  private:
    std::vector<std::string> sentences_;
};

std::optional<value> from_environment(const setting& row, const settings::environment& look_up,
                                      problem_list& problems)
{
    const std::string name(row.environment);
    if (auto plain = look_up(name); plain && !plain->empty()) return value{*plain, source::environment, name};
    const auto path = look_up(name + "_FILE");
    if (!path || path->empty()) return std::nullopt;
    auto line = first_line(*path);
    if (!line || line->empty()) {
        problems.add(name + "_FILE names " + *path + ", which cannot be read or is empty.");
        return std::nullopt;
    }
    return value{std::move(*line), source::secret_file, *path};
}

// "PEERBOT_LISTEN: the setting listen "
std::string beginning(std::string_view name, const value& given)
{
    return (given.place.empty() ? "" : given.place + ": ") + "the setting " + std::string(name) + " ";
}

void check_choice(const settings& all, std::string_view name, std::initializer_list<std::string_view> choices,
                  problem_list& problems)
{
    const auto& given = all.find(name);
    if (std::find(choices.begin(), choices.end(), given.text) != choices.end()) return;
    std::string list;
    for (const auto choice : choices)
        list += (list.empty() ? "" : ", ") + std::string(choice);
    problems.add(beginning(name, given) + "is \"" + given.text + "\", but must be one of " + list + ".");
}

bool is_web_address(const std::string& url)
{
    const bool begins_well = url.starts_with("https://") || url.starts_with("http://");
    return begins_well && url.find_first_of(" \t\"'`<>|?#") == std::string::npos;
}

void check_web_address(const settings& all, std::string_view name, problem_list& problems)
{
    const auto& given = all.find(name);
    if (given.text.empty() && name == "public_url") return;
    if (is_web_address(given.text)) return;
    problems.add(beginning(name, given) + "is \"" + given.text +
                 "\", but must begin with https:// or http:// and hold no spaces.");
}

// "127.0.0.1:8080", "[::1]:8080", "localhost:8080", ":8080".
bool is_listen_address(const std::string& text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) return false;
    unsigned port = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, fault] = std::from_chars(text.data() + colon + 1, end, port);
    if (fault != std::errc{} || rest != end || port > 65535) return false;
    auto host = text.substr(0, colon);
    in6_addr ignored{};
    if (host.starts_with('[') && host.ends_with(']'))
        return ::inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &ignored) == 1;
    return host.empty() || host == "localhost" || ::inet_pton(AF_INET, host.c_str(), &ignored) == 1;
}

void check_listen_address(const settings& all, std::string_view name, problem_list& problems)
{
    const auto& given = all.find(name);
    if (is_listen_address(given.text)) return;
    problems.add(beginning(name, given) + "is \"" + given.text +
                 "\", which is not an address. Write it like 127.0.0.1:8080.");
}

} // namespace

std::span<const setting> known_settings()
{
    return rows;
}

std::string flag_of(const setting& row)
{
    std::string flag = "--" + std::string(row.name);
    std::replace(flag.begin(), flag.end(), '_', '-');
    return flag;
}

settings settings::load(const std::map<std::string, std::string, std::less<>>& flags,
                        const environment& look_up)
{
    problem_list problems;
    settings all;
    for (const auto& row : rows)
        all.values_[std::string(row.name)] = {std::string(row.usual), source::usual};

    const auto place = [&](const setting& row) {
        if (const auto flag = flags.find(row.name); flag != flags.end()) {
            all.values_[std::string(row.name)] = {flag->second, source::flag, flag_of(row)};
        } else if (auto found = from_environment(row, look_up, problems)) {
            all.values_[std::string(row.name)] = std::move(*found);
        }
    };
    place(rows.back());
    if (const auto& path = all.text("config"); !path.empty()) {
        for (auto& [name, said] : read_settings_file(path))
            all.values_[name] = std::move(said);
    }
    for (const auto& row : rows)
        place(row);

    check_choice(all, "log_level", {"error", "warning", "info", "debug"}, problems);
    check_choice(all, "log_format", {"text", "json"}, problems);
    check_web_address(all, "api_url", problems);
    check_web_address(all, "public_url", problems);
    check_listen_address(all, "listen", problems);
    check_listen_address(all, "admin_listen", problems);
    problems.throw_if_any();
    return all;
}

void settings::require_needed() const
{
    problem_list problems;
    for (const auto& row : rows) {
        if (!row.needed || !text(row.name).empty()) continue;
        problems.add(std::string(row.environment) + " is not set. " + std::string(row.sentence));
    }
    problems.throw_if_any();
}

const value& settings::find(std::string_view name) const
{
    const auto found = values_.find(name);
    if (found == values_.end()) throw std::logic_error("no setting is called " + std::string(name));
    return found->second;
}

const std::string& settings::text(std::string_view name) const
{
    return find(name).text;
}

std::vector<std::string> settings::signing_secrets() const
{
    std::vector<std::string> secrets;
    std::istringstream list(text("signing_secret"));
    for (std::string one; std::getline(list, one, ',');) {
        std::erase(one, ' ');
        if (!one.empty()) secrets.push_back(one);
    }
    return secrets;
}

std::optional<std::string> process_environment(std::string_view name)
{
    // Read before any thread is started, and nothing in the process changes it.
    const char* found = std::getenv(std::string(name).c_str()); // NOLINT(concurrency-mt-unsafe)
    if (found == nullptr) return std::nullopt;
    return std::string(found);
}

} // namespace peerbot::config
