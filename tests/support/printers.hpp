// How Catch says the values of core when a check fails.
#pragma once

#include "core/groups/group.hpp"
#include "core/ids.hpp"
#include "core/instant.hpp"
#include "core/message.hpp"
#include "core/rejection.hpp"
#include "core/reminders/timer.hpp"
#include "core/rotation/plan.hpp"
#include "core/rotation/share.hpp"
#include "core/time/dates.hpp"
#include "core/voting/topic_plan.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <type_traits>

namespace Catch {

template <>
struct StringMaker<peerbot::core::date>
{
    static std::string convert(peerbot::core::date day) { return peerbot::core::iso_date(day); }
};

template <>
struct StringMaker<peerbot::core::local_time>
{
    static std::string convert(peerbot::core::local_time wall)
    {
        const auto day = std::chrono::floor<peerbot::core::days>(wall);
        return peerbot::core::iso_date(day) + " " +
               peerbot::core::format_clock(wall - peerbot::core::local_time(day));
    }
};

template <>
struct StringMaker<peerbot::core::instant>
{
    static std::string convert(peerbot::core::instant when)
    {
        const auto whole = std::chrono::floor<peerbot::core::minutes>(when);
        const auto rest = when - whole;
        return StringMaker<peerbot::core::local_time>::convert(
                   peerbot::core::local_time(whole.time_since_epoch())) +
               " UTC + " + std::to_string(rest.count()) + " ms";
    }
};

template <class Tag>
struct StringMaker<peerbot::core::row_id<Tag>>
{
    static std::string convert(peerbot::core::row_id<Tag> id) { return "#" + std::to_string(id.value); }
};

template <class Tag>
struct StringMaker<peerbot::core::outside_id<Tag>>
{
    static std::string convert(const peerbot::core::outside_id<Tag>& id) { return id.value; }
};

template <>
struct StringMaker<peerbot::core::share>
{
    static std::string convert(peerbot::core::share amount)
    {
        return peerbot::core::turns(amount) + " turns";
    }
};

// The place of an enumerator in its list: its header has the name.
template <class Enum>
struct enumerator_maker
{
    static std::string convert(Enum value)
    {
        return "enumerator " + std::to_string(static_cast<std::underlying_type_t<Enum>>(value));
    }
};
template <>
struct StringMaker<peerbot::core::reason> : enumerator_maker<peerbot::core::reason>
{};
template <>
struct StringMaker<peerbot::core::message_kind> : enumerator_maker<peerbot::core::message_kind>
{};
template <>
struct StringMaker<peerbot::core::timer_kind> : enumerator_maker<peerbot::core::timer_kind>
{};
template <>
struct StringMaker<peerbot::core::turn_rule> : enumerator_maker<peerbot::core::turn_rule>
{};
template <>
struct StringMaker<peerbot::core::delivery_state> : enumerator_maker<peerbot::core::delivery_state>
{};
template <>
struct StringMaker<peerbot::core::member_state> : enumerator_maker<peerbot::core::member_state>
{};
template <>
struct StringMaker<peerbot::core::topic_state> : enumerator_maker<peerbot::core::topic_state>
{};
template <>
struct StringMaker<peerbot::core::ballot_method> : enumerator_maker<peerbot::core::ballot_method>
{};
template <>
struct StringMaker<peerbot::core::close_cause> : enumerator_maker<peerbot::core::close_cause>
{};
template <>
struct StringMaker<peerbot::core::place_rule> : enumerator_maker<peerbot::core::place_rule>
{};
template <>
struct StringMaker<peerbot::core::line_reason> : enumerator_maker<peerbot::core::line_reason>
{};
template <>
struct StringMaker<peerbot::core::plan_state> : enumerator_maker<peerbot::core::plan_state>
{};
template <>
struct StringMaker<peerbot::core::plan_rule> : enumerator_maker<peerbot::core::plan_rule>
{};
template <>
struct StringMaker<peerbot::core::leader_state> : enumerator_maker<peerbot::core::leader_state>
{};

template <>
struct StringMaker<peerbot::core::vote>
{
    static std::string convert(const peerbot::core::vote& given)
    {
        return "topic #" + std::to_string(given.topic.value) + ": " + std::to_string(given.mark);
    }
};
template <>
struct StringMaker<peerbot::core::round_count>
{
    static std::string convert(const peerbot::core::round_count& counted)
    {
        return "round " + std::to_string(counted.round) + ", topic #" + std::to_string(counted.topic.value) +
               ": " + std::to_string(counted.votes);
    }
};

} // namespace Catch
