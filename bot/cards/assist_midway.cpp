// Half-way through a phase: what was said so far, question by question.
#include "bot/cards/assist.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/gathered.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_questions = 8;
constexpr std::size_t longest_quoted = 500;

std::string counts_of(const core::gathered& one)
{
    std::vector<std::string> parts;
    const auto add = [&](int count, const char* single, const char* several) {
        if (count > 0) parts.push_back(counted(count, single, several));
    };
    add(one.did, "experience", "experiences");
    add(one.know_who, "pointer to somebody who did it", "pointers to people who did it");
    add(one.ideas, "idea", "ideas");
    return listed(parts);
}

void add_question(assist_page& page, core::unit_of_work& work, const core::gathered& one)
{
    auto heading = one.question ? fmt::format("About the question {}", bold(still_told(one.question->text)))
                                : std::string("Not about one question");
    if (one.help() == 0) return page.add(heading + ": nothing so far. A line is a good beginning.");
    heading += fmt::format(": {}.", counts_of(one));
    if (!one.newest) return page.add(heading);
    page.add_quoted(fmt::format("{} The newest experience: {} {}:", heading,
                                person_words(work, one.newest->author), said_words(*one.newest)),
                    slack::cut(one.newest->text, longest_quoted));
}

} // namespace

slack::rendered draw_assist_midway(core::unit_of_work& work, const assist_scene& at)
{
    assist_page page;
    const auto all = core::gathered_so_far(at.seen);
    bool any = false;
    for (const auto& each : all)
        any = any || each.help() > 0;
    if (!any) {
        page.add("Half of the time has passed, and nothing was said yet. A line is a good beginning.");
    } else {
        page.add("Half of the time has passed. This was said so far:");
        for (std::size_t i = 0; i < std::min(all.size(), most_questions); ++i)
            add_question(page, work, all[i]);
        if (all.size() > most_questions)
            page.add(fmt::format("And {} more; all of it is in the threads.", all.size() - most_questions));
        page.add("What is still missing?");
    }
    if (auto button = contribute_button(at)) page.add_buttons({*button});
    return page.message();
}

} // namespace peerbot::bot
