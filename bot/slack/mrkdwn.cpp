#include "bot/slack/mrkdwn.hpp"

#include "bot/slack/inbound.hpp"
#include "bot/slack/utf8.hpp"
#include "core/words/utf8.hpp"

#include <algorithm>

namespace peerbot::bot::slack {

namespace {

constexpr std::string_view ellipsis = "…";
constexpr std::string_view nothing_seen = "\xE2\x80\x8B"; // U+200B, after what would be a mark

// The blocks of Hebrew, Arabic, Syriac, Thaana, N'Ko, Adlam and their kin.
bool right_to_left(char32_t letter)
{
    return (letter >= 0x590 && letter <= 0x8FF) || (letter >= 0xFB1D && letter <= 0xFDFF) ||
           (letter >= 0xFE70 && letter <= 0xFEFC) || (letter >= 0x10800 && letter <= 0x10FFF) ||
           (letter >= 0x1E800 && letter <= 0x1EFFF);
}

bool marks(char letter)
{
    return letter == '*' || letter == '_' || letter == '~' || letter == '`';
}

// Marks that a person typed are followed by an invisible space and stay; ours go.
std::string without_marks(std::string_view mrkdwn)
{
    std::string bare;
    while (!mrkdwn.empty()) {
        const char letter = mrkdwn.front();
        mrkdwn.remove_prefix(1);
        if (marks(letter) && mrkdwn.starts_with(nothing_seen)) {
            bare += letter;
            mrkdwn.remove_prefix(nothing_seen.size());
        } else if (letter == '`') {
            bare += '"';
        } else if (letter != '*') {
            bare += letter;
        }
    }
    return bare;
}

bool needs_entity(char c)
{
    return c == '&' || c == '<' || c == '>';
}

std::string_view entity_for(char c)
{
    if (c == '&') return "&amp;";
    if (c == '<') return "&lt;";
    if (c == '>') return "&gt;";
    return {};
}

// The label of a token ends at > and may not hold a second |.
std::string label_text(std::string_view plain)
{
    std::string label = escape(plain);
    std::replace(label.begin(), label.end(), '|', '/');
    return label;
}

struct piece
{
    std::size_t bytes;
    std::size_t units;
};

piece first_piece_escaped(std::string_view text)
{
    if (text.front() == '&') {
        for (const std::string_view entity : {"&amp;", "&lt;", "&gt;"}) {
            if (text.starts_with(entity)) return {entity.size(), entity.size()};
        }
    }
    if (text.front() == '<') {
        const auto end = text.find('>');
        if (end != std::string_view::npos) return {end + 1, utf16_units(text.substr(0, end + 1))};
    }
    const auto next = first_code_point(text);
    return {next.bytes, next.units};
}

piece first_piece_plain(std::string_view text)
{
    const auto entity = entity_for(text.front());
    if (!entity.empty()) return {1, entity.size()};
    const auto next = first_code_point(text);
    return {next.bytes, next.units};
}

template <class FirstPiece>
std::string cut_by(std::string_view text, std::size_t most_units, FirstPiece first_piece)
{
    std::size_t kept = 0; // bytes that still leave room for the ellipsis
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        const piece next = first_piece(text.substr(at));
        if (units + next.units > most_units) {
            return std::string{text.substr(0, kept)}.append(most_units == 0 ? std::string_view{} : ellipsis);
        }
        units += next.units;
        at += next.bytes;
        if (units < most_units) kept = at;
    }
    return std::string{text};
}

} // namespace

std::string escape(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        const auto* const special = std::find_if(text.begin(), text.end(), needs_entity);
        const auto plain = static_cast<std::size_t>(special - text.begin());
        escaped += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        escaped += entity_for(text.front());
        text.remove_prefix(1);
    }
    return escaped;
}

std::string quiet(std::string_view text)
{
    auto still = escape(text);
    for (std::size_t at = 0; at < still.size(); ++at) {
        if (!marks(still[at])) continue;
        still.insert(at + 1, nothing_seen);
        at += nothing_seen.size();
    }
    return still;
}

std::string isolated(std::string_view escaped)
{
    // Slow letter by letter, and most texts have no such letter at all.
    const bool ascii = std::all_of(escaped.begin(), escaped.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
    if (ascii) return std::string{escaped};
    for (auto rest = escaped; !rest.empty();) {
        const auto [letter, bytes] = core::decode_first(rest);
        rest.remove_prefix(bytes);
        if (right_to_left(letter)) return std::string{"\xE2\x81\xA8"}.append(escaped).append("\xE2\x81\xA9");
    }
    return std::string{escaped};
}

std::string mention(const core::user_id& user)
{
    return std::string{"<@"}.append(user.value).append(">");
}

std::string channel_link(const core::channel_id& channel)
{
    return std::string{"<#"}.append(channel.value).append(">");
}

std::string date_token(core::instant when, std::string_view format, std::string_view fallback)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
    return std::string{"<!date^"}
        .append(std::to_string(seconds))
        .append("^")
        .append(format)
        .append("|")
        .append(label_text(fallback))
        .append(">");
}

std::string web_link(std::string_view url, std::string_view label)
{
    std::string target;
    for (const char c : url) {
        switch (c) {
        case '<':
            target += "%3C";
            break;
        case '>':
            target += "%3E";
            break;
        case '|':
            target += "%7C";
            break;
        case '&':
            target += "&amp;";
            break;
        default:
            target += c;
        }
    }
    return std::string{"<"}.append(target).append("|").append(label_text(label)).append(">");
}

std::string plain_text(std::string_view mrkdwn)
{
    const auto bare = without_marks(mrkdwn);
    std::string_view escaped = bare;
    std::string plain;
    while (!escaped.empty()) {
        const auto piece = escaped.substr(0, first_piece_escaped(escaped).bytes);
        escaped.remove_prefix(piece.size());
        const bool token = piece.front() == '<' && piece.size() > 1;
        const auto inside = token ? piece.substr(1, piece.size() - 2) : piece;
        plain += decode_entities(token ? inside.substr(inside.rfind('|') + 1) : inside);
    }
    return plain;
}

// No code point has more units than bytes, so what is short in bytes need not be measured; only what is still
// to be escaped grows.
std::string cut(std::string_view escaped, std::size_t most_units)
{
    if (escaped.size() <= most_units) return std::string{escaped};
    return cut_by(escaped, most_units, first_piece_escaped);
}

std::string cut_plain(std::string_view text, std::size_t most_units)
{
    if (text.size() <= most_units && text.find_first_of("&<>") == text.npos) return std::string{text};
    return cut_by(text, most_units, first_piece_plain);
}

} // namespace peerbot::bot::slack
