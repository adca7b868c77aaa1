// What somebody wrote in a peer assist, to be reworded or taken back by them; and giving facilitating to
// somebody by name.
#include "bot/cards/assist_summary.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/commands/assist.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/contribute.hpp"
#include "core/assist/roles.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

using core::result;

constexpr std::size_t most_shown = 10; // each takes up to five blocks of fifty
constexpr std::size_t longest_shown = 600;
constexpr std::size_t most_typed = 3000; // Slack's; the rule says how much is too much
constexpr const char* person_block = "person";

// Questions of an inventory are left out: some have no author.
std::vector<core::contribution> own_words(core::unit_of_work& work, const assist_here& at)
{
    auto said = work.contributions().of_assist(at.one.id);
    std::erase_if(said, [&](const core::contribution& each) {
        return each.author != at.viewer.id || each.kind == core::contribution_kind::challenge;
    });
    std::reverse(said.begin(), said.end());
    return said;
}

std::string where_it_stands(const core::contribution& said)
{
    if (said.state == core::contribution_state::held) return "*Yours, shown when its time comes*";
    if (said.state == core::contribution_state::private_note) return "*Your note, which only you see*";
    return "*Yours, in the thread*";
}

std::vector<slack::button> buttons_about(const core::assist& one, const core::contribution& said,
                                         std::size_t number)
{
    const auto which = std::to_string(said.id.value);
    return {
        assist_button({"Reword it", fmt::format("Reword number {} of mine", number)}, "reword", one, which),
        asked_first(assist_button({"Take it back", fmt::format("Take back number {} of mine", number)},
                                  "take_back", one, which),
                    "Take it back?",
                    "It is left out of what the assist keeps, and so are answers to it. A message that is in "
                    "the thread already stays "
                    "there.",
                    "Take it back")};
}

result<wording> show_own(core::unit_of_work& work, const assist_here& at, const std::string& note)
{
    const auto said = own_words(work, at);
    assist_page page;
    if (!note.empty()) page.add(note);
    if (said.empty()) page.add(fmt::format("Nothing of yours is kept in {}.", assist_name(at.one)));
    for (std::size_t i = 0; i < std::min(said.size(), most_shown); ++i) {
        page.add(where_it_stands(said[i]) + "\n" + slack::cut(quoted_lines(said[i].text), longest_shown));
        if (at.one.open()) page.add_buttons(buttons_about(at.one, said[i], i + 1));
    }
    if (said.size() > most_shown) page.add(fmt::format("And {} before these.", said.size() - most_shown));
    return wording{[drawn = page.message()] { return answer::of(drawn); }};
}

bool holds_part(const std::vector<core::contribution>& parts, const core::contribution& said)
{
    return std::any_of(parts.begin(), parts.end(),
                       [&](const core::contribution& each) { return each.id == said.id; });
}

// While the parts of the summary are reviewed.
wording ask_again(core::unit_of_work& work, const assist_here& at, const core::contribution& said,
                  core::instant now)
{
    const auto note =
        said.review == core::approval::left_out
            ? "Saved. That part stays left out of the summary, as you said."
            : "Saved. May that part stand in the summary in its new words? Until you say so, it "
              "is left out.";
    return [drawn = review_view(work, assist_scene_of(work, at.one), at.viewer.id, now, note)] {
        return answer::of(drawn);
    };
}

result<core::contribution> own_of_value(core::unit_of_work& work, const assist_here& at)
{
    const auto said = work.contributions().find(core::contribution_id{at.second()});
    if (!said || said->assist != at.one.id || said->kind == core::contribution_kind::challenge)
        return core::reason::no_such_contribution;
    if (said->author != at.viewer.id) return core::reason::not_your_contribution;
    return *said;
}

} // namespace

plan own_pressed(const press& pressed)
{
    return look_at_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) {
        return show_own(work, at, {});
    });
}

plan reword_own_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) -> result<wording> {
            const auto said = own_of_value(work, at);
            if (!said) return said.why();
            if (!at.one.open())
                return core::rejection{.why = core::reason::assist_over, .number = at.one.number};
            return opening(
                assist_form("reword", "Reword it", "Save", at,
                            {answer_input(assist_text, "What you say", said->text, most_typed,
                                          "A message that is in the thread already stays as it is; the "
                                          "summary has the new words.",
                                          false)}));
        });
}

plan reword_own_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            const auto said = own_of_value(work, at);
            if (!said) return said.why();
            const auto done = core::reword_contribution(work, at.here, said->id, told.who.person,
                                                        told.field(assist_text), told.who.now);
            if (!done) return done.why();
            if (at.one.review_until && done->author != at.one.assistee &&
                holds_part(own_parts(work, at.one, at.viewer.id), *done))
                return ask_again(work, at, *done, told.who.now);
            return show_own(work, at, "Saved.");
        });
}

plan take_back_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto said = own_of_value(work, at);
            if (!said) return said.why();
            const auto done = core::take_back_contribution(work, at.here, said->id, who.person, who.now);
            if (!done) return done.why();
            return show_own(work, at, "Taken back.");
        });
}

plan hand_over_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work&, const assist_here& at, const caller&) -> result<wording> {
            if (!at.one.open())
                return core::rejection{.why = core::reason::assist_over, .number = at.one.number};
            if (at.one.state == core::assist_state::closing)
                return core::rejection{.why = core::reason::assist_not_running, .number = at.one.number};
            return opening(assist_form(
                "hand_over", "Hand over", "Hand over", at,
                {slack::input({.block_id = person_block,
                               .label = "Who facilitates it from now on?",
                               .what = slack::people_field{.action_id = "value",
                                                           .initial = {},
                                                           .placeholder = "A member of the group",
                                                           .most = 1},
                               .optional = true,
                               .hint =
                                   "Leave it empty for whoever is next in the order. They are told, and can "
                                   "pass it on."})}));
        });
}

plan hand_over_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            core::hand_over wish{.by = told.who.person, .now = told.who.now};
            const auto& people = told.list(person_block);
            if (!people.empty()) wish.to = core::user_id{people.front()};
            const auto one = core::pass_facilitating(work, at.here, at.one.id, wish);
            if (!one) return one.why();
            return show_again(work, at,
                              fmt::format("Handed over: {} facilitates it, and is told.",
                                          person_words(work, one->facilitator)));
        });
}

answer refuse_hand_over(const core::rejection& why)
{
    answer refused;
    refused.errors.push_back({.block = person_block, .sentence = plain_sentence_for(why)});
    return refused;
}

} // namespace peerbot::bot
