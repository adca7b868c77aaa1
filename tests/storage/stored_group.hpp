// A group in a database in memory, which most tests of an area begin with.
#pragma once

#include "storage/sqlite/memory.hpp"
#include "tests/storage/sample.hpp"

namespace peerbot::tests {

struct stored_group
{
    storage::memory_database database;
    core::unit_of_work& work = database.work();
    core::group_id group = add_group(work);
};

} // namespace peerbot::tests
