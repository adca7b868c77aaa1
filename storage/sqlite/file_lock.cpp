#include "storage/sqlite/file_lock.hpp"

#include "storage/sqlite/open.hpp"
#include "storage/sqlite/owner.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace peerbot::storage::sqlite {

// A file of its own, since closing any descriptor of the database would drop the locks that SQLite holds on
// it.
file_lock::file_lock(const std::filesystem::path& database)
{
    const auto name = database.string() + ".lock";
    descriptor_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0)
        throw cannot_open("Cannot write to " + name + ": " + std::generic_category().message(errno) +
                          ". peerbot needs to create files beside its database.");
    belong_to_folder(descriptor_, name);
    int locked = 0;
    do {
        locked = ::flock(descriptor_, LOCK_EX | LOCK_NB);
    } while (locked != 0 && errno == EINTR);
    if (locked == 0) return;

    const auto why = errno;
    ::close(descriptor_);
    if (why == EWOULDBLOCK)
        throw database_in_use("Another peerbot already uses " + database.string() +
                              ". Stop it first, or give this one a database of its own.");
    throw cannot_open("Cannot lock " + name + ": " + std::generic_category().message(why) + ".");
}

file_lock::~file_lock()
{
    ::close(descriptor_);
}

bool is_locked(const std::filesystem::path& database)
{
    const auto name = database.string() + ".lock";
    const auto descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool locked = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(descriptor);
    return locked;
}

} // namespace peerbot::storage::sqlite
