// Why a rule said no, with what the sentence to the person needs. The sentences are in
// bot/commands/rejections.cpp.
#pragma once

#include "core/ids.hpp"
#include "core/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace peerbot::core {

enum class reason
{
    // groups
    no_group_here,
    group_exists,
    group_is_full,
    not_a_member,
    member_is_paused,
    already_a_member,
    not_a_facilitator,
    too_many_facilitators,
    already_a_facilitator,
    facilitator_must_join,
    not_a_channel,
    person_not_a_member,
    person_is_paused,
    date_not_ahead,
    date_too_far,
    not_paused,
    bots_stay_out,
    strangers_stay_out,
    account_switched_off,
    person_does_not_facilitate,
    vacancy_filled,
    // settings
    name_too_long,
    covenant_too_long,
    not_a_link,
    length_out_of_range,
    bad_holidays,
    dates_changed,
    // words that could not be understood
    unknown_zone,
    unknown_cadence,
    unknown_time,
    unknown_date,
    // voting
    empty_title,
    title_too_long,
    same_title,
    own_title,
    too_many_topics,
    no_such_topic,
    topic_not_open,
    already_teaching,
    not_teaching,
    own_topic,
    not_your_topic,
    not_taught_yet,
    same_topic,
    topic_on_ballot,
    topic_planned,
    no_topics,
    too_many_on_ballot,
    ballot_open,
    no_open_ballot,
    no_such_ballot,
    ballot_closed,
    vote_in_channel,
    not_on_ballot,
    over_budget,
    too_many_on_topic,
    contradiction,
    deadline_too_near,
    deadline_too_far,
    too_few_for_anonymous,
    too_few_to_close,
    run_off_too_late,
    anonymous_is_hidden,
    still_open,
    no_closed_ballot,
    nothing_tied,
    run_off_done,
    // what a vote's result becomes
    no_plan,
    plan_settled,
    plan_changed,
    topic_taken,
    topic_settled,
    not_to_pick,
    // rotation and sessions
    no_session_planned,
    session_not_over,
    not_the_leader,
    nobody_else_can_lead,
    session_not_planned,
    no_leader_known,
    several_unbooked,
    session_over,
    session_there,
    time_not_ahead,
    time_too_far,
    leads_or_facilitates,
    reason_needed,
    recording_or_none,
    text_too_long,
    empty_text,
    bad_run_sheet,
    no_such_question,
    question_is_topic,
    same_person,
    already_leads,
    leader_confirmed,
    no_offer,
    offer_taken,
    offer_over,
    offer_to_another,
    nobody_to_ask,
    no_leader_needed,
    day_taken,
    // reminders
    already_asked,
    leader_asked_already,
    reminder_is_duty,
    too_late_to_snooze,
    no_such_reminder,
};

struct rejection
{
    reason why;
    std::string text = {};                   // the word, title or name it is about
    std::optional<instant> when = {};        // the instant it is about
    std::optional<std::int64_t> number = {}; // the number it is about
    std::vector<user_id> people = {};        // who could do it instead
    std::string field = {};                  // which of several things that were given together it is about
};

} // namespace peerbot::core
