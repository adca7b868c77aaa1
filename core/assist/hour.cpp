#include "core/assist/hour.hpp"

#include "core/assist/assist.hpp"
#include "core/assist/template.hpp"

namespace peerbot::core {

std::optional<run_sheet> assist_run_sheet(unit_of_work& work, const session& meeting)
{
    if (meeting.format != session_format::assist) return std::nullopt;
    const auto one = work.assists().of_session(meeting.id);
    const auto format = one ? work.templates().find(one->format) : std::nullopt;
    if (!format) return std::nullopt;
    run_sheet sheet;
    for (const auto& each : format->phases)
        if (each.live > minutes{0}) sheet.push_back({each.live, each.name});
    if (sheet.empty()) return std::nullopt;
    return sheet;
}

} // namespace peerbot::core
