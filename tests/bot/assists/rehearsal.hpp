// A peer assist as its people live it: what they type, press and fill in, in a group of six in London. The
// process ends and starts again after every step, and everything that they read is kept.
#pragma once

#include "core/assist/view.hpp"
#include "tests/bot/year/lived_workspace.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace peerbot::tests {

using answers = std::map<std::string, std::string>;

class rehearsal
{
  public:
    // Monday 4 January 2027: Ana has set up #desk, which Ben, Cleo, Dan, Eva and Finn have joined.
    rehearsal();

    // Each twenty seconds after what was before it. Throws when it was rejected, or when there was nothing to
    // press.
    void types(const std::string& person, const std::string& line);
    void presses(const std::string& person, const std::string& button);
    void presses_card(const std::string& person, const std::string& button);
    void presses_beside(const std::string& person, const std::string& button, const std::string& words);
    void fills(const std::string& person, const answers& with);
    // Presses what says `button` on the card and sends the form that opens.
    void says(const std::string& person, const std::string& button, const answers& with);
    void live_until(const std::string& wall); // "2027-01-12 15:00" in London
    void live_until(core::instant end);
    // To the beginning of the phase of that name. Throws when it does not come within three months.
    void live_to(const std::string& phase);
    void live_to_the_end();

    // Ben asks with all five answers, Ana accepts, and the others take part. `call`: "2027-01-12 15:00", or
    // empty for an assist in writing.
    void ask(const std::string& format, const std::string& call = {},
             const std::vector<std::string>& joining = {"cleo", "dan", "eva"});

    core::assist current();
    std::string phase();
    core::instant now() const { return here_->now(); }
    core::group group() { return here_->group_in("desk").value(); }
    lived_workspace& here() { return *here_; }
    // Whether a message of this kind has reached the person.
    bool heard_by(const std::string& person, core::message_kind kind) const;

    std::string transcript();

  private:
    void after_deed();
    void restart();
    [[noreturn]] void fail(const std::string& why);

    std::unique_ptr<lived_workspace> here_ = std::make_unique<lived_workspace>();
};

} // namespace peerbot::tests
