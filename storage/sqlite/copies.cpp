#include "storage/sqlite/copies.hpp"

#include "storage/sqlite/error.hpp"
#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/owner.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace peerbot::storage::sqlite {
namespace {

void flush(const std::filesystem::path& file, int flags)
{
    const auto descriptor = ::open(file.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) return;
    const bool failed = ::fsync(descriptor) != 0 && errno != EINVAL;
    const auto why = errno;
    ::close(descriptor);
    if (failed)
        throw cannot_open("Cannot write " + file.string() + ": " + std::generic_category().message(why) +
                          ".");
}

void create_private(const std::filesystem::path& file)
{
    const auto descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0)
        throw cannot_open("Cannot write " + file.string() + ": " + std::generic_category().message(errno) +
                          ".");
    belong_to_folder(descriptor, file);
    ::close(descriptor);
}

// As an SQL string.
std::string quoted(const std::string& text)
{
    std::string literal = "'";
    for (const char letter : text)
        literal += letter == '\'' ? std::string("''") : std::string(1, letter);
    return literal + "'";
}

copied check(const std::filesystem::path& file)
{
    auto base = open_to_look(file);
    check_schema(base, migrations());
    if (const auto broken = damage_in(base); !broken.empty())
        throw cannot_open(file.string() + " is damaged: " + broken + ".");
    return {.bytes = std::filesystem::file_size(file),
            .schema = static_cast<int>(base.number("PRAGMA user_version"))};
}

} // namespace

connection open_to_look(const std::filesystem::path& file)
{
    try {
        connection base(file, access::read_only);
        base.number("SELECT count(*) FROM sqlite_schema");
        return base;
    } catch (const error& why) {
        // Reading a file in write-ahead mode needs two more files beside it. Without a log of changes all is
        // in the file, and they can be done without.
        const bool cannot_write = why.kind() == error_kind::disk || why.kind() == error_kind::read_only;
        if (!cannot_write || std::filesystem::exists(file.string() + "-wal")) throw;
    }
    connection base(file, access::immutable);
    base.number("SELECT count(*) FROM sqlite_schema");
    return base;
}

std::string damage_in(connection& base)
{
    auto first = base.word("PRAGMA integrity_check(1)");
    if (first != "ok") return first.substr(0, first.find('\n'));
    if (base.number("SELECT count(*) FROM pragma_foreign_key_check") != 0)
        return "some rows refer to others that are not there";
    return {};
}

copied copy_database(const std::filesystem::path& from, const std::filesystem::path& to)
{
    auto base = open_to_look(from);
    check_schema(base, migrations());
    create_private(to);
    try {
        // The connection cannot write to `from` all the same.
        base.execute("PRAGMA query_only = OFF");
        base.execute("VACUUM INTO " + quoted(to.string()));
        const auto done = check(to);
        flush(to, O_RDWR);
        return done;
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(to, ignored);
        throw;
    }
}

void flush_folder(const std::filesystem::path& folder)
{
    flush(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

} // namespace peerbot::storage::sqlite
