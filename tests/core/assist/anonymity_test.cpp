// Nobody can find out who posted a challenge without a name.
#include "core/assist/roles.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

outcome post(stage& on, const std::string& person, const std::string& text, bool named)
{
    return on.attempt([&](unit_of_work& work, const group& here) {
        return post_challenge(work, here, on.current().id, user_id(person), text, named, on.now);
    });
}

std::vector<contribution> challenges(stage& on)
{
    return view_of(on.group.work(), on.current()).challenges;
}

std::int64_t number(stage& on, const std::string& text)
{
    return static_cast<peerbot::storage::sqlite::unit_of_work&>(on.group.work()).base().number(text);
}

} // namespace

TEST_CASE("challenges are shown together, in the order of their words, without any name where one has none")
{
    stage on;
    on.pick("classic");
    REQUIRE(post(on, "dan", "Why do we meet?", true));
    REQUIRE(post(on, "ben", "Who reads us?", false));
    REQUIRE(post(on, "cleo", "How do we choose?", true));
    CHECK(challenges(on).empty());
    CHECK(on.told(message_kind::assist_challenges).empty());
    on.advance_to("choice");
    const auto shown = challenges(on);
    REQUIRE(shown.size() == 3);
    CHECK(shown[0].text == "How do we choose?");
    CHECK(shown[1].text == "Who reads us?");
    CHECK(shown[2].text == "Why do we meet?");
    for (const auto& each : shown)
        CHECK_FALSE(each.author);
    CHECK(number(on, "SELECT count(*) FROM boxed_challenges") == 0);
}

TEST_CASE("who posted, in which order and when, is nowhere")
{
    const auto shown_after = [](const std::vector<std::pair<std::string, std::string>>& posts) {
        stage on;
        on.pick("classic");
        for (const auto& [person, text] : posts) {
            on.pass(minutes{17});
            REQUIRE(post(on, person, text, false));
        }
        on.pass_until(at("2026-11-25 12:00"));
        REQUIRE(on.phase() == "choice");
        std::vector<std::pair<std::int64_t, std::string>> rows;
        for (const auto& each : challenges(on))
            rows.emplace_back(each.id.value, each.text);
        return std::pair(rows, on.transcript());
    };
    const auto one = shown_after({{"ben", "A first?"}, {"cleo", "B second?"}, {"dan", "C third?"}});
    const auto other = shown_after({{"dan", "B second?"}, {"ben", "C third?"}, {"cleo", "A first?"}});
    CHECK(one == other);
}

TEST_CASE("the view of an inventory does not tell who has posted, nor who marked what")
{
    stage on;
    on.pick("classic");
    REQUIRE(post(on, "ben", "Who reads us?", false));
    CHECK(view_of(on.group.work(), on.current()).silent.empty());
    on.advance_to("choice");
    const auto chosen = challenges(on).front().id;
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return mark_affected(work, here, chosen, user_id("cleo"), true, on.now);
    }));
    CHECK(view_of(on.group.work(), on.current()).silent.empty());
    on.advance();
    CHECK(number(on, "SELECT count(*) FROM assist_marks") == 0);
    CHECK(challenges(on).front().affects == 1);
}

TEST_CASE("before an inventory ends all are reminded alike, so that nobody can see who has posted or marked")
{
    const auto reminded = [](const std::vector<std::string>& people) {
        stage on;
        on.pick("four-week");
        for (const auto& person : people)
            REQUIRE(post(on, person, "Who reads us, asks " + person + "?", false));
        on.pass_until(at("2026-11-25 12:00"));
        const auto told = on.told(message_kind::assist_not_spoken);
        on.advance_to("choice");
        REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
            return mark_affected(work, here, challenges(on).front().id, user_id(people.front()), true,
                                 on.now);
        }));
        on.pass(hours{46});
        return std::pair(told, on.told(message_kind::assist_not_spoken));
    };
    const auto one = reminded({"ben"});
    CHECK(one.first.size() == 1);
    CHECK(one.second.size() == 2);
    CHECK(one == reminded({"cleo"}));
    CHECK(one == reminded({"cleo", "dan", "eva"}));
}

TEST_CASE(
    "whose challenge was chosen without a name decides whether to say so, and otherwise another brings it")
{
    stage on;
    on.pick("classic");
    REQUIRE(post(on, "ben", "Who reads us?", false));
    on.advance_to("choice");
    on.advance();
    CHECK_FALSE(on.current().assistee);
    CHECK(on.told(message_kind::assist_bring).empty());
    CHECK(on.moves());

    SECTION("they say that they bring it")
    {
        REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
            return bring_challenge(work, here, on.current().id, user_id("ben"), on.now);
        }));
        CHECK(on.group.name(on.current().assistee) == "ben");
        CHECK(on.phase() == "prepare");
    }
    SECTION("after a day whoever owes it most is asked")
    {
        on.pass(hours{26});
        const auto one = on.current();
        REQUIRE(one.assistee);
        CHECK(one.assistee != one.facilitator);
        CHECK(on.told(message_kind::assist_bring).size() == 1);
    }
}

TEST_CASE("a challenge with a name is brought by who posted it, unless they decline")
{
    stage on;
    on.pick("classic");
    REQUIRE(post(on, "ben", "Who reads us?", true));
    on.advance_to("choice");
    on.advance();
    CHECK(on.group.name(on.current().assistee) == "ben");
    CHECK(on.told(message_kind::assist_bring) == std::vector<std::string>{"ben"});
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return decline_to_bring(work, here, on.current().id, user_id("ben"), on.now);
    }));
    CHECK_FALSE(on.current().assistee);
    CHECK(on.moves());
    on.pass(hours{30});
    REQUIRE(on.current().assistee);
    CHECK(on.group.name(on.current().assistee) != "ben");
    CHECK(on.phase() == "prepare");
}

TEST_CASE("what somebody took out of the box, or had in it when the inventory was stopped, is gone")
{
    stage on;
    on.pick("classic");
    REQUIRE(post(on, "ben", "Who reads us?", false));
    REQUIRE(post(on, "ben", "", false));
    CHECK(number(on, "SELECT count(*) FROM boxed_challenges") == 0);
    REQUIRE(post(on, "cleo", "How do we choose?", false));
    REQUIRE(on.group.leave("cleo", on.now));
    CHECK(number(on, "SELECT count(*) FROM boxed_challenges") == 0);
}
