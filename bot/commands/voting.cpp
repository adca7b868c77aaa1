#include "bot/cards/voting.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/table.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/time/duration.hpp"
#include "core/voting/cast_vote.hpp"
#include "core/voting/open_ballot.hpp"
#include "core/voting/topics.hpp"
#include "core/words/ascii.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

std::string my_votes_line(const core::ballot_view& seen)
{
    std::vector<std::string> titles;
    for (const auto& line : seen.lines) {
        if (!seen.chose(line.subject.id)) continue;
        titles.push_back(fmt::format("{}. {}", line.subject.number, bold(line.subject.title)));
    }
    if (titles.empty()) return "You have no vote on this ballot now.";
    return fmt::format("Your votes: {}.", listed(titles));
}

// The whole ballot with my votes in it; presses in it work as on the card.
answer show_view(const core::ballot_view& seen, const std::string& zone, const std::string& headline)
{
    std::vector<slack::block> blocks{slack::section(headline)};
    for (const auto& line : seen.lines) {
        blocks.push_back(my_topic_row(seen.running.id, line, seen.chose(line.subject.id)));
    }
    const auto rest = fmt::format(
        "The vote closes {}. Change your mind at any time until then: press, or type `/vote 1 3`; "
        "`/vote none` takes everything back.",
        when(seen.running.closes_at, zone));
    blocks.push_back(slack::context({rest}));
    return answer::of(slack::message(headline + " " + rest, blocks));
}

std::string backlog_line(const core::topic& one)
{
    auto line =
        fmt::format("{}. {}, proposed by {}", one.number, bold(one.title), slack::mention(one.proposer));
    if (!one.teachers.empty()) line += fmt::format("; {} can teach it", mentions(one.teachers));
    return line;
}

answer show_backlog(const std::vector<core::topic>& topics, const std::string& headline)
{
    if (topics.empty()) {
        return say(headline + "The list of topics is empty. Add one with `/vote propose TITLE`.");
    }
    std::string text = headline + "What the group could learn:";
    std::vector<slack::block> blocks{slack::section(text)};
    std::string lines;
    for (const auto& one : topics)
        lines += backlog_line(one) + "\n";
    for (auto& page : paged(lines))
        blocks.push_back(std::move(page));
    text += "\n" + lines;
    blocks.push_back(
        slack::context({"Add one: `/vote propose TITLE`. Offer to teach one: `/vote teach 2`."}));
    return answer::of(slack::message(text, blocks));
}

plan show_mine(const caller& who)
{
    return looking{[who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        if (const auto seen = core::view_ballot(work, *here, who.person)) {
            return wording{
                [seen = *seen, zone = here->zone] { return show_view(seen, zone, my_votes_line(seen)); }};
        } else if (!seen.rejected_for(core::reason::no_open_ballot)) {
            return seen.why();
        }
        return wording{[topics = work.topics().open(here->id)] {
            return show_backlog(topics, "No vote is open now. ");
        }};
    }};
}

plan mine_typed(const invocation& told)
{
    return show_mine(told.who);
}

plan mine_pressed(const press& pressed)
{
    return show_mine(pressed.who);
}

plan topics(const invocation& told)
{
    return looking{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        return wording{[topics = work.topics().open(here->id)] { return show_backlog(topics, {}); }};
    }};
}

plan propose(const invocation& told)
{
    return changing{[who = told.who,
                     title = std::string(told.rest())](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto added = core::propose_topic(work, *here, who.person, title, who.now);
        if (!added) return added.why();
        return wording{[topic = *added] {
            return say(
                fmt::format("{} is on the list as number {}. If you could teach it, type `/vote teach {}`.",
                            bold(topic.title), topic.number, topic.number));
        }};
    }};
}

plan teach(const invocation& told)
{
    const auto* first = told.argument(0);
    const auto number = first != nullptr ? first->number() : std::nullopt;
    if (!number) {
        return saying{say(
            "Which topic? Write its number, like `/vote teach 2`; `/vote topics` shows the list. Nothing was "
            "changed.")};
    }
    return changing{[who = told.who, number = *number](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto offered = core::offer_to_teach(work, *here, who.person, number, who.now);
        if (!offered) return offered.why();
        return wording{[title = offered->title] {
            return say(fmt::format("Thank you. The group sees that you can teach {}.", bold(title)));
        }};
    }};
}

plan open(const invocation& told)
{
    auto lasts = core::usual_voting_time;
    if (told.count() > 0) {
        const auto read = core::parse_duration(told.rest());
        if (!read)
            return saying{say(
                fmt::format("I do not understand \"{}\" as a length of time. A vote of three days is `/vote "
                            "open 3d`, one of two weeks `/vote open 2 weeks`. Nothing was changed.",
                            slack::cut(slack::escape(read.why().text), 80)))};
        lasts = *read;
    }
    return changing{[who = told.who, lasts](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto opened = core::open_ballot(work, *here, who.person, lasts, who.now);
        if (!opened) return opened.why();
        const auto count = work.ballots().lines(opened->id).size();
        const auto waiting = work.topics().open(here->id).size() - count;
        return wording{[ballot = *opened, zone = here->zone, count, waiting] {
            auto text = fmt::format("The vote is open, with {}. It closes by itself {}.",
                                    counted(static_cast<std::int64_t>(count), "topic", "topics"),
                                    when(ballot.closes_at, zone));
            if (waiting > 0)
                text += fmt::format(" A vote holds {}; {} more wait for the next.", count, waiting);
            return say(text);
        }};
    }};
}

plan close(const invocation& told)
{
    return changing{[who = told.who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto closed = core::close_ballot(work, *here, who.person, who.now);
        if (!closed) return closed.why();
        return wording{[] { return say("The vote is closed. The result is on its way to the channel."); }};
    }};
}

plan vote_for(const caller& who, std::vector<int> numbers)
{
    return changing{[who, numbers = std::move(numbers)](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto cast =
            core::cast_vote(work, *here, {.voter = who.person, .numbers = numbers, .cast_at = who.now});
        if (!cast) return cast.why();
        return wording{[seen = *cast, zone = here->zone] {
            return show_view(seen, zone, "Saved. " + my_votes_line(seen));
        }};
    }};
}

plan none(const invocation& told)
{
    return vote_for(told.who, {});
}

bool looks_like_number(std::string_view text)
{
    const auto at = text.find_first_not_of("#-+");
    return at != std::string_view::npos && core::is_digit(text[at]);
}

std::string not_a_number(std::string_view part)
{
    return fmt::format(
        "\"{}\" is not the number of a topic, so nothing was changed. Votes read like `/vote 1 3`; `/vote` "
        "shows the numbers.",
        slack::cut(slack::escape(part), 80));
}

// "/vote 1 3", "/vote 1,3", "/vote 1 and 3". Whatever else begins with a digit is told apart from a wrong
// word.
std::optional<plan> by_number(const invocation& told)
{
    std::vector<int> numbers;
    for (std::size_t i = 0; i < told.count(); ++i) {
        for (const auto& part : core::split_words(told.argument(i)->text)) {
            const word one{.text = part, .begin = 0, .person = {}};
            if (one.is("and") || one.is("&")) continue;
            const auto number = one.number();
            if (!number && !looks_like_number(told.argument(0)->text)) return std::nullopt;
            if (!number) return saying{say(not_a_number(part))};
            numbers.push_back(*number);
        }
    }
    if (numbers.empty()) return std::nullopt;
    return vote_for(told.who, std::move(numbers));
}

// "12:34", "12:34:on", "12:34:off": the ballot and the topic of a button, and what a private view's button
// said.
struct pressed_topic
{
    core::ballot_id ballot;
    core::topic_id topic;
    core::press_intent intent = core::press_intent::toggle;
};

std::optional<pressed_topic> read_value(std::string_view value)
{
    pressed_topic read;
    auto& [ballot, topic, intent] = read;
    if (value.ends_with(":on")) intent = core::press_intent::choose;
    if (value.ends_with(":off")) intent = core::press_intent::take_back;
    if (intent != core::press_intent::toggle) value = value.substr(0, value.rfind(':'));
    const char* end = value.data() + value.size();
    const auto first = std::from_chars(value.data(), end, ballot.value);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ':') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, topic.value);
    if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
    return read;
}

plan vote_pressed(const press& pressed)
{
    const auto meant = read_value(pressed.value);
    if (!meant) return saying{say(sentence_for({.why = core::reason::no_such_ballot}))};
    return changing{[who = pressed.who, at = pressed.pressed_at,
                     meant = *meant](core::unit_of_work& work) -> core::result<wording> {
        const auto cast = core::press_vote(work, {.workspace = who.workspace,
                                                  .voter = who.person,
                                                  .ballot = meant.ballot,
                                                  .topic = meant.topic,
                                                  .intent = meant.intent,
                                                  .cast_at = at});
        if (!cast) return cast.why();
        const auto zone = core::known_group(work, cast->running.group).zone;
        return wording{
            [seen = *cast, zone] { return show_view(seen, zone, "Saved. " + my_votes_line(seen)); }};
    }};
}

constexpr std::array commands{
    command_row{"vote", "", "", "what is on the ballot, and your votes", mine_typed},
    command_row{"vote", "propose", "TITLE", "put a topic on the group's list", propose, any_words},
    command_row{"vote", "topics", "", "the list, with numbers", topics},
    command_row{"vote", "teach", "2", "say that you could teach topic 2", teach, 1},
    command_row{"vote", "open", "3d", "start a vote that lasts three days (facilitators)", open, any_words},
    command_row{"vote", "1 3", "", "vote for topics 1 and 3, and for no other", mine_typed},
    command_row{"vote", "none", "", "take all your votes back", none},
    command_row{"vote", "close", "", "end the vote now (facilitators)", close},
};
constexpr std::array presses{
    press_row{"vote.press", vote_pressed},
    press_row{"vote.mine", mine_pressed},
};

} // namespace

const area_rows& voting_commands()
{
    static const area_rows rows{
        "vote", "What the group learns next is decided by votes.", commands, presses, {}, by_number};
    return rows;
}

} // namespace peerbot::bot
