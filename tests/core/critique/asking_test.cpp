#include "core/critique/clocks.hpp"
#include "core/groups/organisation.hpp"
#include "core/groups/people.hpp"
#include "core/reminders/attention.hpp"
#include "tests/core/critique/critiques.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

using people = std::vector<std::string>;

void works_at(critiques& here, const std::string& person, const std::string& name)
{
    REQUIRE(here.group.attempt(
        [&](auto& work, const auto& group) { return say_organisation(work, group, user_id(person), name); }));
}

} // namespace

TEST_CASE("a request is kept as it was wished, posted in the channel and due in a week")
{
    critiques here({.members = 6});
    const auto one = here.asked("ben", monday,
                                {.external = true,
                                 .purpose = " a grant\n\n\n  for  maps ",
                                 .stage = work_stage::idea,
                                 .looked_at = "the order",
                                 .unwanted = "spelling",
                                 .reading = critique_reading::all_together});

    CHECK(one.number == 1);
    CHECK(one.asker == here.group.id("ben"));
    CHECK(one.subject == "https://example.org/ben");
    CHECK((one.external && one.stage == work_stage::idea && one.reading == critique_reading::all_together));
    CHECK(one.purpose == "a grant\n\nfor maps");
    CHECK((one.wanted == "the order" && one.unwanted == "spelling"));
    CHECK(one.critics == 3);
    CHECK(one.volunteers_until == monday + hours{24});
    CHECK(one.due_at == monday + days{7});
    CHECK(here.told(message_kind::critique_card, one) == people{"the channel"});
    CHECK(here.asked("cleo").number == 2);
}

TEST_CASE("two critics are enough in a group of fewer than six active members")
{
    critiques here({.members = 6});
    REQUIRE(here.group.pause("finn", "2026-12-20", monday));
    CHECK(here.asked("ben").critics == 2);
}

TEST_CASE("what cannot be asked for is refused, field by field")
{
    critiques here({.members = 4});
    const auto refused = [&](const wanted& wish) { return here.ask("ben", monday, wish).why(); };
    const std::string long_text(601, 'a');

    CHECK(refused({.subject = " \n"}).why == reason::empty_text);
    CHECK(refused({.subject = "https://"}).why == reason::not_a_link);
    CHECK(refused({.subject = "HTTP://exa mple.org"}).why == reason::not_a_link);
    CHECK(refused({.subject = std::string(501, 'a')}).text == "subject");
    CHECK(refused({.purpose = long_text}).text == "purpose");
    CHECK(refused({.looked_at = long_text}).text == "wanted");
    CHECK(refused({.unwanted = long_text}).text == "unwanted");
    CHECK(refused({.by_when = day("2026-11-29")}).why == reason::date_not_ahead);
    CHECK(refused({.by_when = day("2026-12-01")}).why == reason::date_too_near);
    CHECK(refused({.by_when = day("2027-02-01")}).why == reason::date_too_far);
    CHECK(here.ask("zoe").rejected_for(reason::not_a_member));
    REQUIRE(here.group.pause("dan", "2026-12-20", monday));
    CHECK(here.ask("dan").rejected_for(reason::member_is_paused));
    CHECK(here.ask("ben", monday, {.subject = "the leaflet"}));
    CHECK(here.ask("ben"));
    CHECK(here.ask("ben", monday, {.by_when = day("2026-12-02")})->due_at == at("2026-12-02 18:00"));
    CHECK(here.ask("ben").rejected_for(reason::too_many_requests));

    critiques alone({.members = 1});
    CHECK(alone.ask("ana").rejected_for(reason::nobody_to_critique));
}

TEST_CASE("an address without its beginning is a link all the same, and words stay words")
{
    critiques here({.members = 9});
    const auto kept = [&](const std::string& person, const std::string& subject) {
        return here.asked(person, monday, {.subject = subject}).subject;
    };
    CHECK(kept("ana", "www.example.org") == "https://www.example.org");
    CHECK(kept("ana", "docs.example.org/d/1?a=b#c") == "https://docs.example.org/d/1?a=b#c");
    CHECK(kept("ana", "WWW.Example.org/") == "https://WWW.Example.org/");
    CHECK(kept("ben", "guide.pdf") == "guide.pdf");
    CHECK(kept("ben", "v1.2/final") == "v1.2/final");
    CHECK(kept("ben", "www.example.org and more") == "www.example.org and more");
    CHECK(kept("cleo", "and/or") == "and/or");
    CHECK(kept("cleo", "www..org/x") == "www..org/x");
    CHECK(kept("cleo", "ana@example.org/x") == "ana@example.org/x");
    const auto longest = "www.example.org/" + std::string(500 - 16, 'x');
    CHECK(here.ask("dan", monday, {.subject = longest})->subject == longest);
}

TEST_CASE("volunteers have a day; then the bot asks as many as are wanting, and not the asker")
{
    critiques here({.members = 6});
    const auto one = here.asked("ben");
    REQUIRE(here.volunteer("finn", one, monday + hours{2}));
    REQUIRE(here.volunteer("finn", one, monday + hours{3}));
    here.group.pass_until(monday + hours{24} - minutes{1});
    CHECK(here.critics(one) == people{"finn"});

    here.group.pass_until(monday + hours{24});
    CHECK(here.critics(one) == people{"finn", "ana", "cleo"});
    CHECK(here.told(message_kind::critique_asked, one) == people{"ana", "cleo"});
    CHECK(here.critic("ana", one).cause == critic_cause::asked);
    CHECK(here.critic("ana", one).asked_at == monday + hours{24});
}

TEST_CASE("what a request asks of everybody is added when its first critic is found, not before")
{
    critiques here({.members = 7});
    const auto one = here.asked("ana");
    CHECK(here.owed("ben") == share{});
    REQUIRE(here.volunteer("gia", one, monday + hours{1}));
    CHECK(here.owed("ben") == part_of(one_turn, 2));
    CHECK(here.owed("gia") == part_of(one_turn, 2) - one_turn);
    CHECK(here.owed("ana") == share{});

    const auto taken_back = here.asked("cleo", monday + hours{1});
    REQUIRE(here.close("cleo", taken_back, monday + hours{2}));
    CHECK(here.owed("ben") == part_of(one_turn, 2));
}

TEST_CASE("extra volunteers are welcome, twice as many as are wanted, and two at a time each")
{
    critiques here({.members = 12});
    const auto one = here.asked("ana");
    CHECK(here.volunteer("ana", one, monday).rejected_for(reason::own_work));
    CHECK(here.volunteer("zoe", one, monday).rejected_for(reason::not_a_member));
    for (const auto* person : {"ben", "cleo", "dan", "eva", "finn", "gia"})
        CHECK(here.volunteer(person, one, monday));
    CHECK(here.volunteer("hugo", one, monday).rejected_for(reason::enough_critics));

    const auto two = here.asked("ana");
    const auto three = here.asked("ana");
    CHECK(here.volunteer("ben", two, monday));
    CHECK(here.volunteer("ben", three, monday).rejected_for(reason::too_many_critiques));
}

TEST_CASE("nobody is asked to look at the work of their own house")
{
    critiques here({.members = 5});
    works_at(here, "ana", "Le Monde");
    works_at(here, "ben", "LE-M\xC3\x96NDE.");
    works_at(here, "cleo", "Le Monde Diplomatique");
    here.group.work().people().save(
        {.workspace = workspace_id("T1"), .user = user_id("dan"), .home = workspace_id("T2")});
    here.group.work().people().save(
        {.workspace = workspace_id("T1"), .user = user_id("eva"), .home = workspace_id("T2")});
    const auto group = here.group.here();
    auto& work = here.group.work();
    const auto same = [&](const char* a, const char* b) {
        return same_organisation(work, group, here.group.who(a), here.group.who(b));
    };
    CHECK(same("ana", "ben"));
    CHECK(same("dan", "eva"));
    CHECK_FALSE(same("ana", "cleo"));
    CHECK_FALSE(same("ana", "dan"));

    const auto one = here.asked("ana");
    here.group.pass_until(monday + hours{24});
    CHECK(here.critics(one) == people{"cleo", "dan"});
    CHECK(here.volunteer("ben", one, monday + hours{25})); // by themselves they may
    works_at(here, "ana", "");
    CHECK_FALSE(same("ana", "ben"));
}

TEST_CASE("a request reaches people in their working hours, and the clocks count from then")
{
    critiques here({.members = 4});
    const auto friday = at("2026-12-04 20:00");
    const auto one = here.asked("ana", friday, {.by_when = day("2026-12-20")});
    here.group.pass_until(friday + hours{24});
    const auto critic = here.critic("ben", one);
    CHECK(critic.asked_at == at("2026-12-07 09:00"));
    here.group.pass_until(at("2026-12-09 08:59"));
    CHECK(here.told(message_kind::critique_nudge, one).empty());
    here.group.pass_until(at("2026-12-09 09:00"));
    CHECK(here.told(message_kind::critique_nudge, one) == people{"ben", "cleo"});
}

TEST_CASE("a request waits for the next moment that the attention budget allows, and takes of it")
{
    critiques here({.members = 4});
    const auto first = here.asked("ana");
    const auto second = here.asked("ana");
    here.group.pass_until(monday + hours{24});
    CHECK(here.critic("ben", first).asked_at == monday + hours{24});
    CHECK(here.critic("ben", second).asked_at == monday + hours{48});
    const auto group = here.group.here();
    CHECK_FALSE(may_interrupt(here.group.work(), group.workspace, user_id("ben"), monday + hours{49}));
    CHECK(is_request(message_kind::critique_asked));
    CHECK_FALSE(reminder_kind_of(message_kind::critique_asked));
}

TEST_CASE("with little time the budget and even the night give way, and all steps keep their proportions")
{
    critiques here({.members = 4});
    const auto one = here.asked("ana", at("2026-12-04 18:00"), {.by_when = day("2026-12-06")});
    const auto steps = steps_of(one);
    CHECK(std::chrono::round<minutes>(steps.volunteering) == minutes{48 * 60 / 7});
    CHECK(std::chrono::round<minutes>(steps.nudge) == minutes{2 * 48 * 60 / 7 + 1});
    CHECK(std::chrono::round<minutes>(steps.replacing) == minutes{4 * 48 * 60 / 7 + 1});
    CHECK(steps.silence == hours{48});
    CHECK(one.volunteers_until - one.opened_at == steps.volunteering);
    here.group.pass_until(one.volunteers_until);
    const auto asked_at = here.critic("ben", one).asked_at;
    CHECK(asked_at < one.volunteers_until + (one.due_at - one.volunteers_until) / 2); // Saturday morning
    CHECK(asked_at == at("2026-12-05 09:00"));
}

TEST_CASE("nobody has more than two open, and what nobody is free for is queued until somebody is")
{
    critiques here({.members = 3});
    const auto one = here.asked("ana");
    const auto two = here.asked("ana");
    const auto three = here.asked("ana");
    here.group.pass_until(monday + hours{25});
    CHECK(here.critics(one) == people{"ben", "cleo"});
    CHECK(here.critics(two) == people{"ben", "cleo"});
    CHECK(here.critics(three).empty());
    CHECK(here.told(message_kind::critique_queued, three) == people{"ana"});
    CHECK(here.told(message_kind::critique_queued, one).empty());

    REQUIRE(here.give("cleo", two, monday + hours{30}));
    CHECK(here.critics(three) == people{"cleo"});
    CHECK_FALSE(here.reread(three).facilitators_asked_at);
    REQUIRE(here.group.join("dan", monday + hours{31}));
    CHECK(here.critics(three) == people{"cleo", "dan"});
    CHECK(here.told(message_kind::critique_queued, three).size() == 1);
}

TEST_CASE("\"not me\" needs no reason: the next is asked at once")
{
    critiques here({.members = 6});
    const auto one = here.asked("ana");
    here.group.pass_until(monday + hours{24});
    REQUIRE(here.critics(one) == people{"ben", "cleo", "dan"});
    const auto now = monday + hours{26};
    REQUIRE(here.decline("cleo", one, now));
    CHECK(here.critics(one) == people{"ben", "dan", "eva"});
    CHECK(here.critic("eva", one).asked_at == now);
    CHECK(here.owed("cleo") == share{});
    CHECK(here.decline("cleo", one, now)); // again changes nothing
    CHECK(here.decline("finn", one, now).rejected_for(reason::not_a_critic));
    REQUIRE(here.give("ben", one, now));
    CHECK(here.decline("ben", one, now).rejected_for(reason::feedback_given));
    REQUIRE(here.volunteer("cleo", one, now)); // minds change
    CHECK(here.critic("cleo", one).state == critic_state::waiting);
}

TEST_CASE("a facilitator asks somebody by name")
{
    critiques here({.members = 5});
    const auto one = here.asked("ben");
    const auto now = monday + hours{1};
    CHECK(here.name("cleo", one, now, "ben").rejected_for(reason::not_a_facilitator));
    CHECK(here.name("zoe", one, now).rejected_for(reason::person_not_a_member));
    CHECK(here.name("ben", one, now).rejected_for(reason::own_work));
    REQUIRE(here.name("cleo", one, now));
    CHECK(here.name("cleo", one, now).rejected_for(reason::already_a_critic));
    CHECK(here.critic("cleo", one).cause == critic_cause::named);
    CHECK(here.told(message_kind::critique_asked, one) == people{"cleo"});
    CHECK(here.reread(one).due_at == one.due_at);
    REQUIRE(here.group.pause("dan", "2026-12-20", now));
    CHECK(here.name("dan", one, now).rejected_for(reason::person_is_paused));
    CHECK(here.group
              .attempt([&](auto& work, const auto& group) {
                  return name_critic(work, group, critique_id{99}, user_id("ana"), user_id("cleo"), now);
              })
              .rejected_for(reason::no_such_critique));
}
