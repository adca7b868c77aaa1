#include "bot/delivery/people_listing.hpp"

#include "bot/delivery/storage_calls.hpp"
#include "core/groups/people.hpp"
#include "core/unit_of_work.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace peerbot::bot {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr core::hours begins{3};
constexpr int minutes_to_choose_from = 60;

} // namespace

core::instant next_listing_after(core::instant last, const core::workspace_id& workspace)
{
    int own = 0;
    for (const char letter : workspace.value)
        own = (own * 31 + static_cast<unsigned char>(letter)) % minutes_to_choose_from;
    const auto midnight = std::chrono::floor<core::days>(last);
    const core::instant today = midnight + begins + core::minutes{own};
    return today > last ? today : today + core::days{1};
}

people_listing::people_listing(asio::any_io_executor executor, storage::engine& engine,
                               people_listing_ports ports, people_listing_pace pace)
    : engine_(engine),
      ports_(std::move(ports)),
      pace_(pace),
      loop_(std::move(executor), "people", [this] { return round(); })
{}

asio::awaitable<milliseconds> people_listing::round()
{
    auto workspace = ports_.workspace();
    if (workspace.empty()) co_return pace_.look_again;
    if (!under_way_) {
        auto same = workspace;
        const auto pause = co_await until_due(std::move(same));
        if (pause > milliseconds{0}) co_return pause;
        under_way_ = true;
        cursor_.clear();
        people_ = 0;
    }
    const auto pause = co_await list_page(std::move(workspace));
    co_return pause;
}

asio::awaitable<milliseconds> people_listing::until_due(core::workspace_id workspace)
{
    std::optional<core::instant> last;
    storage::look piece = [&last, &workspace](core::unit_of_work& work) {
        last = work.people().listed_at(workspace);
    };
    const auto answer = co_await read(engine_, std::move(piece));
    if (answer.how != storage::verdict::kept) co_return pace_.look_again;
    const auto now = ports_.clock();
    // A time that lies ahead was written by a clock that was wrong.
    if (!last || *last > now) co_return milliseconds{0};
    const auto left = next_listing_after(*last, workspace) - now;
    co_return std::clamp(left, milliseconds{0}, pace_.look_again);
}

asio::awaitable<milliseconds> people_listing::list_page(core::workspace_id workspace)
{
    auto cursor = cursor_;
    auto page = co_await ports_.api->users_list(std::move(cursor));
    if (!page.result) {
        // A cursor does not keep: after anything but a wish for patience it begins anew.
        spdlog::warn("event=people_not_listed error=\"{}\"", page.result.error);
        if (page.result.how != slack::call_result::kind::retry_after) under_way_ = false;
        co_return std::max(page.result.wait, under_way_ ? pace_.between_pages : pace_.after_failure);
    }
    cursor_ = page.next_cursor;
    people_ += static_cast<int>(page.people.size());
    const bool last = cursor_.empty();
    const bool kept = co_await keep(std::move(workspace), std::move(page));
    if (!kept) {
        under_way_ = false;
        co_return pace_.after_failure;
    }
    if (last) {
        under_way_ = false;
        spdlog::info("event=people_listed people={}", people_);
    }
    co_return pace_.between_pages;
}

asio::awaitable<bool> people_listing::keep(core::workspace_id workspace, slack::people_page page)
{
    const auto now = ports_.clock();
    storage::work piece = [&workspace, &page, now](core::unit_of_work& work) {
        for (const auto& each : page.people) {
            if (!each.user.empty()) core::learn_of(work, slack::person_of(each, workspace), now);
        }
        if (page.next_cursor.empty()) work.people().mark_listed(workspace, now);
        return storage::keep::yes;
    };
    std::string no_key;
    const auto answer = co_await write(engine_, std::move(no_key), now, std::move(piece));
    if (answer.how != storage::verdict::kept)
        spdlog::error("event=people_not_kept error=\"{}\"", answer.error);
    co_return answer.how == storage::verdict::kept;
}

} // namespace peerbot::bot
