#include "bot/delivery/card_refresher.hpp"

#include "bot/delivery/storage_calls.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace peerbot::bot {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using kind = slack::call_result::kind;

namespace {

constexpr int dirty_at_once = 100;
constexpr milliseconds pause_after_error = std::chrono::seconds(1);

} // namespace

// What there is to show, and where.
struct card_refresher::picture
{
    std::optional<core::card> card;
    core::workspace_id workspace;
    std::optional<slack::rendered> what;
};

card_refresher::card_refresher(asio::any_io_executor executor, storage::engine& engine,
                               card_refresher_ports ports, card_refresher_pace pace)
    : engine_(engine),
      ports_(std::move(ports)),
      pace_(pace),
      loop_(std::move(executor), "cards", [this] { return round(); })
{}

asio::awaitable<void> card_refresher::recover()
{
    storage::work piece = [](core::unit_of_work& work) {
        work.cards().recover();
        return storage::keep::yes;
    };
    std::string key;
    const auto now = ports_.clock();
    const auto answer = co_await write(engine_, std::move(key), now, std::move(piece));
    recovered_ = answer.how == storage::verdict::kept;
    if (!recovered_) spdlog::error("event=card_recovery_failed error=\"{}\"", answer.error);
}

milliseconds card_refresher::interval() const
{
    const bool pressed = ports_.steady() < pressed_until_;
    return pressed ? pace_.between_pictures_under_pressure : pace_.between_pictures;
}

asio::awaitable<milliseconds> card_refresher::round()
{
    if (!recovered_) co_await recover();
    if (!recovered_) co_return pause_after_error;

    std::vector<core::card> dirty;
    storage::look piece = [&dirty](core::unit_of_work& work) { dirty = work.cards().dirty(dirty_at_once); };
    const auto answer = co_await read(engine_, std::move(piece));
    if (answer.how != storage::verdict::kept) {
        spdlog::error("event=cards_not_readable error=\"{}\"", answer.error);
        co_return pause_after_error;
    }
    if (loop_.stopping()) co_return milliseconds{0};

    const auto now = ports_.steady();
    std::erase_if(begun_at_, [&](const auto& each) {
        return each.second + pace_.between_pictures_under_pressure <= now;
    });
    auto pause = pace_.look_again;
    for (const auto& card : dirty) {
        if (in_flight_.size() >= pace_.most_in_flight) break;
        if (in_flight_.contains(card.id)) continue;
        const auto last = begun_at_.find(card.id);
        const auto wait = troubled_.contains(card.id) ? pace_.between_pictures_under_pressure : interval();
        const auto due = std::max(resting_until_, last == begun_at_.end() ? now : last->second + wait);
        if (due > now) {
            pause = std::min(pause, std::chrono::ceil<milliseconds>(due - now));
            continue;
        }
        begun_at_[card.id] = now;
        in_flight_.insert(card.id);
        loop_.spawn(refresh(card));
    }
    co_return pause;
}

asio::awaitable<void> card_refresher::refresh(core::card card)
{
    struct departure
    {
        std::set<core::card_id>& from;
        core::card_id id;
        ~departure() { from.erase(id); }
    };
    const departure leaving{in_flight_, card.id};

    const bool begun = co_await begin(card.id);
    if (!begun) co_return;
    bool shown = false;
    try {
        shown = co_await show(card);
    } catch (const std::exception& error) {
        spdlog::error("event=card_trouble card={} error=\"{}\"", card.id.value, error.what());
    }
    if (shown) {
        troubled_.erase(card.id);
    } else {
        troubled_.insert(card.id);
    }
    co_await end(card.id, shown);
}

// From here on a change makes the card dirty again, so that the picture drawn next is never the last word by
// mistake.
asio::awaitable<bool> card_refresher::begin(core::card_id id)
{
    storage::work piece = [id](core::unit_of_work& work) {
        work.cards().begin_refresh(id);
        return storage::keep::yes;
    };
    std::string key;
    const auto now = ports_.clock();
    const auto answer = co_await write(engine_, std::move(key), now, std::move(piece));
    if (answer.how != storage::verdict::kept) {
        spdlog::error("event=card_not_begun card={} error=\"{}\"", id.value, answer.error);
    }
    co_return answer.how == storage::verdict::kept;
}

asio::awaitable<bool> card_refresher::draw(core::card_id id, picture& drawn)
{
    const auto now = ports_.clock();
    storage::look piece = [this, id, now, &drawn](core::unit_of_work& work) {
        drawn.card = work.cards().find(id);
        if (!drawn.card) return;
        if (const auto group = work.groups().find(drawn.card->group)) drawn.workspace = group->workspace;
        drawn.what = ports_.draw(work, *drawn.card, now);
    };
    const auto answer = co_await read(engine_, std::move(piece));
    if (answer.how != storage::verdict::kept) {
        spdlog::error("event=card_not_drawn card={} error=\"{}\"", id.value, answer.error);
    }
    co_return answer.how == storage::verdict::kept;
}

asio::awaitable<bool> card_refresher::show(const core::card& card)
{
    picture drawn;
    const bool readable = co_await draw(card.id, drawn);
    if (!readable) co_return false;
    if (!drawn.card || !drawn.what || drawn.card->stamp.empty()) co_return true;
    auto* api = ports_.api(drawn.workspace);
    if (api == nullptr) co_return false;

    auto channel = drawn.card->channel;
    auto stamp = drawn.card->stamp;
    auto what = std::move(*drawn.what);
    const auto result = co_await api->update_message(std::move(channel), std::move(stamp), std::move(what));
    co_return is_shown(card, result);
}

// Also "shown" when it never can be: a message that was deleted, or may not be edited any more, is given up.
bool card_refresher::is_shown(const core::card& card, const slack::call_result& result)
{
    const auto now = ports_.steady();
    switch (result.how) {
    case kind::ok:
        return true;
    case kind::retry_after:
        resting_until_ = std::max(resting_until_, now + result.wait);
        pressed_until_ = std::max(pressed_until_, resting_until_ + pace_.between_pictures_under_pressure);
        spdlog::info("event=cards_slowed card={} pause_ms={}", card.id.value, result.wait.count());
        return false;
    case kind::transient:
    case kind::unknown:
        resting_until_ = std::max(resting_until_, now + result.wait);
        spdlog::warn("event=card_not_shown card={} error=\"{}\"", card.id.value, result.error);
        return false;
    case kind::permanent:
        break;
    }
    if (result.what == slack::error_class::stop_workspace ||
        result.what == slack::error_class::refresh_token) {
        spdlog::error("event=token_refused card={} error=\"{}\"", card.id.value, result.error);
        return false;
    }
    if (result.what == slack::error_class::target_gone) {
        spdlog::info("event=card_given_up card={} error=\"{}\"", card.id.value, result.error);
    } else {
        spdlog::error("event=card_refused card={} error=\"{}\" class={}", card.id.value, result.error,
                      slack::name_of(result.what));
    }
    return true;
}

asio::awaitable<void> card_refresher::end(core::card_id id, bool shown)
{
    alarm retry(loop_.executor());
    for (int tries = 0; tries < 3 || !loop_.stopping(); ++tries) {
        storage::work piece = [id, shown](core::unit_of_work& work) {
            work.cards().end_refresh(id, shown);
            return storage::keep::yes;
        };
        std::string key;
        const auto now = ports_.clock();
        const auto answer = co_await write(engine_, std::move(key), now, std::move(piece));
        if (answer.how == storage::verdict::kept) co_return;
        spdlog::error("event=card_not_ended card={} error=\"{}\"", id.value, answer.error);
        co_await retry.wait(pause_after_error);
    }
}

} // namespace peerbot::bot
