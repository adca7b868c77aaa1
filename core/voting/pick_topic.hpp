// The topics of a result that no session has yet, and picking one of them for a session.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <vector>

namespace peerbot::core {

// What of a closed ballot could be planned now, by place: topics on the list that no session has, those that
// nobody chose included. A topic that was merged is the one that took it in.
std::vector<topic> topics_of_result(unit_of_work& work, const group& here, const ballot& closed);

// Of these, by place, what somebody voted for: what a plan is made of.
std::vector<topic> plannable(unit_of_work& work, const group& here, const ballot& closed);

// Whether one of these sessions is about it.
bool planned_already(const std::vector<session>& planned, topic_id one);

// The best topics of the group's newest result that no session has: what a leader can pick from.
std::vector<topic> topics_to_pick(unit_of_work& work, const group& here);

// The leader of a coming session that has no topic says what it is about, and with that, that they will lead
// it: one of the topics to pick, or any on the list while there are none of these. A facilitator can choose
// any topic on the list, also in the place of another; then the leader and the channel are told.
// Rejects: not_a_member, not_the_leader, no_session_planned, session_not_planned, no_such_topic,
// topic_not_open, topic_taken; of a leader also topic_settled (with the topic that it has) and not_to_pick.
result<session> pick_topic(unit_of_work& work, const group& here, const user_id& by, session_id meeting,
                           topic_id topic, instant now);

// Whoever leads the session, or was asked to, hears about its topic.
void tell_leaders(unit_of_work& work, const session& meeting, message_kind kind, instant now);

} // namespace peerbot::core
