// Values counted by how large they are, as operators' tools want them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace peerbot::storage {

class histogram
{
  public:
    // Upper bounds, smallest first, that outlive it.
    explicit histogram(std::span<const double> bounds) : bounds_(bounds), counts_(bounds.size() + 1) {}

    void add(double value)
    {
        const auto place = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
        ++counts_[static_cast<std::size_t>(place)];
        ++count_;
        sum_ += value;
    }

    std::span<const double> bounds() const { return bounds_; }
    // One for each bound, of the values above the bound before it; the last one of what is above all bounds.
    std::span<const std::uint64_t> counts() const { return counts_; }
    std::uint64_t count() const { return count_; }
    double sum() const { return sum_; }

  private:
    std::span<const double> bounds_;
    std::vector<std::uint64_t> counts_;
    std::uint64_t count_ = 0;
    double sum_ = 0;
};

} // namespace peerbot::storage
