#include "bot/slack/account.hpp"

#include "bot/slack/json.hpp"
#include "tests/support/fixture_files.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace peerbot;
using namespace peerbot::bot::slack;

namespace {

account account_from(const char* text)
{
    return account_in(nlohmann::json::parse(text));
}

const core::workspace_id here("T1");

} // namespace

TEST_CASE("an account that is switched off has lost most of its fields, and one that is nothing has none")
{
    const auto gone = account_from(R"({"id":"U1","team_id":"T1","deleted":true})");
    CHECK(gone.is_deleted);
    CHECK(gone.time_zone.empty());
    CHECK_FALSE(gone.is_admin);
    CHECK(account_in(nlohmann::json()).user.empty());
    CHECK(account_in(nlohmann::json("U1")).user.empty());
    CHECK(account_from(R"({"id":7,"tz":null,"is_admin":"yes"})").user.empty());
}

TEST_CASE("owners are admins, and Slackbot is a bot whatever it says")
{
    for (const auto* text : {R"({"id":"U1","is_admin":true})", R"({"id":"U1","is_owner":true})",
                             R"({"id":"U1","is_primary_owner":true})"})
        CHECK(account_from(text).is_admin);
    CHECK(account_from(R"({"id":"USLACKBOT","is_bot":false})").is_bot);
    CHECK(is_slackbot(core::user_id("USLACKBOT")));
    CHECK_FALSE(is_slackbot(core::user_id("U1")));
}

TEST_CASE("somebody is at home in a workspace when their account is one of its accounts")
{
    CHECK_FALSE(person_of(account_from(R"({"id":"U1","team_id":"T1"})"), here).stranger());
    CHECK(person_of(account_from(R"({"id":"U1","team_id":"T2"})"), here).stranger());
    CHECK_FALSE(person_of(account_from(R"({"id":"U1"})"), here).stranger());
    // An account of an organisation names another of its workspaces.
    const auto* shared = R"({"id":"W1","team_id":"T2","enterprise_user":{"teams":["T2","T1"]}})";
    CHECK_FALSE(person_of(account_from(shared), here).stranger());
    CHECK(person_of(account_from(shared), core::workspace_id("T3")).stranger());
}

TEST_CASE("what is kept of a person is what groups need")
{
    const auto known =
        person_of(account_from(R"({"id":"U1","team_id":"T1","tz":"Asia/Kathmandu","is_admin":true})"), here);
    CHECK(known.workspace == here);
    CHECK(known.user.value == "U1");
    CHECK(known.zone == "Asia/Kathmandu");
    CHECK(known.admin);
    CHECK_FALSE(known.bot);
}
