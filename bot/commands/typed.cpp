#include "bot/commands/typed.hpp"

#include "bot/slack/inbound.hpp"
#include "core/words/ascii.hpp"
#include "core/words/plain.hpp"

namespace peerbot::bot {
namespace {

constexpr std::string_view spaces = " \t\r\n";

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

// No-break spaces separate words too, and phones type them.
std::size_t space_at(std::string_view text, std::size_t at)
{
    if (spaces.find(text[at]) != std::string_view::npos) return 1;
    if (text.substr(at, 2) == "\xC2\xA0") return 2;
    if (text.substr(at, 3) == "\xE2\x80\xAF") return 3;
    return 0;
}

} // namespace

bool word::is(std::string_view other) const
{
    return core::to_lower(text) == core::to_lower(other);
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
                 .person = {}};
        for (const auto& known : mentions) {
            if (known.begin == begin) one.person = known.person;
        }
        if (!one.text.empty()) read.words.push_back(std::move(one));
    }
    return read;
}

} // namespace peerbot::bot
