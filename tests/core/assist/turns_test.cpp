// What a summary says where several asked in turn, and who decides about it.
#include "core/assist/contribute.hpp"
#include "core/assist/drafting.hpp"
#include "core/assist/phases.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using lines = std::vector<std::string>;

lines texts(const std::vector<contribution>& said)
{
    lines found;
    for (const auto& one : said)
        found.push_back(one.text);
    return found;
}

struct troika_stage : stage
{
    troika_stage() { ask("troika", assist_pace::in_writing, {}, {"cleo", "dan"}); }

    void takes_turn(const std::string& person)
    {
        advance_to("ask");
        REQUIRE(say(person, contribution_kind::story, "How does " + person + " choose?"));
        is_helped(person);
        REQUIRE(say(person, contribution_kind::response, person + " takes it."));
    }
    void is_helped(const std::string& person)
    {
        advance_to("consult");
        const auto* other = person == "cleo" ? "ben" : "cleo";
        REQUIRE(say(other, contribution_kind::help, "Help for " + person + ".", help_tag::did));
        advance_to("valuable");
    }
    void play_all()
    {
        for (const auto* person : {"ben", "cleo", "dan"})
            takes_turn(person);
        REQUIRE(current().state == assist_state::closing);
    }
    std::vector<summary_section> sections(bool everything = false)
    {
        return summary_of(group.work(), current(), everything).sections;
    }
    lines questions(bool everything = false)
    {
        lines found;
        for (const auto& each : sections(everything))
            found.push_back(each.question);
        return found;
    }
    lines stored() { return texts(group.work().contributions().of_assist(current().id)); }
    bool holds(const std::string& text)
    {
        const auto all = stored();
        return std::find(all.begin(), all.end(), text) != all.end();
    }
    template <class Rule>
    auto by(const std::string& person, const Rule& rule)
    {
        return attempt([&](unit_of_work& work, const auto& here) {
            return rule(work, here, current().id, user_id(person));
        });
    }
    void send()
    {
        REQUIRE(by("dan", [&](auto& work, auto& here, auto id, auto who) {
            return send_for_review(work, here, id, who, now);
        }));
    }
    void approves_all(const std::string& person)
    {
        REQUIRE(by(person, [&](auto& work, auto& here, auto id, auto who) {
            return review_all(work, here, id, who, approval::approved, now);
        }));
    }
    void reviews(const std::string& person, contribution_id part, approval decision,
                 const std::string& wording = {})
    {
        REQUIRE(by(person, [&](auto& work, auto& here, auto, auto who) {
            return review_part(work, here, part, who, decision, wording, now);
        }));
    }
    void publish()
    {
        REQUIRE(by("dan", [&](auto& work, auto& here, auto id, auto who) {
            return publish_summary(work, here, id, who, true, now);
        }));
    }
    void withdraws(const std::string& person)
    {
        REQUIRE(by(person, [&](auto& work, auto& here, auto id, auto who) {
            return withdraw_from_summary(work, here, id, who, now);
        }));
    }
};

const lines three_questions{"How do we choose which requests to answer?", "How does cleo choose?",
                            "How does dan choose?"};

} // namespace

TEST_CASE_METHOD(troika_stage, "of three who helped each other in turn each question has its section")
{
    play_all();
    CHECK(questions(true) == three_questions);
    const auto all = sections(true);
    CHECK(texts(all.at(0).help) == lines{"Help for ben."});
    CHECK(texts(all.at(1).commitments) == lines{"cleo takes it."});
    CHECK(all.at(1).questions.empty()); // it is the heading
    CHECK_FALSE(all.at(2).asked);
    CHECK(questions() == lines{"How does dan choose?"}); // nobody has agreed yet
}

TEST_CASE_METHOD(troika_stage, "whoever asked decides about what was said to their question, and words it")
{
    play_all();
    const auto all = sections(true);
    send();
    CHECK(told(message_kind::assist_review) == lines{"ben", "cleo"});
    approves_all("ben");
    approves_all("cleo");
    CHECK(questions() == three_questions);
    reviews("ben", all.at(0).asked->id, approval::left_out);
    CHECK(questions() == lines{"How does cleo choose?", "How does dan choose?"});
    reviews("cleo", all.at(1).asked->id, approval::approved, "How does one choose?");
    publish();
    // Cleo helped ben, and approved that; it is about his question, which he left out.
    CHECK(texts(parts_in(summary_of(group.work(), current()))) == lines{"How does one choose?",
                                                                        "Help for cleo.", "cleo takes it.",
                                                                        "Help for dan.", "dan takes it."});
}

TEST_CASE_METHOD(troika_stage, "who withdraws takes along what was said to their question, and no other's")
{
    play_all();
    send();
    approves_all("ben");
    approves_all("cleo");
    publish();
    withdraws("cleo");
    CHECK(questions() == lines{"How do we choose which requests to answer?", "How does dan choose?"});
    CHECK_FALSE(holds("Help for cleo."));
    CHECK_FALSE(holds("Help for dan.")); // hers, too
    CHECK(holds("ben takes it."));
    CHECK_FALSE(current().withdrawn_at);
    withdraws("dan");
    CHECK(questions() == lines{"How do we choose which requests to answer?"});
    CHECK_FALSE(current().withdrawn_at);
    withdraws("ben");
    CHECK(stored().empty());
    CHECK(current().withdrawn_at);
}

TEST_CASE_METHOD(troika_stage,
                 "the last of three who withdraws before it is published leaves the others their say")
{
    play_all();
    REQUIRE(by("dan", [&](auto& work, auto& here, auto id, auto who) {
        return edit_summary(work, here, id, who, {.question = "How?", .story = "", .blanks = {"Accra"}}, now);
    }));
    withdraws("dan");
    CHECK(current().state == assist_state::follow_up);
    CHECK(group.work().assists().blanks(current().id).empty());
    CHECK_FALSE(current().withdrawn_at);
    CHECK(holds("ben takes it."));
    withdraws("ben");
    CHECK_FALSE(holds("ben takes it."));
    CHECK_FALSE(holds("How do we choose which requests to answer?"));
    CHECK_FALSE(current().withdrawn_at);
    withdraws("cleo");
    CHECK(stored().empty());
    CHECK(current().withdrawn_at);
}

TEST_CASE_METHOD(troika_stage, "a turn stays its asker's when the next one changes the format")
{
    takes_turn("ben");
    advance_to("ask");
    REQUIRE(say("cleo", contribution_kind::story, "How does cleo choose?"));
    REQUIRE(by("cleo", [&](auto& work, auto& here, auto id, auto who) {
        return change_format(work, here, id, who, "open-question", now);
    }));
    REQUIRE(say("dan", contribution_kind::help, "Draw lots.", help_tag::did));
    const auto all = sections(true);
    REQUIRE(all.size() == 2);
    CHECK(texts(all.at(0).help) == lines{"Help for ben."});
    CHECK(all.at(0).asked->text == "How do we choose which requests to answer?");
    CHECK(texts(all.at(1).help) == lines{"Draw lots."});
    CHECK(questions() == lines{"How does cleo choose?"});
    CHECK(question_asked_by(group.work(), current(), group.id("ben")) ==
          "How do we choose which requests to answer?");
}

TEST_CASE("a question of before the turns has its section, and its asker decides about it")
{
    stage on;
    on.ask("open-question");
    REQUIRE(on.say("cleo", contribution_kind::help, "Draw lots.", help_tag::did));
    const auto change = [&](unit_of_work& work, const peerbot::core::group& here) {
        return change_format(work, here, on.current().id, user_id("ben"), "troika", on.now);
    };
    REQUIRE(on.attempt([&](unit_of_work& work, const peerbot::core::group& here) {
        return join_assist(work, here, on.current().id, user_id("dan"), on.now);
    }));
    REQUIRE(on.attempt(change));
    on.advance_to("valuable");
    on.advance();
    REQUIRE(on.group.name(on.current().assistee) != "ben");
    const auto all = summary_of(on.group.work(), on.current(), true).sections;
    REQUIRE_FALSE(all.empty());
    CHECK(all.at(0).asked->author == on.group.id("ben"));
    CHECK(texts(all.at(0).help) == lines{"Draw lots."});
    CHECK(summary_of(on.group.work(), on.current()).sections.empty());
}

TEST_CASE_METHOD(troika_stage, "help that waited when a turn ended stays with the question it was meant for")
{
    advance_to("ask");
    REQUIRE(say("cleo", contribution_kind::help, "Help for ben.", help_tag::did)->state ==
            contribution_state::held);
    REQUIRE(group.leave("ben", now));
    REQUIRE(group.name(current().assistee) == "cleo");
    REQUIRE(by("eva", [&](auto& work, auto& here, auto id, auto who) {
        return join_assist(work, here, id, who, now);
    }));
    advance_to("ask");
    REQUIRE(say("cleo", contribution_kind::story, "How does cleo choose?"));
    advance_to("valuable");
    const auto all = group.work().contributions().of_assist(current().id);
    const auto help = std::find_if(all.begin(), all.end(),
                                   [](const contribution& each) { return each.text == "Help for ben."; });
    REQUIRE(help != all.end());
    CHECK(help->state == contribution_state::shown);
    CHECK(in_turn_of_another(group.work(), current(), *help));
}

TEST_CASE_METHOD(troika_stage, "a question of somebody else that comes late is not that of the turn")
{
    advance_to("ask");
    REQUIRE(say("ben", contribution_kind::story, "How does ben choose?"));
    is_helped("ben");
    REQUIRE(say("dan", contribution_kind::question, "Since when?")); // in ben's last phase
    REQUIRE(say("ben", contribution_kind::response, "ben takes it."));
    takes_turn("cleo");
    const auto first = sections(true).at(0);
    REQUIRE(first.asked);
    CHECK(first.asked->author == group.id("ben"));
    CHECK(texts(first.questions) == lines{"Since when?"});
    REQUIRE(attempt([&](unit_of_work& work, const peerbot::core::group& here) {
        return take_back_contribution(work, here, first.asked->id, user_id("ben"), now);
    }));
    CHECK(questions(true) == lines{"How does cleo choose?"});
    takes_turn("dan");
    send();
    approves_all("ben");
    approves_all("cleo");
    CHECK(questions() == lines{"How does cleo choose?", "How does dan choose?"});
}

TEST_CASE_METHOD(troika_stage, "a question that nobody wrote down can be approved, and written then")
{
    takes_turn("ben");
    advance_to("ask");
    is_helped("cleo"); // she asked aloud
    advance();
    takes_turn("dan");
    const auto asked = sections(true).at(1).asked;
    REQUIRE(asked);
    CHECK(asked->text == unwritten_question);
    CHECK(question_asked_by(group.work(), current(), group.id("cleo")).empty());
    send();
    reviews("cleo", asked->id, approval::approved, "How do I begin?");
    CHECK(questions() == lines{"How do I begin?", "How does dan choose?"});
}

TEST_CASE_METHOD(troika_stage, "where nobody is left for a turn, the last who asked keeps their question")
{
    takes_turn("ben");
    advance_to("ask");
    REQUIRE(say("cleo", contribution_kind::story, "How does cleo choose?"));
    is_helped("cleo");
    for (const auto* person : {"ben", "dan"})
        REQUIRE(group.leave(person, now));
    advance();
    REQUIRE(current().state == assist_state::closing);
    CHECK(group.name(current().assistee) == "cleo");
    CHECK(current().question() == "How does cleo choose?");
    CHECK(questions(true) == lines{"How do we choose which requests to answer?", "How does cleo choose?"});
}

TEST_CASE_METHOD(troika_stage, "who withdraws or takes back their only part in a review is not waited for")
{
    play_all();
    send();
    approves_all("ben");
    CHECK(told(message_kind::assist_summary_ready).empty());
    withdraws("cleo");
    CHECK(told(message_kind::assist_summary_ready) == lines{"dan"});
}
