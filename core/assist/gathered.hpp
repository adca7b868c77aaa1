// What has come in an assist so far, question by question: for a summary while it still goes on.
#pragma once

#include "core/assist/view.hpp"

namespace peerbot::core {

struct gathered
{
    std::optional<contribution> question; // of the assistee, with a thread of its own; nothing for the rest
    int did = 0;
    int know_who = 0;
    int ideas = 0;
    // The newest with experience in it: what somebody did, or else whom they know.
    std::optional<contribution> newest = {};

    int help() const { return did + know_who + ideas; }
};

// The questions in the order in which they were asked, and then help that is about none of them, when there
// is any. What is held is not in it.
std::vector<gathered> gathered_so_far(const assist_view& seen);

} // namespace peerbot::core
