// The command line: reads settings, opens the one SQLite file, and runs what was asked for.
#include "bot/application.hpp"
#include "bot/assist_templates.hpp"
#include "bot/log.hpp"
#include "bot/manifest.hpp"
#include "bot/operations/backup.hpp"
#include "bot/operations/doctor.hpp"
#include "bot/operations/forget.hpp"
#include "bot/operations/version.hpp"
#include "config/settings.hpp"
#include "storage/sqlite/open.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>

namespace {

using namespace peerbot;

using flags = std::map<std::string, std::string, std::less<>>;

constexpr int wrong_settings = 2;

core::instant system_time()
{
    return std::chrono::floor<core::milliseconds>(std::chrono::system_clock::now());
}

config::settings settings_with(const flags& given)
{
    return config::settings::load(given, config::process_environment);
}

std::unique_ptr<storage::database> database_with(const flags& given)
{
    return storage::sqlite_database(settings_with(given).text("database"));
}

int serve(const flags& given)
{
    const auto all = settings_with(given);
    all.require_needed();
    bot::set_up_log(all.text("log_level"), all.text("log_format"));
    const bot::application_settings settings{
        .signing_secrets = all.signing_secrets(),
        .bot_token = all.text("bot_token"),
        .api_url = all.text("api_url"),
        .listen = all.text("listen"),
        .admin_listen = all.text("admin_listen"),
        .public_url = all.text("public_url"),
        .variables = config::process_environment,
        .log_level_again = [&given] { return settings_with(given).text("log_level"); },
        .assists = bot::load_assist_templates(all.text("assists"))};
    storage::sqlite_options file;
    file.file = all.text("database");
    return bot::serve(
        settings, [&](storage::listeners heard) { return storage::open_sqlite(file, std::move(heard)); },
        system_time);
}

int examine(const flags& given)
{
    return bot::doctor({.settings = [&given] { return settings_with(given); },
                        .database = [](const std::string& file) { return storage::sqlite_database(file); },
                        .clock = system_time},
                       std::cout);
}

int forget(const flags& given, const std::string& user, bool sure)
{
    if (!sure) {
        std::cerr << "Nothing was done. This takes " << user
                  << " out of the database for good; take a backup first, then say so with --yes.\n";
        return 1;
    }
    storage::sqlite_options file;
    file.file = settings_with(given).text("database");
    const auto database = database_with(given);
    if (!database->examine().exists)
        throw std::runtime_error("there is no database " + file.file.string() + ".");
    return bot::forget(
        {.engine = [&](storage::listeners heard) { return storage::open_sqlite(file, std::move(heard)); },
         .database = database.get(),
         .now = system_time()},
        user, std::cout);
}

int write_out(const flags& given, const std::string& channel)
{
    const auto one = channel.empty() ? std::nullopt : std::optional<std::string>(channel);
    database_with(given)->write_out(one, std::cout);
    return std::cout.flush() ? 0 : 1;
}

// Lines of at most 80 letters, for a terminal.
std::string wrapped(const std::string& text)
{
    constexpr std::size_t longest = 80;
    std::istringstream words(text);
    std::string all;
    std::size_t column = 0;
    for (std::string word; words >> word;) {
        const bool fits = column > 0 && column + 1 + word.size() <= longest;
        if (column > 0) all += fits ? ' ' : '\n';
        column = (fits ? column + 1 : 0) + word.size();
        all += word;
    }
    return all;
}

enum class flags_for
{
    everything,
    database,
};

void add_setting_flags(CLI::App& command, flags& given, flags_for what)
{
    for (const auto& row : config::known_settings()) {
        if (row.secret) continue;
        if (what == flags_for::database && row.name != "database" && row.name != "config") continue;
        const auto name = std::string(row.name);
        auto* option = command.add_option_function<std::string>(
            config::flag_of(row), [&given, name](const std::string& text) { given[name] = text; },
            std::string(row.sentence));
        option->type_name(row.usual.empty() ? "TEXT" : std::string(row.usual));
    }
}

// What was asked for; run when the whole command line has been understood.
struct request
{
    flags given;
    std::string file;
    std::string url;
    std::string channel;
    std::string user;
    bool sure = false;
    std::function<int()> run;
};

struct command_words
{
    std::string name;
    std::string about;        // one line
    std::string details = {}; // what its own --help adds
};

CLI::App& command(CLI::App& app, const command_words& words, request& asked, std::function<int()> run)
{
    auto* added = app.add_subcommand(words.name, words.about);
    added->footer(wrapped(words.details));
    added->callback([&asked, run = std::move(run)] { asked.run = run; });
    return *added;
}

void add_serving(CLI::App& app, request& asked)
{
    auto& serving =
        command(app,
                {"serve", "Answer Slack until told to stop.",
                 "Needs SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN in the environment, or files that hold "
                 "them, named in SLACK_SIGNING_SECRET_FILE and SLACK_BOT_TOKEN_FILE. SIGTERM stops it when "
                 "everything under way is finished; SIGHUP reads the level of the log again."},
                asked, [&asked] { return serve(asked.given); });
    add_setting_flags(serving, asked.given, flags_for::everything);
    auto& doctor =
        command(app,
                {"doctor", "Check settings, database, clock, Slack and the public address.",
                 "Prints one line for each check: ok, warning or failed, what was found and what to do. "
                 "Changes nothing; a peerbot may serve meanwhile. The exit status is 1 when a check failed."},
                asked, [&asked] { return examine(asked.given); });
    add_setting_flags(doctor, asked.given, flags_for::everything);
}

void add_copying(CLI::App& app, request& asked)
{
    auto& saving =
        command(app,
                {"backup", "Save a checked copy of the database, also while peerbot serves.",
                 "The copy is one moment's state, can be read by you alone, and appears only when it is "
                 "complete. An existing file is never replaced. It holds what people wrote, and the choices "
                 "of anonymous votes that are open: keep it as safe as the database."},
                asked, [&asked] { return bot::back_up(*database_with(asked.given), asked.file, std::cout); });
    saving.add_option("FILE", asked.file, "The copy to make")->required();
    add_setting_flags(saving, asked.given, flags_for::database);
    auto& restoring =
        command(app,
                {"restore", "Put a backup in the place of the database.",
                 "Stop peerbot first. A file that is damaged, not peerbot's or made by a newer peerbot is "
                 "refused, and then nothing changes. What was there before is kept beside the database."},
                asked, [&asked] {
                    return bot::restore(*database_with(asked.given), asked.file, system_time(), std::cout);
                });
    restoring.add_option("FILE", asked.file, "The backup")->required();
    add_setting_flags(restoring, asked.given, flags_for::database);
}

void add_personal(CLI::App& app, request& asked)
{
    auto& writing =
        command(app,
                {"export", "Write what groups have done as lines of JSON, also while peerbot serves.",
                 "Each line is one row: \"table\" says of what, the other keys are its columns, and ids lead "
                 "from row to row. Times are milliseconds since 1970 (UTC); meets_at and moved_from count "
                 "minutes, and paused_until days, since 1970 in the group's zone. Left out is what is "
                 "private: choices on open and on anonymous votes, critiques, promises, wishes about "
                 "reminders, secrets."},
                asked, [&asked] { return write_out(asked.given, asked.channel); });
    writing.add_option("--channel", asked.channel, "Only the group in this channel, such as C0123456789");
    add_setting_flags(writing, asked.given, flags_for::database);
    auto& forgetting =
        command(app,
                {"forget", "Take a person out of the database for good.",
                 "Stop peerbot first. They leave every group, what they wrote is replaced, and a pseudonym "
                 "stands for them where counts and the rotation need somebody. Prints what was done. Backups "
                 "and messages in Slack are not reached."},
                asked, [&asked] { return forget(asked.given, asked.user, asked.sure); });
    forgetting.add_option("USER", asked.user, "The person's id in Slack, such as U0123456789")->required();
    forgetting.add_flag("--yes", asked.sure, "Needed, since nothing brings them back");
    add_setting_flags(forgetting, asked.given, flags_for::database);
}

void add_telling(CLI::App& app, request& asked)
{
    auto& manifest = command(app,
                             {"manifest", "Print the manifest of the Slack app, to paste into Slack.",
                              "At https://api.slack.com/apps choose Create New App, From a manifest."},
                             asked, [&asked] {
                                 std::cout << bot::manifest_for(asked.url);
                                 return 0;
                             });
    manifest.add_option("--url", asked.url, "Where Slack reaches peerbot, such as https://peers.example.org")
        ->required();
    command(app, {"version", "Print the version, the commit, the compiler and the libraries."}, asked, [] {
        bot::print_version(std::cout, {{"SQLite", storage::sqlite_version()},
                                       {"Abseil", PEERBOT_ABSEIL_VERSION},
                                       {"toml++", PEERBOT_TOML_VERSION},
                                       {"CLI11", CLI11_VERSION}});
        return 0;
    });
}

int run(int count, char** words)
{
    CLI::App app("peerbot keeps small peer-learning groups alive in their Slack channels.");
    app.footer(
        wrapped("Each command explains itself: peerbot COMMAND --help. A flag wins over the environment, "
                "that over the settings file (--config or PEERBOT_CONFIG), that over the default."));
    app.require_subcommand(1);
    request asked;
    add_serving(app, asked);
    add_copying(app, asked);
    add_personal(app, asked);
    add_telling(app, asked);
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong);
    }
    return asked.run();
}

} // namespace

int main(int count, char** words)
{
    try {
        return run(count, words);
    } catch (const config::settings_error& wrong) {
        std::cerr << wrong.what() << "\n";
        return wrong_settings;
    } catch (const bot::wrong_setting& wrong) {
        std::cerr << wrong.what() << "\n";
        return wrong_settings;
    } catch (const std::exception& wrong) {
        std::cerr << "peerbot cannot go on: " << wrong.what() << "\n";
        return 1;
    }
}
