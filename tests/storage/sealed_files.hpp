// A file with anonymous ballots in it, and a search of its bytes for who voted for what.
#pragma once

#include "core/voting/close_ballot.hpp"
#include "storage/sqlite/unit_of_work.hpp"
#include "tests/storage/engine_under_test.hpp"
#include "tests/storage/sample.hpp"
#include "tests/storage/scratch_folder.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <tuple>

namespace peerbot::tests {

// Ids from here on take four bytes in a record and are found nowhere by chance.
inline constexpr std::int64_t first_member = 0x2b7a3c00;
inline constexpr std::int64_t first_topic = 0x4d91e200;
inline constexpr std::int64_t first_ballot = 0x6ce83500;

// An open anonymous ballot in a group of its own, with who gave what.
struct secret_place
{
    ballot open;
    std::vector<member_id> voters;
    std::vector<topic_id> topics;
    std::map<member_id, std::vector<vote>> given = {};

    bool has_voter(std::int64_t id) const { return id >= voters.front().value && id <= voters.back().value; }
    bool has_topic(std::int64_t id) const { return id >= topics.front().value && id <= topics.back().value; }
    std::size_t votes() const
    {
        std::size_t count = 0;
        for (const auto& [who, choice] : given)
            count += choice.size();
        return count;
    }
};

// What the bytes of some files say about a ballot.
struct traces
{
    std::set<std::tuple<std::int64_t, vote>> rows; // whole rows but for their mark
    int voters = 0;                                // the ballot's id with a voter's behind it
    int choices = 0;                               // a topic's id with the end of a voter's before it
    std::set<std::int64_t> counts = {};            // of votes on its lines, but for zero
    bool none() const { return rows.empty() && voters == 0 && choices == 0; }
};

inline std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The big-endian number of `count` bytes, as SQLite keeps it.
inline std::int64_t number_at(const std::string& bytes, std::size_t at, std::size_t count = 4)
{
    std::int64_t number = 0;
    for (std::size_t i = at; i < at + count; ++i)
        number = number * 256 + static_cast<unsigned char>(bytes[i]);
    return number;
}

// The count in a row of ballot_topics, when the two ids at `ids` are those of one: the header before them
// gives each column's type (https://www.sqlite.org/fileformat.html#record_format).
inline std::int64_t count_beside(const std::string& bytes, std::size_t ids)
{
    for (std::size_t header = 4; header <= std::min<std::size_t>(ids, 16); ++header) {
        const auto begin = ids - header;
        if (number_at(bytes, begin, 1) != static_cast<std::int64_t>(header)) continue;
        if (number_at(bytes, begin + 1, 2) != 0x0404) continue;
        const auto type = number_at(bytes, begin + 3, 1);
        if (type == 9) return 1;
        return type == 1 && ids + 8 < bytes.size() ? number_at(bytes, ids + 8, 1) : 0;
    }
    return 0;
}

inline void search(const std::string& bytes, const secret_place& about, traces& found)
{
    for (std::size_t at = 3; at + 4 <= bytes.size(); ++at) {
        const auto number = number_at(bytes, at);
        if (about.has_topic(number)) {
            const auto before = number_at(bytes, at - 3, 3) + (about.voters.front().value & ~0xffffffLL);
            if (about.has_voter(before)) ++found.choices;
        }
        if (number != about.open.id.value || at + 8 > bytes.size()) continue;
        const auto voter = number_at(bytes, at + 4);
        if (about.has_topic(voter))
            if (const auto count = count_beside(bytes, at); count != 0) found.counts.insert(count);
        if (!about.has_voter(voter)) continue;
        ++found.voters;
        if (at + 12 > bytes.size() || !about.has_topic(number_at(bytes, at + 8))) continue;
        found.rows.insert({voter, {.topic = {number_at(bytes, at + 8)}, .mark = 0}});
    }
}

// Pages that hold nothing now; each must be blank, but for the list of them that some carry.
inline int pages_not_blank(const std::filesystem::path& file)
{
    const auto bytes = bytes_of(file);
    const auto kept = number_at(bytes, 16, 2);
    const auto size = static_cast<std::size_t>(kept == 1 ? 65536 : kept);
    const auto blank = [&](std::int64_t page, std::size_t from) {
        const auto begin = static_cast<std::size_t>(page - 1) * size;
        return bytes.find_first_not_of('\0', begin + from) >= begin + size;
    };
    int wrong = 0;
    for (auto list = number_at(bytes, 32); list != 0;) {
        const auto begin = static_cast<std::size_t>(list - 1) * size;
        const auto count = static_cast<std::size_t>(number_at(bytes, begin + 4));
        for (std::size_t i = 0; i < count; ++i)
            wrong += blank(number_at(bytes, begin + 8 + 4 * i), 0) ? 0 : 1;
        list = number_at(bytes, begin);
    }
    return wrong;
}

class sealed_files
{
  public:
    std::filesystem::path file() const { return folder_ / "peerbot.db"; }
    // Little is written together, and back into the file often, so that votes get everywhere.
    storage::sqlite_options options() const
    {
        return {
            .file = file(), .most_together = 64, .write_back_from = 200'000, .write_back_always = 800'000};
    }

    static void raise_ids(unit_of_work& work)
    {
        auto& base = static_cast<storage::sqlite::unit_of_work&>(work).base();
        add_group(work, "first");
        base.execute("INSERT INTO members VALUES (" + std::to_string(first_member) +
                     ", 1, 'first', 'left', NULL, 0, 0, '')");
        base.execute("INSERT INTO topics (id, group_id, number, title, proposer, state, times_taught,"
                     " proposed_at) VALUES (" +
                     std::to_string(first_topic) + ", 1, 1, 'first', 'first', 'open', 0, 0)");
        base.execute("INSERT INTO ballots (id, group_id, opener, opened_at, closes_at, voters) VALUES (" +
                     std::to_string(first_ballot) + ", 1, 'first', 0, 1, 0)");
    }
    // In a group of its own, led by ana.
    static secret_place open_place(unit_of_work& work, const std::string& channel, ballot_method method,
                                   int people, int lines, bool anonymous)
    {
        secret_place fresh;
        const auto group = add_group(work, channel);
        const auto ana = add_member(work, group, "ana");
        auto facilitator = *work.members().find(ana);
        facilitator.facilitator = true;
        work.members().save(facilitator);
        for (int i = 0; i < people; ++i)
            fresh.voters.push_back(add_member(work, group, channel + "-voter-" + std::to_string(i)));
        for (int i = 0; i < lines; ++i)
            fresh.topics.push_back(add_topic(work, group, "topic " + std::to_string(i)));
        fresh.open = work.ballots().add(sample_ballot(group, method, anonymous), fresh.topics);
        return fresh;
    }

    // Three ballots: a large one, and two that stay open when it is closed.
    void open(engine_under_test& engine)
    {
        engine.write([this](unit_of_work& work) {
            raise_ids(work);
            places = {open_place(work, "C1", ballot_method::ranked, 400, 20, true),
                      open_place(work, "C2", ballot_method::approval, 60, 20, true),
                      open_place(work, "C3", ballot_method::budget, 60, 10, true)};
        });
    }
    // Choices of many sizes, replaced and taken back, everybody in turn and all ballots at once: pages of the
    // table are split and joined again.
    void vote_on_all(engine_under_test& engine)
    {
        for (const auto most : {20, 20, 0, 3, 20, 6, 20}) {
            std::vector<std::future<storage::answer>> told;
            for (std::size_t turn = 0; turn < places[0].voters.size(); ++turn)
                for (auto& place : places)
                    if (turn < place.voters.size() && (most != 0 || turn % 3 != 0))
                        told.push_back(
                            cast(engine, place, place.voters[(turn * 7) % place.voters.size()], most));
            for (auto& one : told)
                if (one.get().how != storage::verdict::kept) throw std::runtime_error("a vote was not kept");
        }
    }
    std::future<storage::answer> cast(engine_under_test& engine, secret_place& place, member_id who, int most)
    {
        const auto choice = some_choice(place, most);
        if (choice.empty())
            place.given.erase(who);
        else
            place.given[who] = choice;
        return engine.start(press_key(who), [open = place.open, who, choice](unit_of_work& work) {
            work.votes().replace(open, who, choice);
            return storage::keep::yes;
        });
    }
    traces search_for(const secret_place& about) const
    {
        traces found;
        for (const auto& one : std::filesystem::directory_iterator(file().parent_path()))
            search(bytes_of(one.path()), about, found);
        return found;
    }
    std::uintmax_t log_size() const
    {
        const auto log = file().string() + "-wal";
        return std::filesystem::exists(log) ? std::filesystem::file_size(log) : 0;
    }

    std::vector<secret_place> places;

  private:
    std::vector<vote> some_choice(const secret_place& place, int most)
    {
        auto topics = place.topics;
        std::shuffle(topics.begin(), topics.end(), dice_);
        const auto end = std::min(static_cast<std::size_t>(most), topics.size());
        topics.resize(std::uniform_int_distribution<std::size_t>(0, end)(dice_));
        std::vector<vote> choice;
        for (const auto topic : topics) {
            const auto number = static_cast<int>(choice.size());
            const auto mark = place.open.method == ballot_method::ranked   ? number + 1
                              : place.open.method == ballot_method::budget ? 1 + number % 2
                                                                           : 1;
            choice.push_back({.topic = topic, .mark = mark});
        }
        std::sort(choice.begin(), choice.end());
        return choice;
    }
    // As the edge names a press: who, when, on which message.
    std::string press_key(member_id who)
    {
        return "press:1794560461." + std::to_string(++presses_) + ":voter-" + std::to_string(who.value) +
               ":1794560000.000100";
    }

    scratch_folder folder_;
    std::mt19937 dice_{20270104};
    int presses_ = 0;
};

// By its facilitator, as core does it.
inline storage::keep close_place(unit_of_work& work, const secret_place& place)
{
    const auto here = *work.groups().find(place.open.group);
    const auto closed = close_ballot(work, here, user_id("ana"), at(0));
    return closed ? storage::keep::yes : storage::keep::no;
}

} // namespace peerbot::tests
