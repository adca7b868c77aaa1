#include "core/assist/drafting.hpp"

#include "core/assist/roles.hpp"
#include "core/unit_of_work.hpp"
#include "core/words/telltale.hpp"

#include <algorithm>
#include <map>

namespace peerbot::core {
namespace {

// The assistee's own words need nobody's approval but theirs.
bool agreed(const assist& one, const contribution& said)
{
    return said.author == one.assistee ? said.review != approval::left_out
                                       : said.review == approval::approved;
}

// What was said in each turn; all in one where nobody else had one.
std::map<int, std::vector<contribution>> by_turn(unit_of_work& work, const assist& one,
                                                 std::vector<contribution> said)
{
    if (!takes_turns(work, one)) return {{one.turn, std::move(said)}};
    // What became of it is told later, by each of their own.
    std::erase_if(said, [](const contribution& each) { return each.kind == contribution_kind::happened; });
    std::map<int, std::vector<contribution>> turns{{one.turn, {}}};
    const auto runs = work.assists().runs(one.id);
    for (auto& each : said) {
        const auto run = std::find_if(runs.begin(), runs.end(),
                                      [&](const phase_run& other) { return other.id == each.run; });
        turns[run == runs.end() ? one.turn : run->turn].push_back(std::move(each));
    }
    return turns;
}

// Questions, each followed by its answers; without answers whose question is left out.
std::vector<contribution> with_answers(const std::vector<contribution>& said)
{
    std::vector<contribution> ordered;
    for (const auto& each : said) {
        if (each.kind != contribution_kind::question) continue;
        ordered.push_back(each);
        for (const auto& other : said) {
            if (other.kind == contribution_kind::answer && other.about == each.id) ordered.push_back(other);
        }
    }
    return ordered;
}

std::vector<contribution> of_kind(const std::vector<contribution>& said, contribution_kind kind)
{
    std::vector<contribution> found;
    std::copy_if(said.begin(), said.end(), std::back_inserter(found),
                 [&](const contribution& each) { return each.kind == kind; });
    return found;
}

summary_section section_of(const std::vector<contribution>& said)
{
    summary_section made{.question = {},
                         .asked = {},
                         .story = {},
                         .questions = with_answers(said),
                         .help = of_kind(said, contribution_kind::help),
                         .commitments = of_kind(said, contribution_kind::commitment),
                         .takeaways = of_kind(said, contribution_kind::takeaway)};
    const auto responses = of_kind(said, contribution_kind::response);
    made.commitments.insert(made.commitments.begin(), responses.begin(), responses.end());
    std::stable_sort(made.help.begin(), made.help.end(),
                     [](const contribution& a, const contribution& b) { return *a.tag < *b.tag; });
    return made;
}

// Of a turn before the assistee's: the last one of its kind, which was kept at the end.
std::optional<contribution> question_of_turn(unit_of_work& work, const assist& one,
                                             const std::vector<contribution>& said)
{
    const auto asked = std::find_if(said.rbegin(), said.rend(),
                                    [&](const contribution& each) { return asked_in_turn(work, one, each); });
    return asked == said.rend() ? std::nullopt : std::optional(*asked);
}

bool is_empty(const summary_section& one)
{
    return one.question.empty() && one.story.empty() && one.questions.empty() && one.help.empty() &&
           one.commitments.empty() && one.takeaways.empty();
}

} // namespace

bool in_summary(const contribution& one)
{
    using enum contribution_kind;
    if (one.state != contribution_state::shown) return false;
    return one.kind != story && one.kind != restatement && one.kind != challenge && one.kind != note;
}

std::vector<contribution> said_for_summary(unit_of_work& work, const assist& one)
{
    auto said = work.contributions().of_assist(one.id);
    std::erase_if(said, [](const contribution& each) { return !in_summary(each); });
    return said;
}

assist_summary summary_of(unit_of_work& work, const assist& one, bool everything)
{
    const auto blanks = work.assists().blanks(one.id);
    auto said = said_for_summary(work, one);
    for (auto& each : said) {
        if (!each.wording.empty()) each.text = each.wording;
        each.text = without_words(each.text, blanks);
    }
    const auto missing = [&](const contribution& each) { return !everything && !agreed(one, each); };
    assist_summary made{.about = one,
                        .title = work.templates().find(one.format).value().title,
                        .sections = {},
                        .happened = of_kind(said, contribution_kind::happened)};
    std::erase_if(made.happened, missing);
    for (auto& [turn, parts] : by_turn(work, one, std::move(said))) {
        const auto asked = turn == one.turn ? std::nullopt : question_of_turn(work, one, parts);
        // Without a question, too: whoever asked it may have withdrawn it.
        if (turn != one.turn && !everything && (!asked || missing(*asked))) continue;
        std::erase_if(parts, [&](const contribution& each) {
            return missing(each) || (asked && each.id == asked->id);
        });
        auto section = section_of(parts);
        section.asked = asked;
        if (asked) section.question = asked->text;
        if (turn == one.turn) {
            section.question = without_words(one.question(), blanks);
            section.story = without_words(one.story, blanks);
        }
        if (!is_empty(section)) made.sections.push_back(std::move(section));
    }
    return made;
}

std::vector<contribution> said_about_question_of(unit_of_work& work, const assist& one, member_id who)
{
    std::vector<contribution> found;
    for (const auto& [turn, said] : by_turn(work, one, work.contributions().of_assist(one.id))) {
        auto asker = one.assistee;
        if (turn != one.turn) {
            const auto asked = question_of_turn(work, one, said);
            asker = asked ? asked->author : member_id{};
        }
        if (asker == who) found.insert(found.end(), said.begin(), said.end());
    }
    return found;
}

std::vector<contribution> parts_in(const assist_summary& made)
{
    std::vector<contribution> parts;
    const auto add = [&](const std::vector<contribution>& some) {
        parts.insert(parts.end(), some.begin(), some.end());
    };
    for (const auto& each : made.sections) {
        if (each.asked) parts.push_back(*each.asked);
        for (const auto* some : {&each.questions, &each.help, &each.commitments, &each.takeaways})
            add(*some);
    }
    add(made.happened);
    return parts;
}

std::vector<std::string> candidates_for_blanking(unit_of_work& work, const assist& one)
{
    auto text = one.question() + "\n" + one.story;
    for (const auto& each : said_for_summary(work, one))
        text += "\n" + (each.wording.empty() ? each.text : each.wording);
    return telltale_words(text);
}

} // namespace peerbot::core
