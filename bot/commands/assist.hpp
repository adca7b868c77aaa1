// The handlers about peer assists, which the table in assist.cpp lists.
#pragma once

#include "bot/cards/assist.hpp"
#include "bot/commands/table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::bot {

// An assist and its group, for a member of that. A button can be pressed in a direct message, so the channel
// says nothing; to anybody else the assist is as good as none.
struct assist_here
{
    core::group here;
    core::assist one;
    core::member viewer;
    std::vector<std::int64_t> more = {}; // what follows the assist in the value

    std::int64_t second() const { return more.empty() ? 0 : more.front(); }
};
// Rejects: no_such_assist; not_a_member, in the group's own channel.
core::result<assist_here> assist_of_value(core::unit_of_work& work, const caller& who,
                                          std::string_view value);
// Without a number, the only one that goes on. Rejects: no_group_here, not_a_member, no_such_assist.
core::result<assist_here> assist_numbered_here(core::unit_of_work& work, const caller& who,
                                               std::optional<int> number);

// What a press or a form does with its assist.
using assist_step = core::result<wording> (*)(core::unit_of_work&, const assist_here&, const caller&);
plan change_assist(const press& pressed, assist_step act);
plan look_at_assist(const press& pressed, assist_step act);
using assist_form_step = core::result<wording> (*)(core::unit_of_work&, const assist_here&, const form&);
plan change_by_form(const form& sent, assist_form_step act);

// What the viewer sees of it, with the buttons that are theirs; above it, what was done.
core::result<wording> show_assist(core::unit_of_work& work, const assist_here& at, const std::string& note);
// The same after a change. Throws std::logic_error when it is gone.
core::result<wording> show_again(core::unit_of_work& work, const assist_here& at, const std::string& note);

// Forms of one or more answers.
inline constexpr const char* assist_text = "text";
slack::block answer_input(const std::string& block, const std::string& label, const std::string& initial,
                          std::size_t most, const std::string& hint = {}, bool optional = true);
slack::block choice_input(const std::string& block, const std::string& label,
                          const std::vector<slack::option>& options, const std::string& initial,
                          const std::string& hint = {});
std::string assist_form(const std::string& callback, const std::string& title, const std::string& submit,
                        const assist_here& at, std::vector<slack::block> blocks);
wording opening(const std::string& form);
// A day and a time by the clocks of the group; nothing when neither is given. Rejects: unknown_date,
// unknown_time.
std::vector<slack::block> moment_inputs(const core::group& here, const std::string& label,
                                        const std::string& hint);
core::result<std::optional<core::instant>> moment_in(const core::group& here, const form& sent);
// Beside its text, or beside the day and the time.
answer refuse_beside_text(const core::rejection& why);
answer refuse_moment(const core::rejection& why);
std::vector<slack::option> format_options(core::unit_of_work& work, const core::group& here);

// assist_asking.cpp
plan ask_typed(const invocation& told);
plan ask_pressed(const press& pressed);
plan ask_sent(const form& sent);
answer refuse_asking(const core::rejection& why);
plan rewrite_pressed(const press& pressed);
plan rewrite_sent(const form& sent);
plan coach_pressed(const press& pressed);
plan coach_sent(const form& sent);
plan accept_pressed(const press& pressed);
plan accept_sent(const form& sent);
plan suggest_pressed(const press& pressed);
plan suggest_sent(const form& sent);
plan take_suggestion_pressed(const press& pressed);
plan stay_pressed(const press& pressed);

// assist_steering.cpp
plan advance_typed(const invocation& told);
plan advance_pressed(const press& pressed);
plan extend_phase_typed(const invocation& told);
plan extend_phase_pressed(const press& pressed);
plan stop_typed(const invocation& told);
plan stop_pressed(const press& pressed);
plan solved_pressed(const press& pressed);
plan join_pressed(const press& pressed);
plan leave_pressed(const press& pressed);
plan take_notes_pressed(const press& pressed);
plan no_notes_pressed(const press& pressed);
plan pass_pressed(const press& pressed);
plan facilitate_pressed(const press& pressed);
plan format_pressed(const press& pressed);
plan format_sent(const form& sent);
plan make_topic_pressed(const press& pressed);

// assist_picking.cpp
plan choose_question_typed(const invocation& told);
plan choose_question_sent(const form& sent);
answer refuse_choosing(const core::rejection& why);
plan post_pressed(const press& pressed);
plan post_sent(const form& sent);
plan marks_pressed(const press& pressed);
plan affects_pressed(const press& pressed);
plan bring_pressed(const press& pressed);
plan not_mine_pressed(const press& pressed);

// assist_calls.cpp
plan propose_slot_pressed(const press& pressed);
plan propose_slot_sent(const form& sent);
plan can_come_pressed(const press& pressed);
plan cannot_come_pressed(const press& pressed);
plan choose_slot_pressed(const press& pressed);
plan call_notes_pressed(const press& pressed);
plan call_notes_sent(const form& sent);

// assist_templates.cpp, for facilitators
std::vector<slack::button> template_buttons(const core::group& here, const core::assist_template& one);
plan change_template_pressed(const press& pressed);
plan change_template_sent(const form& sent);
answer refuse_template(const core::rejection& why);
plan drop_template_pressed(const press& pressed);

// assist_own.cpp
plan own_pressed(const press& pressed);
plan reword_own_pressed(const press& pressed);
plan reword_own_sent(const form& sent);
plan take_back_pressed(const press& pressed);
plan hand_over_pressed(const press& pressed);
plan hand_over_sent(const form& sent);
answer refuse_hand_over(const core::rejection& why);

// assist_replies.cpp
plan keep_reply_pressed(const press& pressed);
plan hold_pressed(const press& pressed);
plan hold_sent(const form& sent);
plan add_message(const message_shortcut& chosen);
plan add_sent(const form& sent);

// assist_speaking.cpp
// What kind of help it is, and where a contribution stands now.
slack::block help_tag_input();
std::optional<core::help_tag> help_tag_of(std::string_view value);
std::optional<core::help_tag> help_tag_in(const form& sent);
wording kept_wording(const core::contribution& said);
plan contribute_pressed(const press& pressed);
plan help_pressed(const press& pressed);
plan contribute_sent(const form& sent);
plan answer_pressed(const press& pressed);
plan answer_sent(const form& sent);
plan agree_pressed(const press& pressed);
plan agree_sent(const form& sent);
plan useful_pressed(const press& pressed);

} // namespace peerbot::bot
