#include "tests/core/assist/stage.hpp"

#include "bot/assist_templates.hpp"
#include "core/assist/calls.hpp"
#include "core/assist/phases.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "core/time/dates.hpp"
#include "core/time/zone.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace peerbot::test {

using namespace core;

namespace {

template <class Value>
Value sure(result<Value> answer)
{
    if (!answer)
        throw std::logic_error("a step that a test relies on was rejected: " +
                               std::to_string(static_cast<int>(answer.why().why)) + " " + answer.why().text);
    return *std::move(answer);
}

constexpr std::pair<message_kind, const char*> names_of_kinds[] = {
    {message_kind::assist_card, "card"},
    {message_kind::assist_proposed, "proposed"},
    {message_kind::assist_coached, "coached"},
    {message_kind::assist_suggested, "suggested"},
    {message_kind::assist_accepted, "accepted"},
    {message_kind::assist_facilitate, "facilitate"},
    {message_kind::assist_unfacilitated, "unfacilitated"},
    {message_kind::assist_phase, "phase"},
    {message_kind::assist_your_turn, "your turn"},
    {message_kind::assist_not_spoken, "not spoken yet"},
    {message_kind::assist_waits, "waits"},
    {message_kind::assist_extended, "extended"},
    {message_kind::assist_too_few, "too few"},
    {message_kind::assist_catch_up, "catch up"},
    {message_kind::assist_posted, "posted"},
    {message_kind::assist_thread, "thread of a question"},
    {message_kind::assist_notes_thread, "thread of notes"},
    {message_kind::assist_challenges, "challenges"},
    {message_kind::assist_chosen, "chosen"},
    {message_kind::assist_bring, "bring it"},
    {message_kind::assist_midway, "midway"},
    {message_kind::assist_call_set, "call set"},
    {message_kind::assist_call_soon, "call soon"},
    {message_kind::assist_notes_due, "notes due"},
    {message_kind::assist_experience, "experience asked"},
    {message_kind::assist_unanswered, "unanswered"},
    {message_kind::assist_summary_draft, "summary draft"},
    {message_kind::assist_review, "review"},
    {message_kind::assist_summary_ready, "summary ready"},
    {message_kind::assist_summary, "summary"},
    {message_kind::assist_follow_up, "follow-up"},
    {message_kind::assist_stopped, "stopped"},
    {message_kind::assist_not_held, "not held"},
    {message_kind::assist_format_changed, "format changed"},
    {message_kind::assist_summary_waits, "summary waits"},
    {message_kind::assist_summary_lapsed, "summary lapsed"},
};

bool of_assist(message_kind kind)
{
    return kind >= message_kind::assist_card && kind <= message_kind::assist_summary_lapsed;
}

} // namespace

std::string kind_name(message_kind kind)
{
    for (const auto& [one, name] : names_of_kinds) {
        if (one == kind) return name;
    }
    return "another";
}

stage::stage(int members, bool restarts)
    : group({.members = members}), now(at("2026-11-23 11:00")), restarts_(restarts)
{
    keep_templates(group.work(), bot::load_assist_templates(""));
}

assist stage::ask(const std::string& format, assist_pace pace, std::optional<instant> meets_at,
                  const std::vector<std::string>& joining)
{
    const auto asked = sure(attempt([&](unit_of_work& work, const core::group& here) {
        return ask_for_assist(work, here,
                              {.by = user_id("ben"),
                               .format = format,
                               .pace = pace,
                               .what = {.situation = "Our desk gets forty requests a week.",
                                        .tried = "A shared list.",
                                        .bounds = "Two people.",
                                        .question = "How do we choose which requests to answer?",
                                        .good_answer = "A rule we can tell."},
                               .meets_at = meets_at,
                               .now = now});
    }));
    id_ = asked.id;
    if (asked.state == assist_state::draft)
        sure(attempt([&](unit_of_work& work, const core::group& here) {
            return accept_assist(work, here, id_, {.by = user_id("ana"), .now = now});
        }));
    for (const auto& person : joining)
        sure(attempt([&](unit_of_work& work, const core::group& here) {
            return join_assist(work, here, id_, user_id(person), now);
        }));
    return current();
}

assist stage::draft(const asking& wish)
{
    const auto asked = sure(attempt([&](unit_of_work& work, const core::group& here) {
        return ask_for_assist(
            work, here,
            {.by = user_id(wish.by),
             .format = wish.format,
             .pace = wish.pace,
             .what = {.situation = {}, .tried = {}, .bounds = {}, .question = "How?", .good_answer = {}},
             .meets_at = wish.meets_at,
             .deadline = wish.deadline,
             .now = now});
    }));
    if (!id_) id_ = asked.id;
    return asked;
}

assist stage::pick(const std::string& format, assist_pace pace, std::optional<instant> meets_at)
{
    id_ = sure(attempt([&](unit_of_work& work, const core::group& here) {
              return open_pick(
                  work, here,
                  {.by = user_id("ana"), .format = format, .pace = pace, .meets_at = meets_at, .now = now});
          })).id;
    for (const auto* person : {"cleo", "dan", "eva"})
        sure(attempt([&](unit_of_work& work, const core::group& here) {
            return join_assist(work, here, id_, user_id(person), now);
        }));
    return current();
}

assist stage::current()
{
    return group.work().assists().find(id_).value();
}

std::string stage::phase()
{
    const auto run = group.work().assists().running(id_);
    return run ? phase_of(group.work(), current(), *run).name : std::string();
}

result<contribution> stage::say(const std::string& person, contribution_kind kind, const std::string& text,
                                std::optional<help_tag> tag, contribution_id about)
{
    return attempt([&](unit_of_work& work, const core::group& here) {
        return contribute(
            work, here, id_,
            {.by = user_id(person), .kind = kind, .tag = tag, .text = text, .about = about, .now = now});
    });
}

assist stage::advance(const std::string& by)
{
    return sure(attempt([&](unit_of_work& work, const core::group& here) {
        const auto run = work.assists().running(id_);
        return advance_assist(work, here, id_, user_id(by), run ? run->id : phase_run_id{}, now);
    }));
}

void stage::advance_to(std::string_view name)
{
    for (int i = 0; i < 30 && phase() != name; ++i) {
        if (current().state == assist_state::running && !phase().empty())
            advance();
        else
            step();
    }
    if (phase() != name) throw std::logic_error("the phase never came: " + std::string(name));
}

void stage::pass_until(instant end)
{
    for (auto next = group.work().timers().next_due(); next && *next <= end;
         next = group.work().timers().next_due()) {
        now = std::max(now, *next);
        if (restarts_) group.restart();
        group.wake_at(*next);
    }
    now = std::max(now, end);
    group.set_now(now);
}

void stage::step()
{
    const auto next = group.work().timers().next_due();
    if (!next) throw std::logic_error("nothing would happen any more");
    pass_until(*next);
}

std::vector<std::string> stage::told(message_kind kind)
{
    return recipients(group.said(kind));
}

bool stage::moves()
{
    if (current().over()) return true;
    const auto run = group.work().assists().running(id_);
    for (const auto& each : group.waiting()) {
        const bool run_timer =
            each.kind >= timer_kind::assist_phase_ends && each.kind <= timer_kind::assist_too_few;
        const bool assist_timer =
            !run_timer &&
            (each.kind == timer_kind::assist_proposal_waits || each.kind == timer_kind::assist_begins ||
             each.kind == timer_kind::assist_unclaimed || each.kind == timer_kind::assist_closing_ends ||
             each.kind == timer_kind::assist_review_ends || each.kind == timer_kind::assist_follow_up);
        if (run_timer && run && each.subject == run->id.value) return true;
        if (assist_timer && each.subject == id_.value) return true;
    }
    return false;
}

bool stage::still(const phase_run& run)
{
    const auto here = group.work().assists().running(id_);
    return here && here->id == run.id;
}

void stage::act_in_phase(const assist& one, const phase_run& run)
{
    using enum contribution_kind;
    const auto what = phase_of(group.work(), one, run);
    const auto speakers = speakers_of(group.work(), one, what);
    constexpr std::array tags{help_tag::idea, help_tag::know_who, help_tag::did};
    std::size_t turn = 0;
    for (const auto who : speakers) {
        if (!still(run)) return;
        const auto person = group.name(who);
        const bool assistee = who == one.assistee;
        const auto text = person + " on " + what.name + (what.form == question ? "?" : ".");
        if (what.votes) {
            for (const auto& each : view_of(group.work(), one).challenges) {
                if (each.text.starts_with("cleo"))
                    sure(attempt([&](unit_of_work& work, const core::group& here) {
                        return mark_affected(work, here, each.id, user_id(person), true, now);
                    }));
                break;
            }
            continue;
        }
        if (!what.form) continue;
        if (*what.form == challenge) {
            sure(attempt([&](unit_of_work& work, const core::group& here) {
                return post_challenge(work, here, id_, user_id(person), text, true, now);
            }));
            continue;
        }
        if (*what.form == commitment && !assistee) continue;
        const auto tag = what.form == help ? std::optional(tags[turn++ % tags.size()]) : std::nullopt;
        const auto said = sure(say(person, *what.form, text, tag));
        if (said.kind == question && still(run) && !assistee && one.assistee)
            sure(say(group.name(one.assistee), answer, "An answer to " + person + ".", {}, said.id));
    }
    if (!still(run)) return;
    if (what.yields == phase_yield::agreed_question)
        sure(attempt([&](unit_of_work& work, const core::group& here) {
            return agree_on_question(work, here, id_, user_id(group.name(one.assistee)),
                                     "Which requests do we answer first?", now);
        }));
    if (what.yields == phase_yield::call) {
        const auto slot = sure(attempt([&](unit_of_work& work, const core::group& here) {
            return propose_slot(work, here, id_, user_id("cleo"), now + days{6}, now);
        }));
        sure(attempt([&](unit_of_work& work, const core::group& here) {
            return answer_slot(work, here, slot.id, user_id("dan"), true, now);
        }));
    }
}

void stage::act_in_closing(const assist& one)
{
    const auto by = user_id(group.name(one.assistee));
    if (!one.review_until) {
        sure(attempt([&](unit_of_work& work, const core::group& here) {
            return send_for_review(work, here, id_, by, now);
        }));
        for (const auto& each : group.work().assists().participants(id_)) {
            if (each.member == one.assistee || !each.there() || each.member == one.facilitator) continue;
            sure(attempt([&](unit_of_work& work, const core::group& here) {
                return review_all(work, here, id_, user_id(group.name(each.member)), approval::approved, now);
            }));
        }
        return;
    }
    if (*one.review_until > now) return;
    sure(attempt([&](unit_of_work& work, const core::group& here) {
        return publish_summary(work, here, id_, by, true, now);
    }));
}

void stage::act()
{
    if (restarts_) group.restart();
    const auto one = current();
    if (const auto run = group.work().assists().running(id_); run && run->ends_at) {
        if (acted_.insert(run->id.value).second) act_in_phase(one, *run);
    }
    // First the review, and when all have answered, the last press.
    for (int i = 0; i < 2 && current().state == assist_state::closing; ++i)
        act_in_closing(current());
    const auto after = current();
    const auto asked = group.said(message_kind::assist_follow_up).size();
    if (asked > outcomes_ && after.state == assist_state::follow_up) {
        outcomes_ = asked;
        sure(attempt([&](unit_of_work& work, const core::group& here) {
            return tell_outcome(work, here, id_, user_id(group.name(after.assistee)), "It helped.", now);
        }));
    }
}

void stage::play()
{
    for (int i = 0; i < 2000 && !current().over(); ++i) {
        act();
        if (!current().over()) step();
    }
    if (!current().over()) throw std::logic_error("the assist never ended");
}

void stage::play_to(std::string_view name)
{
    for (int i = 0; i < 500 && phase() != name && !current().over(); ++i) {
        act();
        if (phase() != name && !current().over()) step();
    }
    if (phase() != name) throw std::logic_error("the phase never came: " + std::string(name));
}

std::string stage::line(const message& what)
{
    const auto where = zone::named("Europe/London").value();
    const auto wall = where.to_local(what.due_at);
    const auto day = std::chrono::floor<days>(wall);
    auto text = short_date(date(day)) + " " + format_clock(wall - local_time(day)) + "  to " +
                recipient_name(what) + ": " + kind_name(what.kind);
    if (const auto run = group.work().assists().find_run({what.subject});
        run && (what.kind == message_kind::assist_phase || what.kind == message_kind::assist_your_turn ||
                what.kind == message_kind::assist_not_spoken || what.kind == message_kind::assist_waits))
        text += ", " + phase_of(group.work(), current(), *run).name +
                (what.kind == message_kind::assist_phase && run->live ? " (in the call)" : "");
    if (what.kind == message_kind::assist_posted) {
        const auto said = group.work().contributions().find({what.subject});
        text += said ? ", " + said->text : ", taken back";
    }
    return text;
}

std::string stage::transcript()
{
    auto rows = group.said();
    std::erase_if(rows, [](const outbox_row& row) { return !of_assist(row.what.kind); });
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.what.due_at < b.what.due_at; });
    std::string text;
    for (const auto& row : rows)
        text += line(row.what) + "\n";
    return text;
}

} // namespace peerbot::test
