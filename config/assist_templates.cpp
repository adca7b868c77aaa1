#include "config/assist_templates.hpp"

#include "config/settings.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace peerbot::config {
namespace {

// Longer files are no templates.
constexpr std::uintmax_t longest_file = 64 * 1024;
// So many fit the menu from which people choose.
constexpr std::size_t most_templates = 100;

struct embedded_file
{
    const char* name;
    const char* text;
};

constexpr embedded_file embedded[] = {
#include "assist_templates.inc"
};

std::string content_of(const std::filesystem::path& path)
{
    std::error_code wrong;
    const auto size = std::filesystem::file_size(path, wrong);
    if (wrong) throw settings_error(path.string() + " cannot be read: " + wrong.message() + ".");
    if (size > longest_file) throw settings_error(path.string() + " is too long for a template of assists.");
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) throw settings_error(path.string() + " cannot be read.");
    return text;
}

std::vector<std::filesystem::path> files_in(const std::string& folder)
{
    std::error_code wrong;
    std::vector<std::filesystem::path> files;
    for (auto at = std::filesystem::directory_iterator(folder, wrong);
         !wrong && at != std::filesystem::directory_iterator(); at.increment(wrong)) {
        if (at->path().extension() == ".toml") files.push_back(at->path());
    }
    if (wrong)
        throw settings_error("the folder of assist templates, " + folder +
                             ", cannot be read: " + wrong.message() + ".");
    std::sort(files.begin(), files.end());
    return files;
}

bool holds(const std::vector<assist_template>& all, const std::string& name)
{
    return std::any_of(all.begin(), all.end(), [&](const assist_template& one) { return one.name == name; });
}

// A name that is spelled in another way would never be offered to anybody.
void expect_offers(const std::vector<assist_template>& all, const assist_template& one,
                   const std::string& path)
{
    for (const auto& name : one.offers) {
        if (!holds(all, name))
            throw settings_error(path + ", line " + std::to_string(one.offers_line) +
                                 ": \"offers\" names \"" + name + "\", and there is no such template.");
    }
}

} // namespace

std::vector<assist_template> assist_templates(const std::string& folder)
{
    std::vector<assist_template> all;
    for (const auto& file : embedded)
        all.push_back(read_assist_template(file.text, std::string("config/assists/") + file.name));
    if (folder.empty()) return all;
    std::vector<std::pair<std::string, std::string>> names; // with the file each was in
    for (const auto& path : files_in(folder)) {
        auto read = read_assist_template(content_of(path), path.string());
        for (const auto& [name, file] : names) {
            if (name == read.name)
                throw settings_error(path.string() + ", line 1: the name \"" + name + "\" is taken by " +
                                     file + " already.");
        }
        names.emplace_back(read.name, path.string());
        const auto same = std::find_if(all.begin(), all.end(),
                                       [&](const assist_template& other) { return other.name == read.name; });
        if (same == all.end())
            all.push_back(std::move(read));
        else
            *same = std::move(read);
        if (all.size() > most_templates)
            throw settings_error(path.string() + " is one template more than the " +
                                 std::to_string(most_templates) + " that there can be.");
    }
    for (const auto& [name, file] : names)
        for (const auto& one : all)
            if (one.name == name) expect_offers(all, one, file);
    return all;
}

} // namespace peerbot::config
