#include "bot/cards/phrases.hpp"
#include "bot/cards/voting.hpp"
#include "bot/commands/groups.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/voting/topics.hpp"
#include "core/words/ascii.hpp"
#include "core/words/plain.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

answer added(const core::topic& one)
{
    return say(fmt::format("{} is on the list as number {}. If you could teach it, type `/vote teach {}`; "
                           "`/vote edit {} TITLE` changes its words.",
                           bold(one.title), one.number, one.number, one.number));
}

// What travels in a button: the link of the message it was made of, and the title, which holds the rest.
std::string wish_value(const core::proposal& wish)
{
    return wish.link + "|" + core::clean_text(wish.title, core::longest_title);
}

core::proposal wish_of(std::string_view value)
{
    const auto bar = std::min(value.find('|'), value.size());
    return {.by = {},
            .title = std::string(value.substr(std::min(bar + 1, value.size()))),
            .link = std::string(value.substr(0, bar)),
            .now = {}};
}

slack::button button(std::string text, std::string action, std::string value, std::string spoken)
{
    return {.text = std::move(text),
            .action_id = std::move(action),
            .value = std::move(value),
            .style = slack::button_style::normal,
            .accessibility_label = std::move(spoken)};
}

struct alike
{
    std::string text;
    std::vector<slack::button> buttons; // instead of adding it
};

alike taught_alike(core::unit_of_work& work, const core::topic& other, const core::proposal& wish)
{
    const auto meeting = work.sessions().find(other.taught_in);
    const auto where = meeting ? fmt::format(" in session {}", meeting->number) : std::string{};
    return {.text =
                fmt::format("The group has learned something very similar{}: {}. Nothing was added yet. You "
                            "can go on with it, in your words, or add yours as something new.",
                            where, numbered(other)),
            .buttons = {button("Go on with it", "topic.again",
                               fmt::format("{}|{}", other.number, wish_value(wish)),
                               fmt::format("Propose to go on with topic {}", other.number))}};
}

alike open_alike(core::unit_of_work& work, const core::topic& other, const core::proposal& wish)
{
    if (other.proposer == wish.by) {
        return {.text =
                    fmt::format("You have proposed something very similar: {}. Nothing was added yet. `/vote "
                                "edit {} TITLE` changes its words; or you can add this one too.",
                                numbered(other), other.number),
                .buttons = {}};
    }
    const auto others = work.topics().seconders(other.id);
    if (std::find(others.begin(), others.end(), wish.by) != others.end()) {
        return {.text =
                    fmt::format("Something very similar is on the list, and you have said that you want it: "
                                "{}, {}. Nothing was added yet; you can add yours too.",
                                numbered(other), about_topic(other)),
                .buttons = {}};
    }
    return {.text =
                fmt::format("Something very similar is on the list: {}, {}. Nothing was added yet. You can "
                            "say that you want that one, or add yours too.",
                            numbered(other), about_topic(other)),
            .buttons = {button("I want that too", "topic.second", fmt::format("{}:1:0", other.number),
                               fmt::format("Say that you want topic {} too", other.number))}};
}

wording show_alike(core::unit_of_work& work, const core::topic& other, const core::proposal& wish)
{
    auto shown = other.state == core::topic_state::taught ? taught_alike(work, other, wish)
                                                          : open_alike(work, other, wish);
    shown.buttons.push_back(
        button("Add mine too", "topic.propose", wish_value(wish), "Add your topic to the list too"));
    return [shown] {
        return answer::of(
            slack::message(shown.text, {slack::section(shown.text), slack::actions(shown.buttons)}));
    };
}

plan proposing(const caller& who, core::proposal wish)
{
    wish.by = who.person;
    wish.now = who.now;
    return changing{[who, wish](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto done = core::propose_topic(work, *here, wish);
        if (!done) return done.why();
        if (!done->added) return show_alike(work, done->subject, wish);
        return wording{[one = done->subject] { return added(one); }};
    }};
}

plan proposing_again(const caller& who, int number, core::proposal wish)
{
    wish.by = who.person;
    wish.now = who.now;
    return changing{[who, number, wish](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto done = core::propose_again(work, *here, number, wish);
        if (!done) return done.why();
        return wording{[one = *done] { return added(one); }};
    }};
}

// The first line of the message, as far as a title goes; the proposer says it in their own words.
std::string proposal_form(const core::channel_id& channel, const message_shortcut& chosen)
{
    const auto line = std::string_view(chosen.text).substr(0, chosen.text.find('\n'));
    return slack::view_json(
        {.callback_id = "vote.propose",
         .title = "Propose as topic",
         .submit = "Propose",
         .close = "Cancel",
         .private_metadata = form_metadata(channel, chosen.link),
         .blocks = {
             slack::section(fmt::format("It goes on the list of {}, with a link to the message.",
                                        slack::channel_link(channel))),
             slack::input({.block_id = "title",
                           .label = "What could the group learn?",
                           .what = slack::text_field{.action_id = "value",
                                                     .initial = core::clean_text(line, core::longest_title),
                                                     .placeholder = "Checking satellite images",
                                                     .most_length = core::longest_title},
                           .optional = false,
                           .hint = "A few words are enough."})}});
}

} // namespace

plan propose_typed(const invocation& told)
{
    return proposing(told.who, {.by = {}, .title = std::string(told.rest()), .now = {}});
}

plan propose_pressed(const press& pressed)
{
    auto wish = wish_of(pressed.value);
    wish.despite_similar = true;
    return proposing(pressed.who, wish);
}

plan propose_message(const message_shortcut& chosen)
{
    return looking{[chosen](core::unit_of_work& work) -> core::result<wording> {
        const auto here = group_for_message(work, chosen.who);
        if (!here) return here.why();
        return wording{[channel = here->channel, chosen] {
            auto shown = say("The form could not be opened. Type it instead: `/vote propose TITLE`.");
            shown.form = proposal_form(channel, chosen);
            return shown;
        }};
    }};
}

plan propose_sent(const form& sent)
{
    return proposing(sent.who, {.by = {}, .title = sent.field("title"), .link = sent.about, .now = {}});
}

answer refuse_proposal(const core::rejection& why)
{
    answer refused;
    refused.errors.push_back({.block = "title", .sentence = plain_sentence_for(why)});
    return refused;
}

plan propose_again_typed(const invocation& told)
{
    const auto number = topic_number(told);
    if (!number) return which_topic("/vote again 2");
    auto rest = told;
    ++rest.first;
    return proposing_again(told.who, *number, {.by = {}, .title = std::string(rest.rest()), .now = {}});
}

// "2|link|title": with the words that the presser had typed.
plan propose_again_pressed(const press& pressed)
{
    const auto bar = std::min(pressed.value.find('|'), pressed.value.size());
    const auto number = core::whole_number(std::string_view(pressed.value).substr(0, bar));
    if (!number) return saying{say(sentence_for({.why = core::reason::no_such_topic}))};
    const auto rest = std::string_view(pressed.value).substr(std::min(bar + 1, pressed.value.size()));
    return proposing_again(pressed.who, *number, wish_of(rest));
}

} // namespace peerbot::bot
