#include "core/sessions/calendar.hpp"

#include "core/words/utf8.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string_view>

namespace peerbot::core {
namespace {

constexpr std::size_t longest_line = 75; // bytes, without the line's end

std::string digits(int number, std::size_t places)
{
    auto text = std::to_string(number);
    if (text.size() < places) text.insert(0, places - text.size(), '0');
    return text;
}

// "20270109T150000"
std::string stamp(local_time wall)
{
    const auto day = std::chrono::floor<days>(wall);
    const std::chrono::year_month_day date(day);
    const auto since_midnight = static_cast<int>((wall - day).count());
    return digits(int(date.year()), 4) + digits(static_cast<int>(unsigned(date.month())), 2) +
           digits(static_cast<int>(unsigned(date.day())), 2) + "T" + digits(since_midnight / 60, 2) +
           digits(since_midnight % 60, 2) + "00";
}

// "20270109T150000Z", rounded down to the minute.
std::string stamp(instant when)
{
    const auto whole = std::chrono::floor<minutes>(when);
    return stamp(local_time(whole.time_since_epoch())) + "Z";
}

// "+0545"
std::string offset(minutes ahead)
{
    const auto count = static_cast<int>(ahead.count());
    return (count < 0 ? "-" : "+") + digits(std::abs(count) / 60, 2) + digits(std::abs(count) % 60, 2);
}

// As a value of type TEXT (3.3.11).
std::string escaped(std::string_view text)
{
    std::string safe;
    for (const char one : text) {
        if (one == '\n') {
            safe += "\\n";
        } else if (one == '\\' || one == ';' || one == ',') {
            safe += '\\';
            safe += one;
        } else if (static_cast<unsigned char>(one) >= 0x20 && one != 0x7f) {
            safe += one;
        }
    }
    return safe;
}

// As an address: what could end its line or is no character of an address is left out.
std::string plain_address(std::string_view link)
{
    std::string safe;
    std::copy_if(link.begin(), link.end(), std::back_inserter(safe),
                 [](char one) { return static_cast<unsigned char>(one) > 0x20 && one != 0x7f; });
    return safe;
}

class sheet
{
  public:
    // `content` is "NAME:value", escaped already.
    void line(std::string_view content)
    {
        std::size_t used = 0;
        while (!content.empty()) {
            const auto next = decode_first(content).bytes;
            if (used + next > longest_line) {
                text_ += "\r\n ";
                used = 1;
            }
            text_ += content.substr(0, next);
            used += next;
            content.remove_prefix(next);
        }
        text_ += "\r\n";
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

// One stretch of a zone's time, from the change that began it.
void describe(sheet& out, const clock_change& change)
{
    const std::string kind = change.summer_time ? "DAYLIGHT" : "STANDARD";
    out.line("BEGIN:" + kind);
    out.line("DTSTART:" + stamp(change.wall));
    out.line("TZOFFSETFROM:" + offset(change.before));
    out.line("TZOFFSETTO:" + offset(change.after));
    out.line("TZNAME:" + escaped(change.abbreviation));
    out.line("END:" + kind);
}

void describe(sheet& out, const zone& where, instant from, instant until)
{
    out.line("BEGIN:VTIMEZONE");
    out.line("TZID:" + where.name());
    const auto changes = where.changes_between(from, until);
    if (changes.empty() || changes.front().at > from) {
        const auto always = where.offset_at(from);
        describe(out, {.at = {},
                       .wall = {},
                       .before = always,
                       .after = always,
                       .abbreviation = where.abbreviation_at(from),
                       .summer_time = false});
    }
    for (const auto& one : changes)
        describe(out, one);
    out.line("END:VTIMEZONE");
}

bool is_utc(const zone& where)
{
    return where.name() == "UTC";
}

struct span
{
    zone where;
    instant from;
    instant until;
};

void describe_zones(sheet& out, const std::vector<calendar_event>& events)
{
    std::map<std::string, span> used;
    for (const auto& one : events) {
        if (is_utc(one.where)) continue;
        const auto ends_at = one.starts_at + one.length;
        auto& known =
            used.try_emplace(one.where.name(), span{one.where, one.starts_at, ends_at}).first->second;
        known.from = std::min(known.from, one.starts_at);
        known.until = std::max(known.until, ends_at);
    }
    for (const auto& [name, zone_used] : used)
        describe(out, zone_used.where, zone_used.from, zone_used.until);
}

std::string_view word_of(event_status status)
{
    switch (status) {
    case event_status::confirmed:
        return "CONFIRMED";
    case event_status::cancelled:
        return "CANCELLED";
    case event_status::tentative:
        break;
    }
    return "TENTATIVE";
}

// Its length is written as a duration, because an end in the hour that comes twice would mean the first.
void describe(sheet& out, const calendar_event& one)
{
    out.line("BEGIN:VEVENT");
    out.line("UID:" + escaped(one.uid));
    out.line("DTSTAMP:" + stamp(one.changed_at));
    out.line("LAST-MODIFIED:" + stamp(one.changed_at));
    out.line("SEQUENCE:" + std::to_string(one.sequence));
    if (is_utc(one.where))
        out.line("DTSTART:" + stamp(one.starts_at));
    else
        out.line("DTSTART;TZID=" + one.where.name() + ":" + stamp(one.where.to_local(one.starts_at)));
    out.line("DURATION:PT" + std::to_string(one.length.count()) + "M");
    out.line("STATUS:" + std::string(word_of(one.status)));
    out.line("SUMMARY:" + escaped(one.summary));
    if (!one.description.empty()) out.line("DESCRIPTION:" + escaped(one.description));
    if (const auto link = plain_address(one.link); !link.empty()) {
        out.line("LOCATION:" + escaped(link));
        out.line("URL:" + link);
    }
    out.line("END:VEVENT");
}

} // namespace

std::string calendar_text(const calendar& shown)
{
    sheet out;
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//peerbot//sessions//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line("NAME:" + escaped(shown.name));
    out.line("X-WR-CALNAME:" + escaped(shown.name));
    out.line("REFRESH-INTERVAL;VALUE=DURATION:PT" + std::to_string(calendar_refresh.count()) + "H");
    out.line("X-PUBLISHED-TTL:PT" + std::to_string(calendar_refresh.count()) + "H");
    // A calendar without any component would be none (3.4).
    if (shown.events.empty()) describe(out, *zone::named("UTC"), {}, {});
    describe_zones(out, shown.events);
    for (const auto& one : shown.events)
        describe(out, one);
    out.line("END:VCALENDAR");
    return out.take();
}

} // namespace peerbot::core
