// What becomes of feedback: parts marked as helpful, things to do, what changed, and a summary.
#include "bot/cards/phrases.hpp"
#include "bot/cards/promises.hpp"
#include "bot/commands/critique.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/critique/afterwards.hpp"
#include "core/groups/local_time.hpp"
#include "core/promises/promises.hpp"
#include "core/time/dates.hpp"
#include "core/time/zone.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::string_view text_block = "text";
constexpr core::days usual_promise_time{14};

std::string numbered_block(std::string_view block, std::size_t number)
{
    return fmt::format("{}_{}", block, number);
}

// For the asker of a request that is over: their forms afterwards. Rejects: no_such_critique, not_the_asker,
// critique_still_open.
core::result<critique_here> asked_and_over(core::unit_of_work& work, const press& pressed)
{
    auto at = critique_of_value(work, pressed.who, pressed.value);
    if (!at) return at;
    if (at->viewer.id != at->request.asker)
        return core::rejection{.why = core::reason::not_the_asker, .number = at->request.number};
    if (!at->request.ended())
        return core::rejection{.why = core::reason::critique_still_open, .number = at->request.number};
    return at;
}

std::string resolve_form(const critique_here& at, std::size_t promised, core::instant now)
{
    std::vector<slack::block> blocks{
        slack::section(fmt::format("What do you take from {}? Only you see this, and I ask you on the day.",
                                   critique_name(at.request)))};
    const auto day = core::iso_date(core::today_in(at.here, now) + usual_promise_time);
    for (std::size_t i = 1; i + promised <= core::most_resolutions; ++i) {
        blocks.push_back(
            slack::input({.block_id = numbered_block("text", i),
                          .label = i == 1 ? "One thing to do" : "Another one",
                          .what = slack::text_field{.action_id = "value",
                                                    .initial = {},
                                                    .placeholder = {},
                                                    .multiline = false,
                                                    .least_length = 0,
                                                    .most_length = static_cast<int>(core::longest_promise)},
                          .optional = true}));
        blocks.push_back(slack::input({.block_id = numbered_block("day", i),
                                       .label = "By when?",
                                       .what = slack::date_field{.action_id = "value", .initial = day},
                                       .optional = true}));
    }
    return slack::view_json({.callback_id = "critique.resolve",
                             .title = "Things to do",
                             .submit = "Save",
                             .close = "Cancel",
                             .private_metadata = critique_metadata(at),
                             .blocks = blocks});
}

std::string text_form(const critique_here& at, const std::string& callback, const std::string& title,
                      const std::string& submit, const std::string& above, const std::string& label,
                      const std::string& initial, std::size_t longest)
{
    return slack::view_json(
        {.callback_id = callback,
         .title = title,
         .submit = submit,
         .close = "Cancel",
         .private_metadata = critique_metadata(at),
         .blocks = {slack::section(above),
                    slack::input({.block_id = std::string(text_block),
                                  .label = label,
                                  .what = slack::text_field{.action_id = "value",
                                                            .initial = initial,
                                                            .placeholder = {},
                                                            .multiline = true,
                                                            .least_length = 0,
                                                            .most_length = static_cast<int>(longest)}})}});
}

constexpr const char* not_opened =
    "The form could not be opened, and nothing was changed. Please press again.";

// The rejections that no other words in the form would change: what was typed goes back to its author.
bool is_over_for(const core::rejection& why)
{
    using enum core::reason;
    for (const auto one : {no_such_critique, not_the_asker, critique_still_open, summary_shared, not_a_member,
                           too_many_resolutions, critique_ended}) {
        if (why.why == one) return true;
    }
    return false;
}

// What a form about a request came to; refused in a way that loses nothing.
template <class Act>
plan on_form(const form& sent, const std::vector<typed_part>& typed, Act act)
{
    return changing{[sent, typed, act](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, sent.who, sent.about);
        core::result<wording> done = at ? act(work, *at) : core::result<wording>(at.why());
        if (done || !is_over_for(done.why())) return done;
        return wording{[why = done.why(), typed] { return sent_back(why, typed); }};
    }};
}

// What stands in the form. Rejects: unknown_date and empty_text, each with the place.
core::result<std::vector<core::resolution>> read_resolutions(const critique_here& at, const form& sent)
{
    std::vector<core::resolution> wanted;
    const auto usual = core::today_in(at.here, sent.who.now) + usual_promise_time;
    for (std::size_t i = 1; i <= core::most_resolutions; ++i) {
        const auto& text = sent.field(numbered_block("text", i));
        if (text.empty()) continue;
        const auto& typed = sent.field(numbered_block("day", i));
        const auto day = typed.empty() ? core::result<core::date>(usual) : core::parse_date(typed, usual);
        if (!day) return core::rejection{.why = day.why().why, .text = typed, .field = std::to_string(i)};
        wanted.push_back({.text = text, .due = *day, .place = std::to_string(i)});
    }
    if (wanted.empty()) return core::rejection{.why = core::reason::empty_text, .field = "1"};
    return wanted;
}

std::vector<typed_part> typed_resolutions(const form& sent)
{
    std::vector<typed_part> typed;
    for (std::size_t i = 1; i <= core::most_resolutions; ++i)
        typed.push_back({fmt::format("Thing to do {}", i), sent.field(numbered_block("text", i))});
    return typed;
}

} // namespace

// "12:34:2:0": of request 12 what member 34 wrote as its third part, on the page from the first on.
plan helpful_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto numbers = numbers_of(pressed.value);
        if (!numbers || numbers->size() != 4 || (*numbers)[2] < 0 ||
            (*numbers)[2] >= static_cast<std::int64_t>(core::critique_parts))
            return core::reason::no_such_critique;
        const auto at = critique_of_value(work, pressed.who, std::to_string(numbers->front()));
        if (!at) return at.why();
        const auto done = core::mark_helpful(work, at->here, at->request.id, core::member_id{(*numbers)[1]},
                                             static_cast<core::critique_part>((*numbers)[2]),
                                             pressed.who.person, pressed.who.now);
        if (!done) return done.why();
        return critique_wording(work, *at, static_cast<std::size_t>((*numbers)[3]));
    }};
}

plan resolve_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = asked_and_over(work, pressed);
        if (!at) return at.why();
        const auto promised = work.promises().of(core::promise_origin::critique, at->request.id.value).size();
        if (promised >= core::most_resolutions)
            return core::rejection{.why = core::reason::too_many_resolutions,
                                   .number = static_cast<std::int64_t>(core::most_resolutions)};
        return wording{
            [form = resolve_form(*at, promised, pressed.who.now)] { return opened_form(form, not_opened); }};
    }};
}

plan resolve_sent(const form& sent)
{
    return on_form(sent, typed_resolutions(sent),
                   [sent](core::unit_of_work& work, const critique_here& at) -> core::result<wording> {
                       const auto wanted = read_resolutions(at, sent);
                       if (!wanted) return wanted.why();
                       const auto made = core::resolve(work, at.here, at.request.id, sent.who.person, *wanted,
                                                       sent.who.now);
                       if (!made) return made.why();
                       return wording{[promises = *made] {
                           std::string text = "Noted, and I ask you on the day:";
                           for (const auto& one : promises)
                               text += "\n" + promise_words(one);
                           return say(text + "\n`/peer promises` shows them.");
                       }};
                   });
}

answer refuse_resolutions(const core::rejection& why)
{
    using enum core::reason;
    const bool about_day = why.why == date_not_ahead || why.why == date_too_far || why.why == unknown_date;
    answer refused;
    const auto place = why.field.empty() ? std::string("1") : why.field;
    refused.errors.push_back(
        {.block = (about_day ? "day_" : "text_") + place, .sentence = plain_sentence_for(why)});
    return refused;
}

plan changed_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = asked_and_over(work, pressed);
        if (!at) return at.why();
        return wording{[form = text_form(*at, "critique.changed", "What changed", "Tell them",
                                         "Whoever looked at it reads this.",
                                         "What did you do with the feedback?", at->request.changed,
                                         core::longest_change)] { return opened_form(form, not_opened); }};
    }};
}

plan changed_sent(const form& sent)
{
    const auto& text = sent.field(std::string(text_block));
    return on_form(sent, {{"What changed", text}},
                   [sent, text](core::unit_of_work& work, const critique_here& at) -> core::result<wording> {
                       const auto done = core::tell_what_changed(work, at.here, at.request.id,
                                                                 sent.who.person, text, sent.who.now);
                       if (!done) return done.why();
                       return wording{[before = at.request] {
                           return say(before.changed.empty()
                                          ? std::string("Thank you. Whoever looked at it is told.")
                                          : fmt::format("Kept. Whoever looked at it was told before, and "
                                                        "`/critique show {}` has your new words.",
                                                        before.number));
                       }};
                   });
}

plan summary_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = asked_and_over(work, pressed);
        if (!at) return at.why();
        if (!at->request.summary.empty())
            return core::rejection{.why = core::reason::summary_shared, .number = at->request.number};
        return wording{
            [form = text_form(*at, "critique.summary", "Share a summary", "Post it",
                              fmt::format("This is posted in {} in exactly these words. Change them "
                                          "as you like.",
                                          slack::channel_link(at->here.channel)),
                              "What came of it?", core::summary_draft(work, at->request),
                              core::longest_summary)] { return opened_form(form, not_opened); }};
    }};
}

plan summary_sent(const form& sent)
{
    const auto& text = sent.field(std::string(text_block));
    return on_form(sent, {{"Your summary", text}},
                   [sent, text](core::unit_of_work& work, const critique_here& at) -> core::result<wording> {
                       const auto done = core::share_summary(work, at.here, at.request.id, sent.who.person,
                                                             text, sent.who.now);
                       if (!done) return done.why();
                       return wording{[channel = at.here.channel] {
                           return say(fmt::format("It is on its way to {}, in your words.",
                                                  slack::channel_link(channel)));
                       }};
                   });
}

answer refuse_text(const core::rejection& why)
{
    answer refused;
    refused.errors.push_back({.block = std::string(text_block), .sentence = plain_sentence_for(why)});
    return refused;
}

} // namespace peerbot::bot
