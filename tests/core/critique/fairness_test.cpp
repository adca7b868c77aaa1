// Whom the bot asks for critiques over random histories, in plain values: how far people come from their fair
// share. The same rules with everything around them are in critique_histories_test.cpp.
#include "core/critique/account.hpp"
#include "core/critique/requests.hpp"

#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <vector>

using namespace peerbot::core;

namespace {

enum class nature
{
    writes,
    volunteers,
    declines,
    silent,
};

struct person
{
    member_id id;
    nature does = nature::writes;
    bool here = true;
    share owed = {};
    share unbounded = {}; // the account without what was forgiven and evened
    share literal = {}; // the parts of requests they could have been asked for, less what they were asked for
    std::array<int, 13> met{}; // when they last wrote for whom, as steps of the history
};

struct asked
{
    std::size_t who;
    bool given = false;
    bool out = false;
};

struct piece
{
    critique_id id;
    std::size_t asker = 0;
    int wants = 0;
    int age = 0;
    std::vector<asked> critics = {};
    std::vector<critique_entry> booked = {};
};

// One group; a step is a day or so.
class life
{
  public:
    share farthest = {};
    share most_literal = {};
    share most_unbounded = {};
    int requests = 0;
    int named = 0;
    int ended_with_none = 0; // while somebody could still have been asked

    // In a calm one everybody writes, and nobody leaves, volunteers or is named.
    explicit life(unsigned seed, bool calm = false) : luck_(seed), calm_(calm)
    {
        const auto size = 4 + below(9);
        keen_ = 1 + below(2);
        for (std::size_t i = 0; i < size; ++i)
            people_.push_back({.id = member_id{static_cast<std::int64_t>(i) + 1},
                               .does = calm_ ? nature::writes : any_nature()});
    }

    void live(int steps)
    {
        for (now_ = 1; now_ <= steps; ++now_) {
            if (below(3) != 0) ask_for_one(below(4) != 0 ? below(keen_) : below(people_.size()));
            if (!calm_ && below(12) == 0) come_or_go(below(people_.size()));
            if (!calm_ && below(15) == 0) name_somebody();
            for (auto& one : open_)
                grow(one);
            end_ready();
            check();
        }
    }

  private:
    std::size_t below(std::size_t limit)
    {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(luck_);
    }

    nature any_nature()
    {
        constexpr std::array kinds{nature::writes,     nature::writes,   nature::writes,
                                   nature::volunteers, nature::declines, nature::silent};
        return kinds[below(kinds.size())];
    }

    int open_for(std::size_t who) const
    {
        int count = 0;
        for (const auto& one : open_)
            count +=
                static_cast<int>(std::count_if(one.critics.begin(), one.critics.end(), [&](const asked& a) {
                    return a.who == who && !a.given && !a.out;
                }));
        return count;
    }

    static asked* find(piece& one, std::size_t who)
    {
        const auto found = std::find_if(one.critics.begin(), one.critics.end(),
                                        [&](const asked& a) { return a.who == who; });
        return found == one.critics.end() ? nullptr : &*found;
    }

    bool could_be_asked(piece& one, std::size_t who) const
    {
        return people_[who].here && who != one.asker && find(one, who) == nullptr &&
               open_for(who) < most_open_critiques;
    }

    std::vector<critique_balance> balances(const std::vector<std::size_t>& who) const
    {
        std::vector<critique_balance> found;
        for (const auto i : who)
            found.push_back({.member = people_[i].id, .owed = people_[i].owed});
        return found;
    }

    std::vector<std::size_t> able(piece& one) const
    {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < people_.size(); ++i)
            if (could_be_asked(one, i)) found.push_back(i);
        return found;
    }

    void book(piece& one, const std::vector<critique_entry>& entries)
    {
        for (const auto& entry : entries) {
            auto& who = people_[static_cast<std::size_t>(entry.member.value) - 1];
            who.owed += entry.amount;
            if (entry.cause != entry_cause::forgiven && entry.cause != entry_cause::evened)
                who.unbounded += entry.amount;
            one.booked.push_back(entry);
        }
    }

    void book_shares(piece& one)
    {
        if (!one.booked.empty()) return;
        const auto who = able(one);
        const auto shares = shares_of(one.id, one.wants, balances(who));
        for (const auto& entry : shares)
            if (entry.cause == entry_cause::share)
                people_[static_cast<std::size_t>(entry.member.value) - 1].literal += entry.amount;
        book(one, shares);
    }

    void ask_for_one(std::size_t asker)
    {
        if (!people_[asker].here || open_.size() >= 6) return;
        const auto active =
            std::count_if(people_.begin(), people_.end(), [](const person& p) { return p.here; });
        open_.push_back({.id = critique_id{++requests}, .asker = asker, .wants = active < 6 ? 2 : 3});
    }

    void take_on(piece& one, std::size_t who)
    {
        REQUIRE(who != one.asker);
        book_shares(one);
        one.critics.push_back({.who = who});
        CHECK_FALSE(open_for(who) > most_open_critiques);
        if (const auto entry = taking(one.id, {people_[who].id, people_[who].owed})) book(one, {*entry});
    }

    bool ask_next(piece& one)
    {
        book_shares(one);
        std::vector<critic_candidate> candidates;
        for (const auto i : able(one))
            candidates.push_back({.member = people_[i].id,
                                  .owed = people_[i].owed,
                                  .last_met = instant{days{people_[i].met[one.asker]}}});
        if (const auto lift = lift_needed(candidates); lift > share{}) {
            std::vector<std::size_t> here;
            for (std::size_t i = 0; i < people_.size(); ++i)
                if (people_[i].here) here.push_back(i);
            book(one, evening(one.id, lift, balances(here)));
            for (auto& candidate : candidates)
                candidate.owed += lift;
        }
        const auto next = next_critic(candidates);
        REQUIRE(next.has_value() == !candidates.empty());
        if (!next) return false;
        const auto who = static_cast<std::size_t>(next->value) - 1;
        take_on(one, who);
        people_[who].literal -= one_turn;
        farthest = std::max({farthest, people_[who].owed, -people_[who].owed});
        return true;
    }

    void step_out(piece& one, asked& who)
    {
        who.out = true;
        std::vector<std::size_t> heirs;
        for (std::size_t i = 0; i < people_.size(); ++i) {
            const bool shares =
                std::any_of(one.booked.begin(), one.booked.end(), [&](const critique_entry& e) {
                    return e.member == people_[i].id && e.cause == entry_cause::share;
                });
            const auto* row = find(one, i);
            if (i != who.who && people_[i].here && shares && (row == nullptr || (!row->given && !row->out)))
                heirs.push_back(i);
        }
        const auto& leaver = people_[who.who];
        book(one, stepping_out(one.id, {leaver.id, leaver.owed}, one.booked, balances(heirs)));
        people_[who.who].literal += one_turn; // asked, but not any more
    }

    int standing(const piece& one) const
    {
        return static_cast<int>(
            std::count_if(one.critics.begin(), one.critics.end(), [](const asked& a) { return !a.out; }));
    }

    void act(piece& one, asked& who)
    {
        auto& critic = people_[who.who];
        const bool overdue = one.age > 4;
        if (critic.does == nature::declines && below(2) == 0) return step_out(one, who);
        if (critic.does == nature::silent) {
            if (overdue && !able(one).empty()) step_out(one, who);
            return;
        }
        if (below(3) == 0) {
            who.given = true;
            critic.met[one.asker] = now_;
        }
    }

    void grow(piece& one)
    {
        if (one.age++ == 0) {
            for (std::size_t i = 0; i < people_.size(); ++i)
                if (people_[i].does == nature::volunteers && below(3) == 0 && could_be_asked(one, i))
                    take_on(one, i);
            return;
        }
        while (standing(one) < one.wants && ask_next(one)) {
        }
        for (std::size_t i = 0; i < one.critics.size(); ++i)
            if (auto who = one.critics[i]; !who.given && !who.out) act(one, one.critics[i]);
    }

    void come_or_go(std::size_t who)
    {
        auto& one = people_[who];
        one.here = !one.here;
        if (one.here) return;
        for (auto& running : open_)
            if (auto* row = find(running, who); row != nullptr && !row->given && !row->out)
                step_out(running, *row);
    }

    void name_somebody()
    {
        if (open_.empty()) return;
        auto& one = open_[below(open_.size())];
        const auto who = able(one);
        if (who.empty()) return;
        take_on(one, who[below(who.size())]);
        ++named;
    }

    void end(piece& one)
    {
        std::vector<member_id> silent;
        int given = 0;
        for (const auto& who : one.critics) {
            if (who.given) ++given;
            if (!who.given && !who.out) silent.push_back(people_[who.who].id);
        }
        std::vector<std::size_t> all(people_.size());
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = i;
        if (given == 0 && !able(one).empty() && people_[one.asker].here) ++ended_with_none;
        book(one, ending(one.id, given, one.booked, balances(all), silent));
    }

    // A request ends when enough was given, at its due date with something, when its asker left, or when it
    // was extended for as long as somebody could be asked.
    void end_ready()
    {
        std::vector<piece> left;
        for (auto& one : open_) {
            const auto given =
                std::count_if(one.critics.begin(), one.critics.end(), [](const asked& a) { return a.given; });
            const bool done = given >= one.wants || (one.age > 7 && given > 0) || !people_[one.asker].here;
            const bool overdue = one.age > 10 && given == 0;
            if (done || (overdue && !ask_next(one) && one.age > 40))
                end(one);
            else
                left.push_back(one);
        }
        open_ = std::move(left);
    }

    void check()
    {
        for (const auto& one : people_) {
            if (one.owed > most_owed || one.owed < -most_owed) FAIL("a balance left its bounds");
            most_literal = std::max({most_literal, one.literal, -one.literal});
            most_unbounded = std::max({most_unbounded, one.unbounded, -one.unbounded});
        }
    }

    std::mt19937 luck_;
    bool calm_;
    std::size_t keen_ = 1;
    int now_ = 0;
    std::vector<person> people_;
    std::vector<piece> open_;
};

// In four cases, so that none takes long.
void live_many(unsigned first, unsigned last)
{
    share farthest;
    int requests = 0;
    int none = 0;
    for (unsigned seed = first; seed < last; ++seed) {
        INFO("history " << seed);
        life one(seed);
        one.live(60);
        farthest = std::max(farthest, one.farthest);
        requests += one.requests;
        none += one.ended_with_none;
    }
    CHECK(farthest <= most_owed);
    CHECK(none == 0);
    CHECK(requests > static_cast<int>(last - first) * 5);
}

} // namespace

TEST_CASE("nobody is ever more than one and a half critiques from their share, histories 1 to 2500")
{
    live_many(1, 2501);
}
TEST_CASE("nobody is ever more than one and a half critiques from their share, histories 2501 to 5000")
{
    live_many(2501, 5001);
}
TEST_CASE("nobody is ever more than one and a half critiques from their share, histories 5001 to 7500")
{
    live_many(5001, 7501);
}
TEST_CASE("nobody is ever more than one and a half critiques from their share, histories 7501 to 10000")
{
    live_many(7501, 10001);
}

// The bounds of the account hold whatever people do, as what goes beyond is forgiven. This is how little has
// to be: where everybody writes, counting everything, hardly anybody comes so far from their share.
TEST_CASE("where nobody says no, nearly every group keeps within one and a half with nothing forgiven")
{
    int beyond = 0;
    share farthest;
    for (unsigned seed = 1; seed <= 1000; ++seed) {
        life one(seed, true);
        one.live(60);
        if (one.most_unbounded > most_owed) ++beyond;
        farthest = std::max(farthest, one.most_unbounded);
    }
    INFO(beyond << " of 1000 groups, at most " << turns(farthest));
    CHECK(beyond < 80);
    CHECK(farthest < one_turn * 3);
}

// Not the promise: what would have to be true if nobody ever said no. Who never writes is not asked more
// often for it, and what they did not do is forgiven.
TEST_CASE("how far people come from the literal share", "[.measured]")
{
    for (const bool calm : {true, false}) {
        std::vector<share> literal;
        for (unsigned seed = 1; seed <= 2000; ++seed) {
            life one(seed, calm);
            one.live(60);
            literal.push_back(one.most_literal);
        }
        std::sort(literal.begin(), literal.end());
        WARN((calm ? "calm" : "wild")
             << ": median " << turns(literal[literal.size() / 2]) << ", 95 in 100 "
             << turns(literal[literal.size() * 95 / 100]) << ", most " << turns(literal.back()));
    }
}
