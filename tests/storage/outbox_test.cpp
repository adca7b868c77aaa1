#include "tests/storage/stored_group.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace peerbot::core;
using namespace peerbot::tests;

namespace {

constexpr instant at(int minute)
{
    return instant{minutes{minute}};
}

struct fixture : stored_group
{
    outbox_repository& outbox = work.outbox();
    message message_to(recipient to, std::int64_t subject, int due = 0) const
    {
        return {.kind = message_kind::vote_reminder,
                .group = group,
                .subject = subject,
                .to = std::move(to),
                .card = {},
                .due_at = at(due),
                .void_after = {}};
    }
    void add(const std::string& channel, std::int64_t subject, int due = 0)
    {
        outbox.add(message_to(channel_id(channel), subject, due));
    }
    std::vector<std::int64_t> ready(int now, int at_most = 100)
    {
        std::vector<std::int64_t> subjects;
        for (const auto& row : outbox.ready(at(now), at_most))
            subjects.push_back(row.what.subject);
        return subjects;
    }
    message_id id_of(std::int64_t subject)
    {
        for (std::int64_t id = 1;; ++id)
            if (const auto row = outbox.find({id}); row && row->what.subject == subject) return row->id;
    }
};

using subjects = std::vector<std::int64_t>;

} // namespace

TEST_CASE_METHOD(fixture, "a message comes back as it was added, with a key of its own")
{
    auto fresh = message_to(user_id("U1"), 7, 5);
    fresh.void_after = at(60);
    outbox.add(fresh);
    add("C1", 8, 5);

    const auto rows = outbox.ready(at(5), 10);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].what.kind == message_kind::vote_reminder);
    CHECK(rows[0].what.group == group);
    CHECK(rows[0].what.subject == 7);
    CHECK(rows[0].what.to == recipient(user_id("U1")));
    CHECK(rows[0].what.due_at == at(5));
    CHECK(rows[0].what.void_after == at(60));
    CHECK(rows[0].workspace.value == "T1");
    CHECK(rows[0].state == delivery_state::pending);
    CHECK(rows[0].attempts == 0);
    CHECK(rows[0].next_try_at == at(5));
    CHECK_FALSE(rows[0].first_tried_at);
    CHECK(rows[1].what.to == recipient(channel_id("C1")));
    CHECK(rows[0].key.size() == 35);
    CHECK(rows[0].key.starts_with("pb-"));
    CHECK(rows[0].key != rows[1].key);
}

TEST_CASE_METHOD(fixture, "the same message is added once, also after it was sent")
{
    add("C1", 1);
    add("C1", 1);
    outbox.mark_sent(id_of(1), channel_id("C1"), "1.1", at(1));
    add("C1", 1);
    CHECK(ready(9).empty());
    add("C1", 1, 2); // due at another instant
    add("C2", 1);    // to somebody else
    CHECK(ready(9).size() == 2);
}

TEST_CASE_METHOD(fixture, "each recipient has one message ready, the oldest")
{
    add("C1", 1);
    add("C1", 2);
    add("C2", 3);
    outbox.add(message_to(user_id("C1"), 4)); // a person, whatever the name
    CHECK(ready(0) == subjects{1, 3, 4});
    CHECK(ready(0, 2) == subjects{1, 3});

    outbox.mark_sending(id_of(1), at(1));
    CHECK(ready(1) == subjects{3, 4});
    outbox.mark_sent(id_of(1), channel_id("C1"), "1.1", at(2));
    CHECK(ready(2) == subjects{2, 3, 4});
}

TEST_CASE_METHOD(fixture, "the same name in two workspaces is two recipients")
{
    add("C1", 1);
    const auto elsewhere = add_group(work, "C1", "T2");
    auto fresh = message_to(channel_id("C1"), 2);
    fresh.group = elsewhere;
    outbox.add(fresh);
    CHECK(ready(0) == subjects{1, 2});
    CHECK(outbox.find(id_of(2))->workspace.value == "T2");
}

TEST_CASE_METHOD(fixture, "what is not due keeps nobody waiting, what is stands in line by age")
{
    add("C1", 1, 10);
    add("C1", 2, 0);
    CHECK(ready(0) == subjects{2});
    CHECK(outbox.next_try() == at(0));
    CHECK(ready(10) == subjects{1});
    outbox.mark_dropped(id_of(2), "too late", at(0));
    CHECK(outbox.next_try() == at(10));
}

TEST_CASE_METHOD(fixture, "a message to be tried again keeps its line waiting until then")
{
    add("C1", 1);
    add("C1", 2);
    outbox.mark_sending(id_of(1), at(1));
    CHECK_FALSE(outbox.next_try());
    outbox.retry(id_of(1), at(5), "rate limited");
    CHECK(ready(4).empty());
    CHECK(outbox.next_try() == at(5));
    CHECK(ready(5) == subjects{1});

    const auto row = outbox.find(id_of(1));
    CHECK(row->state == delivery_state::pending);
    CHECK(row->attempts == 1);
    CHECK(row->first_tried_at == at(1));
    outbox.mark_sending(id_of(1), at(6));
    CHECK(outbox.find(id_of(1))->attempts == 2);
    CHECK(outbox.find(id_of(1))->first_tried_at == at(1));
    outbox.mark_failed(id_of(1), "no such channel", at(7));
    CHECK(ready(7) == subjects{2});
}

TEST_CASE_METHOD(fixture,
                 "a message that may have arrived is looked up when its time comes, before all others")
{
    add("C1", 1);
    add("C1", 2);
    outbox.mark_sending(id_of(1), at(1));
    outbox.mark_unknown(id_of(1), at(3), "no answer");
    CHECK(ready(2).empty());
    const auto rows = outbox.ready(at(3), 10);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].what.subject == 1);
    CHECK(rows[0].state == delivery_state::unknown);
    outbox.mark_sent(rows[0].id, channel_id("C1"), "1.1", at(3));
    CHECK(ready(3) == subjects{2});
}

TEST_CASE_METHOD(fixture, "what was on its way when the process died is unknown at once")
{
    add("C1", 1);
    add("C2", 2);
    add("C3", 3, 50);
    outbox.mark_sending(id_of(1), at(1));
    outbox.mark_sending(id_of(3), at(1));
    CHECK(outbox.recover(at(9)) == 2);
    CHECK(outbox.recover(at(9)) == 0);
    CHECK(outbox.find(id_of(1))->state == delivery_state::unknown);
    CHECK(outbox.find(id_of(1))->next_try_at == at(9));
    CHECK(outbox.find(id_of(2))->state == delivery_state::pending);
    CHECK(outbox.find(id_of(3))->next_try_at == at(50));
}

TEST_CASE_METHOD(fixture, "held messages of a channel wait until they are released, in their order")
{
    add("C1", 1);
    add("C1", 2, 30);
    add("C2", 3);
    outbox.hold(workspace_id("T1"), channel_id("C1"));
    CHECK(ready(0) == subjects{3});
    CHECK(outbox.find(id_of(1))->state == delivery_state::held);
    add("C1", 4); // stands behind the held one
    CHECK(ready(5) == subjects{3});
    outbox.mark_sent(id_of(3), channel_id("C2"), "1.1", at(5));
    CHECK_FALSE(outbox.next_try());

    outbox.release(workspace_id("T2"), channel_id("C1"), at(6));
    CHECK(ready(6).empty());
    outbox.release(workspace_id("T1"), channel_id("C1"), at(6));
    CHECK(ready(6) == subjects{1});
    CHECK(outbox.find(id_of(1))->next_try_at == at(6));
    CHECK(outbox.find(id_of(2))->next_try_at == at(30));
}

TEST_CASE_METHOD(fixture, "a finished message cannot be marked again")
{
    add("C1", 1);
    const auto id = id_of(1);
    outbox.mark_sent(id, channel_id("C1"), "1.1", at(1));
    CHECK(outbox.find(id)->state == delivery_state::sent);
    CHECK_THROWS_AS(outbox.mark_sending(id, at(1)), std::logic_error);
    CHECK_THROWS_AS(outbox.retry(id, at(1), "x"), std::logic_error);
    CHECK_THROWS_AS(outbox.mark_failed(id, "x", at(1)), std::logic_error);
    CHECK_THROWS_AS(outbox.mark_sent(id, channel_id("C1"), "1.2", at(1)), std::logic_error);
    CHECK_THROWS_AS(outbox.mark_sending({99}, at(1)), std::logic_error);
}

TEST_CASE_METHOD(fixture,
                 "a thousand channels with a history and a queue each: ready gives the head of each line")
{
    database.begin();
    for (int channel = 0; channel < 1000; ++channel)
        for (int row = 0; row < 5; ++row)
            add("C" + std::to_string(channel), channel * 10 + row);
    for (std::int64_t id = 1; id <= 5000; id += 5)
        outbox.mark_sent({id}, channel_id("C"), "1.1", at(0));
    database.commit();
    const auto now = ready(0, 2000);
    CHECK(now.size() == 1000);
    CHECK(std::set(now.begin(), now.end()).size() == 1000);
    for (const auto subject : now)
        CHECK(subject % 10 == 1);
}

TEST_CASE_METHOD(fixture, "what waits is counted from when it could first be sent, and without what is held")
{
    CHECK(outbox.waiting(at(10)).waiting == 0);
    CHECK_FALSE(outbox.waiting(at(10)).oldest);
    add("C1", 1, 2);
    add("C2", 2, 5);
    add("C3", 3, 20); // later
    CHECK(outbox.waiting(at(10)).waiting == 2);
    CHECK(outbox.waiting(at(10)).oldest == at(2));

    outbox.retry(id_of(1), at(30), "it waits for the morning"); // never tried: it does not wait for Slack
    CHECK(outbox.waiting(at(10)).waiting == 1);
    CHECK(outbox.waiting(at(10)).oldest == at(5));

    outbox.mark_sending(id_of(2), at(6));
    outbox.retry(id_of(2), at(40), "Slack is down"); // tried in vain: it does
    CHECK(outbox.waiting(at(10)).waiting == 1);
    CHECK(outbox.waiting(at(10)).oldest == at(6));
    outbox.mark_sent(id_of(2), channel_id("C2"), "1.1", at(11));
    CHECK(outbox.waiting(at(12)).waiting == 0);

    outbox.hold(workspace_id("T1"), channel_id("C3"));
    CHECK(outbox.waiting(at(25)).waiting == 0);
}
