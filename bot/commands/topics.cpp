#include "core/voting/topics.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/voting.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/words/plain.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace peerbot::bot {
namespace {

constexpr std::size_t topics_on_page = 12;

struct backlog
{
    std::vector<core::topic> topics; // the most wanted first
    std::set<core::topic_id> wanted; // that the viewer seconded or proposed
    core::user_id viewer;
    std::optional<std::size_t> waiting; // topics, when a ballot is open and not all are on it
};

backlog look_at_backlog(core::unit_of_work& work, const core::group& here, const core::user_id& viewer)
{
    backlog seen{.topics = work.topics().open(here.id), .wanted = {}, .viewer = viewer, .waiting = {}};
    std::stable_sort(seen.topics.begin(), seen.topics.end(),
                     [](const core::topic& a, const core::topic& b) { return a.interest > b.interest; });
    for (const auto& one : seen.topics) {
        const auto others = work.topics().seconders(one.id);
        if (one.proposer == viewer || std::find(others.begin(), others.end(), viewer) != others.end())
            seen.wanted.insert(one.id);
    }
    return seen;
}

std::vector<slack::button> topic_buttons(const backlog& seen, const core::topic& one, std::size_t page)
{
    std::vector<slack::button> buttons;
    const bool wanted = seen.wanted.contains(one.id);
    const auto value = [&](int mark) { return fmt::format("{}:{}:{}", one.number, mark, page); };
    if (one.proposer != seen.viewer) {
        buttons.push_back({.text = wanted ? "I want it no more" : "I want this too",
                           .action_id = "topic.second",
                           .value = value(wanted ? 0 : 1),
                           .style = slack::button_style::normal,
                           .accessibility_label = fmt::format("Say that you want topic {} {}", one.number,
                                                              wanted ? "no more" : "too")});
    }
    if (std::find(one.teachers.begin(), one.teachers.end(), seen.viewer) == one.teachers.end()) {
        buttons.push_back(
            {.text = "I can teach this",
             .action_id = "topic.teach",
             .value = value(1),
             .style = slack::button_style::normal,
             .accessibility_label = fmt::format("Say that you can teach topic {}", one.number)});
    }
    return buttons;
}

answer show_backlog(const backlog& seen, std::size_t page, const std::string& headline)
{
    if (seen.topics.empty())
        return say(headline + "The list of topics is empty. Add one with `/vote propose TITLE`.");
    const auto pages = (seen.topics.size() + topics_on_page - 1) / topics_on_page;
    page = std::clamp<std::size_t>(page, 1, pages);
    std::string text = headline + "What the group could learn, the most wanted first:";
    std::vector<slack::block> blocks{slack::section(text)};
    for (auto i = (page - 1) * topics_on_page; i < std::min(page * topics_on_page, seen.topics.size()); ++i) {
        const auto& one = seen.topics[i];
        const auto line = numbered(one) + "\n" + about_topic(one);
        text += fmt::format("\n{}, {}", numbered(one), about_topic(one));
        blocks.push_back(slack::section(line));
        blocks.push_back(slack::actions(topic_buttons(seen, one, page)));
    }
    std::string rest = "Add one: `/vote propose TITLE`.";
    if (pages > 1) {
        rest = fmt::format("Page {} of {}; `/vote topics {}` shows {}. ", page, pages, page % pages + 1,
                           page == pages ? "the first" : "the next") +
               rest;
    }
    blocks.push_back(slack::context({rest}));
    return answer::of(slack::message(text + "\n" + rest, blocks));
}

plan show_topics(const caller& who, std::size_t page)
{
    return looking{[who, page](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        return wording{
            [seen = look_at_backlog(work, *here, who.person), page] { return show_backlog(seen, page, {}); }};
    }};
}

answer added(const core::topic& one)
{
    return say(fmt::format("{} is on the list as number {}. If you could teach it, type `/vote teach {}`; "
                           "`/vote edit {} TITLE` changes its words.",
                           bold(one.title), one.number, one.number, one.number));
}

// What travels in the button that adds a topic although another is alike.
std::string wish_value(const core::proposal& wish)
{
    return wish.link + "|" + wish.title;
}

answer alike(const core::topic& other, const core::proposal& wish, std::optional<int> taught_in)
{
    std::vector<slack::button> buttons;
    std::string text;
    if (other.state == core::topic_state::taught) {
        const auto where = taught_in ? fmt::format(" in session {}", *taught_in) : std::string{};
        text = fmt::format(
            "The group has learned something very similar{}: {}. Nothing was added yet. You can go "
            "on with it, or add yours as something new.",
            where, numbered(other));
        buttons.push_back(
            {.text = "Go on with it",
             .action_id = "topic.again",
             .value = std::to_string(other.number),
             .style = slack::button_style::primary,
             .accessibility_label = fmt::format("Put topic {} on the list again", other.number)});
    } else {
        text = fmt::format(
            "Something very similar is on the list: {}, {}. Nothing was added yet. You can back that "
            "one, or add yours too.",
            numbered(other), about_topic(other));
        buttons.push_back(
            {.text = "I want that too",
             .action_id = "topic.second",
             .value = fmt::format("{}:1:0", other.number),
             .style = slack::button_style::primary,
             .accessibility_label = fmt::format("Say that you want topic {} too", other.number)});
    }
    buttons.push_back({.text = "Add mine as well",
                       .action_id = "topic.propose",
                       .value = wish_value(wish),
                       .style = slack::button_style::normal,
                       .accessibility_label = "Add your topic to the list as well"});
    return answer::of(slack::message(text, {slack::section(text), slack::actions(buttons)}));
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
        if (done->added) return wording{[one = done->subject] { return added(one); }};
        std::optional<int> taught_in;
        if (const auto meeting = work.sessions().find(done->subject.taught_in)) taught_in = meeting->number;
        return wording{[other = done->subject, wish, taught_in] { return alike(other, wish, taught_in); }};
    }};
}

// The group of the message's channel; or, elsewhere, the one group that the person is in.
// Rejects: no_group_here, not_a_member.
core::result<core::group> group_for_message(core::unit_of_work& work, const caller& who)
{
    auto here = core::group_in(work, who.workspace, who.channel);
    if (here) {
        if (const auto member = core::present_member(work, here->id, who.person); !member)
            return member.why();
        return here;
    }
    const auto elsewhere = work.members().of_person(who.workspace, who.person);
    if (elsewhere.size() != 1) return here;
    return core::known_group(work, elsewhere.front().group);
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

plan proposing_again(const caller& who, int number, const std::string& title)
{
    return changing{[who, number, title](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto done =
            core::propose_again(work, *here, number, {.by = who.person, .title = title, .now = who.now});
        if (!done) return done.why();
        return wording{[one = *done] { return added(one); }};
    }};
}

template <class Rule, class Say>
plan on_topic(const caller& who, int number, Rule rule, Say how)
{
    return changing{[who, number, rule, how](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto done =
            rule(work, *here, core::topic_request{.by = who.person, .number = number, .now = who.now});
        if (!done) return done.why();
        return how(work, *here, *done);
    }};
}

// Which topic, as the first word after a command; says how to write it when it is missing.
std::optional<int> topic_number(const invocation& told, std::size_t index = 0)
{
    const auto* word = told.argument(index);
    return word != nullptr ? word->number() : std::nullopt;
}

plan which_topic(std::string_view example)
{
    return saying{
        say(fmt::format("Which topic? Write its number, like `{}`; `/vote topics` shows the list. Nothing "
                        "was changed.",
                        example))};
}

// A press in the list is answered with the list, as it is now; elsewhere with a sentence.
template <class Rule>
plan pressed_on_topic(const press& pressed, Rule rule, std::string_view headline)
{
    const auto numbers = numbers_of(pressed.value);
    if (!numbers || numbers->size() != 3)
        return saying{say(sentence_for({.why = core::reason::no_such_topic}))};
    const auto page = static_cast<std::size_t>(std::clamp<std::int64_t>((*numbers)[2], 0, 1000));
    const bool wanted = (*numbers)[1] != 0;
    return on_topic(
        pressed.who, static_cast<int>((*numbers)[0]),
        [rule, wanted](core::unit_of_work& work, const core::group& here,
                       const core::topic_request& request) { return rule(work, here, request, wanted); },
        [page, headline, viewer = pressed.who.person](core::unit_of_work& work, const core::group& here,
                                                      const core::topic& one) {
            if (page == 0)
                return wording{[one, headline] {
                    return say(fmt::format("{} {}: {}.", headline, numbered(one), about_topic(one)));
                }};
            return wording{[seen = look_at_backlog(work, here, viewer), page, headline] {
                return show_backlog(seen, page, std::string(headline) + " ");
            }};
        });
}

} // namespace

plan topics_typed(const invocation& told)
{
    return show_topics(told.who, static_cast<std::size_t>(std::max(1, topic_number(told).value_or(1))));
}

plan topics_pressed(const press& pressed)
{
    return show_topics(pressed.who, 1);
}

plan propose_typed(const invocation& told)
{
    return proposing(told.who, {.by = {}, .title = std::string(told.rest()), .now = {}});
}

plan propose_pressed(const press& pressed)
{
    const auto bar = pressed.value.find('|');
    if (bar == std::string::npos) return saying{say(sentence_for({.why = core::reason::empty_title}))};
    return proposing(pressed.who, {.by = {},
                                   .title = pressed.value.substr(bar + 1),
                                   .link = pressed.value.substr(0, bar),
                                   .despite_similar = true,
                                   .now = {}});
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
    refused.errors.push_back({.block = "title", .sentence = sentence_for(why)});
    return refused;
}

plan propose_again_typed(const invocation& told)
{
    const auto number = topic_number(told);
    if (!number) return which_topic("/vote again 2");
    auto rest = told;
    ++rest.first;
    return proposing_again(told.who, *number, std::string(rest.rest()));
}

plan propose_again_pressed(const press& pressed)
{
    const auto numbers = numbers_of(pressed.value);
    if (!numbers || numbers->size() != 1)
        return saying{say(sentence_for({.why = core::reason::no_such_topic}))};
    return proposing_again(pressed.who, static_cast<int>(numbers->front()), {});
}

plan second_typed(const invocation& told)
{
    const auto number = topic_number(told);
    if (!number) return which_topic("/vote second 2");
    return on_topic(
        told.who, *number,
        [](core::unit_of_work& work, const core::group& here, const core::topic_request& request) {
            return core::second_topic(work, here, request, true);
        },
        [](core::unit_of_work&, const core::group&, const core::topic& one) {
            return wording{[one] {
                return say(fmt::format("Saved. {} people want {} now.", one.interest, numbered(one)));
            }};
        });
}

plan second_pressed(const press& pressed)
{
    return pressed_on_topic(
        pressed,
        [](core::unit_of_work& work, const core::group& here, const core::topic_request& request,
           bool wanted) { return core::second_topic(work, here, request, wanted); },
        "Saved.");
}

plan teach_typed(const invocation& told)
{
    const auto number = topic_number(told);
    if (!number) return which_topic("/vote teach 2");
    return on_topic(
        told.who, *number, core::offer_to_teach,
        [](core::unit_of_work&, const core::group&, const core::topic& one) {
            return wording{[one] {
                return say(fmt::format("Thank you. The group sees that you can teach {}.", bold(one.title)));
            }};
        });
}

plan teach_pressed(const press& pressed)
{
    return pressed_on_topic(
        pressed,
        [](core::unit_of_work& work, const core::group& here, const core::topic_request& request, bool) {
            return core::offer_to_teach(work, here, request);
        },
        "Thank you.");
}

plan reword_typed(const invocation& told)
{
    const auto number = topic_number(told);
    if (!number || told.count() < 2) return which_topic("/vote edit 2 NEW TITLE");
    auto rest = told;
    ++rest.first;
    return on_topic(
        told.who, *number,
        [title = std::string(rest.rest())](core::unit_of_work& work, const core::group& here,
                                           const core::topic_request& request) {
            return core::reword_topic(work, here, request, title);
        },
        [](core::unit_of_work&, const core::group&, const core::topic& one) {
            return wording{[one] {
                return say(fmt::format(
                    "Topic {} reads {} now. Votes and interest stay, and the list shows that it was "
                    "edited.",
                    one.number, bold(one.title)));
            }};
        });
}

plan merge_typed(const invocation& told)
{
    const auto from = topic_number(told);
    const bool says_into = told.count() == 3 && told.argument(1)->is("into");
    const auto into = topic_number(told, says_into ? 2 : 1);
    if (!from || !into || told.count() > (says_into ? 3U : 2U)) return which_topic("/vote merge 3 into 5");
    return on_topic(
        told.who, *from,
        [into = *into](core::unit_of_work& work, const core::group& here,
                       const core::topic_request& request) {
            return core::merge_topic(work, here, request, into);
        },
        [from = *from](core::unit_of_work&, const core::group&, const core::topic& one) {
            return wording{[one, from] {
                return say(
                    fmt::format("Topic {} is part of {} now: {}.", from, numbered(one), about_topic(one)));
            }};
        });
}

plan withdraw_typed(const invocation& told)
{
    const auto number = topic_number(told);
    if (!number) return which_topic("/vote withdraw 2");
    return on_topic(told.who, *number, core::withdraw_topic,
                    [](core::unit_of_work&, const core::group&, const core::topic& one) {
                        return wording{[one] {
                            return say(fmt::format("{} is off the list. `/vote propose` can bring it back.",
                                                   bold(one.title)));
                        }};
                    });
}

} // namespace peerbot::bot
