#include "bot/cards/critique.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/cards/quotation.hpp"
#include "bot/cards/render.hpp"
#include "bot/cards/sessions.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/critique/critics.hpp"
#include "core/critique/requests.hpp"
#include "core/groups/roles.hpp"
#include "core/words/web_link.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::bot {
namespace {

constexpr std::size_t longest_in_line = 90;

core::user_id user_of(core::unit_of_work& work, core::member_id id)
{
    const auto who = work.members().find(id);
    if (!who) throw std::logic_error("a stored critique names a member who is not stored");
    return who->user;
}

std::string people_who(std::size_t count, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", counted(static_cast<std::int64_t>(count), "person", "people"),
                       count == 1 ? one : many);
}

std::string open_sentence(const critique_scene& at)
{
    const auto given = at.count(core::critic_state::given);
    const auto waiting = at.count(core::critic_state::waiting);
    const auto wanted = static_cast<std::size_t>(at.request.critics);
    std::string text;
    if (given > 0) text += people_who(given, "has", "have") + " looked at it. ";
    if (waiting > 0)
        text += fmt::format("{}{} looking at it. ",
                            given > 0 ? std::to_string(waiting) + " more"
                                      : counted(static_cast<std::int64_t>(waiting), "person", "people"),
                            waiting == 1 ? " is" : " are");
    if (given + waiting == 0)
        text += fmt::format("Who would like to look at it? {} wanted. ",
                            wanted == 1 ? "One person is" : std::to_string(wanted) + " people are");
    else if (given + waiting < wanted)
        text += fmt::format("{} more would be good. ", wanted - given - waiting);
    return text + fmt::format("Feedback is wanted by {}.", when(at.request.due_at, at.here.zone));
}

std::string over_sentence(const critique_scene& at)
{
    const auto given = at.count(core::critic_state::given);
    const auto in_session =
        at.meeting ? fmt::format("the group talked about it in session {}", at.meeting->number) : "";
    if (at.request.state == core::critique_state::withdrawn)
        return "It was taken back, so nobody needs to look at it.";
    if (given == 0)
        return in_session.empty() ? std::string("It is over.") : "It is over: " + in_session + ".";
    return fmt::format("It is over: {} feedback{}.", people_who(given, "wrote", "wrote"),
                       in_session.empty() ? "" : ", and " + in_session);
}

} // namespace

std::size_t critique_scene::count(core::critic_state state) const
{
    return static_cast<std::size_t>(std::count_if(
        critics.begin(), critics.end(), [&](const core::critic& one) { return one.state == state; }));
}

const core::critic* critique_scene::critic(core::member_id member) const
{
    const auto found = std::find_if(critics.begin(), critics.end(),
                                    [&](const core::critic& one) { return one.member == member; });
    return found == critics.end() ? nullptr : &*found;
}

critique_scene critique_scene_of(core::unit_of_work& work, core::critique_id id)
{
    critique_scene at;
    at.request = core::known_critique(work, id);
    at.here = core::known_group(work, at.request.group);
    at.asker = user_of(work, at.request.asker);
    at.critics = work.critiques().critics(id);
    for (const auto& one : at.critics)
        at.people[one.member] = user_of(work, one.member);
    if (at.request.meeting) at.meeting = work.sessions().find(at.request.meeting);
    return at;
}

std::string subject_words(const core::critique& request)
{
    return core::is_web_link(request.subject) ? link_of(request.subject) : bold(request.subject);
}

std::string critique_name(const core::critique& request)
{
    return fmt::format("critique {} ({})", request.number, subject_line(request));
}

// Short before it is escaped, so that no mark of its formatting is cut off.
std::string subject_line(const core::critique& request)
{
    const auto subject = slack::cut_plain(request.subject, longest_in_line);
    return subject == request.subject ? subject_words(request) : bold(subject);
}

std::string stage_words(core::work_stage stage)
{
    switch (stage) {
    case core::work_stage::idea:
        return "an idea so far";
    case core::work_stage::done:
        return "done";
    case core::work_stage::draft:
        break;
    }
    return "a draft";
}

std::string critique_of(const critique_scene& at)
{
    return fmt::format("critique {} of {} ({})", at.request.number, slack::mention(at.asker),
                       subject_line(at.request));
}

std::vector<slack::block> quoted_sections(const std::string& heading, const std::string& text)
{
    std::vector<slack::block> sections;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto head = part_for_section(rest);
        const auto lines = quoted_lines(head);
        sections.push_back(
            slack::section(sections.empty() ? fmt::format("*{}*\n{}", heading, lines) : lines));
        rest.remove_prefix(head.size());
    }
    return sections;
}

void composed::add(const std::string& mrkdwn)
{
    if (mrkdwn.empty()) return;
    text += (text.empty() ? "" : "\n") + mrkdwn;
    blocks.push_back(slack::section(mrkdwn));
}

void composed::add_heading(const std::string& mrkdwn)
{
    text += (text.empty() ? "" : "\n") + mrkdwn;
    blocks.push_back(slack::section("*" + mrkdwn + "*"));
}

void composed::add_quoted(const std::string& heading, const std::string& quoted)
{
    if (quoted.empty()) return;
    text += fmt::format("{}{}:\n{}", text.empty() ? "" : "\n", heading, quoted_lines(quoted));
    for (auto& one : quoted_sections(heading, quoted))
        blocks.push_back(std::move(one));
}

void composed::add_buttons(const std::vector<slack::button>& buttons)
{
    if (!buttons.empty()) blocks.push_back(slack::actions(buttons));
}

slack::rendered composed::message() const
{
    return slack::message(text, blocks);
}

void add_title(composed& page, const core::critique& request)
{
    page.text = fmt::format("Critique {}.", request.number);
    page.blocks.push_back(slack::header(fmt::format("Critique {}", request.number)));
}

void add_request(composed& page, const critique_scene& at)
{
    const auto& request = at.request;
    page.add(request.external
                 ? fmt::format("{} would like to know what you think of {}. It is somebody else's work, so "
                               "what is said about it stays in this group.",
                               slack::mention(at.asker), subject_words(request))
                 : fmt::format("{} would like feedback on {}, which is {}.", slack::mention(at.asker),
                               subject_words(request), stage_words(request.stage)));
    page.add_quoted("What it is for", request.purpose);
    page.add_quoted("Please look at", request.wanted);
    page.add_quoted("Not needed", request.unwanted);
}

std::string critique_state_sentence(const critique_scene& at)
{
    switch (at.request.state) {
    case core::critique_state::open:
        return open_sentence(at);
    case core::critique_state::in_session:
        return fmt::format("Nothing was written yet, so the group takes ten minutes for it in {}.",
                           at.meeting ? session_name(*at.meeting, at.here.zone) : "the next session");
    default:
        return over_sentence(at);
    }
}

slack::button critique_button(const std::string& text, const std::string& action,
                              const core::critique& request, const std::string& spoken)
{
    return {.text = text,
            .action_id = action,
            .value = std::to_string(request.id.value),
            .style = slack::button_style::normal,
            .accessibility_label = fmt::format("{}: critique {}", spoken, request.number)};
}

slack::button close_button(const core::critique& request)
{
    auto button = critique_button("Close it", "critique.close", request, "End this request");
    button.ask = slack::confirmation{.title = "Close this request?",
                                     .text = "Nobody is asked any more. What was written stays.",
                                     .yes = "Close it",
                                     .no = "Keep it open"};
    return button;
}

std::vector<slack::button> writing_buttons(const core::critique& request, core::critic_state mine,
                                           bool may_decline)
{
    if (mine == core::critic_state::given)
        return {critique_button("Change your words", "critique.write", request, "Change your feedback")};
    std::vector<slack::button> buttons{
        critique_button("Write feedback", "critique.write", request, "Write feedback")};
    if (mine == core::critic_state::waiting && may_decline)
        buttons.push_back(critique_button("Not me", "critique.decline", request,
                                          "Somebody else should look at it, without a reason"));
    return buttons;
}

std::vector<slack::button> facilitating_buttons(const core::critique& request)
{
    return {critique_button("Ask somebody by name", "critique.name", request, "Ask somebody by name"),
            critique_button("Ten minutes in a session", "critique.discuss", request,
                            "Give it ten minutes of the next session"),
            critique_button("Seven more days", "critique.extend", request, "Give it seven more days")};
}

std::vector<slack::button> afterwards_buttons(const core::critique& request)
{
    std::vector<slack::button> buttons{
        critique_button("Things to do", "critique.resolve", request, "Note up to three things to do"),
        critique_button("What changed", "critique.changed", request, "Tell your critics what changed")};
    if (request.summary.empty())
        buttons.push_back(critique_button("Share a summary", "critique.summary", request,
                                          "Share a summary in the channel"));
    return buttons;
}

slack::rendered critique_card(core::unit_of_work& work, const core::critique& request)
{
    const auto at = critique_scene_of(work, request.id);
    composed page;
    add_title(page, request);
    add_request(page, at);
    page.add(critique_state_sentence(at));
    page.add_quoted("What came of it", request.summary);
    if (request.state == core::critique_state::open)
        page.add_buttons({critique_button("I will look at it", "critique.volunteer", request,
                                          "I will look at it and write feedback")});
    return page.message();
}

rendering critique_card_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto request = core::known_critique(work, core::critique_id{what.subject});
    if (request.ended()) return dropped{"the request is over"};
    return critique_card(work, request);
}

} // namespace peerbot::bot
