#include "bot/cards/plans.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/voting.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/voting/results.hpp"
#include "core/voting/settle_plan.hpp"
#include "core/words/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>

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

core::result<wording> shown_plan(core::unit_of_work& work, const core::group& here,
                                 const core::user_id& viewer, const std::string& headline)
{
    if (const auto who = core::present_member(work, here.id, viewer); !who) return who.why();
    const auto found = core::plan_of(work, here, {});
    if (!found || found->state == core::plan_state::dropped) return core::reason::no_plan;
    auto text = headline + (found->state == core::plan_state::settled
                                ? "This plan is settled; `/rotation` shows the sessions as they are now.\n"
                                : "This plan waits for a facilitator; nothing is changed until then.\n");
    text += plan_words(work, here, *found);
    std::vector<slack::button> buttons;
    const bool waits = found->state == core::plan_state::proposed;
    if (waits && core::facilitating_member(work, here.id, viewer)) buttons = plan_buttons(work, *found);
    return wording{[text, buttons] { return show_plan(text, buttons); }};
}

std::optional<core::plan_rule> rule_named(std::string_view name)
{
    if (name == "topic-first") return core::plan_rule::topic_first;
    if (name == "turn-first") return core::plan_rule::turn_first;
    return std::nullopt;
}

struct pressed_ballot
{
    core::ballot ballot;
    core::group here;
};

// Rejects: no_such_ballot.
core::result<pressed_ballot> ballot_of_press(core::unit_of_work& work, const caller& who,
                                             const std::string& value)
{
    const auto numbers = numbers_of(value);
    if (!numbers || numbers->size() != 1) return core::reason::no_such_ballot;
    const auto found = work.ballots().find(core::ballot_id{numbers->front()});
    if (!found) return core::reason::no_such_ballot;
    const auto here = group_of_press(work, who, found->group);
    if (!here) return core::reason::no_such_ballot;
    return pressed_ballot{.ballot = *found, .here = *here};
}

wording settled_wording(const core::group& here)
{
    return [channel = here.channel] {
        return say(
            fmt::format("Done. The leaders are being asked, and {} is told.", slack::channel_link(channel)));
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
    core::ballot_id ballot;
    std::vector<line_now> lines;
    std::vector<core::topic> topics;
};

change_draft draft_of(core::unit_of_work& work, const core::group& here, const core::topic_plan& from)
{
    change_draft draft{.here = here, .ballot = from.ballot, .lines = {}, .topics = {}};
    for (const auto& line : from.lines) {
        const auto leader = work.members().find(line.leader);
        draft.lines.push_back({.meeting = *work.sessions().find(line.meeting),
                               .topic = line.topic,
                               .leader = leader ? std::optional(leader->user) : std::nullopt});
    }
    const auto planned = work.sessions().planned(here.id);
    for (const auto& line : core::lines_by_place(work, from.ballot)) {
        const bool taken = std::any_of(planned.begin(), planned.end(), [&](const core::session& meeting) {
            return meeting.topic == line.subject.id;
        });
        if (line.subject.state == core::topic_state::open && !taken) draft.topics.push_back(line.subject);
    }
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
            .action_id = "value", .initial = {}, .placeholder = "The rotation decides", .most = 1};
        if (line.leader) people.initial.push_back(line.leader->value);
        blocks.push_back(slack::input({.block_id = leader_block(place),
                                       .label = fmt::format("Leader of session {}", line.meeting.number),
                                       .what = people,
                                       .optional = true,
                                       .hint = {}}));
    }
    return slack::view_json(
        {.callback_id = "vote.plan_change",
         .title = "Change the plan",
         .submit = "Use this plan",
         .close = "Cancel",
         .private_metadata = form_metadata(draft.here.channel, std::to_string(draft.ballot.value)),
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
            return shown_plan(work, *here, who.person, {});
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
        if (auto shown = shown_plan(work, *changed, who.person, headline)) return shown;
        return wording{[headline] { return say(headline + "The next vote makes one."); }};
    }};
}

plan settle_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto about = ballot_of_press(work, pressed.who, pressed.value);
        if (!about) return about.why();
        const auto done =
            core::settle_plan(work, about->here, pressed.who.person, about->ballot.id, pressed.who.now);
        if (!done) return done.why();
        return settled_wording(about->here);
    }};
}

plan change_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto about = ballot_of_press(work, pressed.who, pressed.value);
        if (!about) return about.why();
        if (const auto may = core::facilitating_member(work, about->here.id, pressed.who.person); !may)
            return may.why();
        const auto found = core::plan_of(work, about->here, about->ballot.id);
        if (!found) return found.why();
        if (found->state == core::plan_state::settled) return core::reason::plan_settled;
        return wording{[draft = draft_of(work, about->here, *found)] {
            auto shown = say("The form could not be opened, and nothing was changed. Please press again.");
            shown.form = change_form(draft);
            return shown;
        }};
    }};
}

plan change_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto about = ballot_of_press(work, sent.who, sent.about);
        if (!about) return about.why();
        const auto found = core::plan_of(work, about->here, about->ballot.id);
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
        const auto done =
            core::change_plan(work, about->here, sent.who.person, about->ballot.id, wishes, sent.who.now);
        if (!done) return done.why();
        return settled_wording(about->here);
    }};
}

answer refuse_change(const core::rejection& why)
{
    const bool about_person =
        why.why == core::reason::person_not_a_member || why.why == core::reason::person_is_paused;
    // Where in the form it was is not known here, and a form cannot show who is meant.
    const auto sentence = about_person
                              ? std::string("Somebody chosen here is not an active member of this group. "
                                            "Only active members can be asked to lead.")
                              : plain_sentence_for(why);
    answer refused;
    refused.errors.push_back(
        {.block = about_person ? leader_block(1) : topic_block(1), .sentence = sentence});
    return refused;
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
        return wording{[meeting = *done, zone = here->zone, title = work.topics().find(topic)->title] {
            return say(fmt::format("Thank you: {} is about {}.", session_name(meeting, zone), bold(title)));
        }};
    }};
}

} // namespace peerbot::bot
