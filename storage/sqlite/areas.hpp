// The repositories, one file for each area, and the statements each of them runs.
#pragma once

#include "storage/engine.hpp"
#include "storage/sqlite/connection.hpp"

#include <memory>

namespace peerbot::storage::sqlite {

// `now` is the time of the piece of work that runs, here and below.
std::unique_ptr<core::group_repository> make_groups(connection& base, const core::instant& now);
std::unique_ptr<core::member_repository> make_members(connection& base);
std::unique_ptr<core::vacancy_repository> make_vacancies(connection& base);
std::unique_ptr<core::people_repository> make_people(connection& base);
std::unique_ptr<core::audit_repository> make_audit(connection& base);
std::unique_ptr<core::topic_repository> make_topics(connection& base, const core::instant& now);
std::unique_ptr<core::ballot_repository> make_ballots(connection& base);
std::unique_ptr<core::plan_repository> make_plans(connection& base);
std::unique_ptr<core::session_repository> make_sessions(connection& base, const core::instant& now);
std::unique_ptr<core::feed_repository> make_feeds(connection& base);
std::unique_ptr<core::attention_repository> make_attention(connection& base);
std::unique_ptr<core::ledger_repository> make_ledger(connection& base);
std::unique_ptr<core::turn_repository> make_turns(connection& base);
std::unique_ptr<core::critique_repository> make_critiques(connection& base);
std::unique_ptr<core::promise_repository> make_promises(connection& base);
std::unique_ptr<core::template_repository> make_templates(connection& base);
std::unique_ptr<core::assist_repository> make_assists(connection& base);
// These five note in `left` what a commit leaves for others to do.
std::unique_ptr<core::vote_repository> make_votes(connection& base, aftermath& left);
std::unique_ptr<core::contribution_repository> make_contributions(connection& base, aftermath& left);
std::unique_ptr<core::timer_repository> make_timers(connection& base, aftermath& left);
std::unique_ptr<core::outbox_repository> make_outbox(connection& base, aftermath& left);
std::unique_ptr<core::card_repository> make_cards(connection& base, aftermath& left);

sql_list group_sql();
sql_list people_sql();
sql_list topic_sql();
sql_list voting_sql();
sql_list vote_sql();
sql_list plan_sql();
sql_list session_sql();
sql_list calendar_sql();
sql_list attention_sql();
sql_list rotation_sql();
sql_list turn_sql();
sql_list critique_sql();
sql_list promise_sql();
sql_list template_sql();
sql_list assist_sql();
sql_list contribution_sql();
sql_list summary_sql();
sql_list reminder_sql();
sql_list outbox_sql();
sql_list card_sql();
sql_list inbox_sql();
sql_list upkeep_sql();
sql_list migration_sql();
sql_list transaction_sql();

} // namespace peerbot::storage::sqlite
