#include "core/sessions/calendar_feed.hpp"

#include "core/sessions/feed_contents.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

std::string fingerprint(char of)
{
    return std::string(64, of);
}

struct fixture
{
    group_under_test group;
    workspace_id workspace{"T1"};

    result<feed_answer> mine(const std::string& person, char secret, bool replace = false)
    {
        return group.attempt([&](auto& work, const auto&) {
            return feed_of_person(work, workspace,
                                  {.by = user_id(person),
                                   .fingerprint = fingerprint(secret),
                                   .replace = replace,
                                   .now = group.begun()});
        });
    }
    result<feed_answer> ours(const std::string& person, char secret, bool replace = false)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return feed_of_group(work, here,
                                 {.by = user_id(person),
                                  .fingerprint = fingerprint(secret),
                                  .replace = replace,
                                  .now = group.begun()});
        });
    }
    bool opens(char secret) { return group.work().feeds().with_secret(fingerprint(secret)).has_value(); }
    std::vector<calendar_event> shown(char secret, instant now)
    {
        const auto feed = group.work().feeds().with_secret(fingerprint(secret));
        return feed_contents(group.work(), feed.value(), now).events;
    }
};

} // namespace

TEST_CASE_METHOD(fixture, "a member gets one address, and asking again leaves it alone")
{
    const auto first = mine("ben", 'a');
    REQUIRE(first);
    CHECK(first->opened);
    CHECK(opens('a'));

    const auto again = mine("ben", 'b');
    REQUIRE(again);
    CHECK_FALSE(again->opened);
    CHECK(again->created_at == group.begun());
    CHECK(opens('a'));
    CHECK_FALSE(opens('b'));
}

TEST_CASE_METHOD(fixture, "a new address ends the old one, and only that")
{
    REQUIRE(mine("ben", 'a'));
    REQUIRE(mine("cleo", 'c'));
    REQUIRE(ours("ana", 'g'));

    const auto fresh = mine("ben", 'b', true);

    REQUIRE(fresh);
    CHECK((fresh->opened && fresh->replaced));
    CHECK_FALSE(opens('a'));
    CHECK(opens('b'));
    CHECK((opens('c') && opens('g')));

    const auto first = mine("ana", 'd', true);
    REQUIRE(first);
    CHECK((first->opened && !first->replaced));
}

TEST_CASE_METHOD(fixture, "who is in no group gets no address, and the group's is for facilitators to give")
{
    CHECK(mine("zoe", 'a').rejected_for(reason::not_a_member));
    const auto refused = ours("ben", 'g');
    REQUIRE(refused.rejected_for(reason::not_a_facilitator));
    CHECK(refused.why().people == std::vector{user_id("ana")});
    CHECK(ours("zoe", 'g').rejected_for(reason::not_a_facilitator));
    CHECK_FALSE((opens('a') || opens('g')));
}

TEST_CASE_METHOD(fixture, "a feed shows planned sessions, and a change raises the number of its event only")
{
    REQUIRE(ours("ana", 'g'));
    const auto before = shown('g', group.begun());
    REQUIRE(before.size() == group.planned().size());
    CHECK(before[0].starts_at == group.planned()[0].starts_at);
    CHECK(before[0].status == event_status::tentative);
    CHECK(before[0].sequence == 0);

    const auto later = group.begun() + hours{1};
    group.set_now(later);
    REQUIRE(group.assign("ben", 1, later));

    const auto after = shown('g', later);
    CHECK(after[0].uid == before[0].uid);
    CHECK(after[0].sequence == 1);
    CHECK(after[0].changed_at == later);
    CHECK(after[0].status == event_status::confirmed);
    CHECK(after[1].sequence == before[1].sequence);
    CHECK(after[1].uid != after[0].uid);
}

TEST_CASE_METHOD(fixture,
                 "a session that is held stays for a year, a cancelled one for 30 days, as cancelled")
{
    REQUIRE(ours("ana", 'g'));
    const auto first = group.planned().at(0);
    const auto second = group.planned().at(1);
    group.set_now(first.ends_at());
    REQUIRE(group.not_held("ana", 1, first.ends_at()));
    const auto status = [&](const session& of, instant now) -> std::optional<event_status> {
        const auto events = shown('g', now);
        const auto found = std::find_if(events.begin(), events.end(),
                                        [&](const auto& one) { return one.starts_at == of.starts_at; });
        if (found == events.end()) return std::nullopt;
        return found->status;
    };
    CHECK(status(first, first.ends_at() + days{30}) == event_status::cancelled);
    CHECK(status(first, first.ends_at() + days{30} + milliseconds{1}) == std::nullopt);

    group.set_now(second.ends_at());
    REQUIRE(group.held("ana", 2, second.ends_at(), "ben"));
    CHECK(status(second, second.starts_at + days{366}) == event_status::confirmed);
    CHECK(status(second, second.starts_at + days{367}) == std::nullopt);
}

TEST_CASE_METHOD(fixture, "a member's feed follows the groups they are in")
{
    const auto other = group.another_group({"ben", "kim"});
    REQUIRE(mine("ben", 'a'));
    const auto both = shown('a', group.begun()).size();
    CHECK(both == group.planned().size() + group.work().sessions().planned(other.id).size());

    REQUIRE(group.leave("ben", group.begun()));
    CHECK(shown('a', group.begun()).size() == both - group.planned().size());

    REQUIRE(group.attempt([&](auto& work, const auto&) {
        return leave_group(work, other, {.person = user_id("ben"), .now = group.begun()});
    }));
    CHECK(shown('a', group.begun()).empty());
}

TEST_CASE_METHOD(fixture, "while somebody is paused, their feed leaves out what they pause for")
{
    REQUIRE(mine("ben", 'a'));
    const auto planned = group.planned();
    REQUIRE(planned.size() >= 2);
    REQUIRE(planned[0].starts_at < at("2027-01-01 00:00"));
    REQUIRE(group.pause("ben", "2027-01-01", group.begun()));

    const auto events = shown('a', group.begun());
    REQUIRE(events.size() == planned.size() - 1);
    CHECK(events[0].starts_at == planned[1].starts_at);
}

TEST_CASE_METHOD(fixture, "an event is called after its topic, once that is known")
{
    REQUIRE(ours("ana", 'g'));
    CHECK(shown('g', group.begun())[0].summary == "Peer group: session 1");

    REQUIRE(group.propose("ben", "Audio"));
    auto meeting = group.planned().at(0);
    meeting.topic = group.topic(1).id;
    group.work().sessions().save(meeting);

    const auto events = shown('g', group.begun());
    CHECK(events[0].summary == "Peer group: Audio");
    CHECK(events[0].sequence == 1);
}

TEST_CASE_METHOD(fixture, "an event without a topic is called after what its hour is for")
{
    REQUIRE(ours("ana", 'g'));
    auto meeting = group.planned().at(0);
    meeting.format = session_format::assist;
    group.work().sessions().save(meeting);

    const auto event = shown('g', group.begun()).at(0);
    CHECK(event.summary == "Peer group: peer assist");
    CHECK(event.sequence == 1);
}
