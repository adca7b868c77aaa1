#include "core/assist/template.hpp"

#include "bot/assist_templates.hpp"
#include "tests/core/assist/stage.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace peerbot::core;
using namespace peerbot::test;

namespace {

result<assist_template> copy(stage& on, const std::string& by, const std::string& name)
{
    return on.attempt(
        [&](unit_of_work& work, const group& here) { return copy_template(work, here, user_id(by), name); });
}

result<assist_template> change(stage& on, const std::string& by, const phase_change& wanted)
{
    return on.attempt([&](unit_of_work& work, const group& here) {
        return change_phase(work, here, user_id(by), "classic", wanted);
    });
}

const phase_change shorter{.place = 2, .live = minutes{2}, .in_writing = hours{8}, .prompt = "Say hello."};

} // namespace

TEST_CASE("a template from an operator's folder runs from asking to the end")
{
    char pattern[] = "/tmp/peerbot-assists-XXXXXX";
    REQUIRE(mkdtemp(pattern) != nullptr);
    const std::filesystem::path folder = pattern;
    std::ofstream(folder / "mine.toml") << R"(name = "two-steps"
title = "Two steps"
about = "Ask, and hear."
sources = ["Our own"]
fewest = 1
follow_ups = [3]
[[phase]]
name = "hear"
speaks = "assisters"
hours = 24
prompt = "What did you do?"
form = "help"
ends = ["all", "time"]
[[phase]]
name = "thank"
speaks = "assistee"
hours = 24
prompt = "What do you take from it?"
form = "response"
ends = ["all"]
)";
    stage on;
    keep_templates(on.group.work(), peerbot::bot::load_assist_templates(folder.string()));
    std::filesystem::remove_all(folder);
    on.ask("two-steps");
    on.play();
    CHECK(on.current().state == assist_state::done);
    CHECK(on.current().published_at);
    CHECK(on.told(message_kind::assist_phase).size() == 2);
}

TEST_CASE("a running assist goes on by the template it began with, whatever the files say later")
{
    stage on;
    on.ask("classic");
    auto changed = peerbot::bot::load_assist_templates("");
    for (auto& one : changed) {
        if (one.name == "classic") one.phases.resize(2);
    }
    keep_templates(on.group.work(), changed);
    on.advance_to("round");
    CHECK(on.phase() == "round");
    CHECK(on.group.work().templates().named(on.group.here().id, "classic")->phases.size() == 2);
}

TEST_CASE("reading the same files again at the next start changes nothing")
{
    stage on;
    const auto before = on.group.work().templates().of_every_group();
    keep_templates(on.group.work(), peerbot::bot::load_assist_templates(""));
    CHECK(on.group.work().templates().of_every_group() == before);
}

TEST_CASE("a group changes its own copy of a template, which other groups do not see")
{
    stage on;
    const auto elsewhere = on.group.another_group({"ana", "ben"});
    CHECK(copy(on, "ben", "classic").rejected_for(reason::not_a_facilitator));
    CHECK(change(on, "ana", shorter).rejected_for(reason::no_such_template)); // not theirs yet
    REQUIRE(copy(on, "ana", "classic"));
    REQUIRE(change(on, "ana", shorter));
    const auto own = on.group.work().templates().named(on.group.here().id, "classic").value();
    CHECK(own.phases[1].prompt == "Say hello.");
    CHECK(own.phases[1].in_writing == hours{8});
    CHECK(on.group.work().templates().named(elsewhere.id, "classic")->phases[1].prompt != "Say hello.");
    CHECK(on.group.work().templates().choices(on.group.here().id).size() == 9);
    REQUIRE(on.attempt([&](unit_of_work& work, const group& here) {
        return drop_template(work, here, user_id("ana"), "classic");
    }));
    CHECK_FALSE(on.group.work().templates().named(on.group.here().id, "classic")->group);
}

TEST_CASE("a change that leaves a phase without time or words is refused")
{
    stage on;
    REQUIRE(copy(on, "ana", "classic"));
    auto wanted = shorter;
    wanted.live = minutes{0};
    wanted.in_writing = hours{0};
    CHECK(change(on, "ana", wanted).rejected_for(reason::bad_template));
    wanted = shorter;
    wanted.prompt = " ";
    CHECK(change(on, "ana", wanted).rejected_for(reason::bad_template));
    wanted = shorter;
    wanted.place = 9;
    CHECK(change(on, "ana", wanted).rejected_for(reason::no_such_phase));
}
