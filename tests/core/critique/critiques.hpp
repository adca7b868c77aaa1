// Requests for critiques in a group of a test, spoken to by first names.
#pragma once

#include "core/critique/afterwards.hpp"
#include "core/critique/critics.hpp"
#include "core/critique/giving.hpp"
#include "core/critique/requests.hpp"
#include "tests/support/group.hpp"

#include <string>
#include <vector>

namespace peerbot::test {

// A Monday morning in working hours; the group began the Monday before.
inline const core::instant monday = at("2026-11-30 10:00");

// What of a request matters to a test.
struct wanted
{
    std::string subject = {};
    bool external = false;
    std::string purpose = {};
    core::work_stage stage = core::work_stage::draft;
    std::string looked_at = {};
    std::string unwanted = {};
    std::optional<core::date> by_when = {};
    core::critique_reading reading = core::critique_reading::as_it_comes;
};

class critiques
{
  public:
    explicit critiques(const group_shape& shape = {}) : group(shape) {}

    group_under_test group;

    core::result<core::critique> ask(const std::string& person, core::instant now = monday,
                                     const wanted& more = {})
    {
        const core::critique_wish wish{.by = core::user_id(person),
                                       .subject = more.subject.empty() ? "https://example.org/" + person
                                                                       : more.subject,
                                       .external = more.external,
                                       .purpose = more.purpose,
                                       .stage = more.stage,
                                       .wanted = more.looked_at,
                                       .unwanted = more.unwanted,
                                       .by_when = more.by_when,
                                       .reading = more.reading,
                                       .now = now};
        return group.attempt(
            [&](auto& work, const auto& here) { return core::request_critique(work, here, wish); });
    }
    core::critique asked(const std::string& person, core::instant now = monday, const wanted& more = {})
    {
        return *ask(person, now, more);
    }
    core::critique reread(const core::critique& one) { return *group.work().critiques().find(one.id); }

    core::result<core::critic> volunteer(const std::string& person, const core::critique& one,
                                         core::instant now)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return core::volunteer_as_critic(work, here, one.id, core::user_id(person), now);
        });
    }
    core::result<core::critic> decline(const std::string& person, const core::critique& one,
                                       core::instant now)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return core::decline_critique(work, here, one.id, core::user_id(person), now);
        });
    }
    core::result<core::critic> name(const std::string& person, const core::critique& one, core::instant now,
                                    const std::string& by = "ana")
    {
        return group.attempt([&](auto& work, const auto& here) {
            return core::name_critic(work, here, one.id, core::user_id(by), core::user_id(person), now);
        });
    }
    core::result<core::critique> discuss(const core::critique& one, core::instant now,
                                         const std::string& by = "ana")
    {
        return group.attempt([&](auto& work, const auto& here) {
            return core::discuss_in_session(work, here, one.id, core::user_id(by), now);
        });
    }
    core::result<core::critique> extend(const core::critique& one, core::instant now,
                                        const std::string& by = "ana")
    {
        return group.attempt([&](auto& work, const auto& here) {
            return core::extend_critique(work, here, one.id, core::user_id(by), now);
        });
    }
    core::result<core::critique> close(const std::string& person, const core::critique& one,
                                       core::instant now)
    {
        return group.attempt([&](auto& work, const auto& here) {
            return core::close_critique(work, here, one.id, core::user_id(person), now);
        });
    }

    static core::written_feedback words(const std::string& person, const core::critique& one,
                                        core::instant now)
    {
        return {.by = core::user_id(person),
                .request = one.id,
                .parts = {"noticed by " + person, "works for " + person, ""},
                .source = core::advice_source::did_it,
                .now = now};
    }
    core::result<core::feedback> hand_in(const core::written_feedback& typed)
    {
        return group.attempt([&](auto& work, const auto& here) { return core::hand_in(work, here, typed); });
    }
    core::result<core::feedback> give(const std::string& person, const core::critique& one, core::instant now)
    {
        return hand_in(words(person, one, now));
    }
    core::outcome draft(const core::written_feedback& typed)
    {
        return group.attempt(
            [&](auto& work, const auto& here) { return core::save_draft(work, here, typed); });
    }

    // Those in this state, in the order in which they were asked.
    std::vector<std::string> critics(const core::critique& one,
                                     core::critic_state state = core::critic_state::waiting)
    {
        std::vector<std::string> found;
        for (const auto& row : group.work().critiques().critics(one.id))
            if (row.state == state) found.push_back(group.name(row.member));
        return found;
    }
    core::critic critic(const std::string& person, const core::critique& one)
    {
        return *group.work().critiques().critic_of(one.id, group.id(person));
    }
    core::share owed(const std::string& person)
    {
        return core::owed_by(group.work().critiques().balances(group.here().id), group.id(person));
    }
    // By whom what the person may read was written.
    std::vector<std::string> readable(const std::string& person, const core::critique& one)
    {
        std::vector<std::string> found;
        for (const auto& each : core::readable_feedback(group.work(), reread(one), group.id(person)))
            found.push_back(group.name(each.author));
        return found;
    }
    std::vector<std::string> told(core::message_kind kind, const core::critique& one)
    {
        return recipients(group.said(kind, one.id.value));
    }
};

} // namespace peerbot::test
