#include "storage/sqlite/owner.hpp"

#include "storage/sqlite/open.hpp"

#include <cerrno>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace peerbot::storage::sqlite {

void belong_to_folder(int descriptor, const std::filesystem::path& file)
{
    if (::geteuid() != 0) return;
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    struct stat found = {};
    if (::stat(folder.c_str(), &found) != 0 || found.st_uid == 0) return;
    // A folder of many, such as /tmp, has an owner that none of its files is for.
    if ((found.st_mode & S_ISVTX) != 0U) return;
    if (::fchown(descriptor, found.st_uid, found.st_gid) != 0)
        throw cannot_open("Cannot give " + file.string() +
                          " to the owner of its folder: " + std::generic_category().message(errno) + ".");
}

} // namespace peerbot::storage::sqlite
