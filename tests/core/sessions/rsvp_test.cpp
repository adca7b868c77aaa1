#include "core/sessions/rsvp.hpp"

#include "core/sessions/questions.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto before = at("2026-11-24 10:00");
const auto over = at("2026-12-08 16:00");

struct asking
{
    group_under_test group{group_shape{.members = 4}};

    result<session> answer(const std::string& by, attendance coming, instant now = before)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return answer_session(
                work, here,
                {.by = user_id(by), .meeting = group.meeting(1).id, .coming = coming, .now = now});
        });
    }
    result<open_question> wonder(const std::string& by, const std::string& text, instant now = over)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return ask_question(
                work, here, {.by = user_id(by), .meeting = group.meeting(1).id, .text = text, .now = now});
        });
    }
    result<proposed> topic_of(question_id id, const std::string& by)
    {
        return group.attempt(
            [&](auto& work, const auto& here) { return make_topic_of(work, here, id, user_id(by), over); });
    }
    std::vector<std::string> names_of(const std::vector<member>& people)
    {
        std::vector<std::string> found;
        for (const auto& one : people)
            found.push_back(one.user.value);
        return found;
    }
};

using people = std::vector<std::string>;

} // namespace

TEST_CASE("an answer replaces the one before, and who has not answered is known")
{
    asking on;
    REQUIRE(on.answer("ana", attendance::no));
    REQUIRE(on.answer("ben", attendance::maybe));
    REQUIRE(on.answer("ana", attendance::yes));

    const auto told = turnout_of(on.group.work(), on.group.meeting(1));
    CHECK(on.names_of(told.yes) == people{"ana"});
    CHECK(on.names_of(told.no).empty());
    CHECK(on.names_of(told.maybe) == people{"ben"});
    CHECK(on.names_of(told.silent) == people{"cleo", "dan"});
}

TEST_CASE("who left is not counted, and who is paused only when they answered")
{
    asking on;
    REQUIRE(on.group.pause("cleo", "2027-03-01", before));
    REQUIRE(on.answer("cleo", attendance::yes));
    REQUIRE(on.answer("dan", attendance::yes));
    REQUIRE(on.group.leave("dan", before));
    REQUIRE(on.group.pause("ben", "2027-03-01", before));

    const auto told = turnout_of(on.group.work(), on.group.meeting(1));
    CHECK(on.names_of(told.yes) == people{"cleo"});
    CHECK(on.names_of(told.silent) == people{"ana"});
}

TEST_CASE("answers are taken until a session ends")
{
    asking on;
    CHECK(on.answer("ana", attendance::yes, over - minutes{1}));
    CHECK(on.answer("ana", attendance::no, over).rejected_for(reason::session_over));
    CHECK(on.answer("zoe", attendance::yes).rejected_for(reason::not_a_member));
    REQUIRE(on.group.not_held("ana", 1, over));
    CHECK(on.answer("ana", attendance::no).rejected_for(reason::session_not_planned));
}

TEST_CASE("attended means to have said yes to a session that was held")
{
    asking on;
    REQUIRE(on.answer("ben", attendance::yes));
    REQUIRE(on.answer("cleo", attendance::maybe));
    CHECK_FALSE(on.group.work().sessions().has_attended(on.group.id("ben")));

    REQUIRE(on.group.held("ana", 1, over, "ana"));

    CHECK(on.group.work().sessions().has_attended(on.group.id("ben")));
    CHECK_FALSE(on.group.work().sessions().has_attended(on.group.id("cleo")));
}

TEST_CASE("what somebody does not know yet becomes a topic in one press, in their name, once")
{
    asking on;
    const auto asked = on.wonder("ben", "  How do maps  lie? ");
    REQUIRE(asked);
    CHECK(asked->text == "How do maps lie?");

    const auto made = on.topic_of(asked->id, "cleo");

    REQUIRE(made);
    CHECK(made->added);
    CHECK(made->subject.title == "How do maps lie?");
    CHECK(made->subject.proposer == user_id("ben"));
    const auto again = on.topic_of(asked->id, "dan");
    REQUIRE(again.rejected_for(reason::question_is_topic));
    CHECK(again.why().number == made->subject.number);
}

TEST_CASE("a question that the list has already is linked to its topic, and nothing is added")
{
    asking on;
    REQUIRE(on.group.propose("ana", "Maps"));
    const auto asked = on.wonder("ben", "maps");

    const auto made = on.topic_of(asked->id, "ben");

    REQUIRE(made);
    CHECK_FALSE(made->added);
    CHECK(made->subject.number == 1);
}

TEST_CASE("questions are asked from the start of a session until two weeks after it")
{
    asking on;
    CHECK(on.wonder("ben", "Maps", before).rejected_for(reason::session_not_over));
    CHECK(on.wonder("ben", "Maps", at("2026-12-22 16:00")));
    CHECK(on.wonder("ben", "Maps", at("2026-12-22 16:01")).rejected_for(reason::session_over));
    CHECK(on.wonder("zoe", "Maps").rejected_for(reason::not_a_member));
    CHECK(on.wonder("ben", " ").rejected_for(reason::empty_text));
    CHECK(on.wonder("ben", std::string(151, 'x')).rejected_for(reason::text_too_long));
    for (int i = 0; i < 19; ++i)
        REQUIRE(on.wonder("ben", "Maps"));
    CHECK(on.wonder("ben", "Maps").rejected_for(reason::too_many_topics));
    CHECK(on.topic_of(question_id{999}, "ben").rejected_for(reason::no_such_question));
}
