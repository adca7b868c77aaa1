// The parts of Block Kit that peerbot uses. Whatever is too long for Slack is cut, ending in "…": a message
// that is a little short is better than one that is refused. (Limits: "Block Kit reference".)
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace peerbot::bot::slack {

// What a message is: `text` is the notification and what screen readers read; blocks are what people see.
struct rendered
{
    std::string text;             // mrkdwn
    std::string blocks_json = {}; // a JSON array; empty when the text is all there is
    std::string thread = {};      // stamp of the message that it answers; empty: it stands by itself
};

// One finished block, as JSON. An empty one is left out of the message.
struct block
{
    std::string json;
};

enum class button_style
{
    normal,
    primary,
    danger,
};

// Asked before a button does something that cannot be taken back. All four are plain text.
struct confirmation
{
    std::string title;
    std::string text;
    std::string yes;
    std::string no;
};

struct button
{
    std::string text; // plain
    std::string action_id;
    std::string value = {};
    button_style style = button_style::normal;
    std::string accessibility_label = {};
    std::optional<confirmation> ask = {};
};

block header(const std::string& plain);
// `mrkdwn` is escaped already, here and below.
block section(const std::string& mrkdwn);
block section(const std::string& mrkdwn, const button& accessory);
block actions(const std::vector<button>& buttons, const std::string& block_id = {});
block context(const std::vector<std::string>& mrkdwn);
block divider();

struct text_field
{
    std::string action_id;
    std::string initial = {};
    std::string placeholder = {};
    bool multiline = false;
    int least_length = 0;
    int most_length = 3000;
    bool tells_typing = false; // what is typed is told as it is, so that it can be kept
};

struct option
{
    std::string text; // plain
    std::string value;
};

// Takes one of at most 100 options; `initial` is the value of one of them.
struct choice_field
{
    std::string action_id;
    std::vector<option> options;
    std::string initial = {};
    std::string placeholder = {};
    bool tells_choice = false; // at once, as tells_typing
};

// Takes several of at most 100 options; `initial` are values of some of them.
struct multi_choice_field
{
    std::string action_id;
    std::vector<option> options;
    std::vector<std::string> initial = {};
    std::string placeholder = {};
    int most = 0; // 0: any number
};

struct time_field
{
    std::string action_id;
    std::string initial = {}; // HH:MM
};

struct date_field
{
    std::string action_id;
    std::string initial = {}; // YYYY-MM-DD
};

struct people_field
{
    std::string action_id;
    std::vector<std::string> initial = {}; // user ids
    std::string placeholder = {};
    int most = 0; // 0: any number
};

using field =
    std::variant<text_field, choice_field, multi_choice_field, date_field, time_field, people_field>;

struct input_row
{
    std::string block_id;
    std::string label; // plain
    field what;
    bool optional = false;
    std::string hint = {}; // plain
};

block input(const input_row& row);

struct modal
{
    std::string callback_id;
    std::string title;       // plain, 24 characters
    std::string submit = {}; // plain; needed as soon as there is an input
    std::string close = {};  // plain
    std::string private_metadata = {};
    std::vector<block> blocks = {};
    bool tells_close = false; // we hear of it when it is closed without being sent
};

std::string view_json(const modal& what);

// At most 50 blocks; of more, the first and the last are kept.
rendered message(const std::string& text, const std::vector<block>& blocks);

// The message with one more line at its end.
rendered with_line(const rendered& before, const std::string& mrkdwn);
// The message with one more block below it; what is seen of one without blocks is its text.
rendered with_block(const rendered& before, const block& last);

} // namespace peerbot::bot::slack
