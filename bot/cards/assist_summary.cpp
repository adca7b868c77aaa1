// The summary of a peer assist: as its assistee makes it, as contributors look at their part, as it is
// published, and what is asked afterwards. No part of it names who said it.
#include "bot/cards/assist.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::bot {
namespace {

using core::contribution;

constexpr std::size_t most_parts = 20; // with buttons: a message has fifty blocks

std::string part_words(const contribution& one)
{
    using enum core::contribution_kind;
    switch (one.kind) {
    case question:
        return "Question";
    case answer:
        return "Answer";
    case help:
        if (one.tag == core::help_tag::did) return "Somebody did this";
        return one.tag == core::help_tag::know_who ? "Somebody knows who did" : "An idea";
    case response:
        return "What I take from it";
    case commitment:
        return "What I will do";
    case takeaway:
        return "Taken for one's own work";
    default:
        return "What became of it";
    }
}

void add_parts(assist_page& page, const std::string& heading, const std::vector<contribution>& parts)
{
    if (parts.empty()) return;
    page.add("*" + heading + "*");
    for (const auto& each : parts)
        page.add_quoted(part_words(each) + (each.useful ? ", useful:" : ":"), each.text);
}

std::string decided_words(const contribution& one)
{
    switch (one.review) {
    case core::approval::approved:
        return "It goes in";
    case core::approval::left_out:
        return "It is left out";
    case core::approval::pending:
        break;
    }
    return "You have not said";
}

// One line of Markdown can hold no other block; what would be a mark stands as it is.
std::string markdown_text(std::string_view text)
{
    std::string plain;
    for (const char c : text) {
        if (std::string_view("\\`*_{}[]<>#|~!").find(c) != std::string_view::npos) plain += '\\';
        plain += c;
        if (c == '\n') plain += "> ";
    }
    return plain;
}

std::string markdown_parts(const std::string& heading, const std::vector<contribution>& parts)
{
    if (parts.empty()) return {};
    auto text = fmt::format("\n## {}\n", heading);
    for (const auto& each : parts)
        text += fmt::format("\n{}:\n\n> {}\n", part_words(each), markdown_text(each.text));
    return text;
}

std::string review_state(const assist_scene& at, core::instant now)
{
    const auto& until = at.one().review_until;
    if (!until)
        return "Change what you like, leave out what may tell who or where it was, and then ask the others "
               "about their part.";
    if (*until > now)
        return fmt::format(
            "The others look at their part until {}, or until all have answered. Then it is up "
            "to you alone.",
            when(*until, at.here.zone));
    return "The others have looked at their part. It is published by your press or not at all.";
}

std::vector<slack::button> steps(const assist_scene& at, core::instant now)
{
    const auto& one = at.one();
    std::vector buttons{assist_button({"Change it", "Change the summary"}, "edit", one)};
    if (!one.review_until) {
        buttons.push_back(assist_button({"Ask the others", "Ask everybody about their part"}, "review", one));
    } else if (*one.review_until <= now) {
        buttons.push_back(asked_first(
            assist_button({"Publish it here", "Publish the summary in the channel"}, "publish", one),
            "Publish it?", "The summary is posted in the group's channel. You can withdraw it later.",
            "Publish it"));
        buttons.push_back(asked_first(
            assist_button({"Take it as text", "Take the summary as Markdown"}, "take_text", one),
            "Take it as text?",
            "You get the summary as a Markdown file, to publish elsewhere. It is not posted here.",
            "Take it"));
    }
    buttons.push_back(
        asked_first(assist_button({"Keep it unpublished", "Keep the summary unpublished"}, "keep", one),
                    "Keep it unpublished?", "No summary is published, here or elsewhere.", "Keep it"));
    return buttons;
}

rendering follow_up(const assist_scene& at)
{
    if (at.one().open() || at.one().over()) return dropped{"nobody is asked any more"};
    assist_page page;
    page.add(fmt::format("Peer assist {} in {}: {}. What became of it? One line is enough, also when nothing "
                         "did; those who helped would like to know.",
                         at.one().number, slack::channel_link(at.here.channel), question_words(at.one())));
    page.add_buttons({assist_button({"Tell", "Tell what became of it"}, "outcome", at.one())});
    return page.message();
}

} // namespace

void add_summary(assist_page& page, const core::assist_summary& made)
{
    page.add_quoted("*The question*", made.question);
    page.add_quoted("*In the words of whoever asked*", made.story);
    add_parts(page, "Questions and answers", made.questions);
    add_parts(page, "Experience and ideas", made.help);
    add_parts(page, "What comes of it", made.commitments);
    add_parts(page, "Taken along by others", made.takeaways);
    add_parts(page, "What became of it", made.happened);
}

std::string summary_markdown(const core::assist_summary& made)
{
    auto text = fmt::format("# {}\n", markdown_text(made.question.empty() ? made.title : made.question));
    if (!made.story.empty()) text += fmt::format("\n> {}\n", markdown_text(made.story));
    return text + markdown_parts("Questions and answers", made.questions) +
           markdown_parts("Experience and ideas", made.help) +
           markdown_parts("What comes of it", made.commitments) +
           markdown_parts("Taken along by others", made.takeaways) +
           markdown_parts("What became of it", made.happened);
}

std::vector<contribution> own_parts(const core::assist_summary& made, core::member_id who)
{
    std::vector<contribution> mine;
    for (const auto* parts :
         {&made.questions, &made.help, &made.commitments, &made.takeaways, &made.happened}) {
        for (const auto& each : *parts)
            if (who && each.author == who) mine.push_back(each);
    }
    return mine;
}

slack::rendered summary_view(core::unit_of_work& work, const assist_scene& at, core::instant now,
                             const std::string& note)
{
    assist_page page;
    if (!note.empty()) page.add(note);
    page.add(fmt::format("This is the summary of {} as it stands. {}", assist_name(at.one()),
                         review_state(at, now)));
    page.add_buttons(steps(at, now));
    const bool asked = at.one().review_until && *at.one().review_until <= now;
    add_summary(page, core::summary_of(work, at.one(), !asked));
    return page.message();
}

slack::rendered review_view(core::unit_of_work& work, const assist_scene& at, core::member_id who,
                            const std::string& note)
{
    const auto& one = at.one();
    const auto mine = own_parts(core::summary_of(work, one, true), who);
    assist_page page;
    if (!note.empty()) page.add(note);
    page.add(fmt::format(
        "{} asks whether your part may stand in the summary of {}, about {}. It names nobody. "
        "What you say nothing about is left out{}.",
        person_words(work, one.assistee), assist_name(one), question_words(one),
        one.review_until ? fmt::format("; there is time until {}", when(*one.review_until, at.here.zone))
                         : std::string{}));
    page.add_buttons({assist_button({"All of it may", "All of my parts may stand in it"}, "part_all", one),
                      assist_button({"None of it", "None of my parts goes in"}, "part_none", one)});
    for (std::size_t i = 0; i < mine.size() && i < most_parts; ++i) {
        page.add_quoted(fmt::format("{}. {}:", decided_words(mine[i]), part_words(mine[i])), mine[i].text);
        const auto part = std::to_string(mine[i].id.value);
        page.add_buttons(
            {assist_button({"It may", "This part may stand in it"}, "part_in", one, part),
             assist_button({"In other words", "Change the words of this part"}, "part_words", one, part),
             assist_button({"Leave it out", "Leave this part out"}, "part_out", one, part)});
    }
    return page.message();
}

slack::rendered draw_summary_card(core::unit_of_work& work, const core::assist& one)
{
    if (one.withdrawn_at || !one.published_at)
        return slack::rendered{fmt::format("The summary of {} was withdrawn.", assist_name(one))};
    assist_page page;
    page.add(fmt::format("*Summary of {}*", assist_name(one)));
    add_summary(page, core::summary_of(work, one));
    return page.message();
}

rendering assist_closing_message(core::unit_of_work& work, const assist_scene& at, const core::message& what,
                                 core::instant now)
{
    using enum core::message_kind;
    const auto& one = at.one();
    const bool closing = one.state == core::assist_state::closing;
    switch (what.kind) {
    case assist_summary_draft:
        if (!closing || one.review_until) return dropped{"the summary is further on"};
        return summary_view(work, at, now,
                            "The phases are over. Thank you for asking; it helps more people than you.");
    case assist_summary_ready:
        if (!closing) return dropped{"the summary is made"};
        return summary_view(work, at, now);
    case assist_review: {
        const auto self = work.assists().find_participant({what.subject});
        if (!closing || !self || self->reviewed_at) return dropped{"their part is decided"};
        return review_view(work, at, self->member);
    }
    case assist_summary:
        if (!one.published_at || one.withdrawn_at) return dropped{"it was withdrawn"};
        return draw_summary_card(work, one);
    case assist_follow_up:
        return follow_up(at);
    default:
        throw std::logic_error("a message that is not about a summary");
    }
}

} // namespace peerbot::bot
