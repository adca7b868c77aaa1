#include "core/words/telltale.hpp"

#include "core/words/fold.hpp"
#include "core/words/utf8.hpp"

#include <algorithm>
#include <array>

namespace peerbot::core {
namespace {

constexpr std::string_view gap = "[...]";

struct word
{
    std::string_view text; // without the punctuation around it
    bool begins_sentence;
    bool breaks_before; // punctuation stands between it and the word before
};

bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool is_edge(char c)
{
    constexpr std::string_view marks = ".,;:!?()[]{}\"'*_~`";
    return marks.find(c) != std::string_view::npos;
}

bool ends_sentence(std::string_view piece)
{
    while (!piece.empty() && (piece.back() == '"' || piece.back() == '\'' || piece.back() == ')'))
        piece.remove_suffix(1);
    return !piece.empty() &&
           (piece.back() == '.' || piece.back() == '!' || piece.back() == '?' || piece.back() == ':');
}

std::vector<word> words_of(std::string_view text)
{
    std::vector<word> found;
    bool begins = true;
    bool broken = true;
    std::size_t at = 0;
    while (at < text.size()) {
        if (is_space(text[at])) {
            if (text[at] == '\n') begins = true;
            ++at;
            continue;
        }
        auto end = at;
        while (end < text.size() && !is_space(text[end]))
            ++end;
        const auto piece = text.substr(at, end - at);
        auto bare = piece;
        while (!bare.empty() && is_edge(bare.front()))
            bare.remove_prefix(1);
        while (!bare.empty() && is_edge(bare.back()))
            bare.remove_suffix(1);
        if (!bare.empty())
            found.push_back({.text = bare,
                             .begins_sentence = begins,
                             .breaks_before = broken || bare.data() != piece.data()});
        begins = ends_sentence(piece);
        broken = begins || (!piece.empty() && is_edge(piece.back()));
        at = end;
    }
    return found;
}

bool has_capital(std::string_view text)
{
    const auto letter = decode_first(text).code_point;
    return folded(letter) != letter;
}

bool all_capitals(std::string_view text)
{
    int letters = 0;
    while (!text.empty()) {
        const auto [letter, bytes] = decode_first(text);
        if (folded(letter) == letter) return false;
        ++letters;
        text.remove_prefix(bytes);
    }
    return letters > 1;
}

bool has_digit(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_address(std::string_view text)
{
    return text.find('@') != std::string_view::npos || text.find("://") != std::string_view::npos ||
           text.starts_with("www.");
}

// "I", "I'm", "I'll".
bool is_self(std::string_view text)
{
    return text == "I" || text.starts_with("I'") || text.starts_with("I\xE2\x80\x99");
}

bool joins_names(std::string_view text)
{
    constexpr std::array<std::string_view, 9> small{"of", "de", "la", "le", "du", "del", "van", "von", "for"};
    return std::find(small.begin(), small.end(), text) != small.end();
}

bool is_name(const word& one)
{
    return has_capital(one.text) && !is_self(one.text) && (!one.begins_sentence || all_capitals(one.text));
}

void add(std::vector<std::string>& found, std::string_view text)
{
    const bool known = std::any_of(found.begin(), found.end(),
                                   [&](const auto& other) { return folded(other) == folded(text); });
    if (!known) found.emplace_back(text);
}

bool letter_or_digit(std::string_view text, std::size_t at)
{
    const auto c = static_cast<unsigned char>(text[at]);
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_whole(std::string_view text, std::size_t at, std::size_t length)
{
    if (at > 0 && letter_or_digit(text, at - 1) && letter_or_digit(text, at)) return false;
    const auto end = at + length;
    return end >= text.size() || !letter_or_digit(text, end) || !letter_or_digit(text, end - 1);
}

// How many bytes the words take there, whatever their case; 0 when they do not stand there.
std::size_t matches_at(std::string_view text, std::size_t at, std::string_view wanted)
{
    const auto start = at;
    while (!wanted.empty()) {
        if (at >= text.size()) return 0;
        const auto here = decode_first(text.substr(at));
        const auto there = decode_first(wanted);
        if (folded(here.code_point) != folded(there.code_point)) return 0;
        at += here.bytes;
        wanted.remove_prefix(there.bytes);
    }
    return at - start;
}

} // namespace

std::vector<std::string> telltale_words(std::string_view text)
{
    std::vector<std::string> found;
    const auto all = words_of(text);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (is_address(all[i].text) || has_digit(all[i].text)) {
            add(found, all[i].text);
            continue;
        }
        if (!is_name(all[i])) continue;
        auto last = i;
        for (auto next = i + 1; next < all.size() && !all[next].breaks_before; ++next) {
            if (is_name(all[next]))
                last = next;
            else if (!joins_names(all[next].text))
                break;
        }
        const auto* begin = all[i].text.data();
        add(found, std::string_view(begin, static_cast<std::size_t>(all[last].text.data() +
                                                                    all[last].text.size() - begin)));
        i = last;
    }
    return found;
}

std::string without_words(std::string_view text, const std::vector<std::string>& left_out)
{
    // Longer ones first, so that a part of a name does not spoil the whole.
    auto wanted = left_out;
    std::erase(wanted, std::string());
    std::stable_sort(wanted.begin(), wanted.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    std::string kept;
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t taken = 0;
        for (const auto& one : wanted) {
            const auto bytes = matches_at(text, at, one);
            if (bytes == 0 || !is_whole(text, at, bytes)) continue;
            taken = bytes;
            break;
        }
        if (taken > 0) {
            kept += gap;
            at += taken;
            continue;
        }
        const auto bytes = decode_first(text.substr(at)).bytes;
        kept += text.substr(at, bytes);
        at += bytes;
    }
    return kept;
}

} // namespace peerbot::core
