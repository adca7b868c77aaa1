#include "bot/cards/render.hpp"

#include "bot/cards/voting.hpp"
#include "core/groups/roles.hpp"
#include "core/voting/close_ballot.hpp"

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
    case topic_changed:
        return topic_changed_message;
    }
    throw std::logic_error("a stored message is of a kind that this version does not know");
}

} // namespace

// A reminder to vote that did not fit the person's attention budget goes along with what they are sent
// anyway.
rendering render_message(core::unit_of_work& work, const core::outbox_row& row, core::instant now)
{
    auto drawn = renderer_of(row.what.kind)(work, row.what, now);
    const bool to_person = std::holds_alternative<core::user_id>(row.what.to);
    auto* said = std::get_if<slack::rendered>(&drawn);
    if (!to_person || said == nullptr || row.what.kind == core::message_kind::vote_reminder) return drawn;
    for (const auto& running : core::votes_to_mention(work, row.workspace, row.what, now))
        *said = slack::with_line(*said, vote_mention(work, running));
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
    }
    return std::nullopt;
}

} // namespace peerbot::bot
