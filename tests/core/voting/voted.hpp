// A group whose vote has ended, and the plan that came of it: for tests of plans and of picking.
#pragma once

#include "core/voting/pick_topic.hpp"
#include "core/voting/settle_plan.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace peerbot::test {

// To settle the plan as it is shown at that moment.
inline core::plan_request shown_to(core::unit_of_work& work, const core::group& here,
                                   const std::string& person, core::ballot_id about, core::instant now)
{
    const auto plan = core::plan_of(work, here, about, now);
    return {.by = core::user_id(person), .ballot = about, .revision = plan ? plan->revision : 1, .now = now};
}

using people = std::vector<std::string>;
using numbers = std::vector<int>;

inline const auto deadline = at("2026-11-13 10:00");
inline const auto monday = at("2026-11-16 10:00");

// The vote ends Audio 5, Video 4, Light 3, Maps 2, and nobody wants Charts. Ben can teach Audio, cleo Light.
struct voted
{
    group_under_test group{group_shape{.members = 5, .begun = "2026-11-11 10:00"}};
    core::ballot closed;

    explicit voted(core::plan_rule rule = core::plan_rule::topic_first)
    {
        if (rule != core::plan_rule::topic_first) REQUIRE(choose(rule));
        const auto running = group.open_ballot({"Audio", "Video", "Light", "Maps", "Charts"}, deadline);
        REQUIRE(group.teach("ben", 1));
        REQUIRE(group.teach("cleo", 3));
        const auto all = names(5);
        for (std::size_t i = 0; i < all.size(); ++i) {
            numbers chosen;
            for (int number = 1; number + static_cast<int>(i) <= 5 && number <= 4; ++number)
                chosen.push_back(number);
            REQUIRE(group.vote(all[i], chosen, group.begun()));
        }
        group.pass_until(deadline);
        closed = group.reread(running);
    }

    core::result<core::group> choose(core::plan_rule rule, const std::string& person = "ana",
                                     core::instant now = monday)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return core::choose_plan_rule(work, here, core::user_id(person), rule, now);
        });
    }
    core::result<core::topic_plan> settle(const std::string& person = "ana", core::instant now = monday)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return core::settle_plan(work, here, shown_to(work, here, person, closed.id, now));
        });
    }
    core::line_wish wish(int meeting, int topic, const std::string& leader = "")
    {
        core::line_wish made{.meeting = group.meeting(meeting).id, .topic = {}, .leader = {}};
        if (topic != 0) made.topic = group.topic(topic).id;
        if (!leader.empty()) made.leader = core::user_id(leader);
        return made;
    }
    core::result<core::topic_plan> change(const std::vector<core::line_wish>& wishes,
                                          const std::string& person = "ana")
    {
        return group.attempt([&](auto& work, const auto& here) {
            return core::change_plan(work, here, shown_to(work, here, person, closed.id, monday), wishes);
        });
    }
    core::result<core::session> pick(const std::string& person, int meeting, int topic,
                                     core::instant now = monday)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return core::pick_topic(work, here, core::user_id(person), group.meeting(meeting).id,
                                    group.topic(topic).id, now);
        });
    }
    core::topic_plan plan() { return group.plan_from(closed).value(); }
    // By number; 0 for none.
    std::vector<core::session> next_three()
    {
        auto all = group.planned();
        all.resize(3);
        return all;
    }
    numbers topics_of_sessions()
    {
        numbers found;
        for (const auto& meeting : next_three())
            found.push_back(meeting.topic ? group.work().topics().find(meeting.topic)->number : 0);
        return found;
    }
    people leaders_of_sessions()
    {
        people found;
        for (const auto& meeting : next_three())
            found.push_back(meeting.leading == core::leader_state::open ? "open"
                                                                        : group.name(meeting.leader));
        return found;
    }
    std::vector<std::string> lines()
    {
        std::vector<std::string> found;
        for (const auto& line : plan().lines) {
            const auto topic = line.topic ? group.work().topics().find(line.topic)->title : "they pick";
            found.push_back(topic + " by " + (line.leader ? group.name(line.leader) : "nobody"));
        }
        return found;
    }
};

} // namespace peerbot::test
