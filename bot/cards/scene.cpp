#include "bot/cards/scene.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::bot {

bool scene::led_by(const core::user_id& person) const
{
    return std::find(leaders.begin(), leaders.end(), person) != leaders.end();
}

scene scene_of(core::unit_of_work& work, core::session_id id)
{
    auto meeting = work.sessions().find(id);
    if (!meeting) throw std::logic_error("a stored message names a session that is not stored");
    scene found{
        .here = core::known_group(work, meeting->group), .meeting = *meeting, .leaders = {}, .title = {}};
    if (const auto subject = work.topics().find(meeting->topic)) found.title = subject->title;
    for (const auto leader : core::leaders_of(*meeting)) {
        if (const auto who = work.members().find(leader)) found.leaders.push_back(who->user);
    }
    return found;
}

std::string overtaken(const scene& at, core::instant now)
{
    if (at.meeting.state != core::session_state::planned) return "the session is not planned any more";
    if (at.meeting.starts_at <= now) return "the session has begun";
    return {};
}

std::string overtaken(const scene& at, const core::message& what, core::instant now)
{
    auto why = overtaken(at, now);
    if (why.empty() && !at.led_by(std::get<core::user_id>(what.to))) why = "somebody else leads the session";
    return why;
}

std::string place_and_time(const scene& at)
{
    return fmt::format("the session of {} on {}", slack::channel_link(at.here.channel),
                       when(at.meeting.starts_at, at.here.zone));
}

std::string format_words(core::session_format format)
{
    switch (format) {
    case core::session_format::assist:
        return "a peer assist";
    case core::session_format::critique:
        return "a critique hour";
    case core::session_format::training:
        break;
    }
    return "a training";
}

} // namespace peerbot::bot
