#include "bot/commands/critique.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/critique/requests.hpp"
#include "core/groups/roles.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_listed = 6; // in each part of the list: a message has fifty blocks
constexpr int listed_a_page = 10;
constexpr int looked_through = 60;      // of the newest, for those that the viewer asked for
constexpr std::size_t most_of_mine = 4; // that are over

// What `/critique` shows: what waits for the viewer, what they asked for, what else is open.
struct critique_list
{
    std::vector<critique_scene> waiting;
    std::vector<critique_scene> mine;
    std::vector<critique_scene> open;
};

critique_list list_for(core::unit_of_work& work, const core::group& here, const core::member& viewer)
{
    critique_list seen;
    for (const auto& one : work.critiques().running(here.id)) {
        auto at = critique_scene_of(work, one.id);
        const auto* role = at.critic(viewer.id);
        const bool waits = role != nullptr && role->state == core::critic_state::waiting;
        auto& part = one.asker == viewer.id ? seen.mine : waits ? seen.waiting : seen.open;
        part.push_back(std::move(at));
    }
    std::size_t over = 0;
    for (const auto& one : work.critiques().newest(here.id, looked_through)) {
        if (!one.ended() || one.asker != viewer.id || over == most_of_mine) continue;
        seen.mine.push_back(critique_scene_of(work, one.id));
        ++over;
    }
    return seen;
}

slack::button show_button(const core::critique& request)
{
    return critique_button("Show it", "critique.show", request, "Show the request and what you may read");
}

std::vector<slack::button> buttons_in_list(const critique_scene& at, const core::member& viewer)
{
    const auto& request = at.request;
    if (request.asker == viewer.id) return {show_button(request)};
    if (const auto* role = at.critic(viewer.id); role != nullptr) {
        auto buttons = writing_buttons(request, role->state, request.state == core::critique_state::open);
        buttons.push_back(show_button(request));
        return buttons;
    }
    if (request.state != core::critique_state::open) return {show_button(request)};
    return {critique_button("I will look at it", "critique.volunteer", request,
                            "I will look at it and write feedback"),
            show_button(request)};
}

std::string capital(std::string text)
{
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

void add_part(composed& page, const std::string& heading, const std::vector<critique_scene>& part,
              const core::member& viewer)
{
    if (part.empty()) return;
    page.add_heading(heading);
    for (std::size_t i = 0; i < std::min(part.size(), most_listed); ++i) {
        const auto& at = part[i];
        page.add(fmt::format(
            "{}. {}", capital(at.request.asker == viewer.id ? critique_name(at.request) : critique_of(at)),
            critique_state_sentence(at)));
        page.add_buttons(buttons_in_list(at, viewer));
    }
    if (part.size() > most_listed)
        page.add(
            fmt::format("And {} more. `/critique history` has their numbers, `/critique show 3` shows one.",
                        part.size() - most_listed));
}

wording list_wording(core::unit_of_work& work, const core::group& here, const core::member& viewer)
{
    return [seen = list_for(work, here, viewer), viewer] {
        composed page;
        add_part(page, "This waits for you.", seen.waiting, viewer);
        add_part(page, "You asked for feedback on this.", seen.mine, viewer);
        add_part(page, "This is open in the group.", seen.open, viewer);
        if (page.text.empty())
            page.add(
                "Nobody is waiting for feedback. Is there something of yours that the group could look at?");
        page.add_buttons({{.text = "Ask for a critique",
                           .action_id = "critique.request",
                           .value = {},
                           .style = slack::button_style::normal,
                           .accessibility_label = "Ask the group to look at your work"}});
        return answer::of(page.message());
    };
}

plan list_of(const caller& who)
{
    return looking{[who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto viewer = core::present_member(work, here->id, who.person);
        if (!viewer) return viewer.why();
        return list_wording(work, *here, *viewer);
    }};
}

plan list_typed(const invocation& told)
{
    return list_of(told.who);
}

plan list_pressed(const press& pressed)
{
    return list_of(pressed.who);
}

plan show_number(const caller& who, int number)
{
    return looking{[who, number](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_numbered_here(work, who, number);
        if (!at) return at.why();
        return critique_wording(work, *at);
    }};
}

plan which_critique(std::string_view example)
{
    return saying{say(fmt::format("Which one? Write it like `{}`; `/critique` shows the numbers. Nothing was "
                                  "changed.",
                                  example))};
}

plan show_typed(const invocation& told)
{
    const auto number = told.count() > 0 ? told.argument(0)->number() : std::optional<int>{};
    return number ? show_number(told.who, *number) : which_critique("/critique show 3");
}

// "/critique 3", "/critique https://example.org/draft"
std::optional<plan> other_words(const invocation& told)
{
    const auto number = told.count() == 1 ? told.argument(0)->number() : std::optional<int>{};
    return number ? show_number(told.who, *number) : request_of_link(told);
}

plan show_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        return critique_wording(work, *at);
    }};
}

// "12:3": what was written by others, from the fourth on.
plan read_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto numbers = numbers_of(pressed.value);
        if (!numbers || numbers->size() != 2) return core::reason::no_such_critique;
        const auto at = critique_of_value(work, pressed.who, std::to_string(numbers->front()));
        if (!at) return at.why();
        return critique_wording(work, *at, static_cast<std::size_t>(numbers->back()));
    }};
}

core::result<wording> close(core::unit_of_work& work, const critique_here& at, const caller& who)
{
    const auto done = core::close_critique(work, at.here, at.request.id, who.person, who.now);
    if (!done) return done.why();
    if (done->state == core::critique_state::finished)
        return critique_wording(work, at, 0, "Closed: nobody is asked any more.");
    return wording{[request = *done] {
        return say(
            fmt::format("Taken back: {}. Whoever was asked need not look at it.", critique_name(request)));
    }};
}

plan close_typed(const invocation& told)
{
    const auto number = told.count() > 0 ? told.argument(0)->number() : std::optional<int>{};
    if (!number) return which_critique("/critique close 3");
    return changing{[who = told.who, number = *number](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_numbered_here(work, who, number);
        if (!at) return at.why();
        return close(work, *at, who);
    }};
}

plan close_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        return close(work, *at, pressed.who);
    }};
}

std::string outcome_words(const critique_scene& at)
{
    const auto given = static_cast<std::int64_t>(at.count(core::critic_state::given));
    switch (at.request.state) {
    case core::critique_state::open:
        return "open";
    case core::critique_state::in_session:
        return at.meeting ? fmt::format("waits for session {}", at.meeting->number) : "waits for a session";
    case core::critique_state::withdrawn:
        return "taken back";
    case core::critique_state::finished:
        break;
    }
    return given > 0 ? counted(given, "person wrote", "people wrote") : "talked about in a session";
}

plan history_page(const caller& who, int page)
{
    return looking{[who, page](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        if (const auto viewer = core::present_member(work, here->id, who.person); !viewer)
            return viewer.why();
        const auto all = work.critiques().newest(here->id, page * listed_a_page + 1);
        const auto from = static_cast<std::size_t>(page - 1) * listed_a_page;
        std::string text;
        for (auto i = from; i < all.size() && i < from + listed_a_page; ++i) {
            const auto at = critique_scene_of(work, all[i].id);
            text += fmt::format("\n{}: {}.", capital(critique_of(at)), outcome_words(at));
        }
        const bool more = all.size() > from + listed_a_page;
        return wording{[text, more, page] {
            if (text.empty())
                return say(
                    "Nobody has asked for a critique here yet. `/critique request` does, with a form.");
            composed shown;
            shown.add("The newest first; `/critique show 3` shows one." + text);
            if (more)
                shown.add_buttons({{.text = "Earlier ones",
                                    .action_id = "critique.history",
                                    .value = std::to_string(page + 1),
                                    .style = slack::button_style::normal,
                                    .accessibility_label = "Show earlier requests"}});
            return answer::of(shown.message());
        }};
    }};
}

plan history_typed_of_critiques(const invocation& told)
{
    const auto page = told.count() > 0 ? told.argument(0)->number() : std::optional<int>{1};
    if (!page || *page < 1 || *page > 10'000)
        return saying{
            say("Write it like `/critique history`, or `/critique history 2` for the second page.")};
    return history_page(told.who, *page);
}

plan history_pressed_of_critiques(const press& pressed)
{
    const auto page = numbers_of(pressed.value);
    const bool known = page && page->size() == 1 && page->front() >= 1 && page->front() <= 10'000;
    return history_page(pressed.who, known ? static_cast<int>(page->front()) : 1);
}

constexpr std::array commands{
    command_row{"critique", "", "", "what waits for you, what you asked for, and what is open", list_typed},
    command_row{"critique", "request", "LINK what to look at by 2027-03-09",
                "ask the group to look at your work; without words, a form", request_typed, any_words},
    command_row{"critique", "external", "LINK what to look at",
                "the same for somebody else's work; it stays in the group", external_typed, any_words},
    command_row{"critique", "show", "3", "everything about request 3 that you may see", show_typed, 1},
    command_row{"critique", "close", "3", "end your request", close_typed, 1},
    command_row{"critique", "history", "[2]", "the requests so far", history_typed_of_critiques, 1},
    command_row{"critique", "session", "2", "make session 2 a critique hour", critique_session_typed, 1},
};
constexpr std::array presses{
    press_row{"critique.list", list_pressed},
    press_row{"critique.request", request_pressed},
    press_row{"critique.volunteer", volunteer_pressed_on_critique},
    press_row{"critique.decline", decline_pressed_on_critique},
    press_row{"critique.write", write_pressed},
    press_row{"critique.show", show_pressed},
    press_row{"critique.read", read_pressed},
    press_row{"critique.history", history_pressed_of_critiques},
    press_row{"critique.close", close_pressed},
    press_row{"critique.helpful", helpful_pressed},
    press_row{"critique.resolve", resolve_pressed},
    press_row{"critique.changed", changed_pressed},
    press_row{"critique.summary", summary_pressed},
    press_row{"critique.name", name_pressed},
    press_row{"critique.discuss", discuss_pressed},
    press_row{"critique.extend", extend_pressed},
};
constexpr std::array forms{
    form_row{"critique.request", request_sent, refuse_request},
    form_row{"critique.write", feedback_sent, refuse_feedback},
    form_row{"critique.resolve", resolve_sent, refuse_resolutions},
    form_row{"critique.changed", changed_sent, refuse_text},
    form_row{"critique.summary", summary_sent, refuse_text},
    form_row{"critique.name", name_sent, refuse_name},
};
constexpr std::array shortcuts{shortcut_row{"critique.request_message", request_message}};
constexpr std::array drafts{draft_row{"critique.write", keep_draft}};

} // namespace

core::result<critique_here> critique_of_value(core::unit_of_work& work, const caller& who,
                                              std::string_view value)
{
    const auto numbers = numbers_of(value);
    if (!numbers || numbers->size() != 1) return core::reason::no_such_critique;
    const auto request = work.critiques().find(core::critique_id{numbers->front()});
    if (!request) return core::reason::no_such_critique;
    const auto here = group_of_press(work, who, request->group);
    if (!here) return core::reason::no_such_critique;
    const auto viewer = core::present_member(work, here->id, who.person);
    if (viewer) return critique_here{.here = *here, .request = *request, .viewer = *viewer};
    if (who.channel == here->channel) return viewer.why();
    return core::reason::no_such_critique;
}

core::result<critique_here> critique_numbered_here(core::unit_of_work& work, const caller& who, int number)
{
    const auto here = core::group_in(work, who.workspace, who.channel);
    if (!here) return here.why();
    const auto viewer = core::present_member(work, here->id, who.person);
    if (!viewer) return viewer.why();
    const auto request = core::critique_numbered(work, *here, number);
    if (!request) return request.why();
    return critique_here{.here = *here, .request = *request, .viewer = *viewer};
}

critique_viewer viewer_of(const critique_here& at)
{
    return {.member = at.viewer.id,
            .asks = at.viewer.id == at.request.asker,
            .facilitates = at.viewer.facilitator,
            .active = at.viewer.active()};
}

wording critique_wording(core::unit_of_work& work, const critique_here& at, std::size_t from,
                         const std::string& note)
{
    const auto scene = critique_scene_of(work, at.request.id);
    return [said = critique_view(work, scene, viewer_of(at), from, note)] { return answer::of(said); };
}

answer opened_form(const std::string& form, const std::string& fallback)
{
    auto shown = say(fallback);
    shown.form = form;
    return shown;
}

std::string critique_metadata(const critique_here& at)
{
    return form_metadata(at.here.channel, std::to_string(at.request.id.value));
}

answer sent_back(const core::rejection& why, const std::vector<typed_part>& typed)
{
    composed page;
    page.add(sentence_for(why) + " Nothing was changed. This is what you typed, so that it is not lost.");
    for (const auto& part : typed)
        page.add_quoted(part.heading, part.text);
    auto said = answer::nothing();
    said.letter = page.message();
    return said;
}

const area_rows& critique_commands()
{
    static const area_rows rows{.area = "critique",
                                .purpose = "Feedback on work: yours, and what others bring.",
                                .commands = commands,
                                .presses = presses,
                                .forms = forms,
                                .other = other_words,
                                .shortcuts = shortcuts,
                                .own_command = true,
                                .drafts = drafts};
    return rows;
}

} // namespace peerbot::bot
