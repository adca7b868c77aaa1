#include "core/sessions/details.hpp"

#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/words/plain.hpp"
#include "core/words/utf8.hpp"

namespace peerbot::core {
namespace {

rejection in_field(rejection refused, const char* field)
{
    refused.field = field;
    return refused;
}

rejection too_long(const char* field, std::int64_t limit)
{
    return {.why = reason::text_too_long, .number = limit, .field = field};
}

// Rejects: no_session_planned, leads_or_facilitates.
result<session> session_of(unit_of_work& work, const group& here, session_id id, const user_id& by)
{
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    auto found = work.sessions().find(id);
    if (!found || found->group != here.id) return reason::no_session_planned;
    const bool leads = core::leads(*found, who->id);
    if (!leads && !who->facilitator) return reason::leads_or_facilitates;
    return *found;
}

// Lines without the empty ones, each clean. Rejects: text_too_long.
result<std::string> clean_lines(const std::string& typed, std::size_t most_lines, std::size_t longest)
{
    std::string kept;
    std::size_t lines = 0;
    std::string line;
    for (const char c : typed + '\n') {
        if (c != '\n') {
            line += c;
            continue;
        }
        const auto clean = clean_text(line, line.size());
        line.clear();
        if (clean.empty()) continue;
        if (++lines > most_lines || code_points(clean) > longest) return reason::text_too_long;
        kept += (kept.empty() ? "" : "\n") + clean;
    }
    return kept;
}

void keep(unit_of_work& work, const session& meeting, const session_details& changed)
{
    if (work.sessions().details(meeting.id) == changed) return;
    work.sessions().save_details(meeting.id, changed);
    if (meeting.card) work.cards().mark_dirty(meeting.card);
}

} // namespace

result<std::string> parse_link(const std::string& typed)
{
    const auto link = clean_text(typed, typed.size());
    if (!link.empty() && !is_web_link(link)) return rejection{.why = reason::not_a_link, .text = link};
    return link;
}

result<session> prepare_session(unit_of_work& work, const group& here, const preparation& told)
{
    const auto meeting = session_of(work, here, told.meeting, told.by);
    if (!meeting) return meeting.why();
    if (meeting->state == session_state::cancelled)
        return rejection{.why = reason::session_not_planned, .number = meeting->number};
    const auto video = parse_link(told.video_link);
    if (!video) return in_field(video.why(), "video");
    const auto slides = parse_link(told.slides);
    if (!slides) return in_field(slides.why(), "slides");
    const auto outline = clean_lines(told.outline, 20, longest_outline);
    if (!outline || code_points(*outline) > longest_outline) return too_long("outline", longest_outline);
    auto changed = work.sessions().details(meeting->id);
    changed.video_link = *video;
    changed.slides = *slides;
    changed.outline = *outline;
    keep(work, *meeting, changed);
    return *meeting;
}

result<session> report_session(unit_of_work& work, const group& here, const report& told)
{
    const auto meeting = session_of(work, here, told.meeting, told.by);
    if (!meeting) return meeting.why();
    if (meeting->state == session_state::cancelled)
        return rejection{.why = reason::session_not_planned, .number = meeting->number};
    if (meeting->starts_at > told.now)
        return rejection{.why = reason::session_not_over, .number = meeting->number};
    const auto recording = parse_link(told.recording);
    if (!recording) return in_field(recording.why(), "recording");
    if (told.not_recorded && !recording->empty()) return reason::recording_or_none;
    const auto notes = clean_lines(told.notes, most_note_lines, longest_note_line);
    if (!notes) return too_long("notes", most_note_lines);
    auto changed = work.sessions().details(meeting->id);
    changed.recording = *recording;
    changed.not_recorded = told.not_recorded;
    changed.notes = *notes;
    keep(work, *meeting, changed);
    return *meeting;
}

bool report_is_missing(const session_details& told)
{
    return (told.recording.empty() && !told.not_recorded) || told.notes.empty();
}

} // namespace peerbot::core
