#include "bot/cards/voting.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/voting/cast_vote.hpp"
#include "core/words/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

answer no_vote_now(std::size_t topics, bool voted_before)
{
    auto text = std::string("No vote is open now. ");
    text += topics == 0 ? "The list of topics is empty: add one with `/vote propose TITLE`."
                        : fmt::format("The list has {}; a facilitator opens a vote with `/vote open`.",
                                      counted(static_cast<std::int64_t>(topics), "topic", "topics"));
    if (voted_before) text += " `/vote results` shows the last result.";
    if (topics == 0) return say(text);
    return answer::of(slack::message(
        text, {slack::section(text),
               slack::actions({{.text = "Show the topics",
                                .action_id = "topic.list",
                                .value = "1",
                                .style = slack::button_style::normal,
                                .accessibility_label = "Show the list of topics, to you alone"}})}));
}

// Of the view: what the member has on it, with titles, in the order in which they are told.
std::vector<core::chosen_topic> chosen_in(const core::ballot_view& seen)
{
    auto mine = seen.mine;
    const bool ranked = seen.running.method == core::ballot_method::ranked;
    std::sort(mine.begin(), mine.end(), [ranked](const core::vote& a, const core::vote& b) {
        return ranked ? a.mark < b.mark : a.topic < b.topic;
    });
    std::vector<core::chosen_topic> chosen;
    for (const auto& one : mine) {
        const auto line = std::find_if(seen.lines.begin(), seen.lines.end(),
                                       [&](const auto& other) { return other.subject.id == one.topic; });
        chosen.push_back(
            {.subject = {.id = one.topic, .number = line->subject.number, .title = line->subject.title},
             .mark = one.mark});
    }
    return chosen;
}

std::string my_votes_line(const core::ballot& running, const std::vector<core::chosen_topic>& chosen,
                          int left)
{
    const bool budget = running.method == core::ballot_method::budget;
    std::vector<std::string> titles;
    for (const auto& one : chosen) {
        auto title = numbered(one.subject.number, one.subject.title);
        if (budget && one.mark > 1) title += fmt::format(" ({} votes)", one.mark);
        titles.push_back(std::move(title));
    }
    const auto* what = running.method == core::ballot_method::ranked ? "order" : "votes";
    std::string text = titles.empty() ? "You have no vote on this ballot now."
                                      : fmt::format("Your {}: {}.", what, listed(titles));
    if (budget)
        text += left == 0 ? std::string(" You have no vote left.")
                          : fmt::format(" You have {} left.", counted(left, "vote", "votes"));
    return text;
}

// With numbers that are on this ballot.
std::string example_of(const core::ballot_view& seen)
{
    const auto first = seen.lines.front().subject.number;
    const auto last = seen.lines.back().subject.number;
    const bool only_one = first == last;
    switch (seen.running.method) {
    case core::ballot_method::approval:
        return only_one ? fmt::format("`/vote {}`", first) : fmt::format("`/vote {} {}`", first, last);
    case core::ballot_method::budget:
        return fmt::format("`/vote {0} {0}{1}`, which gives topic {0} two votes", first,
                           only_one ? std::string{} : fmt::format(" {}", last));
    case core::ballot_method::ranked:
        return only_one ? fmt::format("`/vote {}`", first)
                        : fmt::format("`/vote {0} {1}`, which puts topic {0} first and topic {1} second",
                                      last, first);
    }
    return {};
}

// The whole ballot with my votes in it; presses in it work as on the card.
answer show_view(const core::ballot_view& seen, const core::group& here, const std::string& headline)
{
    std::vector<slack::block> blocks{slack::section(headline)};
    for (const auto& line : seen.lines)
        blocks.push_back(my_topic_row(seen, line));
    const auto rest = fmt::format(
        "The vote closes {}. Change your mind at any time until then: press here, or type in {}, "
        "such as {}. `/vote none` takes everything back.",
        when(seen.running.closes_at, here.zone), slack::channel_link(here.channel), example_of(seen));
    blocks.push_back(slack::context({rest, who_sees_what(seen.running)}));
    return answer::of(slack::message(headline + " " + rest, blocks));
}

wording view_wording(core::unit_of_work& work, const core::ballot_view& seen, const std::string& before)
{
    return [seen, before, here = core::known_group(work, seen.running.group)] {
        return show_view(seen, here, before + my_votes_line(seen.running, chosen_in(seen), seen.left()));
    };
}

// After a typed vote: the ballot itself is one press away.
answer show_receipt(const core::vote_receipt& cast, const core::group& here)
{
    const auto& running = cast.running;
    const auto saved = "Saved. " + my_votes_line(running, cast.chosen, cast.left());
    const auto rest = fmt::format("The vote closes {}. Change your mind at any time until then: the last "
                                  "`/vote` counts, and `/vote none` takes everything back.",
                                  when(running.closes_at, here.zone));
    return answer::of(slack::message(saved + " " + rest, {slack::section(saved, show_mine_button(running)),
                                                          slack::context({rest, who_sees_what(running)})}));
}

plan show_mine(const caller& who)
{
    return looking{[who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        if (const auto seen = core::view_ballot(work, *here, who.person))
            return view_wording(work, *seen, {});
        else if (!seen.rejected_for(core::reason::no_open_ballot))
            return seen.why();
        const auto topics = work.topics().open(here->id).size();
        const bool voted_before = work.ballots().newest_closed(here->id).has_value();
        return wording{[topics, voted_before] { return no_vote_now(topics, voted_before); }};
    }};
}

plan mine_typed(const invocation& told)
{
    return show_mine(told.who);
}

// A direct message stays: what somebody chose on an anonymous ballot must never stand in one.
bool in_direct_message(const press& pressed)
{
    return pressed.who.channel.value.starts_with('D');
}

// Asked about, not voted on: so nothing was lost.
wording closed_already(const core::ballot& closed, const core::group& here)
{
    return [closed, here] {
        return say(fmt::format("This vote closed {}. `/vote results {}` in {} shows what it came to.",
                               when(*closed.closed_at, here.zone), closed.number,
                               slack::channel_link(here.channel)));
    };
}

// From the card, a reminder or an old message. The button names the ballot; without a name, as on cards of
// long ago, it is the one that is open in the channel.
plan mine_pressed(const press& pressed)
{
    if (pressed.value.empty()) return show_mine(pressed.who);
    return looking{[pressed](core::unit_of_work& work) -> core::result<wording> {
        const auto numbers = numbers_of(pressed.value);
        if (!numbers || numbers->size() != 1) return core::reason::no_such_ballot;
        const auto asked = work.ballots().find(core::ballot_id{numbers->front()});
        if (!asked) return core::reason::no_such_ballot;
        const auto here = group_of_press(work, pressed.who, asked->group);
        if (!here) return core::reason::no_such_ballot;
        if (const auto who = core::present_member(work, here->id, pressed.who.person); !who) return who.why();
        if (!asked->open()) return closed_already(*asked, *here);
        if (asked->anonymous && in_direct_message(pressed)) return core::reason::vote_in_channel;
        const auto seen = core::view_ballot(work, *here, pressed.who.person);
        if (!seen) return seen.why();
        return view_wording(work, *seen, {});
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
        return wording{[cast = *cast, here = *here] { return show_receipt(cast, here); }};
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

// "12:34", "12:34:2": the ballot and the topic of a button, and in a private view what the topic is to have
// afterwards. Older messages say ":on" and ":off".
struct pressed_topic
{
    core::ballot_id ballot;
    core::topic_id topic;
    std::optional<int> mark = {};
};

std::optional<pressed_topic> read_value(std::string value)
{
    if (value.ends_with(":on")) value.replace(value.size() - 2, 2, "1");
    if (value.ends_with(":off")) value.replace(value.size() - 3, 3, "0");
    const auto numbers = numbers_of(value);
    if (!numbers || numbers->size() < 2 || numbers->size() > 3) return std::nullopt;
    pressed_topic read{.ballot = {(*numbers)[0]}, .topic = {(*numbers)[1]}};
    if (numbers->size() == 2) return read;
    if ((*numbers)[2] > core::most_topics_on_ballot) return std::nullopt;
    read.mark = static_cast<int>((*numbers)[2]);
    return read;
}

plan vote_pressed(const press& pressed)
{
    const auto meant = read_value(pressed.value);
    if (!meant) return saying{say(sentence_for({.why = core::reason::no_such_ballot}))};
    return changing{[who = pressed.who, at = pressed.pressed_at, in_dm = in_direct_message(pressed),
                     meant = *meant](core::unit_of_work& work) -> core::result<wording> {
        const auto cast = core::press_vote(work, {.workspace = who.workspace,
                                                  .voter = who.person,
                                                  .ballot = meant.ballot,
                                                  .topic = meant.topic,
                                                  .mark = meant.mark,
                                                  .cast_at = at,
                                                  .in_direct_message = in_dm});
        if (!cast) return cast.why();
        return view_wording(work, *cast, "Saved. ");
    }};
}

constexpr std::array commands{
    command_row{"vote", "", "", "what is on the ballot, and your votes", mine_typed},
    command_row{"vote", "1 3", "", "vote for topics 1 and 3, and for no other", mine_typed},
    command_row{"vote", "none", "", "take all your votes back", none},
    command_row{"vote", "results", "2", "what vote 2 came to; alone, the last one", results_typed, 1},
    command_row{"vote", "topics", "", "the list of topics, with buttons", topics_typed, 1},
    command_row{"vote", "propose", "TITLE", "put a topic on the list", propose_typed, any_words},
    command_row{"vote", "second", "2", "say that you want topic 2 too", second_typed, 1},
    command_row{"vote", "teach", "2", "say that you could teach topic 2", teach_typed, 1},
    command_row{"vote", "unsecond", "2", "say that you no longer want topic 2", unsecond_typed, 1},
    command_row{"vote", "unteach", "2", "take back that you could teach topic 2", unteach_typed, 1},
    command_row{"vote", "edit", "2 TITLE", "change the words of your topic 2", reword_typed, any_words},
    command_row{"vote", "withdraw", "2", "take your topic 2 off the list", withdraw_typed, 1},
    command_row{"vote", "again", "2", "go on with topic 2, which was taught", propose_again_typed, any_words},
    command_row{"vote", "pick", "5", "lead your next session on topic 5", pick_typed, 2},
    command_row{"vote", "plan", "", "what the last vote means for the next sessions", plan_typed, 1},
    command_row{"vote", "open", "5d ranked anonymous", "start a vote; alone it shows a form (facilitators)",
                open_typed, any_words},
    command_row{"vote", "close", "", "end the vote now (facilitators)", close_typed},
    command_row{"vote", "runoff", "", "vote again on a tie, for a day (facilitators)", runoff_typed},
    command_row{"vote", "merge", "3 into 5", "make topic 3 a part of topic 5 (facilitators)", merge_typed, 3},
    command_row{"vote", "export", "2", "vote 2 as a CSV file, to count again (facilitators)", export_typed,
                1},
};
constexpr std::array presses{
    press_row{"vote.press", vote_pressed},           press_row{"vote.mine", mine_pressed},
    press_row{"vote.runoff", runoff_pressed},        press_row{"vote.plan_settle", settle_pressed},
    press_row{"vote.plan_change", change_pressed},   press_row{"vote.pick.1", pick_pressed},
    press_row{"vote.pick.2", pick_pressed},          press_row{"vote.pick.3", pick_pressed},
    press_row{"topic.list", topics_pressed},         press_row{"topic.second", second_pressed},
    press_row{"topic.teach", teach_pressed},         press_row{"topic.propose", propose_pressed},
    press_row{"topic.again", propose_again_pressed},
};
constexpr std::array forms{
    form_row{"vote.open", open_sent, refuse_opening},
    form_row{"vote.plan_change", change_sent, refuse_change},
    form_row{"vote.propose", propose_sent, refuse_proposal},
};
constexpr std::array shortcuts{shortcut_row{"vote.propose_message", propose_message}};

} // namespace

std::optional<std::vector<std::int64_t>> numbers_of(std::string_view value)
{
    std::vector<std::int64_t> numbers;
    const char* at = value.data();
    const char* const end = at + value.size();
    for (;;) {
        const auto read = std::from_chars(at, end, numbers.emplace_back());
        if (read.ec != std::errc{} || numbers.back() < 0) return std::nullopt;
        if (read.ptr == end) return numbers;
        if (*read.ptr != ':') return std::nullopt;
        at = read.ptr + 1;
    }
}

core::result<core::group> group_of_press(core::unit_of_work& work, const caller& who, core::group_id id)
{
    auto found = work.groups().find(id);
    if (!found || found->workspace != who.workspace) return core::reason::no_group_here;
    return std::move(*found);
}

const area_rows& voting_commands()
{
    static const area_rows rows{
        "vote",   "What the group learns next is decided by votes.", commands, presses, forms, by_number,
        shortcuts};
    return rows;
}

} // namespace peerbot::bot
