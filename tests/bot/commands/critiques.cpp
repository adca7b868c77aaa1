#include "tests/bot/commands/critiques.hpp"

#include "core/reminders/fire.hpp"

#include <algorithm>

namespace peerbot::tests {

namespace {

core::member_id member_called(core::unit_of_work& work, const std::string& person)
{
    return work.members().find(core::group_id{1}, core::user_id(person))->id;
}

} // namespace

core::critique critique_numbered(bot_under_test& bot, int number)
{
    std::optional<core::critique> found;
    bot.look(
        [&](core::unit_of_work& work) { found = work.critiques().find_number(core::group_id{1}, number); });
    return found.value();
}

std::vector<core::critic> critics_of(bot_under_test& bot, int number)
{
    std::vector<core::critic> found;
    const auto request = critique_numbered(bot, number);
    bot.look([&](core::unit_of_work& work) { found = work.critiques().critics(request.id); });
    return found;
}

std::optional<core::feedback> written_by(bot_under_test& bot, int number, const std::string& person)
{
    std::optional<core::feedback> found;
    const auto request = critique_numbered(bot, number);
    bot.look([&](core::unit_of_work& work) {
        found = work.critiques().feedback_by(request.id, member_called(work, person));
    });
    return found;
}

std::vector<core::promise> promises_of(bot_under_test& bot, const std::string& person)
{
    std::vector<core::promise> found;
    bot.look([&](core::unit_of_work& work) { found = work.promises().waiting(member_called(work, person)); });
    return found;
}

bot::slack::block_action about(bot_under_test& bot, const std::string& person, const std::string& action,
                               int number)
{
    return bot.pressing(person, action, std::to_string(critique_numbered(bot, number).id.value));
}

bot::slack::block_action about_in_direct(bot_under_test& bot, const std::string& person,
                                         const std::string& action, int number)
{
    auto pressed = about(bot, person, action, number);
    pressed.channel = core::channel_id("D" + person);
    return pressed;
}

words good_feedback(const std::string& noticed)
{
    return {{"noticed", noticed},
            {"could_try", std::string("Name the source")},
            {"source", std::string("did_it")}};
}

nlohmann::json opens_writing(bot_under_test& bot, const std::string& person, int number)
{
    presses(bot, about(bot, person, "critique.write", number), "shown");
    return opened_form(bot);
}

void looks_at(bot_under_test& bot, const std::string& person, int number)
{
    presses(bot, about(bot, person, "critique.volunteer", number));
}

void hands_in(bot_under_test& bot, const std::string& person, int number, const words& feedback)
{
    const auto got = bot.send(filled(opens_writing(bot, person, number), person, feedback));
    INFO(got.body);
    REQUIRE(got.outcome == "done");
    REQUIRE(written_by(bot, number, person)->handed_in_at);
}

void pass_until(bot_under_test& bot, core::instant end)
{
    for (;;) {
        std::optional<core::timer> next;
        bot.look([&](core::unit_of_work& work) {
            const auto due = work.timers().due(end, 1);
            if (!due.empty()) next = due.front();
        });
        if (!next) break;
        bot.now = std::max(bot.now, next->due_at);
        bot.change([&](core::unit_of_work& work) {
            work.timers().mark_fired(next->id, bot.now);
            core::fire(work, *next, bot.now);
        });
    }
    bot.now = std::max(bot.now, end);
}

std::optional<bot::rendering> drawn_for(bot_under_test& bot, core::message_kind kind,
                                        const core::recipient& to)
{
    std::optional<bot::rendering> drawn;
    bot.look([&](core::unit_of_work& work) {
        std::optional<core::outbox_row> newest;
        for (std::int64_t id = 1; const auto row = work.outbox().find(core::message_id{id}); ++id) {
            if (row->what.kind == kind && row->what.to == to) newest = row;
        }
        if (newest) drawn = bot::render_message(work, *newest, std::max(bot.now, newest->what.due_at));
    });
    return drawn;
}

seen seen_by(bot_under_test& bot, core::message_kind kind, const core::recipient& to)
{
    const auto drawn = drawn_for(bot, kind, to);
    REQUIRE(drawn);
    const auto said = message_of(*drawn);
    check_manners(said);
    return seen_in(whole(said));
}

} // namespace peerbot::tests
