#include "core/sessions/feed_contents.hpp"

#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"

#include <stdexcept>

namespace peerbot::core {
namespace {

std::string name_of(const group& here)
{
    return here.name.empty() ? "Peer group" : here.name;
}

event_status status_of(const session& meeting)
{
    if (meeting.state == session_state::cancelled) return event_status::cancelled;
    const bool settled = meeting.state == session_state::held || meeting.leading == leader_state::confirmed;
    return settled ? event_status::confirmed : event_status::tentative;
}

std::string description_of(unit_of_work& work, const session& meeting)
{
    auto text = "Session " + std::to_string(meeting.number) + " of this peer group.";
    if (const auto subject = work.topics().find(meeting.topic); subject && !subject->link.empty())
        text += "\nMore about the topic: " + subject->link;
    return text;
}

// Of a session without a topic.
std::string what_it_is(const session& meeting)
{
    switch (meeting.format) {
    case session_format::assist:
        return "peer assist";
    case session_format::critique:
        return "critique hour";
    case session_format::training:
        break;
    }
    return "session " + std::to_string(meeting.number);
}

std::string summary_of(unit_of_work& work, const group& here, const session& meeting)
{
    const auto subject = work.topics().find(meeting.topic);
    return name_of(here) + ": " + (subject ? subject->title : what_it_is(meeting));
}

std::string link_of(unit_of_work& work, const group& here, const session& meeting)
{
    const auto own = work.sessions().details(meeting.id).video_link;
    return own.empty() ? here.link : own;
}

calendar_event as_event(unit_of_work& work, const group& here, const zone& where, const session& meeting)
{
    return {.uid = "session-" + std::to_string(meeting.id.value) + "." + here.workspace.value + "@peerbot",
            .sequence = meeting.sequence,
            .changed_at = meeting.changed_at,
            .starts_at = meeting.starts_at,
            .length = meeting.length,
            .where = where,
            .status = status_of(meeting),
            .summary = summary_of(work, here, meeting),
            .description = description_of(work, meeting),
            .link = link_of(work, here, meeting)};
}

void add_sessions(unit_of_work& work, const group& here, std::vector<calendar_event>& events, instant now,
                  std::optional<date> away_until)
{
    const auto where = zone_of(here);
    const auto found =
        work.sessions().in_calendar(here.id, now - past_in_calendar, now - cancelled_in_calendar);
    for (const auto& meeting : found) {
        const bool missed =
            away_until && meeting.starts_at > now && std::chrono::floor<days>(meeting.meets_at) < *away_until;
        if (!missed) events.push_back(as_event(work, here, where, meeting));
    }
}

} // namespace

calendar feed_contents(unit_of_work& work, const calendar_feed& feed, instant now)
{
    calendar shown{.name = "Peer sessions", .events = {}};
    if (feed.group) {
        add_sessions(work, known_group(work, feed.group), shown.events, now, {});
        return shown;
    }
    for (const auto& who : work.members().of_person(feed.workspace, feed.person))
        add_sessions(work, known_group(work, who.group), shown.events, now, who.paused_until);
    return shown;
}

} // namespace peerbot::core
