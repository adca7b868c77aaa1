#include "bot/cards/sessions.hpp"

#include "bot/cards/critique.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/cards/rotation.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/sessions/critique_hour.hpp"
#include "core/sessions/details.hpp"
#include "core/time/zone.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_works = 6; // that are named

std::vector<core::user_id> users(const std::vector<core::member>& people)
{
    std::vector<core::user_id> found;
    found.reserve(people.size());
    for (const auto& one : people)
        found.push_back(one.user);
    return found;
}

std::string people_line(const std::vector<core::member>& people, std::string_view what)
{
    if (people.empty()) return {};
    return fmt::format("{} {}: {}.\n", people.size(), what, mentions(users(people)));
}

// Every line of what people wrote, safe and indented as a quotation.
std::string quoted(const std::string& text)
{
    std::string lines;
    std::string line;
    for (const char c : text + '\n') {
        if (c != '\n') {
            line += c;
            continue;
        }
        lines += "&gt; " + slack::quiet(line) + "\n";
        line.clear();
    }
    return lines;
}

std::string question_line(const session_scene& at, const core::open_question& one)
{
    auto text = fmt::format("{} (from {})", bold(one.text), slack::mention(one.asker));
    if (const auto made = at.topics.find(one.id); made != at.topics.end())
        text += fmt::format(", now topic {}", made->second);
    return text;
}

void add_questions(const session_scene& at, std::vector<slack::block>& blocks, std::string& text)
{
    if (at.questions.empty()) return;
    const std::string heading = "What people do not know yet:";
    text += heading + "\n";
    blocks.push_back(slack::section(heading));
    for (const auto& one : at.questions) {
        const auto line = question_line(at, one);
        text += line + "\n";
        if (one.topic) {
            blocks.push_back(slack::section(line));
        } else {
            blocks.push_back(slack::section(line, {.text = "Make it a topic",
                                                   .action_id = "session.topic",
                                                   .value = std::to_string(one.id.value),
                                                   .style = slack::button_style::normal,
                                                   .accessibility_label = "Put this on the list of topics"}));
        }
    }
}

// Links and outline, recording and notes: each may fill a block of its own.
void add_details(const session_scene& at, std::vector<slack::block>& blocks, std::string& text)
{
    for (const auto& lines : {work_lines(at), preparation_lines(at), report_lines(at)}) {
        if (!lines.empty()) blocks.push_back(slack::section(lines));
        text += lines;
    }
}

std::string all_lines(const session_scene& at, core::instant now)
{
    return state_sentence(at, now) + about_sentence(at) + leader_sentence(at, now) + link_sentence(at);
}

std::vector<slack::button> own_buttons(const session_scene& at, const viewing& by, core::instant now)
{
    std::vector<slack::button> buttons;
    const auto& meeting = at.meeting;
    const auto add = [&](const char* text, const char* action, const char* spoken) {
        buttons.push_back(session_button(text, action, meeting, spoken));
    };
    const bool may_change = by.leads || by.facilitates;
    if (at.planned() && !at.begun(now) && by.leads) {
        if (meeting.leading != core::leader_state::confirmed) buttons.push_back(lead_button(meeting.id));
        buttons.push_back(skip_button(meeting.id));
    }
    if (may_change && meeting.state != core::session_state::cancelled && !at.over(now))
        add("Links and outline", "session.prepare", "Add the video link, slides or an outline");
    if (may_change && meeting.state != core::session_state::cancelled && at.begun(now))
        add("Recording and notes", "session.report", "Add the recording or notes");
    if (by.member && meeting.state != core::session_state::cancelled && at.begun(now))
        add("What I don't know yet", "session.wonder", "Say what you would like to learn next");
    if (may_change && at.planned()) add("Move it", "session.move", "Choose another day or time");
    if (by.facilitates && at.planned() && !at.begun(now))
        add("Cancel it", "session.cancel", "Cancel this session, with a reason");
    return buttons;
}

// Those that were given ten minutes of it; in a critique hour what else is open too, the oldest first.
std::vector<core::critique> works_of(core::unit_of_work& work, const core::session& meeting)
{
    auto works = work.critiques().in_session(meeting.id);
    if (meeting.format != core::session_format::critique || meeting.state != core::session_state::planned)
        return works;
    for (const auto& one : work.critiques().running(meeting.group)) {
        if (one.state == core::critique_state::open) works.push_back(one);
    }
    return works;
}

} // namespace

session_scene session_scene_of(core::unit_of_work& work, core::session_id meeting)
{
    session_scene at;
    static_cast<scene&>(at) = scene_of(work, meeting);
    at.details = work.sessions().details(meeting);
    at.video_link = at.details.video_link.empty() ? at.here.link : at.details.video_link;
    at.coming = core::turnout_of(work, at.meeting);
    at.sheet = core::run_sheet_of(work, at.here, at.meeting);
    at.questions = work.sessions().questions(meeting);
    for (const auto& one : at.questions) {
        if (const auto made = work.topics().find(one.topic)) at.topics[one.id] = made->number;
    }
    at.works = works_of(work, at.meeting);
    return at;
}

std::string link_of(const std::string& address)
{
    return "<" + slack::escape(address) + ">";
}

std::string state_sentence(const session_scene& at, core::instant now)
{
    const auto& meeting = at.meeting;
    const auto name = session_name(meeting, at.here.zone);
    if (meeting.state == core::session_state::held) return name + ", was held. ";
    if (meeting.state == core::session_state::cancelled) {
        return at.details.cancelled_because.empty()
                   ? name + ", did not take place. "
                   : fmt::format("{}, is cancelled: {}. ", name, slack::quiet(at.details.cancelled_because));
    }
    if (at.over(now)) return name + ", is over and not booked yet. ";
    if (at.begun(now)) return name + ", has begun. ";
    if (!meeting.moved_from) return name + ". ";
    const auto where = core::zone::named(at.here.zone).value_or(*core::zone::named("UTC"));
    return fmt::format("{}. It was moved from {}. ", name,
                       when(where.to_instant(*meeting.moved_from), at.here.zone));
}

std::string about_sentence(const session_scene& at)
{
    return at.title.empty() ? std::string{} : fmt::format("It is about {}. ", bold(at.title));
}

std::string leader_sentence(const session_scene& at, core::instant now)
{
    if (at.meeting.state == core::session_state::held)
        return at.leaders.empty() ? std::string{} : fmt::format("{} led. ", mentions(at.leaders));
    if (!at.planned()) return {};
    if (at.meeting.format != core::session_format::training)
        return fmt::format("Instead of a training it is {}. ", format_words(at.meeting.format));
    if (at.leaders.empty()) return "Its leader is not settled yet. ";
    const auto who = mentions(at.leaders);
    const bool two = at.leaders.size() > 1;
    if (at.over(now)) return fmt::format("{} {} to lead. ", who, two ? "were" : "was");
    return at.meeting.leading == core::leader_state::confirmed
               ? fmt::format("{} {}. ", who, two ? "lead" : "leads")
               : fmt::format("{} was asked to lead and has not answered yet. ", who);
}

std::string link_sentence(const session_scene& at)
{
    if (!at.planned() || at.video_link.empty()) return {};
    return fmt::format("Meet at {}. ", link_of(at.video_link));
}

std::string preparation_lines(const session_scene& at)
{
    std::string lines;
    if (!at.details.slides.empty()) lines += fmt::format("Slides: {}\n", link_of(at.details.slides));
    if (!at.details.outline.empty()) lines += "Outline:\n" + quoted(at.details.outline);
    return lines;
}

std::string report_lines(const session_scene& at)
{
    std::string lines;
    if (!at.details.recording.empty()) lines += fmt::format("Recording: {}\n", link_of(at.details.recording));
    if (at.details.not_recorded) lines += "It was not recorded.\n";
    if (!at.details.notes.empty()) lines += "Notes:\n" + quoted(at.details.notes);
    return lines;
}

std::string coming_lines(const session_scene& at)
{
    return people_line(at.coming.yes, "coming") + people_line(at.coming.maybe, "maybe") +
           people_line(at.coming.no, "not coming");
}

std::string work_lines(const session_scene& at)
{
    if (at.works.empty()) return {};
    std::string lines = at.meeting.format == core::session_format::critique
                            ? "What the group looks at:\n"
                            : "The group takes ten minutes for:\n";
    const auto named = std::min(at.works.size(), most_works);
    for (std::size_t i = 0; i < named; ++i)
        lines += fmt::format("{}. {}\n", at.works[i].number, subject_line(at.works[i]));
    if (at.works.size() > named)
        lines += fmt::format("And {} more, which `/critique` shows.\n", at.works.size() - named);
    return lines;
}

std::string run_sheet_lines(const core::run_sheet& sheet)
{
    std::string lines;
    core::minutes at{0};
    for (const auto& one : sheet) {
        const auto until = at + one.length;
        lines += fmt::format("Minute {} to {}: {}\n", at.count(), until.count(), slack::quiet(one.name));
        at = until;
    }
    return lines;
}

slack::button session_button(const std::string& text, const std::string& action, const core::session& meeting,
                             const std::string& spoken)
{
    return {.text = text,
            .action_id = action,
            .value = std::to_string(meeting.id.value),
            .style = slack::button_style::normal,
            .accessibility_label = fmt::format("{}: session {}", spoken, meeting.number)};
}

std::vector<slack::button> answer_buttons(const core::session& meeting)
{
    return {session_button("I will come", "session.yes", meeting, "I will come"),
            session_button("Maybe", "session.maybe", meeting, "Maybe I will come"),
            session_button("I cannot come", "session.no", meeting, "I cannot come")};
}

slack::rendered session_card(core::unit_of_work& work, const core::session& meeting, core::instant now)
{
    const auto at = session_scene_of(work, meeting.id);
    const auto text = all_lines(at, now);
    const auto coming = coming_lines(at);
    std::vector<slack::block> blocks{
        slack::header(at.title.empty() ? fmt::format("Session {}", meeting.number)
                                       : fmt::format("Session {}: {}", meeting.number, at.title)),
        slack::section(text)};
    auto spoken = text + "\n";
    add_details(at, blocks, spoken);
    if (at.planned() && at.meeting.format != core::session_format::training) {
        const auto sheet = "How it goes:\n" + run_sheet_lines(at.sheet);
        blocks.push_back(slack::section(sheet));
        spoken += sheet;
    }
    if (at.planned() && !at.over(now)) {
        spoken += "Will you come?\n";
        blocks.push_back(slack::actions(answer_buttons(meeting)));
    }
    if (!coming.empty()) blocks.push_back(slack::section(coming));
    spoken += coming;
    add_questions(at, blocks, spoken);
    const std::string thread = "Talk about this session in the thread of this message.";
    blocks.push_back(slack::context({thread}));
    return slack::message(spoken + thread, blocks);
}

slack::rendered replaced_session_card(const core::session& meeting)
{
    const auto text = fmt::format(
        "Session {} was moved. Its card was posted anew, further down in this channel.", meeting.number);
    return slack::message(text, {slack::section(text)});
}

slack::rendered session_view(const session_scene& at, const viewing& by, core::instant now)
{
    const auto text = all_lines(at, now);
    const auto coming = coming_lines(at);
    auto spoken = text + "\n";
    std::vector<slack::block> blocks{slack::section(text)};
    add_details(at, blocks, spoken);
    spoken += coming;
    if (!coming.empty()) blocks.push_back(slack::section(coming));
    if (at.planned() && !at.over(now)) {
        const auto sheet = "Run-sheet:\n" + run_sheet_lines(at.sheet);
        spoken += sheet;
        blocks.push_back(slack::section(sheet));
        if (by.member) blocks.push_back(slack::actions(answer_buttons(at.meeting)));
    }
    add_questions(at, blocks, spoken);
    const auto buttons = own_buttons(at, by, now);
    if (!buttons.empty()) blocks.push_back(slack::actions(buttons));
    return slack::message(spoken, blocks);
}

} // namespace peerbot::bot
