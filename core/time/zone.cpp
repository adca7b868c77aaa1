#include "core/time/zone.hpp"

#include "core/words/plain.hpp"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <chrono>
#include <utility>

namespace peerbot::core {
namespace {

constexpr absl::CivilMinute start_of_1970(1970, 1, 1, 0, 0);

absl::Time as_abseil(instant when)
{
    return absl::FromUnixMillis(when.time_since_epoch().count());
}

instant as_instant(absl::Time when)
{
    return instant(milliseconds(absl::ToUnixMillis(when)));
}

minutes rounded(int offset_in_seconds)
{
    return std::chrono::floor<minutes>(seconds(offset_in_seconds));
}

absl::Time moment_of(const absl::TimeZone& loaded, const absl::TimeZone::CivilTransition& change)
{
    const auto left = loaded.At(change.from);
    if (left.kind == absl::TimeZone::TimeInfo::SKIPPED) return left.trans;
    const auto reached = loaded.At(change.to);
    if (reached.kind == absl::TimeZone::TimeInfo::REPEATED) return reached.trans;
    return left.pre; // only the name of the time changed
}

clock_change described(const absl::TimeZone& loaded, const absl::TimeZone::CivilTransition& change)
{
    const auto moment = moment_of(loaded, change);
    const auto from_then_on = loaded.At(moment);
    return {.at = as_instant(moment),
            .wall = local_time(minutes(absl::CivilMinute(change.from) - start_of_1970)),
            .before = rounded(loaded.At(moment - absl::Seconds(1)).offset),
            .after = rounded(from_then_on.offset),
            .abbreviation = from_then_on.zone_abbr,
            .summer_time = from_then_on.is_dst};
}

} // namespace

struct zone::rules
{
    std::string name;
    absl::TimeZone loaded;
};

zone::zone(std::shared_ptr<const rules> shared) : rules_(std::move(shared)) {}

std::optional<zone> zone::named(std::string_view iana)
{
    auto name = listed_zone_name(iana);
    if (!name) return std::nullopt;
    absl::TimeZone loaded;
    if (!absl::LoadTimeZone(*name, &loaded)) return std::nullopt;
    return zone(std::make_shared<const rules>(rules{std::move(*name), loaded}));
}

const std::string& zone::name() const
{
    return rules_->name;
}

instant zone::to_instant(local_time wall) const
{
    const absl::CivilSecond civil(start_of_1970 + wall.time_since_epoch().count());
    // The offset in force before a change is right for both: it carries a skipped time over the gap, and
    // gives the first of two.
    return instant(milliseconds(absl::ToUnixMillis(rules_->loaded.At(civil).pre)));
}

local_time zone::to_local(instant when) const
{
    const absl::CivilMinute civil(rules_->loaded.At(as_abseil(when)).cs);
    return local_time(minutes(civil - start_of_1970));
}

minutes zone::offset_at(instant when) const
{
    return rounded(rules_->loaded.At(as_abseil(when)).offset);
}

std::string zone::abbreviation_at(instant when) const
{
    return rules_->loaded.At(as_abseil(when)).zone_abbr;
}

std::vector<clock_change> zone::changes_between(instant from, instant until) const
{
    const auto& loaded = rules_->loaded;
    std::vector<clock_change> changes;
    absl::TimeZone::CivilTransition change;
    // Both searches know whole seconds only, and neither finds a change at the very one it is given.
    auto second = absl::FromUnixSeconds(absl::ToUnixSeconds(as_abseil(from)));
    if (loaded.PrevTransition(second + absl::Seconds(1), &change))
        changes.push_back(described(loaded, change));
    while (loaded.NextTransition(second, &change)) {
        const auto next = described(loaded, change);
        if (next.at >= until) break;
        changes.push_back(next);
        second = as_abseil(next.at);
    }
    return changes;
}

result<zone> parse_zone(std::string_view typed)
{
    if (const auto found = zone::named(plain_words(typed))) return *found;
    return rejection{reason::unknown_zone, std::string(typed)};
}

bool zones_available()
{
    return zone_names_found() && zone::named("Europe/London").has_value();
}

} // namespace peerbot::core
