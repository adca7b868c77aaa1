#include "tests/core/critique/critiques.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

// Asked on Tuesday at 10:00: ben, cleo and dan, in a group with eva and finn besides.
struct giving_group : critiques
{
    critique one;
    instant now = monday + hours{24};

    explicit giving_group(critique_reading reading = critique_reading::as_it_comes)
        : critiques({.members = 6}), one(asked("ana", monday, {.reading = reading}))
    {
        group.pass_until(now);
    }
    std::optional<feedback> stored(const std::string& person)
    {
        return group.work().critiques().feedback_by(one.id, group.id(person));
    }
};

} // namespace

TEST_CASE_METHOD(giving_group, "feedback needs two of its three parts and where the advice comes from")
{
    auto typed = words("ben", one, now);
    typed.parts = {"", " works\n", ""};
    CHECK(hand_in(typed).rejected_for(reason::too_little_feedback));
    typed.parts[2] = "try";
    typed.source.reset();
    CHECK(hand_in(typed).rejected_for(reason::no_source));
    typed.source = advice_source::idea;
    typed.parts[2] = std::string(2501, 'a');
    CHECK(hand_in(typed).why().text == "could_try");
    typed.parts[2] = std::string(2500, 'a');
    const auto given = hand_in(typed);
    REQUIRE(given);
    CHECK(given->parts[1] == "works");
    CHECK(given->handed_in_at == now);
    CHECK(critic("ben", one).state == critic_state::given);
    CHECK(hand_in(words("eva", one, now)).rejected_for(reason::not_a_critic));
    CHECK(hand_in(words("zoe", one, now)).rejected_for(reason::not_a_critic));
    auto elsewhere = words("ben", one, now);
    elsewhere.request = {99};
    CHECK(hand_in(elsewhere).rejected_for(reason::no_such_critique));
}

TEST_CASE_METHOD(giving_group, "a draft survives, an older one changes nothing, and only its author sees it")
{
    auto typed = words("ben", one, now + minutes{5});
    typed.parts = {"half", "", ""};
    typed.source.reset();
    REQUIRE(draft(typed));
    auto older = words("ben", one, now);
    REQUIRE(draft(older));
    CHECK(stored("ben")->parts[0] == "half");
    CHECK_FALSE(stored("ben")->handed_in_at);
    for (const auto* person : {"ana", "ben", "cleo"})
        CHECK(readable(person, one).empty());

    REQUIRE(give("ben", one, now + minutes{6}));
    typed.now = now + minutes{7};
    REQUIRE(draft(typed)); // too late: it was handed in
    CHECK(stored("ben")->parts[0] == "noticed by ben");
    CHECK(draft(words("eva", one, now)).rejected_for(reason::not_a_critic));
}

TEST_CASE_METHOD(giving_group, "what comes after the end is refused, and kept as a draft")
{
    REQUIRE(close("ana", one, now));
    CHECK(give("ben", one, now + minutes{1}).rejected_for(reason::critique_ended));
    REQUIRE(draft(words("ben", one, now + minutes{1})));
    CHECK(stored("ben")->parts[0] == "noticed by ben");
}

TEST_CASE_METHOD(giving_group, "handing in again replaces the words, and nothing else")
{
    REQUIRE(give("ben", one, now));
    REQUIRE(group.attempt([&](auto& work, const auto& here) {
        return mark_helpful(work, here, one.id, group.id("ben"), critique_part::works, user_id("ana"), now);
    }));
    auto again = words("ben", one, now + hours{1});
    again.parts = {"other words", "", "try this"};
    REQUIRE(hand_in(again));
    CHECK(stored("ben")->parts[0] == "other words");
    CHECK(stored("ben")->handed_in_at == now);
    CHECK_FALSE(stored("ben")->helpful[1]); // there is no such part any more
    CHECK(owed("ben") == share{one_turn.parts / 5 * 3} - one_turn);
    CHECK(told(message_kind::critique_received, one).size() == 1);
}

TEST_CASE_METHOD(giving_group, "each sees what they may, as it comes")
{
    REQUIRE(group.make_facilitator("finn"));
    REQUIRE(group.join("zoe", now)); // an admin who is a member has no other rights
    REQUIRE(give("ben", one, now));
    CHECK(readable("ana", one) == people{"ben"});
    CHECK(readable("ben", one) == people{"ben"});
    CHECK(readable("cleo", one).empty()); // a critic whose own is not in
    CHECK(readable("eva", one).empty());  // a member
    CHECK(readable("finn", one).empty()); // a facilitator
    CHECK(readable("zoe", one).empty());

    REQUIRE(give("cleo", one, now + minutes{1}));
    CHECK(readable("ben", one) == people{"ben", "cleo"});
    CHECK(readable("cleo", one) == people{"ben", "cleo"});

    REQUIRE(close("ana", one, now + minutes{2}));
    CHECK(readable("ana", one) == people{"ben", "cleo"});
    CHECK(readable("dan", one).empty()); // was asked, never wrote
    CHECK(readable("finn", one).empty());
    REQUIRE(group.leave("ben", now + minutes{3}));
    CHECK(readable("ben", one).empty());
    CHECK(readable("cleo", one) == people{"ben", "cleo"});
}

TEST_CASE("whoever wants to read all together reads nothing before the end")
{
    giving_group here(critique_reading::all_together);
    REQUIRE(here.give("ben", here.one, here.now));
    CHECK(here.readable("ana", here.one).empty());
    CHECK(here.readable("ben", here.one) == people{"ben"});
    CHECK(here.told(message_kind::critique_received, here.one).empty());
    CHECK(here.group
              .attempt([&](auto& work, const auto& group) {
                  return mark_helpful(work, group, here.one.id, here.group.id("ben"), critique_part::works,
                                      user_id("ana"), here.now);
              })
              .rejected_for(reason::no_such_feedback));
    REQUIRE(here.give("cleo", here.one, here.now));
    REQUIRE(here.give("dan", here.one, here.now));
    CHECK(here.readable("ana", here.one) == people{"ben", "cleo", "dan"});
    CHECK(here.told(message_kind::critique_finished, here.one) == people{"ana"});
}

TEST_CASE("a member of another group reads nothing, whatever they know")
{
    giving_group here;
    REQUIRE(here.give("ben", here.one, here.now));
    const auto other = here.group.another_group({"ana", "ben"});
    const auto stranger = here.group.work().members().find(other.id, user_id("ana"))->id;
    CHECK(readable_feedback(here.group.work(), here.one, stranger).empty());
    const auto refused = hand_in(here.group.work(), other, critiques::words("ben", here.one, here.now));
    CHECK(refused.rejected_for(reason::no_such_critique));
}

TEST_CASE("what came in at night is told once, in the morning")
{
    giving_group here;
    REQUIRE(here.give("ben", here.one, at("2026-12-01 21:00")));
    REQUIRE(here.give("cleo", here.one, at("2026-12-01 22:00")));
    const auto told = here.group.said(message_kind::critique_received);
    REQUIRE(told.size() == 1);
    CHECK(told.front().due_at == at("2026-12-02 09:00"));
}
