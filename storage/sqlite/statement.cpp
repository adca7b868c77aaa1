#include "storage/sqlite/statement.hpp"

#include "storage/sqlite/error.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <stdexcept>

namespace peerbot::storage::sqlite {
namespace {

[[noreturn]] void fail(const prepared& used)
{
    throw error(used.statement.getExtendedErrorCode(), used.source->name, used.statement.getErrorMsg());
}

[[noreturn]] void fail(const prepared& used, const SQLite::Exception& why)
{
    throw error(why.getExtendedErrorCode(), used.source->name, why.what());
}

} // namespace

query::query(prepared& used) : used_(used)
{
    used_.in_use = true;
}

query::~query()
{
    used_.statement.tryReset(); // its code is that of the last step, which was told already
    used_.in_use = false;
}

void query::expect_parameters(std::size_t given) const
{
    const auto wanted = used_.statement.getBindParameterCount();
    if (!std::cmp_equal(wanted, given))
        throw std::logic_error(std::string(used_.source->name) + " wants " + std::to_string(wanted) +
                               " values, not " + std::to_string(given));
}

bool query::next()
{
    column_ = 0;
    switch (used_.statement.tryExecuteStep()) {
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        return false;
    default:
        fail(used_);
    }
}

int query::finish()
{
    while (next()) {
    }
    return used_.statement.getChanges();
}

void query::put(int index, std::int64_t value)
{
    try {
        used_.statement.bind(index, value);
    } catch (const SQLite::Exception& why) {
        fail(used_, why);
    }
}

void query::put(int index, const std::string& value)
{
    try {
        used_.statement.bind(index, value);
    } catch (const SQLite::Exception& why) {
        fail(used_, why);
    }
}

void query::put_nothing(int index)
{
    try {
        used_.statement.bind(index);
    } catch (const SQLite::Exception& why) {
        fail(used_, why);
    }
}

bool query::is_null(int index) const
{
    return used_.statement.isColumnNull(index);
}

std::int64_t query::number(int index) const
{
    const auto column = used_.statement.getColumn(index);
    if (!column.isInteger()) throw error(SQLITE_MISMATCH, used_.source->name, "a column is not a number");
    return column.getInt64();
}

std::string query::text(int index) const
{
    const auto column = used_.statement.getColumn(index);
    if (!column.isText()) throw error(SQLITE_MISMATCH, used_.source->name, "a column is not a text");
    return column.getString();
}

} // namespace peerbot::storage::sqlite
