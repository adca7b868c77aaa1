// Which cards are to be drawn again, and in which order.
#include "tests/storage/stored_group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::tests;

TEST_CASE_METHOD(stored_group,
                 "a card that was not posted is not refreshed, a posted one is until it was shown")
{
    const auto id = work.cards().add({.id = {}, .kind = card_kind::ballot, .group = group, .subject = 4});
    work.cards().mark_dirty(id);
    CHECK(work.cards().dirty(10).empty());
    CHECK(work.cards().count_dirty() == 0);
    work.outbox().add({.kind = message_kind::ballot_card,
                       .group = group,
                       .subject = 4,
                       .to = channel_id("C1"),
                       .card = id,
                       .due_at = {}});
    work.outbox().mark_sent(work.outbox().ready({}, 1).front().id, channel_id("C1"), "17.5", {});

    REQUIRE(work.cards().dirty(10).size() == 1);
    CHECK(work.cards().count_dirty() == 1);
    const auto kept = work.cards().dirty(10).front();
    CHECK(kept.id == id);
    CHECK(kept.kind == card_kind::ballot);
    CHECK(kept.subject == 4);
    CHECK(kept.channel.value == "C1");
    CHECK(kept.stamp == "17.5");

    SECTION("shown")
    {
        work.cards().begin_refresh(id);
        CHECK(work.cards().dirty(10).empty());
        work.cards().end_refresh(id, true);
        CHECK(work.cards().dirty(10).empty());
    }
    SECTION("not shown")
    {
        work.cards().begin_refresh(id);
        work.cards().end_refresh(id, false);
        CHECK(work.cards().dirty(10).size() == 1);
    }
    SECTION("changed while it was drawn")
    {
        work.cards().begin_refresh(id);
        work.cards().mark_dirty(id);
        work.cards().end_refresh(id, true);
        CHECK(work.cards().dirty(10).size() == 1);
    }
    SECTION("cut off by the end of the process")
    {
        work.cards().begin_refresh(id);
        CHECK(work.cards().recover() == 1);
        CHECK(work.cards().recover() == 0);
        CHECK(work.cards().dirty(10).size() == 1);
    }
}

TEST_CASE_METHOD(stored_group, "the card that waited longest is refreshed first")
{
    std::vector<card_id> ids;
    for (const auto subject : {1, 2, 3})
        ids.push_back(work.cards().add({.id = {},
                                        .kind = card_kind::ballot,
                                        .group = group,
                                        .subject = subject,
                                        .channel = channel_id("C1"),
                                        .stamp = "1." + std::to_string(subject)}));
    const auto refresh = [&](card_id id) {
        work.cards().begin_refresh(id);
        work.cards().end_refresh(id, true);
        work.cards().mark_dirty(id);
    };
    for (const auto id : ids)
        work.cards().mark_dirty(id);
    refresh(ids[0]);
    refresh(ids[2]);

    std::vector<card_id> order;
    for (const auto& one : work.cards().dirty(10))
        order.push_back(one.id);
    CHECK(order == std::vector{ids[1], ids[0], ids[2]});
    CHECK(work.cards().dirty(1).size() == 1);
}

TEST_CASE_METHOD(stored_group, "marking a row without a card is nothing, an unknown card a mistake")
{
    work.cards().mark_dirty({});
    CHECK_THROWS_AS(work.cards().mark_dirty({99}), std::logic_error);
}
