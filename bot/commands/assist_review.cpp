// How contributors decide about their part of a summary.
#include "bot/commands/assist_afterwards.hpp"
#include "bot/commands/sentences.hpp"
#include "core/assist/summary.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

using core::approval;
using core::result;

wording parts_again(core::unit_of_work& work, const assist_here& at, core::instant now,
                    const std::string& note)
{
    const auto scene = assist_scene_of(work, work.assists().find(at.one.id).value());
    return [said = review_view(work, scene, at.viewer.id, now, note)] { return answer::of(said); };
}

result<wording> decide_all(core::unit_of_work& work, const assist_here& at, const caller& who,
                           approval decision, const std::string& note)
{
    const auto done = core::review_all(work, at.here, at.one.id, who.person, decision, who.now);
    if (!done) return done.why();
    return parts_again(work, at, who.now, note);
}

// The words that they gave it stay.
result<wording> decide(core::unit_of_work& work, const assist_here& at, const caller& who, approval decision,
                       const std::string& note)
{
    const core::contribution_id part{at.second()};
    const auto before = work.contributions().find(part);
    const auto done = core::review_part(work, at.here, part, who.person, decision,
                                        before ? before->wording : std::string{}, who.now);
    if (!done) return done.why();
    return parts_again(work, at, who.now, note);
}

} // namespace

plan own_part_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            if (at.one.state != core::assist_state::closing)
                return core::rejection{.why = core::reason::assist_not_closing, .number = at.one.number};
            if (own_parts(work, at.one, at.viewer.id).empty()) return core::reason::no_such_contribution;
            return parts_again(work, at, who.now, {});
        });
}

plan part_all_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return decide_all(work, at, who, approval::approved, "Thank you: all of your parts may stand in it.");
    });
}

plan part_none_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return decide_all(work, at, who, approval::left_out, "None of your parts goes into it.");
    });
}

plan part_in_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return decide(work, at, who, approval::approved, "Thank you: that part may stand in it.");
    });
}

plan part_out_pressed(const press& pressed)
{
    return change_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) {
        return decide(work, at, who, approval::left_out, "That part is left out.");
    });
}

plan part_words_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) -> result<wording> {
            const auto part = work.contributions().find(core::contribution_id{at.second()});
            if (!part || part->assist != at.one.id || part->kind == core::contribution_kind::challenge)
                return core::reason::no_such_contribution;
            if (part->author != at.viewer.id) return core::reason::not_your_contribution;
            if (at.one.state != core::assist_state::closing)
                return core::rejection{.why = core::reason::assist_not_closing, .number = at.one.number};
            return opening(assist_form(
                "part_words", "Your part", "Approve it so", at,
                {answer_input(assist_text, "How it stands in the summary",
                              part->wording.empty() ? part->text : part->wording, core::longest_contribution,
                              "What you wrote in the thread stays as it is.", false)}));
        });
}

plan part_words_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            const auto done =
                core::review_part(work, at.here, core::contribution_id{at.second()}, told.who.person,
                                  approval::approved, told.field(assist_text), told.who.now);
            if (!done) return done.why();
            return parts_again(work, at, told.who.now, "Saved: that part stands in it in these words.");
        });
}

} // namespace peerbot::bot
