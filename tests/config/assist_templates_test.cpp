#include "config/assist_templates.hpp"

#include "config/settings.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
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
        // No template at all.
        {"", 1, "\"name\" is missing"},
        {"# only this\n", 1, "\"name\" is missing"},
        {"\xFF\xFE", 1, "utf-8"},
        {std::string("name = \"a\0b\"", 12), 1, "ontrol character"},
        {"x = " + std::string(30'000, '['), 1, "nested"},
        {with("title = \"Short\"", "title = \"Sh\xC3\""), 2, "utf-8"},
        {with("title = \"Short\"", "title = \"Short\"\ntitle = \"Long\""), 3, "title"},
        // Words and texts that nobody could read or type.
        {with("name = \"short\"", "name = \" \""), 1, "\"name\" is empty"},
        {with("name = \"short\"", "name = \"<!channel>\""), 1, "small letters"},
        {with("name = \"short\"", "name = [\"short\"]"), 1, "must be text in quotes"},
        {with("name = \"short\"", "name = \"" + std::string(41, 'x') + "\""), 1, "longer than 40"},
        {with("title = \"Short\"", "title = \"   \""), 2, "\"title\" is empty"},
        {with("title = \"Short\"", "title = \"Sh\\u0000ort\""), 2, "control characters"},
        {with("about = \"As short as can be.\"", "about = \"\"\"As short\nas can be.\"\"\""), 3, "one line"},
        {with("prompt = \"Tell.\"", "prompt = \"Tell.\\tIt.\""), 10, "control characters"},
        {with("sources = [\"Somebody, Something, 2001\"]", "sources = [5]"), 4, "texts in quotes"},
        {with("sources = [\"Somebody, Something, 2001\"]", "sources = [\"a\\rb\"]"), 4, "plain characters"},
        // Numbers and times.
        {with("minutes = 5", "minutes = -5"), 9, "from 0 to 480"},
        {with("minutes = 5", "minutes = 5.5"), 9, "whole number"},
        {with("minutes = 5", "minutes = nan"), 9, "whole number"},
        {with("minutes = 5", "minutes = 99999999999999999999"), 9, "integer"},
        {with("minutes = 5", "minutes = 9223372036854775807"), 9, "from 0 to 480"},
        {with("minutes = 5", "hours = 100000"), 9, "from 0 to 1440"},
        {with("minutes = 5", "hours = 12:30:00"), 9, "whole number"},
        {with("minutes = 5", "minutes = 5\noptional = 1"), 10, "true or false"},
        {with("sources = [\"Somebody, Something, 2001\"]", "sources = []\nfewest = 13"), 5, "from 0 to 12"},
        {with("sources = [\"Somebody, Something, 2001\"]", "sources = []\nclosing = 0"), 5, "from 1 to"},
        {with("sources = [\"Somebody, Something, 2001\"]", "sources = []\nturns = 0"), 5, "from 1 to 12"},
        {with("sources = [\"Somebody, Something, 2001\"]", "sources = []\nfollow_ups = [0]"), 5,
         "from 1 to 365"},
        {with("sources = [\"Somebody, Something, 2001\"]", "sources = []\nfollow_ups = 7"), 5,
         "square brackets"},
        // Phases in another shape.
        {with("[[phase]]", "[phase]"), 6, "\"phase\" must be a list"},
        {good.substr(0, good.find("[[phase]]")) + "phase = []\n", 6, "\"phase\" is missing"},
        {good.substr(0, good.find("[[phase]]")) + "phase = [1]\n", 6, "begins with [[phase]]"},
        {with("prompt = \"Tell.\"", "prompt = {}"), 10, "must be text in quotes"},
        {with("ends = [\"time\"]", "ends = \"time\""), 11, "square brackets"},
        {with("ends = [\"time\"]\n", ""), 6, "\"ends\" is missing"},
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

TEST_CASE(
    "what is no template in the folder is refused with its name and the reason, and nothing waits for it")
{
    const auto refused = [](const scratch& folder) -> std::string {
        try {
            assist_templates(folder.path());
        } catch (const settings_error& wrong) {
            return wrong.what();
        }
        return "nothing";
    };
    namespace fs = std::filesystem;
    const auto put = [&](const std::function<void(const fs::path&)>& make) {
        const scratch folder;
        make(fs::path(folder.path()) / "mine.toml");
        return refused(folder);
    };
    const auto names_it = Catch::Matchers::Contains("mine.toml cannot be read: ");
    CHECK_THAT(put([](const fs::path& at) { fs::create_directory(at); }), names_it);
    CHECK_THAT(put([](const fs::path& at) { fs::create_symlink("/nowhere/at/all", at); }), names_it);
    CHECK_THAT(put([](const fs::path& at) { fs::create_symlink(at, at); }), names_it);
    CHECK_THAT(put([](const fs::path& at) { fs::create_symlink("/dev/zero", at); }), names_it);
    CHECK_THAT(put([](const fs::path& at) { REQUIRE(mkfifo(at.c_str(), 0600) == 0); }), names_it);
    CHECK_THAT(put([](const fs::path& at) { std::ofstream(at) << std::string(70'000, '#'); }),
               Catch::Matchers::Contains("mine.toml is too long"));
    if (geteuid() != 0)
        CHECK_THAT(put([](const fs::path& at) {
                       std::ofstream(at) << good;
                       fs::permissions(at, fs::perms::none);
                   }),
                   Catch::Matchers::Contains("mine.toml cannot be read"));
    // Through a link it is a file like any other.
    CHECK(put([](const fs::path& at) {
              std::ofstream(at.parent_path() / "elsewhere.txt") << good;
              fs::create_symlink(at.parent_path() / "elsewhere.txt", at);
          }) == "nothing");

    const scratch folder;
    folder.write("file", good);
    CHECK_THROWS_WITH(assist_templates(folder.path() + "/file"),
                      Catch::Matchers::Contains("/file, cannot be read"));
}

TEST_CASE("as many templates as a menu holds are read, and the next one is refused")
{
    const scratch folder;
    for (int i = 0; i < 91; ++i)
        folder.write("t" + std::to_string(100 + i) + ".toml",
                     with("name = \"short\"", "name = \"short-" + std::to_string(i) + "\""));
    CHECK(assist_templates(folder.path()).size() == 100);
    folder.write("z.toml", good);
    CHECK_THROWS_WITH(assist_templates(folder.path()),
                      Catch::Matchers::Contains("z.toml is one template more than the 100"));
}

TEST_CASE(
    "a file that offers a template which nobody has is refused with its line; one of the folder will do")
{
    const scratch folder;
    folder.write("short.toml", with("sources =", "offers = [\"other\"]\nsources ="));
    CHECK_THROWS_WITH(assist_templates(folder.path()),
                      Catch::Matchers::EndsWith(
                          "short.toml, line 4: \"offers\" names \"other\", and there is no such template."));
    folder.write("other.toml", with("name = \"short\"", "name = \"other\""));
    CHECK(assist_templates(folder.path()).back().offers == std::vector<std::string>{"other"});
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
