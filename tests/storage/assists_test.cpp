// What is kept of assists comes back as it was, and what must never be stored is refused.
#include "storage/sqlite/error.hpp"
#include "storage/sqlite/memory.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/storage/sample.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::tests;
namespace sqlite = peerbot::storage::sqlite;

namespace {

const instant noon{hours{12}};

assist_template sample_template(const std::string& name = "short", group_id group = {})
{
    phase one;
    one.name = "tell";
    one.speak = speakers::assistee;
    one.live = minutes{5};
    one.in_writing = hours{24};
    one.prompt = "Tell.";
    one.form = contribution_kind::story;
    one.ends = {.time = true, .facilitator = true, .all_spoken = false, .assistee = true};
    one.words = 150;
    one.each = 1;
    phase other;
    other.name = "choose";
    other.in_writing = hours{48};
    other.prompt = "Choose.";
    other.form = contribution_kind::challenge;
    other.yields = phase_yield::choice;
    other.ends.all_spoken = true;
    other.votes = true;
    other.anonymous = true;
    other.by_question = true;
    other.optional = true;
    other.seats = 5;
    other.ideas_wait = hours{1};
    other.midway = hours{2};
    other.ask_experienced = hours{3};
    other.offer_others = hours{4};
    return {.id = {},
            .group = group,
            .name = name,
            .title = "Short",
            .about = "About.",
            .sources = {"One, 2001", "Two, 2002"},
            .fewest = 2,
            .most = 5,
            .facilitated = false,
            .notes_thread = true,
            .turns = 3,
            .closing = hours{24},
            .follow_ups = {days{2}, days{30}},
            .offers = {"classic"},
            .phases = {one, other}};
}

struct fixture
{
    peerbot::storage::memory_database database;
    unit_of_work& work = database.work();
    group_id group = add_group(work);
    member_id ana = add_member(work, group, "ana");
    member_id ben = add_member(work, group, "ben");
    template_id format = work.templates().add(sample_template());
    assist one = work.assists().add({.id = {},
                                     .group = group,
                                     .number = 0,
                                     .format = format,
                                     .opened_by = user_id("ben"),
                                     .opened_at = noon,
                                     .assistee = ben,
                                     .facilitator = ana});
    phase_run_id run = work.assists().add(
        phase_run{.id = {}, .assist = one.id, .format = format, .asker = ben, .began_at = noon});

    sqlite::connection& base() { return static_cast<sqlite::unit_of_work&>(work).base(); }
    bool refuses(const std::string& text)
    {
        try {
            base().execute(text);
            return false;
        } catch (const sqlite::error& why) {
            if (why.kind() != sqlite::error_kind::refused) throw;
            return true;
        }
    }
    contribution_id add(contribution_kind kind, std::optional<help_tag> tag = {})
    {
        return work.contributions().add({.id = {},
                                         .assist = one.id,
                                         .run = run,
                                         .author = ana,
                                         .kind = kind,
                                         .tag = tag,
                                         .text = "Words"});
    }
};

} // namespace

TEST_CASE_METHOD(fixture, "a phase that ran comes back with whose question it was about")
{
    const auto kept = work.assists().find_run(run).value();
    CHECK(kept.asker == ben);
    CHECK(kept.began_at == noon);
    CHECK_FALSE(kept.ended_at);
    auto over = kept;
    over.ended_at = noon + hours{1};
    work.assists().save(over);
    const auto again = work.assists().runs(one.id).at(0);
    CHECK(again.asker == ben);
    CHECK(again.ended_at == noon + hours{1});
}

TEST_CASE_METHOD(fixture, "a template comes back with all its phases")
{
    auto kept = work.templates().find(format).value();
    kept.id = {};
    CHECK(kept == sample_template());
}

TEST_CASE_METHOD(fixture,
                 "a group's own template stands instead of the one with its name, until it is retired")
{
    work.templates().add(sample_template("another"));
    const auto own = work.templates().add(sample_template("short", group));
    CHECK(work.templates().named(group, "short")->id == own);
    CHECK(work.templates().choices(group).size() == 2);
    CHECK(work.templates().choices(group)[1].id == own);
    work.templates().retire(own);
    CHECK(work.templates().named(group, "short")->id == format);
    CHECK(work.templates().find(own));
}

TEST_CASE_METHOD(fixture, "an assist comes back as it was saved")
{
    auto changed = one;
    changed.state = assist_state::follow_up;
    changed.pace = assist_pace::live;
    changed.what = {.situation = "s", .tried = "t", .bounds = "b", .question = "q", .good_answer = "g"};
    changed.agreed_question = "agreed";
    changed.begins_at = changed.meets_at = changed.deadline = noon + hours{1};
    changed.turn = 2;
    changed.advice = "advice";
    changed.story = "story";
    changed.review_until = changed.published_at = changed.withdrawn_at = changed.ended_at = noon + hours{2};
    work.assists().save(changed);
    const auto kept = work.assists().find(one.id).value();
    CHECK(kept.state == changed.state);
    CHECK(kept.pace == changed.pace);
    CHECK(kept.what == changed.what);
    CHECK(kept.agreed_question == "agreed");
    CHECK(kept.meets_at == changed.meets_at);
    CHECK(kept.deadline == changed.deadline);
    CHECK(kept.review_until == changed.review_until);
    CHECK(kept.published_at == changed.published_at);
    CHECK(kept.ended_at == changed.ended_at);
    CHECK(kept.number == 1);
    CHECK(work.assists().going_on(group).size() == 1);
    changed.state = assist_state::done;
    work.assists().save(changed);
    CHECK(work.assists().going_on(group).empty());
    CHECK(work.assists().newest(group, 5).size() == 1);
}

TEST_CASE_METHOD(fixture, "an assist is found by the thread below its card while it goes on, and by no other")
{
    const workspace_id here("T1");
    const auto post = [&](assist of, const std::string& channel, const std::string& stamp) {
        of.card = work.cards().add({.id = {},
                                    .kind = card_kind::assist,
                                    .group = of.group,
                                    .subject = of.id.value,
                                    .channel = channel_id(channel),
                                    .stamp = stamp});
        work.assists().save(of);
        return of;
    };
    auto first = post(one, "C1", "1.5");
    const auto elsewhere = add_group(work, "C1", "T2");
    const auto second = post(work.assists().add({.id = {},
                                                 .group = elsewhere,
                                                 .number = 0,
                                                 .format = format,
                                                 .opened_by = user_id("ben"),
                                                 .opened_at = noon}),
                             "C1", "2.5");
    work.cards().add({.id = {},
                      .kind = card_kind::session,
                      .group = group,
                      .subject = first.id.value,
                      .channel = channel_id("C1"),
                      .stamp = "3.5"});
    CHECK(work.assists().in_thread(here, channel_id("C1"), "1.5")->id == first.id);
    CHECK(work.assists().in_thread(workspace_id("T2"), channel_id("C1"), "2.5")->id == second.id);
    CHECK_FALSE(work.assists().in_thread(here, channel_id("C1"), "2.5"));
    CHECK_FALSE(work.assists().in_thread(here, channel_id("C2"), "1.5"));
    CHECK_FALSE(work.assists().in_thread(here, channel_id("C1"), "3.5"));
    CHECK_FALSE(work.assists().in_thread(here, channel_id("C1"), ""));
    first.state = assist_state::stopped;
    first.ended_at = noon;
    first.stopped_because = stop_cause::facilitator;
    work.assists().save(first);
    CHECK_FALSE(work.assists().in_thread(here, channel_id("C1"), "1.5"));
}

TEST_CASE_METHOD(fixture, "marks are counted and forgotten, and an emptied box leaves the others alone")
{
    const auto challenge = work.contributions().add({.id = {},
                                                     .assist = one.id,
                                                     .run = run,
                                                     .author = {},
                                                     .kind = contribution_kind::challenge,
                                                     .text = "How?"});
    work.contributions().mark(challenge, ana, true);
    work.contributions().mark(challenge, ana, true);
    work.contributions().mark(challenge, ben, true);
    work.contributions().mark(challenge, ben, false);
    CHECK(work.contributions().marked_by(one.id, ana).size() == 1);
    work.contributions().count_marks(one.id);
    CHECK(work.contributions().find(challenge)->affects == 1);
    CHECK(base().number("SELECT count(*) FROM assist_marks") == 0);

    const auto second = work.assists().add({.id = {},
                                            .group = group,
                                            .number = 0,
                                            .format = format,
                                            .opened_by = user_id("ana"),
                                            .opened_at = noon});
    CHECK(second.number == 2);
    const auto other =
        work.assists().add(phase_run{.id = {}, .assist = second.id, .format = format, .began_at = noon});
    work.contributions().box(run, {.author = ana, .text = "Why?", .named = false});
    work.contributions().box(run, {.author = ana, .text = "Why not?", .named = true});
    work.contributions().box(other, {.author = ben, .text = "When?", .named = false});
    REQUIRE(work.contributions().boxed(run).size() == 1);
    CHECK(work.contributions().boxed(run)[0].text == "Why not?");
    work.contributions().empty_box(run);
    CHECK(work.contributions().boxed(run).empty());
    CHECK(work.contributions().boxed(other).size() == 1);
}

TEST_CASE_METHOD(fixture, "wrong assists, phases and contributions cannot be stored")
{
    add(contribution_kind::help, help_tag::did);
    work.assists().add(
        participant{.id = {}, .assist = one.id, .member = ana, .takes_notes = true, .joined_at = noon});
    const std::string wrong[] = {
        "UPDATE assists SET facilitator_id = assistee_id",
        "UPDATE assists SET state = 'lost'",
        "UPDATE assists SET state = 'closing'",
        "UPDATE assists SET state = 'stopped', ended_at = 5",
        "UPDATE assists SET stopped_because = 'too few'",
        "UPDATE assists SET state = 'scheduled'",
        "UPDATE assists SET published_at = 5",
        "UPDATE assists SET number = 0",
        "UPDATE assists SET template_id = 99",
        "UPDATE assist_templates SET fewest = 9",
        "UPDATE assist_templates SET turns = 0",
        "UPDATE assist_template_phases SET live = 0, in_writing = 0",
        "UPDATE assist_template_phases SET by_time = 0, by_facilitator = 0, by_all_spoken = 0, by_assistee = "
        "0",
        "UPDATE assist_template_phases SET anonymous = 1",
        "UPDATE assist_template_phases SET speakers = 'the boss'",
        "INSERT INTO assist_templates SELECT NULL, group_id, name, title, about, sources, fewest, most,"
        " facilitated, notes_thread, turns, closing, follow_ups, offers, 0 FROM assist_templates",
        "INSERT INTO assist_phase_runs SELECT NULL, assist_id, template_id, turn, place, live, began_at, "
        "ends_at,"
        " extended, waits_since, ended_at, asker_id FROM assist_phase_runs",
        "UPDATE assist_phase_runs SET asker_id = 99",
        "UPDATE assist_phase_runs SET ended_at = began_at - 1",
        "UPDATE assist_contributions SET text = ''",
        "UPDATE assist_contributions SET tag = NULL",
        "UPDATE assist_contributions SET kind = 'question'",
        "UPDATE assist_contributions SET author_id = NULL",
        "UPDATE assist_contributions SET kind = 'answer', tag = NULL",
        "UPDATE assist_contributions SET about_id = id",
        "INSERT INTO assist_participants VALUES (NULL, 1, 1, 0, 0, NULL, NULL)",
        "INSERT INTO assist_participants VALUES (NULL, 1, 2, 1, 0, NULL, NULL)",
        "INSERT INTO boxed_challenges VALUES (99, 1, 'x', 0)",
        "INSERT INTO boxed_challenges VALUES (1, 99, 'x', 0)",
        "INSERT INTO boxed_challenges VALUES (1, 1, '', 0)",
        "INSERT INTO assist_marks VALUES (99, 1)",
        "INSERT INTO assist_ledger VALUES (1, 'assistee', 1, 1, -1, 0)",
        "INSERT INTO assist_ledger VALUES (1, 'guest', 1, 1, 0, 0)",
        "INSERT INTO assist_slots VALUES (NULL, 1, 1, 0, 0, 0)",
        "INSERT INTO assist_blanks VALUES (1, '')",
    };
    for (const auto& text : wrong) {
        INFO(text);
        CHECK(refuses(text));
    }
}
