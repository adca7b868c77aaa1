// What became of a peer assist, what people promise in it, and withdrawing.
#include "bot/commands/assist_afterwards.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/cards/promises.hpp"
#include "bot/commands/sentences.hpp"
#include "core/assist/follow_up.hpp"
#include "core/assist/promises.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "core/groups/local_time.hpp"
#include "core/promises/promises.hpp"
#include "core/time/dates.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

using core::result;

constexpr const char* due_block = "due";

// How much goes when somebody withdraws.
enum class withdrawing
{
    all_of_it,
    own_turn, // and what the others said to it
    own_words,
};

withdrawing what_goes(core::unit_of_work& work, const assist_here& at)
{
    if (core::several_asked(work, at.one)) {
        const auto about = core::said_about_question_of(work, at.one, at.viewer.id);
        return about.empty() ? withdrawing::own_words : withdrawing::own_turn;
    }
    return at.one.assistee == at.viewer.id ? withdrawing::all_of_it : withdrawing::own_words;
}

struct withdrawing_words
{
    assist_label button;
    const char* question;
    const char* deleted; // what is, as a sentence
    const char* gone;    // of what peerbot holds nothing any more
};

withdrawing_words words_for(withdrawing what)
{
    switch (what) {
    case withdrawing::all_of_it:
        return {.button = {"Withdraw all of it", "Withdraw everything in it"},
                .question = "Withdraw all of it?",
                .deleted =
                    "What everybody wrote in it is deleted from peerbot, and the summary in the channel "
                    "is taken out.",
                .gone = "what was written in it"};
    case withdrawing::own_turn:
        return {.button = {"Withdraw my turn", "Withdraw my turn and what I wrote"},
                .question = "Withdraw your turn?",
                .deleted = "What you wrote in it is deleted from peerbot, and what the others wrote to your "
                           "question, also in the summary in the channel.",
                .gone = "what you wrote in it, nor of what others wrote to your question in your turn"};
    case withdrawing::own_words:
        break;
    }
    return {.button = {"Withdraw my part", "Withdraw what I wrote in it"},
            .question = "Withdraw your part?",
            .deleted = "What you wrote in it is deleted from peerbot, with the answers to it, also in the "
                       "summary in the channel.",
            .gone = "what you wrote in it"};
}

slack::button withdraw_button(const core::assist& one, withdrawing what)
{
    const auto words = words_for(what);
    auto button = asked_first(assist_button(words.button, "withdraw", one), words.question,
                              std::string(words.deleted) +
                                  " Messages that were posted in Slack, and files that were taken, stay.",
                              "Withdraw it");
    button.style = slack::button_style::danger;
    return button;
}

bool wrote_in_it(core::unit_of_work& work, const assist_here& at)
{
    const auto said = work.contributions().of_assist(at.one.id);
    return std::any_of(said.begin(), said.end(),
                       [&](const core::contribution& each) { return each.author == at.viewer.id; });
}

bool asked_for_help(core::unit_of_work& work, const assist_here& at)
{
    const auto askers = core::askers_of(work, at.one);
    return std::find(askers.begin(), askers.end(), at.viewer.id) != askers.end();
}

bool phases_are_over(const core::assist& one)
{
    return one.state == core::assist_state::closing || !one.open();
}

} // namespace

std::vector<slack::button> afterwards_buttons(core::unit_of_work& work, const assist_here& at)
{
    using enum core::assist_state;
    const auto& one = at.one;
    const bool assistee = one.assistee == at.viewer.id;
    const bool told_later = one.state == follow_up || one.state == done;
    std::vector<slack::button> buttons;
    if (one.state == closing && assistee)
        buttons.push_back(assist_button({"The summary", "Make the summary"}, "summary", one));
    if (one.state == closing && !assistee && one.review_until && !own_parts(work, one, at.viewer.id).empty())
        buttons.push_back(
            assist_button({"My part of the summary", "Look at my part of the summary"}, "own_part", one));
    if (told_later && !one.withdrawn_at && asked_for_help(work, at))
        buttons.push_back(assist_button({"Tell what happened", "Tell what became of it"}, "outcome", one));
    if (assistee && one.published_at && !one.withdrawn_at)
        buttons.push_back(
            assist_button({"Take it as text", "Take the summary as Markdown"}, "take_text", one));
    if (one.state != draft && !one.over()) buttons.push_back(promise_in_assist_button(one));
    const auto goes = what_goes(work, at);
    const bool theirs = goes == withdrawing::own_turn || wrote_in_it(work, at);
    if (phases_are_over(one) && ((assistee && !one.withdrawn_at) || theirs))
        buttons.push_back(withdraw_button(one, goes));
    return buttons;
}

plan outcome_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) -> result<wording> {
            if (!asked_for_help(work, at)) return core::reason::not_the_assistee;
            if (at.one.open() || at.one.state == core::assist_state::stopped)
                return core::rejection{.why = core::reason::assist_not_over, .number = at.one.number};
            return opening(assist_form(
                "outcome", "What happened", "Tell", at,
                {answer_input(assist_text, "What became of it?", {}, core::longest_contribution,
                              fmt::format("The group sees it in /assist show {}{}.", at.one.number,
                                          at.one.published_at ? ", and in the summary" : ""),
                              false)}));
        });
}

plan outcome_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            const auto one = core::tell_outcome(work, at.here, at.one.id, told.who.person,
                                                told.field(assist_text), told.who.now);
            if (!one) return one.why();
            return show_again(work, at, "Thank you. Those who helped can read it here.");
        });
}

plan nothing_yet_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) -> result<wording> {
            if (!asked_for_help(work, at)) return core::reason::not_the_assistee;
            const auto again = core::asked_again_at(work, at.one);
            const auto next = again ? fmt::format(" I ask again at {}.", when(*again, at.here.zone))
                                    : std::string(" I do not ask again.");
            return wording{[text = fmt::format("That is fine, and nobody is told.{} You can tell at any time "
                                               "with `/assist show {}`.",
                                               next, at.one.number)] { return say(text); }};
        });
}

wording promise_form(const assist_here& at)
{
    return opening(
        assist_form("promise", "I promise", "Promise", at,
                    {answer_input(assist_text, "What will you do?", {}, core::longest_promise,
                                  fmt::format("Such as: introduce you to somebody, send something. The group "
                                              "sees it in /assist show {}.",
                                              at.one.number),
                                  false),
                     slack::input({.block_id = due_block,
                                   .label = "By when?",
                                   .what = slack::date_field{.action_id = "value"},
                                   .optional = true,
                                   .hint = fmt::format("Without a day: in {} days. I ask you then.",
                                                       core::promise_chased_after.count())})}));
}

plan promise_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work&, const assist_here& at, const caller&) -> result<wording> {
            if (at.one.over())
                return core::rejection{.why = core::reason::assist_over, .number = at.one.number};
            return promise_form(at);
        });
}

plan promise_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            std::optional<core::date> due;
            if (const auto& day = told.field(due_block); !day.empty()) {
                const auto read = core::parse_date(day, core::today_in(at.here, told.who.now));
                if (!read) return read.why();
                due = *read;
            }
            const auto made = core::promise_in_assist(work, at.here, at.one.id, told.who.person,
                                                      told.field(assist_text), due, told.who.now);
            if (!made) return made.why();
            return show_again(work, at,
                              fmt::format("Noted, and I ask you when it is time: {}. `/peer promises` has "
                                          "all of yours.",
                                          promise_words(*made)));
        });
}

answer refuse_promise(const core::rejection& why)
{
    using enum core::reason;
    const bool day = why.why == date_not_ahead || why.why == date_too_far || why.why == unknown_date;
    answer refused;
    refused.errors.push_back({.block = day ? due_block : assist_text, .sentence = plain_sentence_for(why)});
    return refused;
}

plan withdraw_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto note =
                fmt::format("Withdrawn. peerbot holds nothing any more of {}. Messages that were "
                            "posted in Slack stay.",
                            words_for(what_goes(work, at)).gone);
            const auto done = core::withdraw_from_summary(work, at.here, at.one.id, who.person, who.now);
            if (!done) return done.why();
            return show_again(work, at, note);
        });
}

} // namespace peerbot::bot
