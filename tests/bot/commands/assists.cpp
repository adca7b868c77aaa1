#include "tests/bot/commands/assists.hpp"

#include "bot/assist_templates.hpp"
#include "core/assist/contribution.hpp"
#include "core/assist/template.hpp"
#include "core/assist/view.hpp"

namespace peerbot::tests {

void set_up_assists(bot_under_test& bot, int members)
{
    bot.set_up_group(members);
    bot.change([](core::unit_of_work& work) { core::keep_templates(work, bot::load_assist_templates({})); });
}

core::assist assist_numbered(bot_under_test& bot, int number)
{
    std::optional<core::assist> found;
    bot.look(
        [&](core::unit_of_work& work) { found = work.assists().find_number(core::group_id{1}, number); });
    return found.value();
}

std::vector<core::contribution> said_in(bot_under_test& bot, int number)
{
    std::vector<core::contribution> found;
    const auto one = assist_numbered(bot, number);
    bot.look([&](core::unit_of_work& work) { found = work.contributions().of_assist(one.id); });
    return found;
}

std::vector<core::call_slot> slots_of(bot_under_test& bot, int number)
{
    std::vector<core::call_slot> found;
    const auto one = assist_numbered(bot, number);
    bot.look([&](core::unit_of_work& work) { found = work.contributions().slots(one.id); });
    return found;
}

std::string phase_name(bot_under_test& bot, int number)
{
    std::string name;
    const auto one = assist_numbered(bot, number);
    bot.look([&](core::unit_of_work& work) {
        if (const auto run = work.assists().running(one.id)) name = core::phase_of(work, one, *run).name;
    });
    return name;
}

std::string run_shown(bot_under_test& bot, int number)
{
    std::string value;
    const auto one = assist_numbered(bot, number);
    bot.look([&](core::unit_of_work& work) {
        if (const auto run = work.assists().running(one.id)) value = std::to_string(run->id.value);
    });
    return value;
}

bot::slack::block_action about_assist(bot_under_test& bot, const std::string& person,
                                      const std::string& action, int number, const std::string& more)
{
    return bot.pressing(person, "assist." + action,
                        std::to_string(assist_numbered(bot, number).id.value) +
                            (more.empty() ? "" : ":" + more));
}

seen assist_card_of(bot_under_test& bot, int number)
{
    const auto said = message_of(draw(bot, core::message_kind::assist_card,
                                      assist_numbered(bot, number).id.value, core::channel_id("C1")));
    check_manners(said);
    return seen_in(whole(said));
}

void asks_for_assist(bot_under_test& bot, const std::string& format, const std::vector<std::string>& joining)
{
    types(bot, "U2", "/assist ask", "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U2",
                            {{"question", std::string("How do we get readers to answer?")},
                             {"situation", std::string("Nobody answers our calls")},
                             {"format", format}}))
                .outcome == "done");
    presses(bot, about_assist(bot, "U1", "accept", 1), "shown");
    REQUIRE(bot.send(filled(opened_form(bot), "U1")).outcome == "done");
    for (const auto& person : joining)
        presses(bot, about_assist(bot, person, "join", 1));
}

void ends_phase(bot_under_test& bot, int number)
{
    presses(bot, about_assist(bot, "U1", "advance", number, run_shown(bot, number)));
}

std::string last_posted(bot_under_test& bot)
{
    return message_of(drawn_for(bot, core::message_kind::assist_posted, core::channel_id("C1")).value()).text;
}

void posts_card(bot_under_test& bot, int number, const std::string& stamp)
{
    auto one = assist_numbered(bot, number);
    bot.change([&](core::unit_of_work& work) {
        one.card = work.cards().add({.id = {},
                                     .kind = core::card_kind::assist,
                                     .group = one.group,
                                     .subject = one.id.value,
                                     .channel = core::channel_id("C1"),
                                     .stamp = stamp});
        work.assists().save(one);
    });
}

} // namespace peerbot::tests
