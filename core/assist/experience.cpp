#include "core/assist/experience.hpp"

#include "core/assist/contribution.hpp"
#include "core/assist/roles.hpp"
#include "core/unit_of_work.hpp"
#include "core/words/likeness.hpp"

#include <algorithm>
#include <map>

namespace peerbot::core {
namespace {

// Less alike than this is chance.
constexpr double alike_enough = 0.2;
constexpr int looked_at = 300;

bool asked_lately(unit_of_work& work, const group& here, const member& who, instant now)
{
    const auto told = work.outbox().told(here.workspace, who.user, now - between_asking);
    return std::any_of(told.begin(), told.end(),
                       [](const message& each) { return each.kind == message_kind::assist_experience; });
}

std::map<member_id, double> likeness_of_experience(unit_of_work& work, const group& here, const assist& one)
{
    std::map<member_id, double> best;
    const auto note = [&](member_id who, double how_alike) {
        if (how_alike >= alike_enough) best[who] = std::max(best[who], how_alike);
    };
    const auto text = one.what.question + " " + one.what.situation;
    for (const auto& each : work.contributions().experience(here.id, looked_at)) {
        const auto there = work.assists().find(each.assist);
        const auto about = there ? there->what.question + " " + there->what.situation : std::string();
        note(each.author, std::max(likeness(text, about), likeness(one.what.question, each.text)));
    }
    auto topics = work.topics().open(here.id);
    const auto taught = work.topics().taught(here.id, looked_at);
    topics.insert(topics.end(), taught.begin(), taught.end());
    for (const auto& each : topics) {
        for (const auto& teacher : each.teachers) {
            if (const auto who = work.members().find(here.id, teacher))
                note(who->id, likeness(one.what.question, each.title));
        }
    }
    return best;
}

} // namespace

std::vector<member> experienced_with(unit_of_work& work, const group& here, const assist& one, instant now)
{
    const auto best = likeness_of_experience(work, here, one);
    std::vector<member> found;
    for (const auto& who : work.members().present(here.id)) {
        if (!who.active() || !best.contains(who.id) || who.id == one.assistee) continue;
        const auto known = participant_of(work, one.id, who.id);
        if (known && known->there() && who.id != one.facilitator) continue;
        if (!asked_lately(work, here, who, now)) found.push_back(who);
    }
    std::stable_sort(found.begin(), found.end(),
                     [&](const member& a, const member& b) { return best.at(a.id) > best.at(b.id); });
    if (found.size() > experienced_asked) found.resize(experienced_asked);
    return found;
}

} // namespace peerbot::core
