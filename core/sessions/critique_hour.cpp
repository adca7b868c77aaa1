#include "core/sessions/critique_hour.hpp"

#include "core/assist/hour.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/ladder.hpp"
#include "core/rotation/leader.hpp"
#include "core/rotation/turns.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

constexpr minutes shortest_piece{5};
constexpr minutes piece_elsewhere{10};

// A session of another kind with room for so many pieces before its last part.
run_sheet with_pieces(run_sheet sheet, std::size_t pieces)
{
    if (sheet.empty() || pieces == 0 || sheet.size() >= most_parts) return sheet;
    const auto longest = std::max_element(sheet.begin(), sheet.end(),
                                          [](const part& a, const part& b) { return a.length < b.length; });
    const auto wanted = piece_elsewhere * static_cast<int>(pieces);
    const auto given = std::min(wanted, longest->length - shortest_piece);
    if (given < shortest_piece) return sheet;
    longest->length -= given;
    sheet.insert(sheet.end() - 1, {given, pieces == 1 ? "Critique of a member's work"
                                                      : "Critique of members' work, in equal parts"});
    return sheet;
}

} // namespace

result<session> make_critique_hour(unit_of_work& work, const group& here, session_id id, const user_id& by,
                                   instant now)
{
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    const auto meeting = planned_session(work, here, id);
    if (!meeting) return meeting;
    if (meeting->starts_at <= now) return rejection{.why = reason::session_over, .number = meeting->number};
    if (!who->facilitator && !leads(*meeting, who->id)) return reason::leads_or_facilitates;
    if (meeting->format == session_format::critique)
        return rejection{.why = reason::no_leader_needed, .number = meeting->number};
    const auto changed = hold_without_leader(work, *meeting, session_format::critique, by, now);
    work.cards().mark_dirty(here.card);
    return changed;
}

std::size_t pieces_in(unit_of_work& work, const session& meeting)
{
    if (meeting.format != session_format::critique) return work.critiques().in_session(meeting.id).size();
    const auto running = work.critiques().running(meeting.group);
    return static_cast<std::size_t>(std::count_if(running.begin(), running.end(), [&](const critique& one) {
        return one.state == critique_state::open || one.meeting == meeting.id;
    }));
}

run_sheet critique_run_sheet(minutes length, std::size_t pieces)
{
    const auto scaled = [&](int of_an_hour) {
        return std::max(minutes{1}, minutes{of_an_hour * length.count() / 60});
    };
    run_sheet sheet{{scaled(5), "Arrive"}, {scaled(5), "What is asked for"}};
    const part last{scaled(10), "What each of us takes home"};
    const auto left = std::max(shortest_piece, length - total(sheet) - last.length);
    const auto room = std::min<std::int64_t>(left / shortest_piece, most_parts - sheet.size() - 1);
    const auto shown = std::clamp<std::int64_t>(static_cast<std::int64_t>(pieces), 1, room);
    for (std::int64_t i = 1; i <= shown; ++i) {
        const auto each = left / shown + minutes{i <= left.count() % shown ? 1 : 0};
        sheet.push_back({each, shown == 1 ? "The work" : "Work " + std::to_string(i)});
    }
    sheet.push_back(last);
    return sheet;
}

run_sheet run_sheet_of(unit_of_work& work, const group& here, const session& meeting)
{
    const auto pieces = pieces_in(work, meeting);
    if (meeting.format == session_format::critique) return critique_run_sheet(meeting.length, pieces);
    if (const auto phases = assist_run_sheet(work, meeting)) return *phases;
    return with_pieces(run_sheet_of(here, meeting.length), pieces);
}

} // namespace peerbot::core
