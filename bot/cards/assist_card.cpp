// The card of a peer assist in the channel: where it stands, who has not spoken, and what can be done now.
#include "bot/cards/assist.hpp"
#include "bot/cards/assist_summary.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_challenges = 20;
constexpr std::size_t longest_in_card = 200;

void add_people(assist_page& page, core::unit_of_work& work, const assist_scene& at)
{
    const auto& one = at.one();
    std::string text;
    if (one.assistee) text += fmt::format("{} asks. ", person_words(work, one.assistee));
    if (one.facilitator)
        text += fmt::format("{} facilitates. ", person_words(work, one.facilitator));
    else if (at.seen.format.facilitated && !one.over())
        text += "Nobody facilitates it yet. ";
    std::vector<core::member_id> others;
    for (const auto& each : at.seen.people) {
        if (each.there() && each.member != one.assistee && each.member != one.facilitator)
            others.push_back(each.member);
    }
    if (!others.empty()) text += fmt::format("With {}. ", people_words(work, others));
    for (const auto& each : at.seen.people)
        if (each.there() && each.takes_notes)
            text += fmt::format("{} takes notes. ", person_words(work, each.member));
    if (text.empty()) return;
    text.pop_back();
    page.add(text);
}

// While people mark, nobody sees how many did.
void add_challenges(assist_page& page, const assist_scene& at)
{
    if (at.seen.challenges.empty() || !at.one().what.question.empty()) return;
    std::string text;
    for (std::size_t i = 0; i < std::min(at.seen.challenges.size(), most_challenges); ++i)
        text +=
            fmt::format("{}• {}", text.empty() ? "" : "\n",
                        slack::cut(slack::quiet(still_told(at.seen.challenges[i].text)), longest_in_card));
    if (at.seen.challenges.size() > most_challenges)
        text += fmt::format("\nAnd {} more, in the thread.", at.seen.challenges.size() - most_challenges);
    // A section holds 3000 units; what does not fit is in the thread as well.
    page.add(text);
}

void add_silent(assist_page& page, core::unit_of_work& work, const assist_scene& at)
{
    if (at.seen.silent.empty() || !at.seen.run || (at.seen.run->waits_since && !at.seen.run->ends_at)) return;
    page.add(fmt::format("Not heard in this phase yet: {}.{}", people_words(work, at.seen.silent),
                         at.seen.current->optional ? " Nobody has to." : ""));
}

// Ends this phase and no other.
std::string run_code(const assist_scene& at)
{
    return std::to_string(at.seen.run->id.value);
}

std::vector<slack::button> speaking_buttons(const assist_scene& at, core::instant now)
{
    std::vector<slack::button> buttons;
    const auto& one = at.one();
    const auto& what = *at.seen.current;
    if (auto button = contribute_button(at)) buttons.push_back(std::move(*button));
    if (arranges_call(at, now)) buttons.push_back(propose_slot_button(one));
    const bool assistee_speaks = what.speak == core::speakers::assistee;
    if (what.form == core::contribution_kind::question && !assistee_speaks)
        buttons.push_back(
            assist_button({"Answer", "Answer a question, for whoever asked for help"}, "answer", one));
    if (what.yields == core::phase_yield::agreed_question)
        buttons.push_back(assist_button(
            {"Agree on the question", "Say the question in my own words, for whoever asked for help"},
            "agree", one));
    if (what.ends.assistee)
        buttons.push_back(asked_first(assist_button({assistee_speaks ? "I am ready" : "I have what I need",
                                                     "This phase can end, for whoever asked for help"},
                                                    "solved", one, run_code(at)),
                                      "Go on?", "This phase ends for everybody.", "Go on"));
    return buttons;
}

std::vector<slack::button> steering_buttons(const assist_scene& at)
{
    const auto& run = *at.seen.run;
    const auto seen = run_code(at);
    std::vector<slack::button> buttons;
    if (at.seen.current->ends.facilitator) {
        const auto words = fmt::format("End this phase: {}", at.seen.current->name);
        buttons.push_back(
            asked_first(assist_button({words, words + ", for the facilitator"}, "advance", at.one(), seen),
                        "End this phase?", "The assist goes on with what comes next.", "End it"));
    }
    if (run.ends_at && !run.extended)
        buttons.push_back(
            assist_button({"More time", "Extend this phase by half of its length, for the facilitator"},
                          "extend", at.one(), seen));
    return buttons;
}

bool may_join(const assist_scene& at)
{
    using enum core::assist_state;
    return at.one().state == scheduled || at.one().state == running;
}

} // namespace

slack::rendered draw_assist_card(core::unit_of_work& work, const core::assist& one, core::instant now)
{
    const auto at = assist_scene_of(work, one);
    assist_page page;
    const auto title = fmt::format("Peer assist {}: {}", one.number, at.seen.format.title);
    page.text = slack::escape(title);
    page.blocks.push_back(slack::header(title));
    page.add(fmt::format("It is about {}.", question_words(one)));
    add_people(page, work, at);
    page.add(assist_state_words(work, at));
    const bool runs = one.state == core::assist_state::running && at.seen.run && at.seen.current;
    if (runs) add_silent(page, work, at);
    if (runs) add_challenges(page, at);
    if (one.open()) add_call(page, work, at, now);
    const bool begun = runs && !(at.seen.run->waits_since && !at.seen.run->ends_at);
    page.add_buttons(choosing_buttons(at));
    if (begun) page.add_buttons(speaking_buttons(at, now));
    if (runs && (one.assistee || begun)) page.add_buttons(steering_buttons(at));
    std::vector<slack::button> others;
    if (may_join(at)) others.push_back(assist_button({"Take part", "Take part"}, "join", one));
    if (may_join(at)) others.push_back(promise_in_assist_button(one));
    others.push_back(show_assist_button(one));
    page.add_buttons(others);
    const std::string thread = "What is said goes into the thread of this message. It stays in the group.";
    page.text += "\n" + thread;
    page.blocks.push_back(slack::context({thread}));
    return page.message();
}

} // namespace peerbot::bot
