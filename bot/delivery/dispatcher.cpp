#include "bot/delivery/dispatcher.hpp"

#include "bot/delivery/storage_calls.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace peerbot::bot {

namespace asio = boost::asio;
using core::delivery_state;
using core::outbox_row;
using slack::error_class;
using std::chrono::milliseconds;
using kind = slack::call_result::kind;

namespace {

constexpr int ready_at_once = 64;
constexpr int most_draws = 8;
constexpr milliseconds pause_after_error = std::chrono::seconds(1);
// Clocks of two machines differ a little.
constexpr std::chrono::seconds history_margin{60};

const std::string& name_of(const core::recipient& to)
{
    return std::visit([](const auto& id) -> const std::string& { return id.value; }, to);
}

std::string lane_of(const outbox_row& row)
{
    return row.workspace.value + '/' + name_of(row.what.to);
}

bool is_too_late(const outbox_row& row, core::instant now)
{
    return row.what.void_after && *row.what.void_after < now;
}

bool is_finished(delivery_state state)
{
    return state == delivery_state::sent || state == delivery_state::failed ||
           state == delivery_state::dropped;
}

// Words for a channel that the bot is not in, or that is closed.
bool closes_channel(const std::string& error)
{
    return error == "not_in_channel" || error == "channel_not_found" || error == "is_archived";
}

template <class Map>
void forget_past(Map& times, std::chrono::steady_clock::time_point now)
{
    std::erase_if(times, [now](const auto& each) { return each.second <= now; });
}

} // namespace

// What one look at the outbox came to.
struct dispatcher::choice
{
    std::vector<outbox_row> to_claim = {};
    std::vector<outbox_row> to_look_up = {};
    milliseconds look_again;
};

dispatcher::dispatcher(asio::any_io_executor executor, storage::engine& engine, dispatcher_ports ports,
                       dispatcher_pace pace)
    : engine_(engine),
      ports_(std::move(ports)),
      pace_(pace),
      loop_(std::move(executor), "outbox", [this] { return round(); })
{}

asio::awaitable<void> dispatcher::recover()
{
    int found = 0;
    const auto now = ports_.clock();
    storage::work piece = [&found, now](core::unit_of_work& work) {
        found = work.outbox().recover(now);
        return storage::keep::yes;
    };
    std::string key;
    const auto answer = co_await write(engine_, std::move(key), now, std::move(piece));
    if (answer.how != storage::verdict::kept) {
        spdlog::error("event=outbox_recovery_failed error=\"{}\"", answer.error);
        co_return;
    }
    recovered_ = true;
    if (found > 0) spdlog::info("event=outbox_recovered messages={}", found);
}

asio::awaitable<milliseconds> dispatcher::round()
{
    if (!recovered_) co_await recover();
    if (!recovered_) co_return pause_after_error;

    const auto now = ports_.clock();
    std::vector<outbox_row> ready;
    std::optional<core::instant> next;
    storage::look piece = [&ready, &next, now](core::unit_of_work& work) {
        ready = work.outbox().ready(now, ready_at_once);
        next = work.outbox().next_try();
    };
    const auto answer = co_await read(engine_, std::move(piece));
    if (answer.how != storage::verdict::kept) {
        spdlog::error("event=outbox_not_readable error=\"{}\"", answer.error);
        co_return pause_after_error;
    }
    if (loop_.stopping()) co_return milliseconds{0};

    auto chosen = choose(ready);
    if (next && *next > now) chosen.look_again = std::min(chosen.look_again, *next - now);
    for (auto& row : chosen.to_look_up) {
        in_flight_.insert(row.id);
        loop_.spawn(deliver(std::move(row)));
    }
    if (!chosen.to_claim.empty()) {
        auto claimed = co_await claim(std::move(chosen.to_claim));
        for (auto& row : claimed)
            loop_.spawn(deliver(std::move(row)));
    }
    co_return chosen.look_again;
}

dispatcher::choice dispatcher::choose(const std::vector<outbox_row>& ready)
{
    const auto now = ports_.steady();
    forget_past(lanes_, now);
    forget_past(resting_, now);
    choice chosen{.look_again = pace_.look_again};
    std::set<std::string> taken;
    const auto waits_for = [&](const auto& times, const std::string& name) {
        const auto found = times.find(name);
        if (found == times.end()) return false;
        chosen.look_again = std::min(chosen.look_again, std::chrono::ceil<milliseconds>(found->second - now));
        return true;
    };
    for (const auto& row : ready) {
        const auto under_way = in_flight_.size() + chosen.to_claim.size() + chosen.to_look_up.size();
        if (under_way >= pace_.most_in_flight) break;
        if (in_flight_.contains(row.id)) continue;
        if (waits_for(resting_, row.workspace.value)) continue;
        if (row.state == delivery_state::unknown) {
            chosen.to_look_up.push_back(row);
            continue;
        }
        if (waits_for(lanes_, lane_of(row)) || !taken.insert(lane_of(row)).second) continue;
        chosen.to_claim.push_back(row);
    }
    return chosen;
}

// From here on each is counted as in flight; what was not claimed is let go again.
asio::awaitable<std::vector<outbox_row>> dispatcher::claim(std::vector<outbox_row> wanted)
{
    const auto now = ports_.clock();
    std::vector<outbox_row> claimed;
    std::vector<outbox_row> late;
    storage::work piece = [this, &wanted, &claimed, &late, now](core::unit_of_work& work) {
        claimed.clear();
        late.clear();
        for (const auto& each : wanted) {
            const auto row = work.outbox().find(each.id);
            if (!row || row->state != delivery_state::pending) continue;
            if (is_too_late(*row, now)) {
                work.outbox().mark_dropped(row->id, "too late", now);
                late.push_back(*row);
                continue;
            }
            if (ports_.may_leave && !ports_.may_leave(work, *row, now)) continue;
            work.outbox().mark_sending(row->id, now);
            claimed.push_back(*row);
            if (!claimed.back().first_tried_at) claimed.back().first_tried_at = now;
        }
        return storage::keep::yes;
    };
    std::string key;
    const auto answer = co_await write(engine_, std::move(key), now, std::move(piece));
    if (answer.how != storage::verdict::kept) {
        spdlog::error("event=outbox_claim_failed error=\"{}\"", answer.error);
        claimed.clear();
        late.clear();
    }
    for (const auto& row : late) {
        faults_.erase(row.id);
        spdlog::info("event=message_dropped message={} kind={} why=\"too late\"", row.id.value,
                     static_cast<int>(row.what.kind));
    }
    for (const auto& row : claimed)
        in_flight_.insert(row.id);
    if (!late.empty()) loop_.ring();
    co_return claimed;
}

asio::awaitable<void> dispatcher::deliver(outbox_row row)
{
    struct departure
    {
        std::set<core::message_id>& from;
        core::message_id id;
        ~departure() { from.erase(id); }
    };
    const departure leaving{in_flight_, row.id};
    std::string fault;
    try {
        if (row.state == delivery_state::unknown) {
            co_await look_up(row);
        } else {
            co_await send(row);
        }
    } catch (const std::exception& error) {
        fault = error.what();
    }
    if (!fault.empty()) {
        spdlog::error("event=message_trouble message={} error=\"{}\"", row.id.value, fault);
        auto how = unknown_for(row, std::max(pace_.before_look_up, back_off(row.id)), fault);
        co_await settle(row, std::move(how));
    }
}

asio::awaitable<void> dispatcher::send(const outbox_row& row)
{
    auto* api = ports_.api(row.workspace);
    if (api == nullptr) {
        auto later = again_after(row, pace_.longest_pause, "no token for this workspace");
        co_await settle(row, std::move(later));
        co_return;
    }

    rendering drawn;
    const auto now = ports_.clock();
    storage::look piece = [this, &drawn, &row, now](core::unit_of_work& work) {
        drawn = ports_.draw(work, row, now);
    };
    const auto answer = co_await read(engine_, std::move(piece));
    mark how;
    if (answer.how != storage::verdict::kept) {
        how = undrawn(row, answer.error);
    } else if (const auto* no_more = std::get_if<dropped>(&drawn)) {
        spdlog::info("event=message_dropped message={} kind={} why=\"{}\"", row.id.value,
                     static_cast<int>(row.what.kind), no_more->why);
        how = [id = row.id, why = no_more->why, now](core::unit_of_work& work) {
            work.outbox().mark_dropped(id, why, now);
        };
    } else {
        lanes_[lane_of(row)] = ports_.steady() + pace_.between_messages;
        auto what = std::get<slack::rendered>(std::move(drawn));
        slack::post_options options(row.key);
        options.thread_ts = what.thread;
        auto to = name_of(row.what.to);
        const auto posted = co_await api->post_message(std::move(to), std::move(what), std::move(options));
        how = after_post(row, posted);
    }
    co_await settle(row, std::move(how));
}

dispatcher::mark dispatcher::after_post(const outbox_row& row, const slack::post_result& posted)
{
    if (!posted.result) return after_refusal(row, posted.result);
    faults_.erase(row.id);
    auto channel = posted.channel;
    if (channel.empty()) channel = core::channel_id{name_of(row.what.to)};
    spdlog::info("event=message_sent message={} kind={} channel={} attempts={}", row.id.value,
                 static_cast<int>(row.what.kind), channel.value, row.attempts + 1);
    return [id = row.id, channel, stamp = posted.stamp, now = ports_.clock()](core::unit_of_work& work) {
        work.outbox().mark_sent(id, channel, stamp, now);
    };
}

dispatcher::mark dispatcher::after_refusal(const outbox_row& row, const slack::call_result& result)
{
    const auto now = ports_.clock();
    if (result.how == kind::retry_after) {
        resting_[row.workspace.value] = ports_.steady() + result.wait;
        return again_after(row, result.wait, result.error);
    }
    if (result.how == kind::transient) {
        return again_after(row, std::max(result.wait, back_off(row.id)), result.error);
    }
    if (result.how == kind::unknown) {
        return unknown_for(row, std::max(pace_.before_look_up, back_off(row.id)), result.error);
    }
    if (result.what == error_class::stop_workspace || result.what == error_class::refresh_token) {
        spdlog::error("event=token_refused workspace={} error=\"{}\"", row.workspace.value, result.error);
        resting_[row.workspace.value] = ports_.steady() + pace_.longest_pause;
        return again_after(row, pace_.longest_pause, result.error);
    }
    const auto* channel = std::get_if<core::channel_id>(&row.what.to);
    if (channel != nullptr && closes_channel(result.error)) {
        spdlog::warn("event=channel_unreachable workspace={} channel={} error=\"{}\"", row.workspace.value,
                     channel->value, result.error);
        return [this, row, channel = *channel, error = result.error, now](core::unit_of_work& work) {
            work.outbox().retry(row.id, now, error);
            work.outbox().hold(row.workspace, channel);
            if (ports_.unreachable) ports_.unreachable(work, row.workspace, channel, error, now);
        };
    }
    faults_.erase(row.id);
    spdlog::error("event=message_failed message={} kind={} error=\"{}\" class={}", row.id.value,
                  static_cast<int>(row.what.kind), result.error, slack::name_of(result.what));
    return [id = row.id, error = result.error, now](core::unit_of_work& work) {
        work.outbox().mark_failed(id, error, now);
    };
}

asio::awaitable<slack::history_result> dispatcher::history_of(slack::web_api& api, const outbox_row& row,
                                                              core::channel_id& where)
{
    slack::history_result failed;
    if (const auto* person = std::get_if<core::user_id>(&row.what.to)) {
        auto user = *person;
        const auto opened = co_await api.conversations_open(std::move(user));
        failed.result = opened.result;
        if (!opened.result) co_return failed;
        where = opened.channel;
    } else {
        where = std::get<core::channel_id>(row.what.to);
    }
    const auto since = row.first_tried_at.value_or(row.what.due_at);
    auto channel = where;
    const auto oldest = std::chrono::floor<std::chrono::seconds>(since) - history_margin;
    auto parent = co_await thread_of(row);
    if (!parent.empty()) {
        auto replies = co_await api.conversations_replies(std::move(channel), std::move(parent), oldest);
        co_return replies;
    }
    auto history = co_await api.conversations_history(std::move(channel), oldest);
    co_return history;
}

// Where it was to be posted, as it would be drawn now.
asio::awaitable<std::string> dispatcher::thread_of(const outbox_row& row)
{
    rendering drawn;
    const auto now = ports_.clock();
    storage::look piece = [this, &drawn, &row, now](core::unit_of_work& work) {
        drawn = ports_.draw(work, row, now);
    };
    const auto answer = co_await read(engine_, std::move(piece));
    const auto* said = std::get_if<slack::rendered>(&drawn);
    const bool known = answer.how == storage::verdict::kept && said != nullptr;
    co_return known ? said->thread : std::string{};
}

asio::awaitable<void> dispatcher::look_up(const outbox_row& row)
{
    auto* api = ports_.api(row.workspace);
    if (api == nullptr) {
        auto later = unknown_for(row, pace_.longest_pause, "no token for this workspace");
        co_await settle(row, std::move(later));
        co_return;
    }
    core::channel_id where;
    const auto history = co_await history_of(*api, row, where);
    const auto& messages = history.messages;
    const auto found = std::find_if(messages.begin(), messages.end(),
                                    [&row](const auto& each) { return each.delivery_key == row.key; });
    mark how;
    if (found != messages.end()) {
        faults_.erase(row.id);
        spdlog::info("event=message_found message={} kind={} channel={}", row.id.value,
                     static_cast<int>(row.what.kind), where.value);
        how = [id = row.id, where, stamp = found->stamp, now = ports_.clock()](core::unit_of_work& work) {
            work.outbox().mark_sent(id, where, stamp, now);
        };
    } else if (history.result) {
        spdlog::info("event=message_not_found message={} kind={}", row.id.value,
                     static_cast<int>(row.what.kind));
        how = again_after(row, milliseconds{0}, "not in the history");
    } else {
        how = after_failed_look_up(row, history.result);
    }
    co_await settle(row, std::move(how));
}

dispatcher::mark dispatcher::after_failed_look_up(const outbox_row& row, const slack::call_result& result)
{
    const auto now = ports_.clock();
    if (result.how == kind::retry_after) return unknown_for(row, result.wait, result.error);
    spdlog::warn("event=look_up_failed message={} error=\"{}\"", row.id.value, result.error);
    if (result.how == kind::permanent && is_too_late(row, now)) {
        faults_.erase(row.id);
        return [id = row.id, now](core::unit_of_work& work) {
            work.outbox().mark_dropped(id, "too late, and it cannot be found out whether it arrived", now);
        };
    }
    return unknown_for(row, std::max(result.wait, back_off(row.id)), result.error);
}

dispatcher::mark dispatcher::undrawn(const outbox_row& row, const std::string& error)
{
    spdlog::error("event=message_not_drawn message={} kind={} error=\"{}\"", row.id.value,
                  static_cast<int>(row.what.kind), error);
    const auto pause = back_off(row.id);
    if (faults_[row.id] < most_draws) return again_after(row, pause, "could not be worded");
    faults_.erase(row.id);
    return [id = row.id, now = ports_.clock()](core::unit_of_work& work) {
        work.outbox().mark_failed(id, "could not be worded", now);
    };
}

dispatcher::mark dispatcher::again_after(const outbox_row& row, milliseconds pause, std::string why)
{
    const auto when = ports_.clock() + pause;
    spdlog::info("event=message_waits message={} why=\"{}\" pause_ms={}", row.id.value, why, pause.count());
    return [id = row.id, when, why = std::move(why)](core::unit_of_work& work) {
        work.outbox().retry(id, when, why);
    };
}

dispatcher::mark dispatcher::unknown_for(const outbox_row& row, milliseconds pause, std::string why)
{
    const auto when = ports_.clock() + pause;
    spdlog::warn("event=message_unknown message={} why=\"{}\" pause_ms={}", row.id.value, why, pause.count());
    return [id = row.id, when, why = std::move(why)](core::unit_of_work& work) {
        work.outbox().mark_unknown(id, when, why);
    };
}

// Not giving up: a message whose fate is not written down would be looked up, or said, once more.
asio::awaitable<void> dispatcher::settle(outbox_row row, mark how)
{
    alarm retry(loop_.executor());
    for (int tries = 0; tries < 3 || !loop_.stopping(); ++tries) {
        storage::work piece = [&row, &how](core::unit_of_work& work) {
            const auto now = work.outbox().find(row.id);
            if (!now || is_finished(now->state)) return storage::keep::no;
            how(work);
            return storage::keep::yes;
        };
        std::string key;
        const auto at = ports_.clock();
        const auto answer = co_await write(engine_, std::move(key), at, std::move(piece));
        if (answer.how == storage::verdict::kept || answer.how == storage::verdict::undone) co_return;
        spdlog::error("event=message_not_marked message={} error=\"{}\"", row.id.value, answer.error);
        co_await retry.wait(pause_after_error);
    }
}

milliseconds dispatcher::back_off(core::message_id id)
{
    const auto faults = std::min(++faults_[id], 20);
    const milliseconds grown = pace_.first_pause * (1LL << static_cast<unsigned>(faults - 1));
    const auto full = std::min(pace_.longest_pause, grown);
    std::uniform_int_distribution<milliseconds::rep> jitter(0, full.count() / 2);
    return std::max(full - milliseconds{jitter(dice_)}, std::min(full, pace_.first_pause));
}

} // namespace peerbot::bot
