#include "core/voting/lot.hpp"

#include "core/words/sha256.hpp"

namespace peerbot::core {

std::string lot(ballot_id ballot, topic_id topic)
{
    return sha256(std::to_string(ballot.value) + ":" + std::to_string(topic.value));
}

} // namespace peerbot::core
