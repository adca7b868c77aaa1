#include "storage/sqlite/migrations.hpp"

#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"
#include "storage/sqlite/transaction.hpp"

namespace peerbot::storage::sqlite {
namespace {

// "peer", in the header of the file: https://www.sqlite.org/fileformat.html#application_id
constexpr std::int64_t our_mark = 0x70656572;

constexpr sql landed_steps{"migration.landed", "SELECT number, name, hash FROM migrations ORDER BY number"};
constexpr sql record_step{"migration.record",
                          "INSERT INTO migrations (number, name, hash, applied_at) VALUES (?1, ?2, ?3, ?4)"};
constexpr sql broken_references{"migration.check", "SELECT count(*) FROM pragma_foreign_key_check"};

struct landed
{
    int number;
    std::string name;
    std::string hash;
};

landed read_landed(query& row)
{
    return {.number = row.take<int>(), .name = row.take<std::string>(), .hash = row.take<std::string>()};
}

// Says whether the file is new.
bool check_mark(connection& base)
{
    const auto mark = base.number("PRAGMA application_id");
    if (mark == our_mark) return false;
    if (mark == 0 && base.number("SELECT count(*) FROM sqlite_schema") == 0) return true;
    throw wrong_schema("is a database of another program");
}

void check_landed(connection& base, std::span<const migration> steps)
{
    const auto known = steps.empty() ? 0 : steps.back().number;
    const auto version = base.number("PRAGMA user_version");
    if (version > known)
        throw wrong_schema("was last used by a newer peerbot (schema " + std::to_string(version) +
                           ", this one knows up to " + std::to_string(known) +
                           "). Install that version again, or restore a backup from before the update");
    const auto done = every(base, landed_steps, read_landed);
    if (!std::cmp_equal(done.size(), version))
        throw wrong_schema("says schema " + std::to_string(version) + " but lists " +
                           std::to_string(done.size()) + " steps");
    for (const auto& one : done) {
        const auto& step = steps[static_cast<std::size_t>(one.number) - 1];
        if (one.hash != step.hash)
            throw wrong_schema("was made with another " + one.name +
                               " than this peerbot has. Install the version that made it");
    }
}

void run(connection& base, const migration& step, core::instant now)
{
    transaction whole(base, transaction::kind::writing);
    base.execute(step.text);
    if (only(base, broken_references, single<int>) != 0)
        throw std::logic_error(std::string(step.name) + " leaves references to rows that are not there");
    change(base, record_step, step.number, std::string(step.name), std::string(step.hash), now);
    base.execute("PRAGMA user_version = " + std::to_string(step.number));
    whole.commit();
}

} // namespace

sql_list migration_sql()
{
    static constexpr const sql* list[] = {&landed_steps, &record_step, &broken_references};
    return list;
}

std::span<const migration> migrations()
{
    static constexpr migration all[] = {
#include "migrations.inc"
    };
    return all;
}

void check_schema(connection& base, std::span<const migration> steps)
{
    if (check_mark(base)) throw wrong_schema("is empty");
    check_landed(base, steps);
}

void migrate(connection& base, std::span<const migration> steps, core::instant now)
{
    if (check_mark(base)) {
        transaction whole(base, transaction::kind::writing);
        base.execute("PRAGMA application_id = " + std::to_string(our_mark));
        base.execute(
            "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL,"
            " applied_at INTEGER NOT NULL) STRICT");
        whole.commit();
    }
    check_landed(base, steps);
    const auto version = base.number("PRAGMA user_version");
    for (const auto& step : steps)
        if (step.number > version) run(base, step, now);
}

} // namespace peerbot::storage::sqlite
