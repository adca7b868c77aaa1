#include "storage/sqlite/connection.hpp"

#include "storage/sqlite/catalog.hpp"
#include "storage/sqlite/error.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cctype>
#include <stdexcept>
#include <string_view>

namespace peerbot::storage::sqlite {
namespace {

// Kilobytes of pages kept; the system's own cache holds the rest.
constexpr int writer_cache = 10240;
constexpr int reader_cache = 1024;

// A path as part of a URI (RFC 3986).
std::string percent_encoded(const std::string& path)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const char letter : path) {
        const auto byte = static_cast<unsigned char>(letter);
        if (std::isalnum(byte) != 0 || letter == '/' || letter == '.' || letter == '-' || letter == '_') {
            text += letter;
        } else {
            text += '%';
            text += digits[byte / 16];
            text += digits[byte % 16];
        }
    }
    return text;
}

// Nobody asks SQLite how much memory it holds, and counting it takes a lock at every allocation. Only the
// first call counts: afterwards SQLite runs.
void count_no_memory()
{
    static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(done);
}

SQLite::Database open(const std::filesystem::path& file, access how)
{
    count_no_memory();
    constexpr auto patience_ms = static_cast<int>(usual_patience.count());
    try {
        switch (how) {
        case access::read_write:
            return {file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, patience_ms};
        case access::read_only:
            return {file.string(), SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, patience_ms};
        case access::immutable:
            return {"file:" + percent_encoded(std::filesystem::absolute(file).string()) + "?immutable=1",
                    SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX | SQLite::OPEN_URI, patience_ms};
        case access::in_memory:
            return {":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX};
        }
        throw std::logic_error("an unknown way to open a database");
    } catch (const SQLite::Exception& failed) {
        throw error(failed.getExtendedErrorCode(), "open", failed.what());
    }
}

} // namespace

connection::connection(const std::filesystem::path& file, access how) : base_(open(file, how))
{
    sqlite3_extended_result_codes(handle(), 1);
    set_pragmas(how);
}

void connection::set_pragmas(access how)
{
    execute("PRAGMA trusted_schema = OFF");
    execute("PRAGMA temp_store = MEMORY");
    if (how == access::read_only || how == access::immutable) {
        execute("PRAGMA query_only = ON");
        execute("PRAGMA cache_size = -" + std::to_string(reader_cache));
        return;
    }
    execute("PRAGMA secure_delete = ON");
    execute("PRAGMA synchronous = FULL");
    execute("PRAGMA cache_size = -" + std::to_string(writer_cache));
    if (how == access::in_memory) return;
    if (word("PRAGMA journal_mode = WAL") != "wal")
        throw error(SQLITE_CANTOPEN, "journal_mode", "its file system does not support a write-ahead log");
    execute("PRAGMA wal_autocheckpoint = 0"); // upkeep.hpp does it
}

void connection::execute(const std::string& text)
{
    try {
        base_.exec(text);
    } catch (const SQLite::Exception& failed) {
        throw error(failed.getExtendedErrorCode(), text.substr(0, text.find('\n')), failed.what());
    }
}

std::int64_t connection::number(const std::string& text)
{
    try {
        return base_.execAndGet(text).getInt64();
    } catch (const SQLite::Exception& failed) {
        throw error(failed.getExtendedErrorCode(), text, failed.what());
    }
}

std::string connection::word(const std::string& text)
{
    try {
        return base_.execAndGet(text).getString();
    } catch (const SQLite::Exception& failed) {
        throw error(failed.getExtendedErrorCode(), text, failed.what());
    }
}

prepared& connection::prepare(const sql& source)
{
    auto& slot = prepared_[&source];
    if (!slot) {
        if (!in_catalog(source)) throw std::logic_error(std::string(source.name) + " is not in the catalog");
        try {
            const auto text = std::string(source.text) + " " + source.rest;
            slot = std::make_unique<prepared>(prepared{SQLite::Statement(base_, text), &source});
        } catch (const SQLite::Exception& failed) {
            throw error(failed.getExtendedErrorCode(), source.name, failed.what());
        }
    }
    if (slot->in_use) throw std::logic_error(std::string(source.name) + " is used inside itself");
    return *slot;
}

void connection::set_patience(std::chrono::milliseconds longest_wait)
{
    sqlite3_busy_timeout(handle(), static_cast<int>(longest_wait.count()));
}

std::int64_t connection::changes_so_far() const
{
    return sqlite3_total_changes64(handle());
}

bool connection::in_transaction() const
{
    return sqlite3_get_autocommit(handle()) == 0;
}

} // namespace peerbot::storage::sqlite
