#include "storage/sqlite/batch.hpp"

#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"
#include "storage/sqlite/transaction.hpp"

#include <exception>

namespace peerbot::storage::sqlite {
namespace {

constexpr sql remember_key{"inbox.remember", "INSERT INTO inbox (key, received_at) VALUES (?1, ?2)"
                                             " ON CONFLICT (key) DO NOTHING"};

void merge(aftermath& into, const aftermath& more)
{
    into.messages |= more.messages;
    into.timers |= more.timers;
    into.cards |= more.cards;
    into.secrets |= more.secrets;
}

answer attempt(unit_of_work& work, const request& one)
{
    savepoint point(work.base());
    work.set_now(one.now);
    if (!one.key.empty() && change(work.base(), remember_key, one.key, one.now) == 0)
        return {.how = verdict::duplicate};
    if (one.piece(work) == keep::no) return {.how = verdict::undone};
    point.release();
    return {.how = verdict::kept};
}

answer run_piece(unit_of_work& work, const request& one, aftermath& left)
{
    answer told;
    try {
        told = attempt(work, one);
    } catch (const std::exception& why) {
        told = {.how = verdict::failed, .error = why.what()};
    } catch (...) {
        told = {.how = verdict::failed, .error = "something was thrown that is not an exception"};
    }
    const auto leaves = work.take_aftermath();
    if (told.how == verdict::kept) merge(left, leaves);
    return told;
}

outcome_of_batch all_failed(std::size_t count, const std::string& why)
{
    return {.answers = std::vector<answer>(count, {.how = verdict::failed, .error = why}), .left = {}};
}

// `lost` says that a failure ended the transaction before its commit: SQLite does so when the disk is full.
outcome_of_batch run_together(unit_of_work& work, std::span<const request> batch, bool& lost)
{
    outcome_of_batch result;
    try {
        transaction whole(work.base(), transaction::kind::writing);
        for (const auto& one : batch) {
            result.answers.push_back(run_piece(work, one, result.left));
            if (work.base().in_transaction()) continue;
            lost = true;
            return result;
        }
        whole.commit();
    } catch (const std::exception& why) {
        return all_failed(batch.size(), why.what());
    }
    return result;
}

} // namespace

sql_list inbox_sql()
{
    static constexpr const sql* list[] = {&remember_key};
    return list;
}

outcome_of_batch run_batch(unit_of_work& work, std::span<const request> batch)
{
    abandon(work.base());
    bool lost = false;
    auto result = run_together(work, batch, lost);
    if (!lost || batch.size() == 1) return result;

    // What ran before the failure is gone with the transaction. One by one, what fails again fails alone.
    result = {};
    for (const auto& one : batch) {
        bool alone_lost = false;
        auto alone = run_together(work, {&one, 1}, alone_lost);
        result.answers.push_back(std::move(alone.answers.front()));
        if (!alone_lost) merge(result.left, alone.left);
    }
    return result;
}

} // namespace peerbot::storage::sqlite
