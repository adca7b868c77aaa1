#include "tests/support/group.hpp"

#include "core/groups/facilitators.hpp"
#include "core/groups/setup_group.hpp"
#include "core/reminders/fire.hpp"
#include "core/time/clock.hpp"
#include "core/time/recurrence.hpp"
#include "core/time/zone.hpp"
#include "core/voting/close_ballot.hpp"
#include "core/voting/results.hpp"
#include "core/voting/topics.hpp"
#include "storage/sqlite/memory.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace peerbot::test {
namespace {

using namespace core;

user_id user(const std::string& person)
{
    return user_id(person);
}

template <class Value>
Value sure(result<Value> answer)
{
    if (!answer) throw std::logic_error("a step that a test relies on was rejected");
    return *std::move(answer);
}

date today(instant now)
{
    return date(std::chrono::floor<days>(now).time_since_epoch());
}

group begin_group(unit_of_work& work, const std::string& person, const char* channel,
                  const group_shape& shape, instant now)
{
    return sure(setup_group(work, {.workspace = workspace_id("T1"),
                                   .channel = channel_id(channel),
                                   .person = user(person),
                                   .cadence = sure(parse_recurrence(shape.cadence, today(now))),
                                   .meets_at = shape.meets_at,
                                   .where = zone::named(shape.zone).value(),
                                   .now = now}));
}

} // namespace

instant at(std::string_view written)
{
    const auto space = written.find(' ');
    const auto clock = written.substr(space + 1);
    const auto two = [&](std::size_t from) { return (clock[from] - '0') * 10 + (clock[from + 1] - '0'); };
    const auto midnight = day(written.substr(0, space));
    return instant(midnight.time_since_epoch()) + hours{two(0)} + minutes{two(3)};
}

date day(std::string_view written)
{
    return sure(parse_date(written, date{}));
}

std::vector<std::string> names(int how_many)
{
    static const std::array<std::string, 12> all{"ana", "ben",  "cleo", "dan", "eva", "finn",
                                                 "gia", "hugo", "iris", "jon", "kim", "lee"};
    return {all.begin(), all.begin() + how_many};
}

group_under_test::group_under_test(const group_shape& shape)
    : base_(std::make_unique<storage::memory_database>()), begun_(at(shape.begun))
{
    const auto people = names(shape.members);
    begin();
    id_ = begin_group(work(), people.front(), "C1", shape, begun_).id;
    end(true);
    for (std::size_t i = 1; i < people.size(); ++i)
        sure(join(people[i], begun_ + minutes{i}));
}

group_under_test::~group_under_test() = default;

unit_of_work& group_under_test::work()
{
    return base_->work();
}

group group_under_test::here()
{
    return work().groups().find(id_).value();
}

void group_under_test::set_now(instant now)
{
    base_->set_now(now);
}

void group_under_test::restart()
{
    base_ = std::make_unique<storage::memory_database>(*base_);
}

void group_under_test::begin()
{
    base_->begin();
}

void group_under_test::end(bool accepted)
{
    if (accepted) {
        base_->commit();
    } else {
        base_->take_back();
    }
}

result<member> group_under_test::join(const std::string& person, instant now)
{
    return attempt(
        [&](auto& piece, const auto& group) { return join_group(piece, group, user(person), now); });
}

result<member> group_under_test::leave(const std::string& person, instant now)
{
    return attempt([&](auto& piece, const auto& group) {
        return leave_group(piece, group, {.person = user(person), .now = now});
    });
}

result<member> group_under_test::pause(const std::string& person, std::string_view until, instant now)
{
    return attempt([&](auto& piece, const auto& group) {
        return pause_member(piece, group, user(person), day(until), now);
    });
}

result<member> group_under_test::resume(const std::string& person, instant now)
{
    return attempt(
        [&](auto& piece, const auto& group) { return resume_member(piece, group, user(person), now); });
}

result<member> group_under_test::make_facilitator(const std::string& person, const std::string& by)
{
    return attempt([&](auto& piece, const auto& group) {
        return add_facilitator(piece, group, user(by), user(person), begun_);
    });
}

group group_under_test::another_group(const std::vector<std::string>& people)
{
    begin();
    const auto other = begin_group(work(), people.front(), "C2", {}, begun_);
    for (std::size_t i = 1; i < people.size(); ++i)
        sure(join_group(work(), other, user(people[i]), begun_ + minutes{i}));
    end(true);
    return other;
}

member group_under_test::who(const std::string& person)
{
    return work().members().find(id_, user(person)).value();
}

std::string group_under_test::name(member_id id)
{
    return work().members().find(id).value().user.value;
}

result<topic> group_under_test::propose(const std::string& person, std::string_view title)
{
    const proposal wish{
        .by = user(person), .title = std::string(title), .despite_similar = true, .now = begun_};
    const auto answer =
        attempt([&](auto& piece, const auto& group) { return propose_topic(piece, group, wish); });
    if (!answer) return answer.why();
    return answer->subject;
}

result<topic> group_under_test::teach(const std::string& person, int number)
{
    return attempt([&](auto& piece, const auto& group) {
        return offer_to_teach(piece, group, {.by = user(person), .number = number, .now = begun_});
    });
}

result<topic> group_under_test::second(const std::string& person, int number, bool wanted)
{
    return attempt([&](auto& piece, const auto& group) {
        return second_topic(piece, group, {.by = user(person), .number = number, .now = begun_}, wanted);
    });
}

topic group_under_test::topic(int number)
{
    return work().topics().find_number(id_, number).value();
}

ballot group_under_test::open_ballot(const std::vector<std::string>& titles, instant closes_at,
                                     const ballot_wish& wish)
{
    for (const auto& title : titles)
        sure(propose("ana", title));
    auto until_then = wish;
    until_then.lasts = std::chrono::floor<minutes>(closes_at - begun_);
    return sure(attempt([&](auto& piece, const auto& group) {
        return core::open_ballot(piece, group, user("ana"), until_then, begun_);
    }));
}

result<ballot_view> group_under_test::vote(const std::string& person, const std::vector<int>& numbers,
                                           instant now)
{
    return attempt([&](auto& piece, const auto& group) -> result<ballot_view> {
        const auto cast =
            cast_vote(piece, group, {.voter = user(person), .numbers = numbers, .cast_at = now});
        if (!cast) return cast.why();
        return view_ballot(piece, group, user(person));
    });
}

result<ballot_view> group_under_test::press(const std::string& person, const ballot& running, int number,
                                            instant now, std::optional<int> mark)
{
    return attempt([&](auto& piece, const auto& group) {
        return press_vote(piece, {.workspace = group.workspace,
                                  .voter = user(person),
                                  .ballot = running.id,
                                  .topic = piece.topics().find_number(group.id, number).value().id,
                                  .mark = mark,
                                  .cast_at = now});
    });
}

ballot group_under_test::close(instant now)
{
    return sure(attempt(
        [&](auto& piece, const auto& group) { return close_ballot(piece, group, user("ana"), now); }));
}

ballot group_under_test::reread(const ballot& before)
{
    return work().ballots().find(before.id).value();
}

tally group_under_test::counted(const ballot& running)
{
    tally counts;
    for (const auto& line : work().ballots().lines(running.id))
        counts[line.subject.title] = line.votes;
    return counts;
}

std::vector<int> group_under_test::chosen(const std::string& person, const ballot& running)
{
    std::vector<int> numbers;
    for (const auto& [number, mark] : marks(person, running))
        numbers.push_back(number);
    return numbers;
}

std::map<int, int> group_under_test::marks(const std::string& person, const ballot& running)
{
    std::map<int, int> given;
    for (const auto& one : work().votes().of(running, id(person)))
        given[work().topics().find(one.topic).value().number] = one.mark;
    return given;
}

std::vector<ballot_line> group_under_test::result_of(const ballot& closed)
{
    return lines_by_place(work(), reread(closed));
}

std::optional<topic_plan> group_under_test::plan_from(const ballot& closed)
{
    return work().plans().find(closed.id);
}

std::vector<session> group_under_test::planned()
{
    return work().sessions().planned(id_);
}

session group_under_test::meeting(int number)
{
    return work().sessions().find_number(id_, number).value();
}

std::vector<std::string> group_under_test::plan()
{
    std::vector<std::string> leaders;
    for (const auto& turn : coming_turns(work(), here())) {
        leaders.push_back(turn.leader ? name(*turn.leader) : "nobody");
        if (leaders.size() == 3) break;
    }
    return leaders;
}

result<session> group_under_test::confirm(const std::string& person, int number, instant now)
{
    return attempt([&](auto& piece, const auto& group) {
        return confirm_turn(piece, group, meeting(number).id, user(person), now);
    });
}

result<skipped_turn> group_under_test::skip(const std::string& person, instant now, std::optional<int> number)
{
    std::optional<session_id> wanted;
    if (number) wanted = meeting(*number).id;
    return attempt([&](auto& piece, const auto& group) {
        return skip_turn(piece, group,
                         {.by = user(person), .holder = user(person), .meeting = wanted, .now = now});
    });
}

result<session> group_under_test::assign(const std::string& person, int number, instant now,
                                         const std::string& by)
{
    return attempt([&](auto& piece, const auto& group) {
        return assign_turn(piece, group, number, user(by), user(person), now);
    });
}

result<held_session> group_under_test::hold_next(std::optional<std::string> leader)
{
    const auto turns = coming_turns(work(), here());
    const auto& first = turns.front();
    if (!leader && first.leader) leader = name(*first.leader);
    return held("ana", first.meeting.number, first.meeting.ends_at() + hours{1}, leader);
}

result<held_session> group_under_test::held(const std::string& by, int number, instant now,
                                            std::optional<std::string> leader)
{
    std::optional<user_id> named;
    if (leader) named = user(*leader);
    return attempt([&](auto& piece, const auto& group) {
        return mark_held(piece, group,
                         {.by = user(by), .meeting = meeting(number).id, .leader = named, .now = now});
    });
}

result<session> group_under_test::not_held(const std::string& by, int number, instant now)
{
    return attempt([&](auto& piece, const auto& group) {
        return mark_not_held(piece, group, meeting(number).id, user(by), now);
    });
}

share group_under_test::owed(const std::string& person)
{
    for (const auto& account : work().ledger().balances(id_)) {
        if (account.member == id(person)) return account.owed;
    }
    return {};
}

share group_under_test::sum_owed()
{
    share sum;
    for (const auto& account : work().ledger().balances(id_))
        sum += account.owed;
    return sum;
}

std::vector<timer> group_under_test::waiting()
{
    return work().timers().waiting(id_);
}

instant group_under_test::due(timer_kind kind, std::int64_t subject)
{
    for (const auto& timer : waiting()) {
        if (timer.kind == kind && timer.subject == subject) return timer.due_at;
    }
    throw std::logic_error("no such timer is waiting");
}

void group_under_test::pass_until(instant end_at)
{
    for (auto next = work().timers().next_due(); next && *next <= end_at; next = work().timers().next_due())
        wake_at(*next);
}

void group_under_test::wake_at(instant now)
{
    set_now(now);
    begin();
    for (auto due_now = work().timers().due(now, 1); !due_now.empty();
         due_now = work().timers().due(now, 1)) {
        work().timers().mark_fired(due_now.front().id, now);
        core::fire(work(), due_now.front(), now);
    }
    end(true);
}

void group_under_test::fire(timer_kind kind, std::int64_t subject, instant now)
{
    begin();
    for (const auto& timer : waiting()) {
        if (timer.kind != kind || timer.subject != subject) continue;
        work().timers().mark_fired(timer.id, now);
        core::fire(work(), timer, now);
    }
    end(true);
}

std::vector<outbox_row> group_under_test::said()
{
    std::vector<outbox_row> rows;
    for (std::int64_t number = 1;; ++number) {
        auto row = work().outbox().find(message_id{number});
        if (!row) return rows;
        rows.push_back(std::move(*row));
    }
}

std::vector<message> group_under_test::said(message_kind kind)
{
    std::vector<message> found;
    for (const auto& row : said()) {
        if (row.what.kind == kind) found.push_back(row.what);
    }
    return found;
}

std::vector<message> group_under_test::said(message_kind kind, std::int64_t subject)
{
    auto found = said(kind);
    std::erase_if(found, [subject](const message& one) { return one.subject != subject; });
    return found;
}

bool group_under_test::dirty(card_id card)
{
    const auto waiting_cards = work().cards().dirty(1000);
    return std::any_of(waiting_cards.begin(), waiting_cards.end(),
                       [card](const auto& one) { return one.id == card; });
}

void group_under_test::post_card(card_id card, instant now)
{
    for (const auto& row : said()) {
        if (row.what.card != card) continue;
        work().outbox().mark_sending(row.id, now);
        work().outbox().mark_sent(row.id, channel_id("C1"), std::to_string(row.id.value), now);
        work().cards().begin_refresh(card);
        work().cards().end_refresh(card, true);
        return;
    }
    throw std::logic_error("no message carries this card");
}

std::string recipient_name(const message& said)
{
    if (const auto* person = std::get_if<user_id>(&said.to)) return person->value;
    return "the channel";
}

std::vector<std::string> recipients(const std::vector<message>& said)
{
    std::vector<std::string> found;
    for (const auto& one : said)
        found.push_back(recipient_name(one));
    return found;
}

} // namespace peerbot::test
