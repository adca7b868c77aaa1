// Random lives of groups with critiques, through the real rules and the real storage, against what is
// promised whatever people do.
#include "tests/core/critique/critiques.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

class history
{
  public:
    int asked_by_bot = 0;
    int finished = 0;

    explicit history(unsigned seed) : luck_(seed), people_(names(4 + static_cast<int>(below(9))))
    {
        here_ = std::make_unique<critiques>(group_shape{.members = static_cast<int>(people_.size())});
        for (std::size_t i = 0; i < people_.size(); ++i)
            nature_.push_back(below(5));
    }

    void live(int steps)
    {
        for (int i = 0; i < steps; ++i) {
            now_ += hours{6 + below(30)};
            here_->group.pass_until(now_);
            check();
            const bool taken_back = act();
            check(taken_back);
        }
        asked_by_bot = static_cast<int>(here_->group.said(message_kind::critique_asked).size());
        for (const auto& one : here_->group.work().critiques().newest(here_->group.here().id, 1000))
            if (one.state == critique_state::finished) ++finished;
    }

  private:
    std::size_t below(std::size_t limit)
    {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(luck_);
    }
    const std::string& somebody() { return people_[below(people_.size())]; }

    critique any_request()
    {
        const auto all = here_->group.work().critiques().newest(here_->group.here().id, 6);
        return all.empty() ? critique{} : all[below(all.size())];
    }

    void write_or_refuse(const std::string& person)
    {
        const auto who = here_->group.work().members().find(here_->group.here().id, user_id(person));
        const auto place =
            static_cast<std::size_t>(std::find(people_.begin(), people_.end(), person) - people_.begin());
        for (const auto& row : here_->group.work().critiques().waiting_for(who->id)) {
            const auto one = *here_->group.work().critiques().find(row.request);
            if (nature_[place] == 0) continue; // silent
            if (nature_[place] == 1)
                (void)here_->decline(person, one, now_);
            else
                (void)here_->give(person, one, now_);
        }
    }

    // Returns whether it was something by which people take requests back: closing and leaving.
    bool act()
    {
        const auto keen = people_[below(2)];
        const auto other = any_request();
        switch (below(12)) {
        case 0:
        case 1:
            (void)here_->ask(keen, now_);
            break;
        case 2:
            (void)here_->ask(somebody(), now_, {.by_when = day("2026-12-24")});
            break;
        case 3:
            (void)here_->volunteer(somebody(), other, now_);
            break;
        case 4:
            if (below(2) == 0) (void)here_->group.leave(somebody(), now_);
            return true;
        case 5:
            (void)here_->group.pause(somebody(), "2027-02-01", now_);
            break;
        case 6:
            (void)here_->group.resume(somebody(), now_);
            (void)here_->group.join(somebody(), now_);
            break;
        case 7:
            (void)here_->name(somebody(), other, now_, somebody());
            break;
        case 8:
            switch (below(3)) {
            case 0:
                (void)here_->discuss(other, now_, people_[0]);
                break;
            case 1:
                (void)here_->extend(other, now_, people_[0]);
                break;
            default:
                (void)here_->close(somebody(), other, now_);
                return true;
            }
            break;
        default:
            for (int i = 0; i < 3; ++i)
                write_or_refuse(somebody());
        }
        return false;
    }

    void check(bool taken_back = false)
    {
        auto& work = here_->group.work();
        const auto group = here_->group.here();
        for (const auto& one : work.critiques().balances(group.id))
            if (one.owed > most_owed || one.owed < -most_owed) FAIL("a balance left its bounds");
        for (const auto& who : work.members().present(group.id))
            if (work.critiques().count_waiting_for(who.id) > most_open_critiques)
                FAIL(who.user.value << " has more than two open");
        int withdrawn = 0;
        for (const auto& one : work.critiques().newest(group.id, 1000)) {
            check_request(work, one);
            if (one.state == critique_state::withdrawn) ++withdrawn;
        }
        if (withdrawn > withdrawn_ && !taken_back) FAIL("one ended with nothing, and nobody took it back");
        withdrawn_ = withdrawn;
    }

    void check_request(unit_of_work& work, const critique& one)
    {
        const auto critics = work.critiques().critics(one.id);
        bool given = false;
        int standing = 0;
        for (const auto& row : critics) {
            if (row.member == one.asker) FAIL("somebody looks at their own work");
            given = given || row.state == critic_state::given;
            if (row.stands()) ++standing;
            if (one.ended() && row.state == critic_state::waiting) FAIL("a critic waits for what has ended");
        }
        if (one.state == critique_state::finished && !given && !one.meeting) FAIL("one ended with nothing");
        if (one.state != critique_state::open || now_ < one.volunteers_until) return;
        // As long as somebody could be asked, nobody waits for a critic.
        if (standing >= one.critics) return;
        for (const auto& who : work.members().present(one.group))
            if (could_be_asked(work, one, who)) FAIL(who.user.value << " could be asked and was not");
    }

    std::mt19937 luck_;
    std::vector<std::string> people_;
    std::vector<std::size_t> nature_;
    std::unique_ptr<critiques> here_;
    instant now_ = monday;
    int withdrawn_ = 0;
};

void live_many(unsigned first, unsigned last)
{
    int asked = 0;
    int finished = 0;
    for (unsigned seed = first; seed <= last; ++seed) {
        INFO("history " << seed);
        history one(seed);
        one.live(40);
        asked += one.asked_by_bot;
        finished += one.finished;
    }
    CHECK(asked > 500);
    CHECK(finished > 50);
}

} // namespace

TEST_CASE("critiques keep their promises through random lives of groups, 1 to 50")
{
    live_many(1, 50);
}
TEST_CASE("critiques keep their promises through random lives of groups, 51 to 100")
{
    live_many(51, 100);
}
TEST_CASE("critiques keep their promises through random lives of groups, 101 to 150")
{
    live_many(101, 150);
}
TEST_CASE("critiques keep their promises through random lives of groups, 151 to 200")
{
    live_many(151, 200);
}
TEST_CASE("critiques keep their promises through random lives of groups, 201 to 250")
{
    live_many(201, 250);
}
TEST_CASE("critiques keep their promises through random lives of groups, 251 to 300")
{
    live_many(251, 300);
}
