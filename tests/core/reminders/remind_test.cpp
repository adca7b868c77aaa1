// When a reminder reaches somebody, when it goes along with another message, and when it does not come.
#include "core/reminders/attention.hpp"

#include "core/reminders/controls.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

const auto monday = at("2026-11-30 10:00");

struct one_group
{
    group_under_test group;
    workspace_id workspace{"T1"};

    message about(message_kind kind, std::int64_t subject, std::optional<instant> void_after = {},
                  const std::string& person = "ben")
    {
        return {.kind = kind,
                .group = group.here().id,
                .subject = subject,
                .to = user_id(person),
                .due_at = {},
                .void_after = void_after};
    }
    reminder_fate wish(const message& what, instant now, std::optional<instant> planned_for = {})
    {
        return remind(group.work(), {.what = what, .planned_for = planned_for.value_or(now)}, now);
    }
    reminder_fate vote(std::int64_t subject, instant now)
    {
        return wish(about(message_kind::vote_reminder, subject), now);
    }
    reminder_press press(message_kind kind, std::int64_t subject, instant now,
                         const std::string& person = "ben")
    {
        return {.workspace = workspace,
                .person = user_id(person),
                .kind = kind,
                .group = group.here().id,
                .subject = subject,
                .now = now};
    }
    outbox_row last() { return group.said().back(); }
    std::vector<std::int64_t> along(const outbox_row& row, instant now)
    {
        std::vector<std::int64_t> subjects;
        for (const auto& one : folded_into(group.work(), row, now))
            subjects.push_back(one.subject);
        return subjects;
    }
};

} // namespace

TEST_CASE_METHOD(one_group, "in working hours a reminder is said at once, at night on the next morning")
{
    CHECK(vote(1, monday) == reminder_fate::now);
    CHECK(last().what.due_at == monday);

    const auto friday_night = at("2026-12-04 22:00");
    CHECK(wish(about(message_kind::leader_day, 2), friday_night) == reminder_fate::later);
    CHECK(last().what.due_at == at("2026-12-07 09:00"));
}

TEST_CASE_METHOD(one_group, "what would be too late in the morning is said in the night")
{
    const auto night = at("2026-11-30 22:00");
    CHECK(wish(about(message_kind::leader_day, 1, at("2026-12-01 09:00")), night) == reminder_fate::now);
    CHECK(last().what.due_at == night);
    CHECK(wish(about(message_kind::leader_day, 2, night), night) == reminder_fate::left_out);
}

TEST_CASE_METHOD(one_group,
                 "what is late is never said in the night, and not when it is pointless by morning")
{
    const auto night = at("2026-12-01 03:00");
    CHECK(wish(about(message_kind::leader_day, 1, at("2026-12-01 09:00")), night, monday) ==
          reminder_fate::left_out);
    CHECK(wish(about(message_kind::leader_day, 2, at("2026-12-01 09:01")), night, monday) ==
          reminder_fate::later);
    CHECK(last().what.due_at == at("2026-12-01 09:00"));
}

TEST_CASE_METHOD(one_group, "everything that is late for somebody comes in one message, duties too")
{
    const auto before = group.said().size();
    CHECK(wish(about(message_kind::leader_day, 1), monday, monday - hours{30}) == reminder_fate::later);
    CHECK(wish(about(message_kind::session_over, 2), monday, monday - hours{20}) == reminder_fate::folded);
    CHECK(wish(about(message_kind::vote_reminder, 3), monday, monday - hours{10}) == reminder_fate::folded);
    CHECK(wish(about(message_kind::session_over, 2, {}, "cleo"), monday, monday - hours{20}) ==
          reminder_fate::later);

    REQUIRE(group.said().size() == before + 2);
    CHECK(along(group.said()[before], monday) == std::vector<std::int64_t>{3, 2});
    CHECK(along(group.said()[before + 1], monday).empty());
}

TEST_CASE_METHOD(one_group, "what does not fit the budget goes along with the next message, once")
{
    CHECK(vote(1, monday) == reminder_fate::now);
    const auto first = last();
    CHECK(vote(2, monday + hours{2}) == reminder_fate::folded);
    CHECK(along(first, monday + hours{2}).empty());

    CHECK(wish(about(message_kind::leader_day, 3), monday + hours{3}) == reminder_fate::now);
    const auto next = last();
    CHECK(wish(about(message_kind::leader_day, 4), monday + hours{4}) == reminder_fate::now);

    CHECK(along(next, monday + hours{4}) == std::vector<std::int64_t>{2});
    CHECK(along(last(), monday + hours{4}).empty());

    // The one that was to carry it is not said after all.
    group.work().outbox().mark_dropped(next.id, "the session is cancelled", monday + hours{4});
    CHECK(along(last(), monday + hours{4}) == std::vector<std::int64_t>{2});
    CHECK(along(last(), monday + hours{2} + days{7}).empty());
}

TEST_CASE_METHOD(one_group, "what is done does not come again, nor along with anything")
{
    REQUIRE(vote(1, monday) == reminder_fate::now);
    REQUIRE(vote(2, monday + hours{1}) == reminder_fate::folded);
    const auto first = last();
    REQUIRE(reminder_done(group.work(), press(message_kind::vote_reminder, 1, monday)));
    REQUIRE(reminder_done(group.work(), press(message_kind::vote_reminder, 2, monday)));

    CHECK(is_done(group.work(), first));
    CHECK(vote(1, monday + days{2}) == reminder_fate::left_out);
    REQUIRE(wish(about(message_kind::leader_day, 3), monday + hours{3}) == reminder_fate::now);
    CHECK(along(last(), monday + hours{3}).empty());
    CHECK(vote(3, monday + days{2}) == reminder_fate::now);
    CHECK(wish(about(message_kind::vote_reminder, 1, {}, "cleo"), monday) == reminder_fate::now);
}

TEST_CASE_METHOD(one_group, "fewer means every second one, and fewer again none, until it is turned on")
{
    const auto fewer = [&] {
        return *fewer_reminders(group.work(), press(message_kind::vote_reminder, 1, monday));
    };
    CHECK(fewer() == reminder_level::fewer);
    CHECK(vote(1, monday) == reminder_fate::left_out);
    CHECK(vote(2, monday + days{1}) == reminder_fate::now);
    CHECK(vote(3, monday + days{2}) == reminder_fate::left_out);

    CHECK(fewer() == reminder_level::off);
    CHECK(vote(4, monday + days{3}) == reminder_fate::left_out);
    CHECK(vote(5, monday + days{4}) == reminder_fate::left_out);
    CHECK(fewer() == reminder_level::off);

    REQUIRE(set_reminder_level(group.work(), workspace, user_id("ben"), message_kind::vote_reminder,
                               reminder_level::every_one));
    CHECK(vote(6, monday + days{7}) == reminder_fate::now);
}

TEST_CASE_METHOD(one_group, "a duty cannot be made fewer")
{
    for (const auto kind : {message_kind::leader_week, message_kind::leader_day, message_kind::leader_missing,
                            message_kind::session_over})
        CHECK(fewer_reminders(group.work(), press(kind, 1, monday)).rejected_for(reason::reminder_is_duty));
}

TEST_CASE_METHOD(one_group,
                 "a reminder that is put off comes again a day later, in working hours, and uses up nothing")
{
    const auto running = group.open_ballot({"Audio"}, at("2026-12-09 10:00"));
    const auto friday = at("2026-12-04 16:00");
    REQUIRE(vote(running.id.value, friday) == reminder_fate::now);

    const auto again = snooze_reminder(
        group.work(), press(message_kind::vote_reminder, running.id.value, friday + hours{1}));

    REQUIRE(again);
    CHECK(*again == at("2026-12-07 09:00"));
    CHECK(last().what.due_at == *again);
    CHECK(last().what.void_after == running.closes_at);
    CHECK(may_interrupt(group.work(), workspace, user_id("ben"), *again + hours{1}));
}

TEST_CASE_METHOD(one_group, "what would be over by then cannot be put off")
{
    const auto running = group.open_ballot({"Audio"}, at("2026-12-01 09:00"));
    const auto refused =
        snooze_reminder(group.work(), press(message_kind::vote_reminder, running.id.value, monday));
    REQUIRE(refused.rejected_for(reason::too_late_to_snooze));
    CHECK(refused.why().when == running.closes_at);

    const auto meeting = group.planned().at(0);
    CHECK(snooze_reminder(group.work(),
                          press(message_kind::leader_day, meeting.id.value, meeting.starts_at - hours{20}))
              .rejected_for(reason::too_late_to_snooze));
    CHECK(snooze_reminder(group.work(),
                          press(message_kind::session_over, meeting.id.value, meeting.starts_at + days{9})));
}

TEST_CASE_METHOD(one_group, "putting it off takes back that it was done")
{
    const auto running = group.open_ballot({"Audio"}, at("2026-12-09 10:00"));
    const auto kind = message_kind::vote_reminder;
    REQUIRE(reminder_done(group.work(), press(kind, running.id.value, monday)));
    REQUIRE(snooze_reminder(group.work(), press(kind, running.id.value, monday)));
    CHECK_FALSE(is_done(group.work(), last()));
}

TEST_CASE_METHOD(one_group, "buttons of others, of other workspaces and of nothing are refused")
{
    auto elsewhere = press(message_kind::vote_reminder, 1, monday);
    elsewhere.workspace = workspace_id("T2");
    CHECK(reminder_done(group.work(), elsewhere).rejected_for(reason::no_such_reminder));
    CHECK(snooze_reminder(group.work(), press(message_kind::vote_reminder, 99, monday))
              .rejected_for(reason::no_such_reminder));
    CHECK(reminder_done(group.work(), press(message_kind::welcome_card, 1, monday))
              .rejected_for(reason::no_such_reminder));
    CHECK(reminder_done(group.work(), press(message_kind::vote_reminder, 1, monday, "zoe"))
              .rejected_for(reason::not_a_member));
}

TEST_CASE_METHOD(one_group, "after Slack was away, one message goes and takes the other late ones along")
{
    REQUIRE(wish(about(message_kind::leader_day, 1), monday) == reminder_fate::now);
    const auto first = last();
    REQUIRE(wish(about(message_kind::session_over, 2), monday + hours{1}) == reminder_fate::now);
    REQUIRE(wish(about(message_kind::leader_missing, 3, monday + hours{8}), monday + hours{1}) ==
            reminder_fate::now);
    const auto tuesday = monday + hours{25};
    REQUIRE(wish(about(message_kind::leader_day, 4), tuesday) == reminder_fate::now);

    CHECK(may_leave(group.work(), first, tuesday));

    const auto waiting = group.work().outbox().waiting_for(workspace, user_id("ben"));
    REQUIRE(waiting.size() == 2); // the first, and the one that is not late
    CHECK(waiting[1].what.subject == 4);
    CHECK(along(first, tuesday) == std::vector<std::int64_t>{2}); // the third is void
}

TEST_CASE_METHOD(one_group, "after Slack was away, nothing leaves in the night")
{
    REQUIRE(wish(about(message_kind::leader_day, 1), monday) == reminder_fate::now);
    REQUIRE(wish(about(message_kind::leader_day, 2, at("2026-12-01 08:00"), "cleo"), monday) ==
            reminder_fate::now);
    const auto all = group.said();
    const auto night = at("2026-12-01 03:00");

    CHECK_FALSE(may_leave(group.work(), all[all.size() - 2], night));
    CHECK_FALSE(may_leave(group.work(), all.back(), night));

    CHECK(group.said()[all.size() - 2].next_try_at == at("2026-12-01 09:00"));
    CHECK(group.said().back().state == delivery_state::dropped);
    CHECK(may_leave(group.work(), group.said()[all.size() - 2], at("2026-12-01 09:00")));
}
