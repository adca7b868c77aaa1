#include "bot/commands/table.hpp"

#include "bot/commands/sentences.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/words/nearest.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::string_view help_word = "help";
constexpr std::size_t longest_echo = 100; // of a word that was not understood

const area_rows& area_of_command(std::string_view command, area_list areas)
{
    for (const auto* area : areas) {
        if (area->own_command && command.ends_with(area->area)) return *area;
    }
    return group_commands();
}

const area_rows* area_named(const word& one, area_list areas)
{
    for (const auto* area : areas) {
        if (one.is(area->area)) return area;
    }
    return nullptr;
}

const command_row* row_of(const area_rows& area, const word& one)
{
    const auto found = std::find_if(area.commands.begin(), area.commands.end(), [&](const command_row& row) {
        return !row.word.empty() && one.is(row.word);
    });
    return found == area.commands.end() ? nullptr : &*found;
}

const command_row& bare_row(const area_rows& area)
{
    return *std::find_if(area.commands.begin(), area.commands.end(),
                         [](const command_row& row) { return row.word.empty(); });
}

std::vector<std::string_view> words_of(const area_rows& area)
{
    std::vector<std::string_view> words{help_word};
    for (const auto& row : area.commands) {
        if (!row.word.empty() && row.word.find(' ') == std::string_view::npos) words.push_back(row.word);
    }
    if (&area != &group_commands()) return words;
    for (const auto* other : every_area())
        words.push_back(other->area);
    return words;
}

// Says what was understood, what was not, and offers the nearest right word.
answer unknown_word(const area_rows& area, const word& one)
{
    const auto words = words_of(area);
    const auto meant = core::nearest(one.text, words);
    auto sentence = fmt::format("/{} does not know the word \"{}\", so nothing was changed.",
                                typed_name(area), slack::cut(slack::escape(one.text), longest_echo));
    if (meant) sentence += fmt::format(" Did you mean `/{} {}`?", typed_name(area), *meant);
    sentence += fmt::format(" `/{} help` shows everything it knows.", typed_name(area));
    return say(sentence);
}

answer too_many_words(const area_rows& area, const command_row& row, const invocation& told)
{
    const auto& extra = *told.argument(static_cast<std::size_t>(row.most_words));
    return say(fmt::format(
        "`/{} {}` does not take the word \"{}\", so nothing was changed. It reads like `/{} {}{}{}`.",
        typed_name(area), row.word, slack::cut(slack::escape(extra.text), longest_echo), typed_name(area),
        row.word, row.arguments.empty() ? "" : " ", row.arguments));
}

std::string help_line(const area_rows& area, const command_row& row)
{
    return fmt::format("`/{}{}{}{}{}` {}", typed_name(area), row.word.empty() ? "" : " ", row.word,
                       row.arguments.empty() ? "" : " ", row.arguments, row.help);
}

answer help_of(const area_rows& area, const command_row& row)
{
    return say(fmt::format("{}. Nothing was changed. `/{} help` shows everything else.", help_line(area, row),
                           typed_name(area)));
}

plan plan_in_area(const area_rows& area, invocation told)
{
    const auto* first = told.argument(0);
    if (first == nullptr) return bare_row(area).handle(told);
    if (first->is(help_word)) return saying{help_of(area)};
    if (const auto* row = row_of(area, *first)) {
        ++told.first;
        if (told.count() == 1 && told.argument(0)->is(help_word)) return saying{help_of(area, *row)};
        if (told.count() > static_cast<std::size_t>(row->most_words))
            return saying{too_many_words(area, *row, told)};
        return row->handle(told);
    }
    if (area.other != nullptr) {
        if (auto understood = area.other(told)) return std::move(*understood);
    }
    return saying{unknown_word(area, *first)};
}

template <class Row, class Name>
const Row* find_row(std::span<const Row> rows, Name Row::*name, std::string_view wanted)
{
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.*name == wanted; });
    return found == rows.end() ? nullptr : &*found;
}

} // namespace

const word* invocation::argument(std::size_t index) const
{
    return first + index < text.words.size() ? &text.words[first + index] : nullptr;
}

const std::string& form::field(const std::string& block) const
{
    static const std::string unanswered;
    const auto found = fields.find(block);
    return found == fields.end() ? unanswered : found->second;
}

const std::vector<std::string>& form::list(const std::string& block) const
{
    static const std::vector<std::string> unanswered;
    const auto found = lists.find(block);
    return found == lists.end() ? unanswered : found->second;
}

std::string typed_name(const area_rows& area)
{
    return area.own_command ? std::string(area.area) : "peer " + std::string(area.area);
}

std::string form_metadata(const core::channel_id& channel, std::string_view about)
{
    return about.empty() ? channel.value : std::string(channel.value).append("|").append(about);
}

area_list every_area()
{
    static const std::array<const area_rows*, 8> areas{
        &group_commands(),  &voting_commands(),   &rotation_commands(), &critique_commands(),
        &assist_commands(), &reminder_commands(), &calendar_commands(), &promise_commands()};
    return areas;
}

plan plan_command(const caller& who, std::string_view command, std::string_view escaped_text, area_list areas)
{
    invocation told{.who = who, .text = read_typed(escaped_text), .first = 0};
    const auto& area = area_of_command(command, areas);
    const auto* first = told.argument(0);
    if (&area != &group_commands() || first == nullptr) return plan_in_area(area, std::move(told));
    if (const auto* other = area_named(*first, areas)) {
        ++told.first;
        return plan_in_area(*other, std::move(told));
    }
    return plan_in_area(area, std::move(told));
}

std::optional<plan> plan_press(std::string_view action, const press& pressed, area_list areas)
{
    for (const auto* area : areas) {
        if (const auto* row = find_row(area->presses, &press_row::action, action))
            return row->handle(pressed);
    }
    return std::nullopt;
}

std::optional<plan> plan_form(std::string_view callback, const form& sent, area_list areas)
{
    for (const auto* area : areas) {
        if (const auto* row = find_row(area->forms, &form_row::callback, callback)) return row->handle(sent);
    }
    return std::nullopt;
}

std::optional<plan> plan_draft(std::string_view callback, const form& typed, area_list areas)
{
    for (const auto* area : areas) {
        if (const auto* row = find_row(area->drafts, &draft_row::callback, callback)) return row->keep(typed);
    }
    return std::nullopt;
}

std::optional<plan> plan_shortcut(std::string_view callback, const message_shortcut& chosen, area_list areas)
{
    for (const auto* area : areas) {
        if (const auto* row = find_row(area->shortcuts, &shortcut_row::callback, callback))
            return row->handle(chosen);
    }
    return std::nullopt;
}

answer refuse_form(std::string_view callback, const core::rejection& why, area_list areas)
{
    for (const auto* area : areas) {
        if (const auto* row = find_row(area->forms, &form_row::callback, callback)) return row->refuse(why);
    }
    return say(sentence_for(why));
}

answer help_of(const area_rows& area)
{
    std::string text = std::string(area.purpose);
    for (const auto& row : area.commands)
        text += "\n" + help_line(area, row);
    return say(text);
}

} // namespace peerbot::bot
