// A group with the templates that ship, and an assist in it, spoken to by first names. The clock only moves
// forward; what is said is noted with its time.
#pragma once

#include "core/assist/assist.hpp"
#include "core/assist/contribute.hpp"
#include "core/assist/propose.hpp"
#include "core/assist/view.hpp"
#include "tests/support/group.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::test {

class stage
{
  public:
    // In London, begun on Monday 23 November 2026 at 10:00.
    explicit stage(int members = 6, bool restarts = false);

    group_under_test group;
    core::instant now;

    // By ben, accepted by ana when somebody has to; the others join.
    core::assist ask(const std::string& format, core::assist_pace pace = core::assist_pace::in_writing,
                     std::optional<core::instant> meets_at = {},
                     const std::vector<std::string>& joining = {"cleo", "dan", "eva"});
    core::assist pick(const std::string& format, core::assist_pace pace = core::assist_pace::in_writing,
                      std::optional<core::instant> meets_at = {});
    // "How?", asked for and not decided on where somebody has to. The first one is the current one.
    struct asking
    {
        std::string by = "ben";
        std::string format = "classic";
        core::assist_pace pace = core::assist_pace::in_writing;
        std::optional<core::instant> meets_at = {};
        std::optional<core::instant> deadline = {};
    };
    core::assist draft(const asking& wish);
    core::assist draft() { return draft(asking{}); }
    core::assist current();
    // The name of the phase that runs; empty when none does.
    std::string phase();
    core::result<core::contribution> say(const std::string& person, core::contribution_kind kind,
                                         const std::string& text, std::optional<core::help_tag> tag = {},
                                         core::contribution_id about = {});
    core::assist advance(const std::string& by = "ana");
    // To the beginning of the phase of that name, by pressing on.
    void advance_to(std::string_view name);

    void pass_until(core::instant end);
    void pass(core::milliseconds length) { pass_until(now + length); }
    // To whom messages of this kind went.
    std::vector<std::string> told(core::message_kind kind);
    // Whether something will still happen by itself, or somebody was asked.
    bool moves();

    // Everybody does what the phase asks for, until it is done or stopped.
    void play();
    // The same, to the beginning of the phase of that name.
    void play_to(std::string_view name);
    // What was said to whom, a line each, with its time in London.
    std::string transcript();

    template <class Rule>
    auto attempt(const Rule& rule)
    {
        group.set_now(now);
        return group.attempt(
            [&](core::unit_of_work& work, const core::group& here) { return rule(work, here); });
    }

  private:
    void step();
    void act();
    void act_in_phase(const core::assist& one, const core::phase_run& run);
    void act_in_closing(const core::assist& one);
    bool still(const core::phase_run& run);
    std::string line(const core::message& what);

    bool restarts_;
    core::assist_id id_;
    std::set<std::int64_t> acted_;
    std::size_t outcomes_ = 0;
};

std::string kind_name(core::message_kind kind);

} // namespace peerbot::test
