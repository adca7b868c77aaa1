// A time zone of the tz database: between what a clock on the wall shows and the UTC time line.
#pragma once

#include "core/instant.hpp"
#include "core/result.hpp"
#include "core/time/zone_names.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::core {

// One moment at which the clocks of a zone were, or will be, put forward or back, or their time renamed.
struct clock_change
{
    instant at;
    local_time wall;          // what they showed at that moment, before they were changed
    minutes before{0};        // how far local time was ahead of UTC until then
    minutes after{0};         // and is from then on
    std::string abbreviation; // of the time from then on: "BST", "+0545"
    bool summer_time = false; // from then on
};

// Cheap to copy; copies share the rules, which never change while the program runs.
class zone
{
  public:
    // A name the tz database lists, in any case ("europe/london"), or UTC; nullopt for anything else. The
    // first call for a name reads a file.
    static std::optional<zone> named(std::string_view iana);

    // As the database spells it; an alias keeps its own name.
    const std::string& name() const;

    // A wall-clock time skipped by a change of clocks is moved forward by the gap; of a repeated one, the
    // first.
    instant to_instant(local_time wall) const;
    // Rounded down to the minute.
    local_time to_local(instant when) const;

    // How far local time is ahead of UTC, rounded down to the minute.
    minutes offset_at(instant when) const;
    // "GMT", "EDT", or a number such as "+0545" where people use no letters.
    std::string abbreviation_at(instant when) const;

    // The change that is in force at `from`, if there ever was one, and every one after it before `until`.
    std::vector<clock_change> changes_between(instant from, instant until) const;

    // By name: two aliases of one zone are not equal.
    friend bool operator==(const zone& left, const zone& right) { return left.name() == right.name(); }

  private:
    struct rules;
    explicit zone(std::shared_ptr<const rules> shared);

    std::shared_ptr<const rules> rules_;
};

// zone::named for words a person typed; rejects with unknown_zone and what was typed.
result<zone> parse_zone(std::string_view typed);

// Whether the tz database is installed; without it only UTC is known.
bool zones_available();

} // namespace peerbot::core
