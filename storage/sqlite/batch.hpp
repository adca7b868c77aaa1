// Pieces of work that share one commit.
#pragma once

#include "storage/sqlite/unit_of_work.hpp"

#include <span>
#include <string>
#include <vector>

namespace peerbot::storage::sqlite {

struct request
{
    std::string key;
    core::instant now;
    work piece;
    done whenever;
};

struct outcome_of_batch
{
    std::vector<answer> answers; // one for each request, true when this is returned
    aftermath left;
};

// Never throws: what goes wrong is in the answers. A piece that fails affects only itself; a commit that
// fails, all.
outcome_of_batch run_batch(unit_of_work& work, std::span<const request> batch);

} // namespace peerbot::storage::sqlite
