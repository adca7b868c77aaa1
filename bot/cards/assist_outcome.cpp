// What people promised each other in a peer assist, and what became of it.
#include "bot/cards/assist_summary.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/promises.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/promises.hpp"
#include "core/assist/roles.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_promises = 8;
constexpr std::size_t most_outcomes = 3;

std::string became_words(core::promise_state state)
{
    switch (state) {
    case core::promise_state::done:
        return " (done)";
    case core::promise_state::dropped:
        return " (not any more)";
    case core::promise_state::waiting:
        break;
    }
    return {};
}

std::vector<core::contribution> outcomes_of(core::unit_of_work& work, const core::assist& one)
{
    auto told = work.contributions().of_assist(one.id);
    std::erase_if(
        told, [](const core::contribution& each) { return each.kind != core::contribution_kind::happened; });
    return told;
}

} // namespace

rendering follow_up_message(core::unit_of_work& work, const assist_scene& at, const core::user_id& to)
{
    const auto& one = at.one();
    if (one.state != core::assist_state::follow_up || one.withdrawn_at)
        return dropped{"nobody is asked any more"};
    const auto who = work.members().find(at.here.id, to);
    if (!who) return dropped{"they are gone"};
    auto theirs = one;
    theirs.agreed_question.clear();
    theirs.what.question = core::question_asked_by(work, one, who->id);
    assist_page page;
    const auto helped = std::any_of(at.seen.shown.begin(), at.seen.shown.end(),
                                    [&](const core::contribution& each) { return each.author != who->id; });
    page.add(
        fmt::format("Peer assist {} in {}: {}. What became of it? One line is enough, also when nothing "
                    "did{}.",
                    one.number, slack::channel_link(at.here.channel),
                    theirs.what.question.empty() ? std::string("your turn in it") : question_words(theirs),
                    helped ? "; those who helped would like to know" : ""));
    page.add_buttons({assist_button({"Tell what happened", "Tell what became of it"}, "outcome", one),
                      assist_button({"Nothing yet", "Nothing became of it yet"}, "nothing_yet", one)});
    return page.message();
}

void add_promises(assist_page& page, core::unit_of_work& work, const core::assist& one)
{
    auto made = core::promises_of(work, one.id);
    if (made.empty()) return;
    for (auto& each : made)
        each.text = still_told(each.text);
    page.add("*Promised*");
    for (std::size_t i = 0; i < std::min(made.size(), most_promises); ++i)
        page.add(fmt::format("{}, {}{}", person_words(work, made[i].owner), promise_words(made[i]),
                             became_words(made[i].state)));
    if (made.size() > most_promises) page.add(fmt::format("And {} more.", made.size() - most_promises));
}

void add_outcomes(assist_page& page, core::unit_of_work& work, const core::assist& one)
{
    const auto told = outcomes_of(work, one);
    const auto first = told.size() - std::min(told.size(), most_outcomes);
    for (auto i = first; i < told.size(); ++i)
        page.add_quoted("*What became of it*", told[i].text);
}

std::string newest_outcome(core::unit_of_work& work, const core::assist& one)
{
    const auto told = outcomes_of(work, one);
    return told.empty() ? std::string{} : told.back().text;
}

slack::button promise_in_assist_button(const core::assist& one)
{
    return assist_button({"I promise", "Promise to do something for this"}, "promise", one);
}

} // namespace peerbot::bot
