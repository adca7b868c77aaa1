// Requests to people: within their attention, but never as a line beside something else.
#include "core/reminders/attention.hpp"

#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto tuesday = at("2026-12-01 10:00");

struct asking : group_under_test
{
    asking() : group_under_test({.members = 2}) {}

    instant moment(instant now, std::optional<instant> limit = {})
    {
        return moment_to_ask(work(), here(), user_id("ben"), now, limit);
    }
    void tell(message_kind kind, instant when, std::int64_t subject = 1)
    {
        work().outbox().add(
            {.kind = kind, .group = here().id, .subject = subject, .to = user_id("ben"), .due_at = when});
    }
};

} // namespace

TEST_CASE_METHOD(asking,
                 "a request comes at once by day, in the morning after a night, on Monday after a weekend")
{
    CHECK(moment(tuesday) == tuesday);
    CHECK(moment(at("2026-12-01 18:00")) == at("2026-12-02 09:00"));
    CHECK(moment(at("2026-12-05 10:00")) == at("2026-12-07 09:00"));
    work().people().save({.workspace = here().workspace, .user = user_id("ben"), .zone = "Asia/Tokyo"});
    CHECK(moment(tuesday) == at("2026-12-02 00:00"));
}

TEST_CASE_METHOD(asking, "a request waits until the budget of a day, and of a week, has room")
{
    tell(message_kind::critique_asked, tuesday);
    CHECK(moment(tuesday + hours{1}) == tuesday + days{1});
    tell(message_kind::critique_asked, tuesday + days{1}, 2);
    tell(message_kind::vote_reminder, tuesday + days{2}, 3);
    CHECK(moment(tuesday + days{2}) == tuesday + days{7});
    tell(message_kind::leader_hour, tuesday + days{7}, 4); // a duty takes nothing of it
    CHECK(moment(tuesday + days{2}) == tuesday + days{7});
}

TEST_CASE_METHOD(asking, "where that would be too late the budget gives way, and then the night")
{
    tell(message_kind::critique_asked, tuesday);
    CHECK(moment(tuesday + hours{1}, tuesday + hours{20}) == tuesday + hours{1});
    const auto saturday = at("2026-12-05 07:00");
    CHECK(moment(saturday, saturday + hours{20}) == at("2026-12-05 09:00"));
    CHECK(moment(saturday, saturday + hours{1}) == saturday);
}

TEST_CASE_METHOD(asking, "a request that is late goes out by itself, never along with another message")
{
    tell(message_kind::leader_changed, tuesday);
    tell(message_kind::critique_asked, tuesday + minutes{1});
    tell(message_kind::critique_nudge, tuesday + minutes{2});
    const auto rows = said();
    REQUIRE(rows.size() >= 3);
    const auto first = rows[rows.size() - 3];
    REQUIRE(may_leave(work(), first, tuesday + hours{3}));
    CHECK(work().outbox().find(rows[rows.size() - 2].id)->state == delivery_state::pending);
    CHECK(work().outbox().find(rows.back().id)->state == delivery_state::dropped);
    CHECK(folded_into(work(), first, tuesday + hours{3}).size() == 1);
}
