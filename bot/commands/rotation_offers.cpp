// For whoever cannot make it: swapping, offering, and answering.
#include "bot/cards/phrases.hpp"
#include "bot/cards/rotation.hpp"
#include "bot/commands/rotation.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/offers.hpp"
#include "core/rotation/turns.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr const char* person_block = "person";

std::string name_of(core::unit_of_work& work, core::session_id id, const core::group& here)
{
    return session_name(*work.sessions().find(id), here.zone);
}

wording offered_wording(core::unit_of_work& work, const core::group& here, const core::turn_offer& offer)
{
    return [name = name_of(work, offer.meeting, here), channel = here.channel,
            until = when(offer.ends_at, here.zone), meeting = offer.meeting] {
        const auto text = fmt::format(
            "{} is offered to the group in {} until {}. It stays yours until somebody takes it; then you "
            "hear of it. If you can lead it after all, say so.",
            name, slack::channel_link(channel), until);
        return answer::of(
            slack::message(text, {slack::section(text), slack::actions({lead_button(meeting)})}));
    };
}

wording swap_wording(core::unit_of_work& work, const core::group& here, const core::turn_offer& offer)
{
    const auto who = slack::mention(core::known_member(work, offer.to).user);
    auto text = fmt::format("{} is being asked whether they lead {} for you.", who,
                            name_of(work, offer.meeting, here));
    if (offer.in_return)
        text += fmt::format(" In return you would lead {}.", name_of(work, offer.in_return, here));
    else
        text += " They have no coming session to give in return, so it would be yours to thank them for.";
    text += fmt::format(" They have until {}; until they say yes, it stays yours.",
                        when(offer.ends_at, here.zone));
    return [text] { return say(text); };
}

wording taken_wording(core::unit_of_work& work, const core::group& here, const core::turn_offer& offer,
                      const core::taken_turn& taken, const core::user_id& by)
{
    auto text = fmt::format("Thank you: you lead {}.", session_name(taken.meeting, here.zone));
    const auto from = taken.from ? work.members().find(taken.from) : std::nullopt;
    if (taken.in_return && from && from->user != by)
        text += fmt::format(" {} leads {} for you.", slack::mention(from->user),
                            session_name(*taken.in_return, here.zone));
    else if (offer.in_return && from && from->user != by)
        text += fmt::format(" {} was to be led for you in return, but that cannot be exchanged any more.",
                            name_of(work, offer.in_return, here));
    return [text, meeting = taken.meeting.id] {
        return answer::of(
            slack::message(text, {slack::section(text), slack::actions({cannot_button(meeting)})}));
    };
}

wording declined_wording(core::unit_of_work& work, const core::group& here, const core::turn_offer& offer)
{
    const auto text = fmt::format("Thank you for answering. {} stays with {}, who hears of it.",
                                  name_of(work, offer.meeting, here),
                                  slack::mention(core::known_member(work, offer.from).user));
    return [text] { return say(text); };
}

// The offer of a button, and its group. Rejects: no_offer.
struct pressed_offer
{
    core::group here;
    core::offer_id offer;
};
core::result<pressed_offer> offer_of_press(core::unit_of_work& work, const press& pressed)
{
    const auto numbers = numbers_of(pressed.value);
    if (!numbers || numbers->size() != 1) return core::reason::no_offer;
    const auto offer = work.turns().find(core::offer_id{numbers->front()});
    const auto meeting = offer ? work.sessions().find(offer->meeting) : std::nullopt;
    if (!meeting) return core::reason::no_offer;
    const auto here = group_of_press(work, pressed.who, meeting->group);
    if (!here) return core::reason::no_offer;
    return pressed_offer{.here = *here, .offer = offer->id};
}

// The newest offer of the session with that number. Rejects: no_group_here, no_session_planned, no_offer.
core::result<pressed_offer> offer_numbered(core::unit_of_work& work, const caller& who, int number)
{
    const auto here = core::group_in(work, who.workspace, who.channel);
    if (!here) return here.why();
    const auto meeting = session_numbered(work, *here, number);
    if (!meeting) return meeting.why();
    const auto offer = work.turns().newest_for(**meeting);
    if (!offer) return core::rejection{.why = core::reason::no_offer, .number = number};
    return pressed_offer{.here = *here, .offer = offer->id};
}

core::result<wording> taken_by(core::unit_of_work& work, const pressed_offer& at, const caller& who)
{
    const auto offer = work.turns().find(at.offer);
    const auto taken = core::take_turn(work, at.here, at.offer, who.person, who.now);
    if (!taken) return taken.why();
    return taken_wording(work, at.here, *offer, *taken, who.person);
}

core::result<wording> declined_by(core::unit_of_work& work, const pressed_offer& at, const caller& who)
{
    const auto declined = core::decline_offer(work, at.here, at.offer, who.person, who.now);
    if (!declined) return declined.why();
    return declined_wording(work, at.here, *declined);
}

using answer_offer = core::result<wording> (*)(core::unit_of_work&, const pressed_offer&, const caller&);

plan on_offer_typed(const invocation& told, const char* example, answer_offer act)
{
    const auto read = read_which(told);
    if (!read.understood || !read.number || !read.people.empty())
        return saying{say(fmt::format("Which session? Write it like `{}`. Nothing was changed.", example))};
    return changing{
        [who = told.who, number = *read.number, act](core::unit_of_work& work) -> core::result<wording> {
            const auto at = offer_numbered(work, who, number);
            if (!at) return at.why();
            return act(work, *at, who);
        }};
}

plan on_offer_pressed(const press& pressed, answer_offer act)
{
    return changing{[pressed, act](core::unit_of_work& work) -> core::result<wording> {
        const auto at = offer_of_press(work, pressed);
        if (!at) return at.why();
        return act(work, *at, pressed.who);
    }};
}

std::string swap_form(const core::group& here, const core::session& meeting)
{
    const slack::people_field people{
        .action_id = "value", .initial = {}, .placeholder = "A member of the group", .most = 1};
    return slack::view_json(
        {.callback_id = "rotation.swap",
         .title = "Swap your turn",
         .submit = "Ask them",
         .close = "Cancel",
         .private_metadata = form_metadata(here.channel, std::to_string(meeting.id.value)),
         .blocks = {
             slack::section(fmt::format("*{}*\nWho could lead it for you? They must agree. If they are to "
                                        "lead a coming session, you lead that one in return.",
                                        session_name(meeting, here.zone))),
             slack::input({.block_id = person_block,
                           .label = "Swap with",
                           .what = people,
                           .optional = false,
                           .hint = {}})}});
}

} // namespace

plan offer_typed(const invocation& told)
{
    const auto read = read_which(told);
    if (!read.understood || !read.people.empty())
        return saying{say("Write it like `/rotation offer` or `/rotation offer 2`. To ask one person, type "
                          "`/rotation swap 2 @name`. Nothing was changed.")};
    return changing{[who = told.who, read](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto meeting = session_numbered(work, *here, read.number);
        if (!meeting) return meeting.why();
        const auto offer =
            core::offer_turn(work, *here, {.by = who.person, .meeting = *meeting, .now = who.now});
        if (!offer) return offer.why();
        return offered_wording(work, *here, *offer);
    }};
}

plan offer_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto meeting = pressed_session(work, pressed);
        if (!meeting) return meeting.why();
        const auto here = core::known_group(work, meeting->group);
        const auto offer = core::offer_turn(
            work, here, {.by = pressed.who.person, .meeting = meeting->id, .now = pressed.who.now});
        if (!offer) return offer.why();
        return offered_wording(work, here, *offer);
    }};
}

plan swap_typed(const invocation& told)
{
    const auto read = read_which(told);
    if (!read.understood || read.people.size() != 1)
        return saying{
            say("With whom? Write it like `/rotation swap @name` or `/rotation swap 2 @name`. Nothing "
                "was changed.")};
    return changing{[who = told.who, read](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto meeting = session_numbered(work, *here, read.number);
        if (!meeting) return meeting.why();
        const auto offer = core::ask_to_swap(
            work, *here,
            {.by = who.person, .with = read.people.front(), .meeting = *meeting, .now = who.now});
        if (!offer) return offer.why();
        return swap_wording(work, *here, *offer);
    }};
}

plan swap_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto meeting = pressed_session(work, pressed);
        if (!meeting) return meeting.why();
        const auto here = core::known_group(work, meeting->group);
        const auto who = core::present_member(work, here.id, pressed.who.person);
        if (!who) return who.why();
        if (!core::coming_turn_of(work, here, who->id, meeting->id, pressed.who.now))
            return core::reason::not_the_leader;
        return wording{[form = swap_form(here, *meeting), number = meeting->number] {
            auto shown =
                say(fmt::format("The form could not be opened, and nothing was changed. You can also "
                                "type `/rotation swap {} @name`.",
                                number));
            shown.form = form;
            return shown;
        }};
    }};
}

plan swap_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const press pressed{.who = sent.who, .value = sent.about, .pressed_at = sent.who.now};
        const auto meeting = pressed_session(work, pressed);
        if (!meeting) return meeting.why();
        const auto here = core::known_group(work, meeting->group);
        const auto& people = sent.list(person_block);
        if (people.empty()) return core::rejection{.why = core::reason::person_not_a_member};
        const auto offer = core::ask_to_swap(work, here,
                                             {.by = sent.who.person,
                                              .with = core::user_id(people.front()),
                                              .meeting = meeting->id,
                                              .now = sent.who.now});
        if (!offer) return offer.why();
        return swap_wording(work, here, *offer);
    }};
}

// A form's errors are plain text and cannot show who is meant.
answer refuse_swap(const core::rejection& why)
{
    std::string sentence;
    switch (why.why) {
    case core::reason::person_not_a_member:
        sentence = "This person is not a member of the group. Please choose one who is.";
        break;
    case core::reason::person_is_paused:
        sentence = "This person takes a break at the moment. Please choose another.";
        break;
    case core::reason::same_person:
        sentence = "That is you. Please choose another member.";
        break;
    case core::reason::already_leads:
        sentence = "This person leads that session with you already. Please choose another.";
        break;
    default:
        sentence = plain_sentence_for(why);
    }
    answer refused;
    refused.errors.push_back({.block = person_block, .sentence = sentence});
    return refused;
}

plan take_typed(const invocation& told)
{
    return on_offer_typed(told, "/rotation take 2", taken_by);
}

plan take_pressed(const press& pressed)
{
    return on_offer_pressed(pressed, taken_by);
}

plan decline_typed(const invocation& told)
{
    return on_offer_typed(told, "/rotation decline 2", declined_by);
}

plan decline_pressed(const press& pressed)
{
    return on_offer_pressed(pressed, declined_by);
}

plan cannot_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto meeting = pressed_session(work, pressed);
        if (!meeting) return meeting.why();
        const auto here = core::known_group(work, meeting->group);
        const auto who = core::present_member(work, here.id, pressed.who.person);
        if (!who) return who.why();
        if (!core::coming_turn_of(work, here, who->id, meeting->id, pressed.who.now))
            return core::reason::not_the_leader;
        return wording{[id = meeting->id, name = session_name(*meeting, here.zone)] {
            const auto value = std::to_string(id.value);
            const auto button = [&](const char* text, const char* action, const char* label) {
                return slack::button{.text = text,
                                     .action_id = action,
                                     .value = value,
                                     .style = slack::button_style::normal,
                                     .accessibility_label = label};
            };
            const auto text = fmt::format(
                "That happens. {} is still yours; choose what suits you.\n"
                "*Swap*: you ask one person. If they are to lead a coming session, you lead that in return.\n"
                "*Offer it*: whoever of the group is first leads it.\n"
                "*Let it pass*: the next in the order is asked; you keep what you owe and stay first.",
                name);
            return answer::of(slack::message(
                text,
                {slack::section(text),
                 slack::actions({button("Swap", "rotation.swap", "Swap this session with somebody"),
                                 button("Offer it", "rotation.offer", "Offer this session to the group"),
                                 button("Let it pass", "rotation.skip",
                                        "Let this session pass; I keep my place in the order")})}));
        }};
    }};
}

} // namespace peerbot::bot
