// Asking for a peer assist, and what facilitators make of it.
#include "bot/cards/phrases.hpp"
#include "bot/commands/assist.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/propose.hpp"
#include "core/groups/roles.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr const char* question_block = "question";
constexpr const char* situation_block = "situation";
constexpr const char* tried_block = "tried";
constexpr const char* bounds_block = "bounds";
constexpr const char* good_block = "good";
constexpr const char* format_block = "format";
constexpr const char* pace_block = "pace";
constexpr const char* usual_format = "classic";
constexpr const char* live_pace = "live";
constexpr const char* written_pace = "writing";

std::vector<slack::block> brief_inputs(const core::brief& what)
{
    const auto most = core::longest_answer_of_brief;
    return {answer_input(situation_block, "The situation", what.situation, most,
                         "What happens, and who is involved?"),
            answer_input(tried_block, "What I tried", what.tried, most),
            answer_input(bounds_block, "What binds me", what.bounds, most, "Time, money, rules, people."),
            answer_input(question_block, "The one question", what.question, core::longest_question,
                         "One question is easier to help with than several.", false),
            answer_input(good_block, "What a good answer looks like", what.good_answer, most)};
}

core::brief brief_in(const form& sent)
{
    return {.situation = sent.field(situation_block),
            .tried = sent.field(tried_block),
            .bounds = sent.field(bounds_block),
            .question = sent.field(question_block),
            .good_answer = sent.field(good_block)};
}

std::vector<slack::option> pace_options()
{
    return {{"In writing, over days", written_pace}, {"In a call", live_pace}};
}

core::assist_pace pace_in(const form& sent)
{
    return sent.field(pace_block) == live_pace ? core::assist_pace::live : core::assist_pace::in_writing;
}

std::string hint_for(const std::string& question)
{
    switch (core::shape_of(question)) {
    case core::question_shape::several:
        return " A hint: it asks several things. One is easier to help with; which one matters most?";
    case core::question_shape::none:
        return " A hint: it does not ask anything yet. What is the one thing that you would like to know?";
    case core::question_shape::one:
        break;
    }
    return {};
}

plan open_ask(const caller& who)
{
    return looking{[who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        if (const auto viewer = core::active_member(work, here->id, who.person); !viewer) return viewer.why();
        const auto options = format_options(work, *here);
        if (options.empty())
            return core::rejection{.why = core::reason::no_such_template, .text = usual_format};
        auto blocks = brief_inputs({});
        const bool usual = core::template_named(work, *here, usual_format).operator bool();
        blocks.push_back(choice_input(format_block, "How it goes", options,
                                      usual ? usual_format : options.front().value,
                                      "/assist templates tells about each."));
        blocks.push_back(choice_input(pace_block, "In writing or in a call?", pace_options(), written_pace));
        for (auto& each : moment_inputs(*here, "On which day?",
                                        "Of a call; of an open question, until when you need an answer."))
            blocks.push_back(std::move(each));
        return opening(slack::view_json({.callback_id = "assist.ask",
                                         .title = "Ask for help",
                                         .submit = "Ask",
                                         .close = "Cancel",
                                         .private_metadata = form_metadata(here->channel),
                                         .blocks = blocks}));
    }};
}

// Before they write it down: what the rules say again when it is sent.
core::outcome may_decide(core::unit_of_work& work, const assist_here& at, const caller& who)
{
    if (const auto may = core::facilitating_member(work, at.here.id, who.person); !may) return may.why();
    if (at.one.state != core::assist_state::draft)
        return core::rejection{.why = core::reason::assist_not_draft, .number = at.one.number};
    if (at.one.assistee == at.viewer.id)
        return core::rejection{.why = core::reason::own_assist, .number = at.one.number};
    return core::nothing{};
}

core::result<wording> asked(core::unit_of_work& work, const core::assist& one)
{
    const auto text =
        fmt::format("Asked: {}, about {}. {}{}", assist_name(one), question_words(one),
                    assist_state_words(work, assist_scene_of(work, one)), hint_for(one.what.question));
    assist_page page;
    page.add(text);
    page.add_buttons({assist_button({"Change what I wrote", "Change what I wrote"}, "rewrite", one),
                      show_assist_button(one)});
    return wording{[said = page.message()] { return answer::of(said); }};
}

} // namespace

plan ask_typed(const invocation& told)
{
    return open_ask(told.who);
}

plan ask_pressed(const press& pressed)
{
    return open_ask(pressed.who);
}

plan ask_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, sent.who.workspace, sent.who.channel);
        if (!here) return here.why();
        const auto at = moment_in(*here, sent);
        if (!at) return at.why();
        core::assist_wish wish{.by = sent.who.person,
                               .format = sent.field(format_block),
                               .pace = pace_in(sent),
                               .what = brief_in(sent),
                               .now = sent.who.now};
        (wish.pace == core::assist_pace::live ? wish.meets_at : wish.deadline) = *at;
        const auto one = core::ask_for_assist(work, *here, wish);
        if (!one) return one.why();
        return asked(work, *work.assists().find(one->id));
    }};
}

answer refuse_asking(const core::rejection& why)
{
    using enum core::reason;
    const char* block = question_block;
    if (why.why == text_too_long && why.number != static_cast<std::int64_t>(core::longest_question))
        block = situation_block;
    if (why.why == no_such_template || why.why == template_not_live || why.why == template_not_written)
        block = format_block;
    if (why.why == time_not_ahead || why.why == unknown_date || why.why == unknown_time)
        return refuse_moment(why);
    answer refused;
    refused.errors.push_back({.block = block, .sentence = plain_sentence_for(why)});
    return refused;
}

plan rewrite_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work&, const assist_here& at, const caller&) -> core::result<wording> {
            if (at.one.assistee != at.viewer.id) return core::reason::not_the_assistee;
            if (!at.one.open() || at.one.state == core::assist_state::closing)
                return core::rejection{.why = core::reason::assist_over, .number = at.one.number};
            return opening(assist_form("rewrite", "What I ask", "Save", at, brief_inputs(at.one.what)));
        });
}

plan rewrite_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> core::result<wording> {
            const auto one =
                core::change_brief(work, at.here, at.one.id, told.who.person, brief_in(told), told.who.now);
            if (!one) return one.why();
            return show_again(work, at, "Saved." + hint_for(one->what.question));
        });
}

plan coach_pressed(const press& pressed)
{
    return look_at_assist(
        pressed,
        [](core::unit_of_work& work, const assist_here& at, const caller& who) -> core::result<wording> {
            if (const auto may = may_decide(work, at, who); !may) return may.why();
            return opening(assist_form(
                "coach", "Coach", "Send", at,
                {answer_input(assist_text, "What should they think about first?", at.one.advice,
                              core::longest_answer_of_brief,
                              "They read it in a direct message, and can change what they wrote.", false)}));
        });
}

plan coach_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> core::result<wording> {
            const auto one = core::coach_assist(work, at.here, at.one.id, told.who.person,
                                                told.field(assist_text), told.who.now);
            if (!one) return one.why();
            return show_again(work, at, "Sent to whoever asks. It still waits for your decision.");
        });
}

plan accept_pressed(const press& pressed)
{
    return look_at_assist(
        pressed,
        [](core::unit_of_work& work, const assist_here& at, const caller& who) -> core::result<wording> {
            if (const auto may = may_decide(work, at, who); !may) return may.why();
            const bool live = at.one.pace == core::assist_pace::live;
            std::vector<slack::block> blocks{choice_input(pace_block, "In writing or in a call?",
                                                          pace_options(), live ? live_pace : written_pace)};
            for (auto& each : moment_inputs(at.here, "On which day is the call?",
                                            at.one.meets_at ? "Stays as they asked for it when you name none."
                                                            : "A call needs a day and a time."))
                blocks.push_back(std::move(each));
            return opening(assist_form("accept", "Accept", "Accept", at, std::move(blocks)));
        });
}

plan accept_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> core::result<wording> {
            const auto when = moment_in(at.here, told);
            if (!when) return when.why();
            const auto one = core::accept_assist(
                work, at.here, at.one.id,
                {.by = told.who.person, .pace = pace_in(told), .meets_at = *when, .now = told.who.now});
            if (!one) return one.why();
            return show_again(work, at, "Accepted. Whoever asked is told, and its card is in the channel.");
        });
}

plan suggest_pressed(const press& pressed)
{
    return look_at_assist(
        pressed,
        [](core::unit_of_work& work, const assist_here& at, const caller& who) -> core::result<wording> {
            if (const auto may = may_decide(work, at, who); !may) return may.why();
            const auto options = format_options(work, at.here);
            if (options.empty()) return core::reason::no_such_template;
            return opening(
                assist_form("suggest", "Another format", "Suggest it", at,
                            {choice_input(assist_text, "How should it go?", options, {},
                                          "Whoever asked decides; with either answer it begins.")}));
        });
}

plan suggest_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> core::result<wording> {
            const auto one = core::suggest_format(work, at.here, at.one.id, told.who.person,
                                                  told.field(assist_text), told.who.now);
            if (!one) return one.why();
            return show_again(work, at, "Suggested. Whoever asks decides, and is told now.");
        });
}

plan take_suggestion_pressed(const press& pressed)
{
    return change_assist(
        pressed,
        [](core::unit_of_work& work, const assist_here& at, const caller& who) -> core::result<wording> {
            const auto one = core::answer_suggestion(work, at.here, at.one.id, who.person, true, who.now);
            if (!one) return one.why();
            return show_again(work, at, "It goes by the format that was suggested.");
        });
}

plan stay_pressed(const press& pressed)
{
    return change_assist(
        pressed,
        [](core::unit_of_work& work, const assist_here& at, const caller& who) -> core::result<wording> {
            const auto one = core::answer_suggestion(work, at.here, at.one.id, who.person, false, who.now);
            if (!one) return one.why();
            return show_again(work, at, "It stays with the format that you asked for.");
        });
}

} // namespace peerbot::bot
