// Every command, button and form that peerbot knows: one row each. A feature adds rows; nothing else changes.
#pragma once

#include "bot/commands/plan.hpp"
#include "bot/commands/typed.hpp"
#include "core/ids.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::bot {

struct caller
{
    core::workspace_id workspace;
    core::channel_id channel; // where it was typed or pressed; empty in forms
    core::user_id person;
    core::instant now;            // when it arrived, by our clock
    std::string public_url = {};  // where people reach us from outside; empty when that is not known
    core::workspace_id home = {}; // of their account, where Slack tells it: in presses
};

// What was typed after `AREA WORD`.
struct invocation
{
    caller who;
    typed text;
    std::size_t first = 0; // index in text.words of the first word after the command's own words

    const word* argument(std::size_t index) const; // nullptr when there are not so many
    std::string_view rest() const { return text.from(first); }
    std::size_t count() const { return text.words.size() > first ? text.words.size() - first : 0; }
};

struct press
{
    caller who;
    std::string value;
    core::instant pressed_at; // as stamped by Slack; what counts for a deadline
};

struct form
{
    caller who;                                // its channel is the one the form was opened for
    std::string about;                         // as it was given to form_metadata()
    std::map<std::string, std::string> fields; // by block_id
    std::map<std::string, std::vector<std::string>> lists = {}; // what was chosen in menus that take several
    core::instant typed_at = {}; // as stamped by Slack, where it is; never later than who.now

    const std::string& field(const std::string& block) const; // empty when unanswered
    const std::vector<std::string>& list(const std::string& block) const;
};

// The private_metadata of a form: the channel it belongs to and, after a bar, whatever its handler needs to
// know again. At most 3000 characters; people can read it, so no secrets.
std::string form_metadata(const core::channel_id& channel, std::string_view about = {});

// Chosen from the menu of somebody's message.
struct message_shortcut
{
    caller who;           // where the message is; the bot may not be there
    std::string text;     // of the message, as read_typed() makes it
    core::user_id author; // empty when an app wrote it
    std::string link;     // to the message; empty when Slack does not tell enough
    std::string thread;   // ts of the thread's first message; empty when it is in none
};

struct command_row
{
    std::string_view area; // "vote" for /vote and for /peer vote
    std::string_view word; // empty for the bare command
    std::string_view arguments;
    std::string_view help; // a sentence without its full stop
    plan (*handle)(const invocation&);
    int most_words = 0; // that may follow; more are refused, since they would be ignored
};

inline constexpr int any_words = 1'000'000;

struct press_row
{
    std::string_view action;
    plan (*handle)(const press&);
};

struct form_row
{
    std::string_view callback;
    plan (*handle)(const form&);
    answer (*refuse)(const core::rejection&); // beside the field it is about
};

// Keeps what is typed in a form before it is sent, or when it is closed. Nobody waits for an answer.
struct draft_row
{
    std::string_view callback;
    plan (*keep)(const form&);
};

struct shortcut_row
{
    std::string_view callback; // as in the manifest
    plan (*handle)(const message_shortcut&);
};

// One area's rows; `other` reads words that are no command word, such as the numbers of /vote 1 3.
struct area_rows
{
    std::string_view area;
    std::string_view purpose; // the first line of its help
    std::span<const command_row> commands;
    std::span<const press_row> presses;
    std::span<const form_row> forms;
    std::optional<plan> (*other)(const invocation&) = nullptr;
    std::span<const shortcut_row> shortcuts = {};
    bool own_command = true; // false: typed as "/peer AREA" only
    std::span<const draft_row> drafts = {};
};

// What people type for an area, without its slash: "vote", "peer calendar".
std::string typed_name(const area_rows& area);

const area_rows& group_commands();
const area_rows& voting_commands();
const area_rows& rotation_commands();
const area_rows& reminder_commands();
const area_rows& calendar_commands();
const area_rows& critique_commands();
const area_rows& promise_commands();
const area_rows& assist_commands();

using area_list = std::span<const area_rows* const>;
area_list every_area();

// `command` with its slash, as Slack sends it; it may have been renamed, but still ends in the area's word.
// /peer, the area of groups, is meant when none fits.
plan plan_command(const caller& who, std::string_view command, std::string_view escaped_text,
                  area_list areas = every_area());
// Nothing when no row knows it: somebody else's, or from a version to come.
std::optional<plan> plan_press(std::string_view action, const press& pressed, area_list areas = every_area());
std::optional<plan> plan_form(std::string_view callback, const form& sent, area_list areas = every_area());
std::optional<plan> plan_draft(std::string_view callback, const form& typed, area_list areas = every_area());
std::optional<plan> plan_shortcut(std::string_view callback, const message_shortcut& chosen,
                                  area_list areas = every_area());
answer refuse_form(std::string_view callback, const core::rejection& why, area_list areas = every_area());

// The help of one area, a screenful.
answer help_of(const area_rows& area);

} // namespace peerbot::bot
