#include "bot/commands/assist_lists.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/commands/assist.hpp"
#include "bot/commands/assist_afterwards.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/phases.hpp"
#include "core/assist/roles.hpp"
#include "core/groups/roles.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_listed = 15;
constexpr int most_in_history = 20;
constexpr std::size_t most_notes = 8;
constexpr std::size_t longest_outcome_listed = 150;
constexpr std::size_t most_in_section = 2900; // bytes, of the 3000 units that Slack takes

struct viewer_role
{
    bool assistee = false;
    bool facilitates = false; // this assist
    bool there = false;
};

viewer_role role_of(core::unit_of_work& work, const assist_here& at)
{
    const auto self = core::participant_of(work, at.one.id, at.viewer.id);
    return {.assistee = at.one.assistee == at.viewer.id,
            .facilitates = at.one.facilitator == at.viewer.id,
            .there = self && self->there()};
}

// What waits for the viewer, in a sentence; empty when nothing does.
std::string waiting_words(const assist_here& at, const assist_scene& scene, const viewer_role& role)
{
    if (at.one.state == core::assist_state::draft) {
        if (role.assistee && !at.one.suggested.empty()) return " Another format is suggested to you.";
        return at.viewer.facilitator && !role.assistee ? " It waits for a facilitator." : "";
    }
    const auto& silent = scene.seen.silent;
    if (std::find(silent.begin(), silent.end(), at.viewer.id) != silent.end())
        return scene.seen.current->optional ? "" : " You have not been heard in this phase.";
    if (at.one.state == core::assist_state::closing && role.assistee) return " The summary waits for you.";
    return {};
}

bool has_words(core::unit_of_work& work, const assist_here& at)
{
    const auto said = work.contributions().of_assist(at.one.id);
    return std::any_of(said.begin(), said.end(), [&](const core::contribution& each) {
        return each.author == at.viewer.id && each.kind != core::contribution_kind::challenge;
    });
}

// About choosing a question, a call, and what the viewer wrote.
std::vector<slack::button> gathering_buttons(core::unit_of_work& work, const assist_here& at,
                                             const viewer_role& role)
{
    const auto& one = at.one;
    const auto scene = assist_scene_of(work, one);
    auto buttons = choosing_buttons(scene);
    if (role.there && has_words(work, at))
        buttons.push_back(
            assist_button({"What I wrote", "Show what I wrote, to reword it or take it back"}, "own", one));
    if (one.state == core::assist_state::running && role.there) buttons.push_back(propose_slot_button(one));
    const bool held = std::any_of(scene.seen.slots.begin(), scene.seen.slots.end(),
                                  [](const core::call_slot& each) { return each.chosen; });
    if (one.open() && role.there && held) buttons.push_back(call_notes_button(one));
    const bool under_way =
        one.state == core::assist_state::scheduled || one.state == core::assist_state::running;
    if (role.assistee && under_way && scene.seen.format.chooses())
        buttons.push_back(decline_to_bring_button(one));
    return buttons;
}

std::vector<slack::button> role_buttons(core::unit_of_work& work, const assist_here& at,
                                        const viewer_role& role)
{
    std::vector<slack::button> buttons;
    const auto& one = at.one;
    const bool under_way =
        one.state == core::assist_state::scheduled || one.state == core::assist_state::running;
    if (under_way && !role.there) buttons.push_back(assist_button({"Take part", "Take part"}, "join", one));
    if (under_way && role.there && !role.assistee && !role.facilitates) {
        const auto self = core::participant_of(work, one.id, at.viewer.id);
        buttons.push_back(
            self->takes_notes
                ? assist_button({"No notes any more", "Do not take notes any more"}, "no_notes", one)
                : assist_button({"Take notes", "Take notes for the group"}, "take_notes", one));
        buttons.push_back(assist_button({"Leave it", "Do not take part any more"}, "leave", one));
    }
    if (one.state == core::assist_state::running && role.there)
        buttons.push_back(contribute_button_of(one, core::contribution_kind::note));
    // A format that needs no facilitator would lose one who helps.
    if (under_way && !one.facilitator && !role.assistee && core::view_of(work, one).format.facilitated)
        buttons.push_back(assist_button({"I will facilitate", "I will facilitate"}, "facilitate", one));
    if (under_way && one.facilitator && (role.facilitates || at.viewer.facilitator))
        buttons.push_back(
            assist_button({"Hand over", "Hand over facilitating to somebody, or to the next in the order"},
                          "hand_over", one));
    for (auto& each : gathering_buttons(work, at, role))
        buttons.push_back(std::move(each));
    if (role.assistee && (one.state == core::assist_state::draft || under_way))
        buttons.push_back(assist_button({"Change what I wrote", "Change what I wrote"}, "rewrite", one));
    const bool own =
        role.assistee || role.facilitates || at.viewer.facilitator || one.opened_by == at.viewer.user;
    if (own && (one.state == core::assist_state::draft || under_way))
        buttons.push_back(stop_assist_button(one));
    return buttons;
}

void add_own_notes(assist_page& page, core::unit_of_work& work, const assist_here& at)
{
    const auto notes = core::own_notes(work, at.one, at.viewer.id);
    for (std::size_t i = 0; i < std::min(notes.size(), most_notes); ++i) {
        const bool held = notes[i].state == core::contribution_state::held;
        page.add_quoted(held ? "*Yours, shown when its time comes*" : "*Your note, which only you see*",
                        notes[i].text);
    }
    if (notes.size() > most_notes) page.add(fmt::format("And {} more of yours.", notes.size() - most_notes));
}

plan show_number(const caller& who, std::optional<int> number)
{
    return looking{[who, number](core::unit_of_work& work) -> core::result<wording> {
        const auto at = assist_numbered_here(work, who, number);
        if (!at) return at.why();
        return show_assist(work, *at, {});
    }};
}

slack::button ask_button()
{
    return {.text = "Ask for help",
            .action_id = "assist.ask",
            .value = {},
            .style = slack::button_style::normal,
            .accessibility_label = "Ask the group for a peer assist"};
}

std::string duration_words(const core::phase& one)
{
    std::vector<std::string> ways;
    if (one.live.count() > 0) ways.push_back(counted(one.live.count(), "minute", "minutes") + " in a call");
    if (one.in_writing.count() > 0)
        ways.push_back(counted(one.in_writing.count(), "hour", "hours") + " of working days in writing");
    return ways.empty() ? "as long as it takes" : listed(ways);
}

std::string outcome_words(core::unit_of_work& work, const core::assist& one)
{
    const auto told = newest_outcome(work, one);
    if (told.empty()) return {};
    return " What became of it: " +
           slack::isolated(slack::cut(slack::quiet(still_told(told)), longest_outcome_listed));
}

// As one text; in sections when there is more than that can hold.
answer say_lines(const std::vector<std::string>& lines)
{
    std::vector<std::string> parts;
    for (const auto& line : lines) {
        if (parts.empty() || parts.back().size() + line.size() > most_in_section)
            parts.push_back(line);
        else
            parts.back() += "\n" + line;
    }
    if (parts.size() == 1) return say(slack::cut(parts.front(), most_in_section));
    assist_page page;
    for (const auto& part : parts)
        page.add(part);
    return answer::of(page.message());
}

wording template_wording(const core::assist_template& one, const std::vector<slack::button>& buttons)
{
    return [one, buttons] {
        assist_page page;
        page.add(fmt::format("{}, {} {}", bold(one.name), bold(one.title), slack::quiet(one.about)));
        for (const auto& each : one.phases)
            page.add(
                fmt::format("{}, {}: {}", bold(each.name), duration_words(each), slack::quiet(each.prompt)));
        page.add_buttons(buttons);
        return answer::of(page.message());
    };
}

} // namespace

core::result<wording> show_assist(core::unit_of_work& work, const assist_here& at, const std::string& note)
{
    const auto scene = assist_scene_of(work, at.one);
    const auto role = role_of(work, at);
    assist_page page;
    if (!note.empty()) page.add(note);
    page.add(fmt::format("Peer assist {}, {}, {}: {}. {}{}", at.one.number, bold(scene.seen.format.title),
                         pace_words(at.one.pace), question_words(at.one), assist_state_words(work, scene),
                         waiting_words(at, scene, role)));
    if (at.one.state == core::assist_state::draft && at.viewer.facilitator && !role.assistee)
        page.add_buttons(deciding_buttons(at.one));
    if (at.one.state == core::assist_state::draft && role.assistee && !at.one.suggested.empty())
        page.add_buttons(suggestion_buttons(at.one));
    std::vector<slack::button> buttons;
    if (at.one.state == core::assist_state::running && scene.seen.run &&
        !(scene.seen.run->waits_since && !scene.seen.run->ends_at))
        // Apart from the others: one block holds a kind of button once, and a note is one, too.
        if (auto button = contribute_button(scene); button && speaks_now(scene, at.viewer.id))
            page.add_buttons({*button});
    for (auto& each : role_buttons(work, at, role))
        buttons.push_back(std::move(each));
    for (auto& each : afterwards_buttons(work, at))
        buttons.push_back(std::move(each));
    page.add_buttons(buttons);
    add_outcomes(page, work, at.one);
    add_promises(page, work, at.one);
    add_brief(page, at.one.what);
    add_own_notes(page, work, at);
    return wording{[said = page.message()] { return answer::of(said); }};
}

plan assists_typed(const invocation& told)
{
    return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto viewer = core::present_member(work, here->id, who.person);
        if (!viewer) return viewer.why();
        assist_page page;
        const auto all = work.assists().going_on(here->id);
        for (std::size_t i = 0; i < std::min(all.size(), most_listed); ++i) {
            const assist_here at{.here = *here, .one = all[i], .viewer = *viewer};
            const auto scene = assist_scene_of(work, all[i]);
            page.add(fmt::format("Peer assist {}: {}. {}{}", all[i].number, question_words(all[i]),
                                 assist_state_words(work, scene),
                                 waiting_words(at, scene, role_of(work, at))));
            page.add_buttons({show_assist_button(all[i])});
        }
        if (all.size() > most_listed)
            page.add(fmt::format("And {} more. `/assist show 3` shows one.", all.size() - most_listed));
        if (all.empty())
            page.add("No peer assist goes on. Is there something that you would like help with?");
        page.add_buttons({ask_button()});
        return wording{[said = page.message()] { return answer::of(said); }};
    }};
}

plan show_assist_typed(const invocation& told)
{
    const auto number = told.count() > 0 ? told.argument(0)->number() : std::optional<int>{};
    if (told.count() > 0 && !number)
        return saying{say("Which one? Write it like `/assist show 3`; `/assist` shows the numbers.")};
    return show_number(told.who, number);
}

plan show_assist_pressed(const press& pressed)
{
    return look_at_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) {
        return show_assist(work, at, {});
    });
}

std::optional<plan> assist_of_number(const invocation& told)
{
    const auto number = told.count() == 1 ? told.argument(0)->number() : std::optional<int>{};
    if (!number) return std::nullopt;
    return show_number(told.who, number);
}

plan templates_typed(const invocation& told)
{
    const auto name = told.count() > 0 ? told.argument(0)->text : std::string{};
    return looking{[who = told.who, name](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto viewer = core::present_member(work, here->id, who.person);
        if (!viewer) return viewer.why();
        if (!name.empty()) {
            const auto one = core::template_named(work, *here, name);
            if (!one) return one.why();
            return template_wording(*one, viewer->facilitator ? template_buttons(*here, *one)
                                                              : std::vector<slack::button>{});
        }
        std::vector<std::string> lines{
            "An assist can go like this; `/assist templates classic` shows the phases of one."};
        for (const auto& each : work.templates().choices(here->id))
            lines.push_back(fmt::format("{}{}: {}", bold(each.name), each.group ? ", the group's own" : "",
                                        slack::quiet(each.about)));
        return wording{[lines] { return say_lines(lines); }};
    }};
}

plan assist_history_typed(const invocation& told)
{
    return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        if (const auto viewer = core::present_member(work, here->id, who.person); !viewer)
            return viewer.why();
        std::vector<std::string> lines;
        for (const auto& one : work.assists().newest(here->id, most_in_history)) {
            const bool known = !one.what.question.empty() || !one.agreed_question.empty();
            lines.push_back(fmt::format("Peer assist {}: {}{}.{}", one.number, question_words(one),
                                        one.state == core::assist_state::stopped ? ", stopped"
                                        : one.over() || !one.open()              ? ", held"
                                        : known                                  ? ", going on"
                                                                                 : ", being chosen",
                                        outcome_words(work, one)));
        }
        if (lines.empty())
            lines.emplace_back("There was no peer assist here yet. `/assist ask` begins one.");
        else
            lines.insert(lines.begin(), "The newest first; `/assist show 3` shows one.");
        return wording{[lines] { return say_lines(lines); }};
    }};
}

} // namespace peerbot::bot
