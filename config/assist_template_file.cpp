#include "config/assist_templates.hpp"
#include "config/settings.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <toml++/toml.h>

namespace peerbot::config {
namespace {

constexpr std::size_t longest_name = 40; // characters, as are the next two
constexpr std::size_t longest_line = 300;
constexpr std::size_t longest_prompt = 600;
constexpr std::size_t most_phases = 20;
constexpr int most_assisters = 12;
constexpr int longest_call = 8 * 60;
constexpr int longest_writing = 24 * 60; // hours: twelve weeks of five days

constexpr std::array speakers{"assistee", "assisters", "everybody", "facilitator", "nobody"};
constexpr std::array forms{"story",    "question",   "restatement", "help", "response",
                           "takeaway", "commitment", "challenge",   "note"};
constexpr std::array yields{"agreed question", "choice", "call"};
constexpr std::array endings{"time", "facilitator", "all", "assistee"};
constexpr std::array keys_of_template{"name",       "title",       "about",        "sources", "fewest",
                                      "most",       "facilitated", "notes_thread", "turns",   "closing",
                                      "follow_ups", "offers",      "phase"};
constexpr std::array keys_of_phase{
    "name",     "speaks",          "minutes",     "hours", "prompt",    "form",        "yields", "ends",
    "optional", "words",           "each",        "votes", "anonymous", "by_question", "seats",  "ideas_wait",
    "midway",   "ask_experienced", "offer_others"};

std::size_t characters(std::string_view utf8)
{
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(' ') == std::string_view::npos;
}

// A line break, too: such texts stand in one line, and a group gets them as a file again to change them.
bool has_control_characters(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

template <class List>
std::string listed(const List& known)
{
    std::string text;
    for (const auto& one : known)
        text += (text.empty() ? "" : ", ") + std::string(one);
    return text;
}

// One table of the file, read key by key.
class reader
{
  public:
    reader(const toml::table& table, const std::string& path) : table_(table), path_(path) {}

    [[noreturn]] void complain(const toml::source_region& where, const std::string& why) const
    {
        throw settings_error(path_ + ", line " + std::to_string(where.begin.line) + ": " + why + ".");
    }
    [[noreturn]] void complain(const std::string& why) const { complain(table_.source(), why); }
    [[noreturn]] void complain_about(std::string_view key, const std::string& why) const
    {
        const auto* node = table_.get(key);
        complain(node == nullptr ? table_.source() : node->source(), "\"" + std::string(key) + "\" " + why);
    }

    // The first line of the table where there is no such key.
    int line_of(std::string_view key) const
    {
        const auto* node = table_.get(key);
        return static_cast<int>((node == nullptr ? table_.source() : node->source()).begin.line);
    }

    template <class List>
    void expect_only(const List& known) const
    {
        for (const auto& [key, node] : table_) {
            const auto name = key.str();
            if (std::find(known.begin(), known.end(), name) == known.end())
                complain(key.source(),
                         "there is no key \"" + std::string(name) + "\". Known are: " + listed(known));
        }
    }

    std::string text(std::string_view key, std::size_t longest, bool needed = true) const
    {
        const auto* node = table_.get(key);
        if (node == nullptr) {
            if (needed) complain("\"" + std::string(key) + "\" is missing");
            return {};
        }
        if (!node->is_string()) complain_about(key, "must be text in quotes");
        const auto read = *node->value<std::string>();
        if (is_blank(read)) complain_about(key, "is empty");
        if (has_control_characters(read))
            complain_about(key, "must be one line, without tabs and control characters");
        if (characters(read) > longest)
            complain_about(key, "is longer than " + std::to_string(longest) + " characters");
        return read;
    }

    template <class List>
    std::string word(std::string_view key, const List& known, bool needed) const
    {
        const auto read = text(key, longest_name, needed);
        if (read.empty() && !needed) return {};
        if (std::find(known.begin(), known.end(), read) == known.end())
            complain_about(key, "is \"" + read + "\", which is none of: " + listed(known));
        return read;
    }

    int number(std::string_view key, int usual, int least, int largest) const
    {
        const auto* node = table_.get(key);
        if (node == nullptr) return usual;
        if (!node->is_integer()) complain_about(key, "must be a whole number");
        const auto read = *node->value<std::int64_t>();
        if (read < least || read > largest)
            complain_about(key, "must be from " + std::to_string(least) + " to " + std::to_string(largest));
        return static_cast<int>(read);
    }

    bool truth(std::string_view key, bool usual) const
    {
        const auto* node = table_.get(key);
        if (node == nullptr) return usual;
        if (!node->is_boolean()) complain_about(key, "must be true or false");
        return *node->value<bool>();
    }

    std::vector<std::string> texts(std::string_view key, bool needed) const
    {
        std::vector<std::string> read;
        for (const auto& node : list(key, needed)) {
            if (!node.is_string())
                complain(node.source(), "\"" + std::string(key) + "\" must hold texts in quotes");
            auto one = *node.value<std::string>();
            if (is_blank(one) || has_control_characters(one) || characters(one) > longest_line)
                complain(node.source(), "a text of \"" + std::string(key) +
                                            "\" is empty, too long, or not one line of plain characters");
            read.push_back(std::move(one));
        }
        return read;
    }

    std::vector<int> numbers(std::string_view key, int largest) const
    {
        std::vector<int> read;
        for (const auto& node : list(key, false)) {
            const auto one = node.is_integer() ? *node.value<std::int64_t>() : 0;
            if (one < 1 || one > largest)
                complain(node.source(), "\"" + std::string(key) + "\" must hold whole numbers from 1 to " +
                                            std::to_string(largest));
            if (!read.empty() && one <= read.back())
                complain(node.source(), "\"" + std::string(key) + "\" must grow from number to number");
            read.push_back(static_cast<int>(one));
        }
        return read;
    }

    const toml::array& list(std::string_view key, bool needed) const
    {
        static const toml::array nothing;
        const auto* node = table_.get(key);
        if (node == nullptr && needed) complain("\"" + std::string(key) + "\" is missing");
        if (node == nullptr) return nothing;
        if (!node->is_array()) complain_about(key, "must be a list in square brackets");
        return *node->as_array();
    }

  private:
    const toml::table& table_;
    const std::string& path_;
};

void read_endings(const reader& from, assist_phase& one)
{
    for (const auto& word : from.texts("ends", true)) {
        if (std::find(endings.begin(), endings.end(), word) == endings.end())
            from.complain_about("ends", "holds \"" + word + "\", which is none of: " + listed(endings));
        if (word == "time") one.ends_by_time = true;
        if (word == "facilitator") one.ends_by_facilitator = true;
        if (word == "all") one.ends_by_all = true;
        if (word == "assistee") one.ends_by_assistee = true;
    }
    const bool can_all_speak =
        one.ends_by_all && one.hours > 0 && !one.form.empty() && one.speaks != "nobody";
    if (!one.ends_by_time && !one.ends_by_facilitator && !one.ends_by_assistee && !can_all_speak)
        from.complain_about("ends", "gives this phase no way to end");
}

assist_phase read_phase(const toml::table& table, const std::string& path)
{
    const reader from(table, path);
    from.expect_only(keys_of_phase);
    assist_phase one;
    one.name = from.text("name", longest_name);
    one.speaks = from.word("speaks", speakers, true);
    one.minutes = from.number("minutes", 0, 0, longest_call);
    one.hours = from.number("hours", 0, 0, longest_writing);
    if (one.minutes == 0 && one.hours == 0)
        from.complain("the phase \"" + one.name + "\" takes no time: give it minutes, hours or both");
    one.prompt = from.text("prompt", longest_prompt);
    one.form = from.word("form", forms, false);
    one.yields = from.word("yields", yields, false);
    read_endings(from, one);
    one.optional = from.truth("optional", false);
    one.words = from.number("words", 0, 0, 2000);
    one.each = from.number("each", 0, 0, 50);
    one.votes = from.truth("votes", false);
    one.anonymous = from.truth("anonymous", false);
    if (one.anonymous && one.form != "challenge")
        from.complain_about("anonymous", "is for phases in which challenges are posted");
    one.by_question = from.truth("by_question", false);
    one.seats = from.number("seats", 0, 0, 50);
    one.ideas_wait = from.number("ideas_wait", 0, 0, longest_writing);
    one.midway = from.number("midway", 0, 0, longest_writing);
    one.ask_experienced = from.number("ask_experienced", 0, 0, longest_writing);
    one.offer_others = from.number("offer_others", 0, 0, longest_writing);
    return one;
}

void read_phases(const reader& from, assist_template& read, const std::string& path)
{
    for (const auto& node : from.list("phase", true)) {
        if (!node.is_table()) from.complain(node.source(), "a phase begins with [[phase]]");
        auto one = read_phase(*node.as_table(), path);
        for (const auto& other : read.phases) {
            if (other.name == one.name)
                from.complain(node.source(), "there are two phases with the name \"" + one.name + "\"");
        }
        read.phases.push_back(std::move(one));
        if (read.phases.size() > most_phases)
            from.complain(node.source(), "there are more than " + std::to_string(most_phases) + " phases");
    }
    if (read.phases.empty()) from.complain_about("phase", "is missing: a template needs one at least");
}

} // namespace

assist_template read_assist_template(std::string_view text, const std::string& path)
{
    toml::table table;
    try {
        table = toml::parse(text, path);
    } catch (const toml::parse_error& wrong) {
        throw settings_error(path + ", line " + std::to_string(wrong.source().begin.line) + ": " +
                             std::string(wrong.description()) + ".");
    }
    const reader from(table, path);
    from.expect_only(keys_of_template);
    assist_template read;
    read.name = from.text("name", longest_name);
    const bool plain = std::all_of(read.name.begin(), read.name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!plain) from.complain_about("name", "is typed by people: small letters, digits and hyphens only");
    read.title = from.text("title", longest_name * 2);
    read.about = from.text("about", longest_line);
    read.sources = from.texts("sources", true);
    read.fewest = from.number("fewest", 3, 0, most_assisters);
    read.most = from.number("most", most_assisters, 1, most_assisters);
    if (read.most < read.fewest) from.complain_about("most", "is less than \"fewest\"");
    read.facilitated = from.truth("facilitated", true);
    read.notes_thread = from.truth("notes_thread", false);
    read.turns = from.number("turns", 1, 1, most_assisters);
    read.closing = from.number("closing", 72, 1, longest_writing);
    read.follow_ups = from.numbers("follow_ups", 365);
    read.offers = from.texts("offers", false);
    read.offers_line = from.line_of("offers");
    read_phases(from, read, path);
    return read;
}

} // namespace peerbot::config
