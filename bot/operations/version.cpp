#include "bot/operations/version.hpp"

#include "bot/version.hpp"

#include <boost/version.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <spdlog/version.h>

#include <ostream>
#include <string_view>

namespace peerbot::bot {
namespace {

std::string numbers(int major, int minor, int patch)
{
    return fmt::format("{}.{}.{}", major, minor, patch);
}

std::string compiler()
{
#if defined(__clang__)
    return "clang " __clang_version__;
#else
    return "g++ " __VERSION__;
#endif
}

} // namespace

void print_version(std::ostream& out, const library_versions& more)
{
    out << "peerbot " << version() << "\n";
    const auto line = [&](std::string_view what, std::string_view which) {
        out << fmt::format("{:<10} {}\n", what, which);
    };
    line("commit", commit());
    line("compiler", compiler());
    line("Boost", numbers(BOOST_VERSION / 100'000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100));
    line("OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING));
    line("JSON",
         numbers(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH));
    line("spdlog", numbers(SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH));
    line("fmt", numbers(FMT_VERSION / 10'000, FMT_VERSION / 100 % 100, FMT_VERSION % 100));
    for (const auto& [what, which] : more)
        line(what, which);
}

} // namespace peerbot::bot
