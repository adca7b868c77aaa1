#include "core/critique/afterwards.hpp"

#include "core/critique/ending.hpp"
#include "core/critique/giving.hpp"
#include "core/groups/roles.hpp"
#include "core/promises/promises.hpp"
#include "core/rotation/leader.hpp"
#include "core/words/paragraphs.hpp"
#include "core/words/utf8.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

// So that one message tells of all that is marked in one go.
constexpr minutes marking_time{10};

// A request of `by`. Rejects: no_such_critique, not_the_asker.
result<critique> own_critique(unit_of_work& work, const group& here, critique_id id, const user_id& by)
{
    const auto found = work.critiques().find(id);
    if (!found || found->group != here.id) return reason::no_such_critique;
    const auto who = present_member(work, here.id, by);
    if (!who || who->id != found->asker)
        return rejection{.why = reason::not_the_asker,
                         .number = found->number,
                         .people = {known_member(work, found->asker).user}};
    return *found;
}

// Rejects also: critique_still_open.
result<critique> own_ended_critique(unit_of_work& work, const group& here, critique_id id, const user_id& by)
{
    auto found = own_critique(work, here, id, by);
    if (found && !found->ended())
        return rejection{.why = reason::critique_still_open, .number = found->number};
    return found;
}

// Rejects: empty_text, text_too_long.
result<std::string> read_words(const std::string& typed, std::size_t longest)
{
    const auto text = clean_paragraphs(typed);
    if (text.empty()) return reason::empty_text;
    if (code_points(text) > longest)
        return rejection{.why = reason::text_too_long, .number = static_cast<std::int64_t>(longest)};
    return text;
}

void thank(unit_of_work& work, const group& here, const critique& request, feedback& written, instant now)
{
    if (written.thanked_at) return;
    if (known_member(work, written.author).state == member_state::left) return;
    written.thanked_at = now;
    tell_of_critique(work, here, request, message_kind::critique_helped, written.author, now + marking_time);
}

} // namespace

result<feedback> mark_helpful(unit_of_work& work, const group& here, critique_id id, member_id author,
                              critique_part part, const user_id& by, instant now)
{
    const auto request = own_critique(work, here, id, by);
    if (!request) return request.why();
    const auto readable = readable_feedback(work, *request, request->asker);
    const auto found = std::find_if(readable.begin(), readable.end(),
                                    [&](const feedback& one) { return one.author == author; });
    const auto place = static_cast<std::size_t>(part);
    if (found == readable.end() || found->parts[place].empty())
        return rejection{.why = reason::no_such_feedback, .number = request->number};
    auto marked = *found;
    marked.helpful[place] = !marked.helpful[place];
    if (marked.helpful[place]) thank(work, here, *request, marked, now);
    work.critiques().save_feedback(marked);
    return marked;
}

result<std::vector<promise>> resolve(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                     std::span<const resolution> wanted, instant now)
{
    const auto request = own_ended_critique(work, here, id, by);
    if (!request) return request.why();
    if (work.promises().of(promise_origin::critique, id.value).size() + wanted.size() > most_resolutions)
        return rejection{.why = reason::too_many_resolutions, .number = most_resolutions};
    std::vector<promise> made;
    for (const auto& one : wanted) {
        const auto fresh = make_promise(work, here,
                                        {.owner = request->asker,
                                         .text = one.text,
                                         .due = one.due,
                                         .origin = promise_origin::critique,
                                         .subject = id.value},
                                        now);
        if (!fresh) {
            auto why = fresh.why();
            why.field = one.place;
            return why;
        }
        made.push_back(*fresh);
    }
    return made;
}

result<critique> tell_what_changed(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                   const std::string& text, instant now)
{
    const auto request = own_ended_critique(work, here, id, by);
    if (!request) return request;
    const auto words = read_words(text, longest_change);
    if (!words) return words.why();
    auto changed = *request;
    const bool again = !changed.changed.empty();
    changed.changed = *words;
    keep_critique(work, changed);
    work.timers().cancel(timer_kind::critique_changed_yet, id.value);
    if (again) return changed;
    for (const auto& one : work.critiques().handed_in(id))
        tell_of_critique(work, here, changed, message_kind::critique_changed, one.author, now);
    return changed;
}

std::string summary_draft(unit_of_work& work, const critique& request)
{
    std::string draft;
    for (const auto& one : work.critiques().handed_in(request.id)) {
        for (std::size_t i = 0; i < critique_parts; ++i) {
            if (!one.helpful[i]) continue;
            const auto longer = draft + (draft.empty() ? "" : "\n\n") + one.parts[i];
            if (code_points(longer) > longest_summary) return draft;
            draft = longer;
        }
    }
    return draft;
}

result<critique> share_summary(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                               const std::string& text, instant now)
{
    const auto request = own_ended_critique(work, here, id, by);
    if (!request) return request;
    if (!request->summary.empty()) return rejection{.why = reason::summary_shared, .number = request->number};
    const auto words = read_words(text, longest_summary);
    if (!words) return words.why();
    auto changed = *request;
    changed.summary = *words;
    keep_critique(work, changed);
    work.outbox().add({.kind = message_kind::critique_summary,
                       .group = here.id,
                       .subject = id.value,
                       .to = here.channel,
                       .due_at = now});
    return changed;
}

} // namespace peerbot::core
