#include "bot/slack/signature.hpp"
#include "tests/support/fixture_files.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <stdexcept>

using namespace peerbot;
using bot::slack::signature_check;
using bot::slack::signature_verdict;

namespace {

std::chrono::sys_seconds at(long seconds)
{
    return std::chrono::sys_seconds{std::chrono::seconds{seconds}};
}

std::string header(const nlohmann::json& vector, const std::string& wanted)
{
    for (const auto& [name, value] : vector.at("headers").items()) {
        std::string lower = name;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (lower == wanted) return value.get<std::string>();
    }
    return {};
}

signature_verdict judge(const signature_check& check, const nlohmann::json& vector)
{
    return check.check(header(vector, "x-slack-request-timestamp"), header(vector, "x-slack-signature"),
                       vector.at("body").get<std::string>(), at(vector.at("now").get<long>()));
}

nlohmann::json vectors()
{
    return nlohmann::json::parse(tests::read_fixture("signing/vectors.json"));
}

} // namespace

TEST_CASE("every signature vector is judged right")
{
    const auto file = vectors();
    const signature_check check({file.at("signing_secret").get<std::string>()});
    for (const auto& vector : file.at("vectors")) {
        INFO(vector.at("name").get<std::string>());
        const bool good = judge(check, vector) == signature_verdict::good;
        CHECK(good == (vector.at("expect") == "accept"));
    }
    CHECK(file.at("vectors").size() > 20);
}

TEST_CASE("while a secret is changed, requests made with either are good")
{
    const auto file = vectors();
    const auto secret = file.at("signing_secret").get<std::string>();
    const auto& vector = file.at("vectors").at(0);

    CHECK(judge(signature_check({"the next one", secret}), vector) == signature_verdict::good);
    CHECK(judge(signature_check({secret, "the last one"}), vector) == signature_verdict::good);
    CHECK(judge(signature_check({"the next one", "the last one"}), vector) == signature_verdict::wrong);
}

TEST_CASE("a verdict says what was wrong")
{
    const signature_check check({"secret"});
    const std::string digest(64, 'a');

    CHECK(check.check("", "v0=" + digest, "", at(100)) == signature_verdict::missing);
    CHECK(check.check("100", "", "", at(100)) == signature_verdict::missing);
    CHECK(check.check("1e2", "v0=" + digest, "", at(100)) == signature_verdict::malformed);
    CHECK(check.check("-100", "v0=" + digest, "", at(100)) == signature_verdict::malformed);
    CHECK(check.check("99999999999999999999", "v0=" + digest, "", at(100)) == signature_verdict::malformed);
    CHECK(check.check("100", "v0=" + digest + "a", "", at(100)) == signature_verdict::malformed);
    CHECK(check.check("100", "v0=" + std::string(64, 'g'), "", at(100)) == signature_verdict::malformed);
    CHECK(check.check("100", "v0=" + digest, "", at(401)) == signature_verdict::stale);
    CHECK(check.check("500", "v0=" + digest, "", at(199)) == signature_verdict::stale);
    CHECK(check.check("100", "v0=" + digest, "", at(400)) == signature_verdict::wrong);
}

TEST_CASE("there is no check without a secret")
{
    CHECK_THROWS_AS(signature_check({}), std::invalid_argument);
    CHECK_THROWS_AS(signature_check({"one", ""}), std::invalid_argument);
}
