#include "bot/delivery/people_listing.hpp"

#include "core/groups/people.hpp"
#include "tests/bot/delivery/delivery_rig.hpp"

#include <catch2/catch.hpp>

using namespace peerbot;
using namespace peerbot::tests;
using nlohmann::json;

namespace {

const core::workspace_id here("T1");

class rig : public delivery_rig
{
  public:
    rig()
    {
        bot::people_listing_ports ports;
        ports.api = &*api;
        ports.workspace = [this] { return workspace; };
        ports.clock = [this] { return now; };
        listing.emplace(
            io.get_executor(), *engine, std::move(ports),
            bot::people_listing_pace{.look_again = 3ms, .between_pages = 1ms, .after_failure = 3ms});
    }
    ~rig()
    {
        run(listing->stop(10s));
        listing.reset();
    }

    void page(const std::vector<json>& people, const std::string& next_cursor = {})
    {
        const json body = {
            {"ok", true}, {"members", people}, {"response_metadata", {{"next_cursor", next_cursor}}}};
        bot::client_response response(bot::delivery::answered, {});
        response.status = 200;
        response.body = body.dump();
        slack.next("users.list", {.answer = std::move(response)});
    }
    std::optional<core::person> known(const std::string& user)
    {
        std::optional<core::person> found;
        read([&](core::unit_of_work& work) { found = work.people().find(here, core::user_id(user)); });
        return found;
    }
    std::optional<core::instant> listed_at()
    {
        std::optional<core::instant> found;
        read([&](core::unit_of_work& work) { found = work.people().listed_at(here); });
        return found;
    }
    std::size_t asked() const { return slack.count("users.list"); }

    core::workspace_id workspace = here;
    std::optional<bot::people_listing> listing;
};

json somebody(const std::string& id)
{
    return {{"id", id}, {"team_id", "T1"}, {"tz", "Europe/London"}};
}

} // namespace

TEST_CASE("at the first start everybody is listed, page after page, and bots and admins are known")
{
    rig at;
    auto admin = somebody("U2");
    admin["is_owner"] = true;
    at.page({somebody("U1"), {{"id", "USLACKBOT"}, {"team_id", "T1"}}}, "more=");
    at.page({admin});
    at.listing->start();
    at.until([&] { return at.listed_at().has_value(); });

    CHECK(at.known("U1")->zone == "Europe/London");
    CHECK(at.known("USLACKBOT")->bot);
    CHECK(at.known("U2")->admin);
    CHECK(at.slack.calls().back().arguments.at("cursor") == "more=");
    at.look_around();
    CHECK(at.asked() == 2);
}

TEST_CASE("whose account was switched off unnoticed leaves the groups")
{
    rig at;
    core::member_id gone;
    at.write([&](core::unit_of_work& work) {
        gone = add_member(work, at.group, "U3");
        add_member(work, at.group, "U4");
    });
    auto off = somebody("U3");
    off["deleted"] = true;
    at.page({off, somebody("U4")});
    at.listing->start();
    at.until([&] { return at.listed_at().has_value(); });

    at.read([&](core::unit_of_work& work) {
        CHECK(work.members().find(gone)->state == core::member_state::left);
        CHECK(work.members().present(at.group).size() == 1);
    });
}

TEST_CASE("nobody is listed while the workspace is unknown, or again before the next night")
{
    rig at;
    at.workspace = {};
    at.listing->start();
    at.look_around();
    CHECK(at.asked() == 0);

    at.workspace = here;
    at.page({somebody("U1")});
    at.until([&] { return at.listed_at().has_value(); });
    at.now = bot::next_listing_after(at.now, here) - 1min;
    at.look_around();
    CHECK(at.asked() == 1);

    at.page({somebody("U1"), somebody("U5")});
    at.now += 2min;
    at.until([&] { return at.known("U5").has_value(); });
}

TEST_CASE("a listing that fails in the middle begins anew, and is not taken for a whole one")
{
    rig at;
    at.page({somebody("U1")}, "more=");
    at.slack.next("users.list", ending::error("invalid_cursor"));
    at.listing->start();
    at.until([&] { return at.asked() >= 2; });
    CHECK_FALSE(at.listed_at());

    at.page({somebody("U1"), somebody("U2")});
    at.until([&] { return at.listed_at().has_value(); });
    CHECK(at.known("U2"));
    CHECK_FALSE(at.slack.calls().back().arguments.contains("cursor"));
}

TEST_CASE("the listing is at night, at a minute of the workspace's own, once a day")
{
    const core::instant evening{std::chrono::sys_days{std::chrono::January / 4 / 2027} + 20h};
    for (const std::string team : {"T1", "T2", "T07QK3M9ZPX"}) {
        const auto next = bot::next_listing_after(evening, core::workspace_id(team));
        CHECK(next >= evening + 7h);
        CHECK(next < evening + 8h);
        CHECK(bot::next_listing_after(next, core::workspace_id(team)) == next + 24h);
        CHECK(bot::next_listing_after(next - 1min, core::workspace_id(team)) == next);
    }
    CHECK(bot::next_listing_after(evening, core::workspace_id("T1")) !=
          bot::next_listing_after(evening, core::workspace_id("T2")));
}
