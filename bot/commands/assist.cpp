#include "bot/commands/assist.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/commands/assist_afterwards.hpp"
#include "bot/commands/assist_lists.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/time/dates.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr const char* day_block = "day";
constexpr const char* time_block = "time";

constexpr std::array commands{
    command_row{"assist", "", "", "what goes on, and what waits for you", assists_typed},
    command_row{"assist", "ask", "", "ask the group for help, with a form", ask_typed},
    command_row{"assist", "pick", "[classic]", "let the group choose a question: everybody can post one",
                choose_question_typed, 1},
    command_row{"assist", "show", "3", "everything about assist 3 that you may see and do", show_assist_typed,
                1},
    command_row{"assist", "templates", "[classic]", "how assists can go; the phases of one", templates_typed,
                1},
    command_row{"assist", "advance", "[3]", "end the phase that runs", advance_typed, 1},
    command_row{"assist", "extend", "[3]", "extend the phase by half of its length, once", extend_phase_typed,
                1},
    command_row{"assist", "stop", "3", "stop assist 3", stop_typed, 1},
    command_row{"assist", "history", "", "the assists so far", assist_history_typed},
};
constexpr std::array presses{
    press_row{"assist.show", show_assist_pressed},
    press_row{"assist.ask", ask_pressed},
    press_row{"assist.rewrite", rewrite_pressed},
    press_row{"assist.coach", coach_pressed},
    press_row{"assist.accept", accept_pressed},
    press_row{"assist.suggest", suggest_pressed},
    press_row{"assist.take", take_suggestion_pressed},
    press_row{"assist.stay", stay_pressed},
    press_row{"assist.advance", advance_pressed},
    press_row{"assist.extend", extend_phase_pressed},
    press_row{"assist.stop", stop_pressed},
    press_row{"assist.solved", solved_pressed},
    press_row{"assist.join", join_pressed},
    press_row{"assist.leave", leave_pressed},
    press_row{"assist.take_notes", take_notes_pressed},
    press_row{"assist.no_notes", no_notes_pressed},
    press_row{"assist.pass", pass_pressed},
    press_row{"assist.facilitate", facilitate_pressed},
    press_row{"assist.format", format_pressed},
    press_row{"assist.topic", make_topic_pressed},
    press_row{"assist.contribute", contribute_pressed},
    press_row{"assist.help", help_pressed},
    press_row{"assist.answer", answer_pressed},
    press_row{"assist.agree", agree_pressed},
    press_row{"assist.useful", useful_pressed},
    press_row{"assist.summary", assist_summary_pressed},
    press_row{"assist.edit", edit_pressed},
    press_row{"assist.review", send_for_review_pressed},
    press_row{"assist.publish", publish_pressed},
    press_row{"assist.take_text", take_text_pressed},
    press_row{"assist.keep", keep_pressed},
    press_row{"assist.own_part", own_part_pressed},
    press_row{"assist.part_all", part_all_pressed},
    press_row{"assist.part_none", part_none_pressed},
    press_row{"assist.part_in", part_in_pressed},
    press_row{"assist.part_out", part_out_pressed},
    press_row{"assist.part_words", part_words_pressed},
    press_row{"assist.outcome", outcome_pressed},
    press_row{"assist.nothing_yet", nothing_yet_pressed},
    press_row{"assist.promise", promise_pressed},
    press_row{"assist.withdraw", withdraw_pressed},
    press_row{"assist.post", post_pressed},
    press_row{"assist.hold", hold_pressed},
    press_row{"assist.keep_reply", keep_reply_pressed},
    press_row{"assist.change_template", change_template_pressed},
    press_row{"assist.drop_template", drop_template_pressed},
    press_row{"assist.own", own_pressed},
    press_row{"assist.reword", reword_own_pressed},
    press_row{"assist.take_back", take_back_pressed},
    press_row{"assist.hand_over", hand_over_pressed},
    press_row{"assist.marks", marks_pressed},
    press_row{"assist.affects", affects_pressed},
    press_row{"assist.bring", bring_pressed},
    press_row{"assist.not_mine", not_mine_pressed},
    press_row{"assist.propose_slot", propose_slot_pressed},
    press_row{"assist.can_come", can_come_pressed},
    press_row{"assist.cannot_come", cannot_come_pressed},
    press_row{"assist.choose_slot", choose_slot_pressed},
    press_row{"assist.call_notes", call_notes_pressed},
};
constexpr std::array forms{
    form_row{"assist.ask", ask_sent, refuse_asking},
    form_row{"assist.rewrite", rewrite_sent, refuse_asking},
    form_row{"assist.coach", coach_sent, refuse_beside_text},
    form_row{"assist.accept", accept_sent, refuse_moment},
    form_row{"assist.suggest", suggest_sent, refuse_beside_text},
    form_row{"assist.format", format_sent, refuse_beside_text},
    form_row{"assist.contribute", contribute_sent, refuse_beside_text},
    form_row{"assist.answer", answer_sent, refuse_beside_text},
    form_row{"assist.agree", agree_sent, refuse_beside_text},
    form_row{"assist.edit", edit_sent, refuse_summary},
    form_row{"assist.part_words", part_words_sent, refuse_beside_text},
    form_row{"assist.outcome", outcome_sent, refuse_beside_text},
    form_row{"assist.promise", promise_sent, refuse_promise},
    form_row{"assist.pick", choose_question_sent, refuse_choosing},
    form_row{"assist.post", post_sent, refuse_beside_text},
    form_row{"assist.hold", hold_sent, refuse_beside_text},
    form_row{"assist.change_template", change_template_sent, refuse_template},
    form_row{"assist.reword", reword_own_sent, refuse_beside_text},
    form_row{"assist.hand_over", hand_over_sent, refuse_hand_over},
    form_row{"assist.add", add_sent, refuse_beside_text},
    form_row{"assist.propose_slot", propose_slot_sent, refuse_moment},
    form_row{"assist.call_notes", call_notes_sent, refuse_beside_text},
};
constexpr std::array shortcuts{shortcut_row{"assist.add_message", add_message}};

answer refused_at(const char* block, const core::rejection& why)
{
    answer refused;
    refused.errors.push_back({.block = block, .sentence = plain_sentence_for(why)});
    return refused;
}

} // namespace

core::result<assist_here> assist_of_value(core::unit_of_work& work, const caller& who, std::string_view value)
{
    const auto numbers = numbers_of(value);
    if (!numbers || numbers->empty()) return core::reason::no_such_assist;
    const auto one = work.assists().find(core::assist_id{numbers->front()});
    if (!one) return core::reason::no_such_assist;
    const auto here = group_of_press(work, who, one->group);
    if (!here) return core::reason::no_such_assist;
    const auto viewer = core::present_member(work, here->id, who.person);
    if (!viewer)
        return who.channel == here->channel ? viewer.why()
                                            : core::rejection{.why = core::reason::no_such_assist};
    return assist_here{
        .here = *here, .one = *one, .viewer = *viewer, .more = {std::next(numbers->begin()), numbers->end()}};
}

core::result<assist_here> assist_numbered_here(core::unit_of_work& work, const caller& who,
                                               std::optional<int> number)
{
    const auto here = core::group_in(work, who.workspace, who.channel);
    if (!here) return here.why();
    const auto viewer = core::present_member(work, here->id, who.person);
    if (!viewer) return viewer.why();
    if (number) {
        const auto one = work.assists().find_number(here->id, *number);
        if (!one) return core::rejection{.why = core::reason::no_such_assist, .number = *number};
        return assist_here{.here = *here, .one = *one, .viewer = *viewer};
    }
    std::vector<core::assist> open;
    for (const auto& each : work.assists().going_on(here->id))
        if (each.open()) open.push_back(each);
    if (open.size() != 1) return core::reason::no_such_assist;
    return assist_here{.here = *here, .one = open.front(), .viewer = *viewer};
}

plan change_assist(const press& pressed, assist_step act)
{
    return changing{[pressed, act](core::unit_of_work& work) -> core::result<wording> {
        const auto at = assist_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        return act(work, *at, pressed.who);
    }};
}

plan look_at_assist(const press& pressed, assist_step act)
{
    return looking{[pressed, act](core::unit_of_work& work) -> core::result<wording> {
        const auto at = assist_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        return act(work, *at, pressed.who);
    }};
}

plan change_by_form(const form& sent, assist_form_step act)
{
    return changing{[sent, act](core::unit_of_work& work) -> core::result<wording> {
        const auto at = assist_of_value(work, sent.who, sent.about);
        if (!at) return at.why();
        return act(work, *at, sent);
    }};
}

core::result<wording> show_again(core::unit_of_work& work, const assist_here& at, const std::string& note)
{
    auto now = at;
    now.one = work.assists().find(at.one.id).value();
    return show_assist(work, now, note);
}

slack::block answer_input(const std::string& block, const std::string& label, const std::string& initial,
                          std::size_t most, const std::string& hint, bool optional)
{
    return slack::input({.block_id = block,
                         .label = label,
                         .what = slack::text_field{.action_id = "value",
                                                   .initial = initial,
                                                   .placeholder = {},
                                                   .multiline = true,
                                                   .least_length = 0,
                                                   .most_length = static_cast<int>(most)},
                         .optional = optional,
                         .hint = hint});
}

slack::block choice_input(const std::string& block, const std::string& label,
                          const std::vector<slack::option>& options, const std::string& initial,
                          const std::string& hint)
{
    return slack::input(
        {.block_id = block,
         .label = label,
         .what = slack::choice_field{.action_id = "value", .options = options, .initial = initial},
         .optional = false,
         .hint = hint});
}

std::string assist_form(const std::string& callback, const std::string& title, const std::string& submit,
                        const assist_here& at, std::vector<slack::block> blocks)
{
    auto about = std::to_string(at.one.id.value);
    for (const auto number : at.more)
        about += ":" + std::to_string(number);
    return slack::view_json({.callback_id = "assist." + callback,
                             .title = title,
                             .submit = submit,
                             .close = "Cancel",
                             .private_metadata = form_metadata(at.here.channel, about),
                             .blocks = std::move(blocks)});
}

wording opening(const std::string& form)
{
    return [form] {
        auto shown = say("The form could not be opened, and nothing was changed. Please try again.");
        shown.form = form;
        return shown;
    };
}

std::vector<slack::block> moment_inputs(const core::group& here, const std::string& label,
                                        const std::string& hint)
{
    return {slack::input({.block_id = day_block,
                          .label = label,
                          .what = slack::date_field{.action_id = "value"},
                          .optional = true,
                          .hint = hint}),
            slack::input({.block_id = time_block,
                          .label = "At what time?",
                          .what = slack::time_field{.action_id = "value"},
                          .optional = true,
                          .hint = fmt::format("By the clocks of {}.", here.zone)})};
}

core::result<std::optional<core::instant>> moment_in(const core::group& here, const form& sent)
{
    const auto& day = sent.field(day_block);
    const auto& time = sent.field(time_block);
    if (day.empty() && time.empty()) return std::optional<core::instant>{};
    const auto where = core::zone_of(here);
    const auto on = core::parse_date(day, core::today_in(here, sent.who.now));
    if (!on) return on.why();
    const auto clock = core::parse_clock(time);
    if (!clock) return clock.why();
    return std::optional(where.to_instant(*on + *clock));
}

answer refuse_beside_text(const core::rejection& why)
{
    return refused_at(assist_text, why);
}

answer refuse_moment(const core::rejection& why)
{
    return refused_at(why.why == core::reason::unknown_time ? time_block : day_block, why);
}

std::vector<slack::option> format_options(core::unit_of_work& work, const core::group& here)
{
    std::vector<slack::option> options;
    for (const auto& each : work.templates().choices(here.id)) {
        if (each.only_chooses()) continue;
        options.push_back({.text = fmt::format("{} ({})", each.title, each.name), .value = each.name});
    }
    return options;
}

const area_rows& assist_commands()
{
    static const area_rows rows{
        .area = "assist",
        .purpose = "Help for somebody with a question: the group asks first, and then tells what it did.",
        .commands = commands,
        .presses = presses,
        .forms = forms,
        .other = assist_of_number,
        .shortcuts = shortcuts};
    return rows;
}

} // namespace peerbot::bot
