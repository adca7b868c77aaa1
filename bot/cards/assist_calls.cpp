// The call in the course of a peer assist: times to choose from, the one that was chosen, and its notes.
#include "bot/cards/assist.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/calls.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

std::string coming_words(core::unit_of_work& work, const assist_scene& at, const core::call_slot& slot)
{
    if (slot.can_come.empty()) return "Nobody has said yet that they can come.";
    const auto seated = core::seated(work, at.one(), slot);
    auto text = fmt::format("{} can come.", people_words(work, seated));
    if (slot.can_come.size() > seated.size())
        text += fmt::format(" All {} seats are taken; its notes come to everybody.", seated.size());
    return text;
}

std::vector<slack::button> slot_buttons(const assist_scene& at, const core::call_slot& slot,
                                        std::size_t number)
{
    const auto& one = at.one();
    auto buttons = std::vector{assist_button({"I can come", fmt::format("I can come at time {}", number)},
                                             "can_come", one, std::to_string(slot.id.value)),
                               assist_button({"I cannot", fmt::format("I cannot come at time {}", number)},
                                             "cannot_come", one, std::to_string(slot.id.value))};
    if (!slot.chosen)
        buttons.push_back(asked_first(
            assist_button({"Choose this time", fmt::format("Choose time {}, for the facilitator", number)},
                          "choose_slot", one, std::to_string(slot.id.value)),
            "Choose this time?", "The call is held then, and everybody in the thread is told.", "Choose it"));
    return buttons;
}

bool is_set(const core::call_slot& slot, core::instant now)
{
    return slot.chosen && core::end_of_call(slot) > now;
}

// Of the call that is set and not over, or else the times ahead to choose from.
std::vector<core::call_slot> slots_in_question(const assist_scene& at, core::instant now)
{
    auto slots = at.seen.slots;
    const bool set = std::any_of(slots.begin(), slots.end(),
                                 [&](const core::call_slot& each) { return is_set(each, now); });
    std::erase_if(slots, [&](const core::call_slot& each) {
        return set ? !is_set(each, now) : each.chosen || each.starts_at <= now;
    });
    if (slots.size() > core::most_slots) slots.resize(core::most_slots);
    return slots;
}

// Of the last call that was, for those who were not there.
void add_notes_awaited(assist_page& page, core::unit_of_work& work, const assist_scene& at, core::instant now)
{
    const auto last =
        std::find_if(at.seen.slots.rbegin(), at.seen.slots.rend(), [&](const core::call_slot& each) {
            return each.chosen && core::end_of_call(each) <= now;
        });
    if (last == at.seen.slots.rend() || core::has_call_notes(work, *last)) return;
    page.add(fmt::format("The call at {} is over. Its notes are not here yet; whoever was there can write "
                         "them.",
                         when(last->starts_at, at.here.zone)));
    page.add_buttons({call_notes_button(at.one())});
}

} // namespace

void add_call(assist_page& page, core::unit_of_work& work, const assist_scene& at, core::instant now)
{
    add_notes_awaited(page, work, at, now);
    std::size_t number = 0;
    for (const auto& each : slots_in_question(at, now)) {
        ++number;
        page.add(fmt::format("{} {}. {}", each.chosen ? "The call is at" : fmt::format("Time {}:", number),
                             when(each.starts_at, at.here.zone), coming_words(work, at, each)));
        page.add_buttons(slot_buttons(at, each, number));
    }
}

bool arranges_call(const assist_scene& at, core::instant now)
{
    return at.one().state == core::assist_state::running && at.seen.current &&
           (at.seen.current->seats > 0 || at.seen.current->yields == core::phase_yield::call) &&
           std::none_of(at.seen.slots.begin(), at.seen.slots.end(),
                        [&](const core::call_slot& each) { return is_set(each, now); });
}

slack::button propose_slot_button(const core::assist& one)
{
    return assist_button({"Propose a time", "Propose a time for a call"}, "propose_slot", one);
}

slack::button call_notes_button(const core::assist& one)
{
    return assist_button({"Notes of the call", "Write the notes of the call"}, "call_notes", one);
}

rendering call_message(core::unit_of_work& work, const assist_scene& at, const core::call_slot& slot,
                       const core::message& what, core::instant now)
{
    if (!slot.chosen || !at.one().open()) return dropped{"there is no such call"};
    const auto time = when(slot.starts_at, at.here.zone);
    const auto about = about_words(at);
    assist_page page;
    if (what.kind == core::message_kind::assist_notes_due) {
        page.add(fmt::format("{}. The call was at {}, and its notes are not here yet. A few lines are enough "
                             "for those who could not come; they go into the thread.",
                             about, time));
        page.add_buttons({call_notes_button(at.one()), show_assist_button(at.one())});
        return page.message();
    }
    if (now > core::end_of_call(slot)) return dropped{"the call is over"};
    const auto link = at.here.link.empty()
                          ? std::string{}
                          : " " + slack::web_link(at.here.link, "Where the group usually meets") + ".";
    if (what.kind == core::message_kind::assist_call_soon) {
        page.add(fmt::format("{}. The call that you come to begins at {}.{}", about, time, link));
        return page.message();
    }
    page.add(fmt::format("The call is at {}, for {}. {}{}", time,
                         counted(slot.length.count(), "minute", "minutes"), coming_words(work, at, slot),
                         link));
    page.add_buttons(slot_buttons(at, slot, 1));
    return page.message();
}

} // namespace peerbot::bot
