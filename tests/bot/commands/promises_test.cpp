#include "core/promises/promises.hpp"
#include "tests/bot/commands/critiques.hpp"

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

core::promise_id promised(bot_under_test& bot, const std::string& person, const std::string& text,
                          int days_ahead)
{
    core::promise_id id;
    bot.change([&](core::unit_of_work& work) {
        const auto here = *work.groups().find(core::group_id{1});
        const auto today = core::date{std::chrono::floor<core::days>(bot.now).time_since_epoch()};
        const auto owner = work.members().find(here.id, core::user_id(person))->id;
        id = core::make_promise(
                 work, here,
                 {.owner = owner, .text = text, .due = today + core::days{days_ahead}, .subject = 1}, bot.now)
                 ->id;
    });
    return id;
}

core::promise_state state_of(bot_under_test& bot, core::promise_id id)
{
    core::promise_state state{};
    bot.look([&](core::unit_of_work& work) { state = work.promises().find(id)->state; });
    return state;
}

} // namespace

TEST_CASE("what somebody wanted to do is listed for them alone, with buttons that keep the list")
{
    bot_under_test bot;
    bot.set_up_group(3);
    CHECK_THAT(types(bot, "U2", "/peer promises", "shown").text, StartsWith("There is nothing"));
    const auto first = promised(bot, "U2", "Cut <the> *first* page", 3);
    promised(bot, "U2", "Ask a designer", 2);
    promised(bot, "U3", "Something of mine", 2);
    const auto list = types(bot, "U2", "/peer promises", "shown");
    CHECK_THAT(list.text, Contains("by Wednesday 6 January 2027: *Ask a designer*\n") &&
                              Contains("by Thursday 7 January 2027: *Cut &lt;the&gt;") &&
                              !Contains("Something of mine"));
    const auto shorter = presses_in(bot, "U2", list, "I did it");
    CHECK_THAT(shorter.text, StartsWith("Done: *Ask a designer*.") && Contains("first"));
    const auto dropped = presses_in(bot, "U2", shorter, "Drop it, without a reason");
    CHECK_THAT(dropped.text, StartsWith("Dropped: *Cut") && Contains("There is nothing"));
    CHECK(state_of(bot, first) == core::promise_state::dropped);
}

TEST_CASE("on the day its owner is asked, and says done, puts it off or drops it")
{
    bot_under_test bot;
    bot.set_up_group(3);
    const auto id = promised(bot, "U2", "Ask a designer", 2);
    pass_until(bot, bot.now + core::days{3});
    const auto question = seen_by(bot, core::message_kind::promise_due, core::user_id("U2"));
    CHECK_THAT(question.text,
               StartsWith("You wanted to do this, by Wednesday 6 January 2027: *Ask a designer*. How"));
    CHECK(question.labels() == std::vector<std::string>{"I did it", "Put it off to another day",
                                                        "Drop it, without a reason",
                                                        "Send me fewer reminders of this kind"});
    presses_in(bot, "U2", question, "Put it off to another day", "shown");
    const auto form = opened_form(bot);
    CHECK_THAT(field_errors(bot.send(filled(form, "U2", {{"day", std::string("2020-01-01")}})))["day"],
               Contains("not ahead"));
    CHECK(bot.send(filled(form, "U2", {{"day", std::string("2027-01-20")}})).outcome == "done");
    CHECK(last_whisper(bot) == "Put off: I ask you again on Wednesday 20 January 2027.");
    CHECK(presses_in(bot, "U2", question, "I did it").text == "Done: *Ask a designer*.");
    CHECK(state_of(bot, id) == core::promise_state::done);
    CHECK(reason_of(*drawn_for(bot, core::message_kind::promise_due, core::user_id("U2"))) ==
          "the promise is settled");
}

TEST_CASE("a promise of somebody else is as good as none, in every way to it")
{
    bot_under_test bot;
    bot.set_up_group(3);
    const auto id = promised(bot, "U2", "Ask a designer", 2);
    const auto value = std::to_string(id.value) + ":0";
    changes_nothing(bot, [&] {
        for (const auto* person : {"U1", "U3", "U9"}) {
            for (const auto* action : {"promise.done", "promise.put_off", "promise.drop"}) {
                const auto told = presses(bot, bot.pressing(person, action, value), "rejected").text;
                CHECK_THAT(told, StartsWith("That is not among the things you wanted to do.") &&
                                     !Contains("designer"));
            }
        }
        for (const auto* wrong : {"", "x", "1", "99:0", "1:2:3"})
            presses(bot, bot.pressing("U2", "promise.done", wrong), "rejected");
    });
}

TEST_CASE("a long list of promises is cut, and says so")
{
    bot_under_test bot;
    bot.set_up_group(3);
    for (int i = 0; i < 40; ++i)
        promised(bot, "U2", std::string(300, '&'), 2);
    CHECK_THAT(types(bot, "U2", "/peer promises", "shown").words(), Contains("And 25 more"));
}
