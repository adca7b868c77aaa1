#include "bot/cards/reminders.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::bot {

std::string reminder_name(core::message_kind kind)
{
    using enum core::message_kind;
    switch (kind) {
    case vote_reminder:
        return "a vote that closes soon without yours";
    case leader_week:
        return "your turn to lead, asked ahead of time";
    case leader_day:
        return "the session you lead, the day before";
    case leader_missing:
        return "a session that has no leader yet";
    case leader_prepares:
        return "links and outline of the session you lead, three days before";
    case leader_hour:
        return "the session you lead, an hour before";
    case leader_reports:
        return "recording and notes of the session you led";
    case readiness:
        return "how a session stands, three days before";
    case report_missing:
        return "recording or notes that are missing";
    case session_missed:
        return "what you missed when you could not come";
    case session_over:
        return "whether a session was held";
    case assist_proposed:
        return "somebody who asks for a peer assist";
    case assist_your_turn:
        return "your turn in a peer assist";
    case assist_not_spoken:
        return "a phase of a peer assist that ends soon without you";
    case assist_waits:
        return "a peer assist that waits for you";
    case assist_notes_due:
        return "notes of a call in a peer assist";
    case assist_experience:
        return "a question you may have experience with";
    case assist_summary_draft:
        return "the summary of your peer assist";
    case assist_review:
        return "your part of the summary of a peer assist";
    case assist_summary_ready:
        return "the summary that only you can publish";
    case assist_summary_waits:
        return "a summary whose time is nearly over";
    case assist_follow_up:
        return "what became of your peer assist";
    case month_summary:
        return "the month in your group";
    case critique_nudge:
        return "feedback that you have not written yet";
    case critique_changed_yet:
        return "what changed after a critique of yours";
    case promise_due:
        return "what you wanted to do";
    default:
        throw std::logic_error("a kind of reminder has no name");
    }
}

std::string level_sentence(core::reminder_level level)
{
    switch (level) {
    case core::reminder_level::fewer:
        return "Every second one is sent.";
    case core::reminder_level::off:
        return "None is sent.";
    case core::reminder_level::every_one:
        break;
    }
    return "Every one is sent.";
}

std::string reminder_value(const core::message& what)
{
    return fmt::format("{}.{}.{}", static_cast<int>(what.kind), what.group.value, what.subject);
}

std::optional<reminder_reference> read_reminder_value(std::string_view value)
{
    std::array<std::int64_t, 3> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto part = value.substr(0, value.find('.'));
        const auto read = std::from_chars(part.data(), part.data() + part.size(), numbers[i]);
        if (read.ec != std::errc{} || read.ptr != part.data() + part.size()) return std::nullopt;
        const bool last = i + 1 == numbers.size();
        if (last != (part.size() == value.size())) return std::nullopt;
        if (!last) value.remove_prefix(part.size() + 1);
    }
    return reminder_reference{
        .kind = static_cast<core::message_kind>(numbers[0]), .group = {numbers[1]}, .subject = numbers[2]};
}

slack::rendered with_reminder_buttons(const slack::rendered& before, const core::message& what)
{
    const auto value = reminder_value(what);
    const auto button = [&](std::string text, std::string action, std::string spoken) {
        return slack::button{.text = std::move(text),
                             .action_id = std::move(action),
                             .value = value,
                             .style = slack::button_style::normal,
                             .accessibility_label = std::move(spoken)};
    };
    const auto fewer = button("Fewer like this", "reminders.fewer", "Send me fewer reminders of this kind");
    // It has buttons of its own to be done with it and to put it off.
    if (what.kind == core::message_kind::promise_due)
        return slack::with_block(before, slack::actions({fewer}));
    return slack::with_block(
        before, slack::actions(
                    {button("Done", "reminders.done", "Done: do not remind me of this again"),
                     button("Snooze a day", "reminders.snooze", "Remind me of this again in a day"), fewer}));
}

} // namespace peerbot::bot
