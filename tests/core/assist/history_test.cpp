// Whatever people press, in whatever order: an assist is never stuck, and nobody helps themselves.
#include "core/assist/calls.hpp"
#include "core/assist/phases.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "core/groups/reach.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <array>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

constexpr std::array formats{"classic", "four-week", "list-then-call", "open-question",
                             "troika",  "incident",  "sandwich"};

// As a button shows it; a typed word names no phase.
std::optional<phase_run_id> run_named(unit_of_work& work, assist_id id, bool pressed)
{
    const auto run = work.assists().running(id);
    return pressed ? std::optional(run ? run->id : phase_run_id{}) : std::nullopt;
}

// One press of somebody, twice where `twice` says so; whether it is accepted does not matter here.
void press(stage& on, const std::string& person, int what, bool twice)
{
    using enum contribution_kind;
    const auto by = user_id(person);
    const auto id = on.current().id;
    const auto rule = [&](unit_of_work& work, const group& here) -> outcome {
        const auto done = [](const auto& answer) -> outcome {
            if (!answer) return answer.why();
            return nothing{};
        };
        const auto contributed = [&](contribution_kind kind, std::optional<help_tag> tag = {}) {
            return done(contribute(work, here, id,
                                   {.by = by, .kind = kind, .tag = tag, .text = "Words?", .now = on.now}));
        };
        switch (what % 18) {
        case 0:
            return done(join_assist(work, here, id, by, on.now));
        case 1:
            return done(leave_assist(work, here, id, by, on.now));
        case 2:
            return contributed(story);
        case 3:
            return contributed(question);
        case 4:
            return contributed(help, help_tag::did);
        case 5:
            return contributed(help, help_tag::idea);
        case 6:
            return contributed(restatement);
        case 7:
            return contributed(response);
        case 8:
            return contributed(takeaway);
        case 9:
            return done(advance_assist(work, here, id, by, run_named(work, id, !twice), on.now));
        case 10:
            return done(extend_phase(work, here, id, by, {}, on.now));
        case 11:
            return done(pass_facilitating(work, here, id, {.by = by, .now = on.now}));
        case 12:
            return post_challenge(work, here, id, by, person + " asks?", twice, on.now);
        case 13:
            return done(bring_challenge(work, here, id, by, on.now));
        case 14:
            return done(decline_to_bring(work, here, id, by, on.now));
        case 15:
            return done(volunteer_to_facilitate(work, here, id, by, on.now));
        case 16:
            return done(send_for_review(work, here, id, by, on.now));
        default:
            return done(mark_solved(work, here, id, by, *run_named(work, id, true), on.now));
        }
    };
    for (int i = 0; i < (twice ? 2 : 1); ++i)
        (void)on.attempt(rule);
}

void check(stage& on)
{
    const auto one = on.current();
    RC_ASSERT(!one.assistee || one.assistee != one.facilitator);
    RC_ASSERT(on.moves() || one.state == assist_state::draft);
    RC_ASSERT(one.over() == (one.state == assist_state::done || one.state == assist_state::stopped));
    if (one.over()) RC_ASSERT(!on.group.work().assists().running(one.id));
}

void live_through(stage& on)
{
    const auto people = names(6);
    const int length = *rc::gen::inRange(5, 40);
    for (int i = 0; i < length; ++i) {
        const auto& person = people[static_cast<std::size_t>(*rc::gen::inRange(0, 6))];
        const int what = *rc::gen::inRange(0, 40);
        if (what < 30) {
            press(on, person, what, *rc::gen::arbitrary<bool>());
        } else if (what < 36) {
            on.pass(hours{*rc::gen::inRange(1, 80)});
        } else if (what < 38) {
            (void)on.group.leave(person, on.now);
        } else {
            lose_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), absence::archived, on.now);
            on.pass(hours{*rc::gen::inRange(1, 200)});
            regain_channel(on.group.work(), workspace_id("T1"), channel_id("C1"), on.now);
        }
        check(on);
    }
}

} // namespace

TEST_CASE("random history: an assist always goes on, and ends by itself")
{
    rc::prop("whatever is pressed", [] {
        const std::string format = formats[static_cast<std::size_t>(*rc::gen::inRange(0, 7))];
        stage on(6, *rc::gen::arbitrary<bool>());
        const auto call = format == "sandwich" ? std::optional(on.now + days{20}) : std::nullopt;
        const auto pace = call ? assist_pace::live : assist_pace::in_writing;
        if (*rc::gen::arbitrary<bool>())
            on.pick(format, pace, call);
        else
            on.ask(format, pace, call, {"cleo", "dan"});
        live_through(on);
        on.pass(days{400});
        RC_ASSERT(on.current().over());
    });
}
