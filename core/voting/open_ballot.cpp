#include "core/voting/open_ballot.hpp"

#include "core/groups/roles.hpp"
#include "core/voting/count.hpp"
#include "core/voting/reminded_at.hpp"
#include "core/voting/results.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

bool too_few_for_anonymous(unit_of_work& work, const group& here)
{
    return work.members().count_active(here.id) < fewest_for_anonymous;
}

std::optional<rejection> refused(unit_of_work& work, const group& here, const ballot_wish& wish)
{
    if (const auto running = work.ballots().open_in(here.id))
        return rejection{.why = reason::ballot_open, .when = running->closes_at};
    if (wish.lasts < shortest_voting_time) return rejection{.why = reason::deadline_too_near};
    if (wish.lasts > longest_voting_time) return rejection{.why = reason::deadline_too_far};
    if (wish.anonymous && !wish.hidden) return rejection{.why = reason::anonymous_is_hidden};
    if (wish.anonymous && too_few_for_anonymous(work, here))
        return rejection{.why = reason::too_few_for_anonymous, .number = fewest_for_anonymous};
    return std::nullopt;
}

// Rejects: no_such_topic, topic_not_open, topic_planned, too_many_on_ballot.
result<std::vector<topic_id>> topics_numbered(unit_of_work& work, const group& here,
                                              const std::vector<int>& numbers)
{
    const auto planned = work.sessions().planned(here.id);
    std::vector<topic_id> chosen;
    for (const int number : numbers) {
        const auto found = work.topics().find_number(here.id, number);
        if (!found) return rejection{.why = reason::no_such_topic, .number = number};
        if (found->state != topic_state::open)
            return rejection{.why = reason::topic_not_open, .text = found->title, .number = number};
        for (const auto& meeting : planned) {
            if (meeting.topic == found->id)
                return rejection{
                    .why = reason::topic_planned, .text = found->title, .number = meeting.number};
        }
        if (std::find(chosen.begin(), chosen.end(), found->id) == chosen.end()) chosen.push_back(found->id);
    }
    if (chosen.size() > most_topics_on_ballot)
        return rejection{.why = reason::too_many_on_ballot, .number = most_topics_on_ballot};
    return chosen;
}

// Of the topics whose tie decided what is scheduled, those that still could be.
std::vector<topic_id> still_tied(unit_of_work& work, const group& here, const ballot& decided)
{
    const auto planned = work.sessions().planned(here.id);
    auto tied = tied_at(work.ballots().lines(decided.id));
    std::erase_if(tied, [&](topic_id one) {
        const bool has_session = std::any_of(planned.begin(), planned.end(),
                                             [&](const session& meeting) { return meeting.topic == one; });
        return has_session || work.topics().find(one)->state != topic_state::open;
    });
    return tied;
}

void add_timer(unit_of_work& work, const ballot& running, timer_kind kind, instant due_at)
{
    work.timers().add(
        {.id = {}, .kind = kind, .group = running.group, .subject = running.id.value, .due_at = due_at});
}

ballot store(unit_of_work& work, const group& here, ballot fresh, const std::vector<topic_id>& topics)
{
    fresh.group = here.id;
    fresh = work.ballots().add(fresh, topics);
    fresh.card =
        work.cards().add({.id = {}, .kind = card_kind::ballot, .group = here.id, .subject = fresh.id.value});
    work.ballots().save(fresh);
    add_timer(work, fresh, timer_kind::ballot_closes, fresh.closes_at);
    add_timer(work, fresh, timer_kind::vote_reminder, reminded_at(fresh, here, fresh.opened_at));
    work.outbox().add({.kind = message_kind::ballot_card,
                       .group = here.id,
                       .subject = fresh.id.value,
                       .to = here.channel,
                       .card = fresh.card,
                       .due_at = fresh.opened_at});
    return fresh;
}

} // namespace

int budget_for(std::size_t topics)
{
    return std::max(3, (static_cast<int>(topics) + 2) / 3);
}

result<ballot> open_ballot(unit_of_work& work, const group& here, const user_id& by, const ballot_wish& wish,
                           instant now)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    if (auto why = refused(work, here, wish)) return std::move(*why);
    const auto chosen =
        wish.topics.empty()
            ? result<std::vector<topic_id>>(work.topics().next_for_ballot(here.id, most_topics_on_ballot))
            : topics_numbered(work, here, wish.topics);
    if (!chosen) return chosen.why();
    if (chosen->empty()) return reason::no_topics;

    ballot fresh;
    fresh.opener = by;
    fresh.opened_at = now;
    fresh.closes_at = now + wish.lasts;
    fresh.method = wish.method;
    fresh.budget = wish.method == ballot_method::budget ? budget_for(chosen->size()) : 0;
    fresh.hidden = wish.hidden;
    fresh.anonymous = wish.anonymous;
    return store(work, here, fresh, *chosen);
}

result<ballot> open_run_off(unit_of_work& work, const group& here, const user_id& by,
                            std::optional<ballot_id> of, instant now)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    if (const auto running = work.ballots().open_in(here.id))
        return rejection{.why = reason::ballot_open, .when = running->closes_at};
    const auto decided = work.ballots().newest_with_result(here.id);
    if (!decided) return reason::no_closed_ballot;
    if (of && *of != decided->id && *of != decided->decides) return reason::run_off_too_late;
    if (decided->decides || work.ballots().run_off_of(decided->id)) return reason::run_off_done;
    auto plan = work.plans().find(decided->id);
    if (plan && plan->state == plan_state::settled) return reason::plan_settled;
    const auto tied = still_tied(work, here, *decided);
    if (tied.size() < 2) return reason::nothing_tied;
    if (decided->anonymous && too_few_for_anonymous(work, here))
        return rejection{.why = reason::too_few_for_anonymous, .number = fewest_for_anonymous};
    if (plan) {
        plan->state = plan_state::dropped;
        work.plans().save(*plan);
    }

    ballot fresh;
    fresh.opener = by;
    fresh.opened_at = now;
    fresh.closes_at = now + run_off_time;
    fresh.anonymous = decided->anonymous;
    fresh.decides = decided->id;
    return store(work, here, fresh, tied);
}

} // namespace peerbot::core
