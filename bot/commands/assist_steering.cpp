// Going on, taking part, and facilitating.
#include "bot/commands/assist.hpp"
#include "bot/commands/sentences.hpp"
#include "core/assist/phases.hpp"
#include "core/assist/roles.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

using core::result;

// For which the button was drawn.
core::phase_run_id seen_run(const assist_here& at)
{
    return core::phase_run_id{at.second()};
}

result<wording> after(core::unit_of_work& work, const assist_here& at, const result<core::assist>& done,
                      const std::string& note)
{
    if (!done) return done.why();
    return show_again(work, at, note);
}

// Without a button, the phase that runs is meant.
using run_meant = std::optional<core::phase_run_id>;

result<wording> advance(core::unit_of_work& work, const assist_here& at, const caller& who, run_meant run)
{
    return after(work, at, core::advance_assist(work, at.here, at.one.id, who.person, run, who.now),
                 "The phase is ended.");
}

result<wording> extend(core::unit_of_work& work, const assist_here& at, const caller& who, run_meant run)
{
    return after(work, at, core::extend_phase(work, at.here, at.one.id, who.person, run, who.now),
                 "There is more time now, and the thread is told.");
}

result<wording> stop(core::unit_of_work& work, const assist_here& at, const caller& who)
{
    return after(work, at, core::stop_assist(work, at.here, at.one.id, who.person, who.now), "Stopped.");
}

plan on_typed(const invocation& told, bool number_needed, const char* example, assist_step act)
{
    const auto number = told.count() > 0 ? told.argument(0)->number() : std::optional<int>{};
    if (!number && (number_needed || told.count() > 0))
        return saying{
            say(fmt::format("Which one? Write it like `{}`; `/assist` shows the numbers. Nothing was "
                            "changed.",
                            example))};
    return changing{[who = told.who, number, act](core::unit_of_work& work) -> result<wording> {
        const auto at = assist_numbered_here(work, who, number);
        if (!at) return at.why();
        return act(work, *at, who);
    }};
}

} // namespace

plan advance_typed(const invocation& told)
{
    return on_typed(told, false, "/assist advance 3",
                    [](core::unit_of_work& work, const assist_here& at, const caller& who) {
                        return advance(work, at, who, std::nullopt);
                    });
}

plan advance_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return advance(work, at, who, seen_run(at));
    });
}

plan extend_phase_typed(const invocation& told)
{
    return on_typed(told, false, "/assist extend 3",
                    [](core::unit_of_work& work, const assist_here& at, const caller& who) {
                        return extend(work, at, who, std::nullopt);
                    });
}

plan extend_phase_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return extend(work, at, who, seen_run(at));
    });
}

plan stop_typed(const invocation& told)
{
    return on_typed(told, true, "/assist stop 3", stop);
}

plan stop_pressed(const press& pressed)
{
    return change_assist(pressed, stop);
}

plan solved_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return after(work, at, core::mark_solved(work, at.here, at.one.id, who.person, seen_run(at), who.now),
                     "The phase is ended.");
    });
}

plan join_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto done = core::join_assist(work, at.here, at.one.id, who.person, who.now);
            if (!done) return done.why();
            return show_again(work, at, "Thank you: you take part.");
        });
}

plan leave_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto done = core::leave_assist(work, at.here, at.one.id, who.person, who.now);
            if (!done) return done.why();
            return show_again(work, at, "You do not take part any more. What you wrote stays.");
        });
}

plan take_notes_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto done = core::take_notes(work, at.here, at.one.id, who.person, true, who.now);
            if (!done) return done.why();
            return show_again(work, at,
                              "Thank you: you take notes. Everybody sees what you note from now on.");
        });
}

plan no_notes_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto done = core::take_notes(work, at.here, at.one.id, who.person, false, who.now);
            if (!done) return done.why();
            return show_again(work, at,
                              "You do not take notes any more. From now on only you see what you note.");
        });
}

plan pass_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return after(work, at,
                     core::pass_facilitating(work, at.here, at.one.id, {.by = who.person, .now = who.now}),
                     "Passed on: the next in the order facilitates it, and is told.");
    });
}

plan facilitate_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return after(work, at, core::volunteer_to_facilitate(work, at.here, at.one.id, who.person, who.now),
                     "Thank you: you facilitate it.");
    });
}

plan format_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) -> result<wording> {
            if (at.one.state != core::assist_state::running)
                return core::rejection{.why = core::reason::assist_not_running, .number = at.one.number};
            const auto options = format_options(work, at.here);
            if (options.empty()) return core::reason::no_such_template;
            return opening(assist_form("format", "Another format", "Go on so", at,
                                       {choice_input(assist_text, "How should it go on?", options, {})}));
        });
}

plan format_sent(const form& sent)
{
    return change_by_form(sent, [](core::unit_of_work& work, const assist_here& at, const form& told) {
        return after(work, at,
                     core::change_format(work, at.here, at.one.id, told.who.person, told.field(assist_text),
                                         told.who.now),
                     "Changed.");
    });
}

plan make_topic_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return after(work, at, core::make_topic_of(work, at.here, at.one.id, who.person, who.now),
                     "It is on the list of topics now; `/vote topics` shows it.");
    });
}

} // namespace peerbot::bot
