// The engine over one SQLite file: a thread that writes, a thread that reads, a connection for each.
#pragma once

#include "storage/sqlite/batch.hpp"
#include "storage/sqlite/database_file.hpp"
#include "storage/sqlite/mailbox.hpp"
#include "storage/sqlite/open.hpp"

#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

namespace peerbot::storage::sqlite {

class file_engine final : public engine
{
  public:
    // Throws cannot_open.
    file_engine(const sqlite_options& options, listeners heard);
    ~file_engine() override;

    void write(std::string key, core::instant now, work piece, done whenever) override;
    void read(look piece, done whenever) override;
    engine_figures figures() const override;
    void stop() override;

  private:
    struct question
    {
        look piece;
        done whenever;
    };

    void write_all();
    std::vector<request> next_batch();
    void read_all();
    void run_and_tell(std::vector<request> batch);
    void refuse(done whenever, accepted why);

    void note_commit(std::size_t pieces, std::chrono::duration<double> took);

    const std::size_t most_together_;
    const listeners heard_;
    std::optional<database_file> file_;
    mailbox<request> writes_;
    mailbox<question> reads_;
    mutable std::mutex figures_held_;
    engine_figures figures_;
    const std::filesystem::path path_;
    std::thread writer_;
    std::thread reader_;
};

} // namespace peerbot::storage::sqlite
