#include "core/voting/topics.hpp"

#include "core/groups/roles.hpp"
#include "core/words/fold.hpp"
#include "core/words/likeness.hpp"
#include "core/words/plain.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

constexpr int taught_compared = 50; // of the newest taught topics

result<std::string> clean_title(const std::string& typed)
{
    // Nothing is cut off (there are no more code points than bytes): a title that is too long is refused.
    auto clean = clean_text(typed, typed.size());
    if (clean.empty()) return reason::empty_title;
    if (code_points(clean) > longest_title)
        return rejection{.why = reason::title_too_long, .number = longest_title};
    return clean;
}

bool same_title(const topic& one, std::string_view title)
{
    return folded(one.title) == folded(title);
}

std::optional<rejection> taken(const std::vector<topic>& open, std::string_view title, const user_id& by,
                               topic_id but = {})
{
    for (const auto& other : open) {
        if (other.id == but || !same_title(other, title)) continue;
        return rejection{.why = other.proposer == by ? reason::own_title : reason::same_title,
                         .text = other.title,
                         .number = other.number};
    }
    return std::nullopt;
}

std::optional<topic> most_like(const std::vector<topic>& topics, std::string_view title)
{
    const auto by_likeness = [&](const topic& a, const topic& b) {
        return likeness(a.title, title) < likeness(b.title, title);
    };
    const auto best = std::max_element(topics.begin(), topics.end(), by_likeness);
    if (best == topics.end() || likeness(best->title, title) < very_similar) return std::nullopt;
    return *best;
}

topic fresh_topic(const group& here, const proposal& wish, std::string title)
{
    topic fresh;
    fresh.group = here.id;
    fresh.title = std::move(title);
    fresh.proposer = wish.by;
    fresh.proposed_at = wish.now;
    fresh.link = wish.link;
    return fresh;
}

// Rejects: not_a_member, no_such_topic, topic_not_open.
result<topic> open_topic(unit_of_work& work, const group& here, const topic_request& request)
{
    if (const auto who = present_member(work, here.id, request.by); !who) return who.why();
    auto found = work.topics().find_number(here.id, request.number);
    if (!found) return rejection{.why = reason::no_such_topic, .number = request.number};
    if (found->state != topic_state::open) {
        return rejection{.why = reason::topic_not_open, .text = found->title, .number = request.number};
    }
    return std::move(*found);
}

// Rejects: as open_topic; not_your_topic.
result<topic> own_topic(unit_of_work& work, const group& here, const topic_request& request)
{
    auto found = open_topic(work, here, request);
    if (!found || found->proposer == request.by) return found;
    const auto facilitator = facilitating_member(work, here.id, request.by);
    if (facilitator) return found;
    auto people = facilitator.why().people;
    people.insert(people.begin(), found->proposer);
    return rejection{.why = reason::not_your_topic, .text = found->title, .people = people};
}

// Rejects: topic_on_ballot, topic_planned. Votes on a running ballot, and a plan, are not to vanish.
std::optional<rejection> in_use(unit_of_work& work, const group& here, const topic& subject)
{
    const auto running = work.ballots().open_in(here.id);
    if (running && work.ballots().has_line(running->id, subject.id)) {
        return rejection{.why = reason::topic_on_ballot,
                         .text = subject.title,
                         .when = running->closes_at,
                         .number = subject.number};
    }
    for (const auto& meeting : work.sessions().planned(here.id)) {
        if (meeting.topic == subject.id)
            return rejection{.why = reason::topic_planned, .text = subject.title, .number = meeting.number};
    }
    return std::nullopt;
}

// Its card says what the session is about.
void refresh_session(unit_of_work& work, const group& here, topic_id subject)
{
    for (const auto& meeting : work.sessions().planned(here.id))
        if (meeting.topic == subject) work.cards().mark_dirty(meeting.card);
}

void refresh_ballot(unit_of_work& work, const group& here, topic_id subject)
{
    const auto running = work.ballots().open_in(here.id);
    if (running && work.ballots().has_line(running->id, subject)) work.cards().mark_dirty(running->card);
}

} // namespace

result<proposed> propose_topic(unit_of_work& work, const group& here, const proposal& wish)
{
    if (const auto who = present_member(work, here.id, wish.by); !who) return who.why();
    const auto title = clean_title(wish.title);
    if (!title) return title.why();
    const auto open = work.topics().open(here.id);
    if (auto other = taken(open, *title, wish.by)) return std::move(*other);
    if (open.size() >= most_open_topics)
        return rejection{.why = reason::too_many_topics, .number = most_open_topics};
    if (!wish.despite_similar) {
        if (auto alike = most_like(open, *title)) return proposed{.subject = *alike, .added = false};
        if (auto alike = most_like(work.topics().taught(here.id, taught_compared), *title))
            return proposed{.subject = *alike, .added = false};
    }
    return proposed{.subject = work.topics().add(fresh_topic(here, wish, *title)), .added = true};
}

result<topic> propose_again(unit_of_work& work, const group& here, int taught, const proposal& wish)
{
    if (const auto who = present_member(work, here.id, wish.by); !who) return who.why();
    const auto before = work.topics().find_number(here.id, taught);
    if (!before) return rejection{.why = reason::no_such_topic, .number = taught};
    if (before->state != topic_state::taught)
        return rejection{.why = reason::not_taught_yet, .text = before->title, .number = taught};
    const auto title = clean_title(wish.title.empty() ? before->title : wish.title);
    if (!title) return title.why();
    const auto open = work.topics().open(here.id);
    if (auto other = taken(open, *title, wish.by)) return std::move(*other);
    if (open.size() >= most_open_topics)
        return rejection{.why = reason::too_many_topics, .number = most_open_topics};
    auto fresh = fresh_topic(here, wish, *title);
    fresh.follows = before->id;
    fresh.times_taught = before->times_taught;
    return work.topics().add(fresh);
}

result<topic> offer_to_teach(unit_of_work& work, const group& here, const topic_request& request)
{
    auto found = open_topic(work, here, request);
    if (!found) return found;
    if (!work.topics().add_teacher(found->id, request.by, request.now)) {
        return rejection{.why = reason::already_teaching, .text = found->title, .number = request.number};
    }
    refresh_ballot(work, here, found->id);
    return *work.topics().find(found->id);
}

result<topic> take_back_offer(unit_of_work& work, const group& here, const topic_request& request)
{
    auto found = open_topic(work, here, request);
    if (!found) return found;
    if (!work.topics().remove_teacher(found->id, request.by))
        return rejection{.why = reason::not_teaching, .text = found->title, .number = request.number};
    refresh_ballot(work, here, found->id);
    return *work.topics().find(found->id);
}

result<topic> second_topic(unit_of_work& work, const group& here, const topic_request& request, bool wanted)
{
    const auto found = open_topic(work, here, request);
    if (!found) return found;
    if (found->proposer == request.by)
        return rejection{.why = reason::own_topic, .text = found->title, .number = request.number};
    if (wanted)
        work.topics().add_seconder(found->id, request.by, request.now);
    else
        work.topics().remove_seconder(found->id, request.by);
    refresh_ballot(work, here, found->id);
    return *work.topics().find(found->id);
}

result<topic> reword_topic(unit_of_work& work, const group& here, const topic_request& request,
                           const std::string& title)
{
    const auto found = own_topic(work, here, request);
    if (!found) return found;
    const auto clean = clean_title(title);
    if (!clean) return clean.why();
    if (auto other = taken(work.topics().open(here.id), *clean, request.by, found->id))
        return std::move(*other);
    auto changed = *found;
    if (changed.title != *clean) {
        changed.title = *clean;
        changed.edited_at = request.now;
        work.topics().save(changed);
        refresh_ballot(work, here, changed.id);
        refresh_session(work, here, changed.id);
    }
    return changed;
}

result<topic> withdraw_topic(unit_of_work& work, const group& here, const topic_request& request)
{
    const auto found = own_topic(work, here, request);
    if (!found) return found;
    if (auto used = in_use(work, here, *found)) return std::move(*used);
    auto changed = *found;
    changed.state = topic_state::withdrawn;
    work.topics().save(changed);
    return changed;
}

result<topic> merge_topic(unit_of_work& work, const group& here, const topic_request& request, int into)
{
    if (const auto who = facilitating_member(work, here.id, request.by); !who) return who.why();
    const auto from = open_topic(work, here, request);
    if (!from) return from;
    const auto kept = open_topic(work, here, {.by = request.by, .number = into, .now = request.now});
    if (!kept) return kept;
    if (from->id == kept->id) return rejection{.why = reason::same_topic, .number = into};
    if (auto used = in_use(work, here, *from)) return std::move(*used);

    auto supporters = work.topics().seconders(from->id);
    supporters.insert(supporters.begin(), from->proposer);
    for (const auto& one : supporters) {
        if (one != kept->proposer) work.topics().add_seconder(kept->id, one, request.now);
    }
    for (const auto& one : from->teachers)
        work.topics().add_teacher(kept->id, one, request.now);
    auto changed = *from;
    changed.state = topic_state::withdrawn;
    changed.merged_into = kept->id;
    work.topics().save(changed);
    refresh_ballot(work, here, kept->id);
    return *work.topics().find(kept->id);
}

void topic_was_taught(unit_of_work& work, const session& held)
{
    if (!held.topic) return;
    auto subject = work.topics().find(held.topic);
    if (!subject || subject->state != topic_state::open) return;
    subject->state = topic_state::taught;
    subject->taught_in = held.id;
    ++subject->times_taught;
    work.topics().save(*subject);
}

} // namespace peerbot::core
