// What a rule answers: a value, or a rejection that says which rule said no. Wording lives at the edge.
// (std::expected is C++23.)
#pragma once

#include "core/rejection.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

namespace peerbot::core {

template <class Value>
class [[nodiscard]] result
{
  public:
    result(Value value) : state_(std::in_place_index<0>, std::move(value)) {}
    result(rejection why) : state_(std::in_place_index<1>, std::move(why)) {}
    result(reason why) : result(rejection{why}) {}

    explicit operator bool() const { return state_.index() == 0; }

    // Throws std::logic_error when there is none: ask first.
    const Value& operator*() const& { return value(); }
    Value&& operator*() && { return std::move(const_cast<Value&>(value())); }
    const Value* operator->() const { return &value(); }

    const rejection& why() const
    {
        if (*this) throw std::logic_error("asked an accepted result why it was rejected");
        return std::get<1>(state_);
    }
    bool rejected_for(reason expected) const { return !*this && why().why == expected; }

  private:
    const Value& value() const
    {
        if (!*this) throw std::logic_error("asked a rejected result for its value");
        return std::get<0>(state_);
    }

    std::variant<Value, rejection> state_;
};

struct nothing
{};
using outcome = result<nothing>;

} // namespace peerbot::core
