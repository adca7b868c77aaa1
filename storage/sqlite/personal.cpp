#include "storage/sqlite/personal.hpp"

#include "core/words/removed.hpp"
#include "storage/sqlite/error.hpp"
#include "storage/sqlite/inventory.hpp"
#include "storage/sqlite/summaries.hpp"
#include "storage/sqlite/transaction.hpp"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <initializer_list>
#include <sstream>
#include <string_view>
#include <vector>

namespace peerbot::storage::sqlite {
namespace {

constexpr const char* removed_name = "(somebody)";

std::vector<std::string> columns_in(std::initializer_list<const char*> lists)
{
    std::vector<std::string> all;
    for (const auto* list : lists) {
        std::istringstream names(list);
        for (std::string one; names >> one;)
            all.push_back(one);
    }
    return all;
}

// Text that is made from the inventory alone; what comes from outside is bound.
SQLite::Statement statement(connection& base, const std::string& text,
                            std::initializer_list<std::string> values)
{
    try {
        SQLite::Statement made(base.database(), text);
        int index = 0;
        for (const auto& one : values)
            made.bind(++index, one);
        return made;
    } catch (const SQLite::Exception& failed) {
        throw error(failed.getExtendedErrorCode(), text, failed.what());
    }
}

int run(connection& base, const std::string& text, std::initializer_list<std::string> values)
{
    try {
        return statement(base, text, values).exec();
    } catch (const SQLite::Exception& failed) {
        throw error(failed.getExtendedErrorCode(), text, failed.what());
    }
}

std::string object_of(const table_row& row)
{
    std::string object = "json_object('table', '" + std::string(row.table) + "'";
    for (const auto& column : columns_in({row.plain, row.people, row.words, row.links}))
        object += ", '" + column + "', " + column;
    return object + ")";
}

void write_rows(connection& base, const table_row& row, std::int64_t group, std::ostream& out)
{
    const auto text = "SELECT " + object_of(row) + " FROM " + row.table + " WHERE (" + row.of_group +
                      ") AND (" + row.only + ")";
    try {
        SQLite::Statement rows(base.database(), text);
        rows.bind(1, group);
        while (rows.executeStep())
            out << rows.getColumn(0).getString() << "\n";
    } catch (const SQLite::Exception& failed) {
        throw error(failed.getExtendedErrorCode(), text, failed.what());
    }
}

std::vector<std::int64_t> groups_in(connection& base, const std::optional<std::string>& channel)
{
    std::vector<std::int64_t> groups;
    const std::string text = "SELECT id FROM groups WHERE ?1 = '' OR channel = ?1 ORDER BY id";
    auto rows = statement(base, text, {channel.value_or("")});
    while (rows.executeStep())
        groups.push_back(rows.getColumn(0).getInt64());
    return groups;
}

// SQL: without_mentions(text, user). "<@U1>" and "<@U1|ana>" become "(somebody)".
void without_mentions(sqlite3_context* context, int, sqlite3_value** values)
{
    const auto word = [&](int index) {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(values[index]));
        return std::string(bytes == nullptr ? "" : bytes);
    };
    auto text = word(0);
    const auto mention = "<@" + word(1);
    for (auto at = text.find(mention); at != std::string::npos; at = text.find(mention, at + 1)) {
        const auto after = at + mention.size();
        const auto end = text.find('>', after);
        if (end == std::string::npos || (text[after] != '>' && text[after] != '|')) continue;
        text.replace(at, end + 1 - at, removed_name);
    }
    sqlite3_result_text(context, text.c_str(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

int reword(connection& base, const table_row& row, const std::string& user)
{
    const auto table = std::string(row.table);
    int changed = 0;
    for (const auto& column : columns_in({row.words, row.confided}))
        changed += run(base,
                       "UPDATE " + table + " SET " + column + " = ?2 WHERE (" + row.author + ") AND " +
                           column + " NOT IN ('', ?2)",
                       {user, core::removed_words});
    for (const auto& column : columns_in({row.links}))
        changed += run(base,
                       "UPDATE " + table + " SET " + column + " = '' WHERE (" + row.author + ") AND " +
                           column + " <> '' AND ?1 <> ''",
                       {user});
    for (const auto& column : columns_in({row.words, row.confided}))
        changed += run(base,
                       "UPDATE " + table + " SET " + column + " = without_mentions(" + column +
                           ", ?1) WHERE instr(" + column + ", '<@' || ?1) > 0 AND without_mentions(" +
                           column + ", ?1) <> " + column,
                       {user});
    return changed;
}

int rename(connection& base, const table_row& row, const std::string& user, const std::string& pseudonym)
{
    int changed = 0;
    for (const auto& column : columns_in({row.people}))
        changed += run(
            base, "UPDATE " + std::string(row.table) + " SET " + column + " = ?2 WHERE " + column + " = ?1",
            {user, pseudonym});
    return changed;
}

void note(std::vector<counted>& where, const table_row& row, int rows)
{
    if (rows > 0) where.push_back({.table = row.table, .rows = rows});
}

} // namespace

bool write_out(connection& base, const std::optional<std::string>& channel, std::ostream& out)
{
    const transaction snapshot(base, transaction::kind::looking);
    const auto groups = groups_in(base, channel);
    for (const auto group : groups) {
        for (const auto& row : inventory()) {
            if (row.of_group != nullptr) write_rows(base, row, group, out);
        }
        write_summaries(base, core::group_id{group}, out);
    }
    return !groups.empty();
}

forgotten take_out(connection& base, const std::string& user)
{
    sqlite3_create_function(base.handle(), "without_mentions", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                            without_mentions, nullptr, nullptr);
    forgotten done;
    done.pseudonym = core::gone_person + base.word("SELECT lower(hex(randomblob(6)))");
    transaction whole(base, transaction::kind::writing);
    // First what is found by the name that goes.
    for (const auto& row : inventory())
        note(done.reworded, row, reword(base, row, user));
    for (const auto& row : inventory())
        note(done.removed, row,
             run(base, "DELETE FROM " + std::string(row.table) + " WHERE (" + row.theirs + ") AND ?1 <> ''",
                 {user}));
    for (const auto& row : inventory())
        note(done.renamed, row, rename(base, row, user, done.pseudonym));
    whole.commit();
    return done;
}

} // namespace peerbot::storage::sqlite
