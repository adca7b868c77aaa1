#include "tests/bot/commands/assist_closing.hpp"

#include "core/assist/summary.hpp"

namespace peerbot::tests {

void phases_end(bot_under_test& bot, const closing_words& said)
{
    bot.set_up_group(4);
    bot.change([&](core::unit_of_work& work) {
        const auto here = work.groups().find(core::group_id{1}).value();
        const auto member = [&](const char* user) {
            return work.members().find(here.id, core::user_id(user))->id;
        };
        core::assist_template format;
        format.name = "short";
        format.title = "Short";
        format.about = "One phase.";
        format.follow_ups = {core::days{2}, core::days{7}, core::days{30}};
        core::phase share;
        share.name = "share";
        share.in_writing = core::hours{24};
        share.prompt = "Help.";
        share.form = core::contribution_kind::help;
        share.ends.time = true;
        format.phases = {share};
        core::assist fresh;
        fresh.group = here.id;
        fresh.format = work.templates().add(format);
        fresh.opened_by = core::user_id("U2");
        fresh.opened_at = bot.now;
        fresh.assistee = member("U2");
        fresh.facilitator = member("U1");
        fresh.what.question = said.question;
        auto one = work.assists().add(fresh);
        for (const auto* user : {"U1", "U2", "U3", "U4"}) {
            core::participant joins;
            joins.assist = one.id;
            joins.member = member(user);
            joins.joined_at = bot.now;
            work.assists().add(joins);
        }
        core::phase_run run;
        run.assist = one.id;
        run.format = one.format;
        run.began_at = bot.now;
        run.ended_at = bot.now;
        run.id = work.assists().add(run);
        const auto help = [&](const char* user, const std::string& text, core::help_tag tag) {
            core::contribution fresh_help;
            fresh_help.assist = one.id;
            fresh_help.run = run.id;
            fresh_help.author = member(user);
            fresh_help.kind = core::contribution_kind::help;
            fresh_help.tag = tag;
            fresh_help.text = text;
            work.contributions().add(fresh_help);
        };
        for (int i = 0; i < said.times; ++i) {
            help("U3", said.help_of_3, core::help_tag::idea);
            help("U4", said.help_of_4, core::help_tag::did);
        }
        core::begin_closing(work, here, one, bot.now);
    });
}

core::assist closed_assist(bot_under_test& bot)
{
    std::optional<core::assist> found;
    bot.look([&](core::unit_of_work& work) { found = work.assists().find(core::assist_id{1}); });
    return found.value();
}

std::vector<core::contribution> said_in_assist(bot_under_test& bot)
{
    std::vector<core::contribution> found;
    bot.look([&](core::unit_of_work& work) { found = work.contributions().of_assist(core::assist_id{1}); });
    return found;
}

} // namespace peerbot::tests
