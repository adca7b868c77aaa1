#include "bot/cards/phrases.hpp"
#include "bot/cards/voting.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/voting.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/time/duration.hpp"
#include "core/voting/open_ballot.hpp"
#include "core/words/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::string_view method_block = "method";
constexpr std::string_view lasts_block = "lasts";
constexpr std::string_view counts_block = "counts";
constexpr std::string_view names_block = "names";
constexpr std::string_view topics_block = "topics";

std::optional<core::ballot_method> method_named(std::string_view name)
{
    if (name == "approval") return core::ballot_method::approval;
    if (name == "budget") return core::ballot_method::budget;
    if (name == "ranked") return core::ballot_method::ranked;
    return std::nullopt;
}

std::string method_words(const core::ballot& opened)
{
    switch (opened.method) {
    case core::ballot_method::approval:
        return "by approval";
    case core::ballot_method::budget:
        return fmt::format("with {} each", counted(opened.budget, "vote", "votes"));
    case core::ballot_method::ranked:
        return "ranked";
    }
    return {};
}

// "5d ranked anonymous topics 1 3": words in any order; what is none of them is a length of time, and numbers
// after "topics" are topics.
struct opening
{
    core::ballot_wish wish;
    std::string length; // what was not understood yet
    std::string method; // the words that said so, since a second one contradicts the first
    std::string names;
    std::string counts;
    bool contradicts = false;

    void take(std::string& said, const std::string& word)
    {
        contradicts = contradicts || (!said.empty() && said != word);
        said = word;
    }
};

bool read_word(opening& read, const std::string& text, bool& naming_topics)
{
    auto& wish = read.wish;
    if (const auto method = method_named(text)) {
        read.take(read.method, text);
        wish.method = *method;
    } else if (text == "anonymous" || text == "named") {
        read.take(read.names, text);
        wish.anonymous = text == "anonymous";
    } else if (text == "hidden" || text == "live") {
        read.take(read.counts, text);
        wish.hidden = text == "hidden";
    } else if (text == "topics" || text == "topic") {
        naming_topics = true;
        return true;
    } else {
        return false;
    }
    naming_topics = false;
    return true;
}

core::result<core::ballot_wish> read_opening(const invocation& told)
{
    opening read;
    bool naming_topics = false;
    bool names_topics = false;
    for (std::size_t i = 0; i < told.count(); ++i) {
        for (const auto& part : core::split_words(told.argument(i)->text)) {
            if (read_word(read, core::to_lower(part), naming_topics)) {
                names_topics = names_topics || naming_topics;
                continue;
            }
            const auto number = word{.text = part, .begin = 0, .person = {}}.number();
            if (naming_topics && part == "and") continue;
            if (naming_topics && number)
                read.wish.topics.push_back(*number);
            else
                read.length += (read.length.empty() ? "" : " ") + part;
        }
    }
    if (read.contradicts) return core::reason::contradiction;
    if (!read.length.empty()) {
        const auto lasts = core::parse_duration(read.length);
        if (!lasts) return lasts.why();
        read.wish.lasts = *lasts;
    }
    if (names_topics && read.wish.topics.empty()) return core::reason::no_such_topic;
    return read.wish;
}

answer opened(const core::ballot& fresh, const std::string& zone, std::size_t count, std::size_t waiting)
{
    auto text = fmt::format("Vote {} is open, {}, with {}. It closes by itself {}.", fresh.number,
                            method_words(fresh), counted(static_cast<std::int64_t>(count), "topic", "topics"),
                            when(fresh.closes_at, zone));
    if (fresh.anonymous) text += " It is anonymous.";
    text += fresh.hidden ? " Counts are hidden until then." : " Everybody sees the counts.";
    if (waiting > 0)
        text += fmt::format(" {} for the next vote.", counted(static_cast<std::int64_t>(waiting),
                                                              "more topic waits", "more topics wait"));
    return say(text);
}

// Topics that can be put to the vote: open, and in no planned session.
std::vector<core::topic> topics_to_vote_on(core::unit_of_work& work, const core::group& here)
{
    auto topics = work.topics().open(here.id);
    const auto planned = work.sessions().planned(here.id);
    std::erase_if(topics, [&](const core::topic& one) {
        return std::any_of(planned.begin(), planned.end(),
                           [&](const core::session& meeting) { return meeting.topic == one.id; });
    });
    return topics;
}

change opening_ballot(const caller& who, const core::ballot_wish& wish)
{
    return [who, wish](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto fresh = core::open_ballot(work, *here, who.person, wish, who.now);
        if (!fresh) return fresh.why();
        const auto count = work.ballots().lines(fresh->id).size();
        const auto waiting = topics_to_vote_on(work, *here).size() - count;
        return wording{[fresh = *fresh, zone = here->zone, count, waiting] {
            return opened(fresh, zone, count, waiting);
        }};
    };
}

slack::input_row row(std::string_view block, std::string label, slack::field what, std::string hint = {},
                     bool optional = false)
{
    return {.block_id = std::string(block),
            .label = std::move(label),
            .what = std::move(what),
            .optional = optional,
            .hint = std::move(hint)};
}

slack::choice_field choice(std::vector<slack::option> options, const std::string& initial)
{
    return {.action_id = "value", .options = std::move(options), .initial = initial, .placeholder = {}};
}

// The first `chosen_first` of the topics are ticked.
std::string opening_form(const core::channel_id& channel, const std::vector<core::topic>& topics,
                         std::size_t chosen_first)
{
    std::vector<slack::option> choices;
    std::vector<std::string> chosen;
    for (const auto& one : topics)
        choices.push_back({fmt::format("{}. {}", one.number, one.title), std::to_string(one.number)});
    for (std::size_t i = 0; i < chosen_first; ++i)
        chosen.push_back(choices[i].value);
    return slack::view_json(
        {.callback_id = "vote.open",
         .title = "Open a vote",
         .submit = "Open",
         .close = "Cancel",
         .private_metadata = form_metadata(channel),
         .blocks = {
             slack::input(row(method_block, "How do people vote?",
                              choice({{"Approval: every topic one would come to", "approval"},
                                      {"Budget: a few votes to spend", "budget"},
                                      {"Ranked: an order of preference", "ranked"}},
                                     "approval"))),
             slack::input(row(lasts_block, "For how long?",
                              choice({{"1 day", "1d"},
                                      {"2 days", "2d"},
                                      {"3 days", "3d"},
                                      {"5 days", "5d"},
                                      {"1 week", "1w"},
                                      {"2 weeks", "2w"}},
                                     "3d"))),
             slack::input(
                 row(counts_block, "Who sees the counts?",
                     choice({{"Nobody, until the vote closes", "hidden"}, {"Everybody, at any time", "live"}},
                            "hidden"))),
             slack::input(row(names_block, "Is it anonymous?",
                              choice({{"No: after the close, facilitators can see who chose what", "named"},
                                      {"Yes: nobody is shown who chose what", "anonymous"}},
                                     "named"),
                              fmt::format("This cannot be changed later. An anonymous vote needs at least {} "
                                          "active members, and counts that are hidden until it closes.",
                                          core::fewest_for_anonymous))),
             slack::input(row(topics_block, "Which topics?",
                              slack::multi_choice_field{.action_id = "value",
                                                        .options = choices,
                                                        .initial = chosen,
                                                        .placeholder = "Those that wait longest",
                                                        .most = core::most_topics_on_ballot},
                              fmt::format("At most {}. Those that wait longest for a vote are chosen "
                                          "already.",
                                          core::most_topics_on_ballot),
                              true))}});
}

plan open_form(const caller& who)
{
    return looking{[who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        if (const auto may = core::facilitating_member(work, here->id, who.person); !may) return may.why();
        if (const auto running = work.ballots().open_in(here->id))
            return core::rejection{.why = core::reason::ballot_open, .when = running->closes_at};
        auto topics = topics_to_vote_on(work, *here);
        if (topics.empty()) return core::reason::no_topics;
        // A menu has room for a hundred, so those that are ticked come first.
        const auto next = work.topics().next_for_ballot(here->id, core::most_topics_on_ballot);
        const auto rest = std::stable_partition(topics.begin(), topics.end(), [&](const core::topic& one) {
            return std::find(next.begin(), next.end(), one.id) != next.end();
        });
        const auto first = static_cast<std::size_t>(rest - topics.begin());
        return wording{[channel = who.channel, topics, first] {
            auto shown =
                say("The form could not be opened. Type it as one line, such as `/vote open 3d` or `/vote "
                    "open 5d ranked anonymous`.");
            shown.form = opening_form(channel, topics, first);
            return shown;
        }};
    }};
}

} // namespace

plan open_typed(const invocation& told)
{
    if (told.count() == 0) return open_form(told.who);
    const auto wish = read_opening(told);
    if (wish.rejected_for(core::reason::no_such_topic)) {
        return saying{
            say("Which topics? Write their numbers, like `/vote open 3d topics 1 3 5`; `/vote topics` "
                "shows the list. Nothing was changed.")};
    }
    if (wish.rejected_for(core::reason::contradiction))
        return saying{say(sentence_for(wish.why()) + " Nothing was changed.")};
    if (!wish) {
        return saying{say(fmt::format(
            "I do not understand \"{}\" there, so nothing was changed. A vote of three days is `/vote open "
            "3d`. "
            "It can also say approval, budget or ranked; hidden or live; named or anonymous; and `topics 1 3 "
            "5`.",
            slack::cut(slack::escape(wish.why().text), 80)))};
    }
    return changing{opening_ballot(told.who, *wish)};
}

plan open_sent(const form& sent)
{
    core::ballot_wish wish;
    wish.method = method_named(sent.field(std::string(method_block))).value_or(core::ballot_method::approval);
    wish.hidden = sent.field(std::string(counts_block)) != "live";
    wish.anonymous = sent.field(std::string(names_block)) == "anonymous";
    if (const auto lasts = core::parse_duration(sent.field(std::string(lasts_block)))) wish.lasts = *lasts;
    for (const auto& one : sent.list(std::string(topics_block)))
        if (const auto number = core::whole_number(one)) wish.topics.push_back(*number);
    return changing{opening_ballot(sent.who, wish)};
}

answer refuse_opening(const core::rejection& why)
{
    const auto block = why.why == core::reason::too_few_for_anonymous ? names_block
                       : why.why == core::reason::anonymous_is_hidden ? counts_block
                       : why.why == core::reason::ballot_open || why.why == core::reason::not_a_facilitator
                           ? method_block
                           : topics_block;
    answer refused;
    refused.errors.push_back({.block = std::string(block), .sentence = plain_sentence_for(why)});
    return refused;
}

} // namespace peerbot::bot
