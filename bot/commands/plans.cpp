#include "bot/cards/plans.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/voting.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/voting/pick_topic.hpp"
#include "core/voting/settle_plan.hpp"
#include "core/words/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace peerbot::bot {
namespace {

constexpr std::string_view leader_picks = "0";

// Lines of the form are counted from 1.
std::string topic_block(std::size_t line)
{
    return fmt::format("topic_{}", line);
}

std::string leader_block(std::size_t line)
{
    return fmt::format("leader_{}", line);
}

answer show_plan(const std::string& text, const std::vector<slack::button>& buttons)
{
    auto blocks = paged(text);
    blocks.push_back(slack::actions(buttons));
    return answer::of(slack::message(text, blocks));
}

wording waiting_wording(core::unit_of_work& work, const core::group& here, const core::topic_plan& plan,
                        const core::user_id& viewer, const std::string& headline)
{
    if (plan.lines.empty())
        return [headline] { return say(headline + "Nothing of it is left to plan now."); };
    std::vector<slack::button> buttons;
    if (core::facilitating_member(work, here.id, viewer)) buttons = plan_buttons(work, plan);
    return [text = headline + plan_words(work, here, plan), buttons] { return show_plan(text, buttons); };
}

core::result<wording> shown_plan(core::unit_of_work& work, const core::group& here, const caller& who,
                                 const std::string& headline)
{
    if (const auto viewer = core::present_member(work, here.id, who.person); !viewer) return viewer.why();
    const auto found = core::plan_of(work, here, {}, who.now);
    if (!found || found->state == core::plan_state::dropped) return core::reason::no_plan;
    if (found->state == core::plan_state::settled) {
        const auto text =
            headline + "This plan is settled. So it stands now:\n" + settled_words(work, here, *found);
        return wording{[text] { return show_plan(text, {}); }};
    }
    return waiting_wording(work, here, *found, who.person,
                           headline + "This plan waits for a facilitator; nothing is changed until then.\n");
}

std::optional<core::plan_rule> rule_named(std::string_view name)
{
    if (name == "topic-first") return core::plan_rule::topic_first;
    if (name == "turn-first") return core::plan_rule::turn_first;
    return std::nullopt;
}

// The plan that a button or a form is about, as it was shown.
struct shown_revision
{
    core::group here;
    core::ballot_id ballot;
    int revision;

    core::plan_request by(const caller& who) const
    {
        return {.by = who.person, .ballot = ballot, .revision = revision, .now = who.now};
    }
};

// Rejects: no_such_ballot.
core::result<shown_revision> plan_of_press(core::unit_of_work& work, const caller& who,
                                           const std::string& value)
{
    const auto numbers = numbers_of(value);
    if (!numbers || numbers->size() != 2 || numbers->back() > std::numeric_limits<int>::max())
        return core::reason::no_such_ballot;
    const auto found = work.ballots().find(core::ballot_id{numbers->front()});
    if (!found) return core::reason::no_such_ballot;
    const auto here = group_of_press(work, who, found->group);
    if (!here) return core::reason::no_such_ballot;
    return shown_revision{.here = *here, .ballot = found->id, .revision = static_cast<int>(numbers->back())};
}

wording settled_wording(const core::group& here)
{
    return [channel = here.channel] {
        return say(fmt::format("Done. {} is told, and the leaders are asked in working hours.",
                               slack::channel_link(channel)));
    };
}

wording picked_wording(const core::session& meeting, const std::string& zone, const std::string& title)
{
    return [meeting, zone, title] {
        return say(fmt::format("Thank you: {} is about {}.", session_name(meeting, zone), bold(title)));
    };
}

struct line_now
{
    core::session meeting;
    core::topic_id topic;
    std::optional<core::user_id> leader;
};

struct change_draft
{
    core::group here;
    std::string value; // of the plan as it is shown
    std::vector<line_now> lines;
    std::vector<core::topic> topics;
};

change_draft draft_of(core::unit_of_work& work, const core::group& here, const core::topic_plan& from)
{
    change_draft draft{.here = here, .value = plan_value(from), .lines = {}, .topics = {}};
    for (const auto& line : from.lines) {
        const auto leader = work.members().find(line.leader);
        draft.lines.push_back({.meeting = *work.sessions().find(line.meeting),
                               .topic = line.topic,
                               .leader = leader ? std::optional(leader->user) : std::nullopt});
    }
    draft.topics = core::topics_of_result(work, here, *work.ballots().find(from.ballot));
    return draft;
}

std::string change_form(const change_draft& draft)
{
    std::vector<slack::option> topics{{"The leader picks", std::string(leader_picks)}};
    for (const auto& one : draft.topics)
        topics.push_back({fmt::format("{}. {}", one.number, one.title), std::to_string(one.id.value)});
    std::vector<slack::block> blocks;
    std::size_t place = 0;
    for (const auto& line : draft.lines) {
        ++place;
        blocks.push_back(slack::section("*" + session_name(line.meeting, draft.here.zone) + "*"));
        blocks.push_back(
            slack::input({.block_id = topic_block(place),
                          .label = fmt::format("Topic of session {}", line.meeting.number),
                          .what = slack::choice_field{.action_id = "value",
                                                      .options = topics,
                                                      .initial = std::to_string(line.topic.value),
                                                      .placeholder = {}},
                          .optional = false,
                          .hint = {}}));
        slack::people_field people{
            .action_id = "value", .initial = {}, .placeholder = "Nobody is chosen yet", .most = 1};
        if (line.leader) people.initial.push_back(line.leader->value);
        blocks.push_back(slack::input({.block_id = leader_block(place),
                                       .label = fmt::format("Leader of session {}", line.meeting.number),
                                       .what = people,
                                       .optional = true,
                                       .hint = {}}));
    }
    return slack::view_json({.callback_id = "vote.plan_change",
                             .title = "Change the plan",
                             .submit = "Use this plan",
                             .close = "Cancel",
                             .private_metadata = form_metadata(draft.here.channel, draft.value),
                             .blocks = blocks});
}

} // namespace

plan plan_typed(const invocation& told)
{
    const auto* first = told.argument(0);
    if (first == nullptr) {
        return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
            const auto here = core::group_in(work, who.workspace, who.channel);
            if (!here) return here.why();
            return shown_plan(work, *here, who, {});
        }};
    }
    const auto rule = rule_named(core::to_lower(first->text));
    if (!rule) {
        return saying{
            say("A plan follows one of two rules: `/vote plan topic-first` takes the topics in order of "
                "interest, `/vote plan turn-first` takes the leaders in order of their turns. Nothing was "
                "changed.")};
    }
    return changing{[who = told.who, rule = *rule](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto changed = core::choose_plan_rule(work, *here, who.person, rule, who.now);
        if (!changed) return changed.why();
        const auto name = rule == core::plan_rule::topic_first ? "topic-first" : "turn-first";
        const auto headline = fmt::format("Saved: plans are made {} from now on. ", name);
        if (auto shown = shown_plan(work, *changed, who, headline)) return shown;
        return wording{[headline] { return say(headline + "The next vote makes one."); }};
    }};
}

plan settle_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto seen = plan_of_press(work, pressed.who, pressed.value);
        if (!seen) return seen.why();
        const auto done = core::settle_plan(work, seen->here, seen->by(pressed.who));
        if (!done) return done.why();
        if (done->state == core::plan_state::settled) return settled_wording(seen->here);
        return waiting_wording(
            work, seen->here, *done, pressed.who.person,
            "Something has changed since that plan was made, so nothing was settled. This is the "
            "plan now:\n");
    }};
}

plan change_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto seen = plan_of_press(work, pressed.who, pressed.value);
        if (!seen) return seen.why();
        if (const auto may = core::facilitating_member(work, seen->here.id, pressed.who.person); !may)
            return may.why();
        const auto found = core::plan_of(work, seen->here, seen->ballot, pressed.who.now);
        if (!found) return found.why();
        if (found->state == core::plan_state::settled) return core::reason::plan_settled;
        if (found->state == core::plan_state::dropped) return core::reason::no_plan;
        return wording{[draft = draft_of(work, seen->here, *found)] {
            auto shown = say("The form could not be opened, and nothing was changed. Please press again.");
            shown.form = change_form(draft);
            return shown;
        }};
    }};
}

plan change_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto seen = plan_of_press(work, sent.who, sent.about);
        if (!seen) return seen.why();
        const auto found = core::plan_of(work, seen->here, seen->ballot, sent.who.now);
        if (!found) return found.why();
        std::vector<core::line_wish> wishes;
        for (std::size_t place = 1; const auto& line : found->lines) {
            core::line_wish wish{.meeting = line.meeting, .topic = {}, .leader = {}};
            if (const auto topic = numbers_of(sent.field(topic_block(place)))) wish.topic = {topic->front()};
            const auto& people = sent.list(leader_block(place));
            if (!people.empty()) wish.leader = core::user_id(people.front());
            wishes.push_back(wish);
            ++place;
        }
        const auto done = core::change_plan(work, seen->here, seen->by(sent.who), wishes);
        if (!done) return done.why();
        return settled_wording(seen->here);
    }};
}

answer refuse_change(const core::rejection& why)
{
    const bool about_person =
        why.why == core::reason::person_not_a_member || why.why == core::reason::person_is_paused;
    // The number is that of the line. A form's errors are plain text and cannot show who is meant.
    auto said = why;
    said.number.reset();
    const auto sentence =
        about_person ? std::string("This person is not an active member of the group. Only active members "
                                   "can be asked to lead.")
                     : plain_sentence_for(said);
    const auto line = static_cast<std::size_t>(why.number.value_or(1));
    answer refused;
    refused.errors.push_back(
        {.block = about_person ? leader_block(line) : topic_block(line), .sentence = sentence});
    return refused;
}

// "/vote pick 5" or "/vote pick 5 2": topic 5 for the next session that I lead, or for session 2.
plan pick_typed(const invocation& told)
{
    const auto topic = topic_number(told);
    const auto session = topic_number(told, 1);
    if (!topic || (told.count() > 1 && !session)) return which_topic("/vote pick 5");
    return changing{
        [who = told.who, topic = *topic, session](core::unit_of_work& work) -> core::result<wording> {
            const auto here = core::group_in(work, who.workspace, who.channel);
            if (!here) return here.why();
            const auto subject = work.topics().find_number(here->id, topic);
            if (!subject) return core::rejection{.why = core::reason::no_such_topic, .number = topic};
            const auto me = work.members().find(here->id, who.person);
            for (const auto& meeting : work.sessions().planned(here->id)) {
                const bool mine = me && core::leads(meeting, me->id);
                if (session ? meeting.number != *session : !mine || meeting.starts_at <= who.now) continue;
                const auto done = core::pick_topic(work, *here, who.person, meeting.id, subject->id, who.now);
                if (!done) return done.why();
                return picked_wording(*done, here->zone, subject->title);
            }
            return core::rejection{.why = session ? core::reason::no_session_planned
                                                  : core::reason::not_the_leader,
                                   .number = session};
        }};
}

plan pick_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto numbers = numbers_of(pressed.value);
        if (!numbers || numbers->size() != 2) return core::reason::no_session_planned;
        const auto meeting = work.sessions().find(core::session_id{numbers->front()});
        if (!meeting) return core::reason::no_session_planned;
        const auto here = group_of_press(work, pressed.who, meeting->group);
        if (!here) return core::reason::no_session_planned;
        const core::topic_id topic{numbers->back()};
        const auto done =
            core::pick_topic(work, *here, pressed.who.person, meeting->id, topic, pressed.who.now);
        if (!done) return done.why();
        return picked_wording(*done, here->zone, work.topics().find(topic)->title);
    }};
}

} // namespace peerbot::bot
