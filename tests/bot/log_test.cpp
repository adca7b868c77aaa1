#include "bot/log.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <fstream>
#include <functional>
#include <memory>
#include <spdlog/spdlog.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace peerbot;
using nlohmann::json;

namespace {

// What is written to standard error while `talk` runs, line by line.
std::vector<std::string> logged(const std::string& level, const std::string& format,
                                const std::function<void()>& talk)
{
    const tests::scratch_folder folder;
    const auto path = folder / "log";
    const auto before = spdlog::default_logger();
    const int kept = ::dup(STDERR_FILENO);
    const int file =
        ::open(path.c_str(), O_CREAT | O_WRONLY, 0600); // NOLINT(cppcoreguidelines-pro-type-vararg)
    REQUIRE(kept >= 0);
    REQUIRE(file >= 0);
    ::dup2(file, STDERR_FILENO);
    bot::set_up_log(level, format);
    talk();
    spdlog::default_logger()->flush();
    ::dup2(kept, STDERR_FILENO);
    ::close(file);
    ::close(kept);
    spdlog::set_default_logger(before);
    std::ifstream all(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(all, line);)
        lines.push_back(line);
    return lines;
}

// Bytes in the file that standard error goes to.
std::size_t written()
{
    struct stat file = {};
    REQUIRE(::fstat(STDERR_FILENO, &file) == 0);
    return static_cast<std::size_t>(file.st_size);
}

json only_line(const std::function<void()>& talk)
{
    const auto lines = logged("debug", "json", talk);
    REQUIRE(lines.size() == 1);
    INFO(lines[0]);
    auto read = json::parse(lines[0], nullptr, false);
    REQUIRE(read.is_object());
    return read;
}

} // namespace

TEST_CASE("a line of the text log has the time in UTC, its level and what happened")
{
    const auto lines =
        logged("info", "text", [] { spdlog::info("event=listening address={}", "127.0.0.1:1"); });
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].substr(23, 1) == "Z");
    CHECK(lines[0].substr(24) == " info    event=listening address=127.0.0.1:1");
}

TEST_CASE("lines about requests wait to be written together, and keep their place before others")
{
    std::size_t at_first = 0;
    const auto lines = logged("info", "text", [&] {
        spdlog::info("event=request id=1");
        spdlog::info("event=request id=2");
        at_first = written();
        bot::write_out_log();
        spdlog::info("event=request id=3");
        spdlog::warn("event=other");
    });
    CHECK(at_first == 0);
    REQUIRE(lines.size() == 4);
    CHECK_THAT(lines[1], Catch::Matchers::Contains("id=2"));
    CHECK_THAT(lines[3], Catch::Matchers::Contains("event=other"));
}

TEST_CASE("a line of the JSON log is one object with a field for each key")
{
    const auto read = only_line([] { spdlog::warn("event=request id={} route=/vote ms={:.1f}", 7, 1.25); });
    CHECK(read.at("level") == "warning");
    CHECK(read.at("event") == "request");
    CHECK(read.at("id") == "7");
    CHECK(read.at("route") == "/vote");
    CHECK(read.at("ms") == "1.2");
    CHECK(read.at("time").get<std::string>().size() == 24);
}

TEST_CASE("quotes, backslashes, line ends and broken bytes in a value break no JSON")
{
    const auto read =
        only_line([] { spdlog::error("event=failed error=\"{}\" count=2", "no \"such\"\n\\thing\xFF = x"); });
    CHECK(read.at("error") == "no \"such\"\n\\thing\xEF\xBF\xBD = x");
    CHECK(read.at("count") == "2");
    CHECK(only_line([] { spdlog::error("event=failed error=\"{}\"", ""); }).at("error") == "");
    CHECK(only_line([] { spdlog::error("event=failed error=\"{}\" count=1", ""); }).at("count") == "1");
    CHECK(only_line([] { spdlog::error("event=failed error="); }).at("error") == "");
    CHECK(only_line([] { spdlog::error("event=failed error=\""); }).at("error") == "");
}

TEST_CASE("a line without keys is a message")
{
    CHECK(only_line([] { spdlog::info("just words, and a = sign"); }).at("message") ==
          "just words, and a = sign");
    CHECK(only_line([] { spdlog::info(""); }).size() == 2);
}

TEST_CASE("nothing below the level is written")
{
    const auto talk = [] {
        spdlog::debug("event=a");
        spdlog::info("event=b");
        spdlog::warn("event=c");
        spdlog::error("event=d");
    };
    CHECK(logged("debug", "text", talk).size() == 4);
    CHECK(logged("info", "text", talk).size() == 3);
    CHECK(logged("warning", "text", talk).size() == 2);
    CHECK(logged("error", "text", talk).size() == 1);
}

TEST_CASE("one event is one line of the text log, whatever an error says")
{
    const auto lines =
        logged("info", "text", [] { spdlog::error("event=failed error=\"{}\"", "first\nsecond\r\nthird"); });
    CHECK(lines.size() == 1);
}
