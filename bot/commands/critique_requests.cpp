// Asking for a critique: by one line, by a form, or from the menu of a message. All end in the same rule.
#include "bot/cards/phrases.hpp"
#include "bot/commands/critique.hpp"
#include "bot/commands/groups.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/critique/requests.hpp"
#include "core/groups/local_time.hpp"
#include "core/groups/roles.hpp"
#include "core/time/dates.hpp"
#include "core/time/zone.hpp"
#include "core/words/ascii.hpp"
#include "core/words/web_link.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::string_view subject_block = "subject";
constexpr std::string_view purpose_block = "purpose";
constexpr std::string_view stage_block = "stage";
constexpr std::string_view wanted_block = "wanted";
constexpr std::string_view unwanted_block = "unwanted";
constexpr std::string_view date_block = "by_when";
constexpr std::string_view reading_block = "reading";
constexpr std::string_view external_mark = "external";
constexpr std::string_view together = "together";

// Also "www.example.org/draft and more".
bool begins_like_link(std::string_view text)
{
    const auto small =
        core::to_lower(core::with_scheme(std::string(text.substr(0, text.find_first_of(" \t\n")))));
    return small.starts_with("https://") || small.starts_with("http://");
}

core::date utc_day(core::instant now)
{
    return std::chrono::floor<core::days>(core::zone::named("UTC")->to_local(now));
}

// "2027-03-09", "friday": a day. "3 editors" and "Anna" are not meant as one; "2027-13-40" is.
bool is_meant_as_day(std::string_view text, core::instant now)
{
    if (core::parse_date(text, utc_day(now))) return true;
    const auto first = text.substr(0, text.find(' '));
    return !first.empty() && core::is_digit(first.front()) &&
           first.find_first_of("-./") != std::string_view::npos;
}

// One line in its parts.
struct request_line
{
    std::string subject;
    std::string wanted;
    std::string by_when; // as typed
};

std::string trimmed(std::string_view text)
{
    constexpr std::string_view around = " \t\n,:;";
    const auto begin = text.find_first_not_of(around);
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(around) - begin + 1));
}

request_line read_line(const invocation& told)
{
    request_line line;
    const auto& text = told.text.text;
    const auto count = told.count();
    if (count == 0) return line;
    auto end = text.size();
    for (auto i = count - 1; i-- > 0;) {
        if (!told.argument(i)->is("by")) continue;
        const std::string day(told.text.from(told.first + i + 1));
        if (!is_meant_as_day(trimmed(day), told.who.now)) continue;
        line.by_when = trimmed(day);
        end = told.argument(i)->begin;
        break;
    }
    const auto begin = told.argument(0)->begin;
    const auto words = std::string_view(text).substr(begin, end > begin ? end - begin : 0);
    const auto after_first = count > 1 ? std::min(told.argument(1)->begin, end) : end;
    if (!begins_like_link(words)) {
        line.subject = trimmed(words);
        return line;
    }
    line.subject = trimmed(std::string_view(text).substr(begin, after_first - begin));
    line.wanted = trimmed(std::string_view(text).substr(after_first, end - after_first));
    return line;
}

core::result<wording> ask(core::unit_of_work& work, const core::group& here, const core::critique_wish& wish)
{
    const auto made = core::request_critique(work, here, wish);
    if (!made) return made.why();
    return wording{[request = *made, here] {
        return say(fmt::format(
            "Asked: {}. Whoever likes can take it on until {}; then I ask those whose turn it is. {}",
            critique_name(request), when(request.volunteers_until, here.zone),
            request.reading == core::critique_reading::as_it_comes
                ? "You read each feedback as it comes."
                : "You read everything together when it ends."));
    }};
}

struct form_start
{
    std::string subject = {};
    std::string wanted = {};
    bool external = false;
};

slack::block words_input(std::string_view block, const std::string& label, const std::string& hint,
                         const std::string& initial = {})
{
    return slack::input(
        {.block_id = std::string(block),
         .label = label,
         .what = slack::text_field{.action_id = "value",
                                   .initial = initial,
                                   .placeholder = {},
                                   .multiline = true,
                                   .least_length = 0,
                                   .most_length = static_cast<int>(core::longest_critique_text)},
         .optional = true,
         .hint = hint});
}

slack::block choice_input(std::string_view block, const std::string& label,
                          const std::vector<slack::option>& options)
{
    return slack::input({.block_id = std::string(block),
                         .label = label,
                         .what = slack::choice_field{
                             .action_id = "value", .options = options, .initial = options.front().value}});
}

std::string request_form(const core::group& here, const form_start& start, core::instant now)
{
    std::vector<slack::block> blocks;
    if (start.external)
        blocks.push_back(
            slack::section(fmt::format("This is for somebody else's work. What is said about it stays in {}.",
                                       slack::channel_link(here.channel))));
    blocks.push_back(
        slack::input({.block_id = std::string(subject_block),
                      .label = "What should the group look at?",
                      .what = slack::text_field{.action_id = "value",
                                                .initial = start.subject,
                                                .placeholder = "https://example.org/draft",
                                                .multiline = false,
                                                .least_length = 0,
                                                .most_length = static_cast<int>(core::longest_subject)},
                      .optional = false,
                      .hint = "A link, to a file too, or the words by which the group knows it."}));
    blocks.push_back(start.external ? words_input(purpose_block, "What do you want to learn from it?", {})
                                    : words_input(purpose_block, "What is it for?",
                                                  "Where it will appear, and for whom."));
    if (!start.external)
        blocks.push_back(choice_input(stage_block, "How far is it?",
                                      {{"A draft", "draft"}, {"An idea", "idea"}, {"Done", "done"}}));
    blocks.push_back(words_input(wanted_block, "What should people look at?", {}, start.wanted));
    blocks.push_back(words_input(unwanted_block, "What is not needed?", "Spelling, for example."));
    blocks.push_back(
        slack::input({.block_id = std::string(date_block),
                      .label = "By when?",
                      .what = slack::date_field{.action_id = "value",
                                                .initial = core::iso_date(core::today_in(here, now) +
                                                                          core::usual_critique_time)}}));
    blocks.push_back(choice_input(
        reading_block, "When do you want to read it?",
        {{"Each feedback as it comes", "as_it_comes"}, {"All together at the end", std::string(together)}}));
    return slack::view_json(
        {.callback_id = "critique.request",
         .title = start.external ? "Look at other work" : "Ask for a critique",
         .submit = "Ask",
         .close = "Cancel",
         .private_metadata = form_metadata(here.channel, start.external ? external_mark : std::string_view{}),
         .blocks = blocks});
}

core::result<wording> open_form(core::unit_of_work& work, const core::group& here, const form_start& start,
                                const caller& who)
{
    const auto asker = core::active_member(work, here.id, who.person);
    if (!asker) return asker.why();
    return wording{[form = request_form(here, start, who.now), external = start.external] {
        return opened_form(form,
                           fmt::format("The form could not be opened. Type it instead: `/critique {} LINK "
                                       "what to look at by 2027-03-09`.",
                                       external ? "external" : "request"));
    }};
}

plan form_in_channel(const caller& who, const form_start& start)
{
    return looking{[who, start](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        return open_form(work, *here, start, who);
    }};
}

// A link alone, or words without a day, are not enough to ask by: they begin a form.
bool says_enough(const request_line& line)
{
    return !line.by_when.empty() || !line.wanted.empty();
}

plan asked_in_a_line(const invocation& told, bool external)
{
    const auto line = read_line(told);
    if (!says_enough(line)) return form_in_channel(told.who, {.subject = line.subject, .external = external});
    return changing{[who = told.who, line, external](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        core::critique_wish wish{.by = who.person,
                                 .subject = line.subject,
                                 .external = external,
                                 .purpose = {},
                                 .stage = external ? core::work_stage::done : core::work_stage::draft,
                                 .wanted = line.wanted,
                                 .unwanted = {},
                                 .by_when = {},
                                 .reading = core::critique_reading::as_it_comes,
                                 .now = who.now};
        if (!line.by_when.empty()) {
            const auto day = core::parse_date(line.by_when, core::today_in(*here, who.now));
            if (!day) return day.why();
            wish.by_when = *day;
        }
        return ask(work, *here, wish);
    }};
}

// The first address in it. A message without one is itself what to look at, where the group can open it;
// brought from elsewhere, its words are.
form_start start_from(const message_shortcut& chosen, const core::group& here)
{
    const auto words = trimmed(chosen.text);
    std::string_view rest = chosen.text;
    while (!rest.empty()) {
        const auto end = std::min(rest.find_first_of(" \t\n"), rest.size());
        auto one = std::string(rest.substr(0, end));
        while (!one.empty() && std::string_view(".,;:!?)\"'").find(one.back()) != std::string_view::npos)
            one.pop_back();
        if (core::is_web_link(core::with_scheme(one))) return {.subject = core::with_scheme(one)};
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const bool opens = chosen.who.channel == here.channel && core::is_web_link(chosen.link);
    if (opens || words.empty()) return {.subject = chosen.link, .wanted = words};
    return {.subject = words};
}

core::work_stage stage_of(const form& sent, bool external)
{
    const auto& chosen = sent.field(std::string(stage_block));
    if (external || chosen == "done") return core::work_stage::done;
    return chosen == "idea" ? core::work_stage::idea : core::work_stage::draft;
}

} // namespace

plan request_typed(const invocation& told)
{
    return asked_in_a_line(told, false);
}

plan external_typed(const invocation& told)
{
    return asked_in_a_line(told, true);
}

plan request_pressed(const press& pressed)
{
    return form_in_channel(pressed.who, {});
}

std::optional<plan> request_of_link(const invocation& told)
{
    if (told.count() == 0 || !begins_like_link(told.argument(0)->text)) return std::nullopt;
    return asked_in_a_line(told, false);
}

plan request_message(const message_shortcut& chosen)
{
    return looking{[chosen](core::unit_of_work& work) -> core::result<wording> {
        const auto here = group_for_message(work, chosen.who);
        if (!here) return here.why();
        return open_form(work, *here, start_from(chosen, *here), chosen.who);
    }};
}

plan request_sent(const form& sent)
{
    return changing{[sent](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, sent.who.workspace, sent.who.channel);
        if (!here) return here.why();
        const bool external = sent.about == external_mark;
        const auto day =
            core::parse_date(sent.field(std::string(date_block)), core::today_in(*here, sent.who.now));
        if (!day) return day.why();
        return ask(work, *here,
                   {.by = sent.who.person,
                    .subject = sent.field(std::string(subject_block)),
                    .external = external,
                    .purpose = sent.field(std::string(purpose_block)),
                    .stage = stage_of(sent, external),
                    .wanted = sent.field(std::string(wanted_block)),
                    .unwanted = sent.field(std::string(unwanted_block)),
                    .by_when = *day,
                    .reading = sent.field(std::string(reading_block)) == together
                                   ? core::critique_reading::all_together
                                   : core::critique_reading::as_it_comes,
                    .now = sent.who.now});
    }};
}

answer refuse_request(const core::rejection& why)
{
    using enum core::reason;
    std::string_view block = subject_block;
    for (const auto day : {unknown_date, date_not_ahead, date_too_near, date_too_far}) {
        if (why.why == day) block = date_block;
    }
    for (const auto field : {purpose_block, wanted_block, unwanted_block}) {
        if (why.why == text_too_long && why.text == field) block = field;
    }
    answer refused;
    refused.errors.push_back({.block = std::string(block), .sentence = plain_sentence_for(why)});
    return refused;
}

} // namespace peerbot::bot
