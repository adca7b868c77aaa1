// What facilitators do when nobody writes, and sessions that are for feedback.
#include "bot/cards/phrases.hpp"
#include "bot/commands/critique.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/sessions.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/critique/critics.hpp"
#include "core/critique/requests.hpp"
#include "core/groups/roles.hpp"
#include "core/sessions/critique_hour.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::string_view person_block = "person";

std::string name_form(const critique_here& at)
{
    return slack::view_json(
        {.callback_id = "critique.name",
         .title = "Ask somebody by name",
         .submit = "Ask",
         .close = "Cancel",
         .private_metadata = critique_metadata(at),
         .blocks = {slack::section(fmt::format("Who could look at {}?", critique_name(at.request))),
                    slack::input({.block_id = std::string(person_block),
                                  .label = "Whom should I ask?",
                                  .what = slack::people_field{.action_id = "value",
                                                              .initial = {},
                                                              .placeholder = "A member of the group",
                                                              .most = 1},
                                  .optional = false,
                                  .hint = "They are asked privately, and can say no."})}});
}

core::result<session_here> next_session(core::unit_of_work& work, const caller& who)
{
    const auto here = core::group_in(work, who.workspace, who.channel);
    if (!here) return here.why();
    for (const auto& meeting : work.sessions().planned(here->id)) {
        if (meeting.starts_at > who.now) return session_here{.here = *here, .meeting = meeting};
    }
    return core::reason::no_session_planned;
}

} // namespace

plan name_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        if (!at->viewer.facilitator)
            return core::facilitating_member(work, at->here.id, pressed.who.person).why();
        if (at->request.ended())
            return core::rejection{.why = core::reason::critique_ended, .number = at->request.number};
        return wording{[form = name_form(*at)] {
            return opened_form(form,
                               "The form could not be opened, and nothing was changed. Please press again.");
        }};
    }};
}

plan name_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, sent.who, sent.about);
        if (!at) return at.why();
        const auto& people = sent.list(std::string(person_block));
        if (people.empty()) return core::reason::person_not_a_member;
        const core::user_id whom{people.front()};
        const auto done =
            core::name_critic(work, at->here, at->request.id, sent.who.person, whom, sent.who.now);
        if (!done) return done.why();
        return wording{[whom, name = critique_name(at->request)] {
            return say(fmt::format("{} is asked privately to look at {}.", slack::mention(whom), name));
        }};
    }};
}

answer refuse_name(const core::rejection& why)
{
    answer refused;
    auto sentence = plain_sentence_for(why);
    if (why.why == core::reason::own_work) sentence = "That is who asks, and nobody looks at their own work.";
    if (why.why == core::reason::too_many_critiques)
        sentence =
            fmt::format("That person looks at {} pieces of work already, and that is enough at a time.",
                        why.number.value_or(core::most_open_critiques));
    refused.errors.push_back({.block = std::string(person_block), .sentence = std::move(sentence)});
    return refused;
}

plan discuss_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        const auto done =
            core::discuss_in_session(work, at->here, at->request.id, pressed.who.person, pressed.who.now);
        if (!done) return done.why();
        return wording{[scene = critique_scene_of(work, at->request.id)] {
            return say(fmt::format("Noted: the group takes ten minutes for {} in {}. The card says so.",
                                   critique_of(scene),
                                   scene.meeting ? session_name(*scene.meeting, scene.here.zone)
                                                 : std::string("the next session")));
        }};
    }};
}

plan extend_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        const auto done =
            core::extend_critique(work, at->here, at->request.id, pressed.who.person, pressed.who.now);
        if (!done) return done.why();
        return wording{[request = *done, longer = done->due_at > at->request.due_at, zone = at->here.zone] {
            return say(fmt::format("Critique {} has until {} {}.", request.number, when(request.due_at, zone),
                                   longer ? "now, and the next person is asked"
                                          : "already, so nothing was changed"));
        }};
    }};
}

plan critique_session_typed(const invocation& told)
{
    const auto number = told.count() > 0 ? told.argument(0)->number() : std::optional<int>{};
    if (told.count() > 0 && !number)
        return saying{say("Which session? Write it like `/critique session 2`. Nothing was changed.")};
    return changing{[who = told.who, number](core::unit_of_work& work) -> core::result<wording> {
        const auto at = number ? session_numbered_here(work, who, *number) : next_session(work, who);
        if (!at) return at.why();
        const auto done = core::make_critique_hour(work, at->here, at->meeting.id, who.person, who.now);
        if (!done) return done.why();
        return wording{[meeting = *done, zone = at->here.zone] {
            return say(fmt::format(
                "{} is a critique hour now: the group looks at what members bring. Nobody leads it, and "
                "nobody owes a turn for it. `/rotation {}` shows how it goes.",
                session_name(meeting, zone), meeting.number));
        }};
    }};
}

} // namespace peerbot::bot
