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

constexpr sql summary_line{"export.summary",
                           "SELECT json_object('table', 'assist_summaries', 'assist_id', ?1, 'group_id', ?2,"
                           " 'number', ?3, 'format', ?4, 'published_at', ?5, 'question', ?6, 'story', ?7)"};
constexpr sql part_line{"export.summary_part",
                        "SELECT json_object('table', 'assist_summary_parts', 'assist_id', ?1, 'kind', ?2,"
                        " 'tag', ?3, 'useful', ?4, 'owner_id', ?5, 'text', ?6)"};
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
void write_parts(connection& base, const std::vector<contribution>& parts, std::ostream& out)
{
    for (const auto& each : parts) {
        const auto owner = each.kind == contribution_kind::commitment ? each.author : member_id{};
        write(base, out, part_line, each.assist, each.kind, each.tag, each.useful, owner, each.text);
    }
}

void write_one(connection& base, unit_of_work& work, const assist& one, std::ostream& out)
{
    const auto made = summary_of(work, one);
    write(base, out, summary_line, one.id, one.group, one.number, made.title, one.published_at, made.question,
          made.story);
    for (const auto* parts :
         {&made.questions, &made.help, &made.commitments, &made.takeaways, &made.happened})
        write_parts(base, *parts, out);
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
