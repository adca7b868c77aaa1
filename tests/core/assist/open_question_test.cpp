// An open question: who may have experience is asked, and other formats are offered.
#include "core/assist/experience.hpp"
#include "core/assist/phases.hpp"
#include "core/assist/roles.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

TEST_CASE("after two days without an answer, three people who did it before are asked, each once a week")
{
    stage on(8);
    on.ask("open-question", assist_pace::in_writing, {}, {});
    for (const auto* person : {"cleo", "dan", "eva", "finn"})
        REQUIRE(on.say(person, contribution_kind::help, "We choose which requests to answer by lot.",
                       help_tag::did));
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return mark_solved(work, here, on.current().id, user_id("ben"),
                           work.assists().running(on.current().id).value().id, on.now);
    }));
    on.pass(days{60});
    REQUIRE(on.current().over());
    CHECK(on.told(message_kind::assist_experience).empty());

    on.ask("open-question", assist_pace::in_writing, {}, {});
    on.pass(hours{48 + 24 * 3});
    CHECK(on.told(message_kind::assist_experience).size() == experienced_asked);
    const auto again = experienced_with(on.group.work(), on.group.here(), on.current(), on.now);
    CHECK(again.size() == 1); // the fourth; the others were asked within the week
    on.pass(days{8});
    CHECK(experienced_with(on.group.work(), on.group.here(), on.current(), on.now).size() == 3);
}

TEST_CASE("after ten working days its asker can take another format, or make it a topic")
{
    stage on;
    on.ask("open-question", assist_pace::in_writing, {}, {});
    on.pass(days{15});
    CHECK(on.told(message_kind::assist_unanswered) == std::vector<std::string>{"ben"});

    SECTION("condensed needs a time, which the facilitators name")
    {
        REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
            return change_format(work, here, on.current().id, user_id("ben"), "condensed", on.now);
        }));
        CHECK(on.current().state == assist_state::draft);
        CHECK(on.told(message_kind::assist_proposed) == std::vector<std::string>{"ana"});
        REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
            return accept_assist(work, here, on.current().id,
                                 {.by = user_id("ana"), .meets_at = on.now + days{14}, .now = on.now});
        }));
        for (const auto* person : {"cleo", "dan", "eva"})
            REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
                return join_assist(work, here, on.current().id, user_id(person), on.now);
            }));
        on.play();
        CHECK(on.current().state == assist_state::done);
    }
    SECTION("a topic that nobody knows yet")
    {
        REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
            return make_topic_of(work, here, on.current().id, user_id("ben"), on.now);
        }));
        CHECK(on.group.topic(1).title == "How do we choose which requests to answer?");
        CHECK(on.current().state == assist_state::closing);
    }
}
