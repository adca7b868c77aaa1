// A weekly group that lives through a history of what people do, in a database in memory, and keeps count of
// what the rules of the rotation promise over it.
#pragma once

#include "core/rotation/plan.hpp"
#include "tests/support/group.hpp"

#include <iosfwd>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace peerbot::test {

enum class act
{
    hold,
    hold_named,
    not_held,
    cancel, // the next session, ahead of it
    move,   // the next session, by `for_days` or back to tomorrow
    rescue, // a facilitator chooses, as at the end of the ladder
    join,
    leave,
    pause,
    resume,
    skip,
    assign,
    assign_two,
    confirm,
    offer,
    swap,
    take,
    decline,
};

struct step
{
    act what = act::hold;
    int who = 0;      // of eight people
    int for_days = 1; // up to 39
};

std::ostream& operator<<(std::ostream& out, const step& one);

// Begins with four of the eight people; ana, its facilitator, stays. Leaders who say nothing are taken
// through the ladder whenever a session begins.
class lived_group
{
  public:
    void live(const step& one);

    // What is broken after the last step, in words; empty when every promise holds: all balances sum to
    // nothing and stay within two turns, nobody leads while away, nobody but its holder or a logged override
    // moved a confirmed turn.
    std::string broken();
    // The same of the sessions held so far: nobody led twice running unless they volunteered, a facilitator
    // named them, or nobody else could.
    std::string broken_when_held();

    int taken() const { return taken_; }
    int swapped() const { return swapped_; }
    int shared() const { return shared_; }
    int rescued() const { return rescued_; }
    int moved() const { return moved_; }
    int offered_in_silence();

    group_under_test group{group_shape{.members = 4, .cadence = "every week on Tuesday"}};

  private:
    // A session that somebody leads for sure, and how long its log is.
    struct sure_turn
    {
        core::leader_ids leaders;
        std::size_t logged = 0;
    };

    bool present(const std::string& person);
    core::session begin_first();
    void hold(std::optional<std::string> leader);
    void call_off();
    void cancel();
    void move(int by_days);
    void rescue(int how);
    void confirm(const std::string& person);
    void take(const std::string& person);
    void decline(const std::string& person);
    void assign(const std::string& person, const std::optional<std::string>& other = {});
    void note_plan();
    core::leader_ids led_last();
    void note_alone(std::size_t at, const core::leader_ids& before, const std::vector<core::member>& people);
    void note_sure_turns();

    std::string wrong_balance();
    std::string led_by_somebody_away();
    std::string moved_without_right();
    bool called_off_between(const core::session& earlier, const core::session& later);
    bool moved_rightly(const core::session& meeting, core::member_id from, std::size_t known);

    core::instant now_ = group.begun();
    std::vector<core::turn> plan_;               // after the last step
    std::map<core::session_id, sure_turn> sure_; // before it
    std::set<int> alone_; // sessions that at some moment only a neighbour's leader could lead
    std::set<int> named_; // whose leader a facilitator named, or who volunteered; or that were moved
    int taken_ = 0;
    int swapped_ = 0;
    int shared_ = 0;
    int rescued_ = 0;
    int moved_ = 0;
};

} // namespace peerbot::test
