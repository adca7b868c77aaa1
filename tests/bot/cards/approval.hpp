// Messages in words, as somebody has read and approved them.
#pragma once

#include "tests/bot/cards/pictures.hpp"
#include "tests/support/fixture_files.hpp"

#include <cstdlib>
#include <fstream>
#include <string>

namespace peerbot::tests {

class approval
{
  public:
    void note(const std::string& name, const bot::slack::rendered& what)
    {
        INFO(name);
        check_manners(what);
        text_ += "== " + name + "\n" + what.text + "\n";
        if (!what.blocks_json.empty()) text_ += "-- seen as\n" + words_of(whole(what).at("blocks"));
        text_ += "\n";
    }

    // With PEERBOT_RENEW set the file becomes what was noted.
    void check(const std::string& path) const
    {
        if (std::getenv("PEERBOT_RENEW") != nullptr) { // NOLINT(concurrency-mt-unsafe)
            std::ofstream(std::string{PEERBOT_FIXTURES} + "/" + path) << text_;
        }
        CHECK(text_ == read_fixture(path));
    }

  private:
    std::string text_;
};

} // namespace peerbot::tests
