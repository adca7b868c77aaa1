#include "core/assist/propose.hpp"

#include "core/assist/contribute.hpp"
#include "core/assist/engine.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/pace.hpp"
#include "core/assist/phase_times.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/steps.hpp"
#include "core/assist/view.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/words/plain.hpp"

#include <algorithm>
#include <array>

namespace peerbot::core {
namespace {

constexpr hours decision_wait{24};
constexpr hours decision_given_up{72};
// Goes before a template when the group is to choose a challenge.
constexpr char inventory_name[] = "inventory";

result<brief> clean(const brief& typed)
{
    brief kept;
    const std::pair<const std::string*, std::string*> fields[] = {{&typed.situation, &kept.situation},
                                                                  {&typed.tried, &kept.tried},
                                                                  {&typed.bounds, &kept.bounds},
                                                                  {&typed.good_answer, &kept.good_answer}};
    for (const auto& [from, to] : fields) {
        *to = clean_text(*from, longest_answer_of_brief + 1);
        if (code_points(*to) > longest_answer_of_brief)
            return rejection{.why = reason::text_too_long, .number = longest_answer_of_brief};
    }
    kept.question = clean_text(typed.question, longest_question + 1);
    if (code_points(kept.question) > longest_question)
        return rejection{.why = reason::text_too_long, .number = longest_question};
    if (kept.question.empty()) return reason::question_needed;
    return kept;
}

// Whether it can be held so. A live one without a time waits for a facilitator to name one.
outcome fits(const assist_template& format, assist_pace pace, std::optional<instant> meets_at, instant now)
{
    if (pace == assist_pace::live && !format.can_be_live())
        return rejection{.why = reason::template_not_live, .text = format.name};
    if (pace == assist_pace::in_writing && !format.can_be_written())
        return rejection{.why = reason::template_not_written, .text = format.name};
    if (meets_at && *meets_at <= now) return reason::time_not_ahead;
    return nothing{};
}

std::optional<assist> own_going_on(unit_of_work& work, const group& here, member_id who)
{
    for (const auto& one : work.assists().going_on(here.id)) {
        if (one.assistee == who && one.open()) return one;
    }
    return std::nullopt;
}

std::vector<member> deciders(unit_of_work& work, const assist& one)
{
    auto people = facilitators(work, one.group);
    std::erase_if(people, [&](const member& each) { return each.id == one.assistee; });
    return people;
}

void tell_deciders(unit_of_work& work, const group& here, const assist& one, instant now)
{
    for (const auto& who : deciders(work, one))
        tell(work, here, message_kind::assist_proposed, one.id.value, who.id, now);
}

result<assist> draft_for(unit_of_work& work, const group& here, assist_id id, const user_id& by)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    auto one = assist_of(work, here, id);
    if (!one) return one;
    if (one->state != assist_state::draft)
        return rejection{.why = reason::assist_not_draft, .number = one->number};
    if (one->assistee && known_member(work, one->assistee).user == by)
        return rejection{.why = reason::own_assist, .number = one->number};
    return one;
}

// They are told that it is their turn, and need not be told twice.
bool speaks_at_once(unit_of_work& work, const assist& one)
{
    const auto run = work.assists().running(one.id);
    return run && !run->live && phase_of(work, one, *run).speak == speakers::assistee;
}

assist accept(unit_of_work& work, const group& here, assist one, instant now)
{
    cancel_timers(work, one.id);
    if (one.pace == assist_pace::in_writing) one.meets_at.reset();
    schedule_assist(work, here, one, now);
    if (one.assistee && !speaks_at_once(work, one))
        tell(work, here, message_kind::assist_accepted, one.id.value, one.assistee, now);
    return *work.assists().find(one.id);
}

// A phase in writing has the time that there is before a call that was moved.
void fit_before_call(unit_of_work& work, const group& here, const assist& one, phase_run run, instant now)
{
    if (run.live || !run.ends_at || run.extended) return;
    cancel_phase_timers(work, run.id);
    run.ends_at = std::max(now, end_of_phase(here, one, format_of(work, one), run));
    work.assists().save(run);
    time_phase(work, here, one, run, now);
}

// The phases of an inventory and then those of the template; kept for this assist only.
template_id with_inventory(unit_of_work& work, const group& here, const assist_template& format)
{
    if (format.chooses()) return format.id;
    auto whole = format;
    const auto before = work.templates().named(here.id, inventory_name);
    whole.phases.insert(whole.phases.begin(), before->phases.begin(), before->phases.end());
    whole.group = here.id;
    whole.name = std::string(inventory_name) + " and " + format.name;
    for (const auto& other : {work.templates().named(here.id, whole.name)}) {
        if (other) work.templates().retire(other->id);
    }
    const auto id = work.templates().add(whole);
    work.templates().retire(id);
    return id;
}

} // namespace

question_shape shape_of(std::string_view question)
{
    const auto marks = std::count(question.begin(), question.end(), '?');
    if (marks > 1) return question_shape::several;
    if (marks == 1) return question_shape::one;
    // Without a mark it asks when it begins as questions do.
    const auto text = plain_words(question);
    constexpr std::array<std::string_view, 18> openers{"how",   "what", "which",  "who",   "whom",  "when",
                                                       "where", "why",  "should", "can",   "could", "is",
                                                       "are",   "do",   "does",   "would", "will",  "whose"};
    std::string first;
    for (const char c : text) {
        if (c == ' ') break;
        first += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return std::find(openers.begin(), openers.end(), first) != openers.end() ? question_shape::one
                                                                             : question_shape::none;
}

void propose(unit_of_work& work, const group& here, const assist& one, instant now)
{
    tell_deciders(work, here, one, now);
    const auto where = zone_of(here);
    set_timer(work, here, timer_kind::assist_proposal_waits, one.id.value,
              after_working_days(now, decision_wait, where));
    set_timer(work, here, timer_kind::assist_proposal_waits, one.id.value,
              after_working_days(now, decision_given_up, where));
}

result<assist> ask_for_assist(unit_of_work& work, const group& here, const assist_wish& wish)
{
    const auto who = active_member(work, here.id, wish.by);
    if (!who) return who.why();
    const auto format = usable_template(work, here, wish.format);
    if (!format) return format.why();
    if (const auto fit = fits(*format, wish.pace, wish.meets_at, wish.now); !fit) return fit.why();
    const auto text = clean(wish.what);
    if (!text) return text.why();
    if (wish.deadline && *wish.deadline <= wish.now) return reason::time_not_ahead;
    if (const auto other = own_going_on(work, here, who->id))
        return rejection{.why = reason::assist_there, .number = other->number};
    const auto one = work.assists().add({.id = {},
                                         .group = here.id,
                                         .number = 0,
                                         .format = format->id,
                                         .pace = wish.pace,
                                         .opened_by = wish.by,
                                         .opened_at = wish.now,
                                         .assistee = who->id,
                                         .what = *text,
                                         .meets_at = wish.meets_at,
                                         .deadline = wish.deadline});
    const bool settled = wish.pace == assist_pace::in_writing || wish.meets_at;
    if (settled && (!format->facilitated || deciders(work, one).empty()))
        return accept(work, here, one, wish.now);
    propose(work, here, one, wish.now);
    return one;
}

result<assist> change_brief(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                            const brief& what, instant now)
{
    auto one = assist_of(work, here, id);
    if (!one) return one;
    const auto who = present_member(work, here.id, by);
    if (!who || who->id != one->assistee) return reason::not_the_assistee;
    if (!one->open() || one->state == assist_state::closing)
        return rejection{.why = reason::assist_over, .number = one->number};
    const auto text = clean(what);
    if (!text) return text.why();
    auto changed = *one;
    changed.what = *text;
    const bool coached = one->state == assist_state::draft && !one->advice.empty();
    if (coached) changed.advice.clear();
    keep_assist(work, changed);
    if (coached) tell_deciders(work, here, changed, now);
    const auto run = work.assists().running(id);
    if (run && !text->situation.empty() && phase_of(work, changed, *run).form == contribution_kind::story) {
        // It is what this phase asks for.
        const auto told =
            contribute(work, here, id,
                       {.by = by, .kind = contribution_kind::story, .text = text->situation, .now = now});
        if (!told) return told.why();
    }
    return *work.assists().find(id);
}

result<assist> coach_assist(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                            const std::string& advice, instant now)
{
    const auto one = draft_for(work, here, id, by);
    if (!one) return one;
    auto changed = *one;
    changed.advice = clean_text(advice, longest_answer_of_brief + 1);
    if (changed.advice.empty()) return reason::empty_text;
    if (code_points(changed.advice) > longest_answer_of_brief)
        return rejection{.why = reason::text_too_long, .number = longest_answer_of_brief};
    work.assists().save(changed);
    tell(work, here, message_kind::assist_coached, id.value, changed.assistee, now);
    return changed;
}

result<assist> accept_assist(unit_of_work& work, const group& here, assist_id id, const acceptance& decision)
{
    const auto one = draft_for(work, here, id, decision.by);
    if (!one) return one;
    auto changed = *one;
    if (decision.pace) changed.pace = *decision.pace;
    if (decision.meets_at) changed.meets_at = decision.meets_at;
    const auto format = work.templates().find(changed.format).value();
    if (const auto fit = fits(format, changed.pace, changed.meets_at, decision.now); !fit) return fit.why();
    if (changed.pace == assist_pace::live && !changed.meets_at) return reason::time_not_ahead;
    return accept(work, here, changed, decision.now);
}

result<assist> suggest_format(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                              const std::string& name, instant now)
{
    const auto one = draft_for(work, here, id, by);
    if (!one) return one;
    const auto format = usable_template(work, here, name);
    if (!format) return format.why();
    auto changed = *one;
    changed.suggested = format->name;
    work.assists().save(changed);
    tell(work, here, message_kind::assist_suggested, id.value, changed.assistee, now);
    return changed;
}

result<assist> answer_suggestion(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                 bool take, instant now)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one;
    const auto who = present_member(work, here.id, by);
    if (!who || who->id != one->assistee) return reason::not_the_assistee;
    if (one->state != assist_state::draft)
        return rejection{.why = reason::assist_not_draft, .number = one->number};
    if (one->suggested.empty()) return rejection{.why = reason::nothing_suggested, .number = one->number};
    auto changed = *one;
    if (take) {
        const auto format = template_named(work, here, one->suggested);
        if (!format) return format.why();
        changed.format = format->id;
        if (!format->can_be_written()) changed.pace = assist_pace::live;
        if (!format->can_be_live()) changed.pace = assist_pace::in_writing;
    }
    changed.suggested.clear();
    work.assists().save(changed);
    // A call needs a time, which the facilitators name.
    if (changed.pace == assist_pace::live && (!changed.meets_at || *changed.meets_at <= now)) {
        cancel_timers(work, id);
        propose(work, here, changed, now);
        return changed;
    }
    return accept(work, here, changed, now);
}

result<assist> open_pick(unit_of_work& work, const group& here, const pick_wish& wish)
{
    const auto who = active_member(work, here.id, wish.by);
    if (!who) return who.why();
    const auto format = usable_template(work, here, wish.format);
    if (!format) return format.why();
    if (const auto fit = fits(*format, wish.pace, wish.meets_at, wish.now); !fit) return fit.why();
    if (wish.pace == assist_pace::live && !wish.meets_at) return reason::time_not_ahead;
    for (const auto& other : work.assists().going_on(here.id)) {
        if (!other.assistee && other.open())
            return rejection{.why = reason::pick_there, .number = other.number};
    }
    if (!format->chooses() && !work.templates().named(here.id, inventory_name))
        return rejection{.why = reason::no_such_template, .text = inventory_name};
    const auto one = work.assists().add({.id = {},
                                         .group = here.id,
                                         .number = 0,
                                         .format = with_inventory(work, here, *format),
                                         .pace = wish.pace,
                                         .opened_by = wish.by,
                                         .opened_at = wish.now,
                                         .meets_at = wish.meets_at,
                                         .session = wish.session});
    return accept(work, here, one, wish.now);
}

void proposal_waited(unit_of_work& work, assist_id id, instant due_at, instant now)
{
    const auto one = work.assists().find(id);
    if (!one || one->state != assist_state::draft) return;
    const auto here = known_group(work, one->group);
    const auto waiting = work.timers().waiting(here.id);
    const bool last = std::none_of(waiting.begin(), waiting.end(), [&](const timer& each) {
        return each.kind == timer_kind::assist_proposal_waits && each.subject == id.value &&
               each.due_at > due_at;
    });
    if (!last) return tell_deciders(work, here, *one, now);
    // Nobody decided: the group goes on without them.
    auto changed = *one;
    const bool timely = changed.meets_at && *changed.meets_at > now;
    if (changed.pace == assist_pace::live && !timely) {
        const auto format = format_of(work, changed);
        const auto instead = format.can_be_written() ? format : written_instead(work, here, format);
        if (!instead) return stop_because(work, here, changed, stop_cause::not_facilitated, now);
        changed.format = instead->id;
        changed.pace = assist_pace::in_writing;
    }
    accept(work, here, changed, now);
}

void hold_assist_in_session(unit_of_work& work, const group& here, session_id meeting, const user_id& by,
                            instant now)
{
    const auto when = work.sessions().find(meeting);
    if (!when || when->starts_at <= now || work.assists().of_session(meeting)) return;
    const auto format = work.templates().named(here.id, "classic");
    const bool chosen_before = work.templates().named(here.id, inventory_name).has_value();
    if (!format || !format->can_be_live() || !chosen_before) return;
    const auto one = work.assists().add({.id = {},
                                         .group = here.id,
                                         .number = 0,
                                         .format = with_inventory(work, here, *format),
                                         .pace = assist_pace::live,
                                         .opened_by = by,
                                         .opened_at = now,
                                         .meets_at = when->starts_at,
                                         .session = meeting});
    accept(work, here, one, now);
}

void session_of_assist_changed(unit_of_work& work, const group& here, session_id meeting, instant now)
{
    const auto one = work.assists().of_session(meeting);
    const auto when = work.sessions().find(meeting);
    if (!one || !one->open() || one->state == assist_state::closing || !when) return;
    const bool gone = when->state == session_state::cancelled || when->format != session_format::assist;
    if (gone) return stop_because(work, here, *one, stop_cause::session_gone, now);
    if (one->meets_at == when->starts_at) return;
    auto changed = *one;
    changed.meets_at = when->starts_at;
    if (changed.state == assist_state::scheduled) {
        cancel_timers(work, changed.id);
        // What is written before the call is written before the new hour, too.
        const bool begun = !work.assists().runs(changed.id).empty();
        changed.begins_at =
            begun ? when->starts_at : beginning_of(here, changed, format_of(work, changed), now);
        set_timer(work, here, timer_kind::assist_begins, changed.id.value, *changed.begins_at);
    }
    keep_assist(work, changed);
    if (const auto run = work.assists().running(changed.id)) fit_before_call(work, here, changed, *run, now);
}

} // namespace peerbot::core
