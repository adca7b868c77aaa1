#include "core/voting/cast_vote.hpp"

#include "core/groups/roles.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

bool contains(const std::vector<topic_id>& topics, topic_id one)
{
    return std::find(topics.begin(), topics.end(), one) != topics.end();
}

std::optional<rejection> closed_for(const ballot& running, instant cast_at)
{
    if (running.closed_at) return rejection{.why = reason::ballot_closed, .when = *running.closed_at};
    if (cast_at >= running.closes_at)
        return rejection{.why = reason::ballot_closed, .when = running.closes_at};
    return std::nullopt;
}

ballot_view after_vote(unit_of_work& work, const ballot& running, const member& voter,
                       std::vector<topic_id> chosen, instant at)
{
    work.votes().replace(running.id, voter.id, chosen, at);
    work.cards().mark_dirty(running.card);
    return {.running = *work.ballots().find(running.id),
            .lines = work.ballots().lines(running.id),
            .mine = std::move(chosen)};
}

} // namespace

bool ballot_view::chose(topic_id topic) const
{
    return contains(mine, topic);
}

result<ballot_view> cast_vote(unit_of_work& work, const group& here, const vote_request& vote)
{
    const auto running = work.ballots().open_in(here.id);
    if (!running) return reason::no_open_ballot;
    if (auto closed = closed_for(*running, vote.cast_at)) return std::move(*closed);
    const auto voter = active_member(work, here.id, vote.voter);
    if (!voter) return voter.why();

    const auto lines = work.ballots().lines(running->id);
    std::vector<topic_id> chosen;
    for (const int number : vote.numbers) {
        const auto line = std::find_if(lines.begin(), lines.end(),
                                       [&](const ballot_line& one) { return one.subject.number == number; });
        if (line == lines.end()) return rejection{.why = reason::not_on_ballot, .number = number};
        if (!contains(chosen, line->subject.id)) chosen.push_back(line->subject.id);
    }
    return after_vote(work, *running, *voter, std::move(chosen), vote.cast_at);
}

result<ballot_view> press_vote(unit_of_work& work, const press_request& press)
{
    const auto running = work.ballots().find(press.ballot);
    if (!running || known_group(work, running->group).workspace != press.workspace)
        return reason::no_such_ballot;
    const auto voter = active_member(work, running->group, press.voter);
    if (!voter) return voter.why();
    if (auto closed = closed_for(*running, press.cast_at)) return std::move(*closed);
    if (!work.ballots().has_line(running->id, press.topic)) return reason::not_on_ballot;

    auto chosen = work.votes().of(running->id, voter->id);
    const bool was_chosen = contains(chosen, press.topic);
    const bool wanted =
        press.intent == press_intent::toggle ? !was_chosen : press.intent == press_intent::choose;
    if (was_chosen && !wanted) std::erase(chosen, press.topic);
    if (wanted && !was_chosen) chosen.push_back(press.topic);
    return after_vote(work, *running, *voter, std::move(chosen), press.cast_at);
}

result<ballot_view> view_ballot(unit_of_work& work, const group& here, const user_id& viewer)
{
    const auto who = present_member(work, here.id, viewer);
    if (!who) return who.why();
    const auto running = work.ballots().open_in(here.id);
    if (!running) return reason::no_open_ballot;
    return ballot_view{.running = *running,
                       .lines = work.ballots().lines(running->id),
                       .mine = work.votes().of(running->id, who->id)};
}

} // namespace peerbot::core
