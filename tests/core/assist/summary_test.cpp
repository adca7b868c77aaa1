#include "core/assist/summary.hpp"

#include "core/assist/phases.hpp"
#include "core/assist/roles.hpp"
#include "core/groups/reach.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

// Up to the end of its phases, with help from cleo and dan.
struct closing_stage : stage
{
    contribution_id from_cleo;
    contribution_id from_dan;

    closing_stage()
    {
        ask("classic");
        advance_to("share");
        from_cleo = say("cleo", contribution_kind::help, "Maria in Accra tried 3 rules.", help_tag::idea)->id;
        from_dan = say("dan", contribution_kind::help, "We draw lots.", help_tag::did)->id;
        advance_to("respond");
        (void)say("ben", contribution_kind::response, "I will draw lots.");
        while (current().state == assist_state::running)
            advance();
    }

    summary_section summary(bool everything = false)
    {
        const auto made = summary_of(group.work(), current(), everything);
        REQUIRE(made.sections.size() == 1);
        return made.sections.front();
    }
    template <class Rule>
    auto by(const std::string& person, const Rule& rule)
    {
        return attempt([&](unit_of_work& work, const auto& here) {
            return rule(work, here, current().id, user_id(person));
        });
    }
    auto send()
    {
        return by("ben", [&](auto& work, auto& here, auto id, auto who) {
            return send_for_review(work, here, id, who, now);
        });
    }
    auto review(const std::string& person, contribution_id part, approval decision,
                const std::string& wording = {})
    {
        return by(person, [&](auto& work, auto& here, auto, auto who) {
            return review_part(work, here, part, who, decision, wording, now);
        });
    }
    auto reword(const std::string& person, contribution_id part, const std::string& text)
    {
        return by(person, [&](auto& work, auto& here, auto, auto who) {
            return reword_contribution(work, here, part, who, text, now);
        });
    }
    auto publish(const std::string& person = "ben")
    {
        return by(person, [&](auto& work, auto& here, auto id, auto who) {
            return publish_summary(work, here, id, who, true, now);
        });
    }
};

std::vector<std::string> texts(const std::vector<contribution>& said)
{
    std::vector<std::string> found;
    for (const auto& one : said)
        found.push_back(one.text);
    return found;
}

using lines = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(closing_stage, "the draft shows everything that was said, experience first, to the assistee")
{
    CHECK(told(message_kind::assist_summary_draft) == lines{"ben"});
    CHECK(texts(summary(true).help) == lines{"We draw lots.", "Maria in Accra tried 3 rules."});
    CHECK(texts(summary(true).commitments) == lines{"I will draw lots."});
    CHECK(summary().help.empty()); // nobody has agreed yet
}

TEST_CASE_METHOD(closing_stage, "words that may tell who or where are offered, and left out when chosen")
{
    CHECK(candidates_for_blanking(group.work(), current()) == lines{"Accra", "3"});
    REQUIRE(by("ben", [&](auto& work, auto& here, auto id, auto who) {
        return edit_summary(work, here, id, who,
                            {.question = "How?", .story = "", .blanks = {"Accra", "maria", " "}}, now);
    }));
    CHECK(texts(summary(true).help) == lines{"We draw lots.", "[...] in [...] tried 3 rules."});
    CHECK(summary(true).question == "How?");
}

TEST_CASE_METHOD(closing_stage, "what others approved their parts without does not come back")
{
    const auto leave_out = [&](std::vector<std::string> words) {
        REQUIRE(by("ben", [&](auto& work, auto& here, auto id, auto who) {
            return edit_summary(work, here, id, who, {.question = "How?", .story = "", .blanks = words}, now);
        }));
    };
    leave_out({"Accra", "rules"});
    leave_out({"Accra"});
    CHECK(texts(summary(true).help) == lines{"We draw lots.", "Maria in [...] tried 3 rules."});
    REQUIRE(send());
    leave_out({"Maria"});
    CHECK(texts(summary(true).help) == lines{"We draw lots.", "[...] in [...] tried 3 rules."});
}

TEST_CASE_METHOD(closing_stage, "only what its author agreed to is published, and only by the assistee")
{
    CHECK(publish().rejected_for(reason::review_not_over));
    REQUIRE(send());
    CHECK(told(message_kind::assist_review) == lines{"cleo", "dan"});
    CHECK(review("dan", from_cleo, approval::approved).rejected_for(reason::not_your_contribution));
    REQUIRE(review("dan", from_dan, approval::approved, "We draw lots each Monday."));
    CHECK(publish().rejected_for(reason::review_not_over));
    pass(hours{24 * 4}); // cleo does not answer
    CHECK(told(message_kind::assist_summary_ready) == lines{"ben"});
    CHECK(publish("ana").rejected_for(reason::not_the_assistee));
    REQUIRE(publish());
    CHECK(texts(summary().help) == lines{"We draw lots each Monday."});
    CHECK(told(message_kind::assist_summary) == lines{"the channel"});
    CHECK(current().state == assist_state::follow_up);
}

TEST_CASE_METHOD(closing_stage, "when all have answered the assistee can publish at once")
{
    REQUIRE(send());
    REQUIRE(review("dan", from_dan, approval::approved));
    REQUIRE(review("cleo", from_cleo, approval::left_out));
    REQUIRE(publish());
    CHECK(texts(summary().help) == lines{"We draw lots."});
}

TEST_CASE_METHOD(closing_stage,
                 "a summary under way is not dropped by stopping, nor are the questions after it")
{
    const auto stop = [&](const std::string& person) {
        return by(person, [&](auto& work, auto& here, auto id, auto who) {
            return stop_assist(work, here, id, who, now);
        });
    };
    for (const auto* person : {"ana", "ben"}) {
        const auto refused = stop(person);
        REQUIRE(refused.rejected_for(reason::summary_under_way));
        CHECK(refused.why().people == std::vector{user_id("ben")});
    }
    CHECK(stop("cleo").rejected_for(reason::not_facilitating));
    REQUIRE(send());
    REQUIRE(stop("ana").rejected_for(reason::summary_under_way));
    CHECK(current().state == assist_state::closing);
    REQUIRE(review("dan", from_dan, approval::approved));
    REQUIRE(review("cleo", from_cleo, approval::approved));
    REQUIRE(publish());
    CHECK(stop("ana").rejected_for(reason::assist_followed_up));
    CHECK(current().state == assist_state::follow_up);
    pass(days{60});
    CHECK(stop("ana").rejected_for(reason::assist_over));
}

TEST_CASE_METHOD(closing_stage, "who rewords an approved part is asked again, and the review waits for them")
{
    REQUIRE(send());
    REQUIRE(review("dan", from_dan, approval::approved, "Lots are drawn."));
    pass(hours{1});
    REQUIRE(reword("dan", from_dan, "We draw lots on Mondays."));
    CHECK(told(message_kind::assist_review) == lines{"cleo", "dan", "dan"});
    REQUIRE(review("cleo", from_cleo, approval::approved));
    CHECK(told(message_kind::assist_summary_ready).empty());
    CHECK(texts(summary().help) == lines{"Maria in Accra tried 3 rules."});
    REQUIRE(review("dan", from_dan, approval::approved));
    CHECK(told(message_kind::assist_summary_ready) == lines{"ben"});
    CHECK(texts(summary().help) == lines{"We draw lots on Mondays.", "Maria in Accra tried 3 rules."});
}

TEST_CASE_METHOD(closing_stage, "of a part that is reworded when all had answered the assistee hears once")
{
    REQUIRE(send());
    REQUIRE(review("dan", from_dan, approval::approved));
    REQUIRE(review("cleo", from_cleo, approval::left_out));
    REQUIRE(told(message_kind::assist_summary_ready) == lines{"ben"});
    pass(hours{1});
    REQUIRE(reword("dan", from_dan, "We draw lots on Mondays."));
    pass(hours{1});
    REQUIRE(reword("dan", from_dan, "We draw lots on Tuesdays."));
    CHECK(told(message_kind::assist_summary_ready) == lines{"ben", "ben"});
    CHECK(told(message_kind::assist_review) == lines{"cleo", "dan", "dan"});
    CHECK(summary().help.empty());
    REQUIRE(review("dan", from_dan, approval::approved));
    CHECK(texts(summary().help) == lines{"We draw lots on Tuesdays."});
}

TEST_CASE_METHOD(closing_stage,
                 "what its author left out stays out in other words, and the assistee's own stays in")
{
    REQUIRE(send());
    REQUIRE(review("cleo", from_cleo, approval::left_out));
    REQUIRE(reword("cleo", from_cleo, "Somebody tried rules."));
    CHECK(group.work().contributions().find(from_cleo)->review == approval::left_out);
    CHECK(told(message_kind::assist_review) == lines{"cleo", "dan"});
    const auto own = summary().commitments.at(0).id;
    REQUIRE(reword("ben", own, "I will draw them."));
    CHECK(texts(summary().commitments) == lines{"I will draw them."});
    CHECK(told(message_kind::assist_review) == lines{"cleo", "dan"});
}

TEST_CASE_METHOD(closing_stage,
                 "an assistee who does nothing hears of it a day before, and when nothing is published")
{
    const auto until = summary_until(group.work(), current(), now);
    REQUIRE(until);
    pass_until(*until - hours{23});
    CHECK(told(message_kind::assist_summary_waits) == lines{"ben"});
    CHECK(told(message_kind::assist_summary_lapsed).empty());
    CHECK(current().state == assist_state::closing);
    pass_until(*until);
    CHECK(told(message_kind::assist_summary_lapsed) == lines{"ben"});
    CHECK(told(message_kind::assist_summary_waits) == lines{"ben"});
    CHECK(current().state == assist_state::follow_up);
    CHECK_FALSE(current().published_at);
    CHECK(told(message_kind::assist_summary).empty());
}

TEST_CASE_METHOD(closing_stage, "the time for a summary stands still while others review it, and begins anew")
{
    const auto first = summary_until(group.work(), current(), now);
    REQUIRE(send());
    CHECK_FALSE(summary_until(group.work(), current(), now));
    pass_until(*current().review_until);
    const auto then = summary_until(group.work(), current(), now);
    REQUIRE(then);
    CHECK(*then > *first);
    CHECK(told(message_kind::assist_summary_waits).empty());
    pass_until(*then);
    CHECK(told(message_kind::assist_summary_waits) == lines{"ben"});
    CHECK(told(message_kind::assist_summary_lapsed) == lines{"ben"});
}

TEST_CASE_METHOD(closing_stage, "who publishes hears nothing of a time that is over")
{
    REQUIRE(send());
    REQUIRE(review("cleo", from_cleo, approval::approved));
    REQUIRE(review("dan", from_dan, approval::approved));
    REQUIRE(publish());
    pass(days{20});
    CHECK(told(message_kind::assist_summary_waits).empty());
    CHECK(told(message_kind::assist_summary_lapsed).empty());
}

TEST_CASE("where nobody answered, nobody is reminded of a summary of nothing")
{
    stage on;
    on.ask("open-question");
    on.pass(days{40});
    REQUIRE_FALSE(on.current().open());
    CHECK(on.told(message_kind::assist_summary_draft) == lines{"ben"});
    CHECK(on.told(message_kind::assist_summary_waits).empty());
    CHECK(on.told(message_kind::assist_summary_lapsed).empty());
}

TEST_CASE("a summary that is the assistee's words alone is worth a word before its time is over")
{
    stage on;
    on.ask("open-question");
    while (on.current().state != assist_state::closing)
        on.pass(days{1});
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return edit_summary(work, here, on.current().id, user_id("ben"),
                            {.question = "How?", .story = "Nobody knew.", .blanks = {}}, on.now);
    }));
    on.pass(days{10});
    CHECK(on.told(message_kind::assist_summary_waits) == lines{"ben"});
    CHECK(on.told(message_kind::assist_summary_lapsed) == lines{"ben"});
}

TEST_CASE_METHOD(closing_stage, "after an archive there is still a day between the last call and the end")
{
    lose_channel(group.work(), workspace_id("T1"), channel_id("C1"), absence::archived, now);
    pass(days{3});
    regain_channel(group.work(), workspace_id("T1"), channel_id("C1"), now);
    const auto until = summary_until(group.work(), current(), now);
    REQUIRE(until);
    pass_until(*until - hours{20});
    CHECK(told(message_kind::assist_summary_waits) == lines{"ben"});
    CHECK(told(message_kind::assist_summary_lapsed).empty());
}

TEST_CASE_METHOD(closing_stage, "who leaves it during the review is not waited for")
{
    REQUIRE(send());
    REQUIRE(review("dan", from_dan, approval::approved));
    CHECK(told(message_kind::assist_summary_ready).empty());
    REQUIRE(by("cleo", [&](auto& work, auto& here, auto id, auto who) {
        return leave_assist(work, here, id, who, now);
    }));
    CHECK(told(message_kind::assist_summary_ready) == lines{"ben"});
    CHECK(texts(summary().help) == lines{"We draw lots."});
}

TEST_CASE_METHOD(closing_stage,
                 "what a contributor withdraws is gone, and what the assistee withdraws is all gone")
{
    REQUIRE(send());
    REQUIRE(review("dan", from_dan, approval::approved));
    REQUIRE(review("cleo", from_cleo, approval::approved));
    REQUIRE(publish());
    const auto withdraw = [&](const std::string& person) {
        return by(person, [&](auto& work, auto& here, auto id, auto who) {
            return withdraw_from_summary(work, here, id, who, now);
        });
    };
    CHECK(withdraw("finn").rejected_for(reason::not_in_the_assist));
    REQUIRE(withdraw("dan"));
    CHECK(texts(summary().help) == lines{"Maria in Accra tried 3 rules."});
    CHECK_FALSE(group.work().contributions().find(from_dan));
    REQUIRE(withdraw("ben"));
    CHECK(group.work().contributions().of_assist(current().id).empty());
    CHECK(current().what == brief{});
    CHECK(current().withdrawn_at);
}

TEST_CASE_METHOD(closing_stage,
                 "the assistee is asked after 2, 7 and 30 days what happened, and then it is done")
{
    const auto ended = *current().ended_at;
    REQUIRE(by("ben", [&](auto& work, auto& here, auto id, auto who) {
        return keep_unpublished(work, here, id, who, now);
    }));
    pass_until(ended + days{3});
    CHECK(told(message_kind::assist_follow_up).size() == 1);
    pass_until(ended + days{8});
    CHECK(told(message_kind::assist_follow_up).size() == 2);
    pass_until(ended + days{33});
    CHECK(told(message_kind::assist_follow_up) == lines{"ben", "ben", "ben"});
    CHECK(current().state == assist_state::follow_up);
    pass_until(ended + days{45});
    CHECK(current().state == assist_state::done);
    CHECK(told(message_kind::assist_follow_up).size() == 3);
}

TEST_CASE("each of three who helped each other in turn is asked what became of theirs, and tells it")
{
    stage on;
    on.ask("troika", assist_pace::in_writing, {}, {"cleo", "dan"});
    for (const auto* person : {"ben", "cleo", "dan"}) {
        on.advance_to("ask");
        REQUIRE(on.say(person, contribution_kind::story, std::string("How does ") + person + " choose?"));
        REQUIRE(on.say("ben", contribution_kind::question, "How so?"));
        on.advance_to("valuable");
        REQUIRE(on.say(person, contribution_kind::response, "All of it."));
    }
    REQUIRE(on.current().state == assist_state::closing);
    REQUIRE(on.group.name(on.current().assistee) == "dan");
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return keep_unpublished(work, here, on.current().id, user_id("dan"), on.now);
    }));
    on.pass(days{4});
    CHECK(on.told(message_kind::assist_follow_up) == lines{"ben", "cleo", "dan"});
    const auto asked = [&](const std::string& person) {
        return question_asked_by(on.group.work(), on.current(), on.group.id(person));
    };
    CHECK(asked("ben") == "How do we choose which requests to answer?");
    CHECK(asked("cleo") == "How does cleo choose?");
    CHECK(asked("dan") == "How does dan choose?");
    const auto tell = [&](const std::string& person) {
        return on.attempt([&](unit_of_work& work, const group& here) {
            return tell_outcome(work, here, on.current().id, user_id(person), person + " did it.", on.now);
        });
    };
    CHECK(tell("ben"));
    CHECK(tell("dan"));
    CHECK(tell("eva").rejected_for(reason::not_the_assistee));
    CHECK(texts(summary_of(on.group.work(), on.current()).happened) == lines{"ben did it.", "dan did it."});
    REQUIRE(on.group.leave("dan", on.now)); // whose turn was the last
    on.pass(days{5});
    CHECK(on.told(message_kind::assist_follow_up) == lines{"ben", "cleo", "dan", "ben", "cleo"});
    on.pass(days{60});
    CHECK(on.current().state == assist_state::done);
}

TEST_CASE("both roles go round, each by its own ledger, and what is owed sums to nothing")
{
    stage on;
    on.ask("classic");
    while (on.current().state == assist_state::running)
        on.advance();
    for (const auto role : {assist_role::assistee, assist_role::facilitator}) {
        share sum;
        for (const auto& one : on.group.work().assists().balances(on.group.here().id, role))
            sum += one.owed;
        CHECK(sum == share{});
    }
    // Ana facilitated and ben brought something: others come first now.
    CHECK(on.group.name(order_for(on.group.work(), on.group.here(), assist_role::facilitator).front().id) ==
          "ben");
    CHECK(on.group.name(order_for(on.group.work(), on.group.here(), assist_role::facilitator).back().id) ==
          "ana");
    CHECK(on.group.name(order_for(on.group.work(), on.group.here(), assist_role::assistee).front().id) ==
          "ana");
    CHECK(on.group.name(order_for(on.group.work(), on.group.here(), assist_role::assistee).back().id) ==
          "ben");
}
