#include "config/settings_file.hpp"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <toml++/toml.h>
#include <vector>

namespace peerbot::config {
namespace {

std::string place(const std::string& path, const toml::source_region& where)
{
    return path + ", line " + std::to_string(where.begin.line);
}

// Levenshtein's distance.
std::size_t edits_between(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
        }
    }
    return row.back();
}

std::string_view nearest_setting(std::string_view key)
{
    const auto rows = known_settings();
    return std::min_element(rows.begin(), rows.end(),
                            [&](const setting& a, const setting& b) {
                                return edits_between(key, a.name) < edits_between(key, b.name);
                            })
        ->name;
}

bool known(std::string_view key)
{
    const auto rows = known_settings();
    return key != "config" &&
           std::any_of(rows.begin(), rows.end(), [&](const setting& row) { return row.name == key; });
}

} // namespace

std::map<std::string, value> read_settings_file(const std::string& path)
{
    if (!std::ifstream(path))
        throw settings_error(path + " cannot be read. Does it exist, and may peerbot read it?");
    toml::table table;
    try {
        table = toml::parse_file(path);
    } catch (const toml::parse_error& wrong) {
        throw settings_error(place(path, wrong.source()) + ": " + std::string(wrong.description()) + ".");
    }
    std::map<std::string, value> values;
    for (const auto& [key, node] : table) {
        const std::string name(key.str());
        if (!known(name)) {
            throw settings_error(place(path, key.source()) + ": there is no setting \"" + name +
                                 "\". Nearest: " + std::string(nearest_setting(name)) + ".");
        }
        const auto text = node.value<std::string>();
        if (!node.is_string() || !text) {
            throw settings_error(place(path, node.source()) + ": the setting \"" + name +
                                 "\" must be text in quotes.");
        }
        values[name] = {*text, source::file, place(path, node.source())};
    }
    return values;
}

} // namespace peerbot::config
