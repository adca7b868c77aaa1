#include "bot/cards/rotation.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/cards/scene.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/rotation/ladder.hpp"
#include "core/rotation/leader.hpp"

#include <fmt/format.h>
#include <optional>

namespace peerbot::bot {
namespace {

std::string topic_sentence(const scene& at)
{
    return at.title.empty() ? std::string{} : fmt::format(" It is about {}.", bold(at.title));
}

std::string leader_sentence(const scene& at)
{
    if (at.meeting.format != core::session_format::training)
        return fmt::format(" It is {} this time.", format_words(at.meeting.format));
    if (at.leaders.empty()) return {};
    const auto who = mentions(at.leaders);
    const bool two = at.leaders.size() > 1;
    if (at.meeting.leading == core::leader_state::confirmed)
        return fmt::format(" {} {}.", who, two ? "lead" : "leads");
    return fmt::format(" {} {} asked to lead.", who, two ? "were" : "was");
}

// "You lead the session of ... together with <@U2>."
std::string shared_sentence(const scene& at, const core::user_id& reader)
{
    for (const auto& one : at.leaders)
        if (one != reader) return fmt::format(" You share the turn with {}.", slack::mention(one));
    return {};
}

slack::button session_button(const std::string& text, const std::string& action, const core::session& meeting)
{
    return {.text = text,
            .action_id = action,
            .value = std::to_string(meeting.id.value),
            .style = slack::button_style::normal,
            .accessibility_label = fmt::format("{}: session {}", text, meeting.number)};
}

// The last change that took a session from this person.
std::optional<core::turn_change> how_released(core::unit_of_work& work, const scene& at,
                                              const core::user_id& person)
{
    const auto who = work.members().find(at.here.id, person);
    const auto changes = work.turns().changes(at.meeting.id);
    for (auto one = changes.rbegin(); who && one != changes.rend(); ++one)
        if (one->from == who->id && one->to != who->id) return *one;
    return std::nullopt;
}

std::string released_words(core::unit_of_work& work, const scene& at, const core::user_id& person)
{
    const auto change = how_released(work, at, person);
    if (!change) return "a facilitator changed it.";
    const auto leads_now = at.leaders.empty() ? std::string("somebody else") : mentions(at.leaders);
    switch (change->cause) {
    case core::turn_cause::took_offer:
    case core::turn_cause::stood_in:
        return fmt::format("{} said yes first. You keep what you owe, and can lead another one.", leads_now);
    case core::turn_cause::no_training:
        return fmt::format("it is {} this time. You keep what you owe.", format_words(at.meeting.format));
    case core::turn_cause::moved:
        return "it was moved, and the order decides anew who leads.";
    default:
        return "a facilitator changed it.";
    }
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

slack::button cannot_button(core::session_id meeting)
{
    return {.text = "Can't make it",
            .action_id = "rotation.cannot",
            .value = std::to_string(meeting.value),
            .style = slack::button_style::normal,
            .accessibility_label = "I can't make it: show what I can do"};
}

rendering leader_week_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, core::session_id{what.subject});
    if (auto why = overtaken(at, what, now); !why.empty()) return dropped{std::move(why)};
    if (at.meeting.leading == core::leader_state::confirmed) return dropped{"the leader has confirmed"};
    return with_buttons(
        fmt::format("It is your turn to lead {}.{} Will you? If not, somebody else is asked and you stay "
                    "first in the order.",
                    place_and_time(at), topic_sentence(at)),
        {lead_button(at.meeting.id), cannot_button(at.meeting.id)});
}

rendering leader_day_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, core::session_id{what.subject});
    if (auto why = overtaken(at, what, now); !why.empty()) return dropped{std::move(why)};
    const auto text = fmt::format("You lead {}.{}{} Is everything ready?", place_and_time(at),
                                  topic_sentence(at), shared_sentence(at, std::get<core::user_id>(what.to)));
    if (at.meeting.leading == core::leader_state::confirmed) {
        return with_buttons(text, {cannot_button(at.meeting.id)});
    }
    return with_buttons(text + " You have not said yet whether you will.",
                        {lead_button(at.meeting.id), cannot_button(at.meeting.id)});
}

rendering leader_changed_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, core::session_id{what.subject});
    if (auto why = overtaken(at, what, now); !why.empty()) return dropped{std::move(why)};
    return with_buttons(fmt::format("The facilitator put you down to lead {}.{}", place_and_time(at),
                                    shared_sentence(at, std::get<core::user_id>(what.to))),
                        {cannot_button(at.meeting.id)});
}

rendering leader_released_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, core::session_id{what.subject});
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    const auto& reader = std::get<core::user_id>(what.to);
    if (at.led_by(reader)) return dropped{"they lead the session again"};
    return slack::rendered{
        fmt::format("You do not lead {} any more: {}", place_and_time(at), released_words(work, at, reader))};
}

rendering leader_missing_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, core::session_id{what.subject});
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    if (at.meeting.leading == core::leader_state::confirmed) return dropped{"the leader has confirmed"};
    if (at.meeting.format != core::session_format::training) return dropped{"it needs no leader any more"};
    auto text = fmt::format("There is no confirmed leader for {}.", place_and_time(at));
    if (at.leaders.empty())
        text += " Nobody was asked yet.";
    else
        text += fmt::format(" {} was asked and has not answered.", mentions(at.leaders));
    std::vector<slack::button> buttons;
    if (const auto next = core::backup_for(work, at.here, at.meeting)) {
        const auto who = core::known_member(work, *next);
        const bool asked = work.turns().backup(at.meeting.id) == *next;
        const auto name = slack::mention(who.user);
        text += asked ? fmt::format(" {} was asked as backup and has not answered.", name)
                      : fmt::format(" {} would be next.", name);
        buttons.push_back(session_button("Take the backup", "rotation.backup", at.meeting));
    }
    buttons.push_back(session_button("Something else instead", "rotation.instead", at.meeting));
    if (core::can_move_a_week(work, at.meeting))
        buttons.push_back(session_button("A week later", "rotation.week_later", at.meeting));
    text += fmt::format(" What shall become of it? To choose somebody, type `/rotation lead {} @name` in the "
                        "channel.",
                        at.meeting.number);
    return with_buttons(text, buttons);
}

rendering channel_day_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, core::session_id{what.subject});
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    const auto leader = topic_sentence(at) + leader_sentence(at) + clock_words(work, at);
    return slack::rendered{
        fmt::format("The next session is {}.{}", when(at.meeting.starts_at, at.here.zone), leader)};
}

rendering channel_soon_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto at = scene_of(work, core::session_id{what.subject});
    if (at.meeting.state != core::session_state::planned)
        return dropped{"the session is not planned any more"};
    const auto leader = topic_sentence(at) + leader_sentence(at);
    return slack::rendered{fmt::format("The session starts in a few minutes: {}.{}",
                                       when(at.meeting.starts_at, at.here.zone), leader)};
}

rendering session_over_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto at = scene_of(work, core::session_id{what.subject});
    if (at.meeting.state != core::session_state::planned) return dropped{"the session was marked"};
    const auto leader =
        at.leaders.empty() ? std::string{} : fmt::format(" with {} leading", mentions(at.leaders));
    const bool known = !at.leaders.empty() || at.meeting.format != core::session_format::training;
    std::vector<slack::button> buttons;
    if (known) buttons.push_back(session_button("It was held", "rotation.held", at.meeting));
    buttons.push_back(session_button("It was not held", "rotation.not_held", at.meeting));
    buttons.push_back(session_button("It was moved", "session.move", at.meeting));
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
