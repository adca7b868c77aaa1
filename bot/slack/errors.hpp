// What Slack's error words mean for us. Slack documents the words, not what to do about them; the classes are
// our judgement. A word that is not in the table is unclassified.
#pragma once

#include <string_view>

namespace peerbot::bot::slack {

enum class error_class
{
    none,                // no error
    rate_limited,        // wait as long as Retry-After says; nothing was done
    transient,           // again, with growing pauses; a write may have happened already
    migrating,           // the workspace or channel is being moved: again after minutes
    restart_pagination,  // the cursor is too old: list from the start
    refresh_token,       // a rotating token has expired
    reread_then_retry,   // somebody changed the view first
    success_equivalent,  // the wanted state already holds
    stop_workspace,      // the token no longer works
    fix_config,          // scopes, token type or settings of the app are wrong
    target_gone,         // channel, person, message or view cannot be used
    policy,              // a rule of the workspace forbids it
    expired_interaction, // the trigger or response_url was used or is too old
    user_input,          // the text cannot be accepted
    bad_request,         // our request is malformed
    unclassified,
};

// `method` as in the Web API, such as "chat.postMessage".
error_class classify_error(std::string_view method, std::string_view error);
std::string_view name_of(error_class what);

} // namespace peerbot::bot::slack
