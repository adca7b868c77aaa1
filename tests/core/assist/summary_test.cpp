#include "core/assist/summary.hpp"

#include "core/assist/roles.hpp"
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

    assist_summary summary(bool everything = false)
    {
        return summary_of(group.work(), current(), everything);
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

TEST_CASE_METHOD(closing_stage, "nothing is published when the assistee does nothing")
{
    pass(hours{24 * 10});
    CHECK(current().state == assist_state::follow_up);
    CHECK_FALSE(current().published_at);
    CHECK(told(message_kind::assist_summary).empty());
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
