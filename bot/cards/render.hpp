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
rendering skipped_twice_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering swap_asked_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering offer_answered_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering backup_asked_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering turn_offered_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering dates_anew_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering rhythm_changed_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering member_gone_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering pause_over_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering volunteer_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering facilitator_needed_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering facilitator_gone_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering facilitator_named_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering facilitator_released_message(core::unit_of_work& work, const core::message& what,
                                       core::instant now);
rendering leader_missing_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering channel_day_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering channel_soon_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering assist_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering month_summary_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering quiet_question_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering session_over_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering session_card_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering session_begins_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering cue_card_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering leader_prepares_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering leader_hour_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering leader_reports_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering readiness_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering report_missing_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering session_missed_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering session_moved_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering session_cancelled_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering critique_card_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering critique_asked_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering critique_nudge_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering critique_let_off_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering critique_received_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering critique_finished_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering critique_queued_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering critique_silent_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering critique_helped_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering critique_changed_yet_message(core::unit_of_work& work, const core::message& what,
                                       core::instant now);
rendering critique_changed_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering critique_summary_message(core::unit_of_work& work, const core::message& what, core::instant now);
rendering promise_due_message(core::unit_of_work& work, const core::message& what, core::instant now);

slack::rendered welcome_card(core::unit_of_work& work, const core::group& here, core::instant now);
slack::rendered volunteer_card(core::unit_of_work& work, const core::vacancy& open);
slack::rendered ballot_card(core::unit_of_work& work, const core::ballot& running);
slack::rendered session_card(core::unit_of_work& work, const core::session& meeting, core::instant now);
// What an earlier card of the session shows since there is another.
slack::rendered replaced_session_card(const core::session& meeting);
slack::rendered offer_card(core::unit_of_work& work, const core::turn_offer& offer);
slack::rendered critique_card(core::unit_of_work& work, const core::critique& request);

} // namespace peerbot::bot
