// Two days during which nothing is sent, at many places of the year, and what people hear of it afterwards.
#include "tests/bot/year/story.hpp"
#include "tests/support/group.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <tuple>

using namespace peerbot;
using namespace peerbot::tests;
using core::message_kind;

namespace {

constexpr core::days outage{2};
constexpr core::days watched{4}; // afterwards
constexpr core::hours in_time{1};

// Over sessions, deadlines, rungs of ladders, weekends, a pause that ends, and every change of clocks.
const std::vector<std::string> begins{
    "2027-01-08 12:00", "2027-01-11 20:00", "2027-01-14 06:00", "2027-01-29 22:00", "2027-02-08 01:00",
    "2027-02-12 17:00", "2027-02-22 23:00", "2027-03-01 12:00", "2027-03-12 20:00", "2027-03-25 00:30",
    "2027-03-26 20:00", "2027-03-31 12:00", "2027-04-02 22:00", "2027-04-12 10:00", "2027-04-14 09:00",
    "2027-05-12 20:00", "2027-06-14 12:00", "2027-08-01 12:00", "2027-09-18 20:00", "2027-10-01 20:00",
    "2027-10-26 14:00", "2027-10-30 01:00", "2027-11-05 22:00", "2027-12-28 03:00"};

using said_to = std::tuple<message_kind, std::int64_t, core::recipient>;

said_to key_of(const heard& one)
{
    return {one.what.kind, one.what.subject, one.what.to};
}

std::string told(const heard& one)
{
    const auto* person = std::get_if<core::user_id>(&one.what.to);
    return (person ? person->value : std::get<core::channel_id>(one.what.to).value) + ": " + one.text;
}

// Nobody answers anything, so that the two differ by the outage alone.
struct two_lives
{
    lived_workspace usual;
    lived_workspace hit;
    span_of_time down;

    two_lives(const lived_workspace& before, core::instant begun)
        : usual(before), hit(before), down{begun, begun + outage}
    {
        usual.rest();
        hit.rest();
    }
    void live()
    {
        usual.live_until(down.until + watched);
        hit.live_until(down.until + watched);
    }
    // What somebody got later than they would have.
    std::map<core::user_id, std::vector<heard>> caught_up() const
    {
        std::set<said_to> later_anyway;
        for (const auto& one : usual.said())
            if (one.at >= down.until - in_time) later_anyway.insert(key_of(one));
        std::map<core::user_id, std::vector<heard>> found;
        for (const auto& one : hit.said()) {
            const auto* person = std::get_if<core::user_id>(&one.what.to);
            if (person && one.at >= down.until && !later_anyway.contains(key_of(one)))
                found[*person].push_back(one);
        }
        return found;
    }
};

void check_fresh(lived_workspace& here, const heard& one)
{
    INFO(told(one));
    const auto meeting = here.work().sessions().find(core::session_id{one.what.subject});
    switch (one.what.kind) {
    case message_kind::session_card:
    case message_kind::channel_day:
    case message_kind::leader_week:
    case message_kind::leader_prepares:
    case message_kind::leader_hour:
    case message_kind::leader_missing:
    case message_kind::backup_asked:
    case message_kind::readiness:
    case message_kind::topic_turn:
        CHECK(one.at < meeting->starts_at);
        break;
    case message_kind::channel_soon:
    case message_kind::session_begins:
    case message_kind::cue_card:
        CHECK(one.at < meeting->starts_at + core::minutes{10});
        break;
    case message_kind::vote_reminder:
        CHECK(one.at < here.work().ballots().find(core::ballot_id{one.what.subject})->closes_at);
        break;
    case message_kind::turn_offered:
        CHECK(here.work().turns().find(core::offer_id{one.what.subject})->ends_at > one.at);
        break;
    default:
        break;
    }
}

// Returns how many people heard something late.
std::size_t check_afterwards(two_lives& lives)
{
    for (const auto& [person, messages] : lives.caught_up()) {
        INFO(person.value << " after " << lives.down.until.time_since_epoch().count());
        for (const auto& one : messages)
            UNSCOPED_INFO(told(one));
        CHECK(messages.size() <= 1);
    }
    for (const auto& one : lives.hit.said())
        if (one.at >= lives.down.until) check_fresh(lives.hit, one);
    return lives.caught_up().size();
}

std::string state_of(lived_workspace& here)
{
    std::string words;
    for (const auto* channel : year_channels) {
        const auto group = here.group_in(channel);
        if (!group) continue;
        for (const auto& who : here.work().members().present(group->id))
            words += first_name(who.user) + (who.active() ? " takes part\n" : " takes a break\n");
        if (const auto open = here.work().ballots().open_in(group->id))
            words += "vote " + std::to_string(open->number) + " is open\n";
        for (const auto& meeting : here.work().sessions().planned(group->id)) {
            words +=
                std::string(channel) + " " + std::to_string(meeting.number) + ": leader " +
                std::to_string(meeting.leader.value) + ", offered " +
                std::to_string(here.work().turns().open_for(meeting.id).has_value() ? 1 : 0) + ", backup " +
                std::to_string(here.work().turns().backup(meeting.id).value_or(core::member_id{}).value) +
                "\n";
        }
    }
    return words;
}

template <class Hit>
void live_through_outages(Hit hit)
{
    lived_workspace here;
    begin_year(here);
    std::size_t caught_up = 0;
    for (const auto& begun : begins) {
        INFO("down from " << begun);
        here.live_until(test::at(begun));
        two_lives lives(here, test::at(begun));
        hit(lives);
        lives.live();
        caught_up += check_afterwards(lives);
        CHECK(state_of(lives.hit) == state_of(lives.usual));
    }
    CHECK(caught_up > 10);
}

} // namespace

TEST_CASE("after two days without the bot people hear once what still matters, and nothing is lost")
{
    live_through_outages([](two_lives& lives) { lives.hit.stop_bot(lives.down); });
}

TEST_CASE("after two days without Slack people hear once what still matters, and commands have worked")
{
    live_through_outages([](two_lives& lives) {
        for (auto* life : {&lives.usual, &lives.hit})
            life->types(lives.down.from + core::hours{20}, "raj", "tea", "/rotation yes");
        lives.hit.stop_slack(lives.down);
    });
}
