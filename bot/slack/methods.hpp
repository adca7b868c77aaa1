// The methods of Slack's Web API that peerbot calls, and what each needs. Nothing is called that has no row
// here: the manifest asks for the scopes of these rows.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace peerbot::bot::slack {

enum class method
{
    auth_test,
    chat_post_message,
    chat_update,
    chat_post_ephemeral,
    views_open,
    conversations_open,
    conversations_info,
    conversations_history,
    conversations_replies,
    users_info,
    users_list,
    files_get_upload_url,
    files_complete_upload,
    // These are no methods but addresses that Slack gives, which are their own permission.
    response_url,
    upload_url,
};

struct method_row
{
    method which;
    std::string_view name; // as in the address
    int per_minute;        // calls that Slack grants ("Rate limits")
    // All of them: which one a call needs depends on the kind of conversation. The rest is empty.
    std::array<std::string_view, 3> scopes = {};
    bool once = false; // a second success is a second effect
};

std::span<const method_row> every_method();
const method_row& row_of(method which);
inline std::string_view name_of(method which)
{
    return row_of(which).name;
}

} // namespace peerbot::bot::slack
