#include "bot/net/http.hpp"

#include <algorithm>

namespace peerbot::bot {

namespace {

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_name(std::string_view left, std::string_view right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char one, char other) { return lower(one) == lower(other); });
}

bool is_token_character(char letter)
{
    if (letter >= 'a' && letter <= 'z') return true;
    if (letter >= 'A' && letter <= 'Z') return true;
    if (letter >= '0' && letter <= '9') return true;
    return letter != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(letter) != std::string_view::npos;
}

} // namespace

std::string_view find_header(const std::vector<header>& headers, std::string_view name)
{
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [name](const header& each) { return same_name(each.name, name); });
    return found == headers.end() ? std::string_view{} : std::string_view(found->value);
}

bool is_safe_header(std::string_view name, std::string_view value)
{
    const auto breaks_line = [](char letter) { return letter == '\r' || letter == '\n' || letter == '\0'; };
    return !name.empty() && std::all_of(name.begin(), name.end(), is_token_character) &&
           std::none_of(value.begin(), value.end(), breaks_line);
}

} // namespace peerbot::bot
