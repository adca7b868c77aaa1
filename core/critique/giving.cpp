#include "core/critique/giving.hpp"

#include "core/critique/critics.hpp"
#include "core/critique/dues.hpp"
#include "core/critique/ending.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/words/paragraphs.hpp"
#include "core/words/utf8.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

constexpr std::array<const char*, critique_parts> part_names{"noticed", "works", "could_try"};

struct scene
{
    critique request;
    critic author;
};

// Rejects: no_such_critique, not_a_critic.
result<scene> scene_of(unit_of_work& work, const group& here, const written_feedback& typed)
{
    const auto request = work.critiques().find(typed.request);
    if (!request || request->group != here.id) return reason::no_such_critique;
    const auto who = present_member(work, here.id, typed.by);
    const auto author = who ? work.critiques().critic_of(request->id, who->id) : std::nullopt;
    if (!author) return rejection{.why = reason::not_a_critic, .number = request->number};
    return scene{.request = *request, .author = *author};
}

feedback cleaned(unit_of_work& work, const scene& at, const written_feedback& typed)
{
    auto kept =
        work.critiques()
            .feedback_by(at.request.id, at.author.member)
            .value_or(feedback{.request = at.request.id, .author = at.author.member, .saved_at = typed.now});
    for (std::size_t i = 0; i < critique_parts; ++i)
        kept.parts[i] = clean_paragraphs(typed.parts[i]);
    kept.source = typed.source;
    kept.saved_at = typed.now;
    return kept;
}

// Rejects: text_too_long, too_little_feedback, no_source.
outcome complete(const feedback& written)
{
    std::size_t filled = 0;
    for (std::size_t i = 0; i < critique_parts; ++i) {
        if (!written.parts[i].empty()) ++filled;
        if (code_points(written.parts[i]) > longest_feedback_part)
            return rejection{
                .why = reason::text_too_long, .text = part_names[i], .number = longest_feedback_part};
    }
    if (filled < parts_needed) return rejection{.why = reason::too_little_feedback, .number = parts_needed};
    if (!written.source) return reason::no_source;
    return nothing{};
}

void book_giving(unit_of_work& work, const group& here, scene at, instant now)
{
    at.author.state = critic_state::given;
    at.author.settled_at = now;
    work.critiques().save_critic(at.author);
    book_taking(work, at.request, at.author.member);
    if (at.request.reading == critique_reading::as_it_comes && at.request.state == critique_state::open)
        at.request.facilitators_asked_at.reset();
    keep_critique(work, at.request);
    if (finish_when_complete(work, here, at.request, now)) return;
    if (at.request.reading == critique_reading::as_it_comes)
        tell_of_critique(work, here, at.request, message_kind::critique_received, at.request.asker, now);
}

} // namespace

outcome save_draft(unit_of_work& work, const group& here, const written_feedback& typed)
{
    const auto at = scene_of(work, here, typed);
    if (!at) return at.why();
    const auto before = work.critiques().feedback_by(at->request.id, at->author.member);
    if (before && (before->handed_in_at || before->saved_at > typed.now)) return nothing{};
    work.critiques().save_feedback(cleaned(work, *at, typed));
    return nothing{};
}

result<feedback> hand_in(unit_of_work& work, const group& here, const written_feedback& typed)
{
    const auto at = scene_of(work, here, typed);
    if (!at) return at.why();
    if (at->request.ended()) return rejection{.why = reason::critique_ended, .number = at->request.number};
    auto written = cleaned(work, *at, typed);
    if (const auto enough = complete(written); !enough) return enough.why();
    const bool again = written.handed_in_at.has_value();
    if (!again) written.handed_in_at = typed.now;
    for (std::size_t i = 0; i < critique_parts; ++i)
        written.helpful[i] = written.helpful[i] && !written.parts[i].empty();
    work.critiques().save_feedback(written);
    if (!again) {
        book_giving(work, here, *at, typed.now);
        serve_waiting_requests(work, here, typed.now);
    }
    return written;
}

std::vector<feedback> readable_feedback(unit_of_work& work, const critique& request, member_id viewer)
{
    const auto who = work.members().find(viewer);
    if (!who || who->group != request.group || who->state == member_state::left) return {};
    auto all = work.critiques().handed_in(request.id);
    if (viewer == request.asker) {
        const bool yet = request.reading == critique_reading::as_it_comes || request.ended();
        return yet ? all : std::vector<feedback>{};
    }
    const bool gave =
        std::any_of(all.begin(), all.end(), [&](const feedback& one) { return one.author == viewer; });
    return gave ? all : std::vector<feedback>{};
}

} // namespace peerbot::core
