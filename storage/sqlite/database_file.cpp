#include "storage/sqlite/database_file.hpp"

#include "storage/sqlite/error.hpp"
#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/owner.hpp"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace peerbot::storage::sqlite {
namespace {

// One name for one file, whatever links lead to it, so that its lock is one, too.
std::filesystem::path place_of(const std::filesystem::path& given)
{
    if (given.empty()) throw cannot_open("The database has no file name.");
    std::error_code failed;
    const auto full = std::filesystem::absolute(given, failed);
    const auto folder = full.parent_path();
    if (!std::filesystem::is_directory(folder, failed))
        throw cannot_open("The folder " + folder.string() +
                          " does not exist. Create it, or keep the database in another place.");
    if (std::filesystem::is_directory(full, failed))
        throw cannot_open(full.string() + " is a folder. The database needs the name of a file.");
    const auto place = std::filesystem::weakly_canonical(full, failed);
    return failed ? full : place;
}

// SQLite would make a new file readable by everybody; its helper files get the mode of this one.
void create(const std::filesystem::path& file)
{
    const auto descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        throw cannot_open("Cannot open " + file.string() +
                          " for writing: " + std::generic_category().message(errno) + ".");
    belong_to_folder(descriptor, file);
    ::close(descriptor);
}

std::string sentence(const std::filesystem::path& file, const error& why)
{
    switch (why.kind()) {
    case error_kind::damaged:
        return file.string() +
               " is not a database, or it is damaged. Restore a backup, or choose another file.";
    case error_kind::busy:
        return "Another program is using " + file.string() + ". Close it and start again.";
    case error_kind::full:
        return "There is no space left for " + file.string() + ".";
    case error_kind::read_only:
        return file.string() + " can only be read, but peerbot has to write to it.";
    default:
        return "Cannot open " + file.string() + ": " + why.what() + ".";
    }
}

connection open_and_update(const std::filesystem::path& file)
{
    create(file);
    try {
        connection fresh(file, access::read_write);
        const auto now = std::chrono::system_clock::now();
        migrate(fresh, migrations(), std::chrono::floor<core::milliseconds>(now));
        fresh.execute("PRAGMA foreign_keys = ON");
        return fresh;
    } catch (const wrong_schema& why) {
        throw cannot_open(file.string() + " " + why.what() + ".");
    } catch (const error& why) {
        throw cannot_open(sentence(file, why));
    }
}

connection open_to_read(const std::filesystem::path& file)
{
    try {
        return {file, access::read_only};
    } catch (const error& why) {
        throw cannot_open(sentence(file, why));
    }
}

} // namespace

database_file::database_file(const sqlite_options& options)
    : path_(place_of(options.file)),
      lock_(path_),
      writing_(open_and_update(path_)),
      work_(writing_),
      care_(writing_, options),
      reading_(open_to_read(path_)),
      look_(reading_)
{
    // A log that a killed process left behind may hold what was meant to be forgotten.
    care_.empty_log_soon();
    care_.step();
}

database_file::~database_file()
{
    care_.write_back_all();
}

} // namespace peerbot::storage::sqlite
