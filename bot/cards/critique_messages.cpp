// What is said of a critique to its critics, its asker and the facilitators.
#include "bot/cards/critique.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/critique/critics.hpp"
#include "core/critique/giving.hpp"
#include "core/groups/roles.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

// A message to somebody about a request, as both are now.
struct addressed
{
    critique_scene at;
    std::optional<core::member> reader; // nothing when they left

    const core::critic* role() const { return reader ? at.critic(reader->id) : nullptr; }
    bool waits() const { return role() != nullptr && role()->state == core::critic_state::waiting; }
    bool asks() const { return reader && reader->id == at.request.asker; }
};

addressed address(core::unit_of_work& work, const core::message& what)
{
    addressed found{.at = critique_scene_of(work, core::critique_id{what.subject}), .reader = {}};
    if (const auto* person = std::get_if<core::user_id>(&what.to)) {
        if (const auto who = core::present_member(work, found.at.here.id, *person)) found.reader = *who;
    }
    return found;
}

std::string place(const critique_scene& at)
{
    return slack::channel_link(at.here.channel);
}

std::string why_they(const addressed& to)
{
    switch (to.role()->cause) {
    case core::critic_cause::volunteered:
        return fmt::format("Thank you for looking at critique {} in {}.", to.at.request.number, place(to.at));
    case core::critic_cause::named:
        return fmt::format("A facilitator of {} asks whether you would look at critique {}.", place(to.at),
                           to.at.request.number);
    case core::critic_cause::asked:
        break;
    }
    return fmt::format("It is your turn to give feedback in {}: critique {}.", place(to.at),
                       to.at.request.number);
}

// What was handed in until then was told of by a message of its own, as it came.
core::instant told_until(core::unit_of_work& work, const addressed& to, const core::message& what)
{
    const bool ends = what.kind == core::message_kind::critique_finished;
    core::instant last{};
    for (const auto& one : work.outbox().told(to.at.here.workspace, std::get<core::user_id>(what.to),
                                              to.at.request.opened_at)) {
        if (one.kind != core::message_kind::critique_received || one.subject != what.subject) continue;
        if (one.due_at < what.due_at || (ends && one.due_at == what.due_at))
            last = std::max(last, one.due_at);
    }
    return last;
}

// How many of these were handed in by then.
std::size_t count_until(const std::vector<core::feedback>& all, core::instant moment)
{
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const core::feedback& one) {
        return one.handed_in_at.value_or(core::instant{}) <= moment;
    }));
}

constexpr std::array<const char*, core::critique_parts> part_words{"what you noticed", "why it works or not",
                                                                   "what they could try"};

std::string helpful_words(const core::feedback& mine)
{
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < part_words.size(); ++i) {
        if (mine.helpful[i]) parts.emplace_back(part_words.at(i));
    }
    return listed(parts);
}

bool has_draft(core::unit_of_work& work, const addressed& to)
{
    const auto draft = work.critiques().feedback_by(to.at.request.id, to.reader->id);
    return draft && !draft->handed_in_at;
}

} // namespace

rendering critique_asked_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto to = address(work, what);
    if (to.at.request.ended()) return dropped{"the request is over"};
    if (!to.waits()) return dropped{"they are not asked any more"};
    composed page;
    page.add(why_they(to));
    add_request(page, to.at);
    const auto due = when(to.at.request.due_at, to.at.here.zone);
    page.add(to.role()->cause == core::critic_cause::volunteered
                 ? fmt::format(
                       "Feedback is wanted by {}. Two of three things are enough: what you noticed, why it "
                       "works or not, what they could try.",
                       due)
                 : fmt::format(
                       "Feedback is wanted by {}. Two of three things are enough: what you noticed, why it "
                       "works or not, what they could try. If it is not for you, press Not me: nobody "
                       "asks why, and somebody else is asked.",
                       due));
    page.add_buttons(writing_buttons(to.at.request, core::critic_state::waiting));
    return page.message();
}

rendering critique_nudge_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto to = address(work, what);
    if (to.at.request.ended()) return dropped{"the request is over"};
    if (!to.waits()) return dropped{"they have written, or are not asked any more"};
    composed page;
    page.add(fmt::format(
        "Your feedback on {} in {} is still wanted. A few lines are enough.{}{}", critique_of(to.at),
        place(to.at), has_draft(work, to) ? " Your draft is kept." : "",
        what.void_after ? fmt::format(" If you do not get to it, somebody else is asked {}, and you need "
                                      "not explain.",
                                      when(*what.void_after, to.at.here.zone))
                        : std::string{}));
    page.add_buttons(writing_buttons(to.at.request, core::critic_state::waiting));
    return page.message();
}

rendering critique_let_off_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto to = address(work, what);
    const auto* role = to.role();
    if (role == nullptr) return dropped{"they have left"};
    if (role->state == core::critic_state::given) return dropped{"they have written"};
    composed page;
    if (to.at.request.ended()) {
        page.add(fmt::format("You need not look at {} any more: it is over. Thank you for being ready to.",
                             critique_of(to.at)));
        return page.message();
    }
    if (role->state == core::critic_state::waiting) return dropped{"they look at it after all"};
    if (to.at.request.state == core::critique_state::in_session) {
        page.add(fmt::format(
            "You need not write about {} any more: the group takes ten minutes for it in {}.",
            critique_of(to.at), to.at.meeting ? session_name(*to.at.meeting, to.at.here.zone) : "a session"));
        return page.message();
    }
    page.add(fmt::format("You need not look at {} any more: somebody else was asked. That happens, and "
                         "nobody minds. If you have something to say, it is still welcome.",
                         critique_of(to.at)));
    page.add_buttons(writing_buttons(to.at.request, role->state));
    return page.message();
}

rendering critique_received_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto to = address(work, what);
    if (!to.asks()) return dropped{"they have left"};
    auto all = core::readable_feedback(work, to.at.request, to.reader->id);
    all.resize(count_until(all, what.due_at));
    const auto from = count_until(all, told_until(work, to, what));
    if (from == all.size()) return dropped{"there is nothing new to read"};
    composed page;
    page.add(fmt::format("There is feedback on your {}.", critique_name(to.at.request)));
    add_feedback(page, to.at, {.member = to.reader->id, .asks = true}, all, from);
    return page.message();
}

rendering critique_finished_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto to = address(work, what);
    if (!to.asks()) return dropped{"they have left"};
    if (to.at.request.state != core::critique_state::finished) return dropped{"the request was taken back"};
    const auto all = core::readable_feedback(work, to.at.request, to.reader->id);
    const auto from = count_until(all, told_until(work, to, what));
    composed page;
    page.add(
        fmt::format("Your {} is done. {}", critique_name(to.at.request), critique_state_sentence(to.at)));
    add_feedback(page, to.at, {.member = to.reader->id, .asks = true}, all, from);
    const auto again =
        fmt::format("`/critique show {}` shows everything that was written. ", to.at.request.number);
    page.add(
        fmt::format("{}What do you take from it? Note up to three things to do, and I ask you about them "
                    "on the day you choose.",
                    from > 0 ? again : std::string{}));
    page.add_buttons(afterwards_buttons(to.at.request));
    return page.message();
}

rendering critique_queued_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto to = address(work, what);
    if (!to.reader || !to.reader->facilitator) return dropped{"they do not facilitate the group"};
    if (to.at.request.ended()) return dropped{"the request is over"};
    if (!to.at.request.facilitators_asked_at) return dropped{"somebody was asked by now"};
    composed page;
    page.add(
        fmt::format("Nobody is free to look at {} in {} now. It waits, and whoever is free first is asked. "
                    "You can also ask somebody by name.",
                    critique_of(to.at), place(to.at)));
    page.add_buttons(
        {critique_button("Ask somebody by name", "critique.name", to.at.request, "Ask somebody by name"),
         critique_button("Show it", "critique.show", to.at.request, "Show the request")});
    return page.message();
}

rendering critique_silent_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto to = address(work, what);
    if (!to.reader || !to.reader->facilitator) return dropped{"they do not facilitate the group"};
    if (to.at.request.state != core::critique_state::open) return dropped{"the request is over"};
    if (to.at.count(core::critic_state::given) > 0) return dropped{"somebody has written by now"};
    composed page;
    page.add(fmt::format("Nobody has written about {} in {} yet. What would help?", critique_of(to.at),
                         place(to.at)));
    page.add_buttons(facilitating_buttons(to.at.request));
    return page.message();
}

rendering critique_helped_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto to = address(work, what);
    if (!to.reader) return dropped{"they have left"};
    const auto mine = work.critiques().feedback_by(to.at.request.id, to.reader->id);
    const auto parts = mine ? helpful_words(*mine) : std::string{};
    if (parts.empty()) return dropped{"the mark was taken back"};
    composed page;
    page.add(fmt::format("Your feedback helped {} with {}: {}. Only you are told.",
                         slack::mention(to.at.asker), critique_name(to.at.request), parts));
    return page.message();
}

rendering critique_changed_yet_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto to = address(work, what);
    if (!to.asks()) return dropped{"they have left"};
    if (!to.at.request.changed.empty()) return dropped{"they have told what changed"};
    composed page;
    page.add(
        fmt::format("What has changed since {} ended? A sentence is enough, and whoever looked at it will "
                    "be glad to read it.",
                    critique_name(to.at.request)));
    page.add_buttons({critique_button("What changed", "critique.changed", to.at.request,
                                      "Tell your critics what changed")});
    return page.message();
}

rendering critique_changed_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto to = address(work, what);
    if (!to.reader) return dropped{"they have left"};
    if (to.at.request.changed.empty()) return dropped{"nothing was told"};
    composed page;
    page.add(fmt::format("You looked at {}. This is what changed since.", critique_of(to.at)));
    page.add_quoted("What changed", to.at.request.changed);
    return page.message();
}

rendering critique_summary_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto at = critique_scene_of(work, core::critique_id{what.subject});
    if (at.request.summary.empty()) return dropped{"there is no summary"};
    composed page;
    page.add(fmt::format("What came of {}:", critique_of(at)));
    for (auto& one : quoted_sections("In their words", at.request.summary))
        page.blocks.push_back(std::move(one));
    page.text += "\n" + quoted_lines(at.request.summary);
    return page.message();
}

} // namespace peerbot::bot
