#include "driver.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

namespace peerbot::bench {
namespace {

steady::duration from_seconds(double seconds)
{
    return std::chrono::duration_cast<steady::duration>(std::chrono::duration<double>(seconds));
}

double in_seconds(steady::duration time)
{
    return std::chrono::duration<double>(time).count();
}

// More than any server here answers; what is missing is signed on the way.
std::size_t likely_requests(const options& given)
{
    constexpr double fastest = 40'000;
    const auto rate =
        given.rate > 0 ? given.rate : std::min(fastest, 3'000.0 * static_cast<double>(given.connections));
    return static_cast<std::size_t>(rate * (given.warmup + given.seconds)) + 1;
}

} // namespace

driver::driver(const options& given)
    : given_(given),
      requests_(given),
      dice_(given.seed + 1),
      gap_(std::max(given.rate, 1.0)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC))
{
    requests_.sign_ahead(likely_requests(given));
    for (std::size_t i = 0; i < given.connections; ++i)
        connections_.emplace_back(given.port);
}

driver::~driver()
{
    ::close(epoll_);
}

// Ahead of the load: Node accepts one connection in each turn of its loop, and connections that arrive
// together with requests would starve for seconds.
void driver::connect_all()
{
    for (auto& one : connections_) {
        free_.push_back(&one);
        if (given_.reconnect) continue;
        one.connect_now();
        watch(one);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
}

measured driver::run()
{
    connect_all();
    const auto start = steady::now();
    begin_ = start + from_seconds(given_.warmup);
    end_ = begin_ + from_seconds(given_.seconds);
    next_due_ = start;
    while (steady::now() < begin_)
        turn(begin_);
    start_counting();
    while (steady::now() < end_)
        turn(end_);
    stop_counting();
    ending_ = true;
    const auto patience = steady::now() + from_seconds(given_.drain);
    while (open_loop() && !nothing_left() && steady::now() < patience)
        turn(patience);
    give_up();
    return std::move(result_);
}

void driver::start_counting()
{
    result_.before = look_at(given_.server);
    own_before_ = own_cpu_seconds();
    machine_before_ = look_at_machine();
    begin_ = steady::now();
    counting_ = true;
}

void driver::stop_counting()
{
    counting_ = false;
    result_.seconds = in_seconds(steady::now() - begin_);
    result_.after = look_at(given_.server);
    const auto machine = look_at_machine();
    const auto own = own_cpu_seconds() - own_before_;
    const auto server = result_.after.cpu_seconds - result_.before.cpu_seconds;
    result_.own_cpu = own / result_.seconds;
    result_.other_cpu = std::max(0.0, machine.busy - machine_before_.busy - own - server) / result_.seconds;
    result_.stolen = (machine.stolen - machine_before_.stolen) / result_.seconds;
}

void driver::turn(steady::time_point until)
{
    if (open_loop()) {
        queue_due(steady::now());
        send_queued();
        if (!ending_) until = std::min(until, next_due_);
    } else {
        ask_again();
        if (!free_.empty()) until = std::min(until, again_at_);
    }
    const auto wait = std::max<steady::duration>(until - steady::now(), steady::duration::zero());
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(wait);
    const timespec timeout{.tv_sec = whole.count(),
                           .tv_nsec = std::chrono::nanoseconds(wait - whole).count()};
    std::array<epoll_event, 256> events{};
    const auto count =
        ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
    for (int i = 0; i < count; ++i) {
        auto& one = *static_cast<connection*>(events.at(static_cast<std::size_t>(i)).data.ptr);
        one.go_on();
        settle(one);
    }
}

// The closed loop: all at the start, and later those whose connection broke, without hurry.
void driver::ask_again()
{
    if (steady::now() < again_at_) return;
    again_at_ = steady::now() + std::chrono::milliseconds(1);
    for (auto* one : std::exchange(free_, {}))
        ask(*one, steady::now());
}

void driver::queue_due(steady::time_point now)
{
    while (!ending_ && next_due_ <= now && next_due_ < end_) {
        queue_.push_back(next_due_);
        next_due_ += from_seconds(gap_(dice_));
    }
}

void driver::send_queued()
{
    const bool enough = free_.size() >= queue_.size();
    while (!queue_.empty() && !free_.empty()) {
        auto& one = *free_.front();
        free_.pop_front();
        const auto due = queue_.front();
        queue_.pop_front();
        if (enough && counting_) result_.behind.add(steady::now() - due);
        ask(one, due);
    }
}

void driver::ask(connection& one, steady::time_point due)
{
    requests_.next(one.request());
    one.send(due);
    settle(one);
}

// A new socket joins the set; a partly sent request also waits for room.
void driver::watch(connection& one)
{
    if (!one.is_open()) return;
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    if (one.wants_to_write()) wanted.events |= EPOLLOUT;
    if (wanted.events == one.watched) return;
    wanted.data.ptr = &one;
    ::epoll_ctl(epoll_, one.watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, one.socket(), &wanted);
    one.watched = wanted.events;
}

void driver::settle(connection& one)
{
    switch (one.now()) {
    case connection::state::idle:
        return;
    case connection::state::waiting:
        return watch(one);
    case connection::state::answered:
        count_answer(one);
        if (given_.reconnect || one.closes()) one.close();
        break;
    case connection::state::broken:
        if (counting_) ++result_.bad[one.why()];
        break;
    }
    const bool again = !open_loop() && one.now() == connection::state::answered && !ending_;
    one.rest();
    if (again)
        ask(one, steady::now());
    else
        free_.push_back(&one); // what broke is tried again in the next turn
}

void driver::count_answer(connection& one)
{
    const auto now = steady::now();
    const auto expected = given_.forged ? 401 : 200;
    const auto& body = one.body();
    const bool good = one.status() == expected && (given_.forged || body.find(given_.expect) != body.npos);
    if (counting_) {
        ++result_.answered;
        if (good) ++result_.good;
        result_.answer_bytes += body.size();
    }
    // In the open loop a request belongs to the instant it was due, also when its answer comes later.
    if (open_loop() ? one.due() >= begin_ && one.due() < end_ : counting_)
        result_.latency.add(now - one.due());
    if (good) return;
    ++result_.bad["status " + std::to_string(one.status())];
    if (result_.first_bad.empty()) result_.first_bad = body.substr(0, 300);
}

bool driver::nothing_left() const
{
    return queue_.empty() && free_.size() == connections_.size();
}

void driver::give_up()
{
    if (!open_loop()) return;
    const auto now = steady::now();
    const auto count = [&](steady::time_point due) {
        if (due < begin_ || due >= end_) return;
        ++result_.unanswered;
        result_.latency.add(now - due);
    };
    for (const auto due : queue_)
        count(due);
    for (const auto& one : connections_)
        if (one.now() == connection::state::waiting) count(one.due());
}

} // namespace peerbot::bench
