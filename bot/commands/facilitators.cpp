#include "core/groups/facilitators.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/commands/groups.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/slack/account.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"

#include <charconv>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr int most_entries = 20; // of the log, in one answer

plan name_facilitator(const caller& who, const core::user_id& person)
{
    return changing{[who, person](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        if (slack::is_slackbot(person))
            return core::rejection{.why = core::reason::bots_stay_out, .people = {person}};
        const auto added = core::add_facilitator(work, *here, who.person, person, who.now);
        if (!added) return added.why();
        return wording{[person] { return say(slack::mention(person) + " is a facilitator now."); }};
    }};
}

plan release_facilitator(const caller& who, const core::user_id& person)
{
    return changing{[who, person](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto removed = core::remove_facilitator(work, *here, who.person, person, who.now);
        if (!removed) return removed.why();
        const bool vacant = core::facilitators(work, here->id).empty();
        return wording{[person, vacant] {
            return say(fmt::format("{} does not facilitate the group any more, and is a member as before.{}",
                                   slack::mention(person),
                                   vacant ? " Nobody facilitates it now, so I am asking the members who will."
                                          : ""));
        }};
    }};
}

std::string somebody(const std::optional<core::user_id>& person)
{
    return person ? slack::mention(*person) : std::string("Somebody");
}

std::string entry_words(const core::audit_entry& entry)
{
    using enum core::audit_act;
    switch (entry.what) {
    case set_up:
        return somebody(entry.by) + " set up the group.";
    case named_facilitator:
        return fmt::format("{} made {} a facilitator.", somebody(entry.by), somebody(entry.about));
    case removed_facilitator:
        if (entry.by == entry.about) return somebody(entry.by) + " stopped facilitating.";
        return fmt::format("{} took the role of facilitator from {}.", somebody(entry.by),
                           somebody(entry.about));
    case volunteered:
        return somebody(entry.about) + " volunteered to facilitate.";
    case facilitates_alone:
        return somebody(entry.about) + " joined the empty group, and so facilitates it.";
    case facilitator_left:
        return somebody(entry.about) + ", who facilitated, left.";
    case facilitation_vacant:
        return "Nobody facilitated any more, and the members were asked.";
    case admins_told:
        return "The admins of the workspace were told that a facilitator is needed.";
    case settings_changed:
        return fmt::format("{} changed the settings: {}.", somebody(entry.by), slack::escape(entry.detail));
    case suspended:
        return "I could not write in the channel any more, so the group rested.";
    case resumed:
        return "I could write in the channel again.";
    }
    return {};
}

} // namespace

plan facilitator_typed(const invocation& told)
{
    const auto* first = told.argument(0);
    const bool removing = first != nullptr && first->is("remove");
    const auto* named = removing ? told.argument(1) : first;
    if (named == nullptr || !named->person) {
        return saying{say(fmt::format(
            "Who? Write it like `/peer facilitator {}@name`, and choose the person from the list that Slack "
            "shows. Nothing was changed.",
            removing ? "remove " : ""))};
    }
    if (removing) return release_facilitator(told.who, *named->person);
    if (const auto* extra = told.argument(1); extra != nullptr) {
        return saying{say(fmt::format("`/peer facilitator` takes one person at a time, and \"{}\" is more. "
                                      "Nothing was changed.",
                                      slack::cut(slack::escape(extra->text), 100)))};
    }
    return name_facilitator(told.who, *named->person);
}

plan volunteer_pressed(const press& pressed)
{
    std::int64_t number = 0;
    std::from_chars(pressed.value.data(), pressed.value.data() + pressed.value.size(), number);
    return changing{[who = pressed.who, number](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto open = work.vacancies().find(core::vacancy_id{number});
        if (!open || open->group != here->id) return core::reason::no_group_here;
        const auto done = core::volunteer(work, open->id, who.person, who.now);
        if (!done) return done.why();
        return wording{[] {
            return say("Thank you: you facilitate this group now. `/peer` shows how it is doing, and `/peer "
                       "help` what you can do. `/peer facilitator @name` names somebody to help you.");
        }};
    }};
}

plan log_typed(const invocation& told)
{
    return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        if (!core::is_admin(work, who.workspace, who.person)) {
            if (const auto asker = core::facilitating_member(work, here->id, who.person); !asker)
                return asker.why();
        }
        return wording{[entries = work.audit().newest(here->id, most_entries), zone = here->zone] {
            std::string text = "Who decided what, newest first:";
            for (const auto& one : entries)
                text += fmt::format("\n• {}: {}", when(one.at, zone), entry_words(one));
            return say(text);
        }};
    }};
}

} // namespace peerbot::bot
