// What of peer assists goes into an export: what the group published, and nothing else.
#include "storage/sqlite/personal.hpp"

#include "core/assist/summary.hpp"
#include "storage/sqlite/memory.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/storage/sample.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace peerbot::core;
using namespace peerbot::tests;
namespace sqlite = peerbot::storage::sqlite;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

const instant noon{hours{12}};

// Ana, Ben and Cleo; Ben's assist came from an inventory in which nobody gave a name.
struct published_assist
{
    peerbot::storage::memory_database database;
    unit_of_work& work = database.work();
    group_id group = add_group(work);
    member_id ana = add_member(work, group, "U0ANA");
    member_id ben = add_member(work, group, "U0BEN");
    member_id cleo = add_member(work, group, "U0CLEO");
    assist_template format = sample_format();
    assist one = begun(ben);
    phase_run_id run = work.assists().add(
        phase_run{.id = {}, .assist = one.id, .format = format.id, .began_at = noon, .ended_at = noon});

    assist_template sample_format()
    {
        phase told;
        told.name = "tell";
        told.in_writing = hours{24};
        told.prompt = "Tell.";
        told.ends.time = true;
        assist_template made;
        made.name = "short";
        made.title = "Short assist";
        made.fewest = 0;
        made.most = 12;
        made.phases = {told};
        made.id = work.templates().add(made);
        return made;
    }
    assist begun(member_id assistee)
    {
        return work.assists().add({.id = {},
                                   .group = group,
                                   .number = 0,
                                   .format = format.id,
                                   .opened_by = user_id("U0ANA"),
                                   .opened_at = noon,
                                   .assistee = assistee,
                                   .what = {.situation = "Planted situation",
                                            .tried = "Planted trial",
                                            .bounds = "Planted bounds",
                                            .question = "Planted first question",
                                            .good_answer = "Planted answer"}});
    }
    contribution_id add(member_id author, contribution_kind kind, const std::string& text,
                        approval review = approval::approved,
                        contribution_state state = contribution_state::shown)
    {
        contribution said{
            .id = {}, .assist = one.id, .run = run, .author = author, .kind = kind, .text = text};
        if (kind == contribution_kind::help) said.tag = help_tag::did;
        said.review = review;
        said.state = state;
        return work.contributions().add(said);
    }
    void promise_to(const std::string& text)
    {
        work.promises().add({.id = {},
                             .group = group,
                             .owner = cleo,
                             .text = text,
                             .due = date{days{20}},
                             .origin = promise_origin::assist,
                             .subject = one.id.value,
                             .made_at = noon});
    }
    void publish()
    {
        one.state = assist_state::follow_up;
        one.agreed_question = "Who of Maria's team sorts the list?";
        one.story = "We could not keep up.";
        one.ended_at = one.published_at = noon;
        one.summary_card =
            work.cards().add({.id = {}, .kind = card_kind::summary, .group = group, .subject = one.id.value});
        work.assists().save(one);
        work.assists().save_blanks(one.id, {"Maria"});
    }
    std::string text()
    {
        std::ostringstream out;
        sqlite::write_out(static_cast<sqlite::unit_of_work&>(work).base(), "C1", out);
        return out.str();
    }
    std::vector<json> lines(const std::string& table)
    {
        std::istringstream in(text());
        std::vector<json> found;
        for (std::string line; std::getline(in, line);)
            if (auto row = json::parse(line); row.at("table") == table) found.push_back(std::move(row));
        return found;
    }
};

} // namespace

TEST_CASE_METHOD(published_assist,
                 "an export has the summaries that stand in the channel, as they stand there")
{
    add(cleo, contribution_kind::help, "Maria sorted ours by effect.");
    add(ben, contribution_kind::commitment, "A rule by Friday.", approval::pending);
    promise_to("I ask Maria for her list");
    publish();
    const auto summaries = lines("assist_summaries");
    REQUIRE(summaries.size() == 1);
    CHECK(summaries[0].at("number") == 1);
    CHECK(summaries[0].at("section") == 1);
    CHECK(summaries[0].at("format") == "Short assist");
    CHECK(summaries[0].at("published_at") == 43'200'000);
    CHECK(summaries[0].at("question") == "Who of [...]'s team sorts the list?");
    CHECK(summaries[0].at("story") == "We could not keep up.");
    const auto parts = lines("assist_summary_parts");
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].at("kind") == "help");
    CHECK(parts[0].at("tag") == "did");
    CHECK(parts[0].at("text") == "[...] sorted ours by effect.");
    CHECK(parts[0].at("owner_id").is_null());
    CHECK(parts[1].at("kind") == "commitment");
    CHECK(parts[1].at("owner_id") == ben.value);
    const auto promised = lines("assist_promises");
    REQUIRE(promised.size() == 1);
    CHECK(promised[0].at("owner_id") == cleo.value);
    CHECK(promised[0].at("due") == 20);
    CHECK(promised[0].at("state") == "waiting");
    CHECK(promised[0].at("text") == "I ask [...] for her list");
}

TEST_CASE_METHOD(published_assist, "an export has a section for each who asked in turn")
{
    format.name = "in-turn";
    format.turns = 2;
    one.format = format.id = work.templates().add(format);
    one.turn = 2;
    run = work.assists().add(phase_run{
        .id = {}, .assist = one.id, .format = format.id, .asker = ana, .began_at = noon, .ended_at = noon});
    add(cleo, contribution_kind::help, "We sort ours.");
    add(ana, contribution_kind::question, "How do we begin?");
    add(ben, contribution_kind::happened, "It works.");
    publish();
    const auto summaries = lines("assist_summaries");
    REQUIRE(summaries.size() == 2);
    CHECK(summaries[0].at("question") == "How do we begin?");
    CHECK(summaries[1].at("section") == 2);
    CHECK(summaries[1].at("question") == "Who of [...]'s team sorts the list?");
    const auto parts = lines("assist_summary_parts");
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].at("text") == "We sort ours.");
    CHECK(parts[0].at("section") == 1);
    CHECK(parts[1].at("text") == "It works.");
    CHECK(parts[1].at("section").is_null());
}

TEST_CASE_METHOD(published_assist,
                 "an export has nothing of an assist that nobody published, or that was withdrawn")
{
    add(cleo, contribution_kind::help, "Planted help");
    promise_to("Planted promise");
    CHECK_THAT(text(), !Contains("Planted") && !Contains("\"assist_"));
    publish();
    CHECK_THAT(text(), Contains("Planted help") && Contains("Planted promise"));
    one.withdrawn_at = noon;
    work.assists().save(one);
    CHECK_THAT(text(), !Contains("Planted") && !Contains("\"assist_"));
    // Taken as text, to be published elsewhere: it does not stand in the channel.
    one.withdrawn_at.reset();
    one.summary_card = {};
    work.assists().save(one);
    CHECK_THAT(text(), !Contains("Planted") && !Contains("\"assist_"));
}

TEST_CASE_METHOD(published_assist, "no export has what is private in an assist, nor who posted a challenge")
{
    add({}, contribution_kind::challenge, "Planted challenge without a name");
    add(cleo, contribution_kind::challenge, "Planted challenge with a name");
    add(ben, contribution_kind::note, "Planted note", approval::approved, contribution_state::private_note);
    add(cleo, contribution_kind::help, "Planted held help", approval::approved, contribution_state::held);
    add(cleo, contribution_kind::help, "Planted unapproved help", approval::pending);
    add(cleo, contribution_kind::help, "Planted hidden help", approval::left_out);
    add(ben, contribution_kind::story, "Planted story");
    const auto other = begun(cleo);
    const auto box =
        work.assists().add(phase_run{.id = {}, .assist = other.id, .format = format.id, .began_at = noon});
    work.contributions().box(box, {.author = ana, .text = "Planted in the box", .named = false});
    publish();
    CHECK(lines("assist_summaries").size() == 1);
    CHECK(lines("assist_summary_parts").empty());
    CHECK_THAT(text(), !Contains("Planted"));
    for (const auto* table : {"assists", "assist_participants", "assist_contributions", "boxed_challenges",
                              "assist_marks", "assist_phase_runs", "promises"})
        CHECK(lines(table).empty());
}
