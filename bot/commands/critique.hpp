// The handlers about critiques, which the table in critique.cpp lists.
#pragma once

#include "bot/cards/critique.hpp"
#include "bot/commands/table.hpp"

#include <optional>
#include <string_view>

namespace peerbot::bot {

// critique_requests.cpp: asking, by one line or by a form
plan request_typed(const invocation& told);
plan external_typed(const invocation& told);
plan request_pressed(const press& pressed);
plan request_message(const message_shortcut& chosen);
plan request_sent(const form& sent);
answer refuse_request(const core::rejection& why);
// "/critique https://example.org/draft"; nothing when the words do not begin with a link.
std::optional<plan> request_of_link(const invocation& told);

// critique_giving.cpp: looking at it, and writing
plan volunteer_pressed_on_critique(const press& pressed);
plan decline_pressed_on_critique(const press& pressed);
plan write_pressed(const press& pressed);
plan keep_draft(const form& typed);
plan feedback_sent(const form& sent);
answer refuse_feedback(const core::rejection& why);

// critique_afterwards.cpp: what becomes of it
plan helpful_pressed(const press& pressed);
plan resolve_pressed(const press& pressed);
plan resolve_sent(const form& sent);
answer refuse_resolutions(const core::rejection& why);
plan changed_pressed(const press& pressed);
plan changed_sent(const form& sent);
plan summary_pressed(const press& pressed);
plan summary_sent(const form& sent);
answer refuse_text(const core::rejection& why);

// critique_facilitating.cpp: when nobody writes
plan name_pressed(const press& pressed);
plan name_sent(const form& sent);
answer refuse_name(const core::rejection& why);
plan discuss_pressed(const press& pressed);
plan extend_pressed(const press& pressed);
plan critique_session_typed(const invocation& told);

// A request and its group, for a member of that. A button can be pressed in a direct message, so the channel
// says nothing; to anybody else the request is as good as none.
struct critique_here
{
    core::group here;
    core::critique request;
    core::member viewer;
};
// Rejects: no_such_critique; not_a_member, in the group's own channel.
core::result<critique_here> critique_of_value(core::unit_of_work& work, const caller& who,
                                              std::string_view value);
// Rejects: no_group_here, not_a_member, no_such_critique.
core::result<critique_here> critique_numbered_here(core::unit_of_work& work, const caller& who, int number);

critique_viewer viewer_of(const critique_here& at);
// What they see of it now; above it, what was done.
wording critique_wording(core::unit_of_work& work, const critique_here& at, std::size_t from = 0,
                         const std::string& note = {});

// A form for it. Its fallback is said when it does not open.
answer opened_form(const std::string& form, const std::string& fallback);
std::string critique_metadata(const critique_here& at);

// What somebody typed in a form that came too late, as a direct message to them: why, and every word.
struct typed_part
{
    std::string heading;
    std::string text;
};
answer sent_back(const core::rejection& why, const std::vector<typed_part>& typed);

} // namespace peerbot::bot
