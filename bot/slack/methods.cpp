#include "bot/slack/methods.hpp"

#include <cstddef>

namespace peerbot::bot::slack {
namespace {

constexpr int tier_2 = 20;
constexpr int tier_3 = 50;
constexpr int tier_4 = 100;
constexpr int hundreds = 300;
// Each address is good for five answers; this only keeps a storm of presses from becoming a flood.
constexpr int answers_to_presses = 3000;

// In the order of the enumeration. (docs.slack.dev, the page of each method)
constexpr std::array rows{
    method_row{method::auth_test, "auth.test", hundreds},
    method_row{method::chat_post_message, "chat.postMessage", hundreds, {"chat:write"}, true},
    method_row{method::chat_update, "chat.update", tier_3, {"chat:write"}},
    method_row{method::chat_post_ephemeral, "chat.postEphemeral", tier_4, {"chat:write"}, true},
    method_row{method::views_open, "views.open", tier_4},
    method_row{method::conversations_open, "conversations.open", tier_3, {"im:write"}},
    method_row{method::conversations_info, "conversations.info", tier_3, {"channels:read", "groups:read"}},
    method_row{method::conversations_history,
               "conversations.history",
               tier_3,
               {"channels:history", "groups:history", "im:history"}},
    method_row{method::conversations_replies,
               "conversations.replies",
               tier_3,
               {"channels:history", "groups:history", "im:history"}},
    method_row{method::users_info, "users.info", tier_4, {"users:read"}},
    method_row{method::users_list, "users.list", tier_2, {"users:read"}},
    method_row{method::files_get_upload_url, "files.getUploadURLExternal", tier_4, {"files:write"}},
    method_row{method::files_complete_upload, "files.completeUploadExternal", tier_4, {"files:write"}, true},
    method_row{method::response_url, "response_url", answers_to_presses, {}, true},
    method_row{method::upload_url, "upload_url", tier_4},
};

constexpr bool in_order()
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (static_cast<std::size_t>(rows.at(i).which) != i) return false;
    }
    return rows.back().which == method::upload_url;
}
static_assert(in_order(), "every method has one row, in the order of the enumeration");

} // namespace

std::span<const method_row> every_method()
{
    return rows;
}

const method_row& row_of(method which)
{
    return rows.at(static_cast<std::size_t>(which));
}

} // namespace peerbot::bot::slack
