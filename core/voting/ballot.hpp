// The ballots on which a group votes for topics, and the votes on them.
#pragma once

#include "core/voting/topic.hpp"

#include <optional>
#include <string>
#include <vector>

namespace peerbot::core {

inline constexpr int most_topics_on_ballot = 20;
inline constexpr int most_votes_on_topic = 2; // of one voter, on a ballot with a budget
inline constexpr int fewest_for_anonymous = 5;
// The topics that the next sessions have room for: a tie matters where it crosses this line.
inline constexpr int sessions_from_ballot = 3;

enum class ballot_method
{
    approval, // every topic one would come to
    budget,   // a few votes to spend, at most two on one topic
    ranked,   // an order of preference, counted by instant run-off
};

enum class close_cause
{
    deadline,
    facilitator,
};

struct ballot
{
    ballot_id id;
    group_id group;
    int number = 0; // counts up within the group: what people type
    user_id opener;
    instant opened_at;
    instant closes_at;
    std::optional<instant> closed_at = {};
    std::optional<close_cause> closed_by = {};
    ballot_method method = ballot_method::approval;
    int budget = 0;                  // votes that each member has; 0 unless the method is budget
    bool hidden = true;              // nobody sees counts before it is closed
    bool anonymous = false;          // nobody ever sees who chose what; always hidden as well
    bool extended = false;           // too few had voted at its first deadline
    ballot_id decides = {};          // the ballot whose tie this run-off breaks
    int voters = 0;                  // members with at least one vote on it; when closed, those that counted
    int electorate = 0;              // members who could have voted, as of the close; 0 until then
    int room = sessions_from_ballot; // sessions that its topics can be scheduled for, as of the close
    card_id card = {};

    bool open() const { return !closed_at; }
    // So few voted on an anonymous ballot that its counts would give choices away: nothing of them is kept.
    bool withheld() const { return closed_at && anonymous && voters < fewest_for_anonymous; }
};

// Which rule set a place apart from the next one, in the order in which they are asked.
enum class place_rule
{
    more_votes,
    more_voters,
    has_teacher,
    taught_less,
    proposed_earlier,
    by_lot,    // SHA-256 of the ballot's and the topic's id, core/voting/lot.hpp
    run_off,   // the group voted again on a tie
    as_before, // the run-off ended in a tie too: the order of the vote before stays
    shared,    // nothing had to: the next one has the same place
};

// One line of a ballot: a topic and its votes. Until the close only `votes` is known, from then on all of it,
// and it never changes again.
struct ballot_line
{
    topic subject;
    int votes = 0;  // ranked: of those who put it first
    int voters = 0; // who gave it any vote
    int place = 0;  // from 1; 0 until the close
    place_rule decided_by = place_rule::more_votes;
    bool tied = false;      // it is one of those whose tie decided what is scheduled
    int teachers = 0;       // who had offered to teach it
    int times_taught = 0;   // by then
    bool plannable = true;  // at the close it was on the list, and no session had it
    std::string title = {}; // as it read at the close; empty until then
    int planned_for = 0;    // the number of the session that has it now; 0 for none

    // As the voters knew it: what is reworded later does not change a result.
    const std::string& shown_title() const { return title.empty() ? subject.title : title; }
};

// A topic on a ballot by what people call it.
struct ballot_topic
{
    topic_id id;
    int number = 0;
    std::string title;
};

// What one voter gave one topic.
struct vote
{
    topic_id topic;
    int mark = 1; // approval: 1; budget: how many votes; ranked: its place in the voter's order, from 1
    auto operator<=>(const vote&) const = default;
};

struct cast_row
{
    member_id voter;
    vote given;
};

// How many voters a topic had in one round of an instant run-off. Who is in no later round went out.
struct round_count
{
    int round = 0; // from 1
    topic_id topic;
    int votes = 0;
    // Set where it went out: `more_votes` when all others had more, else the rule by which it lost to the one
    // of its equals that came next.
    std::optional<place_rule> out_by = {};
    auto operator<=>(const round_count&) const = default;
};

class ballot_repository
{
  public:
    virtual ~ballot_repository() = default;
    virtual std::optional<ballot> find(ballot_id id) = 0;
    virtual std::optional<ballot> find_number(group_id group, int number) = 0;
    virtual std::optional<ballot> open_in(group_id group) = 0;
    virtual std::optional<ballot> newest_closed(group_id group) = 0;
    // The newest closed one that decided something: somebody voted, and the counts were not withheld.
    virtual std::optional<ballot> newest_with_result(group_id group) = 0;
    // The run-off that was opened to break this ballot's tie.
    virtual std::optional<ballot> run_off_of(ballot_id id) = 0;
    // By topic number.
    virtual std::vector<ballot_line> lines(ballot_id id) = 0;
    virtual bool has_line(ballot_id id, topic_id topic) = 0;
    // The topic on it that people know by this number.
    virtual std::optional<ballot_topic> topic_numbered(const ballot& on, int number) = 0;
    // Stores the ballot under the group's next number and returns it as stored.
    virtual ballot add(const ballot& fresh, const std::vector<topic_id>& topics) = 0;
    virtual void save(const ballot& changed) = 0;
    // What the count gave: every line's votes, voters, place and rule.
    virtual void save_line(ballot_id id, const ballot_line& counted) = 0;
    virtual void add_round(ballot_id id, const round_count& counted) = 0;
    // By round, then by topic.
    virtual std::vector<round_count> rounds(ballot_id id) = 0;
};

class vote_repository
{
  public:
    virtual ~vote_repository() = default;
    // By topic id.
    virtual std::vector<vote> of(const ballot& on, member_id voter) = 0;
    // Makes the voter's choice exactly this; counts of lines and voters follow in the same transaction.
    virtual void replace(const ballot& on, member_id voter, const std::vector<vote>& choice) = 0;
    // Who has at least one vote on the ballot: those who are active, and those who are not, whose votes do
    // not count. Both by member id; of an anonymous one, nobody once it is closed.
    virtual std::vector<user_id> active_voters(const ballot& on) = 0;
    virtual std::vector<member_id> voters_away(const ballot& on) = 0;
    virtual bool has_voted(const ballot& on, member_id voter) = 0;
    // Every vote, by voter and topic.
    virtual std::vector<cast_row> all(const ballot& on) = 0;
    // Deletes who chose what on an anonymous ballot, so that it can be found nowhere in the database's files
    // any more, neither in the file itself nor in its log, within moments of the commit.
    virtual void forget_choices(const ballot& on) = 0;
};

} // namespace peerbot::core
