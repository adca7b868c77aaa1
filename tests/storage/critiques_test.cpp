#include "storage/sqlite/error.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/storage/stored_group.hpp"
#include "tests/support/printers.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;
using namespace peerbot::tests;
namespace sqlite = peerbot::storage::sqlite;

namespace {

struct fixture : stored_group
{
    critique_repository& all = work.critiques();
    member_id ana = add_member(work, group, "ana");
    member_id ben = add_member(work, group, "ben");
    session_id meeting = work.sessions().add(sample_session(group)).id;

    critique fresh(member_id asker)
    {
        return {.id = {},
                .group = group,
                .asker = asker,
                .subject = "https://example.org",
                .opened_at = instant{hours{1}},
                .volunteers_until = instant{hours{25}},
                .due_at = instant{days{7}}};
    }
    critique add() { return all.add(fresh(ana)); }
    critic row(const critique& one, member_id who, critic_state state = critic_state::waiting)
    {
        critic made{.request = one.id, .member = who, .state = state, .asked_at = instant{hours{2}}};
        if (state != critic_state::waiting) made.settled_at = instant{hours{3}};
        return made;
    }
    feedback written(const critique& one, member_id author, std::optional<instant> handed_in)
    {
        return {.request = one.id,
                .author = author,
                .parts = {"a", "", "c"},
                .source = advice_source::saw_it,
                .saved_at = instant{hours{4}},
                .handed_in_at = handed_in};
    }
    std::string refusal(const std::string& text)
    {
        try {
            static_cast<sqlite::unit_of_work&>(work).base().execute(text);
            return {};
        } catch (const sqlite::error& why) {
            if (why.kind() != sqlite::error_kind::refused) throw;
            return why.what();
        }
    }
};

std::vector<std::int64_t> ids(const std::vector<critique>& found)
{
    std::vector<std::int64_t> all;
    for (const auto& one : found)
        all.push_back(one.id.value);
    return all;
}

using numbers = std::vector<std::int64_t>;

} // namespace

TEST_CASE_METHOD(fixture, "a request comes back as it was stored, numbered within its group")
{
    auto wish = fresh(ana);
    wish.external = true;
    wish.purpose = "p";
    wish.stage = work_stage::done;
    wish.wanted = "w";
    wish.unwanted = "u";
    wish.reading = critique_reading::all_together;
    wish.critics = 2;
    const auto one = all.add(wish);
    CHECK(one.number == 1);
    CHECK(add().number == 2);
    const auto elsewhere = add_group(work, "C2");
    auto other = fresh(add_member(work, elsewhere, "ana"));
    other.group = elsewhere;
    CHECK(all.add(other).number == 1);

    auto changed = one;
    changed.state = critique_state::finished;
    changed.due_at = instant{days{9}};
    changed.ended_at = instant{days{8}};
    changed.meeting = meeting;
    changed.card =
        work.cards().add({.id = {}, .kind = card_kind::critique, .group = group, .subject = one.id.value});
    changed.facilitators_asked_at = instant{days{7}};
    changed.changed = "c";
    changed.summary = "s";
    all.save(changed);
    const auto back = all.find_number(group, 1);
    REQUIRE(back);
    CHECK((back->external && back->purpose == "p" && back->wanted == "w" && back->unwanted == "u"));
    CHECK((back->stage == work_stage::done && back->reading == critique_reading::all_together));
    CHECK((back->critics == 2 && back->state == critique_state::finished && back->ended()));
    CHECK((back->opened_at == instant{hours{1}} && back->volunteers_until == instant{hours{25}}));
    CHECK((back->due_at == instant{days{9}} && back->ended_at == instant{days{8}}));
    CHECK((back->meeting == meeting && back->card == changed.card));
    CHECK(back->facilitators_asked_at == instant{days{7}});
    CHECK((back->changed == "c" && back->summary == "s"));
    CHECK_FALSE(all.find_number(group, 3));
    CHECK_FALSE(all.find({99}));
    CHECK(ids(all.running(group)) == numbers{2});
    CHECK(ids(all.newest(group, 5)) == numbers{2, 1});
    CHECK(ids(all.newest(group, 1)) == numbers{2});
}

TEST_CASE_METHOD(fixture, "requests that are to be discussed are found by their session")
{
    auto one = add();
    add();
    one.state = critique_state::in_session;
    one.meeting = meeting;
    all.save(one);
    CHECK(ids(all.in_session(meeting)) == numbers{1});
    CHECK(ids(all.running(group)) == numbers{1, 2});
    one.state = critique_state::finished;
    one.ended_at = instant{days{8}};
    all.save(one);
    CHECK(all.in_session(meeting).empty());
}

TEST_CASE_METHOD(fixture,
                 "critics stand in the order in which they were asked, and are counted while they wait")
{
    const auto one = add();
    auto two = add();
    const auto cleo = add_member(work, group, "cleo");
    all.save_critic(row(one, cleo));
    all.save_critic(row(one, ben));
    all.save_critic(row(two, cleo));
    all.save_critic(row(one, cleo, critic_state::declined));
    const auto critics = all.critics(one.id);
    REQUIRE(critics.size() == 2);
    CHECK((critics[0].member == cleo && critics[0].state == critic_state::declined));
    CHECK((critics[1].member == ben && critics[1].asked_at == instant{hours{2}}));
    CHECK(critics[0].settled_at == instant{hours{3}});
    CHECK(all.critic_of(one.id, ben)->cause == critic_cause::asked);
    CHECK_FALSE(all.critic_of(two.id, ben));
    CHECK(all.count_waiting_for(cleo) == 1);
    CHECK(all.waiting_for(cleo).front().request == two.id);
    two.state = critique_state::withdrawn;
    two.ended_at = instant{days{1}};
    all.save(two);
    CHECK(all.count_waiting_for(cleo) == 0);
    CHECK(all.waiting_for(cleo).empty());
}

TEST_CASE_METHOD(fixture, "feedback comes back as it was stored; drafts are read by their author only")
{
    const auto one = add();
    auto draft = written(one, ben, {});
    draft.source.reset();
    all.save_feedback(draft);
    CHECK(all.handed_in(one.id).empty());
    CHECK_FALSE(all.feedback_by(one.id, ben)->source);
    CHECK_FALSE(all.last_met(group, ana, ben));

    const auto cleo = add_member(work, group, "cleo");
    all.save_feedback(written(one, ben, instant{hours{6}}));
    auto first = written(one, cleo, instant{hours{5}});
    first.helpful = {true, false, true};
    first.thanked_at = instant{hours{7}};
    all.save_feedback(first);
    const auto in = all.handed_in(one.id);
    REQUIRE(in.size() == 2);
    CHECK((in[0].author == cleo && in[1].author == ben));
    CHECK(in[0].parts == std::array<std::string, critique_parts>{"a", "", "c"});
    CHECK(in[0].helpful == std::array<bool, critique_parts>{true, false, true});
    CHECK((in[0].thanked_at == instant{hours{7}} && in[0].saved_at == instant{hours{4}}));
    CHECK(in[1].source == advice_source::saw_it);
    CHECK(all.last_met(group, ana, ben) == instant{hours{6}});
    CHECK(all.last_met(group, ben, ana) == instant{hours{6}});
    CHECK_FALSE(all.last_met(group, ben, cleo));
}

TEST_CASE_METHOD(fixture, "what somebody owes is the sum of what was booked")
{
    const auto one = add();
    const auto two = add();
    const auto book = [&](const critique& what, member_id who, entry_cause cause, int parts) {
        all.book(group, {.request = what.id, .member = who, .cause = cause, .amount = {parts}});
    };
    book(one, ben, entry_cause::share, 5);
    book(one, ana, entry_cause::evened, 3);
    book(two, ben, entry_cause::took, -9);
    const auto balances = all.balances(group);
    REQUIRE(balances.size() == 2);
    CHECK((balances[0].member == ana && balances[0].owed == share{3}));
    CHECK((balances[1].member == ben && balances[1].owed == share{-4}));
    const auto booked = all.booked(one.id);
    REQUIRE(booked.size() == 2);
    CHECK((booked[0].member == ben && booked[0].cause == entry_cause::share && booked[0].amount == share{5}));
    CHECK((booked[1].cause == entry_cause::evened && booked[1].request == one.id));
}

TEST_CASE_METHOD(fixture, "promises are found by owner and by origin")
{
    auto& promises = work.promises();
    const auto add_one = [&](const char* text, int due) {
        return promises.add({.id = {},
                             .group = group,
                             .owner = ben,
                             .text = text,
                             .due = date{days{due}},
                             .subject = 4,
                             .made_at = instant{hours{1}}});
    };
    const auto later = add_one("later", 20);
    const auto sooner = add_one("sooner", 10);
    REQUIRE(promises.waiting(ben).size() == 2);
    CHECK(promises.waiting(ben).front().id == sooner);
    CHECK(promises.waiting(ana).empty());
    CHECK(promises.of(promise_origin::critique, 4).front().id == later);
    CHECK(promises.of(promise_origin::assist, 4).empty());

    auto kept = *promises.find(sooner);
    kept.state = promise_state::done;
    kept.settled_at = instant{hours{2}};
    kept.chased = 2;
    kept.due = date{days{11}};
    promises.save(kept);
    const auto back = *promises.find(sooner);
    CHECK((back.state == promise_state::done && back.settled_at == instant{hours{2}} && back.chased == 2));
    CHECK((back.due == date{days{11}} && back.text == "sooner" && back.made_at == instant{hours{1}}));
    CHECK(promises.waiting(ben).front().id == later);
}

TEST_CASE_METHOD(fixture, "where a member works is kept")
{
    auto who = *work.members().find(ben);
    CHECK(who.organisation.empty());
    who.organisation = "Le Monde";
    work.members().save(who);
    CHECK(work.members().find(ben)->organisation == "Le Monde");
    const auto cleo = work.members().add({.id = {},
                                          .group = group,
                                          .user = user_id("cleo"),
                                          .paused_until = {},
                                          .joined_at = {},
                                          .organisation = "taz"});
    CHECK(work.members().find(cleo)->organisation == "taz");
}

TEST_CASE_METHOD(fixture, "wrong critiques and promises cannot be stored")
{
    const auto one = add();
    all.save_critic(row(one, ben));
    all.save_feedback(written(one, ben, instant{hours{6}}));
    all.book(group, {.request = one.id, .member = ben, .cause = entry_cause::share, .amount = {5}});
    work.promises().add({.id = {}, .group = group, .owner = ben, .text = "call", .due = {}, .made_at = {}});
    const std::pair<std::string, std::string> wrong[] = {
        {"UPDATE critiques SET subject = ''", "subject"},
        {"UPDATE critiques SET number = 0", "number"},
        {"UPDATE critiques SET critics = 0", "critics"},
        {"UPDATE critiques SET external = 2", "external"},
        {"UPDATE critiques SET stage = 'late'", "stage"},
        {"UPDATE critiques SET reading = 'never'", "reading"},
        {"UPDATE critiques SET state = 'lost'", "state"},
        {"UPDATE critiques SET state = 'finished'", "CHECK"},
        {"UPDATE critiques SET ended_at = 9999999999999", "CHECK"},
        {"UPDATE critiques SET state = 'withdrawn', ended_at = 0", "CHECK"},
        {"UPDATE critiques SET state = 'in session'", "CHECK"},
        {"UPDATE critiques SET summary = 'early'", "CHECK"},
        {"UPDATE critiques SET due_at = opened_at", "CHECK"},
        {"UPDATE critiques SET volunteers_until = opened_at - 1", "CHECK"},
        {"UPDATE critiques SET asker_id = 99", "FOREIGN KEY"},
        {"INSERT INTO critics VALUES (1, 2, 2, 'asked', 'waiting', 0, NULL)", "UNIQUE"},
        {"UPDATE critics SET place = 0", "place"},
        {"UPDATE critics SET cause = 'chance'", "cause"},
        {"UPDATE critics SET state = 'given'", "CHECK"},
        {"UPDATE critics SET settled_at = 5", "CHECK"},
        {"UPDATE critics SET member_id = 99", "FOREIGN KEY"},
        {"UPDATE feedback SET source = NULL", "CHECK"},
        {"UPDATE feedback SET source = 'hearsay'", "source"},
        {"UPDATE feedback SET noticed = ''", "CHECK"},
        {"UPDATE feedback SET helpful = 8", "helpful"},
        {"UPDATE feedback SET handed_in_at = NULL, helpful = 1", "CHECK"},
        {"UPDATE feedback SET handed_in_at = NULL, thanked_at = 1", "CHECK"},
        {"UPDATE critique_account SET amount = 0", "amount"},
        {"UPDATE critique_account SET cause = 'luck'", "cause"},
        {"UPDATE critique_account SET critique_id = 99", "FOREIGN KEY"},
        {"UPDATE promises SET text = ''", "text"},
        {"UPDATE promises SET origin = 'dream'", "origin"},
        {"UPDATE promises SET state = 'done'", "CHECK"},
        {"UPDATE promises SET settled_at = 5", "CHECK"},
        {"UPDATE promises SET chased = -1", "chased"},
        {"UPDATE members SET organisation = NULL", "organisation"},
    };
    for (const auto& [text, because] : wrong) {
        INFO(text);
        CHECK_THAT(refusal(text), Catch::Matchers::Contains(because));
    }
}
