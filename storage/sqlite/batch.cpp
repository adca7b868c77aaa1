#include "storage/sqlite/batch.hpp"

#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"
#include "storage/sqlite/transaction.hpp"

#include <exception>

namespace peerbot::storage::sqlite {
namespace {

constexpr sql remember_key{"inbox.remember", "INSERT INTO inbox (key, received_at) VALUES (?1, ?2)"
                                             " ON CONFLICT (key) DO NOTHING"};
constexpr sql forget_key{"inbox.forget_key", "DELETE FROM inbox WHERE key = ?1"};

void merge(aftermath& into, const aftermath& more)
{
    into.messages |= more.messages;
    into.timers |= more.timers;
    into.cards |= more.cards;
    into.secrets |= more.secrets;
}

// How the pieces of a batch are kept apart. A savepoint makes SQLite copy every page that a piece touches: so
// they run without, and only when one of them has left changes that must go do all run again, each in its
// own.
enum class apart
{
    by_nothing,
    by_savepoints,
};

answer attempt(unit_of_work& work, const request& one)
{
    work.set_now(one.now);
    if (!one.key.empty() && change(work.base(), remember_key, one.key, one.now) == 0)
        return {.how = verdict::duplicate};
    return {.how = one.piece(work) == keep::yes ? verdict::kept : verdict::undone};
}

answer attempt(unit_of_work& work, const request& one, apart how)
{
    if (how == apart::by_nothing) return attempt(work, one);
    savepoint point(work.base());
    const auto told = attempt(work, one);
    if (told.how == verdict::kept) point.release();
    return told;
}

answer run_piece(unit_of_work& work, const request& one, apart how, aftermath& left)
{
    answer told;
    try {
        told = attempt(work, one, how);
    } catch (const std::exception& why) {
        told = {.how = verdict::failed, .error = why.what()};
    } catch (...) {
        told = {.how = verdict::failed, .error = "something was thrown that is not an exception"};
    }
    const auto leaves = work.take_aftermath();
    if (told.how == verdict::kept) merge(left, leaves);
    return told;
}

// Of a piece that is not kept, and ran without a savepoint. False when it changed more than its key.
bool leaves_nothing(unit_of_work& work, const request& one, std::int64_t changes_before)
{
    const auto changes = work.base().changes_so_far() - changes_before;
    if (changes == 0) return true;
    return changes == 1 && !one.key.empty() && change(work.base(), forget_key, one.key) == 1;
}

outcome_of_batch all_failed(std::size_t count, const std::string& why)
{
    return {.answers = std::vector<answer>(count, {.how = verdict::failed, .error = why}), .left = {}};
}

enum class course
{
    ran,
    spoilt, // a piece that is not kept left changes behind
    lost,   // a failure ended the transaction before its commit: SQLite does so when the disk is full
};

course run_together(unit_of_work& work, std::span<const request> batch, apart how, outcome_of_batch& result)
{
    result = {};
    try {
        transaction whole(work.base(), transaction::kind::writing);
        for (const auto& one : batch) {
            const auto before = work.base().changes_so_far();
            result.answers.push_back(run_piece(work, one, how, result.left));
            if (!work.base().in_transaction()) return course::lost;
            const bool kept = result.answers.back().how == verdict::kept;
            if (how == apart::by_nothing && !kept && !leaves_nothing(work, one, before))
                return course::spoilt;
        }
        whole.commit();
    } catch (const std::exception& why) {
        result = all_failed(batch.size(), why.what());
    }
    return course::ran;
}

} // namespace

sql_list inbox_sql()
{
    static constexpr const sql* list[] = {&remember_key, &forget_key};
    return list;
}

outcome_of_batch run_batch(unit_of_work& work, std::span<const request> batch)
{
    abandon(work.base());
    outcome_of_batch result;
    auto went = run_together(work, batch, apart::by_nothing, result);
    if (went == course::spoilt) went = run_together(work, batch, apart::by_savepoints, result);
    if (went != course::lost || batch.size() == 1) return result;

    // What ran before the failure is gone with the transaction. One by one, what fails again fails alone.
    result = {};
    for (const auto& one : batch) {
        outcome_of_batch alone;
        const auto ended = run_together(work, {&one, 1}, apart::by_savepoints, alone);
        result.answers.push_back(std::move(alone.answers.front()));
        if (ended != course::lost) merge(result.left, alone.left);
    }
    return result;
}

} // namespace peerbot::storage::sqlite
