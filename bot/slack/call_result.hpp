// What came of calling Slack. The classes have constructors on purpose: g++ 12 miscompiles aggregates that
// travel through coroutines.
#pragma once

#include "bot/slack/errors.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace peerbot::bot::slack {

struct call_result
{
    enum class kind
    {
        ok,
        retry_after, // nothing was done; not before `wait` has passed
        transient,   // nothing was done, or doing it again does no harm; not before `wait` has passed
        unknown,     // it may have been done, and must not be done twice
        permanent,   // it will never work like this
    };

    call_result() = default;
    call_result(kind its_how, error_class its_what, std::string its_error)
        : how(its_how), what(its_what), error(std::move(its_error))
    {}

    explicit operator bool() const { return how == kind::ok; }

    kind how = kind::permanent;
    error_class what = error_class::none;
    std::string error = {}; // Slack's word, or ours for what the network did; fit for the log
    std::chrono::milliseconds wait{0};
};

} // namespace peerbot::bot::slack
