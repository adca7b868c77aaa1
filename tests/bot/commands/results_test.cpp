// What a vote came to: as words, and as a table from which it is counted again.
#include "tests/bot/commands/conversation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace peerbot;
using namespace peerbot::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

// RFC 4180, read as naively as possible.
std::vector<std::vector<std::string>> cells_of(const std::string& csv)
{
    std::vector<std::vector<std::string>> rows{{""}};
    bool quoted = false;
    for (std::size_t i = 0; i < csv.size(); ++i) {
        const char c = csv[i];
        if (quoted && c == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
            rows.back().back() += c;
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == ',') {
            rows.back().emplace_back();
        } else if (!quoted && c == '\r') {
            continue;
        } else if (!quoted && c == '\n') {
            rows.push_back({""});
        } else {
            rows.back().back() += c;
        }
    }
    REQUIRE_FALSE(quoted);
    REQUIRE(rows.back() == std::vector<std::string>{""});
    rows.pop_back();
    return rows;
}

using record = std::map<std::string, std::string>;

struct table
{
    record ballot;
    std::vector<record> topics;
    std::vector<record> votes;
    std::vector<record> rounds;
};

table read_table(const std::string& csv)
{
    auto rows = cells_of(csv);
    const auto header = rows.front();
    table read;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        REQUIRE(rows[i].size() == header.size());
        record one;
        for (std::size_t column = 0; column < header.size(); ++column)
            one[header[column]] = rows[i][column];
        if (one["row"] == "ballot") read.ballot = one;
        if (one["row"] == "topic") read.topics.push_back(one);
        if (one["row"] == "vote") read.votes.push_back(one);
        if (one["row"] == "round") read.rounds.push_back(one);
    }
    REQUIRE(read.topics.size() + read.votes.size() + read.rounds.size() + 2 == rows.size());
    return read;
}

// What the tie rule looks at, from the table alone.
struct contender
{
    int number = 0;
    int votes = 0;
    std::set<std::string> people;
    bool taught_by_somebody = false;
    int times_taught = 0;
    long long proposed = 0;
    bool could_be_planned = true;
    std::string lot;
};

bool before(const contender& a, const contender& b)
{
    if (a.people.size() != b.people.size()) return a.people.size() > b.people.size();
    if (a.taught_by_somebody != b.taught_by_somebody) return a.taught_by_somebody;
    if (a.times_taught != b.times_taught) return a.times_taught < b.times_taught;
    if (a.proposed != b.proposed) return a.proposed < b.proposed;
    return a.lot < b.lot;
}

std::vector<contender> contenders_in(const table& all)
{
    std::vector<contender> found;
    for (auto one : all.topics) {
        contender fresh{.number = std::stoi(one["topic"]),
                        .votes = 0,
                        .people = {},
                        .taught_by_somebody = one["teachers"] != "0",
                        .times_taught = std::stoi(one["times_taught"]),
                        .proposed = std::stoll(one["proposed_at_ms"]),
                        .could_be_planned = one["could_be_planned"] == "yes",
                        .lot = one["lot"]};
        for (auto vote : all.votes) {
            if (vote["topic"] != one["topic"]) continue;
            fresh.votes += std::stoi(vote["mark"]);
            fresh.people.insert(vote["voter"]);
        }
        found.push_back(fresh);
    }
    return found;
}

// Each topic's place, counted from the rows of votes.
std::map<int, int> places_by_votes(std::vector<contender> all, int room)
{
    std::sort(all.begin(), all.end(), [](const contender& a, const contender& b) {
        return a.votes != b.votes ? a.votes > b.votes : before(a, b);
    });
    std::size_t cut = 0;
    for (; cut < all.size() && room > 0; ++cut)
        room -= all[cut].could_be_planned ? 1 : 0;
    std::map<int, int> places;
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::size_t above = 0;
        bool loses = false;
        std::size_t equal = 0;
        for (const auto& other : all) {
            above += other.votes > all[i].votes ? 1U : 0U;
            equal += other.votes == all[i].votes ? 1U : 0U;
        }
        for (auto n = cut; n < above + equal; ++n)
            loses = loses || all[n].could_be_planned;
        const bool decides = all[i].votes > 0 && above < cut && loses;
        places[all[i].number] = static_cast<int>(decides ? i : above) + 1;
    }
    return places;
}

std::map<int, int> places_by_runoff(const std::vector<contender>& all, const table& votes)
{
    std::map<std::string, std::map<int, int>> orders; // by voter: mark to topic
    for (auto vote : votes.votes)
        orders[vote["voter"]][std::stoi(vote["mark"])] = std::stoi(vote["topic"]);
    std::vector<contender> in;
    for (const auto& one : all)
        if (!one.people.empty()) in.push_back(one);
    std::map<int, int> places;
    for (const auto& one : all)
        places[one.number] = static_cast<int>(in.size()) + 1;
    while (!in.empty()) {
        std::map<int, int> count;
        for (const auto& [voter, order] : orders) {
            for (const auto& [mark, topic] : order) {
                if (std::none_of(in.begin(), in.end(),
                                 [t = topic](const contender& one) { return one.number == t; }))
                    continue;
                ++count[topic];
                break;
            }
        }
        const auto out = std::min_element(in.begin(), in.end(), [&](const contender& a, const contender& b) {
            const int of_a = count[a.number];
            const int of_b = count[b.number];
            return of_a != of_b ? of_a < of_b : before(b, a);
        });
        places[out->number] = static_cast<int>(in.size());
        in.erase(out);
    }
    return places;
}

table exported(bot_under_test& bot, const std::string& line = "/vote export")
{
    const auto before = bot.files().size();
    types(bot, "U1", line, "shown");
    const auto files = bot.files();
    REQUIRE(files.size() == before + 1);
    return read_table(files.back().content);
}

bot_under_test& with_topics(bot_under_test& bot, const std::vector<std::string>& titles, int members = 4)
{
    bot.set_up_group(members);
    bot.propose(titles);
    return bot;
}

void vote_in_turn(bot_under_test& bot, const std::vector<std::string>& choices)
{
    for (std::size_t i = 0; i < choices.size(); ++i)
        types(bot, "U" + std::to_string(i + 2), "/vote " + choices[i]);
}

} // namespace

TEST_CASE("results are shown of the last vote, or of the one that is named")
{
    bot_under_test bot;
    with_topics(bot, {"Audio", "Video"});
    check_refused(bot, "U2", "/vote results", {"No vote has been closed yet"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    check_refused(bot, "U2", "/vote results 1", {"Vote 1 is still open"});
    vote_in_turn(bot, {"1", "1 2", "1"});
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    const auto first = types(bot, "U2", "/vote results", "shown");
    CHECK_THAT(first.text,
               StartsWith("A facilitator closed vote 1 <!date^") &&
                   Contains("\nPlace 1: *Audio* (topic 1), 3 votes\nPlace 2: *Video* (topic 2), 1 vote\n"
                            "3 of 4 members voted. Counted by approval"));
    deadline_comes(bot, 2);
    deadline_comes(bot, 2);
    CHECK_THAT(types(bot, "U2", "/vote results", "shown").text, StartsWith("Vote 2 closed <!date^"));
    CHECK(types(bot, "U2", "/vote results #1", "shown").text == first.text);
    check_refused(bot, "U2", "/vote results 3", {"There is no vote 3"});
    check_refused(bot, "U2", "/vote results Audio",
                  {"\"Audio\" is not the number of a vote", "`/vote results 2`"});
    check_refused(bot, "U9", "/vote results", {"`/peer join`"});
}

TEST_CASE("a vote in which nobody voted says so, orders nothing and plans nothing")
{
    bot_under_test bot;
    with_topics(bot, {"Audio &lt;b&gt;", "Video"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    CHECK(types(bot, "U1", "/vote close").text ==
          "The vote is closed. The result is on its way to the channel.");
    const auto result = types(bot, "U2", "/vote results", "shown");
    CHECK_THAT(
        result.text,
        Contains(
            "Nobody voted, so nothing was decided. The topics stay on the list:\n1. *Audio &lt;b&gt;*\n2. "
            "*Video*\n0 of 4 members voted."));
    CHECK_THAT(result.words(), !Contains("Place") && !Contains("▱"));
    check_refused(bot, "U1", "/vote plan", {"No plan waits here"});
}

TEST_CASE("closing says that a plan follows when one does")
{
    bot_under_test bot;
    with_topics(bot, {"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    types(bot, "U2", "/vote 1");
    CHECK_THAT(types(bot, "U1", "/vote close").text, Contains("and a plan to the facilitators."));
}

TEST_CASE("the result of a ranked vote tells every round, by numbers that the places show")
{
    bot_under_test bot;
    with_topics(bot, {"Audio", "Video", "Maps", "Law"}, 7);
    REQUIRE(bot.command("U1", "/vote open 3d ranked").outcome == "done");
    vote_in_turn(bot, {"1 3", "1", "2 3", "3 2", "3 1", "4"});
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    const auto result = types(bot, "U2", "/vote results", "shown");
    for (const auto& words : {result.text, result.blocks.dump()}) {
        CHECK_THAT(words,
                   Contains("Place 1: *Maps* (topic 3), 4 votes in its last round, ranked by 4 members") &&
                       Contains("Place 4: *Law* (topic 4), 1 vote in its last round, ranked by 1 member"));
        CHECK_THAT(
            words,
            Contains("Round 1: topic 1 has 2, topic 3 has 2, topic 2 has 1 and topic 4 has 1. Topic 4 goes "
                     "out by the rule for ties: ranked by fewer."));
        CHECK_THAT(words, Contains("1 member ranked none of these. Topic 2 goes out."));
    }
}

TEST_CASE("an anonymous result has counts and nothing else")
{
    bot_under_test bot;
    with_topics(bot, {"Audio", "Video"}, 6);
    REQUIRE(bot.command("U1", "/vote open 3d anonymous").outcome == "done");
    vote_in_turn(bot, {"1", "1 2", "2"});
    check_refused(bot, "U1", "/vote close", {"This vote is anonymous, and fewer than 5 have voted."});
    vote_in_turn(bot, {"1", "1 2", "2", "1", "2"});
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    CHECK_THAT(types(bot, "U2", "/vote results", "shown").words(), Contains("(topic 1), 3 votes"));
    CHECK_THAT(types(bot, "U1", "/vote export", "shown").text, Contains("it has the counts and no votes"));
    const auto csv = bot.files().back().content;
    const auto all = read_table(csv);
    CHECK(all.votes.empty());
    CHECK(all.topics.at(0).at("votes") == "3");
    CHECK(all.ballot.at("anonymous") == "yes");
    for (int person = 1; person <= 6; ++person)
        CHECK_THAT(csv, !Contains("U" + std::to_string(person)));
}

TEST_CASE("an export goes to the facilitator who asks, as a file in a direct message")
{
    bot_under_test bot;
    with_topics(bot, {"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    types(bot, "U2", "/vote 1");
    check_refused(bot, "U1", "/vote export 1", {"still open"});
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    check_refused(bot, "U2", "/vote export", {"facilitator", "<@U1>"});
    check_refused(bot, "U1", "/vote export 2", {"no vote 2"});
    check_refused(bot, "U1", "/vote export Audio", {"not the number of a vote", "`/vote export 2`"});
    CHECK(bot.files().empty());
    CHECK(types(bot, "U1", "/vote export", "shown").text ==
          "Vote 1 is on its way to you as a file, in a direct message.");
    REQUIRE(bot.files().size() == 1);
    CHECK(bot.files().front().name == "vote-1.csv");
    CHECK_THAT(bot.files().front().channel, StartsWith("D"));
    CHECK_THAT(bot.files().front().comment, Contains("`ballot_id:topic_id`"));
}

TEST_CASE("a title cannot be a formula, close its quotes or add a column to an export")
{
    bot_under_test bot;
    with_topics(bot, {"=HYPERLINK(\"http://x.example\",\"y\")", "+1", "-2", "@SUM(A1)", "a,\"b\"", "\"",
                      "plain = fine"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    types(bot, "U2", "/vote 1");
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    std::map<std::string, std::string> titles;
    for (auto one : exported(bot).topics)
        titles[one["topic"]] = one["title"];
    CHECK(titles == std::map<std::string, std::string>{{"1", "'=HYPERLINK(\"http://x.example\",\"y\")"},
                                                       {"2", "'+1"},
                                                       {"3", "'-2"},
                                                       {"4", "'@SUM(A1)"},
                                                       {"5", "a,\"b\""},
                                                       {"6", "\""},
                                                       {"7", "plain = fine"}});
}

TEST_CASE("the lot in an export is the SHA-256 of the two numbers beside it")
{
    bot_under_test bot;
    with_topics(bot, {"Audio"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    const auto topic = exported(bot).topics.at(0);
    CHECK(topic.at("ballot_id") + ":" + topic.at("topic_id") == "1:1");
    CHECK(topic.at("lot") == "d6b5915c46057bcb005f46f6433df65609dd3a7a57af75ac1a5a4a7c299ebffb");
}

TEST_CASE("every result can be counted again from its export alone")
{
    std::mt19937 chance(2027); // NOLINT(bugprone-random-generator-seed): the same votes every time
    for (const std::string method : {"approval", "budget", "ranked"}) {
        bot_under_test bot;
        with_topics(bot, {"Audio", "Video", "Maps"}, 8);
        bot.now += core::minutes{5};
        bot.propose({"Law", "Code", "Interviews"});
        REQUIRE(bot.command("U3", "/vote teach 6").outcome == "done");
        REQUIRE(bot.command("U3", "/vote teach 2").outcome == "done");
        for (int round = 1; round <= 8; ++round) {
            REQUIRE(bot.command("U1", "/vote open 3d " + method).outcome == "done");
            for (int person = 1; person <= 8; ++person) {
                std::vector<int> numbers{1, 2, 3, 4, 5, 6};
                std::shuffle(numbers.begin(), numbers.end(), chance);
                numbers.resize(chance() % 4);
                std::string line = numbers.empty() ? "/vote none" : "/vote";
                for (const int number : numbers)
                    line += " " + std::to_string(number);
                types(bot, "U" + std::to_string(person), line);
            }
            REQUIRE(bot.command("U1", "/vote close").outcome == "done");
            const auto all = exported(bot);
            const auto contenders = contenders_in(all);
            const auto counted = method == "ranked"
                                     ? places_by_runoff(contenders, all)
                                     : places_by_votes(contenders, std::stoi(all.ballot.at("room")));
            std::set<std::string> people;
            for (auto vote : all.votes)
                people.insert(vote["voter"]);
            CHECK(all.ballot.at("voters") == std::to_string(people.size()));
            CHECK(all.ballot.at("electorate") == "8");
            for (std::size_t i = 0; i < all.topics.size(); ++i) {
                const auto& topic = all.topics[i];
                INFO(method << " " << round << " topic " << topic.at("topic"));
                CHECK(topic.at("place") == std::to_string(counted.at(std::stoi(topic.at("topic")))));
                CHECK(topic.at("topic_voters") == std::to_string(contenders[i].people.size()));
                if (method != "ranked") CHECK(topic.at("votes") == std::to_string(contenders[i].votes));
            }
        }
    }
}

TEST_CASE("a topic that has a session already says so on the ballot, and its export can be counted again")
{
    bot_under_test bot;
    with_topics(bot, {"Audio", "Video", "Maps", "Law", "Code"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    vote_in_turn(bot, {"1 2 3", "1 2 4", "1 5"});
    REQUIRE(bot.command("U1", "/vote pick 1 3").outcome == "done");
    const auto ballot = types(bot, "U2", "/vote", "shown");
    CHECK_THAT(ballot.words(), Contains("planned for session 3 already"));
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");

    const auto result = types(bot, "U2", "/vote results", "shown");
    CHECK_THAT(result.text, Contains("Place 1: *Audio* (topic 1), 3 votes; it had a session already\n"));
    const auto all = exported(bot);
    CHECK(all.ballot.at("room") == "2");
    CHECK(all.topics.at(0).at("could_be_planned") == "no");
    const auto counted = places_by_votes(contenders_in(all), 2);
    for (const auto& topic : all.topics)
        CHECK(topic.at("place") == std::to_string(counted.at(std::stoi(topic.at("topic")))));
}

TEST_CASE("a result keeps the words that were voted on, and shows the new ones beside them")
{
    bot_under_test bot;
    with_topics(bot, {"Audio", "Video"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    vote_in_turn(bot, {"1", "1 2", "1"});
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    REQUIRE(bot.command("U1", "/vote edit 1 Something else").outcome == "done");

    CHECK_THAT(types(bot, "U2", "/vote results", "shown").text,
               Contains("Place 1: *Audio* (topic 1), 3 votes; now: *Something else*\n"));
    CHECK(exported(bot).topics.at(0).at("title") == "Audio");
}

TEST_CASE("a run-off that is a tie again leaves the order, and both results say why")
{
    bot_under_test bot;
    with_topics(bot, {"Audio", "Video", "Maps", "Law"});
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    vote_in_turn(bot, {"1 2 3 4", "1 2"});
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");
    const auto before = types(bot, "U2", "/vote results", "shown");
    CHECK_THAT(before.words(),
               Contains("because the lot fell on it.") || Contains("it was proposed earlier"));
    REQUIRE(bot.command("U1", "/vote runoff").outcome == "done");
    vote_in_turn(bot, {"3", "4"});
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");

    CHECK_THAT(types(bot, "U2", "/vote results 2", "shown").words(),
               Contains("goes first because it did so in vote 1."));
    CHECK_THAT(types(bot, "U2", "/vote results 1", "shown").words(),
               Contains("because it did so before, and the run-off, vote 2, was a tie again."));
    const auto first = exported(bot, "/vote export 1");
    CHECK(first.ballot.at("run_off") == "2");
    CHECK(first.topics.at(2).at("decided_by") == "as before");
    const auto second = exported(bot, "/vote export 2");
    CHECK(second.ballot.at("run_off_of") == "1");
    CHECK(second.ballot.at("room") == "1");
}

TEST_CASE("a lot is told with what anybody needs to draw it again")
{
    bot_under_test bot;
    bot.set_up_group(4);
    bot.change([](core::unit_of_work& work) {
        for (const auto* title : {"Audio", "Video", "Maps", "Law"}) {
            core::topic fresh;
            fresh.group = core::group_id{1};
            fresh.title = title;
            fresh.proposer = core::user_id("U1");
            work.topics().add(fresh);
        }
    });
    REQUIRE(bot.command("U1", "/vote open 3d").outcome == "done");
    vote_in_turn(bot, {"1 2 3 4", "1 2"});
    REQUIRE(bot.command("U1", "/vote close").outcome == "done");

    CHECK_THAT(types(bot, "U2", "/vote results", "shown").words(),
               Contains("The lot is the SHA-256 of `1:") && Contains("` for topic 3") &&
                   Contains("; the smaller one goes first."));
}
