// To people for whom a peer assist waits, and to who facilitates while one of them takes a break.
#include "bot/cards/assist.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/prompting.hpp"
#include "core/groups/roles.hpp"
#include "core/time/dates.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

using core::message_kind;

// Others have the word, and something waits for whoever asked.
rendering assistee_message(core::unit_of_work& work, const assist_scene& at)
{
    const auto& run = *at.seen.run;
    if (!core::awaits_assistee(work, at.one(), run)) return dropped{"nothing waits for them"};
    const auto until = run.ends_at ? when(*run.ends_at, at.here.zone) : std::string("its end");
    assist_page page;
    std::vector<slack::button> buttons;
    if (core::awaits_answer(work, at.one(), run)) {
        page.add(fmt::format("{}. A question in the thread waits for your answer. This phase goes on until "
                             "{}.",
                             about_words(at), until));
        buttons.push_back(assist_button({"Answer", "Answer a question"}, "answer", at.one()));
    } else {
        page.add(fmt::format("{}. The thread has what the others understand by it. How do you say it now? "
                             "The group works on it as you write it; it stays as it is when you have not "
                             "said by {}.",
                             about_words(at), until));
        buttons.push_back(
            assist_button({"Agree on the question", "Say the question in my own words"}, "agree", at.one()));
    }
    buttons.push_back(show_assist_button(at.one()));
    page.add_buttons(buttons);
    return page.message();
}

std::string call_of(const assist_scene& at)
{
    if (at.seen.current->speak == core::speakers::facilitator) return "It is your turn as its facilitator.";
    return "It is your turn.";
}

// To whoever facilitates, while the one who asked takes a break.
rendering break_message(core::unit_of_work& work, const assist_scene& at)
{
    const auto asker = work.members().find(at.one().assistee);
    if (!asker || !asker->paused_until || !at.seen.run->waits_since) return dropped{"nothing waits for them"};
    assist_page page;
    page.add(fmt::format(
        "{}. It waits for {}, who takes a break until {}. When they say nothing in the days "
        "that are left for it, it is stopped with thanks. You can also end this phase without "
        "them, on the card, or stop it.",
        about_words(at), person_words(work, at.one().assistee), core::format_date(*asker->paused_until)));
    page.add_buttons({show_assist_button(at.one()), stop_assist_button(at.one())});
    return page.message();
}

// The words of a phase that began as soon as it was accepted: nobody has told them yet.
std::string accepted_words(core::unit_of_work& work, const assist_scene& at, const core::user_id& to)
{
    const auto told = work.outbox().told(at.here.workspace, to, at.one().opened_at);
    const bool known = std::any_of(told.begin(), told.end(), [&](const core::message& each) {
        return each.kind == message_kind::assist_accepted && each.subject == at.one().id.value;
    });
    if (known || at.seen.run->extended || work.assists().runs(at.one().id).size() > 1) return {};
    return at.seen.format.facilitated ? "It is accepted. " : "It is asked. ";
}

} // namespace

rendering assist_turn_message(core::unit_of_work& work, const assist_scene& at, core::phase_run_id run,
                              const core::message& what)
{
    if (at.one().state != core::assist_state::running || !at.seen.run || at.seen.run->id != run)
        return dropped{"the phase is over"};
    const auto& to = std::get<core::user_id>(what.to);
    const auto who = work.members().find(at.here.id, to);
    if (what.kind == message_kind::assist_waits && who && who->id == at.one().facilitator)
        return break_message(work, at);
    const auto silent = core::silent_speakers(work, at.one(), *at.seen.run);
    const bool waited_for = who && std::find(silent.begin(), silent.end(), who->id) != silent.end();
    if (what.kind == message_kind::assist_your_turn && who && who->id == at.one().assistee &&
        at.seen.current->speak != core::speakers::assistee)
        return assistee_message(work, at);
    assist_page page;
    if (what.kind == message_kind::assist_not_spoken) {
        if (!waited_for) return dropped{"they have spoken"};
        page.add(fmt::format("{}. This phase ends soon, and you have not been heard in it. {} It is fine to "
                             "let it pass.",
                             about_words(at), assist_state_words(work, at)));
    } else if (what.kind == message_kind::assist_waits) {
        if (!waited_for) return dropped{"they have spoken"};
        page.add(
            fmt::format("{}. The others wait for you. {} A few lines are enough. If it does not suit you "
                        "now, stop it; you can ask again at any time.",
                        about_words(at), slack::isolated(slack::quiet(at.seen.current->prompt))));
    } else {
        page.add(
            fmt::format("{}. {}{} {}", about_words(at),
                        who && who->id == at.one().assistee ? accepted_words(work, at, to) : std::string{},
                        call_of(at), assist_state_words(work, at)));
    }
    std::vector<slack::button> buttons;
    if (auto button = contribute_button(at)) buttons.push_back(*button);
    buttons.push_back(show_assist_button(at.one()));
    if (what.kind == message_kind::assist_waits) buttons.push_back(stop_assist_button(at.one()));
    page.add_buttons(buttons);
    return page.message();
}

} // namespace peerbot::bot
