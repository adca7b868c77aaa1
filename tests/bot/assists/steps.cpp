#include "tests/bot/assists/by_rule.hpp"

#include "core/assist/calls.hpp"
#include "core/assist/contribute.hpp"
#include "core/assist/propose.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::tests {
namespace {

using core::group;
using core::unit_of_work;

core::user_id user_of_member(rehearsal& play, core::member_id who)
{
    return play.here().work().members().find(who).value().user;
}

} // namespace

void pick(rehearsal& play, const std::string& format, const std::string& call)
{
    const bool live = !call.empty();
    const auto meets_at = live ? std::optional(play.here().at(call, "ana")) : std::nullopt;
    play.change([&](unit_of_work& work, const group& here) {
        return core::open_pick(work, here,
                               {.by = user_of("ana"),
                                .format = format,
                                .pace = live ? core::assist_pace::live : core::assist_pace::in_writing,
                                .meets_at = meets_at,
                                .now = play.now()});
    });
    play.live_until(play.now() + core::minutes{1});
    for (const auto* person : {"ben", "cleo", "dan", "eva"})
        play.presses_card(person, "Take part");
}

void post(rehearsal& play, const std::string& person, const std::string& text, bool named)
{
    play.change([&](unit_of_work& work, const group& here) -> core::result<bool> {
        const auto done =
            core::post_challenge(work, here, play.current().id, user_of(person), text, named, play.now());
        if (!done) return done.why();
        return true;
    });
}

void mark(rehearsal& play, const std::string& person, const std::string& beginning)
{
    const auto all = core::view_of(play.here().work(), play.current()).challenges;
    const auto one = std::find_if(all.begin(), all.end(),
                                  [&](const auto& each) { return each.text.starts_with(beginning); });
    if (one == all.end()) throw std::logic_error("no such challenge: " + beginning);
    play.change([&](unit_of_work& work, const group& here) -> core::result<bool> {
        const auto done = core::mark_affected(work, here, one->id, user_of(person), true, play.now());
        if (!done) return done.why();
        return true;
    });
}

void propose_call(rehearsal& play, const std::string& person, const std::string& wall,
                  const std::vector<std::string>& others)
{
    const auto slot = play.change([&](unit_of_work& work, const group& here) {
        return core::propose_slot(work, here, play.current().id, user_of(person), play.here().at(wall, "ana"),
                                  play.now());
    });
    for (const auto& other : others)
        play.change([&](unit_of_work& work, const group& here) {
            return core::answer_slot(work, here, slot.id, user_of(other), true, play.now());
        });
}

void sum_up(rehearsal& play)
{
    const auto one = play.current();
    const auto by = user_of_member(play, one.assistee);
    play.change([&](unit_of_work& work, const group& here) {
        return core::send_for_review(work, here, one.id, by, play.now());
    });
    for (const auto& each : play.here().work().assists().participants(one.id)) {
        if (each.member == one.assistee || each.member == one.facilitator || !each.there()) continue;
        play.change([&](unit_of_work& work, const group& here) -> core::result<bool> {
            const auto done = core::review_all(work, here, one.id, user_of_member(play, each.member),
                                               core::approval::approved, play.now());
            if (!done) return done.why();
            return true;
        });
    }
    play.change([&](unit_of_work& work, const group& here) {
        return core::publish_summary(work, here, one.id, by, true, play.now());
    });
    play.live_until(play.now() + core::minutes{1});
}

void tell_what_happened(rehearsal& play, const std::string& text)
{
    const auto one = play.current();
    play.change([&](unit_of_work& work, const group& here) {
        return core::tell_outcome(work, here, one.id, user_of_member(play, one.assistee), text, play.now());
    });
}

} // namespace peerbot::tests
