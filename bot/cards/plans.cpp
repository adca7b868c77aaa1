#include "bot/cards/plans.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/cards/rotation.hpp"
#include "bot/cards/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/voting/pick_topic.hpp"
#include "core/voting/results.hpp"
#include "core/voting/settle_plan.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::bot {
namespace {

std::string person(core::unit_of_work& work, core::member_id id)
{
    const auto who = work.members().find(id);
    return who ? slack::mention(who->user) : std::string("somebody who left");
}

std::string title_of(core::unit_of_work& work, core::topic_id id)
{
    const auto found = work.topics().find(id);
    return found ? bold(found->title) : std::string("a topic");
}

// A leader as sentences call them: by name, or as "you" in what is sent to them alone.
struct voice
{
    std::string subject; // "<@U1>", "You"
    std::string object;
    std::string whose;
    bool you = false;

    std::string_view verb(std::string_view of_them, std::string_view of_you) const
    {
        return you ? of_you : of_them;
    }
};

voice speaking_of(const std::string& who)
{
    return {.subject = who, .object = who, .whose = who + "'s", .you = false};
}

voice speaking_to_them()
{
    return {.subject = "You", .object = "you", .whose = "your", .you = true};
}

// " (4/5 of a turn)", " (1 1/2 turns owed)"; nothing when nothing is owed.
std::string owed_words(core::share owed, std::string_view what)
{
    if (owed <= core::share{}) return {};
    const auto unit = owed > core::one_turn ? "turns" : owed == core::one_turn ? "turn" : "of a turn";
    return fmt::format(" ({} {}{})", core::turns(owed), unit, what);
}

std::string offered_words(core::unit_of_work& work, const voice& who, const core::plan_line& line)
{
    const auto subject = work.topics().find(line.topic);
    if (subject && subject->teachers.size() == 1) return fmt::format("{} offered to teach it.", who.subject);
    return fmt::format("{} offered to teach it, and {} most of those who did and have not led lately{}.",
                       who.subject, who.verb("owes", "owe"), owed_words(line.owed, {}));
}

// Why this leader, as a sentence about them.
std::string reason_words(core::unit_of_work& work, const voice& who, const core::plan_line& line)
{
    switch (line.why) {
    case core::line_reason::leads_already:
        return fmt::format("{} {} to lead it before the vote.", who.subject, who.verb("was", "were"));
    case core::line_reason::owes_much:
        return fmt::format("{} {} {} turns, so it is {} turn before anybody else's.", who.subject,
                           who.verb("owes", "owe"), core::turns(line.owed), who.verb("their", "your"));
    case core::line_reason::offered:
        return offered_words(work, who, line);
    case core::line_reason::learns_in_public:
        return fmt::format(
            "Nobody offered to teach one of these topics, or is free to, and it is {} turn{}: {} it together "
            "with the group.",
            who.whose, owed_words(line.owed, " owed"), who.verb("they learn", "you learn"));
    case core::line_reason::in_turn:
        return fmt::format("It is {} turn{}.", who.whose, owed_words(line.owed, " owed"));
    case core::line_reason::chosen:
        return fmt::format("A facilitator chose {}.", who.object);
    case core::line_reason::nobody:
        break;
    }
    return "Nobody is available on that day.";
}

core::session known_session(core::unit_of_work& work, core::session_id id)
{
    auto found = work.sessions().find(id);
    if (!found) throw std::logic_error("a stored plan names a session that is not stored");
    return *found;
}

const core::plan_line* line_of(const core::topic_plan& plan, core::session_id meeting)
{
    for (const auto& line : plan.lines)
        if (line.meeting == meeting) return &line;
    return nullptr;
}

// What was settled, as the session stands now.
std::string settled_line(core::unit_of_work& work, const core::group& here, const core::plan_line& line)
{
    const auto meeting = known_session(work, line.meeting);
    auto text = session_name(meeting, here.zone) + ": ";
    if (meeting.topic)
        text += title_of(work, meeting.topic);
    else
        text += "the leader picks the topic";
    if (meeting.leading == core::leader_state::open) return text + "; nobody leads it yet.";
    const bool sure = meeting.leading == core::leader_state::confirmed;
    return text + fmt::format(". {} {}.", person(work, meeting.leader), sure ? "leads" : "is asked to lead");
}

struct question
{
    std::string text;
    std::vector<slack::button> buttons;
};

std::string name_of(const core::group& here, const core::session& meeting)
{
    return fmt::format("the session of {} on {}", slack::channel_link(here.channel),
                       when(meeting.starts_at, here.zone));
}

question about_settled_topic(core::unit_of_work& work, const core::group& here, const core::session& meeting)
{
    const auto title = title_of(work, meeting.topic);
    if (meeting.leading == core::leader_state::confirmed) {
        return {.text =
                    fmt::format("You lead {}, and its topic is settled: {}.", name_of(here, meeting), title),
                .buttons = {}};
    }
    return {.text = fmt::format("Will you lead {}? Its topic is {}.", name_of(here, meeting), title),
            .buttons = {lead_button(meeting.id)}};
}

question about_open_topic(core::unit_of_work& work, const core::group& here, const core::session& meeting)
{
    const auto topics = core::topics_to_pick(work, here);
    const bool sure = meeting.leading == core::leader_state::confirmed;
    question asked{
        .text = fmt::format("{} {}.", sure ? "You lead" : "It is your turn to lead", name_of(here, meeting)),
        .buttons = pick_buttons(meeting.id, topics)};
    if (topics.empty()) {
        if (!sure) asked.buttons.push_back(lead_button(meeting.id));
        return asked;
    }
    asked.text += sure ? " Pick its topic from those with the most votes:"
                       : " Pick its topic from those with the most votes, and the session is yours:";
    for (const auto& one : topics)
        asked.text += "\n" + numbered(one);
    return asked;
}

// Why them, when the plan says so and they have not answered.
std::string reason_of_turn(core::unit_of_work& work, const core::group& here, const core::session& meeting)
{
    const auto newest = work.ballots().newest_with_result(here.id);
    if (!newest || meeting.leading == core::leader_state::confirmed) return {};
    const auto plan = work.plans().find(newest->decides ? newest->decides : newest->id);
    const auto* line = plan ? line_of(*plan, meeting.id) : nullptr;
    if (line == nullptr || line->leader != meeting.leader) return {};
    return "\n" + reason_words(work, speaking_to_them(), *line);
}

} // namespace

std::string plan_line_words(core::unit_of_work& work, const core::group& here, const core::plan_line& line)
{
    const auto name = session_name(known_session(work, line.meeting), here.zone);
    if (!line.leader) return fmt::format("{}: {}", name, reason_words(work, speaking_of({}), line));
    const auto who = person(work, line.leader);
    const auto about = line.topic ? title_of(work, line.topic)
                       : core::topics_to_pick(work, here).empty()
                           ? std::string("a topic of the leader's choice")
                           : std::string("a topic that the leader picks from the best");
    return fmt::format("{}: {}, led by {}. {}", name, about, who, reason_words(work, speaking_of(who), line));
}

std::string plan_words(core::unit_of_work& work, const core::group& here, const core::topic_plan& plan)
{
    std::string text;
    for (const auto& line : plan.lines)
        text += plan_line_words(work, here, line) + "\n";
    text +=
        plan.rule == core::plan_rule::topic_first
            ? "Made by the rule topic-first: the topics with the most votes, each led by whoever offered to "
              "teach it and owes most."
            : "Made by the rule turn-first: whoever's turn it is leads, and picks from the topics with the "
              "most "
              "votes.";
    return text;
}

std::string settled_words(core::unit_of_work& work, const core::group& here, const core::topic_plan& plan)
{
    std::string lines;
    for (const auto& line : plan.lines)
        lines += settled_line(work, here, line) + "\n";
    return lines;
}

std::string plan_value(const core::topic_plan& plan)
{
    return fmt::format("{}:{}", plan.ballot.value, plan.revision);
}

std::vector<slack::button> plan_buttons(core::unit_of_work& work, const core::topic_plan& plan)
{
    const auto value = plan_value(plan);
    std::vector<slack::button> buttons{
        {.text = "Use this plan",
         .action_id = "vote.plan_settle",
         .value = value,
         .style = slack::button_style::primary,
         .accessibility_label = "Use this plan: leaders are asked and the channel is told"},
        {.text = "Change it",
         .action_id = "vote.plan_change",
         .value = value,
         .style = slack::button_style::normal,
         .accessibility_label = "Change topics and leaders of this plan"}};
    const auto decided = work.ballots().find(plan.ballot);
    if (decided && !core::frozen_result(work, *decided).tied.empty()) {
        buttons.push_back(
            {.text = "Run-off first",
             .action_id = "vote.runoff",
             .value = std::to_string(plan.ballot.value),
             .style = slack::button_style::normal,
             .accessibility_label = "Let the group break the tie in a run-off of 24 hours first"});
    }
    return buttons;
}

std::vector<slack::button> pick_buttons(core::session_id meeting, const std::vector<core::topic>& topics)
{
    std::vector<slack::button> buttons;
    for (const auto& one : topics) {
        buttons.push_back({.text = one.title,
                           .action_id = fmt::format("vote.pick.{}", buttons.size() + 1),
                           .value = fmt::format("{}:{}", meeting.value, one.id.value),
                           .style = slack::button_style::normal,
                           .accessibility_label = fmt::format("Lead this session on topic {}", one.number)});
    }
    return buttons;
}

rendering plan_proposed_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto here = core::known_group(work, what.group);
    const auto plan = core::plan_of(work, here, core::ballot_id{what.subject}, now);
    if (!plan || plan->state != core::plan_state::proposed || plan->lines.empty())
        return dropped{"the plan does not wait any more"};
    const auto text =
        fmt::format("The vote in {} is closed. This is what I would plan; nothing is changed until you "
                    "say so.\n{}",
                    slack::channel_link(here.channel), plan_words(work, here, *plan));
    auto blocks = paged(text);
    blocks.push_back(slack::actions(plan_buttons(work, *plan)));
    return slack::message(text, blocks);
}

rendering plan_settled_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto plan = work.plans().find(core::ballot_id{what.subject});
    if (!plan) return dropped{"the plan is gone"};
    const auto here = core::known_group(work, what.group);
    const auto lines = settled_words(work, here, *plan);
    auto blocks = paged(lines);
    blocks.insert(blocks.begin(), slack::header("What we learn next"));
    blocks.push_back(
        slack::context({"`/rotation` shows the coming sessions; `/vote results` shows the vote."}));
    return slack::message("What we learn next:\n" + lines, blocks);
}

rendering topic_turn_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto meeting = known_session(work, core::session_id{what.subject});
    if (meeting.state != core::session_state::planned) return dropped{"the session is not planned any more"};
    if (meeting.starts_at <= now) return dropped{"the session has begun"};
    const auto leader = work.members().find(meeting.leader);
    if (!leader || leader->user != std::get<core::user_id>(what.to))
        return dropped{"somebody else leads the session"};
    const auto here = core::known_group(work, what.group);
    auto asked =
        meeting.topic ? about_settled_topic(work, here, meeting) : about_open_topic(work, here, meeting);
    asked.text += reason_of_turn(work, here, meeting);
    asked.buttons.push_back(cannot_button(meeting.id));
    return slack::message(asked.text, {slack::section(asked.text), slack::actions(asked.buttons)});
}

rendering topic_changed_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto meeting = known_session(work, core::session_id{what.subject});
    if (meeting.state != core::session_state::planned || meeting.starts_at <= now)
        return dropped{"the session has begun, or is not planned any more"};
    if (!meeting.topic) return dropped{"the session has no topic any more"};
    const auto here = core::known_group(work, what.group);
    const auto title = title_of(work, meeting.topic);
    const auto* person = std::get_if<core::user_id>(&what.to);
    if (person == nullptr) {
        return slack::rendered{fmt::format("A facilitator chose the topic of session {}, {}: {}.",
                                           meeting.number, when(meeting.starts_at, here.zone), title)};
    }
    const auto leader = work.members().find(meeting.leader);
    if (!leader || leader->user != *person) return dropped{"somebody else leads the session"};
    return slack::rendered{fmt::format("A facilitator chose the topic of {}, which you are to lead: {}.",
                                       name_of(here, meeting), title)};
}

} // namespace peerbot::bot
