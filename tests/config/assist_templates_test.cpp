#include "config/assist_templates.hpp"

#include "config/settings.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace peerbot::config;

namespace {

const std::string good = R"(name = "short"
title = "Short"
about = "As short as can be."
sources = ["Somebody, Something, 2001"]

[[phase]]
name = "tell"
speaks = "assistee"
minutes = 5
prompt = "Tell."
ends = ["time"]
)";

// The text with one line instead of another; the number of that line is found by the test.
std::string with(const std::string& line, const std::string& instead)
{
    auto text = good;
    const auto at = text.find(line);
    REQUIRE(at != std::string::npos);
    return text.replace(at, line.size(), instead);
}

std::string complaint(const std::string& text)
{
    try {
        read_assist_template(text, "folder/short.toml");
    } catch (const settings_error& wrong) {
        return wrong.what();
    }
    return "nothing";
}

class scratch
{
  public:
    scratch()
    {
        char pattern[] = "/tmp/peerbot-assists-XXXXXX";
        REQUIRE(mkdtemp(pattern) != nullptr);
        path_ = pattern;
    }
    ~scratch() { std::filesystem::remove_all(path_); }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    void write(const std::string& name, const std::string& text) const
    {
        std::ofstream(path_ / name) << text;
    }
    std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

// What README shows between these two, the first of it after `from`.
std::string printed(const std::string& from, const std::string& begin, const std::string& end)
{
    std::ifstream in(PEERBOT_FIXTURES "/../../README.md");
    const std::string text(std::istreambuf_iterator<char>(in), {});
    const auto after = text.find(from);
    const auto at = text.find(begin, after) + begin.size();
    const auto until = text.find(end, at);
    REQUIRE(after != std::string::npos);
    REQUIRE(until != std::string::npos);
    return text.substr(at, until - at);
}

std::vector<std::string> names_of(const std::vector<assist_template>& all)
{
    std::vector<std::string> names;
    for (const auto& one : all)
        names.push_back(one.name);
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

TEST_CASE("eight templates ship, and an inventory to go before them")
{
    CHECK(names_of(assist_templates("")) ==
          std::vector<std::string>{"classic", "condensed", "four-week", "incident", "inventory",
                                   "list-then-call", "open-question", "sandwich", "troika"});
}

TEST_CASE("a template file says what each phase is")
{
    const auto read = read_assist_template(good, "short.toml");
    CHECK(read.name == "short");
    CHECK(read.fewest == 3);
    REQUIRE(read.phases.size() == 1);
    CHECK(read.phases[0].speaks == "assistee");
    CHECK(read.phases[0].minutes == 5);
    CHECK(read.phases[0].ends_by_time);
    CHECK_FALSE(read.phases[0].ends_by_facilitator);
}

TEST_CASE("a template file that is wrong is refused with its name, the line and the reason")
{
    const std::string tell = "name = \"tell\"";
    const std::string again =
        "ends = [\"time\"]\n\n[[phase]]\nname = \"tell\"\nspeaks = \"nobody\"\nminutes = 1\n"
        "prompt = \"Again.\"\nends = [\"time\"]";
    const struct
    {
        std::string text;
        int line;
        std::string reason;
    } wrong[] = {
        {with("name = \"short\"", "name = \"short"), 1, "string"},
        {with("name = \"short\"", "name = 5"), 1, "\"name\" must be text in quotes"},
        {with("name = \"short\"", "name = \"Short One\""), 1, "small letters"},
        {with("name = \"short\"", "nom = \"short\""), 1, "there is no key \"nom\""},
        {with("about = \"As short as can be.\"\n", ""), 1, "\"about\" is missing"},
        {with("about = \"As short as can be.\"", "about = \"" + std::string(301, 'x') + "\""), 3,
         "longer than 300"},
        {with("sources = [\"Somebody, Something, 2001\"]", "sources = [\"\"]"), 4, "\"sources\""},
        {with("sources = [\"Somebody, Something, 2001\"]", "sources = \"x\""), 4, "list in square brackets"},
        {with("sources = [\"Somebody, Something, 2001\"]", "sources = []\nfewest = 5\nmost = 4"), 6,
         "\"most\" is less than \"fewest\""},
        {with("sources = [\"Somebody, Something, 2001\"]", "sources = []\nfollow_ups = [7, 2]"), 5,
         "must grow"},
        {good.substr(0, good.find("[[phase]]")), 1, "\"phase\" is missing"},
        {good.substr(0, good.find("[[phase]]")) + "phase = 5\n", 6, "\"phase\" must be a list"},
        {with("speaks = \"assistee\"", "speaks = \"the boss\""), 8, "none of: assistee, assisters"},
        {with("speaks = \"assistee\"\n", ""), 6, "\"speaks\" is missing"},
        {with("minutes = 5", "minutes = 0"), 6, "takes no time"},
        {with("minutes = 5", "minutes = \"5\""), 9, "\"minutes\" must be a whole number"},
        {with("minutes = 5", "minutes = 5000"), 9, "from 0 to 480"},
        {with("minutes = 5", "minuets = 5"), 9, "there is no key \"minuets\""},
        {with("prompt = \"Tell.\"", "prompt = \"" + std::string(601, 'x') + "\""), 10, "longer than 600"},
        {with("prompt = \"Tell.\"", "prompt = \"Tell.\"\nform = \"poem\""), 11, "none of: story"},
        {with("prompt = \"Tell.\"", "prompt = \"Tell.\"\nanonymous = true"), 11, "challenges are posted"},
        {with("ends = [\"time\"]", "ends = []"), 11, "no way to end"},
        {with("ends = [\"time\"]", "ends = [\"all\"]"), 11, "no way to end"},
        {with("ends = [\"time\"]", "ends = [\"night\"]"), 11, "\"night\", which is none of"},
        {with("ends = [\"time\"]", again), 13, "two phases with the name \"tell\""},
    };
    for (const auto& [text, line, reason] : wrong) {
        INFO(text);
        const auto said = complaint(text);
        CHECK_THAT(said,
                   Catch::Matchers::StartsWith("folder/short.toml, line " + std::to_string(line) + ": "));
        CHECK_THAT(said, Catch::Matchers::Contains(reason));
    }
}

TEST_CASE("an operator's folder adds templates, and stands in for those with the same name")
{
    const scratch folder;
    folder.write("mine.toml", good);
    folder.write("classic.toml", with("name = \"short\"", "name = \"classic\""));
    folder.write("notes.txt", "not a template");

    const auto all = assist_templates(folder.path());

    CHECK(all.size() == 10);
    const auto classic =
        std::find_if(all.begin(), all.end(), [](const auto& one) { return one.name == "classic"; });
    REQUIRE(classic != all.end());
    CHECK(classic->title == "Short");
}

TEST_CASE("two files of the folder with one name, and a folder that is not there, are refused")
{
    const scratch folder;
    folder.write("a.toml", good);
    folder.write("b.toml", good);
    CHECK_THROWS_WITH(assist_templates(folder.path()),
                      Catch::Matchers::Contains("b.toml") && Catch::Matchers::Contains("is taken by"));
    CHECK_THROWS_WITH(assist_templates("/nowhere/at/all"), Catch::Matchers::Contains("cannot be read"));
}

TEST_CASE("the example of a template in README is one, and so is the error beside it")
{
    const std::string chapter = "### Peer assists of your own\n";
    auto example = printed(chapter, "```toml\n", "```");
    const auto read = read_assist_template(example, "short.toml");
    CHECK(read.name == "short");
    CHECK(read.fewest == 2);
    CHECK(read.follow_ups == std::vector<int>{2, 7, 30});
    REQUIRE(read.phases.size() == 2);
    CHECK(read.phases[0].hours == 24);
    CHECK(read.phases[1].form == "help");

    const std::string right = "speaks = \"assisters\"";
    example.replace(example.find(right), right.size(), "speaks = \"all\"");
    try {
        read_assist_template(example, "/etc/peerbot/assists/short.toml");
        FAIL("it was taken");
    } catch (const settings_error& wrong) {
        CHECK(wrong.what() == printed(chapter, "\n    ", "\n"));
    }
}
