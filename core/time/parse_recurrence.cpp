#include "core/time/recurrence.hpp"

#include "core/time/names.hpp"
#include "core/words/ascii.hpp"
#include "core/words/plain.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <utility>

namespace peerbot::core {
namespace {

namespace chr = std::chrono;

constexpr std::size_t longest_typed = 100;

// The words not yet understood. take() removes words from the front when they are the next ones.
class phrase
{
  public:
    explicit phrase(std::vector<std::string> words) : words_(std::move(words)) {}

    bool empty() const { return words_.empty(); }
    std::string_view front() const { return words_.empty() ? std::string_view() : words_.front(); }
    void drop_front() { words_.erase(words_.begin()); }
    void front_to_back() { std::rotate(words_.begin(), words_.begin() + 1, words_.end()); }

    bool take(std::initializer_list<std::string_view> wanted)
    {
        if (words_.size() < wanted.size()) return false;
        const auto end = words_.begin() + static_cast<std::ptrdiff_t>(wanted.size());
        if (!std::equal(wanted.begin(), wanted.end(), words_.begin())) return false;
        words_.erase(words_.begin(), end);
        return true;
    }
    bool take_from_end(std::initializer_list<std::string_view> wanted)
    {
        if (words_.size() < wanted.size()) return false;
        const auto start = words_.end() - static_cast<std::ptrdiff_t>(wanted.size());
        if (!std::equal(wanted.begin(), wanted.end(), start)) return false;
        words_.erase(start, words_.end());
        return true;
    }
    bool take_either(std::string_view one, std::string_view other) { return take({one}) || take({other}); }

  private:
    std::vector<std::string> words_;
};

// first to fourth, 1st to 4th, last
std::optional<int> nth_named(std::string_view word)
{
    static constexpr std::array<std::array<std::string_view, 2>, 5> names = {
        {{"last", "last"}, {"first", "1st"}, {"second", "2nd"}, {"third", "3rd"}, {"fourth", "4th"}}};
    for (std::size_t nth = 0; nth < names.size(); ++nth) {
        if (word == names.at(nth)[0] || word == names.at(nth)[1]) return static_cast<int>(nth);
    }
    return std::nullopt;
}

// "15th"; a bare "15" only where the month was already named.
std::optional<int> day_named(std::string_view word, bool bare_allowed)
{
    bool bare = true;
    for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
        if (!word.ends_with(ending)) continue;
        word.remove_suffix(ending.size());
        bare = false;
        break;
    }
    const auto day = whole_number(word);
    if (!day || *day < 1 || *day > 31 || (bare && !bare_allowed)) return std::nullopt;
    return day;
}

bool take_month_at_end(phrase& words)
{
    return words.take_from_end({"of", "the", "month"}) || words.take_from_end({"of", "every", "month"}) ||
           words.take_from_end({"of", "each", "month"}) || words.take_from_end({"in", "the", "month"}) ||
           words.take_from_end({"every", "month"}) || words.take_from_end({"each", "month"}) ||
           words.take_from_end({"monthly"});
}

std::optional<recurrence> monthly(phrase& words)
{
    bool named = take_month_at_end(words);
    named =
        words.take({"monthly"}) || words.take({"every", "month"}) || words.take({"each", "month"}) || named;
    // Without a month, "every second Tuesday" could also mean every other one.
    if (named) words.take_either("every", "each");
    words.take({"on"});
    words.take({"the"});
    const auto nth = nth_named(words.front());
    const auto day = day_named(words.front(), named);
    if (words.empty()) return std::nullopt;
    words.drop_front();

    const auto weekday = weekday_named(words.front());
    if (nth && weekday) {
        words.drop_front();
        return recurrence{weekday_of_month{*nth, *weekday}};
    }
    if (day) return recurrence{day_of_month{*day}};
    if (named && nth && *nth != last_of_month) return recurrence{day_of_month{*nth}};
    return std::nullopt;
}

// How many weeks the words before the weekday say.
std::optional<int> weeks_apart(phrase& words)
{
    if (words.take({"weekly"})) return 1;
    for (const std::string_view two_weeks : {"biweekly", "bi-weekly", "fortnightly"}) {
        if (words.take({two_weeks})) return 2;
    }
    if (!words.take_either("every", "each")) return std::nullopt;
    if (words.take({"fortnight"})) return 2;
    if (words.take({"week"})) return 1;
    if (words.take({"other"})) {
        words.take({"week"});
        return 2;
    }
    const auto count = number_named(words.front());
    if (!count) return 1; // "every Friday"
    words.drop_front();
    if (!words.take_either("weeks", "week")) return std::nullopt;
    return count;
}

std::optional<recurrence> weekly(phrase& words, date anchor)
{
    // "Mondays", "Monday every 2 weeks"; a lone "Monday" says too little.
    const bool plural = words.front().ends_with("days");
    if (weekday_named(words.front())) words.front_to_back();
    auto weeks = weeks_apart(words);
    if (!weeks && plural) weeks = 1;
    if (!weeks || *weeks < 1 || *weeks > most_weeks_apart) return std::nullopt;
    words.take({"on"});
    const auto day = weekday_named(words.front());
    if (!day) return std::nullopt;
    words.drop_front();
    return recurrence{every_some_weeks{*weeks, anchor + (*day - chr::weekday(anchor))}};
}

std::optional<recurrence> read(std::string_view typed, date anchor)
{
    if (typed.size() > longest_typed) return std::nullopt;
    auto text = to_lower(plain_words(typed));
    std::erase(text, '"'); // copied along with an example
    while (text.ends_with('.'))
        text.pop_back();
    const auto typed_words = split_words(text);
    phrase by_month(typed_words);
    if (const auto found = monthly(by_month); found && by_month.empty()) return found;
    phrase by_week(typed_words);
    if (const auto found = weekly(by_week, anchor); found && by_week.empty()) return found;
    return std::nullopt;
}

} // namespace

result<recurrence> parse_recurrence(std::string_view typed, date anchor)
{
    if (auto found = read(typed, anchor)) return *found;
    return rejection{reason::unknown_cadence, std::string(typed)};
}

} // namespace peerbot::core
