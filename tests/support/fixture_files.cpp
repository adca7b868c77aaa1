#include "tests/support/fixture_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace peerbot::tests {

std::string read_fixture(const std::string& path)
{
    std::ifstream file(std::string{PEERBOT_FIXTURES} + '/' + path, std::ios::binary);
    if (!file) throw std::runtime_error("no fixture " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> fixtures_in(const std::string& folder)
{
    std::vector<std::string> names;
    for (const auto& each :
         std::filesystem::directory_iterator(std::string{PEERBOT_FIXTURES} + '/' + folder)) {
        names.push_back(each.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace peerbot::tests
