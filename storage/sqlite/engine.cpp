#include "storage/sqlite/engine.hpp"

#include "storage/sqlite/transaction.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <utility>

namespace peerbot::storage::sqlite {
namespace {

std::function<void()> telling(done whenever, answer what)
{
    return [whenever = std::move(whenever), what = std::move(what)] {
        if (whenever) whenever(what);
    };
}

answer run_look(unit_of_work& work, const look& piece)
{
    try {
        const transaction snapshot(work.base(), transaction::kind::looking);
        piece(work);
        return {.how = verdict::kept};
    } catch (const std::exception& why) {
        return {.how = verdict::failed, .error = why.what()};
    } catch (...) {
        return {.how = verdict::failed, .error = "something was thrown that is not an exception"};
    }
}

} // namespace

file_engine::file_engine(const sqlite_options& options, listeners heard)
    : most_together_(options.most_together),
      heard_(std::move(heard)),
      file_(std::in_place, options),
      writes_(options.most_waiting),
      reads_(options.most_waiting),
      path_(options.file)
{
    writer_ = std::thread([this] { write_all(); });
    reader_ = std::thread([this] { read_all(); });
}

file_engine::~file_engine()
{
    stop();
}

void file_engine::stop()
{
    if (!file_) return;
    writes_.close();
    reads_.close();
    writer_.join();
    reader_.join();
    file_.reset();
}

void file_engine::write(std::string key, core::instant now, work piece, done whenever)
{
    request fresh{std::move(key), now, std::move(piece), std::move(whenever)};
    const auto how = writes_.put(fresh);
    if (how != accepted::yes) refuse(std::move(fresh.whenever), how);
}

void file_engine::read(look piece, done whenever)
{
    question fresh{std::move(piece), std::move(whenever)};
    const auto how = reads_.put(fresh);
    if (how != accepted::yes) refuse(std::move(fresh.whenever), how);
}

void file_engine::refuse(done whenever, accepted why)
{
    const auto told = why == accepted::full
                          ? answer{.how = verdict::busy}
                          : answer{.how = verdict::failed, .error = "the database is being closed"};
    heard_.deliver({telling(std::move(whenever), told)});
}

// Takes whatever came while the last commit ran: under load many share one, alone nobody waits for company.
void file_engine::write_all()
{
    auto& care = file_->care();
    for (;;) {
        auto batch = next_batch();
        if (!batch.empty())
            run_and_tell(std::move(batch));
        else if (writes_.finished())
            return;
        else
            care.step();
        if (care.overdue()) care.step();
    }
}

std::vector<request> file_engine::next_batch()
{
    const auto& care = file_->care();
    if (care.wanted()) return writes_.take_now(most_together_);
    if (const auto pause = care.again_in()) return writes_.take_within(*pause, most_together_);
    return writes_.take(most_together_);
}

void file_engine::note_commit(std::size_t pieces, std::chrono::duration<double> took)
{
    const std::lock_guard held(figures_held_);
    figures_.batch_size.add(static_cast<double>(pieces));
    figures_.commit_seconds.add(took.count());
}

engine_figures file_engine::figures() const
{
    auto now = [this] {
        const std::lock_guard held(figures_held_);
        return figures_;
    }();
    for (const auto* part : {"", "-wal"}) {
        std::error_code missing;
        const auto bytes = std::filesystem::file_size(path_.string() + part, missing);
        if (!missing) now.bytes += bytes;
    }
    return now;
}

void file_engine::run_and_tell(std::vector<request> batch)
{
    const auto begun = std::chrono::steady_clock::now();
    auto result = run_batch(file_->writing(), batch);
    note_commit(batch.size(), std::chrono::steady_clock::now() - begun);
    std::vector<std::function<void()>> news;
    news.reserve(batch.size());
    auto newest = batch.front().now;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        newest = std::max(newest, batch[i].now);
        news.push_back(telling(std::move(batch[i].whenever), std::move(result.answers[i])));
    }
    batch.clear(); // what the pieces captured is let go before anybody is told
    heard_.deliver(std::move(news));
    if (result.left.messages || result.left.timers || result.left.cards) heard_.committed(result.left);
    if (result.left.secrets) file_->care().empty_log_soon();
    file_->care().saw(newest);
}

void file_engine::read_all()
{
    for (;;) {
        auto taken = reads_.take(1);
        if (taken.empty()) return;
        auto& one = taken.front();
        auto told = run_look(file_->reading(), one.piece);
        one.piece = nullptr;
        heard_.deliver({telling(std::move(one.whenever), std::move(told))});
    }
}

} // namespace peerbot::storage::sqlite

namespace peerbot::storage {

std::unique_ptr<engine> open_sqlite(const sqlite_options& options, listeners heard)
{
    return std::make_unique<sqlite::file_engine>(options, std::move(heard));
}

} // namespace peerbot::storage
