// The log: one line an event, `event=name key=value`, as text for people or JSON for machines. Never a
// secret, never what somebody wrote.
#pragma once

#include <string_view>

namespace peerbot::bot {

// level: error, warning, info or debug; format: text or json. Writes to standard error, each line at once but
// for those about requests ("event=request"), see write_out_log().
void set_up_log(std::string_view level, std::string_view format);

// Writes the lines about requests that still wait. To be called soon after each.
void write_out_log();

// From now on, for the log that is set up.
void set_log_level(std::string_view level);

} // namespace peerbot::bot
