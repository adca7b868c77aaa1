// How the values of core are stored: the one place that maps them to and from columns.
#pragma once

#include "core/unit_of_work.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace peerbot::storage::sqlite {

// stored<Value> says with what kind of column a value is kept and how it goes in and out.
template <class Value>
struct stored;

template <std::integral Value>
struct stored<Value>
{
    using column = std::int64_t;
    static column put(Value value) { return static_cast<column>(value); }
    static Value get(column kept)
    {
        if constexpr (std::same_as<Value, bool>) {
            if (kept != 0 && kept != 1) throw std::range_error("a stored truth value is neither 0 nor 1");
            return kept != 0;
        } else {
            if (!std::in_range<Value>(kept)) throw std::range_error("a stored number is too large");
            return static_cast<Value>(kept);
        }
    }
};

template <>
struct stored<std::string>
{
    using column = std::string;
    static const column& put(const std::string& value) { return value; }
    static std::string get(column kept) { return kept; }
};

template <class Tag>
struct stored<core::outside_id<Tag>>
{
    using column = std::string;
    static const column& put(const core::outside_id<Tag>& id) { return id.value; }
    static core::outside_id<Tag> get(column kept) { return core::outside_id<Tag>(std::move(kept)); }
};

// Milliseconds since 1970 for an instant, days for a date, minutes for a local time.
template <class Clock, class Duration>
struct stored<std::chrono::time_point<Clock, Duration>>
{
    using time_point = std::chrono::time_point<Clock, Duration>;
    using column = std::int64_t;
    static column put(time_point value) { return value.time_since_epoch().count(); }
    static time_point get(column kept)
    {
        return time_point(Duration(stored<typename Duration::rep>::get(kept)));
    }
};

template <>
struct stored<core::minutes>
{
    using column = std::int64_t;
    static column put(core::minutes value) { return value.count(); }
    static core::minutes get(column kept) { return core::minutes(kept); }
};

template <>
struct stored<core::hours>
{
    using column = std::int64_t;
    static column put(core::hours value) { return value.count(); }
    static core::hours get(column kept) { return core::hours(kept); }
};

template <>
struct stored<core::share>
{
    using column = std::int64_t;
    static column put(core::share value) { return value.parts; }
    static core::share get(column kept) { return {kept}; }
};

// Enumerations whose numbers core fixes are stored as these numbers.
template <class Value>
concept numbered = std::same_as<Value, core::message_kind> || std::same_as<Value, core::delivery_state> ||
    std::same_as<Value, core::card_kind> || std::same_as<Value, core::timer_kind>;

template <numbered Value>
struct stored<Value>
{
    using column = std::int64_t;
    static column put(Value value) { return static_cast<column>(value); }
    static Value get(column kept) { return static_cast<Value>(kept); }
};

// The others are stored as words.
template <class Value>
struct words;

template <>
struct words<core::member_state>
{
    using enum core::member_state;
    static constexpr std::pair<core::member_state, std::string_view> all[] = {
        {active, "active"}, {paused, "paused"}, {left, "left"}};
};

template <>
struct words<core::absence>
{
    using enum core::absence;
    static constexpr std::pair<core::absence, std::string_view> all[] = {
        {not_invited, "not invited"}, {archived, "archived"}, {deleted, "deleted"}};
};

template <>
struct words<core::audit_act>
{
    using enum core::audit_act;
    static constexpr std::pair<core::audit_act, std::string_view> all[] = {
        {set_up, "set up"},
        {named_facilitator, "named facilitator"},
        {removed_facilitator, "removed facilitator"},
        {volunteered, "volunteered"},
        {facilitates_alone, "facilitates alone"},
        {facilitator_left, "facilitator left"},
        {facilitation_vacant, "facilitation vacant"},
        {admins_told, "admins told"},
        {settings_changed, "settings changed"},
        {suspended, "suspended"},
        {resumed, "resumed"}};
};

template <>
struct words<core::topic_state>
{
    using enum core::topic_state;
    static constexpr std::pair<core::topic_state, std::string_view> all[] = {
        {open, "open"}, {taught, "taught"}, {withdrawn, "withdrawn"}};
};

template <>
struct words<core::close_cause>
{
    using enum core::close_cause;
    static constexpr std::pair<core::close_cause, std::string_view> all[] = {{deadline, "deadline"},
                                                                             {facilitator, "facilitator"}};
};

template <>
struct words<core::ballot_method>
{
    using enum core::ballot_method;
    static constexpr std::pair<core::ballot_method, std::string_view> all[] = {
        {approval, "approval"}, {budget, "budget"}, {ranked, "ranked"}};
};

template <>
struct words<core::place_rule>
{
    using enum core::place_rule;
    static constexpr std::pair<core::place_rule, std::string_view> all[] = {
        {more_votes, "votes"},   {more_voters, "voters"},       {has_teacher, "teacher"},
        {taught_less, "taught"}, {proposed_earlier, "earlier"}, {by_lot, "lot"},
        {run_off, "run-off"},    {as_before, "as before"},      {shared, "shared"}};
};

template <>
struct words<core::plan_rule>
{
    using enum core::plan_rule;
    static constexpr std::pair<core::plan_rule, std::string_view> all[] = {{topic_first, "topic-first"},
                                                                           {turn_first, "turn-first"}};
};

template <>
struct words<core::plan_state>
{
    using enum core::plan_state;
    static constexpr std::pair<core::plan_state, std::string_view> all[] = {
        {proposed, "proposed"}, {settled, "settled"}, {dropped, "dropped"}};
};

template <>
struct words<core::line_reason>
{
    using enum core::line_reason;
    static constexpr std::pair<core::line_reason, std::string_view> all[] = {
        {leads_already, "leads already"},
        {owes_much, "owes much"},
        {offered, "offered"},
        {learns_in_public, "learns in public"},
        {in_turn, "in turn"},
        {chosen, "chosen"},
        {nobody, "nobody"}};
};

template <>
struct words<core::reminder_level>
{
    using enum core::reminder_level;
    static constexpr std::pair<core::reminder_level, std::string_view> all[] = {
        {every_one, "all"}, {fewer, "fewer"}, {off, "off"}};
};

template <>
struct words<core::session_state>
{
    using enum core::session_state;
    static constexpr std::pair<core::session_state, std::string_view> all[] = {
        {planned, "planned"}, {held, "held"}, {cancelled, "cancelled"}};
};

template <>
struct words<core::attendance>
{
    using enum core::attendance;
    static constexpr std::pair<core::attendance, std::string_view> all[] = {
        {yes, "yes"}, {no, "no"}, {maybe, "maybe"}};
};

template <>
struct words<core::session_format>
{
    using enum core::session_format;
    static constexpr std::pair<core::session_format, std::string_view> all[] = {
        {training, "training"}, {assist, "assist"}, {critique, "critique"}};
};

template <>
struct words<core::offer_state>
{
    using enum core::offer_state;
    static constexpr std::pair<core::offer_state, std::string_view> all[] = {{open, "open"},
                                                                             {accepted, "accepted"},
                                                                             {declined, "declined"},
                                                                             {withdrawn, "withdrawn"},
                                                                             {expired, "expired"}};
};

template <>
struct words<core::offer_cause>
{
    using enum core::offer_cause;
    static constexpr std::pair<core::offer_cause, std::string_view> all[] = {
        {cannot, "cannot"}, {unanswered, "unanswered"}, {unavailable, "unavailable"}};
};

template <>
struct words<core::turn_cause>
{
    using enum core::turn_cause;
    static constexpr std::pair<core::turn_cause, std::string_view> all[] = {{asked, "asked"},
                                                                            {confirmed, "confirmed"},
                                                                            {offered, "offered"},
                                                                            {passed, "passed"},
                                                                            {unavailable, "unavailable"},
                                                                            {took_offer, "took offer"},
                                                                            {swapped, "swapped"},
                                                                            {stood_in, "stood in"},
                                                                            {named, "named"},
                                                                            {planned, "planned"},
                                                                            {moved, "moved"},
                                                                            {no_training, "no training"},
                                                                            {led, "led"}};
};

template <>
struct words<core::leader_state>
{
    using enum core::leader_state;
    static constexpr std::pair<core::leader_state, std::string_view> all[] = {
        {open, "open"}, {asked, "asked"}, {confirmed, "confirmed"}};
};

template <>
struct words<core::work_stage>
{
    using enum core::work_stage;
    static constexpr std::pair<core::work_stage, std::string_view> all[] = {
        {idea, "idea"}, {draft, "draft"}, {done, "done"}};
};

template <>
struct words<core::critique_reading>
{
    using enum core::critique_reading;
    static constexpr std::pair<core::critique_reading, std::string_view> all[] = {
        {as_it_comes, "as it comes"}, {all_together, "all together"}};
};

template <>
struct words<core::critique_state>
{
    using enum core::critique_state;
    static constexpr std::pair<core::critique_state, std::string_view> all[] = {
        {open, "open"}, {in_session, "in session"}, {finished, "finished"}, {withdrawn, "withdrawn"}};
};

template <>
struct words<core::critic_cause>
{
    using enum core::critic_cause;
    static constexpr std::pair<core::critic_cause, std::string_view> all[] = {
        {volunteered, "volunteered"}, {asked, "asked"}, {named, "named"}};
};

template <>
struct words<core::critic_state>
{
    using enum core::critic_state;
    static constexpr std::pair<core::critic_state, std::string_view> all[] = {
        {waiting, "waiting"}, {given, "given"}, {declined, "declined"}, {let_off, "let off"}, {gone, "gone"}};
};

template <>
struct words<core::advice_source>
{
    using enum core::advice_source;
    static constexpr std::pair<core::advice_source, std::string_view> all[] = {
        {did_it, "did it"}, {saw_it, "saw it"}, {idea, "idea"}};
};

template <>
struct words<core::entry_cause>
{
    using enum core::entry_cause;
    static constexpr std::pair<core::entry_cause, std::string_view> all[] = {
        {share, "share"},         {took, "took"},         {gave_back, "gave back"}, {let_go, "let go"},
        {inherited, "inherited"}, {forgiven, "forgiven"}, {evened, "evened"}};
};

template <>
struct words<core::promise_state>
{
    using enum core::promise_state;
    static constexpr std::pair<core::promise_state, std::string_view> all[] = {
        {waiting, "waiting"}, {done, "done"}, {dropped, "dropped"}};
};

template <>
struct words<core::promise_origin>
{
    using enum core::promise_origin;
    static constexpr std::pair<core::promise_origin, std::string_view> all[] = {{critique, "critique"},
                                                                                {assist, "assist"}};
};

template <>
struct words<core::speakers>
{
    using enum core::speakers;
    static constexpr std::pair<core::speakers, std::string_view> all[] = {{assistee, "assistee"},
                                                                          {assisters, "assisters"},
                                                                          {everybody, "everybody"},
                                                                          {facilitator, "facilitator"},
                                                                          {nobody, "nobody"}};
};

template <>
struct words<core::contribution_kind>
{
    using enum core::contribution_kind;
    static constexpr std::pair<core::contribution_kind, std::string_view> all[] = {
        {story, "story"},         {question, "question"},
        {answer, "answer"},       {restatement, "restatement"},
        {help, "help"},           {response, "response"},
        {takeaway, "takeaway"},   {commitment, "commitment"},
        {challenge, "challenge"}, {note, "note"},
        {happened, "happened"}};
};

template <>
struct words<core::phase_yield>
{
    using enum core::phase_yield;
    static constexpr std::pair<core::phase_yield, std::string_view> all[] = {
        {nothing, "nothing"}, {agreed_question, "agreed question"}, {choice, "choice"}, {call, "call"}};
};

template <>
struct words<core::assist_state>
{
    using enum core::assist_state;
    static constexpr std::pair<core::assist_state, std::string_view> all[] = {
        {draft, "draft"},         {scheduled, "scheduled"}, {running, "running"}, {closing, "closing"},
        {follow_up, "follow-up"}, {done, "done"},           {stopped, "stopped"}};
};

template <>
struct words<core::assist_pace>
{
    using enum core::assist_pace;
    static constexpr std::pair<core::assist_pace, std::string_view> all[] = {{live, "live"},
                                                                             {in_writing, "in writing"}};
};

template <>
struct words<core::stop_cause>
{
    using enum core::stop_cause;
    static constexpr std::pair<core::stop_cause, std::string_view> all[] = {
        {facilitator, "facilitator"},         {assistee_silent, "assistee silent"},
        {assistee_left, "assistee left"},     {too_few, "too few"},
        {nobody_chosen, "nobody chosen"},     {channel_away, "channel away"},
        {not_facilitated, "not facilitated"}, {session_gone, "session gone"}};
};

template <>
struct words<core::assist_role>
{
    using enum core::assist_role;
    static constexpr std::pair<core::assist_role, std::string_view> all[] = {{assistee, "assistee"},
                                                                             {facilitator, "facilitator"}};
};

template <>
struct words<core::help_tag>
{
    using enum core::help_tag;
    static constexpr std::pair<core::help_tag, std::string_view> all[] = {
        {did, "did"}, {know_who, "know who"}, {idea, "idea"}};
};

template <>
struct words<core::contribution_state>
{
    using enum core::contribution_state;
    static constexpr std::pair<core::contribution_state, std::string_view> all[] = {
        {shown, "shown"}, {held, "held"}, {private_note, "private"}};
};

template <>
struct words<core::approval>
{
    using enum core::approval;
    static constexpr std::pair<core::approval, std::string_view> all[] = {
        {pending, "pending"}, {approved, "approved"}, {left_out, "left out"}};
};

template <class Value>
requires requires
{
    words<Value>::all;
}
struct stored<Value>
{
    using column = std::string;
    static column put(Value value)
    {
        for (const auto& [one, word] : words<Value>::all)
            if (one == value) return column(word);
        throw std::logic_error("a value without a word to store it");
    }
    static Value get(const column& kept)
    {
        for (const auto& [one, word] : words<Value>::all)
            if (word == kept) return one;
        throw std::range_error("a stored word is unknown: " + kept);
    }
};

} // namespace peerbot::storage::sqlite
