#include "bot/cards/render.hpp"

#include "core/groups/roles.hpp"

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
    case few_votes:
        return few_votes_message;
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
    }
    throw std::logic_error("a stored message is of a kind that this version does not know");
}

} // namespace

rendering render_message(core::unit_of_work& work, const core::outbox_row& row, core::instant now)
{
    return renderer_of(row.what.kind)(work, row.what, now);
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
