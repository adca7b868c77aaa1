#include "bot/cards/promises.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/table.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/promises/promises.hpp"
#include "core/time/dates.hpp"
#include "core/time/zone.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::string_view day_block = "day";
constexpr core::days usual_delay{7};

std::vector<promise_line> waiting_for(core::unit_of_work& work, const caller& who)
{
    std::vector<promise_line> lines;
    for (const auto& me : work.members().of_person(who.workspace, who.person)) {
        const auto channel = core::known_group(work, me.group).channel;
        for (const auto& one : work.promises().waiting(me.id))
            lines.push_back({.what = one, .channel = channel});
    }
    std::stable_sort(lines.begin(), lines.end(), [](const promise_line& one, const promise_line& other) {
        return one.what.due < other.what.due;
    });
    return lines;
}

wording list_wording(core::unit_of_work& work, const caller& who, const std::string& note = {})
{
    return [lines = waiting_for(work, who), note] { return answer::of(promise_list(lines, note)); };
}

plan list_typed(const invocation& told)
{
    return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        return list_wording(work, who);
    }};
}

// "12:1": which one, and whether its button stands in the list.
struct pressed_promise
{
    core::promise_id id;
    bool in_list = false;
};

std::optional<pressed_promise> read_value(std::string_view value)
{
    const auto numbers = numbers_of(value);
    if (!numbers || numbers->size() != 2) return std::nullopt;
    return pressed_promise{.id = {numbers->front()}, .in_list = numbers->back() == 1};
}

template <class Settle>
plan settle(const press& pressed, Settle rule, const char* said)
{
    return changing{[pressed, rule, said](core::unit_of_work& work) -> core::result<wording> {
        const auto meant = read_value(pressed.value);
        if (!meant) return core::reason::no_such_promise;
        const auto done = rule(work, pressed.who.workspace, pressed.who.person, meant->id, pressed.who.now);
        if (!done) return done.why();
        const auto note = fmt::format("{}: {}.", done->state == core::promise_state::done ? "Done" : said,
                                      bold(done->text));
        if (meant->in_list) return list_wording(work, pressed.who, note);
        return wording{[note] { return say(note); }};
    }};
}

plan done_pressed(const press& pressed)
{
    return settle(pressed, core::promise_kept, "Dropped before");
}

plan drop_pressed(const press& pressed)
{
    return settle(pressed, core::promise_dropped, "Dropped");
}

std::string put_off_form(const core::promise& what, const core::group& here, core::instant now)
{
    const auto today = core::today_in(here, now);
    return slack::view_json(
        {.callback_id = "promise.put_off",
         .title = "Put it off",
         .submit = "Save",
         .close = "Cancel",
         .private_metadata = form_metadata(here.channel, std::to_string(what.id.value)),
         .blocks = {
             slack::section(bold(what.text)),
             slack::input({.block_id = std::string(day_block),
                           .label = "On which day should I ask again?",
                           .what = slack::date_field{.action_id = "value",
                                                     .initial = core::iso_date(today + usual_delay)}})}});
}

// Of somebody else it is as good as none.
core::result<core::promise> own_promise(core::unit_of_work& work, const caller& who, core::promise_id id)
{
    const auto found = work.promises().find(id);
    if (!found) return core::reason::no_such_promise;
    const auto owner = work.members().find(found->owner);
    const auto here = core::known_group(work, found->group);
    if (!owner || owner->user != who.person || here.workspace != who.workspace)
        return core::reason::no_such_promise;
    return *found;
}

plan put_off_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto meant = read_value(pressed.value);
        if (!meant) return core::reason::no_such_promise;
        const auto mine = own_promise(work, pressed.who, meant->id);
        if (!mine) return mine.why();
        const auto here = core::known_group(work, mine->group);
        return wording{[form = put_off_form(*mine, here, pressed.who.now)] {
            auto shown = say("The form could not be opened, and nothing was changed. Please press again.");
            shown.form = form;
            return shown;
        }};
    }};
}

plan put_off_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto numbers = numbers_of(sent.about);
        if (!numbers || numbers->size() != 1) return core::reason::no_such_promise;
        const auto mine = own_promise(work, sent.who, {numbers->front()});
        if (!mine) return mine.why();
        const auto day = core::parse_date(sent.field(std::string(day_block)), mine->due);
        if (!day) return day.why();
        const auto done =
            core::promise_put_off(work, sent.who.workspace, sent.who.person, mine->id, *day, sent.who.now);
        if (!done) return done.why();
        return wording{[promise = *done] {
            return say(fmt::format("Put off: I ask you again on {}.", core::format_date(promise.due)));
        }};
    }};
}

answer refuse_put_off(const core::rejection& why)
{
    answer refused;
    refused.errors.push_back({.block = std::string(day_block), .sentence = plain_sentence_for(why)});
    return refused;
}

constexpr std::array commands{
    command_row{"promises", "", "", "what you wanted to do after a critique, and by when", list_typed},
};
constexpr std::array presses{
    press_row{"promise.done", done_pressed},
    press_row{"promise.put_off", put_off_pressed},
    press_row{"promise.drop", drop_pressed},
};
constexpr std::array forms{
    form_row{"promise.put_off", put_off_sent, refuse_put_off},
};

} // namespace

const area_rows& promise_commands()
{
    static const area_rows rows{.area = "promises",
                                .purpose = "What you said you would do.",
                                .commands = commands,
                                .presses = presses,
                                .forms = forms,
                                .own_command = false};
    return rows;
}

} // namespace peerbot::bot
