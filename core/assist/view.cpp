#include "core/assist/view.hpp"

#include "core/assist/roles.hpp"
#include "core/assist/steps.hpp"
#include "core/unit_of_work.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

bool active(unit_of_work& work, member_id who)
{
    const auto known = work.members().find(who);
    return known && known->active();
}

bool has_spoken(const std::vector<contribution>& said, const phase_run& run, member_id who)
{
    return std::any_of(said.begin(), said.end(), [&](const contribution& each) {
        const bool later = each.state == contribution_state::held && each.run == run.id;
        return each.author == who && (each.run == run.id || later);
    });
}

int rank(const contribution& one)
{
    return one.tag ? static_cast<int>(*one.tag) : 0;
}

// What is written or held in a call, what was held before somebody brought the question, and the call that
// is still to be arranged.
bool is_part(const assist& one, const assist_template& format, const std::vector<phase_run>& runs, int place)
{
    const auto& what = format.phases.at(static_cast<std::size_t>(place) - 1);
    if (held_live(one, what)) return true;
    if (what.chooses())
        return std::any_of(runs.begin(), runs.end(), [&](const phase_run& run) {
            return run.place == place && run.format == one.format;
        });
    return std::any_of(format.phases.begin(), format.phases.end(),
                       [](const phase& each) { return each.yields == phase_yield::call; });
}

void count_phases(unit_of_work& work, assist_view& seen)
{
    const auto runs = work.assists().runs(seen.what.id);
    for (int place = 1; place <= static_cast<int>(seen.format.phases.size()); ++place) {
        if (!is_part(seen.what, seen.format, runs, place)) continue;
        ++seen.phases;
        if (seen.run && seen.run->place == place) seen.place = seen.phases;
    }
}

} // namespace

phase phase_of(unit_of_work& work, const assist&, const phase_run& run)
{
    return work.templates().find(run.format).value().phases.at(static_cast<std::size_t>(run.place) - 1);
}

std::vector<member_id> speakers_of(unit_of_work& work, const assist& one, const phase& what)
{
    std::vector<member_id> people;
    const auto add = [&](member_id who) {
        if (who && active(work, who)) people.push_back(who);
    };
    if (what.chooses() || (!one.assistee && what.speak == speakers::everybody)) {
        for (const auto& each : work.members().present(one.group))
            add(each.id);
        return people;
    }
    switch (what.speak) {
    case speakers::nobody:
        break;
    case speakers::facilitator:
        add(one.facilitator);
        break;
    case speakers::assistee:
        if (one.assistee) people.push_back(one.assistee); // also during a break: it waits for them
        break;
    case speakers::everybody:
        add(one.assistee);
        [[fallthrough]];
    case speakers::assisters:
        for (const auto& each : assisters_of(work, one))
            add(each.member);
        break;
    }
    return people;
}

std::vector<member_id> silent_speakers(unit_of_work& work, const assist& one, const phase_run& run)
{
    const auto what = phase_of(work, one, run);
    auto people = speakers_of(work, one, what);
    if (what.form == contribution_kind::challenge) {
        const auto boxed = work.contributions().boxed(run.id);
        std::erase_if(people, [&](member_id who) {
            return std::any_of(boxed.begin(), boxed.end(),
                               [&](const boxed_challenge& each) { return each.author == who; });
        });
        return people;
    }
    if (what.votes) {
        std::erase_if(people,
                      [&](member_id who) { return !work.contributions().marked_by(one.id, who).empty(); });
        return people;
    }
    const auto said = work.contributions().of_assist(one.id);
    std::erase_if(people, [&](member_id who) { return has_spoken(said, run, who); });
    return people;
}

std::vector<contribution> own_notes(unit_of_work& work, const assist& one, member_id who)
{
    auto said = work.contributions().of_assist(one.id);
    std::erase_if(said, [&](const contribution& each) {
        return each.author != who || each.state == contribution_state::shown;
    });
    return said;
}

assist_view view_of(unit_of_work& work, const assist& one)
{
    assist_view seen{.what = one,
                     .format = work.templates().find(one.format).value(),
                     .run = work.assists().running(one.id),
                     .current = {},
                     .people = work.assists().participants(one.id),
                     .silent = {},
                     .shown = {},
                     .challenges = {},
                     .slots = work.contributions().slots(one.id)};
    count_phases(work, seen);
    if (seen.run) {
        seen.current = phase_of(work, one, *seen.run);
        // Who posted into an inventory, and who marked what, is nobody's business.
        if (!seen.run->live && !seen.current->chooses()) seen.silent = silent_speakers(work, one, *seen.run);
    }
    for (auto& each : work.contributions().of_assist(one.id)) {
        if (each.state == contribution_state::held) ++seen.held;
        if (each.state != contribution_state::shown) continue;
        (each.kind == contribution_kind::challenge ? seen.challenges : seen.shown).push_back(std::move(each));
    }
    std::stable_sort(seen.shown.begin(), seen.shown.end(),
                     [](const contribution& a, const contribution& b) { return rank(a) < rank(b); });
    return seen;
}

} // namespace peerbot::core
