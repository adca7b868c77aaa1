// What a contributor sees of a summary before it is published: their own parts.
#include "bot/cards/assist_summary.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/roles.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_parts = 12; // each takes a few of the fifty blocks of a message
constexpr std::size_t longest_shown = 1000;

std::string decided_words(const core::contribution& one)
{
    switch (one.review) {
    case core::approval::approved:
        return "You approved it";
    case core::approval::left_out:
        return "It is left out, as you said";
    case core::approval::pending:
        break;
    }
    return "You have not said";
}

std::string time_words(const assist_scene& at, core::instant now)
{
    const auto& until = at.one().review_until;
    if (!until) return {};
    if (*until > now) return fmt::format(" There is time until {}.", when(*until, at.here.zone));
    return " The time for it is over; as long as it is not published, you can still say.";
}

} // namespace

std::vector<core::contribution> own_parts(core::unit_of_work& work, const core::assist& one,
                                          core::member_id who)
{
    auto parts = parts_in(core::summary_of(work, one, true));
    std::erase_if(parts, [&](const core::contribution& each) { return !who || each.author != who; });
    return parts;
}

slack::rendered review_view(core::unit_of_work& work, const assist_scene& at, core::member_id who,
                            core::instant now, const std::string& note)
{
    const auto& one = at.one();
    const auto mine = own_parts(work, one, who);
    const auto sections = core::summary_of(work, one, true).sections;
    const bool asked = std::any_of(sections.begin(), sections.end(), [&](const core::summary_section& each) {
        return each.asked && each.asked->author == who;
    });
    assist_page page;
    if (!note.empty()) page.add(note);
    page.add(fmt::format(
        "May your part stand in the summary of {}, {}? {} asks. The summary names nobody, and may be "
        "published in the channel or elsewhere. What you do not approve is left out.{}{}",
        assist_name(one),
        sections.size() > 1 ? "in which each question has a section" : "about " + question_words(one),
        person_words(work, one.assistee),
        asked ? " Below the question that you asked stands what others said to it and approve; without the "
                "question, none of that does."
              : "",
        time_words(at, now)));
    page.add_buttons(
        {assist_button({"All fine", "All of my parts may stand in the summary"}, "part_all", one),
         assist_button({"None of it", "None of my parts goes into the summary"}, "part_none", one)});
    for (std::size_t i = 0; i < std::min(mine.size(), most_parts); ++i) {
        page.add_quoted(fmt::format("{}. {}:", decided_words(mine[i]), part_words(mine[i])),
                        slack::cut_plain(mine[i].text, longest_shown));
        const auto part = std::to_string(mine[i].id.value);
        const auto which = fmt::format("part {} of {}", i + 1, mine.size());
        page.add_buttons(
            {assist_button({"Approve", "Approve " + which}, "part_in", one, part),
             assist_button({"In other words", "Change the words of " + which}, "part_words", one, part),
             assist_button({"Leave it out", "Leave out " + which}, "part_out", one, part)});
    }
    if (mine.size() > most_parts)
        page.add(fmt::format(
            "And {} of yours, which *All fine* and *None of it* also cover.",
            counted(static_cast<std::int64_t>(mine.size() - most_parts), "more part", "more parts")));
    return page.message();
}

} // namespace peerbot::bot
