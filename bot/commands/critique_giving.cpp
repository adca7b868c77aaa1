// Looking at somebody's work: taking it on, saying "not me", and writing. What is typed is kept while it is
// typed, so that closing the form loses nothing.
#include "bot/cards/phrases.hpp"
#include "bot/commands/critique.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/critique/critics.hpp"
#include "core/critique/giving.hpp"
#include "core/words/utf8.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::string_view source_block = "source";
constexpr std::array<std::string_view, core::critique_parts> part_blocks{"noticed", "works", "could_try"};
constexpr std::array<const char*, core::critique_parts> part_labels{
    "I noticed", "It works, or it does not, because", "You could try"};

constexpr std::array<std::pair<core::advice_source, const char*>, 3> sources{
    std::pair{core::advice_source::did_it, "did_it"}, std::pair{core::advice_source::saw_it, "saw_it"},
    std::pair{core::advice_source::idea, "idea"}};

std::optional<core::advice_source> source_named(std::string_view name)
{
    for (const auto& [source, word] : sources)
        if (name == word) return source;
    return std::nullopt;
}

std::string name_of(std::optional<core::advice_source> wanted)
{
    for (const auto& [source, word] : sources)
        if (wanted == source) return word;
    return {};
}

core::written_feedback written_in(const form& typed, core::critique_id request, core::instant moment)
{
    core::written_feedback words{
        .by = typed.who.person, .request = request, .parts = {}, .source = {}, .now = moment};
    for (std::size_t i = 0; i < core::critique_parts; ++i)
        words.parts.at(i) = typed.field(std::string(part_blocks.at(i)));
    words.source = source_named(typed.field(std::string(source_block)));
    return words;
}

std::vector<typed_part> parts_in(const form& sent)
{
    std::vector<typed_part> parts;
    for (std::size_t i = 0; i < core::critique_parts; ++i)
        parts.push_back({part_labels.at(i), sent.field(std::string(part_blocks.at(i)))});
    return parts;
}

slack::block part_input(std::size_t part, const std::string& typed)
{
    return slack::input(
        {.block_id = std::string(part_blocks.at(part)),
         .label = part_labels.at(part),
         .what = slack::text_field{.action_id = "value",
                                   .initial = typed,
                                   .placeholder = {},
                                   .multiline = true,
                                   .least_length = 0,
                                   .most_length = 3000, // Slack's; the rule says how much is too much
                                   .tells_typing = true},
         .optional = true,
         .hint = {}});
}

std::string feedback_form(const critique_here& at, const critique_scene& scene,
                          const std::optional<core::feedback>& typed)
{
    composed what;
    add_request(what, scene);
    auto blocks = what.blocks;
    blocks.push_back(slack::context(
        {typed && !typed->handed_in_at
             ? "Two of these three are enough. Your draft is as you left it, and only you see it."
             : "Two of these three are enough. What you type is kept as a draft, which only you see."}));
    for (std::size_t i = 0; i < core::critique_parts; ++i)
        blocks.push_back(part_input(i, typed ? typed->parts.at(i) : std::string{}));
    blocks.push_back(
        slack::input({.block_id = std::string(source_block),
                      .label = "Where does it come from?",
                      .what = slack::choice_field{.action_id = "value",
                                                  .options = {{"I have done it", "did_it"},
                                                              {"I have seen it done", "saw_it"},
                                                              {"It is an idea", "idea"}},
                                                  .initial = name_of(typed ? typed->source : std::nullopt),
                                                  .placeholder = "Choose one",
                                                  .tells_choice = true},
                      .optional = true,
                      .hint = "So that it can be weighed."}));
    return slack::view_json({.callback_id = "critique.write",
                             .title = "Write feedback",
                             .submit = "Hand in",
                             .close = "Close",
                             .private_metadata = critique_metadata(at),
                             .blocks = blocks,
                             .tells_close = true});
}

// Which input shows why it cannot be handed in yet; empty when the form is of no use any more.
std::string_view input_about(const core::rejection& why)
{
    switch (why.why) {
    case core::reason::no_source:
        return source_block;
    case core::reason::text_too_long:
        for (const auto block : part_blocks)
            if (why.text == block) return block;
        return part_blocks.front();
    case core::reason::too_little_feedback:
        return part_blocks.front();
    default:
        return {};
    }
}

answer refused(const core::rejection& why, const form& sent)
{
    if (input_about(why).empty()) return sent_back(why, parts_in(sent));
    return refuse_feedback(why);
}

std::string thanks(const critique_scene& scene, std::size_t others)
{
    const bool at_once = scene.request.reading == core::critique_reading::as_it_comes;
    return fmt::format("Thank you. {} reads it {}.{}{}", slack::mention(scene.asker),
                       at_once || scene.request.ended() ? "now" : "when the request ends",
                       scene.request.ended() ? "" : " Until it ends you can change your words.",
                       others > 0 ? fmt::format(" `/critique show {}` shows what {} wrote.",
                                                scene.request.number, others == 1 ? "the other" : "others")
                                  : std::string{});
}

} // namespace

plan volunteer_pressed_on_critique(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        const auto done =
            core::volunteer_as_critic(work, at->here, at->request.id, pressed.who.person, pressed.who.now);
        if (!done) return done.why();
        return wording{[scene = critique_scene_of(work, at->request.id), mine = *done] {
            composed page;
            page.add(mine.state == core::critic_state::given
                         ? fmt::format("You have handed in your feedback on {} already. Thank you.",
                                       critique_of(scene))
                         : fmt::format("Thank you: you look at {}. Feedback is wanted by {}.",
                                       critique_of(scene), when(scene.request.due_at, scene.here.zone)));
            page.add_buttons(writing_buttons(scene.request, mine.state));
            return answer::of(page.message());
        }};
    }};
}

plan decline_pressed_on_critique(const press& pressed)
{
    return changing{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        const auto done =
            core::decline_critique(work, at->here, at->request.id, pressed.who.person, pressed.who.now);
        if (!done) return done.why();
        return wording{[name = critique_name(at->request)] {
            return say(
                fmt::format("All right: you need not look at {}. Nobody is told that you said no.", name));
        }};
    }};
}

plan write_pressed(const press& pressed)
{
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, pressed.who, pressed.value);
        if (!at) return at.why();
        if (at->request.ended())
            return core::rejection{.why = core::reason::critique_ended, .number = at->request.number};
        if (!work.critiques().critic_of(at->request.id, at->viewer.id))
            return core::rejection{.why = core::reason::not_a_critic, .number = at->request.number};
        const auto typed = work.critiques().feedback_by(at->request.id, at->viewer.id);
        const auto scene = critique_scene_of(work, at->request.id);
        return wording{[form = feedback_form(*at, scene, typed)] {
            return opened_form(form, "The form could not be opened. Please press again.");
        }};
    }};
}

plan keep_draft(const form& typed)
{
    return changing{[typed](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, typed.who, typed.about);
        if (!at) return at.why();
        const auto kept = core::save_draft(work, at->here, written_in(typed, at->request.id, typed.typed_at));
        if (!kept) return kept.why();
        return wording{[] { return answer::nothing(); }};
    }};
}

// The draft is kept first, so that also what is refused can be taken up again.
plan feedback_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto at = critique_of_value(work, sent.who, sent.about);
        if (!at) return wording{[why = at.why(), sent] { return refused(why, sent); }};
        const auto words = written_in(sent, at->request.id, sent.who.now);
        const auto done = core::hand_in(work, at->here, words);
        if (!done) {
            // It is no use when they are no critic; then the words go back to them.
            const auto kept = core::save_draft(work, at->here, words);
            return wording{[why = kept ? done.why() : kept.why(), sent] { return refused(why, sent); }};
        }
        const auto scene = critique_scene_of(work, at->request.id);
        const auto readable = core::readable_feedback(work, scene.request, at->viewer.id).size();
        return wording{[text = thanks(scene, readable > 0 ? readable - 1 : 0)] { return say(text); }};
    }};
}

answer refuse_feedback(const core::rejection& why)
{
    answer said;
    auto block = input_about(why);
    if (block.empty()) block = part_blocks.front();
    said.errors.push_back({.block = std::string(block), .sentence = plain_sentence_for(why)});
    return said;
}

} // namespace peerbot::bot
