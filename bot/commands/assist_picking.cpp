// Letting the group choose a question: an inventory is opened, everybody can put one in, and marks which ones
// affect them. Nothing here may tell whose a question without a name is.
#include "bot/cards/phrases.hpp"
#include "bot/commands/assist.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/contribute.hpp"
#include "core/assist/propose.hpp"
#include "core/assist/roles.hpp"
#include "core/groups/roles.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

using core::result;

constexpr const char* format_block = "format";
constexpr const char* pace_block = "pace";
constexpr const char* name_block = "name";
constexpr const char* live_pace = "call";
constexpr const char* with_name = "name";
constexpr const char* without_name = "none";

std::string pick_form(core::unit_of_work& work, const core::group& here)
{
    const auto options = format_options(work, here);
    const auto usual = std::find_if(options.begin(), options.end(),
                                    [](const slack::option& each) { return each.value == "classic"; });
    std::vector<slack::block> blocks{
        slack::section("Everybody can post one question, with a name or without. All are shown together, the "
                       "group marks which ones affect them, and the one that affects most becomes the peer "
                       "assist."),
        choice_input(format_block, "How should it go on with the question?", options,
                     usual == options.end() ? options.front().value : usual->value,
                     "`/assist templates` shows what each consists of."),
        choice_input(pace_block, "In writing or in a call?",
                     {{"In writing", "writing"}, {"In a call", live_pace}}, "writing")};
    for (auto& each : moment_inputs(here, "On which day is the call?", "Only a call needs a day and a time."))
        blocks.push_back(std::move(each));
    return slack::view_json({.callback_id = "assist.pick",
                             .title = "Choose a question",
                             .submit = "Begin",
                             .close = "Cancel",
                             .private_metadata = form_metadata(here.channel),
                             .blocks = std::move(blocks)});
}

result<wording> begin_pick(core::unit_of_work& work, const core::group& here, const core::pick_wish& wish)
{
    const auto one = core::open_pick(work, here, wish);
    if (!one) return one.why();
    const auto viewer = core::present_member(work, here.id, wish.by);
    return show_assist(work, {.here = here, .one = *work.assists().find(one->id), .viewer = *viewer},
                       "Begun: its card is in the channel, and everybody can post a question.");
}

plan pick_at_once(const caller& who, const std::string& format)
{
    return changing{[who, format](core::unit_of_work& work) -> result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        return begin_pick(work, *here, {.by = who.person, .format = format, .now = who.now});
    }};
}

result<wording> challenge_form(core::unit_of_work& work, const assist_here& at, const caller& who)
{
    const auto scene = assist_scene_of(work, at.one);
    if (!collects_challenges(scene))
        return core::rejection{.why = core::reason::no_inventory, .number = at.one.number};
    const auto own = core::own_challenge(work, at.here, at.one.id, who.person);
    std::vector<slack::block> blocks{answer_input(
        assist_text, "Which question keeps you busy?", own ? own->text : std::string{},
        core::longest_question,
        "One for each. Nobody sees it before all are shown together. Leave it empty to take it out.")};
    if (scene.seen.current->anonymous)
        blocks.push_back(choice_input(
            name_block, "With your name?", {{"Without my name", without_name}, {"With my name", with_name}},
            own && own->named ? with_name : without_name,
            "Names are shown only when everybody gives theirs; otherwise nobody is told whose it is."));
    return opening(assist_form("post", "Post a question", "Keep it", at, std::move(blocks)));
}

result<wording> own_marks(core::unit_of_work& work, const assist_here& at, const std::string& note)
{
    const auto scene = assist_scene_of(work, at.one);
    if (!marks_challenges(scene)) return core::reason::phase_over;
    return wording{[said = own_marks_page(work, scene, at.viewer.id, note)] { return answer::of(said); }};
}

// What the button says; one that stands in the thread says neither yes nor no.
bool wanted_mark(core::unit_of_work& work, const assist_here& at, core::contribution_id challenge)
{
    if (at.more.size() > 1) return at.more[1] == 1;
    const auto marked = work.contributions().marked_by(at.one.id, at.viewer.id);
    return std::find(marked.begin(), marked.end(), challenge) == marked.end();
}

} // namespace

plan choose_question_typed(const invocation& told)
{
    if (told.count() > 0) return pick_at_once(told.who, told.argument(0)->text);
    return looking{[who = told.who](core::unit_of_work& work) -> result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        if (const auto viewer = core::active_member(work, here->id, who.person); !viewer) return viewer.why();
        if (format_options(work, *here).empty()) return core::reason::no_such_template;
        return opening(pick_form(work, *here));
    }};
}

plan choose_question_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> result<wording> {
        const auto here = core::group_in(work, sent.who.workspace, sent.who.channel);
        if (!here) return here.why();
        const auto at = moment_in(*here, sent);
        if (!at) return at.why();
        core::pick_wish wish{
            .by = sent.who.person, .format = sent.field(format_block), .meets_at = *at, .now = sent.who.now};
        if (sent.field(pace_block) == live_pace) wish.pace = core::assist_pace::live;
        return begin_pick(work, *here, wish);
    }};
}

answer refuse_choosing(const core::rejection& why)
{
    using enum core::reason;
    if (why.why == time_not_ahead || why.why == unknown_date || why.why == unknown_time)
        return refuse_moment(why);
    answer refused;
    refused.errors.push_back({.block = format_block, .sentence = plain_sentence_for(why)});
    return refused;
}

plan post_pressed(const press& pressed)
{
    return look_at_assist(pressed, challenge_form);
}

plan post_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            const auto& name = told.field(name_block);
            const auto& text = told.field(assist_text);
            const auto done = core::post_challenge(work, at.here, at.one.id, told.who.person, text,
                                                   name != without_name, told.who.now);
            if (!done) return done.why();
            const auto own = core::own_challenge(work, at.here, at.one.id, told.who.person);
            if (!own) return wording{[] { return say("None of yours is in the box."); }};
            return wording{[] {
                return say(
                    "Kept in the box. It is shown together with the others when this phase ends; until "
                    "then you can change it with the same button.");
            }};
        });
}

plan marks_pressed(const press& pressed)
{
    return look_at_assist(pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) {
        return own_marks(work, at, {});
    });
}

plan affects_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const core::contribution_id challenge{at.second()};
            const auto said = work.contributions().find(challenge);
            if (!said || said->assist != at.one.id) return core::reason::no_such_contribution;
            const bool affected = wanted_mark(work, at, challenge);
            const auto done = core::mark_affected(work, at.here, challenge, who.person, affected, who.now);
            if (!done) return done.why();
            auto now = at;
            now.one = work.assists().find(at.one.id).value();
            const std::string note = affected ? "Marked." : "Not marked any more.";
            if (!marks_challenges(assist_scene_of(work, now.one))) return show_assist(work, now, note);
            return own_marks(work, now, note);
        });
}

plan bring_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto one = core::bring_challenge(work, at.here, at.one.id, who.person, who.now);
            if (!one) return one.why();
            return show_again(work, at, "Thank you: you bring this question.");
        });
}

plan not_mine_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto one = core::decline_to_bring(work, at.here, at.one.id, who.person, who.now);
            if (!one) return one.why();
            return show_again(work, at, "All right: somebody else may bring it.");
        });
}

} // namespace peerbot::bot
