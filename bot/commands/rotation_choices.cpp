// What facilitators choose for a session without a confirmed leader.
#include "bot/cards/phrases.hpp"
#include "bot/cards/rotation.hpp"
#include "bot/cards/scene.hpp"
#include "bot/commands/rotation.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/ladder.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

std::string chosen_words(core::unit_of_work& work, const core::group& here, const core::session& meeting,
                         core::rescue how)
{
    const auto name = session_name(meeting, here.zone);
    switch (how) {
    case core::rescue::backup:
        return fmt::format("{} leads {}. They are being told.", mentions(scene_of(work, meeting.id).leaders),
                           name);
    case core::rescue::assist:
    case core::rescue::critique:
        return fmt::format(
            "{} is {} now. Nobody needs to lead it, and nobody owes anything for it. `/rotation "
            "lead {} @name` makes it a training again.",
            name, format_words(meeting.format), meeting.number);
    case core::rescue::week_later:
        return fmt::format("{}: that is the new date, a week later. Its reminders follow, and the order "
                           "decides anew who is asked to lead.",
                           name);
    }
    return name;
}

// The session of a choice, and when it was planned for as the choice was shown.
struct seen_choice
{
    core::session meeting;
    std::optional<core::instant> planned_for; // unknown for buttons of before this was noted
};

// Rejects: no_session_planned.
core::result<seen_choice> seen_session(core::unit_of_work& work, const press& pressed)
{
    const auto colon = pressed.value.find(':');
    auto plain = pressed;
    plain.value = pressed.value.substr(0, colon);
    const auto meeting = pressed_session(work, plain);
    if (!meeting) return meeting.why();
    if (colon == std::string::npos) return seen_choice{.meeting = *meeting, .planned_for = {}};
    const auto numbers = numbers_of(pressed.value);
    if (!numbers || numbers->size() != 2) return core::reason::no_session_planned;
    return seen_choice{.meeting = *meeting,
                       .planned_for = core::instant(core::milliseconds(numbers->back()))};
}

plan choose(const press& pressed, core::rescue how)
{
    return changing{[pressed, how](core::unit_of_work& work) -> core::result<wording> {
        const auto seen = seen_session(work, pressed);
        if (!seen) return seen.why();
        const auto here = core::known_group(work, seen->meeting.group);
        const auto done = core::rescue_session(work, here,
                                               {.meeting = seen->meeting.id,
                                                .by = pressed.who.person,
                                                .how = how,
                                                .now = pressed.who.now,
                                                .seen = seen->planned_for});
        if (!done) return done.why();
        return wording{[text = chosen_words(work, here, *done, how)] { return say(text); }};
    }};
}

} // namespace

plan backup_pressed(const press& pressed)
{
    return choose(pressed, core::rescue::backup);
}

plan assist_pressed(const press& pressed)
{
    return choose(pressed, core::rescue::assist);
}

plan critique_pressed(const press& pressed)
{
    return choose(pressed, core::rescue::critique);
}

plan week_later_pressed(const press& pressed)
{
    return choose(pressed, core::rescue::week_later);
}

plan instead_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto seen = seen_session(work, pressed);
        if (!seen) return seen.why();
        const auto here = core::known_group(work, seen->meeting.group);
        if (const auto who = core::facilitating_member(work, here.id, pressed.who.person); !who)
            return who.why();
        return wording{[value = choice_value(seen->meeting), name = session_name(seen->meeting, here.zone)] {
            const auto button = [&](const char* text, const char* action, const char* label) {
                return slack::button{.text = text,
                                     .action_id = action,
                                     .value = value,
                                     .style = slack::button_style::normal,
                                     .accessibility_label = label};
            };
            const auto text = fmt::format(
                "What shall {} be? Neither needs a leader. In a *peer assist* the group helps one "
                "member with a hard problem; in a *critique hour* members get feedback on work they "
                "bring.",
                name);
            return answer::of(slack::message(
                text,
                {slack::section(text),
                 slack::actions(
                     {button("A peer assist", "rotation.assist", "Hold a peer assist instead"),
                      button("A critique hour", "rotation.critique", "Hold a critique hour instead")})}));
        }};
    }};
}

} // namespace peerbot::bot
