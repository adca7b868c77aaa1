// How a group chooses the question of a peer assist: the box, the questions shown together, and who brings
// the one that was chosen.
#include "bot/cards/assist.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_with_buttons = 40; // a message has fifty blocks

bool runs(const assist_scene& at)
{
    return at.one().state == core::assist_state::running && at.seen.run && at.seen.current;
}

// One section; a question of the longest kind fits it once it is escaped.
slack::block challenge_block(const std::string& heading, const core::contribution& said,
                             const slack::button& beside)
{
    return slack::section((heading.empty() ? "" : heading + "\n") + quoted_lines(still_told(said.text)),
                          beside);
}

slack::button affects_button(const core::assist& one, const core::contribution& said, std::size_t number)
{
    return assist_button({"This affects me", fmt::format("Question {} affects me, or not any more", number)},
                         "affects", one, std::to_string(said.id.value));
}

slack::button marked_button(const core::assist& one, const core::contribution& said, std::size_t number,
                            bool marked)
{
    const auto set = std::to_string(said.id.value) + (marked ? ":0" : ":1");
    if (marked)
        return assist_button({"Not any more", fmt::format("Question {} does not affect me any more", number)},
                             "affects", one, set);
    return assist_button({"This affects me", fmt::format("Question {} affects me", number)}, "affects", one,
                         set);
}

std::string name_above(core::unit_of_work& work, const core::contribution& said)
{
    return said.author ? fmt::format("{}:", person_words(work, said.author)) : std::string{};
}

void add_rest(assist_page& page, const std::vector<core::contribution>& all)
{
    for (std::size_t i = most_with_buttons; i < all.size(); ++i)
        page.text += "\n" + quoted_lines(all[i].text);
    if (all.size() > most_with_buttons)
        page.add(fmt::format("And {} more than fit here.", all.size() - most_with_buttons));
}

} // namespace

bool collects_challenges(const assist_scene& at)
{
    return runs(at) && at.seen.current->form == core::contribution_kind::challenge;
}

bool marks_challenges(const assist_scene& at)
{
    return runs(at) && at.seen.current->votes && !at.seen.challenges.empty();
}

bool wants_somebody(const assist_scene& at)
{
    const auto& one = at.one();
    return one.open() && one.state != core::assist_state::draft && !one.assistee &&
           !one.what.question.empty();
}

std::vector<slack::button> choosing_buttons(const assist_scene& at)
{
    std::vector<slack::button> buttons;
    const auto& one = at.one();
    if (collects_challenges(at))
        buttons.push_back(assist_button({"Post a question", "Post a question, or change mine"}, "post", one));
    if (marks_challenges(at))
        buttons.push_back(
            assist_button({"What affects me", "Mark the questions that affect me"}, "marks", one));
    if (wants_somebody(at))
        buttons.push_back(assist_button({"I bring it", "I bring this question"}, "bring", one));
    for (auto& each : buttons)
        each.style = slack::button_style::primary;
    return buttons;
}

slack::button decline_to_bring_button(const core::assist& one)
{
    return asked_first(
        assist_button({"I cannot bring it", "Somebody else may bring this question"}, "not_mine", one),
        "Let somebody else bring it?",
        "The group is asked who brings it. Nobody is told why, and it does not count against you.",
        "Let it go");
}

slack::rendered challenges_message(core::unit_of_work& work, const assist_scene& at, core::phase_run_id run)
{
    auto all = at.seen.challenges;
    std::erase_if(all, [&](const core::contribution& each) { return each.run != run; });
    assist_page page;
    page.add(
        fmt::format("{} posted. Which of them affect you, too? Mark as many as you like; nobody sees who "
                    "marked what, and a second press takes a mark back.",
                    all.size() == 1 ? "One question was" : fmt::format("{} questions were", all.size())));
    for (std::size_t i = 0; i < std::min(all.size(), most_with_buttons); ++i) {
        const auto above = name_above(work, all[i]);
        page.text += "\n" + (above.empty() ? "" : above + "\n") + quoted_lines(all[i].text);
        page.blocks.push_back(challenge_block(above, all[i], affects_button(at.one(), all[i], i + 1)));
    }
    add_rest(page, all);
    return page.message();
}

slack::rendered own_marks_page(core::unit_of_work& work, const assist_scene& at, core::member_id viewer,
                               const std::string& note)
{
    const auto marked = work.contributions().marked_by(at.one().id, viewer);
    const auto& all = at.seen.challenges;
    assist_page page;
    if (!note.empty()) page.add(note);
    page.add(
        fmt::format("Of {} you have marked {}. Only you see your marks; the one that affects most people "
                    "is what the assist is about.",
                    counted(static_cast<std::int64_t>(all.size()), "question", "questions"), marked.size()));
    for (std::size_t i = 0; i < std::min(all.size(), most_with_buttons); ++i) {
        const bool mine = std::find(marked.begin(), marked.end(), all[i].id) != marked.end();
        const std::string above = mine ? "*This affects you.*" : "";
        page.text += "\n" + (above.empty() ? "" : above + "\n") + quoted_lines(all[i].text);
        page.blocks.push_back(challenge_block(above, all[i], marked_button(at.one(), all[i], i + 1, mine)));
    }
    add_rest(page, all);
    return page.message();
}

} // namespace peerbot::bot
