// Durations in buckets that are at most 0.8 % wide, whatever their size.
#pragma once

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <vector>

namespace peerbot::bench {

class histogram
{
  public:
    void add(std::chrono::nanoseconds taken)
    {
        const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(taken.count(), 0));
        const auto bucket = bucket_of(value);
        if (bucket >= counts_.size()) counts_.resize(bucket + 1);
        ++counts_[bucket];
        ++count_;
        longest_ = std::max(longest_, value);
    }

    std::uint64_t count() const { return count_; }
    double longest_ms() const { return static_cast<double>(longest_) / 1e6; }

    // In milliseconds: that share of all durations is not longer. Zero when there are none.
    double quantile_ms(double share) const
    {
        const auto rank = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            seen += counts_[i];
            if (seen >= rank && seen > 0)
                return std::min(static_cast<double>(lowest_in(i + 1)) / 1e6, longest_ms());
        }
        return 0;
    }

  private:
    // Below 2 * parts every value has a bucket; above, each power of two is cut into so many.
    static constexpr unsigned bits = 7;
    static constexpr std::uint64_t parts = std::uint64_t{1} << bits;

    static std::size_t bucket_of(std::uint64_t value)
    {
        if (value < 2 * parts) return value;
        const auto shift = static_cast<unsigned>(std::bit_width(value)) - bits - 1;
        return shift * parts + (value >> shift);
    }
    static std::uint64_t lowest_in(std::size_t bucket)
    {
        if (bucket < 2 * parts) return bucket;
        const auto shift = bucket / parts - 1;
        return (bucket - shift * parts) << shift;
    }

    std::vector<std::uint64_t> counts_;
    std::uint64_t count_ = 0;
    std::uint64_t longest_ = 0;
};

} // namespace peerbot::bench
