// The standing list of what a group could learn: proposing, wanting, teaching, rewording, merging.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <string>

namespace peerbot::core {

// Titles that are at least so alike (core/words/likeness.hpp) are shown to the proposer before another is
// added.
inline constexpr double very_similar = 0.75;

struct proposal
{
    user_id by;
    std::string title;
    std::string link = {};        // of the message it was made of
    bool despite_similar = false; // the proposer saw the one that is alike, and wants both
    instant now;
};
struct proposed
{
    topic subject;     // as stored; or the open or taught topic that is very similar
    bool added = true; // false: nothing was stored
};
// Rejects: not_a_member, empty_title, title_too_long, too_many_topics; same_title (with the number it has),
// or own_title when they proposed that one themselves.
result<proposed> propose_topic(unit_of_work& work, const group& here, const proposal& wish);

// Puts a taught topic on the list again, to go on with it. An empty title keeps the old one.
// Rejects: as propose_topic; no_such_topic, not_taught_yet.
result<topic> propose_again(unit_of_work& work, const group& here, int taught, const proposal& wish);

// All below reject: not_a_member, no_such_topic, topic_not_open.
struct topic_request
{
    user_id by;
    int number;
    instant now;
};

// Also rejects: already_teaching.
result<topic> offer_to_teach(unit_of_work& work, const group& here, const topic_request& request);
// A session that is theirs already stays so. Also rejects: not_teaching.
result<topic> take_back_offer(unit_of_work& work, const group& here, const topic_request& request);

// "I want this too", or not any more. Doing it twice changes nothing. Also rejects: own_topic.
result<topic> second_topic(unit_of_work& work, const group& here, const topic_request& request, bool wanted);

// By its proposer or a facilitator; votes and interest stay. Also rejects: not_your_topic, empty_title,
// title_too_long, same_title, own_title.
result<topic> reword_topic(unit_of_work& work, const group& here, const topic_request& request,
                           const std::string& title);

// Takes it off the list. By its proposer or a facilitator. Also rejects: not_your_topic, topic_on_ballot,
// topic_planned.
result<topic> withdraw_topic(unit_of_work& work, const group& here, const topic_request& request);

// Everybody who wanted or could teach the topic wants or can teach `into` from now on, each counted once; the
// topic leaves the list. By a facilitator. Returns `into`. Also rejects: not_a_facilitator, same_topic,
// topic_on_ballot, topic_planned.
result<topic> merge_topic(unit_of_work& work, const group& here, const topic_request& request, int into);

// A held session had a topic: it leaves the list, with the session as its place.
void topic_was_taught(unit_of_work& work, const session& held);

} // namespace peerbot::core
