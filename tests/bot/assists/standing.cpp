#include "tests/bot/assists/standing.hpp"

#include <stdexcept>

namespace peerbot::tests {
namespace {

// The card of an assist in C1 has this stamp.
constexpr const char* card_stamp = "1799053200.000900";

void sends(bot_under_test& bot, const std::string& person, const words& answers = {})
{
    const auto got = bot.send(filled(opened_form(bot), person, answers));
    if (got.outcome != "done") throw std::logic_error("a form was refused: " + got.body);
}

void says(bot_under_test& bot, const std::string& person, core::contribution_kind kind, words answers)
{
    presses(bot, about_assist(bot, person, "contribute", 1, std::to_string(static_cast<int>(kind))), "shown");
    sends(bot, person, answers);
}

words line_of(const std::string& text)
{
    return {{"text", text + " " + confided}};
}

words help_of(const std::string& tag, const std::string& text)
{
    auto answers = line_of(text);
    answers["tag"] = tag;
    return answers;
}

void asks(bot_under_test& bot)
{
    types(bot, "U2", "/assist ask", "shown");
    sends(bot, "U2",
          {{"question", std::string("How do we use a " + confided + "?")},
           {"situation", std::string("We have one " + confided)},
           {"tried", std::string("Half a " + confided)},
           {"bounds", std::string("No second " + confided)},
           {"good", std::string("A straight " + confided)},
           {"format", std::string("classic")}});
}

void is_accepted(bot_under_test& bot)
{
    presses(bot, about_assist(bot, "U1", "accept", 1), "shown");
    sends(bot, "U1");
    for (const auto* person : {"U3", "U4", "U5"})
        presses(bot, about_assist(bot, person, "join", 1));
    posts_card(bot, 1, card_stamp);
}

void comes_to(bot_under_test& bot, const std::string& phase)
{
    for (int i = 0; phase_name(bot, 1) != phase; ++i) {
        if (i > 20) throw std::logic_error("the phase never came: " + phase);
        ends_phase(bot, 1);
    }
}

void is_asked(bot_under_test& bot)
{
    comes_to(bot, "ask");
    says(bot, "U3", core::contribution_kind::question, line_of("Who drives the"));
    says(bot, "U4", core::contribution_kind::question, line_of("Who owns the"));
    presses(bot, about_assist(bot, "U2", "answer", 1), "shown");
    sends(bot, "U2", line_of("We all drive the"));
    says(bot, "U4", core::contribution_kind::note, line_of("A note on the"));
    says(bot, "U5", core::contribution_kind::help, help_of("0", "We sharpen our"));
    presses(bot, about_assist(bot, "U3", "promise", 1), "shown");
    sends(bot, "U3", line_of("I send a photo of my"));
    presses(bot, about_assist(bot, "U3", "propose_slot", 1), "shown");
    sends(bot, "U3", {{"day", std::string("2027-01-20")}, {"time", std::string("15:00")}});
}

void is_helped(bot_under_test& bot)
{
    comes_to(bot, "share");
    says(bot, "U3", core::contribution_kind::help, help_of("1", "My aunt has a"));
    says(bot, "U4", core::contribution_kind::help, help_of("2", "Buy another"));
}

void is_closing(bot_under_test& bot)
{
    while (assist_numbered(bot, 1).state == core::assist_state::running)
        ends_phase(bot, 1);
    if (assist_numbered(bot, 1).state != core::assist_state::closing)
        throw std::logic_error("the assist never came to its summary");
}

void is_reviewed(bot_under_test& bot)
{
    is_closing(bot);
    presses(bot, about_assist(bot, "U2", "edit", 1), "shown");
    sends(bot, "U2", {{"story", std::string("It was about a " + confided)}});
    presses(bot, about_assist(bot, "U2", "review", 1));
}

void is_published(bot_under_test& bot)
{
    for (const auto* person : {"U3", "U4", "U5"})
        presses(bot, about_assist(bot, person, "part_all", 1));
    presses(bot, about_assist(bot, "U2", "publish", 1));
}

void picks(bot_under_test& bot, bool named)
{
    types(bot, "U2", "/assist pick four-week");
    posts_card(bot, 1, card_stamp);
    for (const auto* person : {"U3", "U4"}) {
        presses(bot, about_assist(bot, person, "post", 1), "shown");
        auto answers = line_of(person == std::string("U3") ? "How do we share a" : "Who may borrow a");
        answers["name"] = std::string(named ? "name" : "none");
        sends(bot, person, answers);
    }
}

void other_group_asks(bot_under_test& bot)
{
    const auto typed = [&](const std::string& person, const std::string& line) {
        if (bot.command(person, line, "C2").status != 200) throw std::logic_error("refused: " + line);
    };
    typed("V1", "/peer setup third Tuesday 15:00 Europe/London");
    for (const auto* person : {"V2", "V3", "V4", "V5"})
        typed(person, "/peer join");
    typed("V2", "/assist ask");
    sends(bot, "V2",
          {{"question", std::string("How do we bake bread?")}, {"format", std::string("open-question")}});
}

} // namespace

std::string name_of(standing how)
{
    switch (how) {
    case standing::draft:
        return "a draft";
    case standing::asking:
        return "in the phase of questions";
    case standing::inventory:
        return "collecting questions";
    case standing::choosing:
        return "choosing a question";
    case standing::unclaimed:
        return "waiting for somebody who brings the question";
    case standing::sharing:
        return "in the phase of help";
    case standing::reviewed:
        return "reviewed";
    case standing::published:
        return "published";
    case standing::stopped:
        return "stopped";
    }
    return {};
}

std::unique_ptr<bot_under_test> group_with_assist(standing how)
{
    auto made = std::make_unique<bot_under_test>();
    auto& bot = *made;
    set_up_assists(bot, 7);
    const bool picked = how == standing::inventory || how == standing::choosing || how == standing::unclaimed;
    if (picked) {
        picks(bot, how == standing::choosing);
        if (how != standing::inventory) comes_to(bot, "choice");
        if (how == standing::unclaimed) ends_phase(bot, 1);
    } else {
        asks(bot);
        if (how == standing::draft) {
            presses(bot, about_assist(bot, "U1", "suggest", 1), "shown");
            sends(bot, "U1", {{"text", std::string("sandwich")}});
        } else {
            is_accepted(bot);
            is_asked(bot);
        }
        if (how == standing::sharing || how == standing::reviewed || how == standing::published)
            is_helped(bot);
        if (how == standing::reviewed || how == standing::published) is_reviewed(bot);
        if (how == standing::published) is_published(bot);
        if (how == standing::stopped) presses(bot, about_assist(bot, "U1", "stop", 1));
    }
    types(bot, "U7", "/peer leave");
    other_group_asks(bot);
    return made;
}

named_ids ids_in(bot_under_test& bot)
{
    named_ids found;
    bot.look([&](core::unit_of_work& work) {
        const auto one = work.assists().find_number(core::group_id{1}, 1).value();
        found.assist = one.id.value;
        for (const auto& each : work.contributions().of_assist(one.id))
            found.said.push_back(each.id.value);
        for (const auto& each : work.contributions().slots(one.id))
            found.slot = each.id.value;
        const auto runs = work.assists().runs(one.id);
        if (!runs.empty()) found.run = runs.back().id.value;
    });
    return found;
}

std::map<std::string, std::string> answers_by_delivery(bot_under_test& bot)
{
    std::map<std::string, std::string> all;
    for (const auto& call : bot.calls()) {
        if (call.method == "answer") all[call.url] += seen_in(call.arguments).words();
        if (call.method == "views.open")
            all[call.arguments.value("trigger_id", "")] += call.arguments.at("view").dump();
    }
    return all;
}

void check_all_answered(bot_under_test& bot, const std::vector<pressed_so>& all)
{
    const auto answers = answers_by_delivery(bot);
    for (const auto& [what, got] : all) {
        INFO(what.user.value << " presses " << what.action_id << " " << what.value << " in "
                             << what.channel.value << ": " << got.outcome);
        CHECK(got.status == 200);
        CHECK((got.outcome == "rejected" || got.outcome == "shown" || got.outcome == "done"));
        CHECK((answers.contains(what.response_url) || answers.contains(what.trigger_id)));
    }
}

std::map<std::string, bot::slack::input_value> every_answer(const std::string& text)
{
    return {{"text", text},
            {"question", text},
            {"situation", text},
            {"tried", text},
            {"bounds", text},
            {"good", text},
            {"story", text},
            {"own", text},
            {"format", std::string("classic")},
            {"pace", std::string("writing")},
            {"day", std::string("2027-02-02")},
            {"time", std::string("15:00")},
            {"name", std::string("none")},
            {"tag", std::string("0")},
            {"as", std::string("0")},
            {"about", std::string("1")},
            {"due", std::string("2027-02-02")},
            {"person", std::vector<std::string>{"V2"}},
            {"found", std::vector<std::string>{text}}};
}

} // namespace peerbot::tests
