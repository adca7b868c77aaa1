#include "core/voting/topics.hpp"

#include "core/groups/roles.hpp"
#include "core/words/ascii.hpp"
#include "core/words/plain.hpp"

namespace peerbot::core {

result<topic> propose_topic(unit_of_work& work, const group& here, const user_id& by, std::string_view title,
                            instant now)
{
    if (const auto who = present_member(work, here.id, by); !who) return who.why();
    // Nothing is cut off (there are no more code points than bytes): a title that is too long is refused.
    const auto clean = clean_text(title, title.size());
    if (clean.empty()) return reason::empty_title;
    if (code_points(clean) > longest_title)
        return rejection{.why = reason::title_too_long, .number = longest_title};

    const auto open = work.topics().open(here.id);
    for (const auto& other : open) {
        if (to_lower(other.title) == to_lower(clean)) {
            return rejection{.why = reason::same_title, .text = other.title, .number = other.number};
        }
    }
    if (open.size() >= most_open_topics)
        return rejection{.why = reason::too_many_topics, .number = most_open_topics};

    topic fresh;
    fresh.group = here.id;
    fresh.title = clean;
    fresh.proposer = by;
    fresh.proposed_at = now;
    return work.topics().add(fresh);
}

result<topic> offer_to_teach(unit_of_work& work, const group& here, const user_id& by, int number,
                             instant now)
{
    if (const auto who = present_member(work, here.id, by); !who) return who.why();
    auto found = work.topics().find_number(here.id, number);
    if (!found) return rejection{.why = reason::no_such_topic, .number = number};
    if (found->state != topic_state::open) {
        return rejection{.why = reason::topic_not_open, .text = found->title, .number = number};
    }
    if (!work.topics().add_teacher(found->id, by, now)) {
        return rejection{.why = reason::already_teaching, .text = found->title, .number = number};
    }
    found->teachers.push_back(by);
    if (const auto running = work.ballots().open_in(here.id)) work.cards().mark_dirty(running->card);
    return std::move(*found);
}

} // namespace peerbot::core
