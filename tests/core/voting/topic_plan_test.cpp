// Who teaches what next, rule by rule, in plain values.
#include "core/voting/topic_plan.hpp"

#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace peerbot::core;

namespace {

constexpr member_id ana{1};
constexpr member_id ben{2};
constexpr member_id cleo{3};
constexpr member_id dan{4};
constexpr topic_id audio{101};
constexpr topic_id video{102};
constexpr topic_id light{103};
constexpr topic_id maps{104};

const share half = equal_part(2);

// They joined in the order of their ids, and owe what is said.
candidate person(member_id who, share owed = {})
{
    return {.member = who,
            .owed = owed,
            .turns_led = 0,
            .last_led = {},
            .joined_at = instant{minutes{who.value}},
            .away_until = {}};
}

slot month(int number)
{
    slot made;
    made.meeting.id = session_id{number};
    made.meeting.number = number;
    made.meeting.starts_at = instant{days{30 * number}};
    made.meeting.meets_at = local_time(days{30 * number});
    return made;
}

slot led_by(int number, member_id leader, leader_state how = leader_state::confirmed)
{
    auto made = month(number);
    made.meeting.leading = how;
    made.meeting.leader = leader;
    return made;
}

planning of_four(const std::vector<plan_topic>& topics)
{
    planning from;
    from.people = {person(ana), person(ben), person(cleo), person(dan)};
    from.slots = {month(1), month(2), month(3)};
    from.topics = topics;
    return from;
}

// A line without what is owed.
struct gist
{
    int meeting;
    topic_id topic;
    member_id leader;
    line_reason why;

    bool operator==(const gist&) const = default;
};

std::vector<gist> gists(const std::vector<plan_line>& lines)
{
    std::vector<gist> found;
    for (const auto& line : lines)
        found.push_back({static_cast<int>(line.meeting.value), line.topic, line.leader, line.why});
    return found;
}

std::ostream& operator<<(std::ostream& out, const gist& one)
{
    return out << "session " << one.meeting << ": topic #" << one.topic.value << " by #" << one.leader.value
               << ", reason " << static_cast<int>(one.why);
}

constexpr topic_id they_pick{};

} // namespace

TEST_CASE("the topics with the most interest come first, each by somebody who offered to teach it")
{
    const auto lines = plan_topics(of_four({{audio, {cleo}}, {video, {ana}}, {light, {ben}}, {maps, {dan}}}));

    CHECK(gists(lines) == std::vector<gist>{{1, audio, cleo, line_reason::offered},
                                            {2, video, ana, line_reason::offered},
                                            {3, light, ben, line_reason::offered}});
}

TEST_CASE("of several who offered, the one who owes most teaches")
{
    auto from = of_four({{audio, {ana, ben, cleo}}});
    from.people = {person(ana), person(ben, half), person(cleo, -half), person(dan, one_turn)};

    const auto lines = plan_topics(from);

    CHECK(gists(lines)[0] == gist{1, audio, ben, line_reason::offered});
    CHECK(lines[0].owed == half);
}

TEST_CASE(
    "of several who offered and owe the same, the rotation decides: whoever led longest ago, or joined first")
{
    auto from = of_four({{audio, {dan, cleo, ben}}});
    from.people[1].last_led = instant{days{2}};
    from.people[2].last_led = instant{days{1}};
    from.people[3].last_led = instant{days{3}};

    CHECK(gists(plan_topics(from))[0] == gist{1, audio, cleo, line_reason::offered});
}

TEST_CASE("who owes a turn and a half has the turn before any topic, and picks one")
{
    auto from = of_four({{audio, {ana}}, {video, {ben}}, {light, {cleo}}});
    from.people[3].owed = much_owed;

    const auto lines = plan_topics(from);

    CHECK(gists(lines) == std::vector<gist>{{1, they_pick, dan, line_reason::owes_much},
                                            {2, they_pick, ana, line_reason::in_turn},
                                            {3, they_pick, dan, line_reason::in_turn}});
    CHECK(lines[0].owed == one_turn + half);
}

TEST_CASE("who owes less than a turn and a half, by however little, waits for a topic of theirs")
{
    auto from = of_four({{audio, {ana}}, {video, {ben}}, {light, {cleo}}});
    from.people[3].owed = much_owed - share{1};

    CHECK(gists(plan_topics(from))[0] == gist{1, audio, ana, line_reason::offered});
}

TEST_CASE("who owes much but is away, or let the session pass, does not hold up the topics")
{
    auto away = of_four({{audio, {ana}}});
    away.people[3].owed = much_owed;
    away.people[3].away_until = date(days{31});
    CHECK(gists(plan_topics(away))[0] == gist{1, audio, ana, line_reason::offered});
    CHECK(gists(plan_topics(away))[1] == gist{2, they_pick, dan, line_reason::in_turn});

    auto passed = of_four({{audio, {ana}}});
    passed.people[3].owed = much_owed;
    passed.slots[0].skipped = {dan};
    CHECK(gists(plan_topics(passed))[0] == gist{1, audio, ana, line_reason::offered});
}

TEST_CASE("who led one of the last sessions, half a round of them, is not asked to teach again so soon")
{
    auto from = of_four({{audio, {ana}}, {video, {ben}}, {light, {cleo}}});
    from.last_leaders = {dan};
    from.recent_leaders = {dan, ana, ben};

    const auto lines = plan_topics(from);

    // Ana was among the last two, so audio waits; a session later she may.
    CHECK(gists(lines) == std::vector<gist>{{1, video, ben, line_reason::offered},
                                            {2, audio, ana, line_reason::offered},
                                            {3, light, cleo, line_reason::offered}});
}

TEST_CASE("half a round of an odd group is rounded down, and of one person nothing")
{
    auto three = of_four({{audio, {ana}}});
    three.people.pop_back();
    three.last_leaders = {ben};
    three.recent_leaders = {ben, ana};
    CHECK(gists(plan_topics(three))[0] == gist{1, audio, ana, line_reason::offered});

    auto alone = of_four({{audio, {ana}}, {video, {}}});
    alone.people = {person(ana)};
    alone.last_leaders = {ana};
    alone.recent_leaders = {ana};
    CHECK(gists(plan_topics(alone)) == std::vector<gist>{{1, audio, ana, line_reason::offered},
                                                         {2, video, ana, line_reason::learns_in_public},
                                                         {3, they_pick, ana, line_reason::in_turn}});
}

TEST_CASE("those who lead a line of the plan count as having led, for the lines after it")
{
    // Both topics are ana's: the second has to wait, and nobody else offered anything.
    const auto lines = plan_topics(of_four({{audio, {ana}}, {video, {ana}}}));

    CHECK(gists(lines)[0] == gist{1, audio, ana, line_reason::offered});
    CHECK(gists(lines)[1] == gist{2, video, ben, line_reason::learns_in_public});
}

TEST_CASE("a topic that nobody can teach is passed over for the next one that somebody can")
{
    const auto lines = plan_topics(of_four({{audio, {}}, {video, {cleo}}, {light, {}}}));

    CHECK(gists(lines) == std::vector<gist>{{1, video, cleo, line_reason::offered},
                                            {2, audio, ana, line_reason::learns_in_public},
                                            {3, light, ben, line_reason::learns_in_public}});
}

TEST_CASE("when nobody can teach anything, whose turn it is learns the first topic in public")
{
    auto from = of_four({{audio, {}}, {video, {}}});
    from.people[2].owed = half;

    CHECK(gists(plan_topics(from))[0] == gist{1, audio, cleo, line_reason::learns_in_public});
}

TEST_CASE(
    "a teacher who is away, let the session pass, or leads the one before or after, cannot teach that day")
{
    auto away = of_four({{audio, {ana}}});
    away.people[0].away_until = date(days{31});
    CHECK(gists(plan_topics(away))[0] == gist{1, audio, ben, line_reason::learns_in_public});

    auto passed = of_four({{audio, {ana}}});
    passed.slots[0].skipped = {ana};
    CHECK(gists(plan_topics(passed))[0] == gist{1, audio, ben, line_reason::learns_in_public});

    auto before = of_four({{audio, {ana}}, {video, {cleo}}});
    before.last_leaders = {ana};
    CHECK(gists(plan_topics(before))[0] == gist{1, video, cleo, line_reason::offered});

    auto after = of_four({{audio, {ana}}, {video, {cleo}}});
    after.slots[1] = led_by(2, ana);
    CHECK(gists(plan_topics(after))[0] == gist{1, video, cleo, line_reason::offered});

    auto unborn = of_four({{audio, {ana}}});
    unborn.people[0].joined_at = instant{days{40}};
    CHECK(gists(plan_topics(unborn))[0] == gist{1, audio, ben, line_reason::learns_in_public});
}

TEST_CASE(
    "who was asked or has confirmed before the vote keeps the session, with the best topic they can teach")
{
    const auto how = GENERATE(leader_state::asked, leader_state::confirmed);
    auto from = of_four({{audio, {ana}}, {video, {dan}}, {light, {dan}}});
    from.people[2].owed = much_owed;
    from.slots[0] = led_by(1, dan, how);

    const auto lines = plan_topics(from);

    CHECK(gists(lines) == std::vector<gist>{{1, video, dan, line_reason::leads_already},
                                            {2, they_pick, cleo, line_reason::owes_much},
                                            {3, they_pick, ana, line_reason::in_turn}});
}

TEST_CASE("who leads already and can teach none of the topics picks one")
{
    auto from = of_four({{audio, {ana}}});
    from.slots[0] = led_by(1, dan);

    CHECK(gists(plan_topics(from))[0] == gist{1, they_pick, dan, line_reason::leads_already});
}

TEST_CASE("with turn-first the rotation decides who leads, and each picks, whoever can teach what")
{
    auto from = of_four({{audio, {ana}}, {video, {ana}}, {light, {ana}}});
    from.rule = plan_rule::turn_first;
    from.people = {person(ana, -half), person(ben, half), person(cleo), person(dan, one_turn)};

    const auto lines = plan_topics(from);

    CHECK(gists(lines) == std::vector<gist>{{1, they_pick, dan, line_reason::in_turn},
                                            {2, they_pick, ben, line_reason::in_turn},
                                            {3, they_pick, cleo, line_reason::in_turn}});
    CHECK(lines[0].owed == one_turn);
}

TEST_CASE("with turn-first the leaders are those of the rotation without a vote")
{
    auto from = of_four({{audio, {dan}}, {video, {cleo}}, {light, {}}});
    from.rule = plan_rule::turn_first;
    from.people = {person(ana, half), person(ben, -half), person(cleo), person(dan, half)};
    from.last_leaders = {ana};

    const auto turns = plan_turns(from.people, from.last_leaders, from.slots);
    const auto lines = plan_topics(from);

    REQUIRE(lines.size() == turns.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CHECK(lines[i].leader == turns[i].leader);
        CHECK(lines[i].owed == turns[i].owed);
    }
}

TEST_CASE("when topics run out, turns go on as the rotation has them")
{
    const auto lines = plan_topics(of_four({{audio, {cleo}}}));

    CHECK(gists(lines) == std::vector<gist>{{1, audio, cleo, line_reason::offered},
                                            {2, they_pick, ana, line_reason::in_turn},
                                            {3, they_pick, ben, line_reason::in_turn}});
}

TEST_CASE("where nobody can lead, the line says so, and its topic goes to the next session")
{
    auto from = of_four({{audio, {ana}}});
    from.slots[0].skipped = {ana, ben, cleo, dan};

    const auto lines = plan_topics(from);

    CHECK(gists(lines)[0] == gist{1, they_pick, member_id{}, line_reason::nobody});
    CHECK(gists(lines)[1] == gist{2, audio, ana, line_reason::offered});
}

TEST_CASE("a plan has a line for each of the next three sessions that has no topic, however many are planned")
{
    auto from = of_four({{audio, {}}, {video, {}}, {light, {}}, {maps, {}}});
    from.slots = {month(1), month(2), month(3), month(4), month(5)};
    from.slots[1].meeting.topic = topic_id{99};

    const auto lines = plan_topics(from);

    REQUIRE(lines.size() == 2);
    CHECK(lines[0].meeting == session_id{1});
    CHECK(lines[1].meeting == session_id{3});
}

TEST_CASE("a session that has its topic goes to whose turn it is, and takes no teacher from the others")
{
    auto from = of_four({{audio, {ben}}, {video, {}}});
    from.slots[0].meeting.topic = topic_id{99};

    const auto lines = plan_topics(from);

    // Ana, who joined first, leads the first one; ben is free for his topic.
    CHECK(gists(lines) == std::vector<gist>{{2, audio, ben, line_reason::offered},
                                            {3, video, cleo, line_reason::learns_in_public}});
}

TEST_CASE("no topic is in two lines")
{
    const auto rule = GENERATE(plan_rule::topic_first, plan_rule::turn_first);
    auto from = of_four({{audio, {ana, ben, cleo, dan}}, {video, {ana, ben, cleo, dan}}});
    from.rule = rule;
    from.slots[2] = led_by(3, dan);

    std::vector<topic_id> seen;
    for (const auto& line : plan_topics(from)) {
        if (!line.topic) continue;
        CHECK(std::find(seen.begin(), seen.end(), line.topic) == seen.end());
        seen.push_back(line.topic);
    }
    CHECK(seen.size() == (rule == plan_rule::topic_first ? 2U : 0U));
}

TEST_CASE(
    "each line tells what its leader owes just before that session, as if the ones before had been held")
{
    const auto lines = plan_topics(of_four({{audio, {ana}}, {video, {ben}}, {light, {ana}}}));

    CHECK(lines[0].owed == share{});
    CHECK(lines[1].owed == equal_part(4));
    CHECK(gists(lines)[2] == gist{3, light, cleo, line_reason::learns_in_public});
    CHECK(lines[2].owed == half);
}

TEST_CASE("without sessions, people or topics there is a plan of what there is")
{
    CHECK(plan_topics({}).empty());

    auto nobody = of_four({{audio, {ana}}});
    nobody.people.clear();
    CHECK(gists(plan_topics(nobody))[0] == gist{1, they_pick, member_id{}, line_reason::nobody});

    CHECK(gists(plan_topics(of_four({})))[0] == gist{1, they_pick, ana, line_reason::in_turn});
}

TEST_CASE("the same result and the same ledger give the same plan, in whatever order people are listed")
{
    auto from = of_four({{audio, {cleo, ana}}, {video, {}}, {light, {ben}}});
    from.people[1].owed = half;
    const auto once = gists(plan_topics(from));
    std::reverse(from.people.begin(), from.people.end());
    std::reverse(from.topics[0].teachers.begin(), from.topics[0].teachers.end());

    CHECK(gists(plan_topics(from)) == once);
}

TEST_CASE("where a leader picks, the best three topics are left for them, and one more for each further one")
{
    constexpr topic_id charts{105};
    const std::vector<plan_topic> topics{
        {audio, {cleo}}, {video, {cleo}}, {light, {cleo}}, {maps, {ben}}, {charts, {dan}}};
    auto from = of_four(topics);
    from.people[0].owed = much_owed; // ana, who is first and picks

    CHECK(gists(plan_topics(from)) == std::vector<gist>{{1, they_pick, ana, line_reason::owes_much},
                                                        {2, maps, ben, line_reason::offered},
                                                        {3, charts, dan, line_reason::offered}});

    from = of_four(topics);
    from.slots[0] = led_by(1, ana);
    from.slots[1] = led_by(2, dan);
    from.topics[4].teachers = {ben}; // and not dan, so both pick
    CHECK(gists(plan_topics(from)) == std::vector<gist>{{1, they_pick, ana, line_reason::leads_already},
                                                        {2, they_pick, dan, line_reason::leads_already},
                                                        {3, charts, ben, line_reason::offered}});
}

TEST_CASE("when only the best three are left, whoever comes after a leader who picks does so too")
{
    auto from = of_four({{audio, {cleo}}, {video, {ben}}, {light, {dan}}});
    from.slots[0] = led_by(1, ana);

    CHECK(gists(plan_topics(from)) == std::vector<gist>{{1, they_pick, ana, line_reason::leads_already},
                                                        {2, they_pick, ben, line_reason::in_turn},
                                                        {3, they_pick, cleo, line_reason::in_turn}});
}
