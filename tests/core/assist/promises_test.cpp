// What people promise each other in an assist is asked about, not earlier than three days after.
#include "core/assist/phases.hpp"
#include "core/assist/promises.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

struct asked : stage
{
    assist one = ask("classic");

    result<promise> says(const std::string& who, std::optional<date> due = {})
    {
        return attempt([&](unit_of_work& work, const auto& here) {
            return promise_in_assist(work, here, one.id, user_id(who), "I will introduce you to Gita", due,
                                     now);
        });
    }
    std::vector<promise> kept() { return promises_of(group.work(), one.id); }
};

} // namespace

TEST_CASE_METHOD(asked, "a promise in an assist has an owner, and is due in three days when no day is named")
{
    const auto made = says("cleo");
    REQUIRE(made);
    CHECK(made->due == day("2026-11-26"));
    CHECK(made->origin == promise_origin::assist);
    CHECK(group.name(made->owner) == "cleo");
    REQUIRE(kept().size() == 1);
    pass_until(now + days{2});
    CHECK(told(message_kind::promise_due).empty());
    pass_until(now + days{1});
    CHECK(told(message_kind::promise_due) == std::vector<std::string>{"cleo"});
}

TEST_CASE_METHOD(asked, "a promise with a day is asked about on that day, and never before three days")
{
    REQUIRE(says("cleo", day("2026-11-24")));
    REQUIRE(says("dan", day("2026-12-01")));
    pass_until(now + days{2});
    CHECK(told(message_kind::promise_due).empty());
    pass_until(now + days{2});
    CHECK(told(message_kind::promise_due) == std::vector<std::string>{"cleo"});
    pass_until(now + days{4});
    CHECK(told(message_kind::promise_due) == std::vector<std::string>{"cleo", "dan"});
}

TEST_CASE_METHOD(asked, "nothing can be promised for a day that is past, or when the assist is over")
{
    CHECK(says("cleo", day("2026-11-23")).why().why == reason::date_not_ahead);
    REQUIRE(attempt([&](unit_of_work& work, const auto& here) {
        return stop_assist(work, here, one.id, user_id("ana"), now);
    }));
    CHECK(says("cleo").why().why == reason::assist_over);
    CHECK(kept().empty());
}
