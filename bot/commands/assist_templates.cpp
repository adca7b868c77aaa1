// The formats of a group: copying one, changing its text as a file would have it, and dropping one's own.
#include "bot/assist_templates.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/commands/assist.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "config/settings.hpp"
#include "core/assist/own_template.hpp"
#include "core/groups/roles.hpp"
#include "core/words/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

using core::result;

constexpr std::size_t most_in_part = 2200; // units at first; an input takes 3000, so each can grow
constexpr std::size_t most_in_input = 3000;
constexpr std::size_t most_parts = 24; // more than twenty phases of the longest kind need

std::string block_of_part(std::size_t part)
{
    return part == 0 ? std::string(assist_text) : assist_text + std::to_string(part + 1);
}

// As Slack may count them: it does not say whether before or after escaping.
std::size_t units_of(const std::string& text)
{
    return slack::escape(text).size();
}

// Whole lines, in as many parts as an input can hold.
std::vector<std::string> parts_of(const std::string& text)
{
    std::vector<std::string> parts(1);
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const auto line = text.substr(at, end - at);
        if (!parts.back().empty() && units_of(parts.back() + line) > most_in_part) parts.emplace_back();
        parts.back() += line;
        at = end;
    }
    return parts;
}

std::string template_form(const core::group& here, const core::assist_template& one)
{
    std::vector<slack::block> blocks{slack::context(
        {"Changing it makes it the group's own; assists that go on keep theirs. Under another name it stands "
         "beside the others."})};
    const auto parts = parts_of(text_of(one));
    for (std::size_t i = 0; i < parts.size(); ++i)
        blocks.push_back(answer_input(
            block_of_part(i),
            parts.size() == 1 ? "The format" : fmt::format("The format, part {} of {}", i + 1, parts.size()),
            parts[i], most_in_input,
            i == 0
                ? "Minutes are of a call, hours of working days in writing. Each phase begins with [[phase]]."
                : "",
            true));
    return slack::view_json({.callback_id = "assist.change_template",
                             .title = "Change a format",
                             .submit = "Save",
                             .close = "Cancel",
                             .private_metadata = form_metadata(here.channel),
                             .blocks = std::move(blocks)});
}

bool fits_form(const core::assist_template& one)
{
    const auto parts = parts_of(text_of(one));
    return parts.size() <= most_parts && std::all_of(parts.begin(), parts.end(), [](const std::string& each) {
               return units_of(each) <= most_in_input;
           });
}

struct written_template
{
    std::string text;
    std::vector<std::size_t> lines; // of each part
};

// Without empty parts at the end, so that every part named in a complaint is one that the form shows.
written_template written_in(const form& sent)
{
    std::size_t count = most_parts;
    while (count > 1 && sent.field(block_of_part(count - 1)).empty())
        --count;
    written_template whole;
    for (std::size_t i = 0; i < count; ++i) {
        auto part = sent.field(block_of_part(i));
        if (part.empty() || part.back() != '\n') part += '\n';
        whole.lines.push_back(static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n')));
        whole.text += part;
    }
    return whole;
}

// The complaint names a line of the whole; people see the parts. `number` is the part, from 0.
core::rejection rejection_of(std::string complaint, const written_template& whole)
{
    constexpr std::string_view before = ", line ";
    core::rejection why{.why = core::reason::bad_template, .number = 0};
    while (!complaint.empty() && complaint.back() == '.')
        complaint.pop_back();
    const auto at = complaint.find(before);
    const auto colon = complaint.find(':', at == std::string::npos ? 0 : at);
    if (at == std::string::npos || colon == std::string::npos) {
        why.text = complaint;
        return why;
    }
    const auto digits = std::string_view(complaint).substr(at + before.size(), colon - at - before.size());
    auto line = static_cast<std::size_t>(core::whole_number(digits).value_or(1));
    std::size_t part = 0;
    while (part + 1 < whole.lines.size() && line > whole.lines[part])
        line -= whole.lines[part++];
    why.number = static_cast<std::int64_t>(part);
    why.text = fmt::format("line {}{}", line, complaint.substr(colon));
    return why;
}

result<core::assist_template> parsed(const form& sent)
{
    const auto whole = written_in(sent);
    try {
        return assist_template_of(config::read_assist_template(whole.text, "the format"));
    } catch (const config::settings_error& wrong) {
        return rejection_of(wrong.what(), whole);
    }
}

struct named_template
{
    core::group here;
    core::assist_template one;
};
result<named_template> template_of_press(core::unit_of_work& work, const press& pressed)
{
    const auto here = core::group_in(work, pressed.who.workspace, pressed.who.channel);
    if (!here) return here.why();
    if (const auto who = core::facilitating_member(work, here->id, pressed.who.person); !who)
        return who.why();
    const auto one = core::template_named(work, *here, pressed.value);
    if (!one) return one.why();
    return named_template{.here = *here, .one = *one};
}

} // namespace

std::vector<slack::button> template_buttons(const core::group& here, const core::assist_template& one)
{
    const bool own = one.group == here.id;
    std::vector<slack::button> buttons{
        {.text = own ? "Change it" : "Copy and change it",
         .action_id = "assist.change_template",
         .value = one.name,
         .accessibility_label =
             fmt::format("{} the format {} for this group", own ? "Change" : "Copy and change", one.name)}};
    if (own)
        buttons.push_back(
            asked_first({.text = "Drop it",
                         .action_id = "assist.drop_template",
                         .value = one.name,
                         .style = slack::button_style::danger,
                         .accessibility_label = fmt::format("Drop the group's own format {}", one.name)},
                        "Drop it?",
                        "The group cannot choose it any more; one of that name that comes with "
                        "peerbot is there again. Assists that go on keep theirs.",
                        "Drop it"));
    return buttons;
}

plan change_template_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> result<wording> {
        const auto at = template_of_press(work, pressed);
        if (!at) return at.why();
        if (!fits_form(at->one))
            return core::rejection{.why = core::reason::bad_template,
                                   .text =
                                       "it is too long to be changed here, but it can be changed in a file"};
        return opening(template_form(at->here, at->one));
    }};
}

plan change_template_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> result<wording> {
        const auto here = core::group_in(work, sent.who.workspace, sent.who.channel);
        if (!here) return here.why();
        if (const auto who = core::facilitating_member(work, here->id, sent.who.person); !who)
            return who.why();
        const auto written = parsed(sent);
        if (!written) return written.why();
        const auto kept = core::keep_own_template(work, *here, sent.who.person, *written);
        if (!kept) return kept.why();
        return wording{[name = kept->name] {
            return say(
                fmt::format("Saved: {} is a format of this group now. `/assist templates {}` shows it.",
                            bold(name), name));
        }};
    }};
}

answer refuse_template(const core::rejection& why)
{
    const auto part = why.why == core::reason::bad_template ? why.number.value_or(0) : 0;
    answer refused;
    refused.errors.push_back(
        {.block = block_of_part(static_cast<std::size_t>(part)), .sentence = plain_sentence_for(why)});
    return refused;
}

plan drop_template_pressed(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> result<wording> {
        const auto at = template_of_press(work, pressed);
        if (!at) return at.why();
        const auto done = core::drop_template(work, at->here, pressed.who.person, at->one.name);
        if (!done) return done.why();
        return wording{[name = at->one.name] {
            return say(fmt::format("Dropped: the group has no format {} of its own any more.", bold(name)));
        }};
    }};
}

} // namespace peerbot::bot
