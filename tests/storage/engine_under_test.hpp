// An engine on a real file, driven from the test's thread: what the storage threads tell is collected here.
#pragma once

#include "storage/sqlite/open.hpp"

#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace peerbot::tests {

using namespace core;

// Minutes after an arbitrary start of time.
inline instant at(int minute)
{
    return instant{std::chrono::sys_days{std::chrono::January / 4 / 2027}} + minutes{minute};
}

class engine_under_test
{
  public:
    explicit engine_under_test(const std::filesystem::path& file) : engine_under_test({.file = file}, 0) {}
    engine_under_test(const storage::sqlite_options& options, int)
        : engine_(storage::open_sqlite(options, {.deliver = [this](auto news) { run(std::move(news)); },
                                                 .committed = [this](auto left) { note(left); }}))
    {}

    std::future<storage::answer> start(std::string key, storage::work piece, instant now = at(0))
    {
        auto [told, whenever] = promised();
        engine_->write(std::move(key), now, std::move(piece), std::move(whenever));
        return std::move(told);
    }
    storage::answer write(std::string key, storage::work piece, instant now = at(0))
    {
        return start(std::move(key), std::move(piece), now).get();
    }
    // For pieces that are kept unless they throw.
    storage::answer write(std::function<void(unit_of_work&)> piece)
    {
        return write("", [piece = std::move(piece)](unit_of_work& work) {
            piece(work);
            return storage::keep::yes;
        });
    }
    std::future<storage::answer> start_read(storage::look piece)
    {
        auto [told, whenever] = promised();
        engine_->read(std::move(piece), std::move(whenever));
        return std::move(told);
    }
    storage::answer read(storage::look piece) { return start_read(std::move(piece)).get(); }
    storage::engine_figures figures() const { return engine_->figures(); }
    void stop() { engine_->stop(); }

    // Each entry is one delivery: how many were told together.
    std::vector<std::size_t> deliveries() const
    {
        const std::lock_guard held(mutex_);
        return deliveries_;
    }
    std::vector<storage::aftermath> commits() const
    {
        const std::lock_guard held(mutex_);
        return commits_;
    }

  private:
    static std::pair<std::future<storage::answer>, storage::done> promised()
    {
        auto promise = std::make_shared<std::promise<storage::answer>>();
        auto told = promise->get_future();
        return {std::move(told), [promise](storage::answer how) { promise->set_value(std::move(how)); }};
    }
    void run(std::vector<std::function<void()>> news)
    {
        {
            const std::lock_guard held(mutex_);
            deliveries_.push_back(news.size());
        }
        for (const auto& one : news)
            one();
    }
    void note(storage::aftermath left)
    {
        const std::lock_guard held(mutex_);
        commits_.push_back(left);
    }

    mutable std::mutex mutex_;
    std::vector<std::size_t> deliveries_;
    std::vector<storage::aftermath> commits_;
    std::unique_ptr<storage::engine> engine_;
};

} // namespace peerbot::tests
