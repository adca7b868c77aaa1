// A workspace that lives through months in a moment: the real rules, words and tables on a database in
// memory, a clock that jumps from one event to the next, and a Slack that keeps what it is sent. People type
// and press at hours of their own zone, and answer messages as they are used to.
#pragma once

#include "bot/commands/table.hpp"
#include "core/message.hpp"
#include "core/time/zone.hpp"
#include "storage/sqlite/memory.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::tests {

// What reached a person or a channel.
struct heard
{
    core::instant at;
    core::message what;
    std::string text;
    std::string blocks; // JSON
};

// What somebody did, and read for it.
struct deed
{
    core::instant at;
    std::string person;
    std::string channel; // where it was done, or what it was about
    std::string words;   // "/rotation confirm", or "[I will lead]"
    std::string outcome; // as dispatch names them: done, shown, rejected; or: nothing to press
    std::string sentence;
    std::string blocks;    // JSON, of what they read
    std::string form = {}; // JSON, when one opened
};

// What a card shows since it was drawn again.
struct picture
{
    core::instant at;
    std::size_t message; // which of those that were said
    std::string text;
    std::string blocks; // JSON
};

struct span_of_time
{
    core::instant from;
    core::instant until;
    bool covers(core::instant at) const { return from <= at && at < until; }
};

// Ana is UANA to Slack, and sound is CSOUND.
core::user_id user_of(std::string_view person);
core::channel_id channel_of(std::string_view name);
std::string first_name(const core::user_id& user);
std::string channel_name(const core::channel_id& channel);

class lived_workspace
{
  public:
    // Called when something has reached somebody; adds what they will do about it.
    using habit = std::function<void(lived_workspace&, const heard&)>;

    lived_workspace() = default;
    // The same up to now; the two go on apart.
    lived_workspace(const lived_workspace& other);
    lived_workspace& operator=(const lived_workspace&) = delete;
    ~lived_workspace() = default;

    void meet(const std::string& person, const std::string& zone);
    // "2027-03-09 15:00" where the person is.
    core::instant at(std::string_view written, const std::string& person) const;
    const core::zone& zone_of(const std::string& person) const { return zones_.at(person); }
    const std::map<std::string, core::zone>& people() const { return zones_; }

    // A line typed in a channel; "@ana" in it is a mention.
    void types(core::instant when, const std::string& person, const std::string& channel,
               const std::string& line);
    // A button by its text: on this message, or else on the last answer or the newest message that the person
    // sees and that has it.
    void presses(core::instant when, const std::string& person, const std::string& button,
                 std::optional<std::size_t> on = {});
    // A button of the newest picture of a card that has it; as presses() before any was drawn again.
    void presses_card(core::instant when, const std::string& person, const std::string& button);
    // Of several buttons with one text, the one beside what begins so; on the newest message that has it.
    void presses_beside(core::instant when, const std::string& person, const std::string& button,
                        const std::string& words);
    void sends(core::instant when, const std::string& person, const std::string& callback, bot::form filled);
    // The form that opened last for the person, as it opened but for these answers, by block.
    void fills(core::instant when, const std::string& person,
               const std::map<std::string, std::string>& answers);
    void used_to(habit one) { habits_.push_back(std::move(one)); }
    // From now on nobody does what was planned, and nobody answers.
    void rest()
    {
        coming_.clear();
        habits_.clear();
    }

    // Nothing runs and nobody can do anything; afterwards the bot starts, and people come back to it.
    void stop_bot(const span_of_time& when) { stopped_ = when; }
    // The bot runs, commands arrive, and nothing that it sends gets through.
    void stop_slack(const span_of_time& when) { mute_ = when; }

    void live_until(core::instant end);

    core::instant now() const { return now_; }
    core::unit_of_work& work() { return base_->work(); }
    const std::vector<heard>& said() const { return said_; }
    const std::vector<deed>& deeds() const { return deeds_; }
    const std::vector<picture>& pictures() const { return pictures_; }
    // Messages that were not said, by why.
    const std::map<std::string, int>& unsaid() const { return unsaid_; }
    std::optional<core::group> group_in(const std::string& channel);

  private:
    struct act
    {
        std::string person;
        std::string channel; // empty until it is known which message a button is on
        std::string words;
        std::function<std::optional<bot::plan>(lived_workspace&, bot::caller&)> plan;
    };

    void add(core::instant when, act what);
    std::optional<core::instant> next_event();
    void restart();
    void fire_timers();
    void deliver();
    void send(const core::outbox_row& waiting);
    void say(const core::outbox_row& row);
    void refresh_cards();
    void perform(act what);
    deed carry_out(const act& what, bot::plan plan);
    std::optional<bot::plan> press_newest(bot::caller& who, const std::string& button);
    std::optional<bot::plan> press_picture(bot::caller& who, const std::string& button);
    std::optional<bot::plan> send_opened(bot::caller& who, const std::map<std::string, std::string>& answers);
    bool sees(const core::user_id& person, const heard& one);

    std::unique_ptr<storage::memory_database> base_ = std::make_unique<storage::memory_database>();
    std::map<std::string, core::zone> zones_;
    std::multimap<core::instant, act> coming_;
    std::vector<habit> habits_;
    std::vector<heard> said_;
    std::vector<deed> deeds_;
    std::vector<picture> pictures_;
    std::map<std::string, int> unsaid_;
    core::instant now_{};
    std::optional<span_of_time> stopped_;
    std::optional<span_of_time> mute_;
    bool was_stopped_ = false;
};

} // namespace peerbot::tests
