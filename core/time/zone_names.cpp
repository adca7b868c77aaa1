#include "core/time/zone_names.hpp"

#include "core/words/ascii.hpp"
#include "core/words/nearest.hpp"
#include "core/words/plain.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

namespace peerbot::core {
namespace {

constexpr std::size_t longest_name = 64;

// The same folder that Abseil reads the rules from.
std::string database_folder()
{
    const char* const chosen = std::getenv("TZDIR"); // NOLINT(concurrency-mt-unsafe): read once, never set
    return chosen != nullptr && *chosen != '\0' ? chosen : "/usr/share/zoneinfo";
}

bool is_place(std::string_view name)
{
    return name.find('/') != std::string_view::npos && !name.starts_with("Etc/");
}

class zone_list
{
  public:
    explicit zone_list(const std::string& folder)
    {
        read_source(folder + "/tzdata.zi");
        if (names_.empty()) read_table(folder + "/zone1970.tab");
        if (aliases_.empty()) read_table(folder + "/zone.tab");
        found_ = !names_.empty();
        // Zones before their aliases, so that of two names for one city the zone itself is offered.
        names_.insert(names_.end(), aliases_.begin(), aliases_.end());
        names_.emplace_back("UTC");
        for (const auto& name : names_)
            index(name);
    }
    // The indexes are views into names_.
    zone_list(const zone_list&) = delete;
    zone_list& operator=(const zone_list&) = delete;
    zone_list(zone_list&&) = delete;
    zone_list& operator=(zone_list&&) = delete;
    ~zone_list() = default;

    bool found() const { return found_; }

    std::optional<std::string> spelled(std::string_view typed) const
    {
        const auto name = by_lowered_.find(to_lower(typed));
        if (name == by_lowered_.end()) return std::nullopt;
        return std::string(name->second);
    }

    std::optional<std::string> ending_with(std::string_view typed) const
    {
        const auto ending = "/" + to_lower(typed);
        for (const auto place : places_) {
            if (to_lower(place).ends_with(ending)) return std::string(place);
        }
        return std::nullopt;
    }

    std::optional<std::string> nearest_name(std::string_view typed) const
    {
        const auto name = nearest(typed, places_);
        return name ? std::optional<std::string>(*name) : std::nullopt;
    }

    // Between names of cities three slips are easily made: only cities with the first letter that was typed,
    // and of which half was typed, can have been meant ("india" is not Indianapolis, nor Bangalore
    // Singapore).
    std::optional<std::string> nearest_city(std::string_view typed) const
    {
        std::vector<std::string_view> likely;
        for (const auto city : cities_) {
            const bool same_start = to_lower(city.front()) == to_lower(typed.front());
            if (same_start && city.size() <= 2 * typed.size()) likely.push_back(city);
        }
        const auto city = nearest(typed, likely);
        return city ? ending_with(*city) : std::nullopt;
    }

  private:
    // "Z NAME ..." is a zone, "L TARGET NAME" an alias (zic(8)). "Factory" is the zone of a clock nobody has
    // set.
    void read_source(const std::string& path)
    {
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);) {
            std::istringstream fields(line);
            std::string kind;
            std::string first;
            std::string second;
            fields >> kind >> first >> second;
            if (kind == "Z" && first != "Factory") names_.push_back(first);
            if (kind == "L") aliases_.push_back(second);
        }
    }

    // Countries, coordinates and name, between tabs.
    void read_table(const std::string& path)
    {
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);) {
            if (line.starts_with('#')) continue;
            std::istringstream fields(line);
            std::string countries;
            std::string coordinates;
            std::string name;
            fields >> countries >> coordinates >> name;
            if (!name.empty()) names_.push_back(name);
        }
    }

    void index(std::string_view name)
    {
        if (!by_lowered_.emplace(to_lower(name), name).second || !is_place(name)) return;
        places_.push_back(name);
        cities_.push_back(name.substr(name.rfind('/') + 1));
    }

    bool found_ = false;
    std::vector<std::string> names_;
    std::vector<std::string> aliases_;
    std::map<std::string, std::string_view> by_lowered_;
    std::vector<std::string_view> places_;
    std::vector<std::string_view> cities_; // the last part of each place
};

const zone_list& installed()
{
    static const zone_list list(database_folder());
    return list;
}

} // namespace

bool zone_names_found()
{
    return installed().found();
}

std::optional<std::string> listed_zone_name(std::string_view typed)
{
    if (typed.size() > longest_name) return std::nullopt;
    return installed().spelled(typed);
}

std::optional<std::string> nearest_zone(std::string_view typed)
{
    auto wanted = plain_words(typed.substr(0, 4 * longest_name));
    wanted.resize(std::min(wanted.find(','), wanted.size())); // "Berlin, Germany"
    std::replace(wanted.begin(), wanted.end(), ' ', '_');
    if (wanted.empty() || wanted.ends_with('/') || wanted.size() > longest_name) return std::nullopt;

    const auto& list = installed();
    if (auto name = list.spelled(wanted)) return name;
    if (auto name = list.ending_with(wanted)) return name;
    const auto slash = wanted.rfind('/');
    if (slash == std::string::npos) return list.nearest_city(wanted);
    if (auto name = list.nearest_name(wanted)) return name;
    const auto city = std::string_view(wanted).substr(slash + 1);
    if (auto name = list.ending_with(city)) return name;
    return list.nearest_city(city);
}

} // namespace peerbot::core
