// The command line: reads settings, opens the one SQLite file, and runs what was asked for.
#include "bot/application.hpp"
#include "bot/assist_templates.hpp"
#include "bot/log.hpp"
#include "bot/manifest.hpp"
#include "config/settings.hpp"
#include "storage/sqlite/open.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

#include <iostream>
#include <map>
#include <string>

namespace {

using namespace peerbot;

using flags = std::map<std::string, std::string, std::less<>>;

constexpr int wrong_settings = 2;

core::instant system_time()
{
    return std::chrono::floor<core::milliseconds>(std::chrono::system_clock::now());
}

int serve(const flags& given)
{
    const auto all = config::settings::load(given, config::process_environment);
    all.require_needed();
    bot::set_up_log(all.text("log_level"), all.text("log_format"));
    const bot::application_settings settings{.signing_secrets = all.signing_secrets(),
                                             .bot_token = all.text("bot_token"),
                                             .api_url = all.text("api_url"),
                                             .listen = all.text("listen"),
                                             .admin_listen = all.text("admin_listen"),
                                             .public_url = all.text("public_url"),
                                             .assists = bot::load_assist_templates(all.text("assists"))};
    storage::sqlite_options file;
    file.file = all.text("database");
    return bot::serve(
        settings, [&](storage::listeners heard) { return storage::open_sqlite(file, std::move(heard)); },
        system_time);
}

// What the documentation promises and this version does not do yet answers so, and fails.
int not_here_yet(const std::string& name)
{
    std::cerr << "peerbot " << name << " is not part of this version yet. Nothing was done.\n";
    return 1;
}

void add_setting_flags(CLI::App& command, flags& given)
{
    for (const auto& row : config::known_settings()) {
        if (row.secret) continue;
        std::string flag = "--" + std::string(row.name);
        std::replace(flag.begin(), flag.end(), '_', '-');
        const auto name = std::string(row.name);
        auto* option = command.add_option_function<std::string>(
            flag, [&given, name](const std::string& text) { given[name] = text; }, std::string(row.sentence));
        option->type_name(row.usual.empty() ? "TEXT" : std::string(row.usual));
    }
}

int run(int count, char** words)
{
    CLI::App app("peerbot keeps small peer-learning groups alive in their Slack channels.");
    app.require_subcommand(1);
    flags given;
    std::string url;
    int status = 0;

    auto* serving =
        app.add_subcommand("serve", "Answer Slack until told to stop. Needs SLACK_SIGNING_SECRET and "
                                    "SLACK_BOT_TOKEN in the environment or in files.");
    add_setting_flags(*serving, given);
    serving->callback([&] { status = serve(given); });

    auto* manifest =
        app.add_subcommand("manifest", "Print the manifest of the Slack app, to paste into Slack.");
    manifest->add_option("--url", url, "Where Slack reaches peerbot, such as https://peers.example.org")
        ->required();
    manifest->callback([&] { std::cout << bot::manifest_for(url); });

    auto* version = app.add_subcommand("version", "Print the version.");
    version->callback([] { std::cout << "peerbot " PEERBOT_VERSION "\n"; });

    for (const auto* name : {"doctor", "backup", "restore", "export", "forget"}) {
        auto* later = app.add_subcommand(name, "Not part of this version yet.");
        later->allow_extras();
        later->callback([&status, name] { status = not_here_yet(name); });
    }
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong);
    }
    return status;
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
