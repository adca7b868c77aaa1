// The life of a request on a real file, along every path, with the process ended between any two steps: what
// happens and what is said is the same as without.
#include "core/critique/afterwards.hpp"
#include "core/critique/critics.hpp"
#include "core/critique/giving.hpp"
#include "core/critique/requests.hpp"
#include "core/groups/membership.hpp"
#include "core/groups/reach.hpp"
#include "core/groups/setup_group.hpp"
#include "core/promises/promises.hpp"
#include "core/reminders/fire.hpp"
#include "core/rotation/booking.hpp"
#include "core/sessions/move.hpp"
#include "core/time/recurrence.hpp"
#include "core/time/zone.hpp"
#include "tests/storage/engine_under_test.hpp"
#include "tests/storage/scratch_folder.hpp"
#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <set>
#include <sstream>

using namespace peerbot;
using namespace peerbot::tests;

namespace {

const workspace_id here_id("T1");
const channel_id channel("C1");
// Monday, 4 January 2027, at 10:00.
const instant begun = at(10 * 60);

struct step
{
    instant when;
    std::function<void(unit_of_work&, const group&, instant)> act;
};

template <class Value>
void sure(const result<Value>& answer)
{
    if (!answer)
        throw std::logic_error("a step was rejected for reason " +
                               std::to_string(static_cast<int>(answer.why().why)));
}

class told_life
{
  public:
    explicit told_life(bool restarts) : restarts_(restarts), file_(folder_ / "peerbot.db")
    {
        open();
        write(begun, [](unit_of_work& work) {
            sure(setup_group(work, {.workspace = here_id,
                                    .channel = channel,
                                    .person = user_id("ana"),
                                    .cadence = *parse_recurrence("second Tuesday", date{}),
                                    .meets_at = hours{15},
                                    .where = *zone::named("Europe/London"),
                                    .now = begun}));
            for (const auto* person : {"ben", "cleo", "dan", "eva"})
                sure(join_group(work, *work.groups().in_channel(here_id, channel), user_id(person), begun));
        });
    }

    std::string tell(const std::vector<step>& steps, instant end)
    {
        for (const auto& one : steps) {
            pass_until(one.when);
            write(one.when, [&](unit_of_work& work) {
                one.act(work, *work.groups().in_channel(here_id, channel), one.when);
            });
        }
        pass_until(end);
        std::string all;
        CHECK(engine_->read([&](unit_of_work& work) { all = everything(work); }).error.empty());
        return all;
    }

  private:
    void open() { engine_ = std::make_unique<engine_under_test>(file_); }

    void write(instant now, const std::function<void(unit_of_work&)>& act)
    {
        const auto told = engine_->write(
            "",
            [&](unit_of_work& work) {
                act(work);
                return storage::keep::yes;
            },
            now);
        if (!told.error.empty()) throw std::logic_error(told.error);
        if (!restarts_) return;
        engine_->stop();
        engine_.reset();
        open();
    }

    void pass_until(instant end)
    {
        while (true) {
            std::optional<instant> next;
            (void)engine_->read([&](unit_of_work& work) { next = work.timers().next_due(); });
            if (!next || *next > end) return;
            write(*next, [&](unit_of_work& work) {
                const auto due = work.timers().due(*next, 1);
                work.timers().mark_fired(due.front().id, *next);
                fire(work, due.front(), *next);
            });
        }
    }

    static std::string everything(unit_of_work& work)
    {
        std::ostringstream told;
        for (std::int64_t id = 1;; ++id) {
            const auto row = work.outbox().find({id});
            if (!row) break;
            const auto* person = std::get_if<user_id>(&row->what.to);
            told << "said " << static_cast<int>(row->what.kind) << " of " << row->what.subject << " to "
                 << (person != nullptr ? person->value : "channel") << " at "
                 << row->what.due_at.time_since_epoch().count() << '\n';
        }
        for (const auto& one : work.critiques().newest({1}, 100)) {
            told << "critique " << one.number << " is " << static_cast<int>(one.state) << '\n';
            for (const auto& row : work.critiques().critics(one.id))
                told << "  critic " << row.member.value << " is " << static_cast<int>(row.state) << " since "
                     << row.asked_at.time_since_epoch().count() << '\n';
            for (const auto& made : work.promises().of(promise_origin::critique, one.id.value))
                told << "  promise " << made.text << " is " << static_cast<int>(made.state) << '\n';
        }
        for (const auto& one : work.critiques().balances({1}))
            told << "owed by " << one.member.value << ": " << one.owed.parts << '\n';
        return told.str();
    }

    bool restarts_;
    scratch_folder folder_;
    std::filesystem::path file_;
    std::unique_ptr<engine_under_test> engine_;
};

// What both lives tell; they tell the same.
std::string told_by(const std::vector<step>& steps, instant end)
{
    const auto plain = told_life(false).tell(steps, end);
    CHECK(told_life(true).tell(steps, end) == plain);
    return plain;
}

bool said(const std::string& told, message_kind kind, const std::string& to)
{
    return told.find("said " + std::to_string(static_cast<int>(kind)) + " of 1 to " + to + " ") !=
           std::string::npos;
}

void ask(unit_of_work& work, const group& here, instant now)
{
    sure(request_critique(
        work, here, {.by = user_id("ben"), .subject = "https://example.org", .by_when = {}, .now = now}));
}

auto giving(const char* person)
{
    return [person](unit_of_work& work, const group& here, instant now) {
        sure(hand_in(work, here,
                     {.by = user_id(person),
                      .request = {1},
                      .parts = {"noticed", "works", ""},
                      .source = advice_source::did_it,
                      .now = now}));
    };
}

auto declining(const char* person)
{
    return [person](unit_of_work& work, const group& here, instant now) {
        sure(decline_critique(work, here, {1}, user_id(person), now));
    };
}

constexpr std::string_view finished = "critique 1 is 2";
constexpr std::string_view withdrawn = "critique 1 is 3";

bool has(const std::string& told, std::string_view what)
{
    return told.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("volunteers, drafts, feedback, thanks, promises, what changed and a summary survive restarts")
{
    const std::vector<step> steps{
        {begun + hours{1}, ask},
        {begun + hours{2},
         [](unit_of_work& work, const group& here, instant now) {
             sure(volunteer_as_critic(work, here, {1}, user_id("eva"), now));
         }},
        {begun + hours{30},
         [](unit_of_work& work, const group& here, instant now) {
             sure(save_draft(work, here,
                             {.by = user_id("ana"),
                              .request = {1},
                              .parts = {"half", "", ""},
                              .source = {},
                              .now = now}));
         }},
        {begun + hours{31}, giving("eva")},
        {begun + hours{76}, giving("ana")},
        {begun + hours{77},
         [](unit_of_work& work, const group& here, instant now) {
             const auto author = work.members().find(here.id, user_id("eva"))->id;
             sure(mark_helpful(work, here, {1}, author, critique_part::works, user_id("ben"), now));
             const std::vector<resolution> wanted{{"shorter", date{days{20840}}}};
             sure(resolve(work, here, {1}, user_id("ben"), wanted, now));
             sure(share_summary(work, here, {1}, user_id("ben"),
                                summary_draft(work, *work.critiques().find({1})), now));
         }},
        {begun + days{20},
         [](unit_of_work& work, const group& here, instant now) {
             sure(tell_what_changed(work, here, {1}, user_id("ben"), "all", now));
         }},
    };
    const auto told = told_by(steps, begun + days{60});
    CHECK(has(told, finished));
    CHECK(said(told, message_kind::critique_card, "channel"));
    CHECK(said(told, message_kind::critique_asked, "ana"));
    CHECK(said(told, message_kind::critique_nudge, "ana"));
    CHECK(said(told, message_kind::critique_received, "ben"));
    CHECK(said(told, message_kind::critique_finished, "ben"));
    CHECK(said(told, message_kind::critique_helped, "eva"));
    CHECK(said(told, message_kind::critique_summary, "channel"));
    CHECK(said(told, message_kind::critique_changed_yet, "ben"));
    CHECK(said(told, message_kind::critique_changed, "ana"));
    CHECK(said(told, message_kind::promise_due, "ben"));
}

TEST_CASE("silence is followed to its end through restarts")
{
    const std::vector<step> steps{{begun + hours{1}, ask},
                                  {begun + days{12}, [](auto&, const auto&, instant) {}},
                                  {begun + days{18}, giving("eva")}};
    const auto told = told_by(steps, begun + days{40});
    CHECK(has(told, finished));
    CHECK(said(told, message_kind::critique_let_off, "ana"));
    CHECK(said(told, message_kind::critique_silent, "ana"));
}

TEST_CASE("refusals, a session that is cancelled and one that is held survive restarts")
{
    const auto discuss = [](unit_of_work& work, const group& here, instant now) {
        sure(discuss_in_session(work, here, {1}, user_id("ana"), now));
    };
    std::vector<step> steps{{begun + hours{1}, ask}};
    for (const auto* person : {"ana", "cleo", "dan", "eva"})
        steps.push_back({begun + hours{26}, declining(person)});
    steps.push_back({begun + days{7} + hours{2}, discuss});
    steps.push_back({begun + days{7} + hours{3}, [](unit_of_work& work, const group& here, instant now) {
                         sure(cancel_session(work, here,
                                             {.by = user_id("ana"),
                                              .meeting = work.sessions().planned(here.id).front().id,
                                              .because = "snow",
                                              .now = now}));
                     }});
    steps.push_back({begun + days{7} + hours{4}, discuss});
    steps.push_back({begun + days{37}, [](unit_of_work& work, const group& here, instant now) {
                         sure(mark_held(work, here,
                                        {.by = user_id("ana"),
                                         .meeting = work.sessions().planned(here.id).front().id,
                                         .leader = user_id("ana"),
                                         .now = now}));
                     }});
    const auto told = told_by(steps, begun + days{60});
    CHECK(has(told, finished));
    CHECK(said(told, message_kind::critique_queued, "ana"));
    CHECK(said(told, message_kind::critique_silent, "ana"));
    CHECK(said(told, message_kind::critique_finished, "ben"));
}

TEST_CASE("a critic who pauses, one by name, a suspended group and an asker who leaves survive restarts")
{
    const std::vector<step> steps{
        {begun + hours{1}, ask},
        {begun + hours{26},
         [](unit_of_work& work, const group& here, instant now) {
             sure(pause_member(work, here, user_id("ana"), date{days{20833}} + days{3}, now));
         }},
        {begun + hours{27},
         [](unit_of_work& work, const group& here, instant now) {
             sure(name_critic(work, here, {1}, user_id("ana"), user_id("eva"), now));
             sure(extend_critique(work, here, {1}, user_id("ana"), now));
         }},
        {begun + hours{30},
         [](unit_of_work& work, const group&, instant now) {
             lose_channel(work, here_id, channel, absence::not_invited, now);
         }},
        {begun + days{9},
         [](unit_of_work& work, const group&, instant now) { regain_channel(work, here_id, channel, now); }},
        {begun + days{10},
         [](unit_of_work& work, const group& here, instant now) {
             sure(leave_group(work, here, {.person = user_id("ben"), .now = now}));
         }},
    };
    const auto told = told_by(steps, begun + days{40});
    CHECK(has(told, withdrawn));
    CHECK(said(told, message_kind::critique_asked, "eva"));
    CHECK(said(told, message_kind::critique_let_off, "eva"));
}
