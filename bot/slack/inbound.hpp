// What Slack sends, as plain values. Everything may be absent: an empty string is "not there".
// Text from people is kept as Slack escaped it; decode_entities() is applied once by whoever reads it.
#pragma once

#include "bot/slack/account.hpp"
#include "bot/slack/identity.hpp"
#include "core/ids.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace peerbot::bot::slack {

enum class inbound_path
{
    commands,     // POST /slack/commands
    interactions, // POST /slack/interactions
    events,       // POST /slack/events
};

struct slash_command
{
    core::workspace_id team;
    std::string enterprise;
    core::channel_id channel;
    core::user_id user;
    std::string command; // with its slash
    std::string text;    // escaped: <@U1|name>, <#C1|name>, &amp;
    std::string trigger_id;
    std::string response_url;
};

// Text, or what was chosen in a menu that takes several.
using input_value = std::variant<std::string, std::vector<std::string>>;

// A button pressed or a menu used, in a message or a view; or something typed in an input that tells so.
struct block_action
{
    core::workspace_id team;
    core::user_id user;
    core::workspace_id user_team; // of their account; another one in a channel shared with others
    core::channel_id channel;     // empty in views
    std::string message_ts;
    std::string view_id;
    std::string view_hash;
    std::string private_metadata; // with the two below, of the view
    std::string callback_id;
    std::map<std::string, input_value> values; // of its inputs so far, by "block_id.action_id"
    std::string block_id;
    std::string action_id;
    std::string value;                 // of the button, or the one thing chosen
    std::vector<std::string> selected; // of a menu that takes several
    std::string action_ts;
    std::string trigger_id;   // good for one view, 3 seconds long
    std::string response_url; // 5 uses, 30 minutes
    bool is_ephemeral = false;
};

struct view_submission
{
    core::workspace_id team;
    core::user_id user;
    std::string callback_id;
    std::string private_metadata;
    std::map<std::string, input_value> values; // by "block_id.action_id"; unanswered inputs are left out
    std::string view_id;
    std::string hash;
    std::string trigger_id;

    // Empty when it was not answered or is a list.
    std::string text(const std::string& key) const;
    std::vector<std::string> list(const std::string& key) const;
};

struct view_closed
{
    core::workspace_id team;
    core::user_id user;
    std::string callback_id;
    std::string private_metadata;
    std::map<std::string, input_value> values; // as above; Slack's own example has none
    std::string view_id;
    bool is_cleared = false;
};

// Chosen from the menu of a message, or from the general one.
struct shortcut
{
    core::workspace_id team;
    std::string team_domain; // "peerlab" of peerlab.slack.com; empty for an organisation's installation
    core::user_id user;
    std::string callback_id;
    core::channel_id channel; // with what follows, of the message; empty for a general one
    std::string message_ts;
    std::string thread_ts; // of the parent, which has it too once there are replies
    core::user_id message_user;
    std::string message_text; // escaped
    std::string action_ts;
    std::string trigger_id;
    std::string response_url;
};

struct block_suggestion
{
    core::workspace_id team;
    core::user_id user;
    std::string block_id;
    std::string action_id;
    std::string value; // typed so far
    std::string view_id;
    std::string private_metadata;
};

struct event
{
    std::string event_id;
    core::workspace_id team; // the installation it is for
    std::string enterprise;
    std::chrono::sys_seconds event_time{};
    bool is_ext_shared_channel = false;

    std::string type;
    std::string subtype;
    core::user_id user; // who did it, or whom it is about
    core::user_id inviter;
    core::channel_id channel;
    std::string channel_type;
    std::string ts;
    std::string thread_ts;
    std::string text;
    std::string bot_id;
    std::string app_id;
    std::string delivery_key; // in the metadata of a message that we posted

    // message_changed, message_deleted: the message it is about
    std::string nested_ts;
    core::user_id nested_user;
    std::string nested_bot_id;
    std::string nested_app_id;

    std::string tab;              // app_home_opened: home or messages
    account about;                // user_change, team_join
    core::channel_id new_channel; // channel_id_changed
};

struct url_verification
{
    std::string challenge;
};

struct ssl_check
{};

struct rate_limited
{
    core::workspace_id team;
    std::chrono::sys_seconds minute{};
};

// Well formed, but nothing for us: to be answered with an empty 200.
struct ignored
{
    std::string why;
};

// Not what Slack sends on this path: to be answered with this status.
struct refused
{
    unsigned status = 400; // 400, or 415 for a wrong content type
    std::string why;
};

using inbound =
    std::variant<slash_command, block_action, view_submission, view_closed, shortcut, block_suggestion, event,
                 url_verification, ssl_check, rate_limited, ignored, refused>;

// The signature must have been found good before this is called. `content_type` is the header, with or
// without parameters.
inbound parse_inbound(inbound_path path, std::string_view content_type, std::string_view body);

// Slack sends this set-up request unsigned as well. It is recognised without parsing; the rest of its body is
// not to be trusted, and the answer is an empty 200.
bool is_ssl_check(std::string_view content_type, std::string_view body);

// Our own doing coming back to us, also as an edit of our own message. Joining and leaving a channel is not:
// that is how we learn where we are.
bool is_own(const event& happened, const identity& bot);

// The address under which Slack shows the message that a shortcut was chosen for; empty when not enough is
// known to tell.
std::string message_link(const shortcut& chosen);

// &amp; &lt; &gt; once; nothing else is an entity in Slack's text.
std::string decode_entities(std::string_view text);

} // namespace peerbot::bot::slack
