// Drives the server with one thread, and measures.
#pragma once

#include "connection.hpp"
#include "histogram.hpp"
#include "options.hpp"
#include "requests.hpp"
#include "watch.hpp"

#include <deque>
#include <list>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace peerbot::bench {

struct measured
{
    std::uint64_t answered = 0; // while it counted
    std::uint64_t good = 0;     // of these, with the status and the words expected
    std::map<std::string, std::uint64_t> bad = {};
    std::string first_bad = {};   // the body of the first answer that was not good
    std::uint64_t unanswered = 0; // open loop: fell due, and had no answer when the wait was over
    std::uint64_t answer_bytes = 0;
    // Closed loop: from sending to the answer. Open loop: from when it was due, so that a stall is counted
    // for everybody whom it delayed; what was never answered counts with the time it had waited.
    histogram latency = {};
    histogram behind = {}; // open loop: how late a request was sent although a connection was free
    double seconds = 0;
    process_figures before = {}, after = {};
    double own_cpu = 0;   // processors used by the driver,
    double other_cpu = 0; // by neither the driver nor the server,
    double stolen = 0;    // and by other guests; all in processors
};

class driver
{
  public:
    explicit driver(const options& given);
    ~driver();
    driver(const driver&) = delete;
    driver& operator=(const driver&) = delete;

    measured run();

  private:
    bool open_loop() const { return given_.rate > 0; }
    void connect_all();
    void start_counting();
    void stop_counting();
    void turn(steady::time_point until);
    void ask_again();
    void queue_due(steady::time_point now);
    void send_queued();
    void ask(connection& one, steady::time_point due);
    void settle(connection& one);
    void count_answer(connection& one);
    void watch(connection& one);
    void give_up();
    bool nothing_left() const;

    const options& given_;
    vote_requests requests_;
    std::mt19937_64 dice_;
    std::exponential_distribution<double> gap_;
    int epoll_;
    std::list<connection> connections_;
    std::deque<connection*> free_;
    std::deque<steady::time_point> queue_; // due, and not sent yet
    steady::time_point next_due_{}, again_at_{}, begin_{}, end_{};
    bool counting_ = false;
    bool ending_ = false;
    measured result_;
    double own_before_ = 0;
    machine_figures machine_before_;
};

std::string as_json(const options& given, const measured& seen);

} // namespace peerbot::bench
