// What became of a session: it was held, and by whom, or it was not.
#include "bot/cards/phrases.hpp"
#include "bot/commands/rotation.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/sessions.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/booking.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

wording held_wording(const core::held_session& held)
{
    std::vector<core::user_id> people;
    for (const auto& one : held.leaders)
        people.push_back(one.user);
    return [number = held.meeting.number, people] {
        const auto led = people.empty() ? std::string{} : fmt::format(", led by {}", mentions(people));
        return say(fmt::format("Session {} is booked as held{}. Thank you. `/rotation` shows who is next.",
                               number, led));
    };
}

wording not_held_wording(int number)
{
    return [number] {
        return say(fmt::format("Session {} is booked as not held. Nobody owes anything for it.", number));
    };
}

} // namespace

plan held_typed(const invocation& told)
{
    const auto read = read_which(told);
    if (!read.understood || read.people.size() > 2) {
        return saying{
            say("Write it like `/rotation held`, `/rotation held 2` or `/rotation held @name`; name two who "
                "led together. Nothing was changed.")};
    }
    return changing{[who = told.who, read](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto meeting = session_numbered(work, *here, read.number);
        if (!meeting) return meeting.why();
        const auto done = core::mark_held(work, *here,
                                          {.by = who.person,
                                           .meeting = *meeting,
                                           .leader = read.person(0),
                                           .now = who.now,
                                           .co_leader = read.person(1)});
        if (!done) return done.why();
        return held_wording(*done);
    }};
}

plan missed_typed(const invocation& told)
{
    const auto read = read_which(told);
    if (!read.understood || !read.number || !read.people.empty()) {
        return saying{
            say("Which session was not held? Write it like `/rotation missed 2`. Nothing was changed.")};
    }
    return changing{[who = told.who, read](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto meeting = session_numbered(work, *here, read.number);
        if (!meeting) return meeting.why();
        const auto done = core::mark_not_held(work, *here, **meeting, who.person, who.now);
        if (!done) return done.why();
        return not_held_wording(done->number);
    }};
}

plan held_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        const auto done = core::mark_held(work, at->here,
                                          {.by = pressed.who.person,
                                           .meeting = at->meeting.id,
                                           .leader = {},
                                           .now = pressed.who.now,
                                           .co_leader = {}});
        if (!done) return done.why();
        return held_wording(*done);
    }};
}

plan not_held_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = session_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        const auto done =
            core::mark_not_held(work, at->here, at->meeting.id, pressed.who.person, pressed.who.now);
        if (!done) return done.why();
        return not_held_wording(done->number);
    }};
}

} // namespace peerbot::bot
