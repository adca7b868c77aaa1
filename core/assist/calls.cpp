#include "core/assist/calls.hpp"

#include "core/assist/engine.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/pace.hpp"
#include "core/assist/phases.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/view.hpp"
#include "core/groups/roles.hpp"
#include "core/words/plain.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

constexpr minutes told_ahead{10};

struct slot_at
{
    call_slot slot;
    assist one;
};

result<slot_at> open_slot(unit_of_work& work, const group& here, call_slot_id id, instant now)
{
    const auto slot = work.contributions().find_slot(id);
    const auto one = slot ? work.assists().find(slot->assist) : std::nullopt;
    if (!one || one->group != here.id) return reason::no_such_slot;
    if (slot->starts_at <= now || !one->open())
        return rejection{.why = reason::slot_over, .when = slot->starts_at};
    // Once the phases are over no call comes any more, but one that was chosen before is held.
    if (one->state == assist_state::closing && !slot->chosen)
        return rejection{.why = reason::assist_not_running, .number = one->number};
    return slot_at{.slot = *slot, .one = *one};
}

std::optional<call_slot> chosen_ahead(unit_of_work& work, const assist& one, instant now)
{
    for (const auto& each : work.contributions().slots(one.id)) {
        if (each.chosen && each.starts_at > now) return each;
    }
    return std::nullopt;
}

// Of those ahead; the earlier one where as many can come at two.
std::optional<call_slot> best_slot(unit_of_work& work, const assist& one, std::size_t fewest, instant now)
{
    std::optional<call_slot> best;
    for (const auto& each : work.contributions().slots(one.id)) {
        if (each.starts_at <= now || each.can_come.size() < fewest) continue;
        if (!best || each.can_come.size() > best->can_come.size()) best = each;
    }
    return best;
}

call_slot settle(unit_of_work& work, const group& here, assist one, call_slot slot, instant now)
{
    work.contributions().choose(slot.id);
    slot.chosen = true;
    const auto run = work.assists().find_run(slot.run).value();
    // A call that the phases go on in; any other is held beside them.
    if (phase_of(work, one, run).yields == phase_yield::call) one.meets_at = slot.starts_at;
    keep_assist(work, one);
    say(work, here, message_kind::assist_call_set, slot.id.value, now);
    const auto ends_at = end_of_call(slot);
    set_timer(work, here, timer_kind::assist_call_soon, slot.id.value,
              std::max<instant>(now, slot.starts_at - told_ahead));
    set_timer(work, here, timer_kind::assist_call_over, slot.id.value, ends_at);
    set_timer(work, here, timer_kind::assist_notes_due, slot.id.value,
              after_working_days(ends_at, notes_wanted_within, zone_of(here)));
    return slot;
}

result<participant> taking_part(unit_of_work& work, const group& here, const assist& one, const user_id& by)
{
    const auto who = present_member(work, here.id, by);
    const auto self = who ? participant_of(work, one.id, who->id) : std::nullopt;
    if (!self || !self->there()) return reason::not_in_the_assist;
    return *self;
}

} // namespace

int seats_of(unit_of_work& work, const assist& one)
{
    const auto run = work.assists().running(one.id);
    const int seats = run ? phase_of(work, one, *run).seats : 0;
    return seats > 0 ? seats : usual_seats;
}

std::vector<member_id> seated(unit_of_work& work, const assist& one, const call_slot& slot)
{
    auto people = slot.can_come;
    const auto run = work.assists().find_run(slot.run);
    const int seats = run ? phase_of(work, one, *run).seats : 0;
    const auto room = static_cast<std::size_t>(seats > 0 ? seats : usual_seats);
    if (people.size() > room) people.resize(room);
    return people;
}

result<call_slot> propose_slot(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                               instant starts_at, instant now)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one.why();
    const auto self = taking_part(work, here, *one, by);
    if (!self) return self.why();
    const auto run = work.assists().running(id);
    if (!run || one->state != assist_state::running)
        return rejection{.why = reason::assist_not_running, .number = one->number};
    if (starts_at <= now) return reason::time_not_ahead;
    if (const auto chosen = chosen_ahead(work, *one, now))
        return rejection{.why = reason::call_there, .when = chosen->starts_at};
    const auto before = work.contributions().slots(id);
    const auto same = std::find_if(before.begin(), before.end(),
                                   [&](const call_slot& each) { return each.starts_at == starts_at; });
    if (same != before.end()) return *same;
    const auto open = std::count_if(before.begin(), before.end(),
                                    [&](const call_slot& each) { return each.starts_at > now; });
    if (open >= static_cast<std::ptrdiff_t>(most_slots))
        return rejection{.why = reason::too_many_slots, .number = most_slots};
    call_slot slot{.id = {}, .assist = id, .run = run->id, .starts_at = starts_at};
    slot.id = work.contributions().add(slot);
    work.contributions().save_coming(slot.id, self->member, true, now);
    if (phase_of(work, *one, *run).yields != phase_yield::call)
        set_timer(work, here, timer_kind::assist_slot_settles, slot.id.value,
                  std::max(starts_at - settled_ahead, now + (starts_at - now) / 2));
    set_timer(work, here, timer_kind::assist_slot_settles, slot.id.value, starts_at);
    redraw(work, *one);
    return *work.contributions().find_slot(slot.id);
}

result<call_slot> answer_slot(unit_of_work& work, const group& here, call_slot_id id, const user_id& by,
                              bool comes, instant now)
{
    const auto at = open_slot(work, here, id, now);
    if (!at) return at.why();
    const auto who = active_member(work, here.id, by);
    if (!who) return who.why();
    const auto& people = at->slot.can_come;
    const bool known = std::find(people.begin(), people.end(), who->id) != people.end();
    const auto run = work.assists().find_run(at->slot.run);
    const int seats = phase_of(work, at->one, *run).seats;
    const auto room = static_cast<std::size_t>(seats > 0 ? seats : usual_seats);
    if (comes && !known && at->slot.chosen && people.size() >= room)
        return rejection{.why = reason::call_full, .number = static_cast<std::int64_t>(room)};
    if (comes != known) work.contributions().save_coming(id, who->id, comes, now);
    redraw(work, at->one);
    return *work.contributions().find_slot(id);
}

result<call_slot> choose_slot(unit_of_work& work, const group& here, call_slot_id id, const user_id& by,
                              instant now)
{
    const auto at = open_slot(work, here, id, now);
    if (!at) return at.why();
    if (!may_steer(work, at->one, by)) return reason::not_facilitating;
    if (const auto chosen = chosen_ahead(work, at->one, now)) {
        if (chosen->id == id) return *chosen;
        return rejection{.why = reason::call_there, .when = chosen->starts_at};
    }
    return settle(work, here, at->one, at->slot, now);
}

std::optional<call_slot> choose_best_slot(unit_of_work& work, const group& here, const assist& one,
                                          instant now)
{
    if (const auto chosen = chosen_ahead(work, one, now)) return chosen;
    const auto best = best_slot(work, one, 1, now);
    if (!best) return std::nullopt;
    return settle(work, here, one, *best, now);
}

void slot_came(unit_of_work& work, const group& here, const assist& one, const call_slot& slot, instant now)
{
    redraw(work, one);
    const bool goes_on = one.state == assist_state::running || one.state == assist_state::scheduled;
    if (!goes_on || slot.starts_at <= now || chosen_ahead(work, one, now)) return;
    if (const auto best = best_slot(work, one, fewest_in_call, now)) settle(work, here, one, *best, now);
}

bool has_call_notes(unit_of_work& work, const call_slot& slot)
{
    const auto said = work.contributions().of_assist(slot.assist);
    return std::any_of(said.begin(), said.end(), [&](const contribution& each) {
        return each.kind == contribution_kind::note && each.state == contribution_state::shown &&
               each.run >= slot.run;
    });
}

result<contribution> add_call_notes(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                    const std::string& typed, instant now)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one.why();
    const auto self = taking_part(work, here, *one, by);
    if (!self) return self.why();
    if (!one->open()) return rejection{.why = reason::assist_over, .number = one->number};
    const auto slots = work.contributions().slots(id);
    const auto held = std::find_if(slots.begin(), slots.end(), [&](const call_slot& each) {
        return each.chosen && each.starts_at <= now;
    });
    if (held == slots.end()) return rejection{.why = reason::no_call, .number = one->number};
    const auto text = clean_text(typed, longest_contribution + 1);
    if (text.empty()) return reason::empty_text;
    if (code_points(text) > longest_contribution)
        return rejection{.why = reason::text_too_long, .number = longest_contribution};
    contribution said{.id = {},
                      .assist = id,
                      .run = held->run,
                      .author = self->member,
                      .kind = contribution_kind::note,
                      .text = text};
    said.id = work.contributions().add(said);
    say(work, here, message_kind::assist_posted, said.id.value, now);
    redraw(work, *one);
    return said;
}

} // namespace peerbot::core
