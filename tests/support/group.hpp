// A group in a database in memory, spoken to by first names: ana set it up and is its facilitator, the others
// joined after her, a minute apart. Time is passed in; a request that is rejected is taken back, as the edge
// does it.
#pragma once

#include "core/groups/membership.hpp"
#include "core/result.hpp"
#include "core/rotation/booking.hpp"
#include "core/rotation/offers.hpp"
#include "core/rotation/turns.hpp"
#include "core/unit_of_work.hpp"
#include "core/voting/cast_vote.hpp"
#include "core/voting/open_ballot.hpp"
#include "core/voting/topic_plan.hpp"
#include "tests/support/printers.hpp" // IWYU pragma: export

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::storage {
class memory_database;
}

namespace peerbot::test {

// "2027-03-09 15:00", in UTC.
core::instant at(std::string_view written);
// "2027-03-09"
core::date day(std::string_view written);
// The first so many of ana, ben, cleo, dan, ...; at most twelve.
std::vector<std::string> names(int how_many);

struct group_shape
{
    int members = 3;
    std::string_view zone = "Europe/London";
    std::string_view cadence = "second Tuesday";
    core::minutes meets_at = core::hours{15};
    std::string_view begun = "2026-11-23 10:00"; // a Monday
};

using tally = std::map<std::string, int>;

class group_under_test
{
  public:
    explicit group_under_test(const group_shape& shape = {});
    ~group_under_test();

    core::unit_of_work& work();
    core::group here();
    // The time that changes outside of timers are made at; timers set it themselves.
    void set_now(core::instant now);
    // As after the end of the process: nothing is left but what is stored.
    void restart();
    core::instant begun() const { return begun_; }

    // Runs a rule in a transaction of its own, which is taken back when it is rejected.
    template <class Rule>
    auto attempt(const Rule& rule)
    {
        begin();
        auto answer = rule(work(), here());
        end(static_cast<bool>(answer));
        return answer;
    }

    core::result<core::member> join(const std::string& person, core::instant now);
    core::result<core::member> leave(const std::string& person, core::instant now);
    core::result<core::member> pause(const std::string& person, std::string_view until, core::instant now);
    core::result<core::member> resume(const std::string& person, core::instant now);
    core::result<core::member> make_facilitator(const std::string& person, const std::string& by = "ana");
    // In a channel of its own in the same workspace: the first of these people set it up when this one began.
    core::group another_group(const std::vector<std::string>& people);
    core::member who(const std::string& person);
    core::member_id id(const std::string& person) { return who(person).id; }
    std::string name(core::member_id id);

    // Whatever else is like it.
    core::result<core::topic> propose(const std::string& person, std::string_view title);
    core::result<core::topic> teach(const std::string& person, int number);
    core::result<core::topic> second(const std::string& person, int number, bool wanted = true);
    core::topic topic(int number);
    // By ana when the group began, on the topics with these titles, which she proposes; until `closes_at`,
    // and otherwise as wished.
    core::ballot open_ballot(const std::vector<std::string>& titles, core::instant closes_at,
                             const core::ballot_wish& wish = {});
    core::result<core::ballot_view> vote(const std::string& person, const std::vector<int>& numbers,
                                         core::instant now);
    core::result<core::ballot_view> press(const std::string& person, const core::ballot& running, int number,
                                          core::instant now, std::optional<int> mark = {});
    // By ana, whatever its deadline.
    core::ballot close(core::instant now);
    core::ballot reread(const core::ballot& before);
    tally counted(const core::ballot& running);
    // The numbers of the topics that the person chose.
    std::vector<int> chosen(const std::string& person, const core::ballot& running);
    // The marks that the person gave, by the number of the topic.
    std::map<int, int> marks(const std::string& person, const core::ballot& running);
    // The lines of a closed ballot as stored, the first place first.
    std::vector<core::ballot_line> result_of(const core::ballot& closed);
    std::optional<core::topic_plan> plan_from(const core::ballot& closed);

    // The planned sessions, those already begun included.
    std::vector<core::session> planned();
    core::session meeting(int number);
    // Who leads the first three planned sessions, by first name; "nobody" where nobody can.
    std::vector<std::string> plan();
    core::result<core::session> confirm(const std::string& person, int number, core::instant now);
    core::result<core::skipped_turn> skip(const std::string& person, core::instant now,
                                          std::optional<int> number = {});
    core::result<core::session> assign(const std::string& person, int number, core::instant now,
                                       const std::string& by = "ana");
    // By ana, an hour after the first planned session ended, led by whom the plan says or by `leader`.
    core::result<core::held_session> hold_next(std::optional<std::string> leader = {});
    core::result<core::held_session> held(const std::string& by, int number, core::instant now,
                                          std::optional<std::string> leader = {});
    core::result<core::session> not_held(const std::string& by, int number, core::instant now);
    core::share owed(const std::string& person);
    core::share sum_owed();

    std::vector<core::timer> waiting();
    core::instant due(core::timer_kind kind, std::int64_t subject);
    // Fires what is due, each timer at its own instant, until and at the given one.
    void pass_until(core::instant end);
    // Fires everything that is due at one instant, as after an outage.
    void wake_at(core::instant now);
    // Fires every waiting timer of this kind and subject, at the given instant.
    void fire(core::timer_kind kind, std::int64_t subject, core::instant now);

    // Everything ever said, oldest first.
    std::vector<core::outbox_row> said();
    std::vector<core::message> said(core::message_kind kind);
    std::vector<core::message> said(core::message_kind kind, std::int64_t subject);
    bool dirty(core::card_id card);
    void post_card(core::card_id card, core::instant now);

  private:
    void begin();
    void end(bool accepted);

    std::unique_ptr<storage::memory_database> base_;
    core::instant begun_;
    core::group_id id_;
};

// First names for people, "the channel" for a channel.
std::string recipient_name(const core::message& said);
std::vector<std::string> recipients(const std::vector<core::message>& said);

} // namespace peerbot::test
