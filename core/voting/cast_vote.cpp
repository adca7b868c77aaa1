#include "core/voting/cast_vote.hpp"

#include "core/groups/roles.hpp"
#include "core/voting/close_ballot.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

using choice = std::vector<vote>;

int mark_in(const choice& given, topic_id topic)
{
    const auto found =
        std::find_if(given.begin(), given.end(), [&](const vote& one) { return one.topic == topic; });
    return found == given.end() ? 0 : found->mark;
}

int spent(const choice& given)
{
    int votes = 0;
    for (const auto& one : given)
        votes += one.mark;
    return votes;
}

void set_mark(choice& given, topic_id topic, int mark)
{
    std::erase_if(given, [&](const vote& one) { return one.topic == topic; });
    if (mark > 0) given.push_back({.topic = topic, .mark = mark});
}

// Puts the topic at that place of a ranked order, or takes it out; the others close up.
void set_place(choice& given, topic_id topic, int place)
{
    std::erase_if(given, [&](const vote& one) { return one.topic == topic; });
    std::sort(given.begin(), given.end(), [](const vote& a, const vote& b) { return a.mark < b.mark; });
    if (place > 0) {
        const auto at = std::min<std::ptrdiff_t>(place - 1, static_cast<std::ptrdiff_t>(given.size()));
        given.insert(given.begin() + at, {.topic = topic, .mark = place});
    }
    int next = 1;
    for (auto& one : given)
        one.mark = next++;
}

std::optional<rejection> closed_for(const ballot& running, instant cast_at)
{
    if (running.closed_at)
        return rejection{.why = reason::ballot_closed,
                         .when = std::min(*running.closed_at, running.closes_at)};
    if (cast_at >= running.closes_at)
        return rejection{.why = reason::ballot_closed, .when = running.closes_at};
    return std::nullopt;
}

std::optional<rejection> over_budget(const ballot& running, const choice& given)
{
    if (running.method != ballot_method::budget) return std::nullopt;
    for (const auto& one : given) {
        if (one.mark > most_votes_on_topic)
            return rejection{.why = reason::too_many_on_topic, .number = most_votes_on_topic};
    }
    if (spent(given) > running.budget) return rejection{.why = reason::over_budget, .number = running.budget};
    return std::nullopt;
}

void store(unit_of_work& work, const ballot& running, const member& voter, const choice& given)
{
    work.votes().replace(running, voter.id, given);
    work.cards().mark_dirty(running.card);
}

// Rejects: not_on_ballot.
result<std::vector<chosen_topic>> chosen_by_number(unit_of_work& work, const ballot& running,
                                                   const std::vector<int>& numbers)
{
    std::vector<chosen_topic> chosen;
    for (const int number : numbers) {
        const auto again = std::find_if(chosen.begin(), chosen.end(), [number](const chosen_topic& one) {
            return one.subject.number == number;
        });
        if (again != chosen.end()) {
            if (running.method == ballot_method::budget) ++again->mark;
            continue;
        }
        auto topic = work.ballots().topic_numbered(running, number);
        if (!topic) return rejection{.why = reason::not_on_ballot, .number = number};
        const bool ranked = running.method == ballot_method::ranked;
        chosen.push_back(
            {.subject = *std::move(topic), .mark = ranked ? static_cast<int>(chosen.size()) + 1 : 1});
    }
    if (running.method != ballot_method::ranked)
        std::sort(chosen.begin(), chosen.end(), [](const chosen_topic& a, const chosen_topic& b) {
            return a.subject.number < b.subject.number;
        });
    return chosen;
}

choice choice_of(const std::vector<chosen_topic>& chosen)
{
    choice given;
    given.reserve(chosen.size());
    for (const auto& one : chosen)
        given.push_back({.topic = one.subject.id, .mark = one.mark});
    return given;
}

// What a press on a button that all share makes of the topic's mark.
int next_mark(const ballot& running, const choice& given, topic_id topic)
{
    const auto had = mark_in(given, topic);
    switch (running.method) {
    case ballot_method::approval:
        return had == 0 ? 1 : 0;
    case ballot_method::ranked:
        return had == 0 ? static_cast<int>(given.size()) + 1 : 0;
    case ballot_method::budget:
        break;
    }
    if (had == 0) return 1;
    return had < most_votes_on_topic && spent(given) < running.budget ? had + 1 : 0;
}

void give(choice& given, const ballot& running, topic_id topic, int mark)
{
    switch (running.method) {
    case ballot_method::approval:
        return set_mark(given, topic, std::min(mark, 1));
    case ballot_method::budget:
        return set_mark(given, topic, mark);
    case ballot_method::ranked:
        return set_place(given, topic, mark);
    }
}

} // namespace

int ballot_view::mark_of(topic_id topic) const
{
    return mark_in(mine, topic);
}

int ballot_view::left() const
{
    return running.budget - spent(mine);
}

int vote_receipt::left() const
{
    return running.budget - spent(choice_of(chosen));
}

result<vote_receipt> cast_vote(unit_of_work& work, const group& here, const vote_request& vote)
{
    auto running = work.ballots().open_in(here.id);
    if (!running) return reason::no_open_ballot;
    if (auto closed = closed_for(*running, vote.cast_at)) return std::move(*closed);
    const auto voter = active_member(work, here.id, vote.voter);
    if (!voter) return voter.why();

    auto chosen = chosen_by_number(work, *running, vote.numbers);
    if (!chosen) return chosen.why();
    const auto given = choice_of(*chosen);
    if (auto over = over_budget(*running, given)) return std::move(*over);
    store(work, *running, *voter, given);
    return vote_receipt{.running = *std::move(running), .chosen = *std::move(chosen)};
}

result<ballot_view> press_vote(unit_of_work& work, const press_request& press)
{
    const auto running = work.ballots().find(press.ballot);
    if (!running || known_group(work, running->group).workspace != press.workspace)
        return reason::no_such_ballot;
    const auto voter = active_member(work, running->group, press.voter);
    if (!voter) return voter.why();
    if (auto closed = closed_for(*running, press.cast_at)) return std::move(*closed);
    if (running->anonymous && press.in_direct_message) return reason::vote_in_channel;
    if (!work.ballots().has_line(running->id, press.topic)) return reason::not_on_ballot;

    auto given = work.votes().of(*running, voter->id);
    const auto mark = press.mark.value_or(next_mark(*running, given, press.topic));
    give(given, *running, press.topic, mark);
    if (auto over = over_budget(*running, given)) return std::move(*over);
    std::sort(given.begin(), given.end());
    store(work, *running, *voter, given);
    return ballot_view{.running = *work.ballots().find(running->id),
                       .lines = lines_so_far(work, *running),
                       .mine = std::move(given)};
}

result<ballot_view> view_ballot(unit_of_work& work, const group& here, const user_id& viewer)
{
    const auto who = present_member(work, here.id, viewer);
    if (!who) return who.why();
    const auto running = work.ballots().open_in(here.id);
    if (!running) return reason::no_open_ballot;
    return ballot_view{.running = *running,
                       .lines = lines_so_far(work, *running),
                       .mine = work.votes().of(*running, who->id)};
}

} // namespace peerbot::core
