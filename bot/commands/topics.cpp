#include "core/voting/topics.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/voting.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace peerbot::bot {
namespace {

constexpr std::size_t topics_on_page = 12;
constexpr int taught_shown = 5;

struct backlog
{
    std::vector<core::topic> topics; // the most wanted first
    std::set<core::topic_id> wanted; // that the viewer seconded or proposed
    core::user_id viewer;
    std::map<core::topic_id, int> planned; // the numbers of their sessions
    std::string learned;                   // the newest taught topics, with their sessions, as a sentence
};

std::string learned_so_far(core::unit_of_work& work, const core::group& here)
{
    std::vector<std::string> entries;
    const auto taught = work.topics().taught(here.id, taught_shown);
    for (const auto& one : taught) {
        const auto meeting = work.sessions().find(one.taught_in);
        entries.push_back(numbered(one) +
                          (meeting ? fmt::format(" in session {}", meeting->number) : std::string{}));
    }
    if (entries.empty()) return {};
    return fmt::format("Learned lately: {}. To go on with one, type `/vote again {}`.", listed(entries),
                       taught.front().number);
}

backlog look_at_backlog(core::unit_of_work& work, const core::group& here, const core::user_id& viewer)
{
    backlog seen{.topics = work.topics().open(here.id),
                 .wanted = {},
                 .viewer = viewer,
                 .planned = {},
                 .learned = learned_so_far(work, here)};
    std::stable_sort(seen.topics.begin(), seen.topics.end(),
                     [](const core::topic& a, const core::topic& b) { return a.interest > b.interest; });
    for (const auto& one : seen.topics) {
        const auto others = work.topics().seconders(one.id);
        if (one.proposer == viewer || std::find(others.begin(), others.end(), viewer) != others.end())
            seen.wanted.insert(one.id);
    }
    for (const auto& meeting : work.sessions().planned(here.id))
        if (meeting.topic) seen.planned[meeting.topic] = meeting.number;
    return seen;
}

std::vector<slack::button> topic_buttons(const backlog& seen, const core::topic& one, std::size_t page)
{
    std::vector<slack::button> buttons;
    const bool wanted = seen.wanted.contains(one.id);
    const auto value = [&](int mark) { return fmt::format("{}:{}:{}", one.number, mark, page); };
    if (one.proposer != seen.viewer) {
        buttons.push_back(
            {.text = wanted ? "I no longer want this" : "I want this too",
             .action_id = "topic.second",
             .value = value(wanted ? 0 : 1),
             .style = slack::button_style::normal,
             .accessibility_label = wanted ? fmt::format("Say that you no longer want topic {}", one.number)
                                           : fmt::format("Say that you want topic {} too", one.number)});
    }
    const bool teaches =
        std::find(one.teachers.begin(), one.teachers.end(), seen.viewer) != one.teachers.end();
    buttons.push_back(
        {.text = teaches ? "I cannot teach this" : "I can teach this",
         .action_id = "topic.teach",
         .value = value(teaches ? 0 : 1),
         .style = slack::button_style::normal,
         .accessibility_label = teaches ? fmt::format("Take back that you can teach topic {}", one.number)
                                        : fmt::format("Say that you can teach topic {}", one.number)});
    return buttons;
}

std::string about_in_list(const backlog& seen, const core::topic& one)
{
    auto about = about_topic(one);
    if (const auto session = seen.planned.find(one.id); session != seen.planned.end())
        about += fmt::format(", planned for session {}", session->second);
    return about;
}

answer show_backlog(const backlog& seen, std::size_t page, const std::string& headline)
{
    if (seen.topics.empty()) {
        const auto learned = seen.learned.empty() ? "" : "\n" + seen.learned;
        return say(headline + "The list of topics is empty. Add one with `/vote propose TITLE`." + learned);
    }
    const auto pages = (seen.topics.size() + topics_on_page - 1) / topics_on_page;
    page = std::clamp<std::size_t>(page, 1, pages);
    std::string text = headline + "What the group could learn, the most wanted first:";
    std::vector<slack::block> blocks{slack::section(text)};
    for (auto i = (page - 1) * topics_on_page; i < std::min(page * topics_on_page, seen.topics.size()); ++i) {
        const auto& one = seen.topics[i];
        const auto line = numbered(one) + "\n" + about_in_list(seen, one);
        text += fmt::format("\n{}, {}", numbered(one), about_in_list(seen, one));
        blocks.push_back(slack::section(line));
        blocks.push_back(slack::actions(topic_buttons(seen, one, page)));
    }
    std::string rest = "Add one: `/vote propose TITLE`.";
    if (pages > 1) {
        rest = fmt::format("Page {} of {}; `/vote topics {}` shows {}. ", page, pages, page % pages + 1,
                           page == pages ? "the first" : "the next") +
               rest;
    }
    if (!seen.learned.empty()) rest += "\n" + seen.learned;
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

plan seconding(const invocation& told, bool wanted, std::string_view example)
{
    const auto number = topic_number(told);
    if (!number) return which_topic(example);
    return on_topic(
        told.who, *number,
        [wanted](core::unit_of_work& work, const core::group& here, const core::topic_request& request) {
            return core::second_topic(work, here, request, wanted);
        },
        [](core::unit_of_work&, const core::group&, const core::topic& one) {
            return wording{[one] {
                return say(fmt::format("Saved. {} {} now.",
                                       counted(one.interest, "person wants", "people want"), numbered(one)));
            }};
        });
}

} // namespace

std::optional<int> topic_number(const invocation& told, std::size_t index)
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

plan topics_typed(const invocation& told)
{
    return show_topics(told.who, static_cast<std::size_t>(std::max(1, topic_number(told).value_or(1))));
}

plan topics_pressed(const press& pressed)
{
    return show_topics(pressed.who, 1);
}

plan second_typed(const invocation& told)
{
    return seconding(told, true, "/vote second 2");
}

plan unsecond_typed(const invocation& told)
{
    return seconding(told, false, "/vote unsecond 2");
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
        [](core::unit_of_work& work, const core::group& here, const core::topic_request& request, bool can) {
            return can ? core::offer_to_teach(work, here, request)
                       : core::take_back_offer(work, here, request);
        },
        "Saved.");
}

plan unteach_typed(const invocation& told)
{
    const auto number = topic_number(told);
    if (!number) return which_topic("/vote unteach 2");
    return on_topic(
        told.who, *number, core::take_back_offer,
        [](core::unit_of_work&, const core::group&, const core::topic& one) {
            return wording{[one] {
                return say(fmt::format("Saved. You do not offer to teach {} any more.", bold(one.title)));
            }};
        });
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
