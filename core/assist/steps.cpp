#include "core/assist/steps.hpp"

#include "core/assist/drafting.hpp"
#include "core/assist/roles.hpp"
#include "core/unit_of_work.hpp"

#include <algorithm>

namespace peerbot::core {

assist_template format_of(unit_of_work& work, const assist& one)
{
    return work.templates().find(one.format).value();
}

std::optional<bool> held_live(const assist& one, const phase& what)
{
    if (what.chooses() && one.assistee) return std::nullopt;
    if (one.pace == assist_pace::live && what.live > minutes{0}) return true;
    if (what.in_writing > hours{0}) return false;
    if (one.meets_at) return true;
    return std::nullopt;
}

std::optional<step> next_step(unit_of_work& work, const assist& one, const assist_template& format)
{
    const auto runs = work.assists().runs(one.id);
    const bool begun = !runs.empty() && runs.back().format == one.format;
    int turn = begun ? runs.back().turn : one.turn;
    int place = begun ? runs.back().place + 1 : 1;
    const int last = static_cast<int>(format.phases.size());
    for (; turn <= format.turns; ++turn, place = 1) {
        for (; place <= last; ++place) {
            const auto live = held_live(one, format.phases[static_cast<std::size_t>(place) - 1]);
            if (live) return step{.turn = turn, .place = place, .live = *live};
        }
    }
    return std::nullopt;
}

void keep_question_of_turn(unit_of_work& work, const assist& one)
{
    const auto runs = work.assists().runs(one.id);
    if (!one.assistee || runs.empty()) return;
    const auto said = said_about_question_of(work, one, one.assistee);
    const bool any = std::any_of(said.begin(), said.end(), in_summary);
    if (one.question().empty() && !any) return;
    work.contributions().add({.id = {},
                              .assist = one.id,
                              .run = runs.back().id,
                              .author = one.assistee,
                              .kind = contribution_kind::question,
                              .text = one.question().empty() ? unwritten_question : one.question()});
}

member_id assistee_of_turn(unit_of_work& work, const assist& one, int turn)
{
    auto people = work.assists().participants(one.id);
    std::erase_if(people, [&](const participant& each) { return each.member == one.facilitator; });
    if (turn > static_cast<int>(people.size())) return {};
    const auto before = std::find_if(people.begin(), people.end(),
                                     [&](const participant& each) { return each.member == one.assistee; });
    if (before != people.end()) std::rotate(people.begin(), before + 1, people.end());
    const auto next =
        std::find_if(people.begin(), people.end(), [](const participant& each) { return each.there(); });
    return next == people.end() || next->member == one.assistee ? member_id{} : next->member;
}

bool needs_assisters(const assist& one, const phase& what)
{
    return one.assistee && (what.speak == speakers::assisters || what.speak == speakers::everybody);
}

std::optional<assist_template> written_instead(unit_of_work& work, const group& here,
                                               const assist_template& format)
{
    for (const auto& name : format.offers) {
        auto other = work.templates().named(here.id, name);
        if (other && other->fewest == 0 && other->can_be_written()) return other;
    }
    return std::nullopt;
}

bool choice_ahead(const assist_template& format, int place)
{
    return std::any_of(format.phases.begin() + (place - 1), format.phases.end(),
                       [](const phase& one) { return one.chooses(); });
}

bool too_few(unit_of_work& work, const assist& one, const assist_template& format)
{
    return static_cast<int>(assisters_of(work, one).size()) < format.fewest;
}

hours written_before_call(const assist& one, const assist_template& format, int place)
{
    hours written{0};
    for (auto at = static_cast<std::size_t>(place) - 1; at < format.phases.size(); ++at) {
        const auto live = held_live(one, format.phases[at]);
        if (live && *live) break;
        if (live) written += format.phases[at].in_writing;
    }
    return written;
}

} // namespace peerbot::core
