// What an operator can set, and where each value came from: flag over environment over file over default.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::config {

struct setting
{
    std::string_view name;        // in the settings file, and as --name on the command line
    std::string_view environment; // the variable; NAME_FILE names a file that holds the value
    std::string_view usual;       // when nobody says otherwise; empty means it must be given
    std::string_view sentence;
    bool secret = false;
    bool needed = false;
};

std::span<const setting> known_settings();
// As on the command line: "--admin-listen".
std::string flag_of(const setting& row);

enum class source
{
    usual,
    file,
    environment,
    secret_file,
    flag,
};

struct value
{
    std::string text;
    source from = source::usual;
    // Who said so, for people: "--listen", "PEERBOT_LISTEN", "peerbot.toml, line 3", the path of the file
    // that holds a secret. Empty for a default.
    std::string place = {};
};

// Everything that was wrong with the settings, one sentence a line; each begins with the place of what is
// wrong.
class settings_error : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

class settings
{
  public:
    using environment = std::function<std::optional<std::string>(std::string_view name)>;

    // `flags` by setting name. Reads the file named by the setting `config` when there is one, and secrets
    // from files. Throws settings_error for unknown keys, wrong types and values that cannot be used.
    static settings load(const std::map<std::string, std::string, std::less<>>& flags,
                         const environment& look_up);

    // Throws settings_error naming every setting that is needed and has no value.
    void require_needed() const;

    const std::string& text(std::string_view name) const;
    const value& find(std::string_view name) const;
    // The signing secrets: one, or two separated by a comma while they are being changed.
    std::vector<std::string> signing_secrets() const;

  private:
    std::map<std::string, value, std::less<>> values_;
};

// The process environment.
std::optional<std::string> process_environment(std::string_view name);

} // namespace peerbot::config
