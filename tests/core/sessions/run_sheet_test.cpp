#include "core/sessions/run_sheet.hpp"

#include <catch2/catch.hpp>

using namespace peerbot::core;

namespace {

run_sheet read(std::string_view typed)
{
    const auto sheet = parse_run_sheet(typed);
    REQUIRE(sheet);
    return *sheet;
}

} // namespace

TEST_CASE("the usual run-sheet of an hour has the six parts, and other lengths have them in proportion")
{
    const auto hour = usual_run_sheet(minutes{60});
    REQUIRE(hour.size() == 6);
    const std::vector<int> lengths{5, 10, 20, 15, 5, 5};
    for (std::size_t i = 0; i < hour.size(); ++i)
        CHECK(hour[i].length == minutes{lengths[i]});
    CHECK(hour[4].name == "What I don't know yet");

    for (const int length : {15, 30, 45, 60, 75, 90, 120, 240}) {
        const auto sheet = usual_run_sheet(minutes{length});
        CHECK(total(sheet) == minutes{length});
        for (const auto& one : sheet)
            CHECK(one.length >= minutes{1});
    }
}

TEST_CASE("a run-sheet is read from parts with their minutes before or after them")
{
    const run_sheet meant{{minutes{5}, "arrive"}, {minutes{40}, "training with slides"}};
    for (const auto* typed :
         {"arrive 5, training with slides 40", "5 arrive; 40 training with slides",
          "arrive 5 min\n40 min training with slides", " arrive 5m ,, training with slides: 40'",
          "5min arrive, training with slides 40 minutes,"}) {
        INFO(typed);
        CHECK(read(typed) == meant);
    }
    CHECK(read("top 5 of the month 10") == run_sheet{{minutes{10}, "top 5 of the month"}});
}

TEST_CASE("what is no part of a run-sheet is refused by name")
{
    for (const auto* typed :
         {"arrive 5, training", "5", "training 0", "training -5", "training 481", "training 5 hours"}) {
        INFO(typed);
        const auto refused = parse_run_sheet(typed);
        REQUIRE(refused.rejected_for(reason::bad_run_sheet));
        CHECK_FALSE(refused.why().text.empty());
    }
    CHECK(parse_run_sheet("arrive 5, training").why().text == "training");
    CHECK(parse_run_sheet("").rejected_for(reason::bad_run_sheet));
    CHECK(parse_run_sheet(" , ;").rejected_for(reason::bad_run_sheet));
    CHECK(parse_run_sheet("a 1,b 1,c 1,d 1,e 1,f 1,g 1,h 1,i 1,j 1,k 1,l 1,m 1")
              .rejected_for(reason::bad_run_sheet));
    CHECK(parse_run_sheet(std::string(81, 'x') + " 5").rejected_for(reason::bad_run_sheet));
}

TEST_CASE("a stored run-sheet is read as it was written")
{
    group here;
    here.run_sheet = run_sheet_code(read("round 10, top 5 of 2027 20"));
    CHECK(run_sheet_of(here, minutes{60}) == read("round 10, top 5 of 2027 20"));
    here.run_sheet.clear();
    CHECK(run_sheet_of(here, minutes{90}) == usual_run_sheet(minutes{90}));
}
