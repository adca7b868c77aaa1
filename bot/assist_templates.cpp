#include "bot/assist_templates.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace peerbot::bot {
namespace {

using namespace core;

template <class Value, std::size_t Count>
Value value_of(const std::array<std::pair<std::string_view, Value>, Count>& known, const std::string& word)
{
    for (const auto& [name, value] : known) {
        if (name == word) return value;
    }
    throw std::logic_error("a template holds a word that nothing stands for: " + word);
}

template <class Value, std::size_t Count>
std::string_view word_of(const std::array<std::pair<std::string_view, Value>, Count>& known, Value value)
{
    for (const auto& [name, its] : known) {
        if (its == value) return name;
    }
    throw std::logic_error("a template holds a value that no word stands for");
}

constexpr std::array<std::pair<std::string_view, speakers>, 5> speaker_words{
    {{"assistee", speakers::assistee},
     {"assisters", speakers::assisters},
     {"everybody", speakers::everybody},
     {"facilitator", speakers::facilitator},
     {"nobody", speakers::nobody}}};

constexpr std::array<std::pair<std::string_view, contribution_kind>, 9> form_words{
    {{"story", contribution_kind::story},
     {"question", contribution_kind::question},
     {"restatement", contribution_kind::restatement},
     {"help", contribution_kind::help},
     {"response", contribution_kind::response},
     {"takeaway", contribution_kind::takeaway},
     {"commitment", contribution_kind::commitment},
     {"challenge", contribution_kind::challenge},
     {"note", contribution_kind::note}}};

constexpr std::array<std::pair<std::string_view, phase_yield>, 4> yield_words{
    {{"", phase_yield::nothing},
     {"agreed question", phase_yield::agreed_question},
     {"choice", phase_yield::choice},
     {"call", phase_yield::call}}};

phase phase_of(const config::assist_phase& read)
{
    phase one;
    one.name = read.name;
    one.speak = value_of(speaker_words, read.speaks);
    one.live = minutes{read.minutes};
    one.in_writing = hours{read.hours};
    one.prompt = read.prompt;
    if (!read.form.empty()) one.form = value_of(form_words, read.form);
    one.yields = value_of(yield_words, read.yields);
    one.ends = {.time = read.ends_by_time,
                .facilitator = read.ends_by_facilitator,
                .all_spoken = read.ends_by_all,
                .assistee = read.ends_by_assistee};
    one.optional = read.optional;
    one.words = read.words;
    one.each = read.each;
    one.votes = read.votes;
    one.anonymous = read.anonymous;
    one.by_question = read.by_question;
    one.seats = read.seats;
    one.ideas_wait = hours{read.ideas_wait};
    one.midway = hours{read.midway};
    one.ask_experienced = hours{read.ask_experienced};
    one.offer_others = hours{read.offer_others};
    return one;
}

// Texts are one line each; TOML knows \" and \\ in them.
std::string in_quotes(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\"";
}

void add_text(std::string& text, std::string_view key, std::string_view value)
{
    if (!value.empty()) text += std::string(key) + " = " + in_quotes(value) + "\n";
}

void add_number(std::string& text, std::string_view key, std::int64_t value)
{
    text += std::string(key) + " = " + std::to_string(value) + "\n";
}

void add_unless_none(std::string& text, std::string_view key, std::int64_t value)
{
    if (value != 0) add_number(text, key, value);
}

void add_if(std::string& text, std::string_view key, bool value)
{
    if (value) text += std::string(key) + " = true\n";
}

template <class List, class Written>
void add_list(std::string& text, std::string_view key, const List& list, Written written)
{
    text += std::string(key) + " = [";
    for (std::size_t i = 0; i < list.size(); ++i)
        text += (i > 0 ? ", " : "") + written(list[i]);
    text += "]\n";
}

std::vector<std::string> endings_of(const phase_ends& ends)
{
    std::vector<std::string> words;
    if (ends.time) words.emplace_back("time");
    if (ends.facilitator) words.emplace_back("facilitator");
    if (ends.all_spoken) words.emplace_back("all");
    if (ends.assistee) words.emplace_back("assistee");
    return words;
}

std::string text_of_phase(const phase& one)
{
    std::string text = "\n[[phase]]\n";
    add_text(text, "name", one.name);
    add_text(text, "speaks", word_of(speaker_words, one.speak));
    add_unless_none(text, "minutes", one.live.count());
    add_unless_none(text, "hours", one.in_writing.count());
    add_text(text, "prompt", one.prompt);
    if (one.form) add_text(text, "form", word_of(form_words, *one.form));
    add_text(text, "yields", word_of(yield_words, one.yields));
    add_list(text, "ends", endings_of(one.ends), in_quotes);
    add_if(text, "optional", one.optional);
    add_unless_none(text, "words", one.words);
    add_unless_none(text, "each", one.each);
    add_if(text, "votes", one.votes);
    add_if(text, "anonymous", one.anonymous);
    add_if(text, "by_question", one.by_question);
    add_unless_none(text, "seats", one.seats);
    add_unless_none(text, "ideas_wait", one.ideas_wait.count());
    add_unless_none(text, "midway", one.midway.count());
    add_unless_none(text, "ask_experienced", one.ask_experienced.count());
    add_unless_none(text, "offer_others", one.offer_others.count());
    return text;
}

} // namespace

std::string text_of(const core::assist_template& one)
{
    std::string text;
    add_text(text, "name", one.name);
    add_text(text, "title", one.title);
    add_text(text, "about", one.about);
    text += "sources = [\n";
    for (const auto& each : one.sources)
        text += "    " + in_quotes(each) + ",\n";
    text += "]\n";
    add_number(text, "fewest", one.fewest);
    add_number(text, "most", one.most);
    text += std::string("facilitated = ") + (one.facilitated ? "true" : "false") + "\n";
    add_if(text, "notes_thread", one.notes_thread);
    add_number(text, "turns", one.turns);
    add_number(text, "closing", one.closing.count());
    add_list(text, "follow_ups", one.follow_ups, [](days after) { return std::to_string(after.count()); });
    add_list(text, "offers", one.offers, in_quotes);
    for (const auto& each : one.phases)
        text += text_of_phase(each);
    return text;
}

core::assist_template assist_template_of(const config::assist_template& read)
{
    core::assist_template one;
    one.name = read.name;
    one.title = read.title;
    one.about = read.about;
    one.sources = read.sources;
    one.fewest = read.fewest;
    one.most = read.most;
    one.facilitated = read.facilitated;
    one.notes_thread = read.notes_thread;
    one.turns = read.turns;
    one.closing = hours{read.closing};
    for (const int after : read.follow_ups)
        one.follow_ups.emplace_back(after);
    one.offers = read.offers;
    for (const auto& each : read.phases)
        one.phases.push_back(phase_of(each));
    return one;
}

std::vector<core::assist_template> load_assist_templates(const std::string& folder)
{
    std::vector<core::assist_template> all;
    for (const auto& read : config::assist_templates(folder))
        all.push_back(assist_template_of(read));
    return all;
}

} // namespace peerbot::bot
