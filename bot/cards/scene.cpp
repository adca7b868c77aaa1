#include "bot/cards/scene.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/rotation/plan.hpp"
#include "core/sessions/clock_shift.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
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

namespace {

core::minutes shift_for(core::unit_of_work& work, const scene& at, const core::user_id& person)
{
    const auto before = work.sessions().before(at.here.id, at.meeting.starts_at, 1);
    const auto where = core::zone::named(at.here.zone);
    if (before.empty() || !where) return core::minutes{0};
    return core::clock_shift(before.front().starts_at, at.meeting.starts_at, *where,
                             core::zone_of(work, at.here, person));
}

} // namespace

std::string clock_words(core::unit_of_work& work, const scene& at, const core::user_id& person)
{
    const auto shift = shift_for(work, at, person);
    return shift == core::minutes{0} ? std::string{} : " " + shift_sentence(shift);
}

std::string clock_words(core::unit_of_work& work, const scene& at)
{
    std::map<core::minutes, std::vector<core::user_id>> moved;
    for (const auto& who : work.members().present(at.here.id)) {
        const auto shift = shift_for(work, at, who.user);
        if (who.active() && shift != core::minutes{0}) moved[shift].push_back(who.user);
    }
    std::string words;
    for (const auto& [shift, people] : moved)
        words += fmt::format(" For {}: {}", mentions(people), shift_sentence(shift));
    return words;
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
