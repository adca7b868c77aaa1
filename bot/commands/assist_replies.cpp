// What people write freely in the thread of a peer assist. It stays as it is; its author alone is offered
// what else can become of it.
#include "bot/cards/phrases.hpp"
#include "bot/commands/assist.hpp"
#include "bot/commands/events.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/contribute.hpp"
#include "core/groups/roles.hpp"
#include "core/words/ascii.hpp"
#include "core/words/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

using core::result;

constexpr const char* as_block = "as";
constexpr std::size_t most_carried = 1900; // bytes in the value of a button, which holds 2000 units
constexpr const char* cut_off = ":1";      // after the assist in that value: there was more

// A message that a person wrote in the thread of another one.
bool is_reply(const slack::event& happened)
{
    return happened.type == "message" && happened.subtype.empty() && happened.bot_id.empty() &&
           !happened.user.empty() && !happened.thread_ts.empty() && happened.thread_ts != happened.ts;
}

// As much of it as goes with a button, whole code points only.
std::string carried(std::string_view text)
{
    if (text.size() <= most_carried) return std::string(text);
    auto end = most_carried;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return std::string(text.substr(0, end));
}

// The text, and whether there was more of it.
void carry(slack::button& pressed, const std::string& text)
{
    const auto kept = carried(text);
    if (kept.size() < text.size()) pressed.value += cut_off;
    pressed.value += "|" + kept;
}

// Whoever is waited for and writes in the thread has said it, and would be waited for all the same.
wording offer_to_keep(const core::assist& one, const std::string& text)
{
    assist_page page;
    page.add(
        "Thank you. Shall I keep this for the assist? Then you are heard in this phase, and it counts for "
        "the summary, which you see before it is published. Your message stays as it is, whatever you "
        "choose. Only you see this.");
    auto keep = assist_button({"Keep it for the assist", "Keep what I wrote"}, "keep_reply", one);
    carry(keep, text);
    page.add_buttons({keep});
    return [said = page.message()] { return answer::of(said); };
}

wording offer(const core::assist& one, const std::string& text)
{
    assist_page page;
    page.add(
        "Thank you for helping. This phase is for understanding the question; help has a phase of its own "
        "later. Shall I hold what you wrote and post it when its time comes? Your message stays as it is, "
        "whatever you choose. Only you see this.");
    auto hold =
        assist_button({"Hold it for the solutions", "Hold what I wrote for the solutions"}, "hold", one);
    carry(hold, text);
    page.add_buttons({hold});
    return [said = page.message()] { return answer::of(said); };
}

result<assist_here> assist_of_thread(core::unit_of_work& work, const caller& who, const std::string& thread)
{
    const auto one = work.assists().in_thread(who.workspace, who.channel, thread);
    if (!one) return core::reason::no_such_assist;
    return assist_of_value(work, who, std::to_string(one->id.value));
}

std::string fitting(std::string_view text)
{
    std::string kept;
    for (std::size_t count = 0; !text.empty() && count < core::longest_contribution; ++count) {
        const auto [code_point, bytes] = core::decode_first(text);
        kept += text.substr(0, bytes);
        text.remove_prefix(bytes);
    }
    return kept;
}

// Whether it is all of what they wrote is told beside it: nobody sends a part of it unawares.
slack::block said_input(const std::string& text, bool cut, const std::string& hint)
{
    const auto kept = fitting(text);
    const bool whole = !cut && kept.size() == text.size();
    const std::string more = "Only the beginning of your message fits here; the rest stands in the thread. ";
    return answer_input(assist_text, "What you say", kept, core::longest_contribution,
                        whole ? hint : more + hint, false);
}

// What a message can become now: what the phase asks for, help, or a note.
std::vector<slack::option> ways_to_add(const assist_scene& at)
{
    std::vector<slack::option> ways;
    if (const auto button = contribute_button(at); button &&
                                                   at.seen.current->form != core::contribution_kind::help &&
                                                   at.seen.current->form != core::contribution_kind::note)
        ways.push_back({button->text, "k" + kind_code(*at.seen.current->form)});
    ways.push_back({"I did this", "0"});
    ways.push_back({"I know who did", "1"});
    ways.push_back({"An idea", "2"});
    ways.push_back({"A note", "k" + kind_code(core::contribution_kind::note)});
    return ways;
}

// A press, and the text that goes with its button.
std::pair<press, std::string> with_text(const press& pressed)
{
    const auto bar = std::min(pressed.value.find('|'), pressed.value.size());
    auto plain = pressed;
    plain.value = pressed.value.substr(0, bar);
    return {plain, pressed.value.substr(std::min(bar + 1, pressed.value.size()))};
}

result<wording> add_form(core::unit_of_work& work, const assist_here& at, const std::string& text, bool cut)
{
    const auto scene = assist_scene_of(work, at.one);
    if (at.one.state != core::assist_state::running || !scene.seen.run)
        return core::rejection{.why = core::reason::assist_not_running, .number = at.one.number};
    const auto ways = ways_to_add(scene);
    return opening(
        assist_form("add", "Add to the assist", "Add it", at,
                    {choice_input(as_block, "It is", ways, ways.front().value,
                                  "Help that comes early is held until its time."),
                     said_input(text, cut, "You can change it; the message itself stays as it is.")}));
}

result<wording> added(core::unit_of_work& work, const assist_here& at, const form& told)
{
    const auto& way = told.field(as_block);
    core::contribution_wish wish{.by = told.who.person,
                                 .kind = core::contribution_kind::help,
                                 .tag = help_tag_of(way),
                                 .text = told.field(assist_text),
                                 .now = told.who.now};
    if (way.starts_with('k')) {
        const auto code = core::whole_number(std::string_view(way).substr(1));
        const auto kind = kind_of_code(code.value_or(-1));
        if (!kind) return core::reason::no_such_contribution;
        wish.kind = *kind;
    }
    const auto said = wish.kind == core::contribution_kind::help
                          ? core::hold_reply(work, at.here, at.one.id, wish)
                          : core::contribute(work, at.here, at.one.id, wish);
    if (!said) return said.why();
    return kept_wording(*said);
}

} // namespace

std::optional<plan> plan_reply(const slack::event& happened, const slack::identity& bot, core::instant now)
{
    if (!is_reply(happened) || slack::is_own(happened, bot)) return std::nullopt;
    const caller who{
        .workspace = happened.team, .channel = happened.channel, .person = happened.user, .now = now};
    return looking{[who, thread = happened.thread_ts,
                    escaped = happened.text](core::unit_of_work& work) -> result<wording> {
        const wording nothing_said = [] { return answer::nothing(); };
        const auto one = work.assists().in_thread(who.workspace, who.channel, thread);
        if (!one || !one->open()) return nothing_said;
        const auto here = group_of_press(work, who, one->group);
        if (!here) return nothing_said;
        const auto text = read_typed(escaped).text;
        const auto verdict = core::judge_reply(work, *here, one->id, who.person, text);
        if (verdict == core::free_reply::keep) return offer_to_keep(*one, text);
        return verdict == core::free_reply::hold ? offer(*one, text) : nothing_said;
    }};
}

plan keep_reply_pressed(const press& pressed)
{
    const auto [plain, text] = with_text(pressed);
    return looking{[plain = plain, text = text](core::unit_of_work& work) -> result<wording> {
        const auto at = assist_of_value(work, plain.who, plain.value);
        if (!at) return at.why();
        return add_form(work, *at, text, at->second() == 1);
    }};
}

plan hold_pressed(const press& pressed)
{
    const auto [plain, text] = with_text(pressed);
    return looking{[plain = plain, text = text](core::unit_of_work& work) -> result<wording> {
        const auto at = assist_of_value(work, plain.who, plain.value);
        if (!at) return at.why();
        return opening(
            assist_form("hold", "For the solutions", "Hold it", *at,
                        {help_tag_input(),
                         said_input(text, at->second() == 1,
                                    "You can change it. It is posted when help is asked for; what you wrote "
                                    "in the thread stays.")}));
    }};
}

plan hold_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            const auto said = core::hold_reply(work, at.here, at.one.id,
                                               {.by = told.who.person,
                                                .kind = core::contribution_kind::help,
                                                .tag = help_tag_in(told),
                                                .text = told.field(assist_text),
                                                .now = told.who.now});
            if (!said) return said.why();
            return kept_wording(*said);
        });
}

// Only their own words become a contribution of theirs, and only when they press themselves.
plan add_message(const message_shortcut& chosen)
{
    return looking{[chosen](core::unit_of_work& work) -> result<wording> {
        const auto at = assist_of_thread(work, chosen.who, chosen.thread);
        if (!at)
            return wording{[] {
                return say(
                    "This message is in no thread of a peer assist, so nothing was added. `/assist` shows "
                    "those that go on.");
            }};
        if (chosen.author != chosen.who.person)
            return wording{[] {
                return say(
                    "Only whoever wrote a message can add it to the peer assist, so nothing was added.");
            }};
        return add_form(work, *at, chosen.text, false);
    }};
}

plan add_sent(const form& sent)
{
    return change_by_form(sent, added);
}

} // namespace peerbot::bot
