// What somebody who is forgotten wrote in a peer assist does not stand in its summary any more.
#include "core/assist/forgetting.hpp"
#include "tests/bot/commands/assist_closing.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;

TEST_CASE("the parts of whoever is forgotten leave the summary that stands in the channel, and no other part")
{
    bot_under_test bot;
    phases_end(bot);
    presses(bot, bot.pressing("U2", "assist.review", "1"));
    for (const auto* person : {"U3", "U4"})
        presses(bot, bot.pressing(person, "assist.part_all", "1"));
    presses(bot, bot.pressing("U2", "assist.publish", "1"));
    bot.change([](core::unit_of_work& work) {
        const auto here = work.groups().find(core::group_id{1}).value();
        const auto who = work.members().find(here.id, core::user_id("U3"));
        core::leave_out_parts(work, here, who->id);
    });
    const auto card = seen_in(whole(card_of(bot, core::card_kind::summary, 1)));
    CHECK_THAT(card.words(), !Contains("Maria") && Contains("We draw lots."));
}
