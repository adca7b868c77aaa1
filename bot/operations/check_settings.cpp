#include "bot/operations/doctor.hpp"

#include <sys/stat.h>

#include <set>

namespace peerbot::bot {
namespace {

using config::source;

std::string origin_of(const config::value& given)
{
    switch (given.from) {
    case source::usual:
        return "the default";
    case source::file:
        return "from " + given.place;
    case source::environment:
        return "from the environment, " + given.place;
    case source::secret_file:
        return "from the file " + given.place;
    case source::flag:
        break;
    }
    return "from the flag " + given.place;
}

// Nothing of a secret is shown, not even its length.
std::string shown(const config::setting& row, const config::value& given)
{
    if (given.text.empty()) return "not set";
    return row.secret ? "set, not shown" : given.text;
}

finding about(const config::setting& row, const config::value& given)
{
    finding found{standing::ok, "setting " + std::string(row.name), shown(row, given)};
    if (row.needed && given.text.empty()) {
        found.how = standing::failed;
        found.text = std::string(row.environment) + " is not set. " + std::string(row.sentence);
        return found;
    }
    if (row.name == "bot_token" && !given.text.starts_with("xoxb-")) {
        found.how = standing::failed;
        found.text = "does not begin with xoxb-, " + origin_of(given) +
                     ". Copy the Bot User OAuth Token: OAuth & Permissions in the settings of the Slack app.";
        return found;
    }
    if (!given.text.empty()) found.text += ", " + origin_of(given);
    return found;
}

// Files that hold a secret, in the words of the settings.
std::set<std::string> secret_files(const config::settings& all)
{
    std::set<std::string> files;
    for (const auto& row : config::known_settings()) {
        const auto& given = all.find(row.name);
        if (!row.secret) continue;
        if (given.from == source::secret_file) files.insert(given.place);
        if (given.from == source::file) files.insert(all.text("config"));
    }
    return files;
}

} // namespace

findings check_settings(const config::settings& all)
{
    findings found;
    for (const auto& row : config::known_settings())
        found.push_back(about(row, all.find(row.name)));
    return found;
}

findings check_secret_files(const config::settings& all)
{
    findings found;
    for (const auto& file : secret_files(all)) {
        struct stat what = {};
        if (::stat(file.c_str(), &what) != 0) continue;
        if ((what.st_mode & S_IRWXO) == 0U) {
            found.push_back({standing::ok, "secret file", file + " is closed to others."});
        } else {
            found.push_back({standing::warning, "secret file",
                             "everybody on this machine can read " + file + ". Close it: chmod o= " + file});
        }
    }
    return found;
}

} // namespace peerbot::bot
