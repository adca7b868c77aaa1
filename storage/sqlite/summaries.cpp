#include "storage/sqlite/summaries.hpp"

#include "core/assist/promises.hpp"
#include "core/assist/summary.hpp"
#include "core/words/telltale.hpp"
#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"
#include "storage/sqlite/unit_of_work.hpp"

#include <limits>

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

// A summary has a line for each section: one, but where each who took part asked something in turn.
constexpr sql summary_line{"export.summary",
                           "SELECT json_object('table', 'assist_summaries', 'assist_id', ?1, 'group_id', ?2,"
                           " 'number', ?3, 'format', ?4, 'published_at', ?5, 'section', ?6, 'question', ?7,"
                           " 'story', ?8)"};
constexpr sql part_line{"export.summary_part",
                        "SELECT json_object('table', 'assist_summary_parts', 'assist_id', ?1, 'section', ?2,"
                        " 'kind', ?3, 'tag', ?4, 'useful', ?5, 'owner_id', ?6, 'text', ?7)"};
constexpr sql promise_line{"export.promise",
                           "SELECT json_object('table', 'assist_promises', 'assist_id', ?1, 'owner_id', ?2,"
                           " 'text', ?3, 'due', ?4, 'state', ?5, 'made_at', ?6, 'settled_at', ?7)"};

bool stands_in_channel(const assist& one)
{
    return one.published_at && one.summary_card && !one.withdrawn_at;
}

template <class... Values>
void write(connection& base, std::ostream& out, const sql& line, const Values&... values)
{
    out << only(base, line, single<std::string>, values...) << "\n";
}

// Who asked and who helped stays out, as in the summary; what somebody will do has an owner.
void write_parts(connection& base, const std::vector<contribution>& parts,
                 std::optional<std::int64_t> section, std::ostream& out)
{
    for (const auto& each : parts) {
        const auto owner = each.kind == contribution_kind::commitment ? each.author : member_id{};
        write(base, out, part_line, each.assist, section, each.kind, each.tag, each.useful, owner, each.text);
    }
}

void write_one(connection& base, unit_of_work& work, const assist& one, std::ostream& out)
{
    auto made = summary_of(work, one);
    if (made.sections.empty()) made.sections.emplace_back();
    std::int64_t section = 0;
    for (const auto& each : made.sections) {
        ++section;
        write(base, out, summary_line, one.id, one.group, one.number, made.title, one.published_at, section,
              each.question, each.story);
        for (const auto* parts : {&each.questions, &each.help, &each.commitments, &each.takeaways})
            write_parts(base, *parts, section, out);
    }
    write_parts(base, made.happened, std::nullopt, out);
    const auto blanks = work.assists().blanks(one.id);
    for (const auto& each : promises_of(work, one.id))
        write(base, out, promise_line, one.id, each.owner, without_words(each.text, blanks), each.due,
              each.state, each.made_at, each.settled_at);
}

} // namespace

void write_summaries(connection& base, group_id group, std::ostream& out)
{
    unit_of_work work(base);
    auto all = work.assists().newest(group, std::numeric_limits<int>::max());
    for (auto one = all.rbegin(); one != all.rend(); ++one)
        if (stands_in_channel(*one)) write_one(base, work, *one, out);
}

sql_list summary_sql()
{
    static constexpr const sql* list[] = {&summary_line, &part_line, &promise_line};
    return list;
}

} // namespace peerbot::storage::sqlite
