// How the assistee makes the summary of a peer assist, and what they do with it.
#include "bot/cards/phrases.hpp"
#include "bot/commands/assist_afterwards.hpp"
#include "bot/commands/sentences.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "core/words/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sstream>

namespace peerbot::bot {
namespace {

using core::result;

constexpr const char* question_block = "question";
constexpr const char* story_block = "story";
constexpr const char* found_block = "found";
constexpr const char* own_block = "own";
constexpr std::size_t most_options = 100;       // of one menu
constexpr std::size_t longest_option = 75;      // bytes; what is longer is left to the field for own words
constexpr std::size_t longest_own_words = 2500; // code points

using words_list = std::vector<std::string>;

bool holds(const words_list& list, const std::string& one)
{
    return std::find(list.begin(), list.end(), one) != list.end();
}

// What the menu offers: whatever is left out now, then what was found.
words_list offered(core::unit_of_work& work, const core::assist& one)
{
    auto words = core::candidates_for_blanking(work, one);
    std::erase_if(words, [](const std::string& each) { return each.size() > longest_option; });
    const auto blanks = work.assists().blanks(one.id);
    std::stable_partition(words.begin(), words.end(),
                          [&](const std::string& each) { return holds(blanks, each); });
    if (words.size() > most_options) words.resize(most_options);
    return words;
}

words_list lines_of(const std::string& typed)
{
    words_list lines;
    std::istringstream text(typed);
    for (std::string line; std::getline(text, line);)
        if (!line.empty()) lines.push_back(line);
    return lines;
}

// Where the words stand in the form that are left out now.
struct blanks_in_form
{
    words_list found;  // offered by the menu
    words_list chosen; // of these
    std::string own;   // lines of the field
    words_list beyond; // too much for the field, which would be cut, even within a word
};

blanks_in_form blanks_of(core::unit_of_work& work, const core::assist& one)
{
    blanks_in_form all{.found = offered(work, one), .chosen = {}, .own = {}, .beyond = {}};
    for (const auto& each : work.assists().blanks(one.id)) {
        const bool fits = core::code_points(all.own) + core::code_points(each) < longest_own_words;
        if (holds(all.found, each))
            all.chosen.push_back(each);
        else if (fits)
            all.own += (all.own.empty() ? "" : "\n") + each;
        else
            all.beyond.push_back(each);
    }
    return all;
}

std::vector<slack::block> edit_blocks(core::unit_of_work& work, const core::assist& one)
{
    const auto blanks = blanks_of(work, one);
    const auto& question = one.question();
    std::vector<slack::block> blocks{
        answer_input(question_block, "The question", question, core::longest_question),
        answer_input(story_block, "In your own words, above what others said", one.story,
                     core::longest_contribution,
                     "How it was, and what the answers changed. It can stay empty.")};
    if (!blanks.found.empty()) {
        std::vector<slack::option> options;
        for (const auto& each : blanks.found)
            options.push_back({.text = each, .value = each});
        blocks.push_back(slack::input(
            {.block_id = found_block,
             .label = "Leave out these words",
             .what = slack::multi_choice_field{.action_id = "value",
                                               .options = options,
                                               .initial = blanks.chosen,
                                               .placeholder = "Names, organisations, places, numbers"},
             .optional = true,
             .hint =
                 "Found by their looks: capitals and digits. Nothing is left out unless you choose it. "
                 "A word that you choose stands as [...] everywhere in the summary; the thread keeps it."}));
    }
    const std::string hint = "Whatever else may tell who or where it was.";
    const std::string kept = " What the others were shown without stays left out.";
    const std::string more = " What does not fit here is still left out.";
    blocks.push_back(answer_input(own_block, "And these, one in each line", blanks.own, longest_own_words,
                                  hint + (one.review_until        ? kept
                                          : blanks.beyond.empty() ? std::string()
                                                                  : more)));
    return blocks;
}

// For the assistee while it is made. Rejects: not_the_assistee, assist_not_closing.
core::outcome may_make(const assist_here& at)
{
    if (at.one.assistee != at.viewer.id) return core::reason::not_the_assistee;
    if (at.one.state != core::assist_state::closing)
        return core::rejection{.why = core::reason::assist_not_closing, .number = at.one.number};
    return core::nothing{};
}

wording view_again(core::unit_of_work& work, const assist_here& at, core::instant now,
                   const std::string& note)
{
    const auto scene = assist_scene_of(work, work.assists().find(at.one.id).value());
    return [said = summary_view(work, scene, now, note)] { return answer::of(said); };
}

// The file goes to the assistee alone, by direct message.
wording with_text(core::unit_of_work& work, const core::assist& one, const std::string& note)
{
    return [note, number = one.number, content = summary_markdown(core::summary_of(work, one))] {
        auto sent = say(note);
        sent.file = attached_file{.name = fmt::format("peer-assist-{}.md", number),
                                  .content = content,
                                  .comment = fmt::format("The summary of peer assist {}. It names nobody; "
                                                         "please look once more before you publish it.",
                                                         number)};
        return sent;
    };
}

} // namespace

plan assist_summary_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            if (const auto may = may_make(at); !may) return may.why();
            return view_again(work, at, who.now, {});
        });
}

plan edit_pressed(const press& pressed)
{
    return look_at_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller&) -> result<wording> {
            if (const auto may = may_make(at); !may) return may.why();
            return opening(assist_form("edit", "The summary", "Save", at, edit_blocks(work, at.one)));
        });
}

plan edit_sent(const form& sent)
{
    return change_by_form(
        sent, [](core::unit_of_work& work, const assist_here& at, const form& told) -> result<wording> {
            auto blanks = lines_of(told.field(own_block));
            for (const auto& more : {told.list(found_block), blanks_of(work, at.one).beyond})
                for (const auto& each : more)
                    if (!holds(blanks, each)) blanks.push_back(each);
            const auto one = core::edit_summary(
                work, at.here, at.one.id, told.who.person,
                {.question = told.field(question_block), .story = told.field(story_block), .blanks = blanks},
                told.who.now);
            if (!one) return one.why();
            return view_again(work, at, told.who.now, "Saved. Nothing is published by that.");
        });
}

answer refuse_summary(const core::rejection& why)
{
    answer refused;
    const bool story = why.why == core::reason::text_too_long && why.number == core::longest_contribution;
    refused.errors.push_back(
        {.block = story ? story_block : question_block, .sentence = plain_sentence_for(why)});
    return refused;
}

plan send_for_review_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto one = core::send_for_review(work, at.here, at.one.id, who.person, who.now);
            if (!one) return one.why();
            const bool over = one->review_until && *one->review_until <= who.now;
            return view_again(work, at, who.now,
                              over ? "There is nobody to ask: nothing waits for anybody else's word."
                                   : "Sent. I tell you when all have answered, or their time is over.");
        });
}

plan publish_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto one = core::publish_summary(work, at.here, at.one.id, who.person, true, who.now);
            if (!one) return one.why();
            return show_again(
                work, at,
                fmt::format("Published: the summary is posted in the channel. Thank you. Whoever is "
                            "in it can withdraw their part{}.",
                            core::several_asked(work, *one) ? "" : ", and you all of it"));
        });
}

// While it is made this is the last press; afterwards the same text again.
plan take_text_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            auto one = at.one;
            if (one.assistee != at.viewer.id) return core::reason::not_the_assistee;
            if (!one.published_at || one.withdrawn_at) {
                const auto taken = core::publish_summary(work, at.here, one.id, who.person, false, who.now);
                if (!taken) return taken.why();
                one = *taken;
            }
            return with_text(work, one,
                             "The summary is on its way to you as a file, in a direct message. It is "
                             "Markdown. What is withdrawn later is not in it when you take it again; "
                             "copies elsewhere are yours to change.");
        });
}

plan keep_pressed(const press& pressed)
{
    return change_assist(
        pressed, [](core::unit_of_work& work, const assist_here& at, const caller& who) -> result<wording> {
            const auto one = core::keep_unpublished(work, at.here, at.one.id, who.person, who.now);
            if (!one) return one.why();
            return show_again(work, at, "No summary is published. What was said stays in the group.");
        });
}

} // namespace peerbot::bot
