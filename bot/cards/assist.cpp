#include "bot/cards/assist.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/cards/quotation.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/words/removed.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_named = 15;

std::string waiting_words(core::unit_of_work& work, const assist_scene& at)
{
    const auto& one = at.one();
    if (!one.assistee) return "It waits for somebody who brings the question.";
    const auto& run = *at.seen.run;
    if (run.ends_at) return fmt::format("It waits for {}.", person_words(work, one.assistee));
    return fmt::format("It begins as soon as {} take part besides {}{}.",
                       counted(at.seen.format.fewest, "person", "people"), person_words(work, one.assistee),
                       at.seen.format.facilitated ? " and whoever facilitates" : "");
}

// Whom the words of a phase speak to.
std::string speakers_words(core::unit_of_work& work, const assist_scene& at)
{
    using enum core::speakers;
    switch (at.seen.current->speak) {
    case assistee:
        return at.one().assistee ? ", for " + person_words(work, at.one().assistee) : std::string();
    case facilitator:
        return at.one().facilitator ? ", for " + person_words(work, at.one().facilitator) : std::string();
    case assisters:
        return ", for those who help";
    case everybody:
        return ", for everybody";
    case nobody:
        break;
    }
    return {};
}

// Of the only phase there is, nobody needs to know that it is one.
std::string phase_words(core::unit_of_work& work, const assist_scene& at)
{
    if (at.seen.phases == 1) return "It is open.";
    return fmt::format("Phase {} of {}, {}{}.", at.seen.place, at.seen.phases, bold(at.seen.current->name),
                       speakers_words(work, at));
}

std::string running_words(core::unit_of_work& work, const assist_scene& at)
{
    if (!at.seen.run) {
        if (!at.one().assistee) return "It waits for somebody who brings the question.";
        return "It goes on soon.";
    }
    const auto& run = *at.seen.run;
    auto text = phase_words(work, at);
    if (at.seen.format.turns > 1) text += fmt::format(" Turn {} of {}.", run.turn, at.seen.format.turns);
    if (run.waits_since) return text + " " + waiting_words(work, at);
    text += " " + slack::isolated(slack::quiet(at.seen.current->prompt));
    if (run.ends_at)
        text += fmt::format(" Until {}{}.", when(*run.ends_at, at.here.zone),
                            run.extended ? ", which is longer than planned" : "");
    // A call that was arranged stands on the card, with those who come to it.
    const auto& one = at.one();
    if (one.pace == core::assist_pace::live && !run.live && one.meets_at && *one.meets_at > run.began_at)
        text += fmt::format(" The call is at {}.", when(*one.meets_at, at.here.zone));
    return text;
}

// What is written before a call begins earlier than that.
std::string scheduled_words(core::unit_of_work& work, const assist_scene& at)
{
    const auto& one = at.one();
    const auto begins = when(*one.begins_at, at.here.zone);
    if (one.meets_at && *one.begins_at < *one.meets_at)
        return fmt::format("It begins in writing at {}, and the call is at {}.", begins,
                           when(*one.meets_at, at.here.zone));
    return fmt::format("{} at {}.",
                       one.meets_at                          ? "The call is"
                       : work.assists().runs(one.id).empty() ? "It begins"
                                                             : "It goes on",
                       begins);
}

std::string stopped_words(core::unit_of_work& work, const core::assist& one)
{
    using enum core::stop_cause;
    switch (one.stopped_because.value_or(facilitator)) {
    case facilitator:
        break;
    case assistee_silent:
        return fmt::format("It is stopped: {} could not go on with it now. Thank you to everybody who "
                           "helped; it can be asked again at any time.",
                           person_words(work, one.assistee));
    case assistee_left:
        return "It is stopped, because whoever asked is not in the group any more. Thank you to everybody "
               "who helped.";
    case too_few:
        return "It is stopped, because too few people had time for it. It can be asked again at any time.";
    case nobody_chosen:
        return "It is stopped: nobody had a question to bring this time.";
    case channel_away:
        return "It is stopped, because peerbot could not write here when the call was to begin. It can be "
               "asked again at any time.";
    case not_facilitated:
        return "It is stopped, because nobody was left to go on with it.";
    case session_gone:
        return "It is stopped, because the session that it was to be is not held so.";
    }
    return "It was stopped. Thank you to everybody who took part.";
}

} // namespace

assist_scene assist_scene_of(core::unit_of_work& work, const core::assist& one)
{
    return {.here = core::known_group(work, one.group), .seen = core::view_of(work, one)};
}

std::string assist_name(const core::assist& one)
{
    return fmt::format("peer assist {}", one.number);
}

std::string about_words(const assist_scene& at)
{
    return fmt::format("Peer assist {} in {}: {}", at.one().number, slack::channel_link(at.here.channel),
                       question_words(at.one()));
}

std::string question_words(const core::assist& one)
{
    const auto& question = one.question();
    if (question == core::removed_words)
        return "a question that was deleted with everything else of whoever asked it";
    if (!question.empty()) return bold(question);
    if (one.withdrawn_at) return "a question that was withdrawn";
    return one.assistee ? "a question that is still to be told" : "a question that the group chooses";
}

std::string still_told(const std::string& text)
{
    if (text != core::removed_words) return text;
    return "These words were deleted with everything else of whoever wrote them.";
}

std::string person_words(core::unit_of_work& work, core::member_id who)
{
    const auto known = who ? work.members().find(who) : std::nullopt;
    if (known && known->user.value.starts_with(core::gone_person)) return "somebody who is not here any more";
    return known ? slack::mention(known->user) : std::string("somebody");
}

std::string people_words(core::unit_of_work& work, const std::vector<core::member_id>& people)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(people.size(), most_named); ++i)
        names.push_back(person_words(work, people[i]));
    if (people.size() > most_named) names.push_back(fmt::format("{} more", people.size() - most_named));
    return listed(names);
}

std::string said_words(const core::contribution& one)
{
    using enum core::contribution_kind;
    switch (one.kind) {
    case story:
        return "tells";
    case question:
        return "asks";
    case answer:
        return "answers";
    case restatement:
        return "understands the question so";
    case help:
        if (one.tag == core::help_tag::did) return "did this";
        return one.tag == core::help_tag::know_who ? "knows who did" : "has an idea";
    case response:
        return "takes this from it";
    case takeaway:
        return "takes this for their own work";
    case commitment:
        return "will do this";
    case challenge:
        return "has this question";
    case note:
        return "notes";
    case happened:
        return "tells what became of it";
    }
    return "says";
}

std::string pace_words(core::assist_pace pace)
{
    return pace == core::assist_pace::live ? "in a call" : "in writing";
}

std::string assist_state_words(core::unit_of_work& work, const assist_scene& at)
{
    using enum core::assist_state;
    const auto& one = at.one();
    switch (one.state) {
    case draft:
        return "A facilitator looks at it first.";
    case scheduled:
        if (!one.begins_at) return "It begins soon.";
        return scheduled_words(work, at);
    case running:
        return running_words(work, at);
    case closing:
        return "The phases are over. Thank you to everybody who took part.";
    case follow_up:
        return "It was held. Thank you to everybody who took part.";
    case done:
        return "It is done. Thank you to everybody who took part.";
    case stopped:
        break;
    }
    return stopped_words(work, one);
}

void assist_page::add(const std::string& mrkdwn)
{
    text += (text.empty() ? "" : "\n") + mrkdwn;
    blocks.push_back(slack::section(mrkdwn));
}

void assist_page::add_quoted(const std::string& heading, std::string_view quoted)
{
    auto above = heading.empty() ? std::string{} : heading + "\n";
    if (quoted == core::removed_words) return add(above + still_told(core::removed_words));
    while (!quoted.empty()) {
        const auto part = part_for_section(quoted);
        add(above + quoted_lines(part));
        quoted.remove_prefix(part.size());
        above.clear();
    }
}

void assist_page::add_buttons(const std::vector<slack::button>& buttons)
{
    if (!buttons.empty()) blocks.push_back(slack::actions(buttons));
}

slack::rendered assist_page::message() const
{
    return slack::message(text, blocks);
}

void add_brief(assist_page& page, const core::brief& what)
{
    page.add_quoted("*The question*", what.question);
    page.add_quoted("*The situation*", what.situation);
    page.add_quoted("*Tried so far*", what.tried);
    page.add_quoted("*What binds*", what.bounds);
    page.add_quoted("*What a good answer looks like*", what.good_answer);
}

slack::button assist_button(const assist_label& label, const std::string& action, const core::assist& one,
                            const std::string& more)
{
    return {.text = label.text,
            .action_id = "assist." + action,
            .value = std::to_string(one.id.value) + (more.empty() ? "" : ":" + more),
            .style = slack::button_style::normal,
            .accessibility_label = fmt::format("{}: {}", label.spoken, assist_name(one))};
}

slack::button asked_first(slack::button button, const std::string& title, const std::string& text,
                          const std::string& yes)
{
    button.ask = slack::confirmation{.title = title, .text = text, .yes = yes, .no = "Not now"};
    return button;
}

slack::button show_assist_button(const core::assist& one)
{
    return assist_button({"Show it", "Show everything that I may see and do"}, "show", one);
}

slack::button stop_assist_button(const core::assist& one)
{
    auto button = asked_first(assist_button({"Stop it", "Stop it"}, "stop", one), "Stop it?",
                              "It ends for everybody and cannot be taken up again. What was written stays "
                              "in the thread.",
                              "Stop it");
    button.style = slack::button_style::danger;
    return button;
}

std::string kind_code(core::contribution_kind kind)
{
    return std::to_string(static_cast<int>(kind));
}

std::optional<core::contribution_kind> kind_of_code(std::int64_t code)
{
    using enum core::contribution_kind;
    if (code < static_cast<int>(story) || code > static_cast<int>(happened)) return std::nullopt;
    const auto kind = static_cast<core::contribution_kind>(code);
    // The others have forms of their own.
    if (kind == challenge || kind == answer || kind == happened) return std::nullopt;
    return kind;
}

slack::button contribute_button_of(const core::assist& one, core::contribution_kind kind)
{
    using enum core::contribution_kind;
    const auto label = [&]() -> assist_label {
        switch (kind) {
        case story:
            return {"Tell it", "Tell how it is"};
        case question:
            return {"Ask a question", "Ask a question to understand"};
        case restatement:
            return {"Say it in one line", "Say in one line how I understand the question"};
        case help:
            return {"Help", "Help with what I did, whom I know, or an idea"};
        case response:
            return {"Respond", "Say what I take from it"};
        case takeaway:
            return {"What I take from it", "Say one thing that I take for my own work"};
        case commitment:
            return {"What I will do", "Say what I will do"};
        default:
            return {"Write a note", "Write a note"};
        }
    }();
    return assist_button(label, "contribute", one, kind_code(kind));
}

std::optional<slack::button> contribute_button(const assist_scene& at)
{
    if (!at.seen.current || !at.seen.current->form) return std::nullopt;
    const auto kind = *at.seen.current->form;
    if (kind == core::contribution_kind::challenge || kind == core::contribution_kind::answer)
        return std::nullopt;
    auto button = contribute_button_of(at.one(), kind);
    button.style = slack::button_style::primary;
    return button;
}

bool waits_for_people(const assist_scene& at)
{
    return at.one().assistee && at.seen.run && at.seen.run->waits_since && !at.seen.run->ends_at;
}

bool speaks_now(const assist_scene& at, core::member_id who)
{
    using enum core::speakers;
    switch (at.seen.current->speak) {
    case assistee:
        return who == at.one().assistee;
    case assisters:
        return who != at.one().assistee;
    case facilitator:
        return who == at.one().facilitator;
    case everybody:
    case nobody:
        break;
    }
    return true;
}

std::vector<slack::button> deciding_buttons(const core::assist& one)
{
    auto accept = assist_button({"Accept", "Accept it"}, "accept", one);
    accept.style = slack::button_style::primary;
    return {accept, assist_button({"Coach", "Ask them to think about something first"}, "coach", one),
            assist_button({"Suggest another format", "Suggest another format"}, "suggest", one)};
}

std::vector<slack::button> suggestion_buttons(const core::assist& one)
{
    return {assist_button({"Take it", "Take the format that was suggested"}, "take", one),
            assist_button({"Stay with mine", "Stay with the format that I asked for"}, "stay", one)};
}

} // namespace peerbot::bot
