// What is said in the course of a peer assist, in its thread and to people.
#include "bot/cards/assist.hpp"
#include "bot/cards/assist_summary.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/roles.hpp"
#include "core/groups/roles.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::bot {
namespace {

using core::message_kind;

// What a message is about, as its subject says.
struct told_about
{
    core::assist one;
    std::optional<core::phase_run> run = {};
    std::optional<core::contribution> said = {};
    std::optional<core::participant> self = {};
    std::optional<core::call_slot> slot = {};
};

bool about_run(message_kind kind)
{
    using enum message_kind;
    return (kind >= assist_phase && kind <= assist_extended) || kind == assist_challenges ||
           kind == assist_midway;
}

// Nothing when the row was taken away: somebody withdrew what they wrote.
std::optional<told_about> subject_of(core::unit_of_work& work, const core::message& what)
{
    using enum message_kind;
    told_about found;
    core::assist_id id{what.subject};
    if (about_run(what.kind)) {
        found.run = work.assists().find_run({what.subject});
        if (!found.run) return std::nullopt;
        id = found.run->assist;
    } else if (what.kind == assist_posted || what.kind == assist_thread) {
        found.said = work.contributions().find({what.subject});
        if (!found.said) return std::nullopt;
        id = found.said->assist;
    } else if (what.kind == assist_catch_up || what.kind == assist_review) {
        found.self = work.assists().find_participant({what.subject});
        if (!found.self) return std::nullopt;
        id = found.self->assist;
    } else if (what.kind >= assist_call_set && what.kind <= assist_notes_due) {
        found.slot = work.contributions().find_slot({what.subject});
        if (!found.slot) return std::nullopt;
        id = found.slot->assist;
    }
    const auto one = work.assists().find(id);
    if (!one) return std::nullopt;
    found.one = *one;
    return found;
}

bool stands_alone(message_kind kind)
{
    using enum message_kind;
    return kind == assist_card || kind == assist_thread || kind == assist_notes_thread ||
           kind == assist_unfacilitated || kind == assist_summary || kind == assist_not_spoken ||
           kind == assist_too_few;
}

// In capitals where a sentence begins.
std::string the_assist(const core::assist& one)
{
    return fmt::format("Peer assist {}", one.number);
}

rendering phase_message(core::unit_of_work& work, const assist_scene& at, const told_about& about)
{
    if (at.one().state != core::assist_state::running || !at.seen.run || at.seen.run->id != about.run->id)
        return dropped{"the phase is over"};
    assist_page page;
    page.add(fmt::format("This is {}. {}", assist_name(at.one()), assist_state_words(work, at)));
    if (auto button = contribute_button(at)) page.add_buttons({*button});
    page.add_buttons(choosing_buttons(at));
    return page.message();
}

rendering extended_message(const assist_scene& at, const told_about& about)
{
    if (about.run->ended_at || !about.run->ends_at) return dropped{"the phase is over"};
    return slack::rendered{
        fmt::format("There is more time for this phase: until {}.", when(*about.run->ends_at, at.here.zone))};
}

// To everybody alike: who has posted or marked something is nobody's business.
rendering ends_soon_message(const assist_scene& at, const told_about& about)
{
    if (about.run->ended_at || !about.run->ends_at) return dropped{"the phase is over"};
    const auto until = when(*about.run->ends_at, at.here.zone);
    assist_page page;
    if (collects_challenges(at))
        page.add(
            fmt::format("{}: questions can be posted until {}. Whoever has one that is not in the box yet "
                        "can still put it in; nobody sees who has.",
                        the_assist(at.one()), until));
    else
        page.add(fmt::format("{}: you can mark what affects you until {}. Nobody sees who has.",
                             the_assist(at.one()), until));
    page.add_buttons(choosing_buttons(at));
    return page.message();
}

// To those who could take part.
rendering more_wanted_message(const assist_scene& at)
{
    if (!waits_for_people(at)) return dropped{"enough people take part"};
    assist_page page;
    page.add(fmt::format(
        "{} waits for more people: {}. It goes on as soon as {} take part besides whoever asked{}.",
        the_assist(at.one()), question_words(at.one()), counted(at.seen.format.fewest, "person", "people"),
        at.seen.format.facilitated ? " and whoever facilitates" : ""));
    page.add_buttons(
        {assist_button({"Take part", "Take part"}, "join", at.one()), show_assist_button(at.one())});
    return page.message();
}

std::string heading_of(core::unit_of_work& work, const core::contribution& said)
{
    auto who = person_words(work, said.author);
    if (!said.author) who = "Somebody";
    return fmt::format("{} {}:", who, said_words(said));
}

rendering posted_message(core::unit_of_work& work, const assist_scene& at, const core::contribution& said)
{
    if (said.state != core::contribution_state::shown) return dropped{"it is not shown"};
    assist_page page;
    const auto about = said.about ? work.contributions().find(said.about) : std::nullopt;
    if (about && about->state == core::contribution_state::shown)
        page.add_quoted(fmt::format("About this question of {}:", person_words(work, about->author)),
                        about->text);
    page.add_quoted(heading_of(work, said), said.text);
    if (said.kind == core::contribution_kind::help && at.one().open())
        page.add_buttons({assist_button({"Useful", "This is useful to me, for whoever asked for help"},
                                        "useful", at.one(), std::to_string(said.id.value))});
    return page.message();
}

rendering thread_message(core::unit_of_work& work, const assist_scene& at, const core::contribution& said)
{
    if (!at.one().open()) return dropped{"the assist is over"};
    assist_page page;
    page.add_quoted(fmt::format("{}. {} asks:", the_assist(at.one()), person_words(work, said.author)),
                    said.text);
    page.add("Talk about this question in the thread of this message. What you send with the button is kept "
             "for the summary, and posted below the card of the assist.");
    page.add_buttons({assist_button({"Help", "Help with this question"}, "help", at.one(),
                                    std::to_string(said.id.value))});
    return page.message();
}

rendering notes_thread_message(const assist_scene& at)
{
    if (!at.one().open()) return dropped{"the assist is over"};
    return slack::rendered{fmt::format("Notes of {} go into the thread of this message, so that questions "
                                       "and answers stay together below its card.",
                                       assist_name(at.one()))};
}

rendering posted_challenges(core::unit_of_work& work, const assist_scene& at, const told_about& about)
{
    const bool any = std::any_of(at.seen.challenges.begin(), at.seen.challenges.end(),
                                 [&](const core::contribution& each) { return each.run == about.run->id; });
    if (!any) return dropped{"nothing was posted"};
    return challenges_message(work, at, about.run->id);
}

rendering chosen_message(core::unit_of_work& work, const assist_scene& at)
{
    const auto& one = at.one();
    if (one.what.question.empty() || one.over()) return dropped{"nothing is chosen"};
    assist_page page;
    page.add_quoted("This question affects most people, so it is what this assist is about:",
                    one.what.question);
    if (one.assistee) {
        page.add(fmt::format("{} brings it.", person_words(work, one.assistee)));
    } else {
        page.add("Who brings it? Whoever lives with it can say so; nobody is asked whose it is. When nobody "
                 "does, the next in the order is asked.");
        page.add_buttons(choosing_buttons(at));
    }
    return page.message();
}

rendering midway_message(core::unit_of_work& work, const assist_scene& at, const told_about& about)
{
    if (about.run->ended_at) return dropped{"the phase is over"};
    return draw_assist_midway(work, at);
}

// Of one that ended without its assistee after it had brought help.
rendering ended_message(core::unit_of_work& work, const core::assist& one)
{
    const auto who = work.members().find(one.assistee);
    const bool left = !who || who->state == core::member_state::left;
    return slack::rendered{fmt::format(
        "{}, so it ends here, without a summary. What was said stays in this thread. Thank you to everybody "
        "who helped.",
        left ? std::string("Whoever asked is not in the group any more")
             : fmt::format("{} cannot go on with it now", person_words(work, one.assistee)))};
}

rendering stopped_message(core::unit_of_work& work, const assist_scene& at, const core::message& what)
{
    if (at.one().state == core::assist_state::done && what.kind == message_kind::assist_stopped)
        return ended_message(work, at.one());
    if (at.one().state != core::assist_state::stopped) return dropped{"it is not stopped"};
    const auto text = assist_state_words(work, at);
    if (what.kind == message_kind::assist_not_held)
        return slack::rendered{
            fmt::format("{}. {} You may want to talk with whoever asked.", about_words(at), text)};
    if (std::holds_alternative<core::user_id>(what.to))
        return slack::rendered{fmt::format("{}. {}", about_words(at), text)};
    return slack::rendered{text};
}

rendering catch_up_message(core::unit_of_work& work, const assist_scene& at, const core::participant& self)
{
    if (!self.there() || !at.one().open()) return dropped{"they do not take part"};
    assist_page page;
    page.add(fmt::format("{}. Good that you take part. {}", about_words(at), assist_state_words(work, at)));
    add_brief(page, at.one().what);
    if (!at.seen.shown.empty())
        page.add(fmt::format(
            "{} said so far; all of it is in the thread of the card.",
            counted(static_cast<std::int64_t>(at.seen.shown.size()), "thing was", "things were")));
    std::vector<slack::button> buttons;
    if (auto button = contribute_button(at)) buttons.push_back(*button);
    for (auto& each : choosing_buttons(at))
        buttons.push_back(std::move(each));
    buttons.push_back(show_assist_button(at.one()));
    page.add_buttons(buttons);
    return page.message();
}

rendering in_channel(core::unit_of_work& work, const assist_scene& at, const told_about& about,
                     const core::message& what, core::instant now)
{
    using enum message_kind;
    switch (what.kind) {
    case assist_card:
        return draw_assist_card(work, at.one(), now);
    case assist_unfacilitated: {
        if (at.one().facilitator || at.one().over()) return dropped{"somebody facilitates it"};
        assist_page page;
        page.add(fmt::format("Who facilitates {}? It means keeping the time and going on from phase to "
                             "phase; no need to know the subject.",
                             assist_name(at.one())));
        page.add_buttons({assist_button({"I will facilitate", "I will facilitate"}, "facilitate", at.one())});
        return page.message();
    }
    case assist_too_few:
        return more_wanted_message(at);
    case assist_phase:
        return phase_message(work, at, about);
    case assist_extended:
        return extended_message(at, about);
    case assist_not_spoken:
        return ends_soon_message(at, about);
    case assist_posted:
        return posted_message(work, at, *about.said);
    case assist_thread:
        return thread_message(work, at, *about.said);
    case assist_notes_thread:
        return notes_thread_message(at);
    case assist_challenges:
        return posted_challenges(work, at, about);
    case assist_chosen:
        return chosen_message(work, at);
    case assist_midway:
        return midway_message(work, at, about);
    case assist_call_set:
    case assist_call_soon:
    case assist_notes_due:
        return call_message(work, at, *about.slot, what, now);
    case assist_format_changed:
        if (!at.one().open()) return dropped{"the assist is over"};
        return slack::rendered{
            fmt::format("It goes on as {}. {}", bold(at.seen.format.title), assist_state_words(work, at))};
    case assist_stopped:
    case assist_not_held:
        return stopped_message(work, at, what);
    default:
        throw std::logic_error("a message that no assist says");
    }
}

} // namespace

rendering assist_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    using enum message_kind;
    const auto about = subject_of(work, what);
    if (!about) return dropped{"what it is about was withdrawn"};
    const auto at = assist_scene_of(work, about->one);
    switch (what.kind) {
    case assist_too_few:
        if (std::holds_alternative<core::channel_id>(what.to)) break;
        return assist_letter(work, at, what);
    case assist_not_spoken:
        if (std::holds_alternative<core::channel_id>(what.to)) break;
        [[fallthrough]];
    case assist_your_turn:
    case assist_waits:
        return assist_turn_message(work, at, about->run->id, what);
    case assist_catch_up:
        return catch_up_message(work, at, *about->self);
    case assist_proposed:
    case assist_coached:
    case assist_suggested:
    case assist_accepted:
    case assist_facilitate:
    case assist_bring:
    case assist_experience:
    case assist_unanswered:
        return assist_letter(work, at, what);
    case assist_summary_draft:
    case assist_review:
    case assist_summary_ready:
    case assist_summary_waits:
    case assist_summary_lapsed:
    case assist_summary:
    case assist_follow_up:
        return assist_closing_message(work, at, what, now);
    default:
        break;
    }
    auto drawn = in_channel(work, at, *about, what, now);
    auto* said = std::get_if<slack::rendered>(&drawn);
    const auto* channel = std::get_if<core::channel_id>(&what.to);
    if (said == nullptr || channel == nullptr || stands_alone(what.kind)) return drawn;
    const auto picture = at.one().card ? work.cards().find(at.one().card) : std::nullopt;
    if (picture && picture->channel == *channel) said->thread = picture->stamp;
    return drawn;
}

} // namespace peerbot::bot
