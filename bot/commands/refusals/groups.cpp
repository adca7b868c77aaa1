#include "bot/commands/refusals/refusals.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/group.hpp"
#include "core/time/zone_names.hpp"
#include "core/words/web_link.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

std::string who_can(const core::rejection& why)
{
    if (why.people.empty()) return "Only a facilitator of this group can do that.";
    return fmt::format("Only a facilitator of this group can do that: ask {}.", mentions(why.people));
}

// Fields of forms name nobody.
std::string they(const core::rejection& why)
{
    return why.people.empty() ? std::string("That person") : mentions(why.people);
}

std::string unknown_zone(const core::rejection& why)
{
    if (why.text.empty()) {
        return "Which time zone? Add it at the end, such as `/peer setup second Tuesday 15:00 "
               "Europe/London`.";
    }
    auto sentence = fmt::format("I do not know the time zone {}.", quoted(why));
    if (const auto meant = core::nearest_zone(why.text)) sentence += fmt::format(" Did you mean {}?", *meant);
    return sentence + " Write it like Europe/London or America/New_York.";
}

std::string group_sentence(const core::rejection& why)
{
    using enum core::reason;
    switch (why.why) {
    case no_group_here:
        return "There is no peer group in this channel yet. To start one, type "
               "`/peer setup second Tuesday 15:00 Europe/London`, or `/peer setup` for a form.";
    case group_exists:
        return "This channel has a peer group already. `/peer` shows it.";
    case group_is_full:
        return fmt::format("This group is full: it holds {} members.", why.number.value_or(0));
    case not_a_member:
        return "Only members of this group can do that. `/peer join` makes you one.";
    case member_is_paused:
        return "This works again when the pause ends. `/peer resume` ends it now.";
    case already_a_member:
        return "You are a member of this group already.";
    case not_a_facilitator:
        return who_can(why);
    case too_many_facilitators:
        return fmt::format("A group has at most {} facilitators.",
                           why.number.value_or(core::most_facilitators));
    case already_a_facilitator:
        return "That person is a facilitator already.";
    case facilitator_must_join:
        return "A facilitator must be a member. Ask them to type `/peer join` first.";
    case bots_stay_out:
        return "That is an app, not a person, so it cannot be a member or a facilitator.";
    case strangers_stay_out:
        return "Only people of the workspace that peerbot is installed in can be members. Somebody from "
               "another "
               "organisation needs an account there, such as a guest account.";
    case account_switched_off:
        return "That account is switched off, so it cannot be a member or a facilitator.";
    case person_does_not_facilitate:
        return fmt::format("{} does not facilitate this group.", mentions(why.people));
    case vacancy_filled:
        return why.people.empty()
                   ? std::string("That is settled already. `/peer` shows how the group is doing.")
                   : fmt::format("Thank you, but {} was faster and facilitates the group now.",
                                 mentions(why.people));
    case not_a_channel:
        return "A group lives in a channel, and this is a direct message. Type it in the group's channel.";
    case person_not_a_member:
        return fmt::format("{} is not a member of this group. They can type `/peer join`.", they(why));
    case person_is_paused:
        return fmt::format("{} is paused.", they(why));
    case date_not_ahead:
        return "That day is not ahead. Name one from tomorrow on.";
    case date_too_far:
        return why.number ? fmt::format("That day is too far ahead: {} days from now at most.", *why.number)
                          : std::string("A pause lasts a year at most. For longer, `/peer leave` is better; "
                                        "you can come back.");
    case not_paused:
        return "You are not paused.";
    default:
        return {};
    }
}

std::string settings_sentence(const core::rejection& why)
{
    using enum core::reason;
    const auto number = why.number.value_or(0);
    switch (why.why) {
    case name_too_long:
        return fmt::format("A name has at most {} characters. Please shorten it.", number);
    case covenant_too_long:
        return fmt::format("What you agree on has at most {} characters. Please shorten it.", number);
    case not_a_link:
        return fmt::format("{} is not a link. A link begins with https:// or http://, has no spaces and is "
                           "not longer than {} characters, like https://meet.example.org/watchers.",
                           quoted(why), core::longest_link);
    case length_out_of_range:
        return "A session lasts from 10 minutes to 8 hours. Write the minutes, like 60 or 90.";
    case bad_holidays:
        if (why.number)
            return fmt::format("There can be {} holidays at most. Please leave some out.", number);
        return fmt::format(
            "I do not understand {} as a holiday. Write days and ranges of at most a year, like "
            "2026-12-24..2027-01-02, 2027-05-01.",
            quoted(why));
    case dates_changed:
        return "The planned sessions have changed since this was shown. Please change the setting again to "
               "see "
               "what would move now.";
    default:
        return {};
    }
}

std::string word_sentence(const core::rejection& why)
{
    using enum core::reason;
    switch (why.why) {
    case unknown_zone:
        return bot::unknown_zone(why);
    case unknown_cadence:
        return fmt::format(
            "I do not understand {} as how often you meet. Write it like \"second Tuesday\", \"last "
            "Thursday\", \"every 2 weeks on Monday\" or \"monthly on the 15th\".",
            quoted(why));
    case unknown_time:
        return fmt::format("I do not understand {} as a time of day. Write it like 15:00.", quoted(why));
    case unknown_date:
        return fmt::format("I do not understand {} as a day. Write it like 2027-01-15 or 15 January.",
                           quoted(why));
    default:
        return {};
    }
}

} // namespace

std::string group_refusal(const core::rejection& why)
{
    for (const auto find : {group_sentence, settings_sentence, word_sentence}) {
        if (auto sentence = find(why); !sentence.empty()) return sentence;
    }
    return {};
}

} // namespace peerbot::bot
