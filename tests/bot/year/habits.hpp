// How people usually answer what peerbot says: most leaders confirm, most people come, most sessions are
// booked. Who is away answers nothing for a while.
#pragma once

#include "tests/bot/year/lived_workspace.hpp"

#include <string>
#include <vector>

namespace peerbot::tests {

struct silence
{
    std::string person;
    span_of_time when;
};

void follow_habits(lived_workspace& here, std::vector<silence> silences);

} // namespace peerbot::tests
