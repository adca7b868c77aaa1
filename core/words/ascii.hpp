// Letters, digits and words of ASCII, the same under every locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::core {

constexpr bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}
constexpr char to_lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}
constexpr bool is_letter(char letter)
{
    return to_lower(letter) >= 'a' && to_lower(letter) <= 'z';
}

// Bytes that are not ASCII capitals are left alone.
std::string to_lower(std::string_view text);

// What stands between spaces and commas; never an empty word.
std::vector<std::string> split_words(std::string_view text);

// One to nine digits and nothing else.
std::optional<int> whole_number(std::string_view digits);

// whole_number, or "one" to "twelve" in small letters.
std::optional<int> number_named(std::string_view word);

} // namespace peerbot::core
