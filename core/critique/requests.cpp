#include "core/critique/requests.hpp"

#include "core/critique/clocks.hpp"
#include "core/critique/critics.hpp"
#include "core/critique/ending.hpp"
#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/time/zone.hpp"
#include "core/words/fold.hpp"
#include "core/words/paragraphs.hpp"
#include "core/words/plain.hpp"
#include "core/words/web_link.hpp"

#include <algorithm>
#include <stdexcept>

namespace peerbot::core {
namespace {

constexpr minutes due_of_day = hours{18};
constexpr int small_group = 6; // of fewer active members two critics are wanted
constexpr int usual_critics = 3;
constexpr int few_critics = 2;

// Rejects: empty_text, not_a_link, text_too_long.
result<std::string> read_subject(const std::string& typed)
{
    const auto subject = with_scheme(clean_text(typed, typed.size()));
    if (subject.empty()) return rejection{.why = reason::empty_text, .text = "subject"};
    const auto beginning = folded(subject.substr(0, 8));
    const bool link = beginning.starts_with("http://") || beginning.starts_with("https://");
    if (link && !is_web_link(subject)) return rejection{.why = reason::not_a_link, .text = subject};
    if (code_points(subject) > longest_subject)
        return rejection{.why = reason::text_too_long, .text = "subject", .number = longest_subject};
    return subject;
}

// Rejects: text_too_long.
outcome read_texts(const critique_wish& wish, critique& fresh)
{
    const std::tuple<const std::string&, std::string&, const char*> fields[] = {
        {wish.purpose, fresh.purpose, "purpose"},
        {wish.wanted, fresh.wanted, "wanted"},
        {wish.unwanted, fresh.unwanted, "unwanted"}};
    for (const auto& [typed, kept, name] : fields) {
        kept = clean_paragraphs(typed);
        if (code_points(kept) > longest_critique_text)
            return rejection{.why = reason::text_too_long, .text = name, .number = longest_critique_text};
    }
    return nothing{};
}

// Rejects: date_not_ahead, date_too_near, date_too_far.
result<instant> read_due(const group& here, const critique_wish& wish)
{
    if (!wish.by_when) return wish.now + usual_critique_time;
    const auto where = zone_of(here);
    const auto due_at = where.to_instant(local_time(*wish.by_when) + due_of_day);
    if (due_at <= wish.now) return rejection{.why = reason::date_not_ahead, .when = due_at};
    if (due_at - wish.now < shortest_critique_time)
        return rejection{
            .why = reason::date_too_near, .when = due_at, .number = shortest_critique_time.count()};
    if (due_at - wish.now > longest_critique_time)
        return rejection{
            .why = reason::date_too_far, .when = due_at, .number = longest_critique_time.count()};
    return due_at;
}

// Rejects: too_many_requests, nobody_to_critique.
outcome may_ask(unit_of_work& work, const group& here, const member& asker)
{
    const auto running = work.critiques().running(here.id);
    const auto own = std::count_if(running.begin(), running.end(),
                                   [&](const critique& one) { return one.asker == asker.id; });
    if (std::cmp_greater_equal(own, most_open_requests))
        return rejection{.why = reason::too_many_requests, .number = most_open_requests};
    if (work.members().present(here.id).size() < 2) return reason::nobody_to_critique;
    return nothing{};
}

void post_card(unit_of_work& work, const group& here, critique& fresh, instant now)
{
    fresh.card = work.cards().add(
        {.id = {}, .kind = card_kind::critique, .group = here.id, .subject = fresh.id.value});
    work.critiques().save(fresh);
    work.outbox().add({.kind = message_kind::critique_card,
                       .group = here.id,
                       .subject = fresh.id.value,
                       .to = here.channel,
                       .card = fresh.card,
                       .due_at = now});
}

} // namespace

result<critique> request_critique(unit_of_work& work, const group& here, const critique_wish& wish)
{
    const auto asker = active_member(work, here.id, wish.by);
    if (!asker) return asker.why();
    const auto subject = read_subject(wish.subject);
    if (!subject) return subject.why();
    const auto due_at = read_due(here, wish);
    if (!due_at) return due_at.why();
    critique fresh{.id = {},
                   .group = here.id,
                   .asker = asker->id,
                   .subject = *subject,
                   .external = wish.external,
                   .stage = wish.stage,
                   .reading = wish.reading,
                   .critics =
                       work.members().count_active(here.id) < small_group ? few_critics : usual_critics,
                   .opened_at = wish.now,
                   .volunteers_until = wish.now + steps_of(wish.now, *due_at).volunteering,
                   .due_at = *due_at};
    if (const auto texts = read_texts(wish, fresh); !texts) return texts.why();
    if (const auto may = may_ask(work, here, *asker); !may) return may.why();

    fresh = work.critiques().add(fresh);
    post_card(work, here, fresh, wish.now);
    set_critique_timers(work, fresh, wish.now, wish.now);
    return fresh;
}

result<critique> close_critique(unit_of_work& work, const group& here, critique_id id, const user_id& by,
                                instant now)
{
    auto found = work.critiques().find(id);
    if (!found || found->group != here.id) return reason::no_such_critique;
    auto request = *found;
    if (request.ended()) return rejection{.why = reason::critique_ended, .number = request.number};
    const auto who = present_member(work, here.id, by);
    if (!who) return who.why();
    const auto asker = known_member(work, request.asker);
    if (who->id != asker.id) {
        const bool may = who->facilitator && (asker.state == member_state::left ||
                                              !work.critiques().handed_in(request.id).empty());
        if (!may)
            return rejection{.why = reason::not_the_asker, .number = request.number, .people = {asker.user}};
    }
    end_critique(work, here, request, now, by);
    serve_waiting_requests(work, here, now);
    return request;
}

result<critique> critique_numbered(unit_of_work& work, const group& here, int number)
{
    const auto found = work.critiques().find_number(here.id, number);
    if (!found) return rejection{.why = reason::no_such_critique, .number = number};
    return *found;
}

critique known_critique(unit_of_work& work, critique_id id)
{
    auto found = work.critiques().find(id);
    if (!found) throw std::logic_error("a stored row names a critique that is not stored");
    return std::move(*found);
}

} // namespace peerbot::core
