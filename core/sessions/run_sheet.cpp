#include "core/sessions/run_sheet.hpp"

#include "core/groups/roles.hpp"
#include "core/words/plain.hpp"
#include "core/words/utf8.hpp"

#include <array>
#include <charconv>
#include <numeric>
#include <stdexcept>

namespace peerbot::core {
namespace {

constexpr int longest_part = 480; // minutes
constexpr std::size_t training = 2;

std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        if (c == ' ') {
            if (!word.empty()) words.push_back(std::exchange(word, {}));
        } else {
            word += c;
        }
    }
    if (!word.empty()) words.push_back(word);
    return words;
}

// "15", "15m", "15min" and "15'".
std::optional<int> minutes_in(std::string_view word)
{
    int number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || number < 1 || number > longest_part) return std::nullopt;
    const auto unit = word.substr(static_cast<std::size_t>(end - word.data()));
    for (const auto* known : {"", "m", "min", "mins", "minutes", "'", "\xE2\x80\x99"})
        if (unit == known) return number;
    return std::nullopt;
}

bool only_a_unit(std::string_view word)
{
    return word == "m" || word == "min" || word == "mins" || word == "minutes";
}

std::string joined(const std::vector<std::string>& words, std::size_t from, std::size_t to)
{
    std::string text;
    for (auto i = from; i < to; ++i)
        text += (i > from ? " " : "") + words[i];
    return text;
}

result<part> parse_part(const std::string& typed)
{
    const rejection why{.why = reason::bad_run_sheet, .text = typed};
    auto words = words_of(typed);
    if (words.size() > 2 && only_a_unit(words.back())) words.pop_back();
    if (words.size() < 2) return why;
    part read;
    if (const auto last = minutes_in(words.back())) {
        read = {minutes{*last}, joined(words, 0, words.size() - 1)};
    } else if (const auto first = minutes_in(words.front())) {
        const std::size_t from = words.size() > 2 && only_a_unit(words[1]) ? 2 : 1;
        read = {minutes{*first}, joined(words, from, words.size())};
    } else {
        return why;
    }
    while (!read.name.empty() && (read.name.back() == ':' || read.name.back() == ' '))
        read.name.pop_back();
    if (read.name.empty() || code_points(read.name) > longest_part_name) return why;
    return read;
}

} // namespace

run_sheet usual_run_sheet(minutes length)
{
    run_sheet usual{{minutes{5}, "Arrive"},
                    {minutes{10}, "Round of updates"},
                    {minutes{20}, "Training, with slides or a demonstration"},
                    {minutes{15}, "Questions"},
                    {minutes{5}, "What I don't know yet"},
                    {minutes{5}, "Next topic and thanks"}};
    const auto hour = total(usual);
    for (auto& one : usual)
        one.length = std::max(minutes{1}, minutes{one.length.count() * length.count() / hour.count()});
    usual[training].length += length - total(usual);
    usual[training].length = std::max(usual[training].length, minutes{1});
    return usual;
}

result<run_sheet> parse_run_sheet(std::string_view typed)
{
    run_sheet sheet;
    std::string piece;
    const std::string text = std::string(typed) + ',';
    for (const char c : text) {
        if (c != ',' && c != ';' && c != '\n') {
            piece += c;
            continue;
        }
        const auto clean = clean_text(std::exchange(piece, {}), typed.size());
        if (clean.empty()) continue;
        const auto read = parse_part(clean);
        if (!read) return read.why();
        sheet.push_back(*read);
    }
    if (sheet.empty() || sheet.size() > most_parts) return rejection{.why = reason::bad_run_sheet};
    return sheet;
}

std::string run_sheet_code(const run_sheet& sheet)
{
    std::string code;
    for (const auto& one : sheet)
        code += std::to_string(one.length.count()) + " " + one.name + "\n";
    return code;
}

run_sheet run_sheet_of(const group& here, minutes length)
{
    if (here.run_sheet.empty()) return usual_run_sheet(length);
    run_sheet sheet;
    std::string line;
    for (const char c : here.run_sheet) {
        if (c != '\n') {
            line += c;
            continue;
        }
        const auto space = line.find(' ');
        if (space == std::string::npos) throw std::logic_error("a stored run-sheet is unreadable");
        sheet.push_back({minutes{std::stoi(line.substr(0, space))}, line.substr(space + 1)});
        line.clear();
    }
    return sheet;
}

result<group> keep_run_sheet(unit_of_work& work, const group& here, const user_id& by,
                             const std::string& code)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    auto changed = here;
    changed.run_sheet = code;
    work.groups().save(changed);
    return changed;
}

minutes total(const run_sheet& sheet)
{
    return std::accumulate(sheet.begin(), sheet.end(), minutes{0},
                           [](minutes sum, const part& one) { return sum + one.length; });
}

} // namespace peerbot::core
