// What leader, facilitators and members write about a session, in forms: links, notes, and what they do not
// know yet.
#include "bot/cards/phrases.hpp"
#include "bot/cards/sessions.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/sessions.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/sessions/details.hpp"
#include "core/sessions/questions.hpp"
#include "core/sessions/run_sheet.hpp"
#include "core/words/ascii.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::string_view video_block = "video";
constexpr std::string_view slides_block = "slides";
constexpr std::string_view outline_block = "outline";
constexpr std::string_view recording_block = "recording";
constexpr std::string_view recorded_block = "recorded";
constexpr std::string_view notes_block = "notes";
constexpr std::string_view text_block = "text";
constexpr std::string_view not_recorded = "no";

slack::block text_input(std::string_view block, const std::string& label, const std::string& initial,
                        int most_length, const std::string& hint, bool lines = false)
{
    return slack::input({.block_id = std::string(block),
                         .label = label,
                         .what = slack::text_field{.action_id = "value",
                                                   .initial = initial,
                                                   .placeholder = {},
                                                   .multiline = lines,
                                                   .least_length = 0,
                                                   .most_length = most_length},
                         .optional = true,
                         .hint = hint});
}

struct draft
{
    session_here at;
    core::session_details details;
};

std::string prepare_form(const draft& from)
{
    const auto link_length = static_cast<int>(core::longest_link);
    return slack::view_json(
        {.callback_id = "session.prepare",
         .title = "Links and outline",
         .submit = "Save",
         .close = "Cancel",
         .private_metadata = form_metadata(from.at.here.channel, std::to_string(from.at.meeting.id.value)),
         .blocks = {slack::section("*" + session_name(from.at.meeting, from.at.here.zone) + "*"),
                    text_input(video_block, "Where to meet", from.details.video_link, link_length,
                               "The address of the video call."),
                    text_input(slides_block, "Slides", from.details.slides, link_length, {}),
                    text_input(outline_block, "Outline", from.details.outline,
                               static_cast<int>(core::longest_outline),
                               "What it will be about, in a few lines.", true)}});
}

std::string report_form(const draft& from)
{
    return slack::view_json(
        {.callback_id = "session.report",
         .title = "Recording and notes",
         .submit = "Save",
         .close = "Cancel",
         .private_metadata = form_metadata(from.at.here.channel, std::to_string(from.at.meeting.id.value)),
         .blocks = {slack::section("*" + session_name(from.at.meeting, from.at.here.zone) + "*"),
                    slack::input({.block_id = std::string(recorded_block),
                                  .label = "Was it recorded?",
                                  .what = slack::choice_field{.action_id = "value",
                                                              .options = {{"Yes, or not known yet", "yes"},
                                                                          {"No", std::string(not_recorded)}},
                                                              .initial = from.details.not_recorded
                                                                             ? std::string(not_recorded)
                                                                             : "yes"}}),
                    text_input(recording_block, "Address of the recording", from.details.recording,
                               static_cast<int>(core::longest_link), {}),
                    text_input(notes_block, "Notes", from.details.notes, 2000,
                               "Up to five lines, for those who could not come.", true)}});
}

std::string wonder_form(const session_here& at)
{
    return slack::view_json(
        {.callback_id = "session.wonder",
         .title = "What I don't know yet",
         .submit = "Say it",
         .close = "Cancel",
         .private_metadata = form_metadata(at.here.channel, std::to_string(at.meeting.id.value)),
         .blocks = {slack::input({.block_id = std::string(text_block),
                                  .label = "What would you like to understand?",
                                  .what = slack::text_field{.action_id = "value",
                                                            .initial = {},
                                                            .placeholder = {},
                                                            .multiline = false,
                                                            .least_length = 0,
                                                            .most_length = core::longest_title},
                                  .optional = false,
                                  .hint = "The group sees it with your name, and anybody can make it a "
                                          "topic."})}});
}

answer opened(const std::string& form)
{
    auto shown = say("The form could not be opened, and nothing was changed. Please press again.");
    shown.form = form;
    return shown;
}

// A form for those who may write about the session. Rejects: leads_or_facilitates, session_not_planned.
core::result<wording> open_draft(core::unit_of_work& work, const session_here& at, const caller& who,
                                 std::string (*draw)(const draft&))
{
    const auto person = core::present_member(work, at.here.id, who.person);
    if (!person) return person.why();
    const bool leads = core::leads(at.meeting, person->id);
    if (!leads && !person->facilitator) return core::reason::leads_or_facilitates;
    if (at.meeting.state == core::session_state::cancelled)
        return core::rejection{.why = core::reason::session_not_planned, .number = at.meeting.number};
    const draft from{.at = at, .details = work.sessions().details(at.meeting.id)};
    return wording{[form = draw(from)] { return opened(form); }};
}

plan draft_pressed(const press& pressed, std::string (*draw)(const draft&))
{
    return looking{[pressed, draw](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        return open_draft(work, *at, pressed.who, draw);
    }};
}

plan draft_typed(const invocation& told, std::string_view example, std::string (*draw)(const draft&))
{
    const auto number = told.count() > 0 ? told.argument(0)->number() : std::optional<int>{};
    if (!number)
        return saying{say(fmt::format("Which session? Write it like `{}`. Nothing was changed.", example))};
    return looking{
        [who = told.who, number = *number, draw](core::unit_of_work& work) -> core::result<wording> {
            const auto at = session_numbered_here(work, who, number);
            if (!at) return at.why();
            return open_draft(work, *at, who, draw);
        }};
}

wording saved(const core::session& meeting, const core::group& here)
{
    return [meeting, here] {
        return say(fmt::format("Saved for {}. `/rotation {}` shows it.", session_name(meeting, here.zone),
                               meeting.number));
    };
}

answer beside(std::string_view block, const core::rejection& why)
{
    answer refused;
    refused.errors.push_back({.block = std::string(block), .sentence = plain_sentence_for(why)});
    return refused;
}

// A comma ends a part, so none may stand within one.
std::string as_typed(const core::run_sheet& sheet)
{
    std::string text;
    for (auto one : sheet) {
        std::erase(one.name, ',');
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", slack::quiet(one.name), one.length.count());
    }
    return text;
}

} // namespace

plan prepare_typed(const invocation& told)
{
    return draft_typed(told, "/rotation prepare 2", prepare_form);
}

plan prepare_pressed(const press& pressed)
{
    return draft_pressed(pressed, prepare_form);
}

plan prepare_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, sent.who, sent.about);
        if (!at) return at.why();
        const auto done = core::prepare_session(work, at->here,
                                                {.by = sent.who.person,
                                                 .meeting = at->meeting.id,
                                                 .video_link = sent.field(std::string(video_block)),
                                                 .slides = sent.field(std::string(slides_block)),
                                                 .outline = sent.field(std::string(outline_block)),
                                                 .now = sent.who.now});
        if (!done) return done.why();
        return saved(*done, at->here);
    }};
}

answer refuse_preparation(const core::rejection& why)
{
    return beside(why.field.empty() ? video_block : std::string_view(why.field), why);
}

plan report_typed(const invocation& told)
{
    return draft_typed(told, "/rotation report 2", report_form);
}

plan report_pressed(const press& pressed)
{
    return draft_pressed(pressed, report_form);
}

plan report_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, sent.who, sent.about);
        if (!at) return at.why();
        const auto done =
            core::report_session(work, at->here,
                                 {.by = sent.who.person,
                                  .meeting = at->meeting.id,
                                  .recording = sent.field(std::string(recording_block)),
                                  .not_recorded = sent.field(std::string(recorded_block)) == not_recorded,
                                  .notes = sent.field(std::string(notes_block)),
                                  .now = sent.who.now});
        if (!done) return done.why();
        return saved(*done, at->here);
    }};
}

answer refuse_report(const core::rejection& why)
{
    if (why.why == core::reason::text_too_long) {
        answer refused;
        refused.errors.push_back({.block = std::string(notes_block),
                                  .sentence = fmt::format("Up to {} lines of {} characters, please.",
                                                          core::most_note_lines, core::longest_note_line)});
        return refused;
    }
    return beside(recording_block, why);
}

plan wonder_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        if (const auto who = core::present_member(work, at->here.id, pressed.who.person); !who)
            return who.why();
        return wording{[form = wonder_form(*at)] { return opened(form); }};
    }};
}

plan wonder_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, sent.who, sent.about);
        if (!at) return at.why();
        const auto done = core::ask_question(work, at->here,
                                             {.by = sent.who.person,
                                              .meeting = at->meeting.id,
                                              .text = sent.field(std::string(text_block)),
                                              .now = sent.who.now});
        if (!done) return done.why();
        return wording{[text = done->text, meeting = at->meeting] {
            return say(
                fmt::format("Noted: {}. `/rotation {}` shows it, and anybody can make it a topic there.",
                            bold(text), meeting.number));
        }};
    }};
}

answer refuse_wonder(const core::rejection& why)
{
    return beside(text_block, why);
}

plan question_to_topic(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto numbers = numbers_of(pressed.value);
        if (!numbers || numbers->size() != 1) return core::reason::no_such_question;
        const auto asked = work.sessions().find_question(core::question_id{numbers->front()});
        const auto meeting = asked ? work.sessions().find(asked->session) : std::nullopt;
        if (!meeting) return core::reason::no_such_question;
        const auto here = group_of_press(work, pressed.who, meeting->group);
        if (!here) return core::reason::no_such_question;
        const auto done = core::make_topic_of(work, *here, asked->id, pressed.who.person, pressed.who.now);
        if (!done) return done.why();
        if (meeting->card) work.cards().mark_dirty(meeting->card);
        return wording{[made = *done] {
            return say(
                made.added
                    ? fmt::format("Added as topic {}: {}.", made.subject.number, bold(made.subject.title))
                    : fmt::format("The list has it already, as topic {}: {}. Nothing was added.",
                                  made.subject.number, bold(made.subject.title)));
        }};
    }};
}

// "/rotation runsheet" shows it; with words it is changed, and "usual" brings the usual one back.
plan run_sheet_typed(const invocation& told)
{
    if (told.count() == 0) {
        return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
            const auto here = core::group_in(work, who.workspace, who.channel);
            if (!here) return here.why();
            return wording{[sheet = core::run_sheet_of(*here, here->length)] {
                return say(fmt::format("{}To change it, type `/rotation runsheet {}` with other words or "
                                       "minutes; `/rotation runsheet usual` brings back the usual one.",
                                       run_sheet_lines(sheet), as_typed(sheet)));
            }};
        }};
    }
    const bool usual = told.count() == 1 && core::to_lower(told.argument(0)->text) == "usual";
    const auto read = core::parse_run_sheet(told.rest());
    if (!usual && !read) return saying{say(sentence_for(read.why()) + " Nothing was changed.")};
    return changing{[who = told.who, code = usual ? std::string{} : core::run_sheet_code(*read)](
                        core::unit_of_work& work) -> core::result<wording> {
        auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto changed = core::keep_run_sheet(work, *here, who.person, code);
        if (!changed) return changed.why();
        return wording{[sheet = core::run_sheet_of(*changed, changed->length)] {
            return say(fmt::format("Saved. Sessions go like this from now on:\n{}{} in all.",
                                   run_sheet_lines(sheet),
                                   counted(core::total(sheet).count(), "minute", "minutes")));
        }};
    }};
}

} // namespace peerbot::bot
