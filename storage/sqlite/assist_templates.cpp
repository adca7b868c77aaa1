#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

#include <algorithm>
#include <charconv>

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

constexpr char select_templates[] =
    "SELECT id, group_id, name, title, about, sources, fewest, most, facilitated, notes_thread, turns,"
    " closing, follow_ups, offers FROM assist_templates";

constexpr sql add_template{"template.add",
                           "INSERT INTO assist_templates (group_id, name, title, about, sources, fewest,"
                           " most, facilitated, notes_thread, turns, closing, follow_ups, offers)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"};
constexpr sql add_phase{
    "template.add_phase",
    "INSERT INTO assist_template_phases (template_id, place, name, speakers, live, in_writing, prompt, form,"
    " yields, by_time, by_facilitator, by_all_spoken, by_assistee, optional, words, each, votes, anonymous,"
    " by_question, seats, ideas_wait, midway, ask_experienced, offer_others)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,"
    " ?21, ?22, ?23, ?24)"};
constexpr sql find_template{"template.find", select_templates, "WHERE id = ?1"};
constexpr sql chosen_by_name{"template.named", select_templates,
                             "WHERE ifnull(group_id, 0) = ?1 AND name = ?2 AND retired = 0"};
constexpr sql chosen_by_group{"template.of_group", select_templates,
                              "WHERE ifnull(group_id, 0) = ?1 AND retired = 0 ORDER BY name"};
constexpr sql phases_of{
    "template.phases",
    "SELECT name, speakers, live, in_writing, prompt, form, yields, by_time, by_facilitator, by_all_spoken,"
    " by_assistee, optional, words, each, votes, anonymous, by_question, seats, ideas_wait, midway,"
    " ask_experienced, offer_others FROM assist_template_phases WHERE template_id = ?1 ORDER BY place"};
constexpr sql retire_template{"template.retire", "UPDATE assist_templates SET retired = 1 WHERE id = ?1"};

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const auto& one : lines)
        text += one + "\n";
    return text;
}

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    std::string line;
    for (const char c : text) {
        if (c == '\n')
            lines.push_back(std::exchange(line, {}));
        else
            line += c;
    }
    return lines;
}

std::string numbers_of(const std::vector<days>& lengths)
{
    std::string text;
    for (const auto one : lengths)
        text += (text.empty() ? "" : ",") + std::to_string(one.count());
    return text;
}

std::vector<days> days_of(const std::string& text)
{
    std::vector<days> lengths;
    const auto* at = text.data();
    const auto* end = at + text.size();
    while (at < end) {
        int number = 0;
        const auto read = std::from_chars(at, end, number);
        if (read.ec != std::errc{}) throw std::range_error("a stored template has unreadable days");
        lengths.emplace_back(number);
        at = read.ptr + 1;
    }
    return lengths;
}

assist_template read_template(query& row)
{
    return {.id = row.take<template_id>(),
            .group = row.take<group_id>(),
            .name = row.take<std::string>(),
            .title = row.take<std::string>(),
            .about = row.take<std::string>(),
            .sources = lines_of(row.take<std::string>()),
            .fewest = row.take<int>(),
            .most = row.take<int>(),
            .facilitated = row.take<bool>(),
            .notes_thread = row.take<bool>(),
            .turns = row.take<int>(),
            .closing = row.take<hours>(),
            .follow_ups = days_of(row.take<std::string>()),
            .offers = lines_of(row.take<std::string>()),
            .phases = {}};
}

phase read_phase(query& row)
{
    phase one;
    one.name = row.take<std::string>();
    one.speak = row.take<speakers>();
    one.live = row.take<minutes>();
    one.in_writing = row.take<hours>();
    one.prompt = row.take<std::string>();
    one.form = row.take<std::optional<contribution_kind>>();
    one.yields = row.take<phase_yield>();
    one.ends.time = row.take<bool>();
    one.ends.facilitator = row.take<bool>();
    one.ends.all_spoken = row.take<bool>();
    one.ends.assistee = row.take<bool>();
    one.optional = row.take<bool>();
    one.words = row.take<int>();
    one.each = row.take<int>();
    one.votes = row.take<bool>();
    one.anonymous = row.take<bool>();
    one.by_question = row.take<bool>();
    one.seats = row.take<int>();
    one.ideas_wait = row.take<hours>();
    one.midway = row.take<hours>();
    one.ask_experienced = row.take<hours>();
    one.offer_others = row.take<hours>();
    return one;
}

class templates final : public template_repository
{
  public:
    explicit templates(connection& base) : base_(base) {}

    std::optional<assist_template> find(template_id id) override
    {
        return whole(first(base_, find_template, read_template, id));
    }

    std::vector<assist_template> choices(group_id group) override
    {
        auto own = every(base_, chosen_by_group, read_template, group.value);
        for (auto& one : every(base_, chosen_by_group, read_template, std::int64_t{0})) {
            bool replaced = false;
            for (const auto& mine : own)
                replaced = replaced || mine.name == one.name;
            if (!replaced) own.push_back(std::move(one));
        }
        std::sort(own.begin(), own.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
        return with_phases(std::move(own));
    }

    std::optional<assist_template> named(group_id group, const std::string& name) override
    {
        auto own = first(base_, chosen_by_name, read_template, group.value, name);
        if (!own) own = first(base_, chosen_by_name, read_template, std::int64_t{0}, name);
        return whole(std::move(own));
    }

    std::vector<assist_template> of_every_group() override
    {
        return with_phases(every(base_, chosen_by_group, read_template, std::int64_t{0}));
    }

    template_id add(const assist_template& fresh) override
    {
        const auto id = insert<template_id>(base_, add_template, fresh.group, fresh.name, fresh.title,
                                            fresh.about, joined(fresh.sources), fresh.fewest, fresh.most,
                                            fresh.facilitated, fresh.notes_thread, fresh.turns, fresh.closing,
                                            numbers_of(fresh.follow_ups), joined(fresh.offers));
        int place = 0;
        for (const auto& one : fresh.phases)
            change_one(base_, add_phase, id, ++place, one.name, one.speak, one.live, one.in_writing,
                       one.prompt, one.form, one.yields, one.ends.time, one.ends.facilitator,
                       one.ends.all_spoken, one.ends.assistee, one.optional, one.words, one.each, one.votes,
                       one.anonymous, one.by_question, one.seats, one.ideas_wait, one.midway,
                       one.ask_experienced, one.offer_others);
        return id;
    }

    void retire(template_id id) override { change_one(base_, retire_template, id); }

  private:
    std::optional<assist_template> whole(std::optional<assist_template> one)
    {
        if (one) one->phases = every(base_, phases_of, read_phase, one->id);
        return one;
    }

    std::vector<assist_template> with_phases(std::vector<assist_template> found)
    {
        for (auto& one : found)
            one.phases = every(base_, phases_of, read_phase, one.id);
        return found;
    }

    connection& base_;
};

} // namespace

sql_list template_sql()
{
    static constexpr const sql* list[] = {&add_template,    &add_phase, &find_template,  &chosen_by_name,
                                          &chosen_by_group, &phases_of, &retire_template};
    return list;
}

std::unique_ptr<core::template_repository> make_templates(connection& base)
{
    return std::make_unique<templates>(base);
}

} // namespace peerbot::storage::sqlite
