// What people do together in a rehearsal, as they type, press and fill it in.
#pragma once

#include "tests/bot/assists/rehearsal.hpp"

namespace peerbot::tests {

// Ana opens an inventory that another template follows, and the others take part. `call` as in ask().
void pick(rehearsal& play, const std::string& format, const std::string& call = {});
void post(rehearsal& play, const std::string& person, const std::string& text, bool named);
// The challenge that begins so.
void mark(rehearsal& play, const std::string& person, const std::string& beginning);

// Whoever proposes it can come.
void propose_call(rehearsal& play, const std::string& person, const std::string& wall,
                  const std::vector<std::string>& others);

// The assistee sends the summary for review, everybody approves when they are asked, and the assistee's last
// press publishes it in the channel.
void sum_up(rehearsal& play);
void tell_what_happened(rehearsal& play, const std::string& text);

} // namespace peerbot::tests
