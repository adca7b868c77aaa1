// What people say in a peer assist.
#include "bot/cards/phrases.hpp"
#include "bot/commands/assist.hpp"
#include "bot/commands/assist_afterwards.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/contribute.hpp"
#include "core/assist/drafting.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

using core::result;

constexpr const char* tag_block = "tag";
constexpr const char* about_block = "about";
constexpr std::size_t most_options = 100;
// Beside a response: what they will do.
constexpr std::array will_blocks{"will_1", "will_2", "will_3"};
static_assert(will_blocks.size() == core::most_commitments);

std::string label_of(core::contribution_kind kind)
{
    using enum core::contribution_kind;
    switch (kind) {
    case story:
        return "How is it?";
    case question:
        return "What would you like to understand?";
    case restatement:
        return "What do you think the question is, in one line?";
    case help:
        return "What would help?";
    case response:
        return "What do you take from it?";
    case takeaway:
        return "What do you take for your own work?";
    case commitment:
        return "What will you do, and by when?";
    default:
        return "Your note";
    }
}

std::string limits_of(core::unit_of_work& work, const assist_here& at, core::contribution_kind kind)
{
    if (kind == core::contribution_kind::note) return "Only you see it, unless you take notes for the group.";
    const auto scene = assist_scene_of(work, at.one);
    if (!scene.seen.current || scene.seen.current->form != kind) return {};
    std::string text;
    if (scene.seen.current->words > 0) text += fmt::format("At most {} words. ", scene.seen.current->words);
    if (scene.seen.current->each > 0)
        text += fmt::format("{} from each. ",
                            scene.seen.current->each == 1 ? "One" : std::to_string(scene.seen.current->each));
    return text;
}

// Whoever asked, while it is the others' turn: what they write is a note of their own.
bool listens(core::unit_of_work& work, const assist_here& at)
{
    if (at.one.assistee != at.viewer.id) return false;
    const auto scene = assist_scene_of(work, at.one);
    return scene.seen.current && scene.seen.current->speak == core::speakers::assisters &&
           at.second() == static_cast<int>(scene.seen.current->form.value_or(core::contribution_kind::note));
}

// As many as are left of those that they may commit to.
void add_commitments(std::vector<slack::block>& blocks, core::unit_of_work& work, const assist_here& at)
{
    const auto said = work.contributions().of_assist(at.one.id);
    const auto before = std::count_if(said.begin(), said.end(), [&](const core::contribution& each) {
        return each.author == at.viewer.id && each.kind == core::contribution_kind::commitment;
    });
    for (auto i = static_cast<std::size_t>(before); i < will_blocks.size(); ++i)
        blocks.push_back(slack::input(
            {.block_id = will_blocks[i],
             .label = i == 0 ? "One thing that you will do, and by when" : "Another one",
             .what = slack::text_field{.action_id = "value",
                                       .initial = {},
                                       .placeholder = {},
                                       .multiline = false,
                                       .least_length = 0,
                                       .most_length = static_cast<int>(core::longest_question)},
             .optional = true,
             .hint = i + 1 == will_blocks.size() ? "Three is what there is; fewer get done." : ""}));
}

// What others say with a form of their own, or not at all.
bool only_of_assistee(core::contribution_kind kind)
{
    using enum core::contribution_kind;
    return kind == story || kind == response || kind == commitment;
}

// `at.more`: the kind, and what it is about.
result<wording> open_contribution(core::unit_of_work& work, assist_here at)
{
    auto kind = kind_of_code(at.second());
    if (!kind) return core::reason::no_such_contribution;
    if (listens(work, at)) {
        kind = core::contribution_kind::note;
        at.more = {static_cast<int>(core::contribution_kind::note)};
    }
    if (at.one.state != core::assist_state::running)
        return core::rejection{.why = core::reason::assist_not_running, .number = at.one.number};
    if (only_of_assistee(*kind) && at.one.assistee != at.viewer.id) {
        // Before they write it down. What others will do is a promise.
        if (*kind == core::contribution_kind::commitment) return promise_form(at);
        return core::reason::not_the_assistee;
    }
    std::vector<slack::block> blocks;
    if (*kind == core::contribution_kind::help) blocks.push_back(help_tag_input());
    blocks.push_back(answer_input(assist_text, label_of(*kind), {}, core::longest_contribution,
                                  limits_of(work, at, *kind), false));
    if (*kind == core::contribution_kind::response) add_commitments(blocks, work, at);
    return opening(assist_form("contribute", fmt::format("Peer assist {}", at.one.number), "Send", at,
                               std::move(blocks)));
}

std::string kept_words(const core::contribution& said)
{
    switch (said.state) {
    case core::contribution_state::held:
        return "Thank you. It is kept, and shown in the thread when its time comes.";
    case core::contribution_state::private_note:
        return "Noted. Only you see it; *Show it* on the card shows it to you.";
    case core::contribution_state::shown:
        break;
    }
    return "Thank you. It is posted in the thread of the card.";
}

result<wording> contributed(core::unit_of_work& work, const assist_here& at,
                            const core::contribution_wish& wish)
{
    const auto said = core::contribute(work, at.here, at.one.id, wish);
    if (!said) return said.why();
    return kept_wording(*said);
}

std::vector<core::contribution> questions_of(core::unit_of_work& work, const assist_here& at)
{
    auto said = core::view_of(work, at.one).shown;
    std::erase_if(said, [&](const core::contribution& one) {
        return one.kind != core::contribution_kind::question || core::in_turn_of_another(work, at.one, one);
    });
    if (said.size() > most_options) said.erase(said.begin(), said.end() - most_options);
    return said;
}

// Of those that others asked.
std::optional<core::contribution_id> first_unanswered(core::unit_of_work& work, const assist_here& at)
{
    const auto said = core::view_of(work, at.one).shown;
    for (const auto& each : questions_of(work, at)) {
        const bool answered = std::any_of(said.begin(), said.end(), [&](const core::contribution& one) {
            return one.kind == core::contribution_kind::answer && one.about == each.id;
        });
        if (!answered && each.author != at.one.assistee) return each.id;
    }
    return std::nullopt;
}

} // namespace

slack::block help_tag_input()
{
    return choice_input(tag_block, "It is", {{"I did this", "0"}, {"I know who did", "1"}, {"An idea", "2"}},
                        {}, "Experience is shown first.");
}

std::optional<core::help_tag> help_tag_of(std::string_view value)
{
    if (value == "0") return core::help_tag::did;
    if (value == "1") return core::help_tag::know_who;
    if (value == "2") return core::help_tag::idea;
    return std::nullopt;
}

std::optional<core::help_tag> help_tag_in(const form& sent)
{
    return help_tag_of(sent.field(tag_block));
}

wording kept_wording(const core::contribution& said)
{
    return [text = kept_words(said)] { return say(text); };
}

plan contribute_pressed(const press& pressed)
{
    return look_at_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) {
        return open_contribution(work, at);
    });
}

// Of a question that has a thread: the value names the question, not the kind.
plan help_pressed(const press& pressed)
{
    return look_at_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) {
        auto about = at;
        about.more = {static_cast<int>(core::contribution_kind::help), at.second()};
        return open_contribution(work, about);
    });
}

plan contribute_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            const auto kind = kind_of_code(at.second());
            if (!kind) return core::reason::no_such_contribution;
            std::vector<std::string> will_do;
            for (const auto* block : will_blocks)
                will_do.push_back(told.field(block));
            return contributed(
                work, at,
                {.by = told.who.person,
                 .kind = *kind,
                 .tag = help_tag_in(told),
                 .text = told.field(assist_text),
                 .about = at.more.size() > 1 ? core::contribution_id{at.more[1]} : core::contribution_id{},
                 .will_do = std::move(will_do),
                 .now = told.who.now});
        });
}

plan answer_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) -> result<wording> {
            if (at.one.assistee != at.viewer.id) return core::reason::not_the_assistee;
            std::vector<slack::option> options;
            for (const auto& each : questions_of(work, at))
                options.push_back({.text = each.text, .value = std::to_string(each.id.value)});
            const auto asked = first_unanswered(work, at);
            if (options.empty()) return wording{[] { return say("Nobody has asked anything yet."); }};
            return opening(assist_form(
                "answer", "Answer", "Answer", at,
                {choice_input(about_block, "Which question?", options,
                              asked ? std::to_string(asked->value) : options.front().value),
                 answer_input(assist_text, "Your answer", {}, core::longest_contribution, {}, false)}));
        });
}

plan answer_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            const auto about = numbers_of(told.field(about_block));
            if (!about || about->size() != 1) return core::reason::no_such_contribution;
            return contributed(work, at,
                               {.by = told.who.person,
                                .kind = core::contribution_kind::answer,
                                .text = told.field(assist_text),
                                .about = core::contribution_id{about->front()},
                                .now = told.who.now});
        });
}

plan agree_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work&, const assist_here& at, const caller&) -> result<wording> {
            if (at.one.assistee != at.viewer.id) return core::reason::not_the_assistee;
            if (at.one.state != core::assist_state::running)
                return core::rejection{.why = core::reason::assist_not_running, .number = at.one.number};
            const auto& now = at.one.question();
            return opening(assist_form(
                "agree", "The question", "Save", at,
                {answer_input(assist_text, "The question, in your own words", now, core::longest_question,
                              "The group works on it as you write it here.", false)}));
        });
}

plan agree_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            const auto one = core::agree_on_question(work, at.here, at.one.id, told.who.person,
                                                     told.field(assist_text), told.who.now);
            if (!one) return one.why();
            return show_again(work, at, "Saved: this is the question now.");
        });
}

plan useful_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto said = core::mark_useful(work, at.here, core::contribution_id{at.second()}, who.person,
                                                true, who.now);
            if (!said) return said.why();
            return wording{[] { return say("Noted as useful. The summary says so."); }};
        });
}

} // namespace peerbot::bot
