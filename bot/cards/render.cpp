#include "bot/cards/render.hpp"

#include "bot/cards/assist.hpp"
#include "bot/cards/assist_summary.hpp"
#include "bot/cards/reminders.hpp"
#include "core/groups/roles.hpp"
#include "core/reminders/attention.hpp"

#include <stdexcept>

namespace peerbot::bot {
namespace {

using renderer = rendering (*)(core::unit_of_work&, const core::message&, core::instant);

renderer renderer_of(core::message_kind kind)
{
    using enum core::message_kind;
    switch (kind) {
    case welcome_card:
        return welcome_message;
    case ballot_card:
        return ballot_message;
    case ballot_result:
        return ballot_result_message;
    case vote_reminder:
        return vote_reminder_message;
    case leader_week:
        return leader_week_message;
    case leader_day:
        return leader_day_message;
    case channel_day:
        return channel_day_message;
    case channel_soon:
        return channel_soon_message;
    case leader_missing:
        return leader_missing_message;
    case session_over:
        return session_over_message;
    case please_invite:
        return please_invite_message;
    case leader_changed:
        return leader_changed_message;
    case leader_released:
        return leader_released_message;
    case now_facilitating:
        return now_facilitating_message;
    case vote_extended:
        return vote_extended_message;
    case plan_proposed:
        return plan_proposed_message;
    case plan_settled:
        return plan_settled_message;
    case topic_turn:
        return topic_turn_message;
    case session_card:
        return session_card_message;
    case session_begins:
        return session_begins_message;
    case cue_card:
        return cue_card_message;
    case leader_prepares:
        return leader_prepares_message;
    case leader_hour:
        return leader_hour_message;
    case leader_reports:
        return leader_reports_message;
    case readiness:
        return readiness_message;
    case report_missing:
        return report_missing_message;
    case session_missed:
        return session_missed_message;
    case session_moved:
        return session_moved_message;
    case session_cancelled:
        return session_cancelled_message;
    case skipped_twice:
        return skipped_twice_message;
    case swap_asked:
        return swap_asked_message;
    case offer_answered:
        return offer_answered_message;
    case backup_asked:
        return backup_asked_message;
    case turn_offered:
        return turn_offered_message;
    case member_gone:
        return member_gone_message;
    case pause_over:
        return pause_over_message;
    case facilitator_gone:
        return facilitator_gone_message;
    case volunteer_card:
        return volunteer_message;
    case facilitator_needed:
        return facilitator_needed_message;
    case dates_anew:
        return dates_anew_message;
    case rhythm_changed:
        return rhythm_changed_message;
    case facilitator_named:
        return facilitator_named_message;
    case facilitator_released:
        return facilitator_released_message;
    case month_summary:
        return month_summary_message;
    case quiet_question:
        return quiet_question_message;
    case topic_changed:
        return topic_changed_message;
    case critique_card:
        return critique_card_message;
    case critique_asked:
        return critique_asked_message;
    case critique_nudge:
        return critique_nudge_message;
    case critique_let_off:
        return critique_let_off_message;
    case critique_received:
        return critique_received_message;
    case critique_finished:
        return critique_finished_message;
    case critique_queued:
        return critique_queued_message;
    case critique_silent:
        return critique_silent_message;
    case critique_helped:
        return critique_helped_message;
    case critique_changed_yet:
        return critique_changed_yet_message;
    case critique_changed:
        return critique_changed_message;
    case critique_summary:
        return critique_summary_message;
    case promise_due:
        return promise_due_message;
    case assist_card:
    case assist_proposed:
    case assist_coached:
    case assist_suggested:
    case assist_accepted:
    case assist_facilitate:
    case assist_unfacilitated:
    case assist_phase:
    case assist_your_turn:
    case assist_not_spoken:
    case assist_waits:
    case assist_extended:
    case assist_too_few:
    case assist_catch_up:
    case assist_posted:
    case assist_thread:
    case assist_notes_thread:
    case assist_challenges:
    case assist_chosen:
    case assist_bring:
    case assist_midway:
    case assist_call_set:
    case assist_call_soon:
    case assist_notes_due:
    case assist_experience:
    case assist_unanswered:
    case assist_summary_draft:
    case assist_review:
    case assist_summary_ready:
    case assist_summary:
    case assist_follow_up:
    case assist_stopped:
    case assist_not_held:
    case assist_format_changed:
    case assist_summary_waits:
    case assist_summary_lapsed:
        return assist_message;
    }
    throw std::logic_error("a stored message is of a kind that this version does not know");
}

// As a line beside another message. What is said of itself there is its text, without its buttons.
std::optional<std::string> line_of(core::unit_of_work& work, const core::folded_reminder& folded,
                                   const core::message& beside, core::instant now)
{
    const auto drawn = renderer_of(folded.kind)(work,
                                                {.kind = folded.kind,
                                                 .group = folded.group,
                                                 .subject = folded.subject,
                                                 .to = beside.to,
                                                 .due_at = beside.due_at},
                                                now);
    const auto* said = std::get_if<slack::rendered>(&drawn);
    if (said == nullptr) return std::nullopt;
    return "Also: " + said->text;
}

} // namespace

rendering draw_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    auto drawn = renderer_of(what.kind)(work, what, now);
    auto* said = std::get_if<slack::rendered>(&drawn);
    const bool to_person = std::holds_alternative<core::user_id>(what.to);
    if (said != nullptr && to_person && core::reminder_kind_of(what.kind))
        *said = with_reminder_buttons(*said, what);
    return drawn;
}

// Reminders that did not fit the person's attention go along with what they are sent anyway.
rendering render_message(core::unit_of_work& work, const core::outbox_row& row, core::instant now)
{
    if (core::is_done(work, row)) return dropped{"they said that it is done"};
    auto drawn = draw_message(work, row.what, now);
    auto* said = std::get_if<slack::rendered>(&drawn);
    if (said == nullptr) return drawn;
    for (const auto& folded : core::folded_into(work, row, now)) {
        if (const auto line = line_of(work, folded, row.what, now)) *said = slack::with_line(*said, *line);
    }
    return drawn;
}

std::optional<slack::rendered> render_card(core::unit_of_work& work, const core::card& picture,
                                           core::instant now)
{
    switch (picture.kind) {
    case core::card_kind::welcome:
        if (const auto here = work.groups().find(picture.group)) return welcome_card(work, *here, now);
        break;
    case core::card_kind::ballot:
        if (const auto running = work.ballots().find(core::ballot_id{picture.subject})) {
            return ballot_card(work, *running);
        }
        break;
    case core::card_kind::session:
        if (const auto meeting = work.sessions().find(core::session_id{picture.subject}))
            return meeting->card == picture.id ? session_card(work, *meeting, now)
                                               : replaced_session_card(*meeting);
        break;
    case core::card_kind::turn_offer:
        if (const auto offer = work.turns().find(core::offer_id{picture.subject}))
            return offer_card(work, *offer);
        break;
    case core::card_kind::critique:
        if (const auto request = work.critiques().find(core::critique_id{picture.subject}))
            return critique_card(work, *request);
        break;
    case core::card_kind::volunteer:
        if (const auto open = work.vacancies().find(core::vacancy_id{picture.subject}))
            return volunteer_card(work, *open);
        break;
    case core::card_kind::assist:
        if (const auto one = work.assists().find(core::assist_id{picture.subject}))
            return draw_assist_card(work, *one, now);
        break;
    case core::card_kind::summary:
        if (const auto one = work.assists().find(core::assist_id{picture.subject}))
            return draw_summary_card(work, *one);
        break;
    }
    return std::nullopt;
}

} // namespace peerbot::bot
