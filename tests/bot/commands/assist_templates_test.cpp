// A group's own formats: copied, changed as a text, and dropped.
#include "bot/assist_templates.hpp"
#include "tests/bot/commands/assists.hpp"

#include <algorithm>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

nlohmann::json opens_format(bot_under_test& bot, const std::string& name)
{
    const auto page = types(bot, "U1", "/assist templates " + name, "shown");
    for (const auto& label : page.labels()) {
        if (label.find(" the format ") == std::string::npos) continue;
        presses_in(bot, "U1", page, label, "shown");
        return opened_form(bot);
    }
    throw std::logic_error("nothing changes " + name);
}

std::string with(std::string text, const std::string& old_one, const std::string& new_one)
{
    const auto at = text.find(old_one);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old_one.size(), new_one);
}

} // namespace

TEST_CASE("a template written as a text is the same when it is read again")
{
    for (auto one : bot::load_assist_templates({})) {
        INFO(one.name);
        one.about += " \"with\" \\ these";
        CHECK(bot::assist_template_of(config::read_assist_template(bot::text_of(one), "x")) == one);
    }
}

TEST_CASE("a facilitator copies a format by changing its text, and drops it again")
{
    bot_under_test bot;
    set_up_assists(bot, 4);
    const auto form = opens_format(bot, "classic");
    const auto text = filled(form, "U1").text("text.value");
    CHECK_THAT(text, StartsWith("name = \"classic\"") && Contains("[[phase]]"));
    CHECK(bot.send(filled(form, "U1", {{"text", with(text, "\"classic\"", "\"ours\"")}})).outcome == "done");
    CHECK_THAT(last_whisper(bot), StartsWith("Saved: *ours* is a format of this group now."));
    CHECK_THAT(types(bot, "U3", "/assist templates", "shown").text, Contains("*ours*, the group's own"));
    const auto own = opens_format(bot, "ours");
    const auto again = filled(own, "U1").text("text.value");
    CHECK(bot.send(filled(own, "U1", {{"text", with(again, "title = \"", "title = \"Our ")}})).outcome ==
          "done");
    const auto page = types(bot, "U1", "/assist templates ours", "shown");
    CHECK_THAT(page.text, Contains("Our "));
    presses_in(bot, "U1", page, "Drop the group's own format ours");
    check_refused(bot, "U1", "/assist templates ours", {"no such format"});
}

TEST_CASE("a wrong text is refused beside it, with the line and the reason, and changes nothing")
{
    bot_under_test bot;
    set_up_assists(bot, 4);
    const auto form = opens_format(bot, "classic");
    const auto text = filled(form, "U1").text("text.value");
    changes_nothing(bot, [&] {
        const auto sent = [&](const std::string& written) {
            const auto got = bot.send(filled(form, "U1", {{"text", written}}));
            INFO(got.body);
            CHECK(got.outcome == "rejected");
            return field_errors(got)["text"];
        };
        const auto before = text.substr(0, text.find("fewest = 3"));
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        CHECK_THAT(sent(with(text, "fewest = 3", "fewest = 99")),
                   Contains("line " + std::to_string(line) + ":") &&
                       Contains("\"fewest\" must be from 0 to 12"));
        CHECK_THAT(sent(with(text, "speaks", "spoken")), Contains("there is no key \"spoken\""));
        CHECK_THAT(sent("name = "), Contains("line 1"));
        CHECK_THAT(sent(with(text, "offers = [\"open-question\"]", "offers = [\"openquestion\"]")),
                   Contains("\"offers\" names \"openquestion\", and there is no such format here"));
        const auto nothing =
            bot.send(filled(form, "U1", {{"text", std::string()}, {"text2", std::string()}}));
        CHECK_THAT(field_errors(nothing)["text"], Contains("\"name\" is missing"));
    });
}

TEST_CASE("only facilitators change formats")
{
    bot_under_test bot;
    set_up_assists(bot, 4);
    const auto form = opens_format(bot, "classic");
    CHECK(types(bot, "U3", "/assist templates classic", "shown").labels().empty());
    changes_nothing(bot, [&] {
        CHECK_THAT(field_errors(bot.send(filled(form, "U3")))["text"], Contains("facilitator"));
        presses(bot, bot.pressing("U3", "assist.change_template", "classic"), "rejected");
        presses(bot, bot.pressing("U3", "assist.drop_template", "classic"), "rejected");
        presses(bot, bot.pressing("U1", "assist.drop_template", "classic"), "rejected");
    });
}

TEST_CASE("the longest format fits the form, and its lines are counted in each part")
{
    bot_under_test bot;
    set_up_assists(bot, 4);
    core::assist_template one = bot::load_assist_templates({}).front();
    const auto phase = one.phases.front();
    one.name = "longest";
    one.phases.clear();
    for (std::size_t i = 0; i < core::most_phases; ++i) {
        one.phases.push_back(phase);
        one.phases.back().name = "phase " + std::to_string(i);
        one.phases.back().prompt = std::string(core::longest_prompt, '"');
    }
    one.group = core::group_id{1};
    bot.change([&](core::unit_of_work& work) { work.templates().add(one); });
    const auto form = opens_format(bot, "longest");
    CHECK(bot.send(filled(form, "U1")).outcome == "done");
    const auto third = filled(form, "U1").text("text3.value");
    const auto errors = field_errors(bot.send(filled(form, "U1", {{"text3", "nonsense = 1\n" + third}})));
    REQUIRE(errors.contains("text3"));
    CHECK_THAT(errors.at("text3"), Contains("line 1:") && Contains("nonsense"));
}
