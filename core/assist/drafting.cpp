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

// What was said to what somebody asked for help with.
struct spoken_turn
{
    member_id asker;
    std::vector<contribution> said = {};
};

// Those in the turn of somebody else than the assistee: none where no format had turns.
std::vector<phase_run> runs_of_others(unit_of_work& work, const assist& one)
{
    auto runs = work.assists().runs(one.id);
    const bool turns = std::any_of(runs.begin(), runs.end(), [&](const phase_run& run) {
        return work.templates().find(run.format).value().turns > 1;
    });
    std::erase_if(runs,
                  [&](const phase_run& run) { return !turns || !run.asker || run.asker == one.assistee; });
    return runs;
}

// In the order of their turns; the last one is the assistee's, also when nothing was said in it, and has all
// that is in no other.
std::vector<spoken_turn> by_turn(unit_of_work& work, const assist& one, std::vector<contribution> said)
{
    std::map<phase_run_id, member_id> others;
    std::vector<spoken_turn> turns;
    const auto turn_of = [&](member_id asker) {
        return std::find_if(turns.begin(), turns.end(),
                            [&](const spoken_turn& each) { return each.asker == asker; });
    };
    for (const auto& run : runs_of_others(work, one)) {
        others[run.id] = run.asker;
        if (turn_of(run.asker) == turns.end()) turns.push_back({.asker = run.asker});
    }
    turns.push_back({.asker = one.assistee});
    for (auto& each : said) {
        const auto other = others.find(each.run);
        const auto asker = other == others.end() ? one.assistee : other->second;
        turn_of(asker)->said.push_back(std::move(each));
    }
    return turns;
}

bool tells_outcome(const contribution& one)
{
    return one.kind == contribution_kind::happened;
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

// Kept at the end of a turn, so it is the last of its kind.
std::optional<contribution> question_of(const spoken_turn& turn)
{
    const auto asked = std::find_if(turn.said.rbegin(), turn.said.rend(), [&](const contribution& each) {
        return each.kind == contribution_kind::question && each.author == turn.asker;
    });
    return asked == turn.said.rend() ? std::nullopt : std::optional(*asked);
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
    std::erase_if(said, tells_outcome);
    for (auto& turn : by_turn(work, one, std::move(said))) {
        const bool own = turn.asker == one.assistee;
        const auto asked = own ? std::nullopt : question_of(turn);
        // Whoever asked it may have taken it back: nobody can agree to it then.
        if (!own && (!asked || missing(*asked))) continue;
        std::erase_if(turn.said, [&](const contribution& each) {
            return missing(each) || (asked && each.id == asked->id);
        });
        auto section = section_of(turn.said);
        section.asked = asked;
        if (asked) section.question = asked->text;
        if (own) {
            section.question = without_words(one.question(), blanks);
            section.story = without_words(one.story, blanks);
        }
        if (!is_empty(section)) made.sections.push_back(std::move(section));
    }
    return made;
}

bool several_asked(unit_of_work& work, const assist& one)
{
    return !runs_of_others(work, one).empty();
}

bool in_turn_of_another(unit_of_work& work, const assist& one, const contribution& said)
{
    const auto runs = runs_of_others(work, one);
    return std::any_of(runs.begin(), runs.end(), [&](const phase_run& run) { return run.id == said.run; });
}

std::string question_asked_by(unit_of_work& work, const assist& one, member_id who)
{
    if (who == one.assistee) return one.question();
    for (const auto& turn : by_turn(work, one, said_for_summary(work, one))) {
        if (turn.asker != who) continue;
        const auto asked = question_of(turn);
        if (!asked) continue;
        if (!asked->wording.empty()) return asked->wording;
        if (asked->text != unwritten_question) return asked->text;
    }
    return {};
}

std::vector<contribution> said_about_question_of(unit_of_work& work, const assist& one, member_id who)
{
    auto said = work.contributions().of_assist(one.id);
    // What became of it is told by each for themselves, whatever phase was the last.
    if (several_asked(work, one)) std::erase_if(said, tells_outcome);
    std::vector<contribution> found;
    for (auto& turn : by_turn(work, one, std::move(said)))
        if (turn.asker == who) found.insert(found.end(), turn.said.begin(), turn.said.end());
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
