#include "bot/commands/groups.hpp"

#include "bot/cards/groups.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/table.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/local_time.hpp"
#include "core/groups/membership.hpp"
#include "core/groups/roles.hpp"
#include "core/time/dates.hpp"
#include "core/time/zone.hpp"

#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

// A press tells where somebody's account is, perhaps before anything else did. Organisations have ids of
// another kind, which say nothing about that.
void introduce(core::unit_of_work& work, const caller& who)
{
    const bool elsewhere = who.home.value.starts_with('T') && who.home != who.workspace;
    if (!elsewhere || work.people().find(who.workspace, who.person)) return;
    work.people().save({.workspace = who.workspace, .user = who.person, .home = who.home});
}

core::result<wording> join(core::unit_of_work& work, const core::group& here, const caller& who)
{
    introduce(work, who);
    const auto joined = core::join_group(work, here, who.person, who.now);
    if (!joined) return joined.why();
    return wording{[here, leads = joined->facilitator] {
        return say(fmt::format(
            "You are a member now. {}. `/vote` shows what the group could learn, `/rotation` who "
            "leads next.{}",
            meeting_rhythm(here), leads ? " Nobody was in the group, so you are the facilitator too." : ""));
    }};
}

// What joiners accept has to be seen before it is accepted.
plan join_typed(const invocation& told)
{
    return changing{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const bool outside = !core::present_member(work, here->id, who.person);
        if (outside && !here->covenant.empty())
            return wording{[group = *here] { return answer::of(invitation(group)); }};
        return join(work, *here, who);
    }};
}

plan join_pressed(const press& pressed)
{
    return changing{[who = pressed.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        return join(work, *here, who);
    }};
}

plan leave(const caller& who, bool tell_channel)
{
    return changing{[who, tell_channel](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto gone = core::leave_group(
            work, *here, {.person = who.person, .tell_channel = tell_channel, .now = who.now});
        if (!gone) return gone.why();
        return wording{[tell_channel] {
            return say(fmt::format(
                "You have left the group, and your coming turns went back to the rotation. {} `/peer join` "
                "brings you back at any time.",
                tell_channel ? "I am telling the channel in one sentence."
                             : "I tell nobody in the channel."));
        }};
    }};
}

plan leave_typed(const invocation& told)
{
    const auto* how = told.argument(0);
    if (how != nullptr && !how->is("aloud") && !how->is("quietly")) {
        return saying{
            say("Write `/peer leave` to leave without a word in the channel, or `/peer leave aloud` to "
                "have it told there. Nothing was changed.")};
    }
    return leave(told.who, how != nullptr && how->is("aloud"));
}

plan leave_quietly(const press& pressed)
{
    return leave(pressed.who, false);
}

plan leave_aloud(const press& pressed)
{
    return leave(pressed.who, true);
}

// "until 2027-01-15", "for 2 weeks": the word before the day says nothing of its own.
bool begins_a_day(const word& one)
{
    return one.is("until") || one.is("till") || one.is("for");
}

core::result<core::date> pause_end(const invocation& told, const core::group& here)
{
    auto text = told.rest();
    if (const auto* first = told.argument(0); first != nullptr && begins_a_day(*first))
        text = told.text.from(told.first + 1);
    const auto today = core::today_in(here, told.who.now);
    auto day = core::parse_date(text, today);
    if (day) return day;
    // "2 weeks" is "in 2 weeks".
    const auto ahead = core::parse_date("in " + std::string(text), today);
    return ahead ? ahead : day;
}

plan pause(const invocation& told)
{
    if (told.count() == 0 || (told.count() == 1 && begins_a_day(*told.argument(0)))) {
        return saying{say("Until when? Write it like `/peer pause until 2027-01-15`. Nothing was changed.")};
    }
    return changing{[told](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, told.who.workspace, told.who.channel);
        if (!here) return here.why();
        const auto until = pause_end(told, *here);
        if (!until) return until.why();
        const auto paused = core::pause_member(work, *here, told.who.person, *until, told.who.now);
        if (!paused) return paused.why();
        return wording{[day = *until] {
            return say(fmt::format(
                "You are paused until {}. Nobody counts on you before that day, you owe nothing for it, "
                "and you are back by yourself. `/peer resume` ends it earlier.",
                core::format_date(day)));
        }};
    }};
}

plan resume(const invocation& told)
{
    return changing{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto back = core::resume_member(work, *here, who.person, who.now);
        if (!back) return back.why();
        return wording{[] { return say("Welcome back: your pause is over."); }};
    }};
}

std::string member_line(const core::member& who)
{
    auto line = slack::mention(who.user);
    if (who.facilitator) line += ", facilitator";
    if (who.paused_until) line += ", paused until " + core::format_date(*who.paused_until);
    return line;
}

plan members(const invocation& told)
{
    return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        return wording{[people = work.members().present(here->id)] {
            if (people.empty())
                return say("Nobody is in the group now. Whoever types `/peer join` first facilitates it.");
            std::string text = counted(static_cast<std::int64_t>(people.size()), "member", "members") + ":";
            for (const auto& one : people)
                text += "\n" + member_line(one);
            return say(text);
        }};
    }};
}

plan help_pressed(const press&)
{
    return saying{help_of(group_commands())};
}

constexpr std::array commands{
    command_row{"peer", "", "", "how the group is doing, and what waits for you", overview_of},
    command_row{"peer", "setup", "second Tuesday 15:00 Europe/London",
                "start a group in this channel; without words, a form", setup_typed, any_words},
    command_row{"peer", "join", "", "become a member", join_typed},
    command_row{"peer", "leave", "[aloud]", "stop being a member; aloud, the channel is told", leave_typed,
                1},
    command_row{"peer", "pause", "until 2027-01-15", "take a break; you come back by yourself", pause,
                any_words},
    command_row{"peer", "resume", "", "end your break now", resume},
    command_row{"peer", "members", "", "who is in the group", members},
    command_row{"peer", "organisation", "NAME",
                "where you work, so that colleagues are not asked to judge your work", organisation_typed,
                any_words},
    command_row{"peer", "facilitator", "[remove] @name", "let somebody else facilitate too, or no more",
                facilitator_typed, 2},
    command_row{"peer", "settings", "[length 90]", "what the group has agreed on, and changing it",
                settings_typed, any_words},
    command_row{"peer", "log", "", "who decided what about the group", log_typed},
};
constexpr std::array presses{
    press_row{"peer.join", join_pressed},         press_row{"peer.help", help_pressed},
    press_row{"peer.setup", setup_pressed},       press_row{"peer.leave_quietly", leave_quietly},
    press_row{"peer.leave_aloud", leave_aloud},   press_row{"peer.volunteer", volunteer_pressed},
    press_row{"peer.settings", settings_pressed}, press_row{"peer.settings_shown", settings_shown},
    press_row{"peer.rhythm", rhythm_confirmed},   press_row{"peer.rhythm_kept", rhythm_kept},
};
constexpr std::array forms{
    form_row{"peer.setup", setup_sent, refuse_setup},
    form_row{"peer.settings", settings_sent, refuse_settings},
};

} // namespace

core::result<core::group> group_for_message(core::unit_of_work& work, const caller& who)
{
    auto here = core::group_in(work, who.workspace, who.channel);
    if (here) {
        if (const auto member = core::present_member(work, here->id, who.person); !member)
            return member.why();
        return here;
    }
    const auto elsewhere = work.members().of_person(who.workspace, who.person);
    if (elsewhere.size() != 1) return here;
    return core::known_group(work, elsewhere.front().group);
}

const area_rows& group_commands()
{
    static const area_rows rows{
        "peer",
        "peerbot keeps a peer-learning group going: who leads next, what to learn, and reminders. "
        "`/vote help`, `/rotation help`, `/critique help`, `/assist help`, `/peer reminders help`, "
        "`/peer calendar help` and `/peer promises help` tell about the rest.",
        commands, presses, forms};
    return rows;
}

} // namespace peerbot::bot
