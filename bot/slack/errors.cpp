#include "bot/slack/errors.hpp"

#include <algorithm>
#include <iterator>

namespace peerbot::bot::slack {

namespace {

struct entry
{
    std::string_view error;
    error_class what;
};

using enum error_class;

// Sorted by word. The words of the methods we call mean the same in all of them, but for the exception below.
constexpr entry entries[] = {
    {"access_denied", fix_config},
    {"accesslimited", fix_config},
    {"account_inactive", stop_workspace},
    {"alt_txt_too_large", user_input},
    {"app_access_restricted", fix_config},
    {"as_user_not_supported", fix_config},
    {"attachment_payload_limit_exceeded", bad_request},
    {"block_mismatch", bad_request},
    {"blocked_file_type", policy},
    {"cannot_reply_to_message", target_gone},
    {"cant_broadcast_message", target_gone},
    {"cant_update_message", target_gone},
    {"channel_is_limited_access", target_gone},
    {"channel_not_found", target_gone},
    {"channels_limit_exceeded", policy},
    {"deprecated_endpoint", fix_config},
    {"draft_already_deleted", unclassified},
    {"draft_already_sent", unclassified},
    {"draft_has_conflict", unclassified},
    {"draft_not_found", unclassified},
    {"duplicate_channel_not_found", unclassified},
    {"duplicate_external_id", bad_request},
    {"duplicate_message_not_found", unclassified},
    {"edit_window_closed", target_gone},
    {"ekm_access_denied", policy},
    {"enterprise_is_restricted", fix_config},
    {"exchanged_trigger_id", expired_interaction},
    {"expired_trigger_id", expired_interaction},
    {"expired_url", expired_interaction},
    {"external_channel_migrating", migrating},
    {"fatal_error", transient},
    {"file_deleted", target_gone},
    {"file_is_deleted", target_gone},
    {"file_not_found", target_gone},
    {"file_share_limit_reached", policy},
    {"file_type_not_allowed", policy},
    {"file_update_failed", transient},
    {"file_upload_size_restricted", policy},
    {"file_uploads_disabled", policy},
    {"file_uploads_except_images_disabled", policy},
    {"hash_conflict", reread_then_retry},
    {"internal_error", transient},
    {"invalid_arg_name", bad_request},
    {"invalid_arguments", bad_request},
    {"invalid_array_arg", bad_request},
    {"invalid_attachments", bad_request},
    {"invalid_auth", stop_workspace},
    {"invalid_blocks", bad_request},
    {"invalid_blocks_format", bad_request},
    {"invalid_channel", target_gone},
    {"invalid_charset", bad_request},
    {"invalid_cursor", restart_pagination},
    {"invalid_form_data", bad_request},
    {"invalid_json", bad_request},
    {"invalid_limit", bad_request},
    {"invalid_metadata_format", bad_request},
    {"invalid_metadata_schema", bad_request},
    {"invalid_post_type", bad_request},
    {"invalid_trigger_id", expired_interaction},
    {"invalid_ts_latest", bad_request},
    {"invalid_ts_oldest", bad_request},
    {"invalid_user_combination", target_gone},
    {"is_archived", target_gone},
    {"is_bot", fix_config},
    {"is_inactive", target_gone},
    {"json_not_object", bad_request},
    {"markdown_text_conflict", bad_request},
    {"max_file_sharing_exceeded", policy},
    {"message_limit_exceeded", policy},
    {"message_not_found", target_gone},
    {"messages_tab_disabled", fix_config},
    {"metadata_must_be_sent_from_app", fix_config},
    {"metadata_too_large", bad_request},
    {"method_deprecated", fix_config},
    {"method_not_supported_for_channel_type", target_gone},
    {"missing_argument", bad_request},
    {"missing_file_data", bad_request},
    {"missing_post_type", bad_request},
    {"missing_profile_id", bad_request},
    {"missing_scope", fix_config},
    {"msg_blocks_too_long", bad_request},
    {"msg_too_long", user_input},
    {"no_dual_broadcast_content_update", bad_request},
    {"no_permission", fix_config},
    {"no_text", bad_request},
    {"not_allowed_token_type", fix_config},
    {"not_authed", stop_workspace},
    {"not_enabled", fix_config},
    {"not_enough_users", bad_request},
    {"not_found", target_gone},
    {"not_implemented", fix_config},
    {"not_in_channel", target_gone},
    {"org_login_required", migrating},
    {"posting_to_channel_denied", policy},
    {"rate_limited", rate_limited},
    {"ratelimited", rate_limited},
    {"request_timeout", transient},
    {"restricted_action", policy},
    {"restricted_action_non_threadable_channel", policy},
    {"restricted_action_read_only_channel", policy},
    {"restricted_action_thread_locked", policy},
    {"restricted_action_thread_only_channel", policy},
    {"send_on_behalf_not_allowed", policy},
    {"service_unavailable", transient},
    {"slack_connect_blocked_file_type", policy},
    {"slack_connect_canvas_sharing_blocked", policy},
    {"slack_connect_clip_sharing_blocked", policy},
    {"slack_connect_file_link_sharing_blocked", policy},
    {"slack_connect_file_upload_sharing_blocked", policy},
    {"slack_connect_lists_sharing_blocked", policy},
    {"snippet_too_large", user_input},
    {"storage_limit_reached", policy},
    {"streaming_state_conflict", unclassified},
    {"team_access_not_granted", fix_config},
    {"team_added_to_org", migrating},
    {"team_not_found", target_gone},
    {"token_expired", refresh_token},
    {"token_revoked", stop_workspace},
    {"too_many_attachments", bad_request},
    {"too_many_contact_cards", bad_request},
    {"too_many_users", bad_request},
    {"trigger_exchanged", expired_interaction},
    {"trigger_expired", expired_interaction},
    {"two_factor_setup_required", fix_config},
    {"unable_to_share_files", policy},
    {"unknown_method", fix_config},
    {"unknown_snippet_type", user_input},
    {"unknown_subtype", bad_request},
    {"update_failed", transient},
    {"upgrade_required", fix_config},
    {"used_url", expired_interaction},
    {"user_disabled", target_gone},
    {"user_not_found", target_gone},
    {"user_not_in_channel", target_gone},
    {"user_not_visible", target_gone},
    {"users_list_not_supplied", bad_request},
    {"view_too_large", bad_request},
};

static_assert(std::is_sorted(std::begin(entries), std::end(entries),
                             [](const entry& left, const entry& right) { return left.error < right.error; }));

} // namespace

error_class classify_error(std::string_view method, std::string_view error)
{
    // When posting, it speaks of the channel; everywhere else of the token.
    if (error == "no_permission" && method.starts_with("chat.")) return target_gone;

    const auto* found =
        std::lower_bound(std::begin(entries), std::end(entries), error,
                         [](const entry& each, std::string_view word) { return each.error < word; });
    return found != std::end(entries) && found->error == error ? found->what : unclassified;
}

std::string_view name_of(error_class what)
{
    switch (what) {
    case none:
        return "none";
    case rate_limited:
        return "rate_limited";
    case transient:
        return "transient";
    case migrating:
        return "migrating";
    case restart_pagination:
        return "restart_pagination";
    case refresh_token:
        return "refresh_token";
    case reread_then_retry:
        return "reread_then_retry";
    case success_equivalent:
        return "success_equivalent";
    case stop_workspace:
        return "stop_workspace";
    case fix_config:
        return "fix_config";
    case target_gone:
        return "target_gone";
    case policy:
        return "policy";
    case expired_interaction:
        return "expired_interaction";
    case user_input:
        return "user_input";
    case bad_request:
        return "bad_request";
    case unclassified:
        return "unclassified";
    }
    return "unclassified";
}

} // namespace peerbot::bot::slack
