// A statement with a name: the name is what errors and the log say, the text stands beside the code that runs
// it.
#pragma once

#include <span>

namespace peerbot::storage::sqlite {

// Always a constant at namespace scope: statements are prepared once for each connection and found again by
// the address of their sql. `rest` lets statements share their list of columns.
struct sql
{
    const char* name;
    const char* text;
    const char* rest = "";
};

using sql_list = std::span<const sql* const>;

} // namespace peerbot::storage::sqlite
