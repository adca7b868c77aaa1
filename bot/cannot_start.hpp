// Why peerbot does not start: a sentence for the operator.
#pragma once

#include <stdexcept>

namespace peerbot::bot {

// A setting that cannot be used, or a machine that lacks something.
class cannot_start : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

// As above, and it is a setting that has to be changed.
class wrong_setting : public cannot_start
{
  public:
    using cannot_start::cannot_start;
};

} // namespace peerbot::bot
