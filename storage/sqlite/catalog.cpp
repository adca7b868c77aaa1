#include "storage/sqlite/catalog.hpp"

#include "storage/sqlite/areas.hpp"

#include <algorithm>

namespace peerbot::storage::sqlite {

const std::vector<const sql*>& catalog()
{
    static const auto joined = [] {
        std::vector<const sql*> all;
        for (const auto list :
             {group_sql(),    people_sql(),   topic_sql(),     voting_sql(),       vote_sql(),
              plan_sql(),     session_sql(),  rotation_sql(),  turn_sql(),         critique_sql(),
              promise_sql(),  template_sql(), assist_sql(),    contribution_sql(), summary_sql(),
              reminder_sql(), calendar_sql(), attention_sql(), outbox_sql(),       card_sql(),
              inbox_sql(),    upkeep_sql(),   migration_sql(), transaction_sql()})
            all.insert(all.end(), list.begin(), list.end());
        return all;
    }();
    return joined;
}

bool in_catalog(const sql& one)
{
    const auto& all = catalog();
    return std::find(all.begin(), all.end(), &one) != all.end();
}

} // namespace peerbot::storage::sqlite
