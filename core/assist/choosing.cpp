#include "core/assist/choosing.hpp"

#include "core/assist/engine.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/pace.hpp"
#include "core/assist/roles.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

constexpr hours claim_time{24};
constexpr minutes live_claim_time{5};

std::optional<contribution> most_affecting(unit_of_work& work, const assist& one)
{
    std::optional<contribution> most;
    for (const auto& each : work.contributions().of_assist(one.id)) {
        if (each.kind != contribution_kind::challenge) continue;
        if (!most || each.affects > most->affects) most = each;
    }
    return most;
}

// Whoever is to be the assistee does not facilitate it any more: the next in the order does.
void free_from_facilitating(unit_of_work& work, const group& here, assist& one, member_id who, instant now)
{
    if (one.facilitator != who) return;
    one.facilitator = {};
    one.assistee = who;
    one.facilitator = next_facilitator(work, here, one);
    if (one.facilitator)
        tell(work, here, message_kind::assist_facilitate, one.id.value, one.facilitator, now);
    else
        say(work, here, message_kind::assist_unfacilitated, one.id.value, now);
}

} // namespace

void empty_inventory(unit_of_work& work, const group& here, const assist& one, const phase_run& run,
                     instant now)
{
    auto boxed = work.contributions().boxed(run.id);
    if (boxed.empty()) return;
    std::sort(boxed.begin(), boxed.end(), [](const auto& a, const auto& b) { return a.text < b.text; });
    const bool named = std::all_of(boxed.begin(), boxed.end(), [](const auto& each) { return each.named; });
    for (const auto& each : boxed) {
        work.contributions().add({.id = {},
                                  .assist = one.id,
                                  .run = run.id,
                                  .author = named ? each.author : member_id{},
                                  .kind = contribution_kind::challenge,
                                  .text = each.text});
    }
    work.contributions().empty_box(run.id);
    say(work, here, message_kind::assist_challenges, run.id.value, now);
}

void make_assistee(unit_of_work& work, const group& here, assist& one, member_id who, instant now)
{
    free_from_facilitating(work, here, one, who, now);
    one.assistee = who;
    for (const auto member : {one.assistee, one.facilitator}) {
        if (member) take_part(work, one, member, now);
    }
    // From now on their notes are their own.
    auto self = take_part(work, one, who, now);
    self.takes_notes = false;
    work.assists().save(self);
    work.timers().cancel(timer_kind::assist_unclaimed, one.id.value);
    keep_assist(work, one);
}

void choose_challenge(unit_of_work& work, const group& here, assist one, instant now)
{
    work.contributions().count_marks(one.id);
    const auto chosen = most_affecting(work, one);
    if (!chosen) return;
    one.what.question = chosen->text;
    const auto author = chosen->author ? work.members().find(chosen->author) : std::nullopt;
    if (author && author->active()) {
        make_assistee(work, here, one, author->id, now);
        tell(work, here, message_kind::assist_bring, one.id.value, author->id, now);
    } else {
        keep_assist(work, one);
    }
    say(work, here, message_kind::assist_chosen, one.id.value, now);
}

void wait_for_assistee(unit_of_work& work, const group& here, const assist& one, instant now)
{
    const auto until = one.pace == assist_pace::live && one.meets_at && *one.meets_at <= now
                           ? now + live_claim_time
                           : after_working_days(now, claim_time, zone_of(here));
    set_timer(work, here, timer_kind::assist_unclaimed, one.id.value, until);
}

} // namespace peerbot::core
