// Messages to those who decide about a peer assist, ask for it or facilitate it.
#include "bot/cards/assist.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::bot {
namespace {

using core::message_kind;

bool reads(core::unit_of_work& work, const core::message& what, core::member_id who)
{
    const auto known = who ? work.members().find(who) : std::nullopt;
    return known && known->user == std::get<core::user_id>(what.to);
}

rendering proposed(core::unit_of_work& work, const assist_scene& at)
{
    const auto& one = at.one();
    if (one.state != core::assist_state::draft) return dropped{"it is decided"};
    assist_page page;
    page.add(
        fmt::format("{} asks for {} in {}: {}, {}.{}", person_words(work, one.assistee), assist_name(one),
                    slack::channel_link(at.here.channel), bold(at.seen.format.title), pace_words(one.pace),
                    one.meets_at ? fmt::format(" The call would be at {}.", when(*one.meets_at, at.here.zone))
                                 : std::string{}));
    add_brief(page, one.what);
    const bool needs_time = one.pace == core::assist_pace::live && !one.meets_at;
    page.add(fmt::format(
        "Accept it{}, ask them to think about something first, or suggest another format. Nobody answers for "
        "three working days? Then it begins {}.",
        needs_time ? " with a day and a time for the call" : "",
        needs_time ? "in writing, or as an open question where this format is held in a call only"
                   : "as it was asked for"));
    page.add_buttons(deciding_buttons(one));
    return page.message();
}

rendering coached(const assist_scene& at)
{
    const auto& one = at.one();
    if (one.state != core::assist_state::draft || one.advice.empty()) return dropped{"it is decided"};
    assist_page page;
    page.add_quoted(
        fmt::format("{}. Before it begins, a facilitator asks you to think about this:", about_words(at)),
        one.advice);
    page.add("You can change what you wrote; the facilitators see it as it stands then.");
    page.add_buttons({assist_button({"Change what I wrote", "Change what I wrote"}, "rewrite", one),
                      show_assist_button(one)});
    return page.message();
}

rendering suggested(core::unit_of_work& work, const assist_scene& at)
{
    const auto& one = at.one();
    if (one.state != core::assist_state::draft || one.suggested.empty()) return dropped{"it is decided"};
    const auto other = work.templates().named(at.here.id, one.suggested);
    if (!other) return dropped{"that format is gone"};
    assist_page page;
    page.add(fmt::format("{}. A facilitator suggests another format, {}: {} What do you think? It is up to "
                         "you.",
                         about_words(at), bold(other->title), slack::isolated(slack::quiet(other->about))));
    page.add_buttons(suggestion_buttons(one));
    return page.message();
}

rendering accepted(core::unit_of_work& work, const assist_scene& at)
{
    if (!at.one().open()) return dropped{"the assist is over"};
    assist_page page;
    const bool decided = at.seen.format.facilitated;
    const bool ahead = at.one().state == core::assist_state::scheduled;
    page.add(fmt::format("{}. {}{} Its card is in the channel.", about_words(at),
                         decided ? "It is accepted." : "It is asked.",
                         ahead ? " " + assist_state_words(work, at) : std::string()));
    page.add_buttons({show_assist_button(at.one())});
    return page.message();
}

rendering facilitate(core::unit_of_work& work, const assist_scene& at, const core::message& what)
{
    const auto& one = at.one();
    if (!one.open() || !reads(work, what, one.facilitator)) return dropped{"somebody else facilitates it"};
    assist_page page;
    page.add(fmt::format("{}. You facilitate it: your turn in the order. You keep the time and go on from "
                         "phase to phase, with the buttons on its card; reminders go out by themselves. {}",
                         about_words(at), assist_state_words(work, at)));
    page.add_buttons(
        {assist_button({"Pass it on", "Pass facilitating on to the next in the order"}, "pass", one),
         show_assist_button(one)});
    return page.message();
}

slack::button format_button(const assist_scene& at)
{
    return assist_button({"Another format", "Go on in another format"}, "format", at.one());
}

rendering too_few(const assist_scene& at)
{
    if (!waits_for_people(at)) return dropped{"enough people take part"};
    assist_page page;
    page.add(fmt::format(
        "{}. Fewer than {} take part so far besides you{}, so it waits a while for more, and the channel is "
        "told. You can also let it go on in another format, such as an open question that anybody answers.",
        about_words(at), counted(at.seen.format.fewest, "person", "people"),
        at.seen.format.facilitated ? " and whoever facilitates" : ""));
    page.add_buttons({format_button(at), stop_assist_button(at.one())});
    return page.message();
}

rendering bring(core::unit_of_work& work, const assist_scene& at, const core::message& what)
{
    const auto& one = at.one();
    if (!one.open() || !reads(work, what, one.assistee)) return dropped{"somebody else brings it"};
    assist_page page;
    page.add_quoted("The group chose this question for its peer assist, and you are asked to bring it:",
                    one.what.question);
    page.add("Bringing it means telling how it is with you, and hearing what the others did.");
    page.add_buttons({show_assist_button(one), decline_to_bring_button(one)});
    return page.message();
}

rendering experience(core::unit_of_work& work, const assist_scene& at)
{
    const auto& one = at.one();
    if (one.state != core::assist_state::running) return dropped{"the assist is over"};
    assist_page page;
    page.add(
        fmt::format("{}. {} asks this and has no answer yet. Something that you told or teach is near to it: "
                    "have you done this, or do you know who has? One line helps.",
                    about_words(at), person_words(work, one.assistee)));
    page.add_buttons({contribute_button_of(one, core::contribution_kind::help), show_assist_button(one)});
    return page.message();
}

rendering unanswered(const assist_scene& at)
{
    const auto& one = at.one();
    if (one.state != core::assist_state::running) return dropped{"the assist is over"};
    assist_page page;
    page.add(fmt::format("{}. It has been open for a while. Another format may bring more, or the group can "
                         "put it on its list of topics as something that nobody knows yet.",
                         about_words(at)));
    page.add_buttons(
        {format_button(at),
         asked_first(assist_button({"Make it a topic", "Make it a topic and end it"}, "topic", one),
                     "Make it a topic?", "The question goes on the list of topics, and this assist ends.",
                     "Make it a topic")});
    return page.message();
}

} // namespace

rendering assist_letter(core::unit_of_work& work, const assist_scene& at, const core::message& what)
{
    using enum message_kind;
    switch (what.kind) {
    case assist_proposed:
        return proposed(work, at);
    case assist_coached:
        return coached(at);
    case assist_suggested:
        return suggested(work, at);
    case assist_accepted:
        return accepted(work, at);
    case assist_facilitate:
        return facilitate(work, at, what);
    case assist_too_few:
        return too_few(at);
    case assist_bring:
        return bring(work, at, what);
    case assist_experience:
        return experience(work, at);
    case assist_unanswered:
        return unanswered(at);
    default:
        throw std::logic_error("a message that is no letter about an assist");
    }
}

} // namespace peerbot::bot
