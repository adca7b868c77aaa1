// Identifiers that cannot be mixed up: a topic's number is not a ballot's number.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <utility>

namespace peerbot::core {

// A number given by storage. Zero means "not stored yet".
template <class Tag>
struct row_id
{
    std::int64_t value = 0;

    explicit operator bool() const { return value != 0; }
    auto operator<=>(const row_id&) const = default;
};

// An opaque name given by the chat service; never parsed, only compared.
template <class Tag>
struct outside_id
{
    std::string value;

    outside_id() = default;
    explicit outside_id(std::string text) : value(std::move(text)) {}
    bool empty() const { return value.empty(); }
    auto operator<=>(const outside_id&) const = default;
};

using workspace_id = outside_id<struct workspace_tag>;
using channel_id = outside_id<struct channel_tag>;
using user_id = outside_id<struct user_tag>;

using group_id = row_id<struct group_tag>;
using member_id = row_id<struct member_tag>;
using vacancy_id = row_id<struct vacancy_tag>;
using topic_id = row_id<struct topic_tag>;
using ballot_id = row_id<struct ballot_tag>;
using session_id = row_id<struct session_tag>;
using question_id = row_id<struct question_tag>;
using offer_id = row_id<struct offer_tag>;
using critique_id = row_id<struct critique_tag>;
using promise_id = row_id<struct promise_tag>;
using template_id = row_id<struct template_tag>;
using assist_id = row_id<struct assist_tag>;
using participant_id = row_id<struct participant_tag>;
using phase_run_id = row_id<struct phase_run_tag>;
using contribution_id = row_id<struct contribution_tag>;
using call_slot_id = row_id<struct call_slot_tag>;
using card_id = row_id<struct card_tag>;
using timer_id = row_id<struct timer_tag>;
using message_id = row_id<struct message_tag>;

} // namespace peerbot::core
