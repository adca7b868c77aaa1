// The summary of a peer assist, as its assistee makes it and as it is published.
#include "bot/cards/assist_summary.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/assist/follow_up.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::bot {
namespace {

using core::contribution;

// A message has fifty blocks; a few stay for what is said around the summary.
constexpr std::size_t most_blocks = 44;
constexpr std::size_t longest_text = 20'000; // bytes of what screen readers read

// Pieces that are added as long as they fit; those that do not are counted.
struct fitting_page
{
    assist_page& page;
    std::int64_t left_off = 0;

    void add_quoted(const std::string& heading, std::string_view quoted)
    {
        if (quoted.empty()) return;
        assist_page piece;
        piece.add_quoted(heading, quoted);
        if (page.blocks.size() + piece.blocks.size() > most_blocks ||
            page.text.size() + piece.text.size() > longest_text) {
            ++left_off;
            return;
        }
        page.text += (page.text.empty() ? "" : "\n") + piece.text;
        for (auto& each : piece.blocks)
            page.blocks.push_back(std::move(each));
    }

    void add_parts(const std::string& heading, const std::vector<contribution>& parts)
    {
        auto above = "*" + heading + "*\n";
        for (const auto& each : parts) {
            add_quoted(above + part_words(each) + (each.useful ? ", useful:" : ":"), each.text);
            above.clear();
        }
    }
};

void add_summary(assist_page& page, const core::assist_summary& made, const std::string& where_all_is)
{
    fitting_page fitting{page};
    const auto sections = made.sections.size();
    for (std::size_t i = 0; i < sections; ++i) {
        const auto& each = made.sections[i];
        if (sections == 1)
            fitting.add_quoted("*The question*", each.question);
        else
            fitting.add_quoted(fmt::format("*Question {} of {}*", i + 1, sections), heading_of(each));
        fitting.add_quoted("*In the words of whoever asked*", each.story);
        fitting.add_parts("Questions and answers", each.questions);
        fitting.add_parts("Experience and ideas", each.help);
        fitting.add_parts("What comes of it", each.commitments);
        fitting.add_parts("Taken along by others", each.takeaways);
    }
    fitting.add_parts("What became of it", made.happened);
    if (fitting.left_off > 0)
        page.add(fmt::format("{} not fit into this message. {}",
                             fitting.left_off == 1 ? "One more part does"
                                                   : fmt::format("{} more parts do", fitting.left_off),
                             where_all_is));
}

// How much is left out because nobody approved it.
std::string left_out_words(core::unit_of_work& work, const core::assist& one)
{
    const auto everything = core::summary_of(work, one, true);
    const auto all = parts_in(everything).size();
    const auto agreed = parts_in(core::summary_of(work, one)).size();
    if (all == agreed) return {};
    const bool one_part = all - agreed == 1;
    return fmt::format(
        " {} left out, because whoever wrote {}{} has not approved {} as {} now; until you publish, "
        "they can still do that.",
        one_part ? std::string("One part is") : fmt::format("{} parts are", all - agreed),
        one_part ? "it" : "them", everything.sections.size() > 1 ? ", or whose turn it was," : "",
        one_part ? "it" : "them", one_part ? "it reads" : "they read");
}

// Its time went by without the assistee's last press.
slack::rendered lapsed_message(core::unit_of_work& work, const assist_scene& at)
{
    const auto next = core::asked_again_at(work, at.one());
    assist_page page;
    page.add(fmt::format("The time for the summary of {} is over, so nothing is published. What was said "
                         "stays in the group.{}",
                         assist_name(at.one()),
                         next ? fmt::format(" On {} I ask you what became of it.", when(*next, at.here.zone))
                              : ""));
    page.add_buttons({show_assist_button(at.one())});
    return page.message();
}

bool reviewed(const core::assist& one, core::instant now)
{
    return one.review_until && *one.review_until <= now;
}

// How long it waits for a press, as the end of a sentence.
std::string waits_words(core::unit_of_work& work, const assist_scene& at, core::instant now)
{
    const auto until = core::summary_until(work, at.one(), now);
    return until ? fmt::format(" It waits for you until {}.", when(*until, at.here.zone)) : std::string();
}

std::string step_words(core::unit_of_work& work, const assist_scene& at, core::instant now)
{
    const auto& one = at.one();
    if (!one.review_until)
        return std::string(
                   "Below is how it reads. Change what you like, leave out words that may tell who or "
                   "where it was, and then send it for review: everybody is asked about their own "
                   "part") +
               (core::summary_of(work, one, true).sections.size() > 1
                    ? ", and whoever asked before you whether what was said to their question may stand in "
                      "it."
                    : ".") +
               waits_words(work, at, now);
    if (!reviewed(one, now))
        return fmt::format("The others look at their part until {}, or until all have answered. What they do "
                           "not approve is left out. Then it is up to you alone.",
                           when(*one.review_until, at.here.zone));
    return "The others have looked at their part, or their time is over." + left_out_words(work, one) +
           " It is published by your press or not at all." + waits_words(work, at, now);
}

std::vector<slack::button> step_buttons(const core::assist& one, core::instant now)
{
    std::vector buttons{assist_button({"Change it", "Change the summary, or leave out words"}, "edit", one)};
    if (!one.review_until) {
        buttons.push_back(asked_first(
            assist_button({"Send for review", "Ask everybody about their part of the summary"}, "review",
                          one),
            "Send it for review?",
            "Everybody whose words are in it is asked about their part, for two working days.", "Send it"));
        buttons.back().style = slack::button_style::primary;
    } else if (reviewed(one, now)) {
        buttons.push_back(asked_first(
            assist_button({"Publish it here", "Publish the summary in the channel"}, "publish", one),
            "Publish it?", "The summary is posted in the group's channel. You can withdraw it later.",
            "Publish it"));
        buttons.back().style = slack::button_style::primary;
        buttons.push_back(asked_first(
            assist_button({"Take it as text", "Take the summary as Markdown"}, "take_text", one),
            "Take it as text?",
            "You get the summary as a Markdown file in a direct message, to publish elsewhere. It is not "
            "posted here.",
            "Take it"));
    }
    buttons.push_back(
        asked_first(assist_button({"Keep it unpublished", "Keep the summary unpublished"}, "keep", one),
                    "Keep it unpublished?", "No summary is published, here or elsewhere.", "Keep it"));
    return buttons;
}

} // namespace

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

std::string heading_of(const core::summary_section& one)
{
    return one.question.empty() ? core::unwritten_question : one.question;
}

slack::rendered summary_view(core::unit_of_work& work, const assist_scene& at, core::instant now,
                             const std::string& note)
{
    assist_page page;
    if (!note.empty()) page.add(note);
    page.add(fmt::format("This is the summary of {} as it stands. Only you see it so. {}",
                         assist_name(at.one()), step_words(work, at, now)));
    page.add_buttons(step_buttons(at.one(), now));
    add_summary(page, core::summary_of(work, at.one(), !reviewed(at.one(), now)),
                "*Take it as text* has all of it.");
    return page.message();
}

slack::rendered draw_summary_card(core::unit_of_work& work, const core::assist& one)
{
    if (one.withdrawn_at || !one.published_at)
        return slack::rendered{fmt::format("The summary of {} was withdrawn.", assist_name(one))};
    assist_page page;
    page.text = fmt::format("Summary of {}", assist_name(one));
    page.blocks.push_back(slack::header(page.text));
    add_summary(page, core::summary_of(work, one), "Whoever asked has all of it.");
    page.add_buttons({show_assist_button(one)});
    return page.message();
}

rendering assist_closing_message(core::unit_of_work& work, const assist_scene& at, const core::message& what,
                                 core::instant now)
{
    using enum core::message_kind;
    const auto& one = at.one();
    const bool closing = one.state == core::assist_state::closing;
    const auto until = core::summary_until(work, one, now);
    switch (what.kind) {
    case assist_summary_draft:
        if (!closing || one.review_until) return dropped{"the summary is further on"};
        return summary_view(work, at, now,
                            parts_in(core::summary_of(work, one, true)).empty()
                                ? "Its time is over, and nobody has answered. You can ask again in another "
                                  "format with `/assist ask`; there is nothing that you have to do."
                                : "The phases are over. Thank you for asking; it helps more people than "
                                  "you.");
    case assist_summary_ready:
        if (!closing) return dropped{"the summary is made"};
        return summary_view(work, at, now);
    case assist_summary_waits:
        if (!until) return dropped{"the summary is made, or others review it"};
        return summary_view(
            work, at, now,
            fmt::format("A summary still waits for you, until {}. After that, nothing is published.",
                        when(*until, at.here.zone)));
    case assist_summary_lapsed:
        if (one.published_at || one.withdrawn_at) return dropped{"it is settled"};
        return lapsed_message(work, at);
    case assist_review: {
        const auto self = work.assists().find_participant({what.subject});
        if (!closing || !self || self->reviewed_at) return dropped{"their part is decided"};
        if (own_parts(work, one, self->member).empty()) return dropped{"they have no part in it"};
        return review_view(work, at, self->member, now);
    }
    case assist_summary:
        if (!one.published_at || one.withdrawn_at) return dropped{"it was withdrawn"};
        return draw_summary_card(work, one);
    case assist_follow_up:
        return follow_up_message(work, at, std::get<core::user_id>(what.to));
    default:
        throw std::logic_error("a message that is not about a summary");
    }
}

} // namespace peerbot::bot
