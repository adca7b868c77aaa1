#include "bot/cards/reminders.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/table.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"
#include "core/reminders/controls.hpp"
#include "core/reminders/foresee.hpp"
#include "core/reminders/month.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <map>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_foreseen = 15;

struct outlook
{
    std::vector<core::foreseen_reminder> coming;
    std::map<core::group_id, core::group> groups;
    std::map<core::message_kind, core::reminder_level> levels;
};

outlook look_ahead(core::unit_of_work& work, const caller& who)
{
    outlook seen{
        .coming = core::foresee(work, who.workspace, who.person, who.now), .groups = {}, .levels = {}};
    for (const auto& one : seen.coming)
        seen.groups.try_emplace(one.group, core::known_group(work, one.group));
    for (const auto& kind : core::reminder_kinds())
        seen.levels[kind.kind] = core::level_of(work, who.workspace, who.person, kind.kind);
    return seen;
}

std::string coming_line(const outlook& seen, const core::foreseen_reminder& one)
{
    const auto& here = seen.groups.at(one.group);
    auto line = fmt::format("{}, {}: {}", when(one.when, here.zone), slack::channel_link(here.channel),
                            reminder_name(one.kind));
    if (one.level == core::reminder_level::off) return line + " (turned off, so it is not sent)";
    if (one.level == core::reminder_level::fewer) return line + " (only every second one is sent)";
    return line;
}

std::string coming_words(const outlook& seen)
{
    if (seen.coming.empty()) return "Nothing is planned to be sent to you in the next 30 days.";
    std::string text = "As things stand, you will be reminded of this in the next 30 days:";
    for (std::size_t i = 0; i < std::min(seen.coming.size(), most_foreseen); ++i)
        text += "\n" + coming_line(seen, seen.coming[i]);
    if (seen.coming.size() > most_foreseen)
        text += fmt::format("\nAnd {} more after that.", seen.coming.size() - most_foreseen);
    return text;
}

slack::block level_buttons(core::message_kind kind, core::reminder_level now)
{
    struct choice
    {
        core::reminder_level level;
        const char* text;
        const char* action;
    };
    constexpr std::array choices{
        choice{core::reminder_level::every_one, "Send every one", "reminders.every_one"},
        choice{core::reminder_level::fewer, "Every second one", "reminders.every_second"},
        choice{core::reminder_level::off, "Turn off", "reminders.off"}};
    std::vector<slack::button> buttons;
    for (const auto& one : choices) {
        if (one.level == now) continue;
        buttons.push_back({.text = one.text,
                           .action_id = one.action,
                           .value = std::to_string(static_cast<int>(kind)),
                           .style = slack::button_style::normal,
                           .accessibility_label = fmt::format("{}: {}", one.text, reminder_name(kind))});
    }
    return slack::actions(buttons);
}

answer show_outlook(const outlook& seen)
{
    auto text = coming_words(seen);
    std::vector<slack::block> blocks{slack::section(text)};
    std::string duties;
    for (const auto& kind : core::reminder_kinds()) {
        if (kind.duty) {
            duties += (duties.empty() ? "" : "; ") + reminder_name(kind.kind);
            continue;
        }
        const auto level = seen.levels.at(kind.kind);
        const auto line = fmt::format("Reminders of {}: {}", reminder_name(kind.kind), level_sentence(level));
        text += "\n" + line;
        blocks.push_back(slack::section(line));
        blocks.push_back(level_buttons(kind.kind, level));
    }
    const auto note =
        "These belong to leading and facilitating and cannot be turned off, only put off: " + duties +
        ". Nobody gets more than one reminder a day and three a week beside them.";
    text += "\n" + note;
    blocks.push_back(slack::context({note}));
    return answer::of(slack::message(text, blocks));
}

core::result<wording> outlook_wording(core::unit_of_work& work, const caller& who)
{
    return wording{[seen = look_ahead(work, who)] { return show_outlook(seen); }};
}

plan show(const invocation& told)
{
    return looking{[who = told.who](core::unit_of_work& work) { return outlook_wording(work, who); }};
}

plan set_level(const press& pressed, core::reminder_level level)
{
    return changing{[pressed, level](core::unit_of_work& work) -> core::result<wording> {
        int kind = 0;
        const auto& value = pressed.value;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), kind);
        if (read.ec != std::errc{}) return core::reason::no_such_reminder;
        const auto done = core::set_reminder_level(work, pressed.who.workspace, pressed.who.person,
                                                   static_cast<core::message_kind>(kind), level);
        if (!done) return done.why();
        return outlook_wording(work, pressed.who);
    }};
}

plan every_one(const press& pressed)
{
    return set_level(pressed, core::reminder_level::every_one);
}
plan every_second(const press& pressed)
{
    return set_level(pressed, core::reminder_level::fewer);
}
plan off(const press& pressed)
{
    return set_level(pressed, core::reminder_level::off);
}

// Runs `act` on the reminder whose button was pressed.
template <class Act>
plan on_reminder(const press& pressed, Act act)
{
    return changing{[pressed, act](core::unit_of_work& work) -> core::result<wording> {
        const auto named = read_reminder_value(pressed.value);
        if (!named) return core::reason::no_such_reminder;
        return act(work, core::reminder_press{.workspace = pressed.who.workspace,
                                              .person = pressed.who.person,
                                              .kind = named->kind,
                                              .group = named->group,
                                              .subject = named->subject,
                                              .now = pressed.who.now});
    }};
}

core::result<wording> done(core::unit_of_work& work, const core::reminder_press& press)
{
    const auto noted = core::reminder_done(work, press);
    if (!noted) return noted.why();
    return wording{[name = reminder_name(press.kind)] {
        return say(fmt::format("Done: this was about {}, and it does not come again.", name));
    }};
}

core::result<wording> snooze(core::unit_of_work& work, const core::reminder_press& press)
{
    const auto again = core::snooze_reminder(work, press);
    if (!again) return again.why();
    const auto zone = core::known_group(work, press.group).zone;
    return wording{[name = reminder_name(press.kind), again = *again, zone] {
        return say(fmt::format("Put off: this was about {}. It comes again {}, unless it is settled by then.",
                               name, when(again, zone)));
    }};
}

// The reminder stays, with its other buttons, and says below what was changed.
core::result<wording> fewer(core::unit_of_work& work, const core::reminder_press& press)
{
    const auto level = core::fewer_reminders(work, press);
    if (!level) return level.why();
    const auto line =
        *level == core::reminder_level::off
            ? fmt::format("Reminders of {} are turned off now. `/peer reminders` turns them on again.",
                          reminder_name(press.kind))
            : fmt::format("From now on you get every second reminder of {}. Press the button again "
                          "to get none, or `/peer reminders` to change it back.",
                          reminder_name(press.kind));
    const auto drawn = draw_message(work,
                                    {.kind = press.kind,
                                     .group = press.group,
                                     .subject = press.subject,
                                     .to = press.person,
                                     .due_at = press.now},
                                    press.now);
    const auto* again = std::get_if<slack::rendered>(&drawn);
    auto said = again != nullptr ? slack::with_line(*again, line) : slack::rendered{line};
    return wording{[said = std::move(said)] { return answer::of(said); }};
}

plan done_pressed(const press& pressed)
{
    return on_reminder(pressed, done);
}
plan snooze_pressed(const press& pressed)
{
    return on_reminder(pressed, snooze);
}
plan fewer_pressed(const press& pressed)
{
    return on_reminder(pressed, fewer);
}

std::int64_t number_of(const press& pressed)
{
    std::int64_t number = 0;
    const auto& value = pressed.value;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    return read.ec == std::errc{} ? number : 0;
}

// From a direct message, where there is no channel to tell the group by. Of another workspace is as good as
// none.
template <class Row>
core::result<core::group> group_of(core::unit_of_work& work, const std::optional<Row>& row, const caller& who)
{
    if (!row) return core::reason::no_such_reminder;
    const auto here = core::known_group(work, row->group);
    if (here.workspace != who.workspace) return core::reason::no_such_reminder;
    return here;
}

// A press in a direct message draws the message again: the summary stays, and says below what was done.
wording summary_wording(core::unit_of_work& work, const core::group& here, const caller& who,
                        const std::string& line)
{
    const auto drawn = draw_message(work,
                                    {.kind = core::message_kind::month_summary,
                                     .group = here.id,
                                     .subject = here.id.value,
                                     .to = who.person,
                                     .due_at = who.now},
                                    who.now);
    const auto* again = std::get_if<slack::rendered>(&drawn);
    auto said = again != nullptr ? slack::with_line(*again, line) : slack::rendered{line};
    return [said = std::move(said)] { return answer::of(said); };
}

plan ask_leader_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const core::session_id id{number_of(pressed)};
        const auto here = group_of(work, work.sessions().find(id), pressed.who);
        if (!here) return here.why();
        const auto asked = core::ask_next_leader(work, *here, pressed.who.person, id, pressed.who.now);
        if (!asked) return asked.why();
        const auto leader = work.members().find(asked->leader)->user;
        return summary_wording(
            work, *here, pressed.who,
            fmt::format("{} was asked to lead session {}.", slack::mention(leader), asked->number));
    }};
}

plan ask_quiet_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const core::member_id id{number_of(pressed)};
        const auto here = group_of(work, work.members().find(id), pressed.who);
        if (!here) return here.why();
        const auto asked = core::ask_quiet_member(work, *here, pressed.who.person, id, pressed.who.now);
        if (!asked) return asked.why();
        return summary_wording(work, *here, pressed.who,
                               fmt::format("{} is asked privately how it is going, in their working hours.",
                                           slack::mention(asked->user)));
    }};
}

plan still_here_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto noted = core::still_here(work, pressed.who.workspace, pressed.who.person,
                                            {number_of(pressed)}, pressed.who.now);
        if (!noted) return noted.why();
        return wording{[] { return say("Good to know. Nobody is told what you answered."); }};
    }};
}

constexpr std::array commands{
    command_row{"reminders", "", "", "what you will be sent and when, and what of it you want", show},
};
constexpr std::array presses{
    press_row{"reminders.done", done_pressed},         press_row{"reminders.snooze", snooze_pressed},
    press_row{"reminders.fewer", fewer_pressed},       press_row{"reminders.every_one", every_one},
    press_row{"reminders.every_second", every_second}, press_row{"reminders.off", off},
    press_row{"month.ask_leader", ask_leader_pressed}, press_row{"month.ask", ask_quiet_pressed},
    press_row{"month.still_here", still_here_pressed},
};

} // namespace

const area_rows& reminder_commands()
{
    static const area_rows rows{.area = "reminders",
                                .purpose = "What you are reminded of, and how often.",
                                .commands = commands,
                                .presses = presses,
                                .forms = {},
                                .own_command = false};
    return rows;
}

} // namespace peerbot::bot
