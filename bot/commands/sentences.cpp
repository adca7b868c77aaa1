#include "bot/commands/sentences.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/commands/refusals/assist.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/group.hpp"
#include "core/time/zone_names.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t longest_echo = 100; // of a word that was not understood

std::string moment(const core::rejection& why)
{
    return why.when ? when(*why.when, "UTC") : std::string("earlier");
}

std::string quoted(const core::rejection& why)
{
    return "\"" + slack::cut(slack::escape(why.text), longest_echo) + "\"";
}

std::string who_can(const core::rejection& why)
{
    if (why.people.empty()) return "Only a facilitator of this group can do that.";
    return fmt::format("Only a facilitator of this group can do that: ask {}.", mentions(why.people));
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
        return fmt::format("{} is not a member of this group. They can type `/peer join`.",
                           mentions(why.people));
    case person_is_paused:
        return fmt::format("{} is paused.", mentions(why.people));
    case date_not_ahead:
        return "That day is not ahead. Name one from tomorrow on.";
    case date_too_far:
        return "A pause lasts a year at most. For longer, `/peer leave` is better; you can come back.";
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
        return fmt::format("{} is not a link. It begins with https:// or http://, like "
                           "https://meet.example.org/watchers.",
                           quoted(why));
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

std::vector<core::user_id> each_once(const std::vector<core::user_id>& people)
{
    std::vector<core::user_id> once;
    for (const auto& one : people)
        if (std::find(once.begin(), once.end(), one) == once.end()) once.push_back(one);
    return once;
}

std::string voting_sentence(const core::rejection& why)
{
    using enum core::reason;
    const auto number = why.number.value_or(0);
    switch (why.why) {
    case empty_title:
        return "A topic needs a title, such as `/vote propose Checking satellite images`.";
    case title_too_long:
        return fmt::format("A title has at most {} characters. Please shorten it.", number);
    case same_title:
        return fmt::format(
            "The list has {0} already, as number {1}. To say that you want it, type `/vote second "
            "{1}`.",
            bold(why.text), number);
    case own_title:
        return fmt::format("You have proposed {0} already, as number {1}. `/vote edit {1} TITLE` changes its "
                           "words.",
                           bold(why.text), number);
    case too_many_topics:
        return fmt::format("The list is full: it holds {} open topics.", number);
    case no_such_topic:
        return fmt::format("There is no topic{}. `/vote topics` shows the list.",
                           why.number ? fmt::format(" {}", number) : std::string{" like that any more"});
    case topic_not_open:
        return fmt::format("{} is not on the list any more.", bold(why.text));
    case already_teaching:
        return fmt::format("You have offered to teach {} already.", bold(why.text));
    case not_teaching:
        return fmt::format("You have not offered to teach {}, so nothing was changed.", bold(why.text));
    case own_topic:
        return fmt::format(
            "{} is your own topic, so it has your interest already. `/vote withdraw {}` takes it off "
            "the list.",
            bold(why.text), number);
    case not_your_topic:
        return fmt::format("Only whoever proposed {} or a facilitator can do that: ask {}.", bold(why.text),
                           mentions(each_once(why.people)));
    case not_taught_yet:
        return fmt::format("{} was not taught yet. `/vote topics` shows the list.", bold(why.text));
    case same_topic:
        return "A topic cannot be merged with itself.";
    case topic_on_ballot:
        return fmt::format("{} is in the vote that is running, which closes {}. It can be done after that.",
                           bold(why.text), moment(why));
    case topic_planned:
        return fmt::format("{} is planned for session {} already.", bold(why.text), number);
    case too_many_on_ballot:
        return fmt::format("A vote holds {} topics. The others wait for the next.", number);
    case no_topics:
        return "There is nothing to vote on yet. Anybody can add a topic with `/vote propose TITLE`.";
    case ballot_open:
        return fmt::format("A vote is running already. It closes {}.", moment(why));
    case no_open_ballot:
        return "No vote is open now. A facilitator opens one with `/vote open`.";
    case no_such_ballot:
        return why.number ? fmt::format("There is no vote {}. `/vote results` shows the last one.", number)
                          : std::string("That vote is not here any more.");
    case ballot_closed:
        return fmt::format("This vote closed {}, so that was not counted.", moment(why));
    case vote_in_channel:
        return "This vote is anonymous, and a direct message would keep what you chose. Please vote in the "
               "channel: on the card, or with `/vote`.";
    case not_on_ballot:
        return why.number
                   ? fmt::format("There is no topic {} in this vote. `/vote` shows what there is.", number)
                   : std::string("That topic is not in this vote.");
    case over_budget:
        return fmt::format(
            "You have {} votes on this ballot, and that would be more. Take one back first, or type "
            "`/vote none`.",
            number);
    case too_many_on_topic:
        return fmt::format("A topic can have at most {} of your votes.", number);
    case too_few_for_anonymous:
        return fmt::format(
            "A vote can be anonymous from {} active members on: with fewer, the counts would give "
            "choices away.",
            number);
    case contradiction:
        return "A vote is either approval, budget or ranked; hidden or live; named or anonymous. Please say "
               "one of each.";
    case too_few_to_close:
        return fmt::format(
            "This vote is anonymous, and fewer than {} have voted. Closed now, the counts would give "
            "choices away. It closes by itself {}.",
            number, moment(why));
    case run_off_too_late:
        return "Another vote has closed since, so that tie is not voted on again.";
    case anonymous_is_hidden:
        return "An anonymous vote hides its counts until the close: counts that move would show who chose "
               "what.";
    case still_open:
        return fmt::format("Vote {} is still open. Its result is shown when it closes, {}.", number,
                           moment(why));
    case no_closed_ballot:
        return "No vote has been closed yet.";
    case nothing_tied:
        return "The last vote has no tie that decides what is scheduled, so there is nothing to vote on "
               "again.";
    case run_off_done:
        return "The last vote had its run-off already. A new vote starts with `/vote open`.";
    case deadline_too_near:
        return "A vote lasts at least 10 minutes.";
    case deadline_too_far:
        return "A vote lasts at most 60 days.";
    default:
        return {};
    }
}

// ": ask Ana", at the end of a sentence.
std::string ask_them(const core::rejection& why)
{
    return why.people.empty() ? std::string{} : ": ask " + mentions(each_once(why.people));
}

std::string plan_sentence(const core::rejection& why)
{
    using enum core::reason;
    switch (why.why) {
    case no_plan:
        return "No plan waits here. A vote makes one when it closes, for coming sessions without a topic.";
    case plan_settled:
        return why.people.empty()
                   ? std::string("That plan is settled already. `/rotation` shows the sessions.")
                   : fmt::format("That plan is settled already, by {}. `/rotation` shows the sessions.",
                                 mentions(why.people));
    case plan_changed:
        return "Something has changed since this form was opened. Close it; `/vote plan` shows the plan as "
               "it is now.";
    case topic_taken:
        return fmt::format("{} has a session already. Please choose another.", bold(why.text));
    case topic_settled:
        return fmt::format("Session {} has its topic: {}. A facilitator can change it{}.",
                           why.number.value_or(0), bold(why.text), ask_them(why));
    case not_to_pick:
        return fmt::format("{} is not among the topics to pick from, the best of the last vote. A "
                           "facilitator can choose it{}.",
                           bold(why.text), ask_them(why));
    default:
        return {};
    }
}

std::string rotation_sentence(const core::rejection& why)
{
    using enum core::reason;
    const auto number = why.number.value_or(0);
    switch (why.why) {
    case no_session_planned:
        return "That session is not planned. `/rotation` shows the coming ones.";
    case session_not_over:
        return fmt::format("Session {} starts {}. It can be marked from then on.", number, moment(why));
    case not_the_leader:
        return "That is not your turn. `/rotation` shows whose it is.";
    case nobody_else_can_lead:
        return fmt::format(
            "Nobody else can lead session {}, so your turn stays. A facilitator can change it.", number);
    case session_not_planned:
        return fmt::format("Session {} is past planning, so it cannot be changed.", number);
    case no_leader_known:
        return fmt::format("I do not know who led session {0}. Say it with `/rotation held {0} @name`.",
                           number);
    case session_over:
        return fmt::format("Session {} is over, so that cannot be said any more.", number);
    case session_there:
        return fmt::format("Session {} is on {} already. Please choose another time.", number, moment(why));
    case time_not_ahead:
        return "That time is past. Please choose a later one.";
    case leads_or_facilitates:
        return "Only whoever leads that session, or a facilitator, can do that.";
    case reason_needed:
        return "Please say why: the group reads the reason.";
    case bad_link:
        return "That is not a web address. It begins with https:// or http://, and has no spaces.";
    case text_too_long:
        return fmt::format("That is too long. At most {} characters, please.", number);
    case empty_text:
        return "Please write something.";
    case bad_run_sheet:
        return why.text.empty()
                   ? std::string(
                         "A run-sheet has 1 to 12 parts, such as `arrive 5, training 40, questions 15`.")
                   : fmt::format("I did not understand {}. Each part has a name and its minutes, such as "
                                 "`training 40`.",
                                 bold(why.text));
    case no_such_question:
        return "That question is not there any more.";
    case question_is_topic:
        return fmt::format("That is topic {} already: {}.", number, bold(why.text));
    case several_unbooked:
        return fmt::format(
            "Several sessions are not booked yet: {}. Say which, like `/rotation held {} @name`.",
            slack::escape(why.text), number);
    case same_person:
        return "That names one person twice. Please name another member.";
    case already_leads:
        return fmt::format("{} leads session {} already.", mentions(why.people), number);
    case leader_confirmed:
        return fmt::format("Session {} has its leader already: {}.", number, mentions(why.people));
    case no_leader_needed:
        return fmt::format("Session {} is no training, so nobody needs to lead it.", number);
    default:
        return {};
    }
}

std::string offer_sentence(const core::rejection& why)
{
    using enum core::reason;
    const auto number = why.number.value_or(0);
    switch (why.why) {
    case no_offer:
        return why.number
                   ? fmt::format("Session {} is not offered to anybody. `/rotation` shows who leads.", number)
                   : std::string("That offer is not here any more. `/rotation` shows who leads.");
    case offer_taken:
        return fmt::format("{} was first, and leads session {}. Thank you for offering.",
                           mentions(why.people), number);
    case offer_over:
        return fmt::format("Session {} is not offered any more. `/rotation` shows who leads.", number);
    case offer_to_another:
        return fmt::format("Session {} is offered to {} alone.", number, mentions(why.people));
    case nobody_to_ask:
        return fmt::format(
            "Nobody else can lead session {}. It can become something else instead, or be held "
            "a week later.",
            number);
    case day_taken:
        return fmt::format("There is a session on that day already, {}.", moment(why));
    default:
        return {};
    }
}

std::string reminder_sentence(const core::rejection& why)
{
    using enum core::reason;
    switch (why.why) {
    case already_asked:
        return fmt::format("{} was asked already, {}. Once in two months is enough.", mentions(why.people),
                           moment(why));
    case leader_asked_already:
        return fmt::format("Session {} has a leader, or somebody was asked already. `/rotation` shows it.",
                           why.number.value_or(0));
    case reminder_is_duty:
        return "This reminder belongs to leading a session or facilitating the group, so it cannot be made "
               "fewer "
               "or turned off. You can put it off for a day, or say that it is done.";
    case too_late_to_snooze:
        return fmt::format("In a day this would come too late: it is over {}.", moment(why));
    case no_such_reminder:
        return "That reminder is not known here any more. `/peer reminders` shows what you will be sent.";
    default:
        return {};
    }
}

} // namespace

answer say(const std::string& mrkdwn)
{
    return answer::of(slack::rendered{.text = mrkdwn});
}

answer answer::of(slack::rendered what)
{
    answer said;
    said.what = std::move(what);
    return said;
}

answer answer::nothing()
{
    return {};
}

std::string sentence_for(const core::rejection& why)
{
    for (const auto find : {group_sentence, settings_sentence, word_sentence, voting_sentence, plan_sentence,
                            rotation_sentence, offer_sentence, reminder_sentence, assist_refusal}) {
        if (auto sentence = find(why); !sentence.empty()) return sentence;
    }
    return "That is not possible here.";
}

std::string plain_sentence_for(core::rejection why)
{
    why.people.clear();
    return slack::plain_text(sentence_for(why));
}

} // namespace peerbot::bot
