#include "bot/cards/rotation.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::bot {
namespace {

struct scene
{
    core::group here;
    core::session meeting;
    std::optional<core::user_id> leader;
    std::string title; // of its topic; empty while that is open
};

scene scene_of(core::unit_of_work& work, const core::message& what)
{
    auto meeting = work.sessions().find(core::session_id{what.subject});
    if (!meeting) throw std::logic_error("a stored message names a session that is not stored");
    scene found{.here = core::known_group(work, what.group), .meeting = *meeting, .leader = {}, .title = {}};
    if (const auto subject = work.topics().find(meeting->topic)) found.title = subject->title;
    if (meeting->leading != core::leader_state::open) {
        if (const auto who = work.members().find(meeting->leader)) found.leader = who->user;
    }
    return found;
}

// Why a reminder about a coming session is not true any more; empty when it is.
std::string overtaken(const scene& at, core::instant now)
{
    if (at.meeting.state != core::session_state::planned) return "the session is not planned any more";
    if (at.meeting.starts_at <= now) return "the session has begun";
    return {};
}

// As above, for messages to whoever leads it.
std::string overtaken(const scene& at, const core::message& what, core::instant now)
{
    auto why = overtaken(at, now);
    if (why.empty() && at.leader != std::get<core::user_id>(what.to)) why = "somebody else leads the session";
    return why;
}

std::string place_and_time(const scene& at)
{
    return fmt::format("the session of {} on {}", slack::channel_link(at.here.channel),
                       when(at.meeting.starts_at, at.here.zone));
}

std::string topic_sentence(const scene& at)
{
    return at.title.empty() ? std::string{} : fmt::format(" It is about {}.", bold(at.title));
}

std::string leader_sentence(const scene& at)
{
    if (!at.leader) return {};
    const auto who = slack::mention(*at.leader);
    if (at.meeting.leading == core::leader_state::confirmed) return fmt::format(" {} leads.", who);
    return fmt::format(" {} was asked to lead.", who);
}

slack::button booking_button(const std::string& text, const std::string& action, const core::session& meeting)
{
    return {.text = text,
            .action_id = action,
            .value = std::to_string(meeting.id.value),
            .style = slack::button_style::normal,
            .accessibility_label = fmt::format("{}: session {}", text, meeting.number)};
}

slack::rendered with_buttons(const std::string& text, const std::vector<slack::button>& buttons)
{
    return slack::message(text, {slack::section(text), slack::actions(buttons)});
}

} // namespace

slack::button lead_button(core::session_id meeting)
{
    return {.text = "I will lead",
            .action_id = "rotation.confirm",
            .value = std::to_string(meeting.value),
            .style = slack::button_style::primary,
            .accessibility_label = "I will lead this session"};
}

slack::button skip_button(core::session_id meeting)
{
    return {.text = "Not this time",
            .action_id = "rotation.skip",
            .value = std::to_string(meeting.value),
            .style = slack::button_style::normal,
            .accessibility_label = "I cannot lead this session; I keep my place in the order"};
}

rendering leader_week_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, what);
    if (auto why = overtaken(at, what, now); !why.empty()) return dropped{std::move(why)};
    if (at.meeting.leading == core::leader_state::confirmed) return dropped{"the leader has confirmed"};
    return with_buttons(
        fmt::format("It is your turn to lead {}.{} Will you? If not, somebody else is asked and you stay "
                    "first in the order.",
                    place_and_time(at), topic_sentence(at)),
        {lead_button(at.meeting.id), skip_button(at.meeting.id)});
}

rendering leader_day_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, what);
    if (auto why = overtaken(at, what, now); !why.empty()) return dropped{std::move(why)};
    const auto text =
        fmt::format("You lead {}.{} Is everything ready?", place_and_time(at), topic_sentence(at));
    if (at.meeting.leading == core::leader_state::confirmed) {
        return with_buttons(text, {skip_button(at.meeting.id)});
    }
    return with_buttons(text + " You have not said yet whether you will.",
                        {lead_button(at.meeting.id), skip_button(at.meeting.id)});
}

rendering leader_changed_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, what);
    if (auto why = overtaken(at, what, now); !why.empty()) return dropped{std::move(why)};
    return with_buttons(fmt::format("The facilitator put you down to lead {}.", place_and_time(at)),
                        {skip_button(at.meeting.id)});
}

rendering leader_released_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, what);
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    if (at.leader == std::get<core::user_id>(what.to)) return dropped{"they lead the session again"};
    return slack::rendered{
        fmt::format("You do not lead {} any more: a facilitator changed it.", place_and_time(at))};
}

rendering leader_missing_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, what);
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    if (at.meeting.leading == core::leader_state::confirmed) return dropped{"the leader has confirmed"};
    const auto state = at.leader
                           ? fmt::format("{} was asked and has not answered.", slack::mention(*at.leader))
                           : std::string("Nobody was asked, because nobody can lead it.");
    return slack::rendered{fmt::format("There is no confirmed leader for {}. {} To choose somebody, type "
                                       "`/rotation lead {} @name` in the channel.",
                                       place_and_time(at), state, at.meeting.number)};
}

rendering channel_day_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, what);
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    const auto leader = topic_sentence(at) + leader_sentence(at);
    return slack::rendered{
        fmt::format("The next session is {}.{}", when(at.meeting.starts_at, at.here.zone), leader)};
}

rendering channel_soon_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto at = scene_of(work, what);
    if (at.meeting.state != core::session_state::planned)
        return dropped{"the session is not planned any more"};
    const auto leader = topic_sentence(at) + leader_sentence(at);
    return slack::rendered{fmt::format("The session starts in a few minutes: {}.{}",
                                       when(at.meeting.starts_at, at.here.zone), leader)};
}

rendering session_over_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto at = scene_of(work, what);
    if (at.meeting.state != core::session_state::planned) return dropped{"the session was marked"};
    const auto leader =
        at.leader ? fmt::format(" with {} leading", slack::mention(*at.leader)) : std::string{};
    std::vector<slack::button> buttons;
    if (at.leader) buttons.push_back(booking_button("It was held", "rotation.held", at.meeting));
    buttons.push_back(booking_button("It was not held", "rotation.not_held", at.meeting));
    std::vector<std::string> earlier;
    for (const auto& other : work.sessions().planned(at.here.id)) {
        if (other.starts_at < at.meeting.starts_at) earlier.push_back(std::to_string(other.number));
    }
    const auto also =
        earlier.empty() ? std::string{} : fmt::format(" Not booked yet either: session {}.", listed(earlier));
    return with_buttons(
        fmt::format("Was {} held{}? The turn counts only when somebody says so. If another person led, type "
                    "`/rotation held {} @name` in the channel.{}",
                    place_and_time(at), leader, at.meeting.number, also),
        buttons);
}

} // namespace peerbot::bot
