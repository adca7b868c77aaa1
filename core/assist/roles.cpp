#include "core/assist/roles.hpp"

#include "core/assist/drafting.hpp"
#include "core/assist/engine.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/view.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/plan.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

const assist_balance* balance_of(const std::vector<assist_balance>& accounts, member_id who)
{
    const auto found =
        std::find_if(accounts.begin(), accounts.end(), [&](const auto& one) { return one.member == who; });
    return found == accounts.end() ? nullptr : &*found;
}

share owed_by(const std::vector<assist_balance>& accounts, member_id who)
{
    const auto* found = balance_of(accounts, who);
    return found == nullptr ? share{} : found->owed;
}

std::optional<instant> last_of(const std::vector<assist_balance>& accounts, member_id who)
{
    const auto* found = balance_of(accounts, who);
    return found == nullptr ? std::nullopt : found->last;
}

void book_role(unit_of_work& work, const group& here, const assist& held, assist_role role, member_id who)
{
    if (!who) return;
    const auto accounts = work.assists().balances(here.id, role);
    std::vector<account> could;
    for (const auto& one : work.members().present(here.id)) {
        if (one.active() || one.id == who)
            could.push_back({.member = one.id, .owed = owed_by(accounts, one.id)});
    }
    const std::vector<account> had{{.member = who, .owed = owed_by(accounts, who)}};
    // The entries of the rotation, with the assist in place of the session.
    for (const auto& entry : entries_of(session_id{held.id.value}, had, could)) {
        work.assists().book(
            here.id, role,
            {.assist = held.id, .member = entry.member, .owed = entry.owed, .given = entry.given});
    }
}

result<assist> open_assist(unit_of_work& work, const group& here, assist_id id)
{
    auto one = assist_of(work, here, id);
    if (one && !one->open()) return rejection{.why = reason::assist_over, .number = one->number};
    return one;
}

// Roles are given and taken until the last phase ends.
result<assist> assist_under_way(unit_of_work& work, const group& here, assist_id id)
{
    auto one = open_assist(work, here, id);
    if (one && one->state == assist_state::closing)
        return rejection{.why = reason::assist_not_running, .number = one->number};
    return one;
}

rejection with_person(unit_of_work& work, reason why, member_id who)
{
    rejection no{.why = why};
    if (who) no.people.push_back(known_member(work, who).user);
    return no;
}

assist give_role(unit_of_work& work, const group& here, assist one, member_id who, instant now)
{
    one.facilitator = who;
    take_part(work, one, who, now);
    keep_assist(work, one);
    tell(work, here, message_kind::assist_facilitate, one.id.value, who, now);
    return one;
}

bool facilitates(unit_of_work& work, const group& here, const assist& one, const user_id& by)
{
    const auto who = present_member(work, here.id, by);
    return who && (who->facilitator || who->id == one.facilitator);
}

} // namespace

result<assist> assist_of(unit_of_work& work, const group& here, assist_id id)
{
    auto found = work.assists().find(id);
    if (!found || found->group != here.id) return reason::no_such_assist;
    return std::move(*found);
}

std::optional<participant> participant_of(unit_of_work& work, assist_id id, member_id who)
{
    for (const auto& one : work.assists().participants(id)) {
        if (one.member == who) return one;
    }
    return std::nullopt;
}

participant take_part(unit_of_work& work, const assist& one, member_id who, instant now)
{
    auto known = participant_of(work, one.id, who);
    if (!known) {
        participant fresh{.id = {}, .assist = one.id, .member = who, .joined_at = now};
        fresh.id = work.assists().add(fresh);
        return fresh;
    }
    if (known->there()) return *known;
    known->left_at.reset();
    known->joined_at = now;
    work.assists().save(*known);
    return *known;
}

member_id next_facilitator(unit_of_work& work, const group& here, const assist& one)
{
    auto order = order_for(work, here, assist_role::facilitator);
    std::erase_if(order,
                  [&](const member& each) { return each.id == one.assistee || each.id == one.facilitator; });
    if (order.empty()) return {};
    const auto all = work.assists().going_on(here.id);
    const auto free = std::find_if(order.begin(), order.end(), [&](const member& each) {
        return std::none_of(all.begin(), all.end(), [&](const assist& other) {
            return other.open() && other.id != one.id && other.facilitator == each.id;
        });
    });
    return free == order.end() ? order.front().id : free->id;
}

std::vector<member_id> askers_of(unit_of_work& work, const assist& one)
{
    const bool turns = work.templates().find(one.format).value().turns > 1;
    const bool several = several_asked(work, one);
    if (!turns && !several) {
        const auto who = one.assistee ? work.members().find(one.assistee) : std::nullopt;
        if (!who || who->state == member_state::left) return {};
        return {one.assistee};
    }
    std::vector<member_id> people;
    const auto runs = work.assists().runs(one.id);
    const auto asked = [&](member_id who) {
        return who == one.assistee ||
               std::any_of(runs.begin(), runs.end(), [&](const phase_run& run) { return run.asker == who; });
    };
    for (const auto& each : work.assists().participants(one.id)) {
        if (!each.there() || each.member == one.facilitator) continue;
        // In a format of before, perhaps.
        if (turns || asked(each.member)) people.push_back(each.member);
    }
    return people;
}

std::vector<participant> assisters_of(unit_of_work& work, const assist& one)
{
    auto people = work.assists().participants(one.id);
    std::erase_if(people, [&](const participant& each) {
        return !each.there() || each.member == one.assistee || each.member == one.facilitator;
    });
    return people;
}

result<participant> join_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                instant now)
{
    const auto one = assist_under_way(work, here, id);
    if (!one) return one.why();
    const auto who = active_member(work, here.id, by);
    if (!who) return who.why();
    const auto known = participant_of(work, id, who->id);
    if (known && known->there()) return *known;
    const auto joined = admit(work, here, *one, who->id, now);
    if (joined && work.assists().runs(id).size() > 1)
        tell(work, here, message_kind::assist_catch_up, joined->id.value, who->id, now);
    return joined;
}

result<participant> admit(unit_of_work& work, const group& here, const assist& one, member_id who,
                          instant now)
{
    const auto format = work.templates().find(one.format).value();
    const bool has_role = who == one.facilitator || who == one.assistee;
    // One of them will be the assistee where nobody is yet.
    const int room = format.most + (one.assistee ? 0 : 1);
    if (!has_role && static_cast<int>(assisters_of(work, one).size()) >= room)
        return rejection{.why = reason::assist_full, .number = room};
    const auto joined = take_part(work, one, who, now);
    redraw(work, one);
    look_at_phase(work, here, one.id, now);
    return joined;
}

result<participant> leave_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                 instant now)
{
    const auto one = open_assist(work, here, id);
    if (!one) return one.why();
    const auto who = present_member(work, here.id, by);
    auto known = who ? participant_of(work, id, who->id) : std::nullopt;
    if (!known || !known->there()) return reason::not_in_the_assist;
    if (known->member == one->assistee) return reason::assistee_stops;
    if (known->member == one->facilitator) return reason::facilitator_passes;
    known->left_at = now;
    known->takes_notes = false;
    work.assists().save(*known);
    redraw(work, *one);
    look_at_phase(work, here, id, now);
    return *known;
}

result<assist> pass_facilitating(unit_of_work& work, const group& here, assist_id id, const hand_over& wish)
{
    auto one = assist_under_way(work, here, id);
    if (!one) return one;
    if (!facilitates(work, here, *one, wish.by))
        return with_person(work, reason::not_facilitating, one->facilitator);
    if (wish.to) {
        const auto named = named_active_member(work, here.id, *wish.to);
        if (!named) return named.why();
        if (named->id == one->assistee) return reason::same_person;
        return give_role(work, here, *one, named->id, wish.now);
    }
    const auto next = next_facilitator(work, here, *one);
    if (next) return give_role(work, here, *one, next, wish.now);
    return reason::nobody_to_ask;
}

result<assist> volunteer_to_facilitate(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                       instant now)
{
    auto one = assist_under_way(work, here, id);
    if (!one) return one;
    const auto who = active_member(work, here.id, by);
    if (!who) return who.why();
    if (one->facilitator) return with_person(work, reason::facilitated_already, one->facilitator);
    if (who->id == one->assistee) return reason::same_person;
    return give_role(work, here, *one, who->id, now);
}

result<participant> take_notes(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                               bool wanted, instant now)
{
    const auto one = assist_under_way(work, here, id);
    if (!one) return one.why();
    const auto who = active_member(work, here.id, by);
    if (!who) return who.why();
    for (const auto& each : work.assists().participants(id)) {
        if (wanted && each.there() && each.takes_notes && each.member != who->id)
            return with_person(work, reason::notes_taken, each.member);
    }
    auto self = participant_of(work, id, who->id);
    if (!self || !self->there()) {
        if (!wanted) return reason::not_in_the_assist;
        const auto joined = admit(work, here, *one, who->id, now);
        if (!joined) return joined;
        self = *joined;
    }
    self->takes_notes = wanted;
    work.assists().save(*self);
    redraw(work, *one);
    return *self;
}

result<assist> bring_challenge(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                               instant now)
{
    const auto one = assist_under_way(work, here, id);
    if (!one) return one;
    const auto who = active_member(work, here.id, by);
    if (!who) return who.why();
    if (one->assistee) return with_person(work, reason::assistee_known, one->assistee);
    // Before one is chosen there is nothing to bring.
    if (one->what.question.empty()) return reason::no_such_contribution;
    give_challenge_to(work, here, *one, who->id, now);
    return *work.assists().find(id);
}

result<assist> decline_to_bring(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                instant now)
{
    auto one = assist_under_way(work, here, id);
    if (!one) return one;
    const auto who = present_member(work, here.id, by);
    if (!who || who->id != one->assistee) return with_person(work, reason::not_the_assistee, one->assistee);
    if (!work.templates().find(one->format)->chooses()) return reason::assistee_stops;
    auto changed = *one;
    cancel_timers(work, id);
    if (auto run = work.assists().running(id)) {
        run->ends_at.reset();
        run->waits_since = now;
        work.assists().save(*run);
    }
    changed.assistee = {};
    keep_assist(work, changed);
    say(work, here, message_kind::assist_chosen, id.value, now);
    wait_for_assistee(work, here, changed, now);
    return changed;
}

std::vector<member> order_for(unit_of_work& work, const group& here, assist_role role)
{
    auto people = work.members().present(here.id);
    std::erase_if(people, [](const member& one) { return !one.active(); });
    const auto accounts = work.assists().balances(here.id, role);
    // They come in the order in which they joined, which decides between equals.
    std::stable_sort(people.begin(), people.end(), [&](const member& a, const member& b) {
        const auto owed_a = owed_by(accounts, a.id);
        const auto owed_b = owed_by(accounts, b.id);
        if (owed_a != owed_b) return owed_a > owed_b;
        return last_of(accounts, a.id) < last_of(accounts, b.id);
    });
    return people;
}

void book_roles(unit_of_work& work, const group& here, const assist& held)
{
    // Where each has a turn, nobody has one more than the others.
    if (work.templates().find(held.format).value().turns == 1)
        book_role(work, here, held, assist_role::assistee, held.assistee);
    book_role(work, here, held, assist_role::facilitator, held.facilitator);
}

} // namespace peerbot::core
