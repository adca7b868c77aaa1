#include "storage/database.hpp"

#include "storage/sqlite/copies.hpp"
#include "storage/sqlite/error.hpp"
#include "storage/sqlite/file_lock.hpp"
#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/personal.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace peerbot::storage::sqlite {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, const std::string& ending)
{
    return file.string() + ending;
}

std::uintmax_t size_of(const fs::path& file)
{
    std::error_code missing;
    const auto bytes = fs::file_size(file, missing);
    return missing ? 0 : bytes;
}

// One name for one file, whatever links lead to it, so that its lock is one, too.
fs::path place_of(const fs::path& given)
{
    std::error_code failed;
    const auto full = fs::absolute(given, failed);
    const auto place = fs::weakly_canonical(full, failed);
    return failed ? full : place;
}

bool open_to_others(const fs::path& file)
{
    struct stat found = {};
    return ::stat(file.c_str(), &found) == 0 && (found.st_mode & S_IRWXO) != 0U;
}

// "2027-03-09T15-00-00Z": fit for the name of a file.
std::string stamp_of(core::instant now)
{
    const auto seconds = std::chrono::system_clock::to_time_t(now);
    std::tm parts = {};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H-%M-%SZ", &parts)};
}

std::string sentence_for(const fs::path& file, const error& why)
{
    switch (why.kind()) {
    case error_kind::damaged:
        return file.string() + " is not a database, or it is damaged.";
    case error_kind::full:
        return "There is no space left for it.";
    case error_kind::busy:
        return "Another program is using " + file.string() + ".";
    default:
        return "Cannot read " + file.string() + ": " + why.what() + ".";
    }
}

// The errors of making a copy, as sentences for the operator.
template <class Make>
auto plainly(const fs::path& file, Make make)
{
    try {
        return make();
    } catch (const wrong_schema& why) {
        throw cannot_open(file.string() + " " + why.what() + ".");
    } catch (const error& why) {
        throw cannot_open(sentence_for(file, why));
    }
}

// A second name for a file, or a copy where the file system has no second names.
void keep_as(const fs::path& file, const fs::path& name)
{
    std::error_code failed;
    fs::create_hard_link(file, name, failed);
    if (failed) fs::copy_file(file, name);
}

// Brings what is only in the log of changes into the file, when the file is well enough for that.
void settle(const fs::path& file)
{
    try {
        connection base(file, access::read_write);
        base.word("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const error&) {
        return; // it is kept as it is, log and all
    }
}

class sqlite_database final : public storage::database
{
  public:
    explicit sqlite_database(const fs::path& file) : file_(place_of(file)) {}

    condition examine() const override;
    copied back_up(const fs::path& to) const override;
    restored restore(const fs::path& from, core::instant now) override;
    void write_out(const std::optional<std::string>& channel, std::ostream& out) const override;
    forgotten forget(const std::string& user) override;

  private:
    void look_inside(condition& found) const;
    fs::path put_aside(core::instant now) const;

    fs::path file_;
};

condition sqlite_database::examine() const
{
    condition found;
    found.known_schema = migrations().empty() ? 0 : migrations().back().number;
    std::error_code failed;
    const auto folder = fs::absolute(file_, failed).parent_path();
    const auto room = fs::space(folder, failed);
    if (failed) {
        found.trouble = "The folder " + folder.string() + " does not exist, or cannot be entered.";
        return found;
    }
    found.free_bytes = room.available;
    found.exists = fs::exists(file_, failed);
    if (failed) found.trouble = "Cannot look at " + file_.string() + ": " + failed.message() + ".";
    if (!found.exists) return found;
    found.in_use = is_locked(file_);
    found.bytes = size_of(file_);
    found.log_bytes = size_of(beside(file_, "-wal"));
    for (const auto* part : {"", "-wal", "-shm", ".lock"}) {
        if (open_to_others(beside(file_, part))) found.exposed.push_back(beside(file_, part));
    }
    look_inside(found);
    return found;
}

void sqlite_database::look_inside(condition& found) const
{
    try {
        auto base = open_to_look(file_);
        found.schema = static_cast<int>(base.number("PRAGMA user_version"));
        check_schema(base, migrations());
        found.damage = damage_in(base);
    } catch (const wrong_schema& why) {
        found.trouble = file_.string() + " " + why.what() + ".";
    } catch (const error& why) {
        found.trouble = sentence_for(file_, why);
    }
}

copied sqlite_database::back_up(const fs::path& to) const
{
    if (!fs::exists(file_)) throw cannot_open("There is no database " + file_.string() + ".");
    if (fs::exists(fs::symlink_status(to)))
        throw cannot_open(to.string() +
                          " exists already, and a backup never replaces a file. Choose another name.");
    // Under another name until it is whole, so that what bears the name can be trusted.
    const auto unfinished = beside(to, ".part");
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    const auto done = plainly(file_, [&] { return copy_database(file_, unfinished); });
    if (::renameat2(AT_FDCWD, unfinished.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
        const auto why = errno;
        // Some file systems cannot promise not to replace; it was not there a moment ago.
        if (why == EINVAL) {
            fs::rename(unfinished, to);
        } else {
            fs::remove(unfinished, ignored);
            throw cannot_open("Cannot write " + to.string() + ": " + std::generic_category().message(why) +
                              ".");
        }
    }
    flush_folder(to.parent_path());
    return done;
}

restored sqlite_database::restore(const fs::path& from, core::instant now)
{
    if (!fs::exists(from)) throw cannot_open("There is no file " + from.string() + ".");
    std::error_code failed;
    if (fs::equivalent(from, file_, failed)) throw cannot_open(from.string() + " is the database itself.");
    const auto folder = fs::absolute(file_).parent_path();
    if (!fs::is_directory(folder, failed))
        throw cannot_open("The folder " + folder.string() + " does not exist. Create it first.");

    const file_lock alone(file_);
    const auto fresh = beside(file_, ".restoring");
    fs::remove(fresh, failed);
    restored result;
    result.from = plainly(from, [&] { return copy_database(from, fresh); });
    result.old_one = put_aside(now);
    fs::rename(fresh, file_);
    flush_folder(folder);
    return result;
}

// The log of changes must be gone before another file takes the name: SQLite would play it into that one.
fs::path sqlite_database::put_aside(core::instant now) const
{
    if (!fs::exists(file_)) return {};
    settle(file_);
    const auto name = beside(file_, ".before-restore-" + stamp_of(now));
    keep_as(file_, name);
    const auto log = beside(file_, "-wal");
    if (size_of(log) > 0) keep_as(log, beside(name, "-wal"));
    flush_folder(fs::absolute(file_).parent_path());
    fs::remove(log);
    fs::remove(beside(file_, "-shm"));
    return name;
}

void sqlite_database::write_out(const std::optional<std::string>& channel, std::ostream& out) const
{
    if (!fs::exists(file_)) throw cannot_open("There is no database " + file_.string() + ".");
    plainly(file_, [&] {
        auto base = open_to_look(file_);
        check_schema(base, migrations());
        if (std::cmp_not_equal(base.number("PRAGMA user_version"), migrations().back().number))
            throw cannot_open(file_.string() +
                              " was last used by an older peerbot. Start peerbot serve once first.");
        if (!sqlite::write_out(base, channel, out) && channel)
            throw cannot_open("No group is in the channel " + *channel + ".");
    });
}

forgotten sqlite_database::forget(const std::string& user)
{
    if (!fs::exists(file_)) throw cannot_open("There is no database " + file_.string() + ".");
    const file_lock alone(file_);
    return plainly(file_, [&] {
        connection base(file_, access::read_write);
        check_schema(base, migrations());
        auto done = take_out(base, user);
        if (done.renamed.empty() && done.reworded.empty() && done.removed.empty())
            throw cannot_open("Nothing is known of " + user + ".");
        // Rows that were changed leave copies in the pages of the file and of its log: both are written anew.
        base.execute("VACUUM");
        base.word("PRAGMA wal_checkpoint(TRUNCATE)");
        return done;
    });
}

} // namespace

} // namespace peerbot::storage::sqlite

namespace peerbot::storage {

std::unique_ptr<database> sqlite_database(const std::filesystem::path& file)
{
    return std::make_unique<sqlite::sqlite_database>(file);
}

std::string sqlite_version()
{
    return std::string(sqlite3_libversion()) + ", SQLiteCpp " SQLITECPP_VERSION;
}

} // namespace peerbot::storage
