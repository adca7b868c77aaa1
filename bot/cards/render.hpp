// How each message and card is worded, from the state at the moment it is sent. One line a kind.
#pragma once

#include "bot/slack/blocks.hpp"
#include "core/message.hpp"
#include "core/unit_of_work.hpp"

#include <optional>
#include <string>
#include <variant>

namespace peerbot::bot {

// What had been true is not any more, so nothing is said. The reason is for the log.
struct dropped
{
    std::string why;
};

using rendering = std::variant<slack::rendered, dropped>;

rendering render_message(core::unit_of_work& work, const core::outbox_row& row, core::instant now);
// Nothing when the row that it shows is gone.
std::optional<slack::rendered> render_card(core::unit_of_work& work, const core::card& picture,
                                           core::instant now);

// One for each message kind; `what.subject` says which row it is about.
rendering welcome_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering please_invite_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering ballot_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering ballot_result_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering vote_reminder_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering vote_extended_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering plan_proposed_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering plan_settled_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering topic_turn_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering topic_changed_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering leader_week_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering leader_day_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering leader_changed_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering leader_released_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering now_facilitating_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering leader_missing_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering channel_day_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering channel_soon_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering session_over_message(core::unit_of_work& work, const core::message& what, core::instant now);

slack::rendered welcome_card(core::unit_of_work& work, const core::group& here, core::instant now);
slack::rendered ballot_card(core::unit_of_work& work, const core::ballot& running);

} // namespace peerbot::bot
