// Feedback as its readers see it: the asker, and critics once theirs is in.
#include "bot/cards/critique.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/critique/giving.hpp"

#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

// Of one message: Slack takes fifty, and what stands around the feedback needs a few. The longest feedback,
// all of it letters that are escaped, takes nineteen.
constexpr std::size_t most_blocks = 30;
constexpr std::size_t most_text = 12'000; // bytes; Slack does not tell how much it takes in one message

constexpr std::array<const char*, core::critique_parts> headings{"I noticed", "It works, or not, because",
                                                                 "You could try"};

std::string source_words(const core::feedback& one)
{
    switch (one.source.value_or(core::advice_source::idea)) {
    case core::advice_source::did_it:
        return "from what they did themselves";
    case core::advice_source::saw_it:
        return "from what they saw others do";
    case core::advice_source::idea:
        break;
    }
    return "as an idea";
}

slack::button helpful_button(const critique_scene& at, const core::feedback& one, std::size_t part,
                             std::size_t from)
{
    const bool marked = one.helpful[part];
    return {.text = marked ? "Not so helpful" : "Helpful",
            .action_id = "critique.helpful",
            .value = fmt::format("{}:{}:{}:{}", at.request.id.value, one.author.value, part, from),
            .style = slack::button_style::normal,
            .accessibility_label = marked ? "Take the mark back" : "This was helpful"};
}

void add_part(composed& page, const critique_scene& at, const critique_viewer& by, const core::feedback& one,
              std::size_t part, std::size_t from)
{
    if (one.parts[part].empty()) return;
    std::string heading = headings.at(part);
    if (one.helpful[part] && by.asks) heading += " (you found this helpful)";
    if (one.helpful[part] && one.author == by.member) heading += " (they found this helpful)";
    page.add_quoted(heading, one.parts[part]);
    if (by.asks) page.add_buttons({helpful_button(at, one, part, from)});
}

std::string author_line(const critique_scene& at, const critique_viewer& by, const core::feedback& one)
{
    if (one.author == by.member) return one.handed_in_at ? "You wrote:" : "Your draft, which only you see:";
    const auto who = at.people.find(one.author);
    return fmt::format(
        "{} wrote, {}:", who == at.people.end() ? std::string("Somebody") : slack::mention(who->second),
        source_words(one));
}

std::size_t bytes_in(const composed& page)
{
    std::size_t sum = 0;
    for (const auto& one : page.blocks)
        sum += one.json.size();
    return sum;
}

} // namespace

void add_feedback(composed& page, const critique_scene& at, const critique_viewer& by,
                  const std::vector<core::feedback>& all, std::size_t from)
{
    const auto around = page.blocks.size();
    for (auto i = from; i < all.size(); ++i) {
        composed one;
        one.add(author_line(at, by, all[i]));
        for (std::size_t part = 0; part < core::critique_parts; ++part)
            add_part(one, at, by, all[i], part, from);
        const bool fits = page.blocks.size() + one.blocks.size() <= most_blocks &&
                          bytes_in(page) + bytes_in(one) <= most_text;
        if (!fits && page.blocks.size() > around) {
            const auto rest = all.size() - i;
            page.add(fmt::format("{} more.", counted(static_cast<std::int64_t>(rest), "critic has written",
                                                     "critics have written")));
            page.add_buttons({{.text = "Read on",
                               .action_id = "critique.read",
                               .value = fmt::format("{}:{}", at.request.id.value, i),
                               .style = slack::button_style::normal,
                               .accessibility_label = "Read what others wrote"}});
            return;
        }
        page.text += "\n" + one.text;
        page.blocks.insert(page.blocks.end(), one.blocks.begin(), one.blocks.end());
    }
}

namespace {

std::string reading_sentence(const critique_scene& at, const critique_viewer& by, std::size_t readable)
{
    const auto given = at.count(core::critic_state::given);
    const auto* mine = at.critic(by.member);
    if (by.asks && readable == 0 && given > 0)
        return "You wanted to read everything together, so you see it when the request ends.";
    if (mine != nullptr && mine->state != core::critic_state::given && given > 0 && !at.request.ended())
        return "You see what others wrote when yours is in, so that nobody repeats anybody.";
    return {};
}

std::vector<slack::button> own_buttons(const critique_scene& at, const critique_viewer& by)
{
    const auto& request = at.request;
    if (by.asks) {
        if (request.state == core::critique_state::finished) return afterwards_buttons(request);
        return request.ended() ? std::vector<slack::button>{}
                               : std::vector<slack::button>{close_button(request)};
    }
    if (request.ended()) return {};
    const bool open = request.state == core::critique_state::open;
    if (const auto* mine = at.critic(by.member)) return writing_buttons(request, mine->state, open);
    if (!by.active || !open) return {};
    return {critique_button("I will look at it", "critique.volunteer", request,
                            "I will look at it and write feedback")};
}

} // namespace

slack::rendered critique_view(core::unit_of_work& work, const critique_scene& at, const critique_viewer& by,
                              std::size_t from, const std::string& note)
{
    const auto all = core::readable_feedback(work, at.request, by.member);
    composed page;
    add_title(page, at.request);
    page.add(note);
    if (from == 0) {
        add_request(page, at);
        page.add(critique_state_sentence(at));
        page.add(reading_sentence(at, by, all.size()));
    }
    add_feedback(page, at, by, all, from);
    if (by.asks) page.add_quoted("What you said changed", at.request.changed);
    if (const auto* mine = at.critic(by.member); mine != nullptr && mine->state == core::critic_state::given)
        page.add_quoted("What changed", at.request.changed);
    page.add_buttons(own_buttons(at, by));
    const bool silent = at.count(core::critic_state::given) == 0;
    if (by.facilitates && at.request.state == core::critique_state::open && silent)
        page.add_buttons(facilitating_buttons(at.request));
    return page.message();
}

} // namespace peerbot::bot
