// The standing list of what a group could learn, and who could teach it.
#pragma once

#include "core/groups/group.hpp"
#include "core/result.hpp"
#include "core/unit_of_work.hpp"

#include <string_view>

namespace peerbot::core {

// Rejects: not_a_member, empty_title, title_too_long, same_title (with the number it has), too_many_topics.
result<topic> propose_topic(unit_of_work& work, const group& here, const user_id& by, std::string_view title,
                            instant now);

// Rejects: not_a_member, no_such_topic, topic_not_open, already_teaching.
result<topic> offer_to_teach(unit_of_work& work, const group& here, const user_id& by, int number,
                             instant now);

} // namespace peerbot::core
