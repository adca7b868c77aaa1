#include "bot/commands/typed.hpp"

#include "bot/slack/inbound.hpp"
#include "core/words/ascii.hpp"
#include "core/words/plain.hpp"
#include "core/words/utf8.hpp"

namespace peerbot::bot {
namespace {

struct mention
{
    std::size_t begin;
    core::user_id person;
};

// "<...>" as a reader sees it: the label of a mention, the address of a link.
std::string token_text(std::string_view inside, std::size_t begin, std::vector<mention>& mentions)
{
    const auto bar = inside.find('|');
    const auto name = inside.substr(0, bar);
    const auto label = bar == std::string_view::npos ? std::string_view{} : inside.substr(bar + 1);
    if (name.size() > 1 && name.front() == '@') {
        mentions.push_back({begin, core::user_id{std::string(name.substr(1))}});
        return "@" + slack::decode_entities(label.empty() ? name.substr(1) : label);
    }
    if (!name.empty() && name.front() == '#')
        return "#" + slack::decode_entities(label.empty() ? name.substr(1) : label);
    if (!name.empty() && name.front() == '!')
        return "@" + slack::decode_entities(label.empty() ? name.substr(1) : label);
    return slack::decode_entities(name);
}

std::string readable(std::string_view escaped, std::vector<mention>& mentions)
{
    std::string text;
    while (!escaped.empty()) {
        const auto open = escaped.find('<');
        text += slack::decode_entities(escaped.substr(0, open));
        if (open == std::string_view::npos) break;
        const auto close = escaped.find('>', open);
        if (close == std::string_view::npos) {
            text += slack::decode_entities(escaped.substr(open));
            break;
        }
        text += token_text(escaped.substr(open + 1, close - open - 1), text.size(), mentions);
        escaped.remove_prefix(close + 1);
    }
    return text;
}

// How many bytes the space there takes; 0 when there is none. Whatever core::plain_words makes a space
// separates words too: the no-break spaces of phones, the wide space of a Japanese keyboard.
std::size_t space_at(std::string_view text, std::size_t at)
{
    if (text[at] > ' ' && text[at] <= '~') return 0;
    const auto [code_point, bytes] = core::decode_first(text.substr(at));
    std::string between = "|";
    core::append_utf8(between, code_point);
    return core::plain_words(between += '|') == "| |" ? bytes : 0;
}

// Marks that nobody sees may stand before a mention: some keyboards put them there.
std::optional<core::user_id> person_in(const typed& read, std::size_t begin, std::size_t end,
                                       const std::vector<mention>& mentions)
{
    for (const auto& known : mentions) {
        if (known.begin < begin || known.begin >= end) continue;
        const auto before = std::string_view(read.text).substr(begin, known.begin - begin);
        if (core::plain_words(before).empty()) return known.person;
    }
    return std::nullopt;
}

} // namespace

bool word::is(std::string_view other) const
{
    return std::equal(text.begin(), text.end(), other.begin(), other.end(),
                      [](char a, char b) { return core::to_lower(a) == core::to_lower(b); });
}

std::optional<int> word::number() const
{
    std::string_view digits = text;
    if (!digits.empty() && digits.front() == '#') digits.remove_prefix(1);
    while (!digits.empty() && (digits.back() == '.' || digits.back() == ','))
        digits.remove_suffix(1);
    return core::whole_number(digits);
}

std::string_view typed::from(std::size_t index) const
{
    if (index >= words.size()) return {};
    return std::string_view(text).substr(words[index].begin);
}

typed read_typed(std::string_view escaped)
{
    typed read;
    std::vector<mention> mentions;
    read.text = readable(escaped, mentions);
    std::size_t at = 0;
    while (at < read.text.size()) {
        if (const auto gap = space_at(read.text, at)) {
            at += gap;
            continue;
        }
        const auto begin = at;
        while (at < read.text.size() && !space_at(read.text, at))
            ++at;
        word one{.text = core::plain_words(std::string_view(read.text).substr(begin, at - begin)),
                 .begin = begin,
                 .person = person_in(read, begin, at, mentions)};
        if (!one.text.empty()) read.words.push_back(std::move(one));
    }
    return read;
}

} // namespace peerbot::bot
