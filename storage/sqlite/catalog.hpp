// Every statement that can run, so that a test can look at the plans of all of them.
#pragma once

#include "storage/sqlite/sql.hpp"

#include <vector>

namespace peerbot::storage::sqlite {

const std::vector<const sql*>& catalog();
bool in_catalog(const sql& one);

} // namespace peerbot::storage::sqlite
