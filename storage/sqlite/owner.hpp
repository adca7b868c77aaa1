// Files that the administrator makes on behalf of the user that peerbot runs as.
#pragma once

#include <filesystem>

namespace peerbot::storage::sqlite {

// Gives a new file to the owner of its folder when root made it: otherwise the service, which runs as that
// user, could not open it. Does nothing for anybody else.
void belong_to_folder(int descriptor, const std::filesystem::path& file);

} // namespace peerbot::storage::sqlite
