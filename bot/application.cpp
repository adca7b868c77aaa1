#include "bot/application.hpp"

#include "bot/admin_door.hpp"
#include "bot/calendar_door.hpp"
#include "bot/cards/render.hpp"
#include "bot/commands/dispatch.hpp"
#include "bot/delivery/alarm.hpp"
#include "bot/delivery/card_refresher.hpp"
#include "bot/delivery/dispatcher.hpp"
#include "bot/delivery/people_listing.hpp"
#include "bot/delivery/storage_calls.hpp"
#include "bot/delivery/timer_service.hpp"
#include "bot/ingress.hpp"
#include "bot/listening.hpp"
#include "bot/log.hpp"
#include "bot/net/address.hpp"
#include "bot/net/client.hpp"
#include "bot/net/server.hpp"
#include "bot/pulse.hpp"
#include "bot/slack/web_api.hpp"
#include "core/groups/reach.hpp"
#include "core/reminders/attention.hpp"
#include "core/reminders/fire.hpp"
#include "core/sessions/schedule.hpp"
#include "core/time/zone.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <spdlog/spdlog.h>

namespace peerbot::bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t groups_at_once = 10;

core::absence absence_for(const std::string& error)
{
    return error == "is_archived" ? core::absence::archived : core::absence::not_invited;
}

class application
{
  public:
    application(asio::io_context& io, const application_settings& settings, const places& listen_on,
                const engine_opener& open_engine, std::function<core::instant()> clock)
        : io_(io),
          manager_(settings.variables),
          log_level_again_(settings.log_level_again),
          clock_(std::move(clock)),
          assists_(settings.assists),
          client_(io),
          api_(transport(), api_options(settings)),
          engine_(open_engine(listeners())),
          commands_(io.get_executor(), commands_ports(settings)),
          calendars_(*engine_, clock_),
          ingress_(
              commands_, slack::signature_check(settings.signing_secrets),
              clock_, [this]() -> auto& { return bot_; }, counts_, calendars_),
          messages_(io.get_executor(), *engine_, message_ports()),
          cards_(io.get_executor(), *engine_, card_ports()),
          timers_(io.get_executor(), *engine_, timer_ports()),
          people_(io.get_executor(), *engine_, people_ports()),
          pulse_(io.get_executor(), *engine_, manager_, clock_),
          admin_door_({.counts = &counts_,
                       .engine = engine_.get(),
                       .clock = clock_,
                       .connections = [this] { return public_.open_connections(); },
                       .ready = [this] { return ready_; }}),
          stop_asked_(io.get_executor()),
          calendar_(io.get_executor()),
          invitations_(io.get_executor()),
          ask_slack_again_(io.get_executor()),
          public_(listen_at(io, listen_on.public_one,
                            [this](http_request request) { return ingress_.handle(std::move(request)); },
                            {.refused = [this](const refused_request& what) { ingress_.refused(what); }})),
          admin_(listen_at(io, listen_on.admin,
                           [this](http_request request) { return admin_door_.answer(std::move(request)); }))
    {}

    asio::awaitable<void> run()
    {
        co_await take_in_templates();
        public_.start();
        admin_.start();
        messages_.start();
        cards_.start();
        people_.start();
        asio::co_spawn(io_, follow_the_calendar(), asio::detached);
        asio::co_spawn(io_, learn_who_we_are(), asio::detached);
        asio::co_spawn(io_, look_for_invitations(), asio::detached);
        ready_ = true;
        spdlog::info("event=listening address={} admin={}", to_text(public_.local_endpoint()),
                     to_text(admin_.local_endpoint()));
        pulse_.start();
        manager_.tell("READY=1\nSTATUS=Answers Slack at " + to_text(public_.local_endpoint()) + ".");
        while (!stopping_)
            co_await stop_asked_.wait(1h);
        co_await drain();
    }

    // Another level of the log, and nothing else, so that no request is disturbed.
    void read_log_level_again()
    {
        if (!log_level_again_) return;
        try {
            const auto level = log_level_again_();
            // Under the old level or the new one, whichever lets it through.
            const bool told = spdlog::should_log(spdlog::level::info);
            if (told) spdlog::info("event=log_level level={}", level);
            set_log_level(level);
            if (!told) spdlog::info("event=log_level level={}", level);
        } catch (const std::exception& wrong) {
            spdlog::error("event=log_level_kept error=\"{}\"", wrong.what());
        }
    }

    void ask_to_stop()
    {
        stopping_ = true;
        ready_ = false;
        stop_asked_.ring();
        calendar_.ring();
        invitations_.ring();
        ask_slack_again_.ring();
    }

  private:
    slack::transport transport()
    {
        return [this](client_request request, std::chrono::milliseconds at_most) {
            return client_.send(std::move(request), at_most);
        };
    }

    slack::web_api_options api_options(const application_settings& settings)
    {
        slack::web_api_options options;
        options.base_url = settings.api_url;
        options.token = settings.bot_token;
        options.warned = [](std::string_view method, std::string_view warning) {
            spdlog::warn("event=slack_warning method={} warning={}", method, warning);
        };
        options.called = [this](slack::method which, const slack::call_result& result) {
            counts_.count_call(which, result);
        };
        return options;
    }

    // The storage threads speak; the event loop listens.
    storage::listeners listeners()
    {
        return {.deliver =
                    [this](std::vector<std::function<void()>> finished) {
                        asio::post(io_, [finished = std::move(finished)] {
                            for (const auto& one : finished)
                                one();
                        });
                    },
                .committed =
                    [this](storage::aftermath left) {
                        asio::post(io_, [this, left] {
                            if (left.messages) messages_.poke();
                            if (left.cards) cards_.poke();
                            if (left.timers) timers_.poke();
                        });
                    }};
    }

    slack::web_api* api_of(const core::workspace_id& workspace)
    {
        return bot_.team.empty() || bot_.team == workspace ? &api_ : nullptr;
    }

    dispatch_ports commands_ports(const application_settings& settings)
    {
        return {.engine = engine_.get(),
                .api = &api_,
                .bot = [this]() -> const slack::identity& { return bot_; },
                .clock = clock_,
                .public_url = settings.public_url};
    }

    dispatcher_ports message_ports()
    {
        return {.api = [this](const core::workspace_id& workspace) { return api_of(workspace); },
                .draw = render_message,
                .clock = clock_,
                .may_leave = core::may_leave,
                .unreachable =
                    [](core::unit_of_work& work, const core::workspace_id& workspace,
                       const core::channel_id& channel, const std::string& error, core::instant now) {
                        core::lose_channel(work, workspace, channel, absence_for(error), now);
                    }};
    }

    card_refresher_ports card_ports()
    {
        return {.api = [this](const core::workspace_id& workspace) { return api_of(workspace); },
                .draw = render_card,
                .clock = clock_};
    }

    people_listing_ports people_ports()
    {
        return {.api = &api_, .workspace = [this] { return bot_.team; }, .clock = clock_};
    }

    timer_service_ports timer_ports() { return {.fire = core::fire, .clock = clock_}; }

    // One group that cannot be planned, such as one whose zone this machine does not know, leaves the others
    // alone.
    static void follow_calendar_of(core::unit_of_work& work, core::group_id id, core::instant now)
    {
        const auto here = work.groups().find(id);
        if (!here) return;
        try {
            core::follow_zone_rules(work, *here, now);
            core::plan_sessions(work, *here, now);
        } catch (const std::logic_error& wrong) {
            spdlog::error("event=calendar_not_followed group={} error=\"{}\"", id.value, wrong.what());
        }
    }

    asio::awaitable<void> take_in_templates()
    {
        storage::work piece = [this](core::unit_of_work& work) {
            core::keep_templates(work, assists_);
            return storage::keep::yes;
        };
        std::string no_key;
        const auto told = co_await write(*engine_, std::move(no_key), clock_(), std::move(piece));
        if (told.how != storage::verdict::kept)
            spdlog::error("event=templates_not_taken_in error=\"{}\"", told.error);
    }

    // The rules of a time zone may have changed since the last start, and time has passed. A few groups at a
    // time, since commands wait behind them; timers come after all, since they may have been moved.
    asio::awaitable<void> follow_the_calendar()
    {
        std::vector<core::group_id> left;
        storage::look list = [&left](core::unit_of_work& work) {
            for (const auto& here : work.groups().all())
                left.push_back(here.id);
        };
        co_await read(*engine_, std::move(list));
        while (!left.empty() && !stopping_) {
            const auto now = clock_();
            const auto count = std::min(groups_at_once, left.size());
            storage::work piece = [&left, count, now](core::unit_of_work& work) {
                for (std::size_t i = left.size() - count; i < left.size(); ++i)
                    follow_calendar_of(work, left[i], now);
                return storage::keep::yes;
            };
            std::string no_key;
            const auto told = co_await write(*engine_, std::move(no_key), now, std::move(piece));
            if (told.how == storage::verdict::busy) {
                co_await calendar_.wait(100ms);
                continue;
            }
            if (told.how != storage::verdict::kept)
                spdlog::error("event=calendar_not_followed error=\"{}\"", told.error);
            left.resize(left.size() - count);
        }
        if (!stopping_) timers_.start();
    }

    // Commands work without it; asked again until Slack answers.
    asio::awaitable<void> learn_who_we_are()
    {
        std::chrono::milliseconds wait = 1s;
        while (!stopping_) {
            const auto told = co_await api_.auth_test();
            if (told.result) {
                bot_ = told.who;
                spdlog::info("event=connected workspace={} bot={}", bot_.team.value, bot_.user.value);
                people_.poke();
                co_return;
            }
            spdlog::error("event=slack_does_not_know_us error=\"{}\"", told.result.error);
            co_await ask_slack_again_.wait(wait);
            wait = std::min<std::chrono::milliseconds>(wait * 2, 60s);
        }
    }

    // Slack tells when the bot is invited, but not for sure: looked up every hour where the bot was missing.
    asio::awaitable<void> look_for_invitations()
    {
        while (!stopping_) {
            std::vector<core::group> missed;
            storage::look piece = [&missed](core::unit_of_work& work) {
                missed = work.groups().unreachable();
            };
            co_await read(*engine_, std::move(piece));
            for (const auto& here : missed)
                co_await regain_if_invited(here);
            co_await invitations_.wait(1h);
        }
    }

    asio::awaitable<void> regain_if_invited(const core::group& here)
    {
        auto* api = api_of(here.workspace);
        if (api == nullptr) co_return;
        auto channel = here.channel;
        const auto found = co_await api->conversations_info(std::move(channel));
        if (!found.result || !found.is_member || found.is_archived) co_return;
        const auto now = clock_();
        storage::work piece = [&here, now](core::unit_of_work& work) {
            core::regain_channel(work, here.workspace, here.channel, now);
            return storage::keep::yes;
        };
        std::string no_key;
        co_await write(*engine_, std::move(no_key), now, std::move(piece));
    }

    asio::awaitable<void> drain()
    {
        spdlog::info("event=stopping");
        manager_.tell("STOPPING=1\nSTATUS=Finishes what is under way.");
        public_.stop_accepting();
        admin_.stop_accepting();
        // Together they stay below the ten seconds that whoever stops us may wait.
        const bool all_answered = co_await public_.drained(3s);
        if (!all_answered) public_.abort();
        co_await timers_.stop(1s);
        co_await people_.stop(100ms);
        co_await pulse_.stop(100ms);
        for (int i = 0; i < 20 && commands_.under_way() > 0; ++i)
            co_await ask_slack_again_.wait(50ms);
        co_await cards_.stop(1s);
        co_await messages_.stop(1s);
        admin_.abort();
        client_.close();
        engine_->stop();
        spdlog::info("event=stopped");
    }

    asio::io_context& io_;
    service_manager manager_;
    std::function<std::string()> log_level_again_;
    std::function<core::instant()> clock_;
    std::vector<core::assist_template> assists_;
    slack::identity bot_;
    metrics counts_;
    bool ready_ = false;
    bool stopping_ = false;
    http_client client_;
    slack::web_api api_;
    std::unique_ptr<storage::engine> engine_;
    dispatch commands_;
    calendar_door calendars_;
    ingress ingress_;
    dispatcher messages_;
    card_refresher cards_;
    timer_service timers_;
    people_listing people_;
    pulse pulse_;
    admin_door admin_door_;
    alarm stop_asked_;
    alarm calendar_;
    alarm invitations_;
    alarm ask_slack_again_;
    server public_;
    server admin_;
};

// The first signal asks to stop; a second one ends the process at once. What was acknowledged is durable
// either way.
asio::awaitable<void> obey_signals(asio::signal_set& signals, application& running)
{
    co_await signals.async_wait(asio::use_awaitable);
    running.ask_to_stop();
    co_await signals.async_wait(asio::use_awaitable);
    std::_Exit(1);
}

asio::awaitable<void> obey_hangups(asio::signal_set& hangups, application& running)
{
    for (;;) {
        co_await hangups.async_wait(asio::use_awaitable);
        running.read_log_level_again();
    }
}

} // namespace

int serve(const application_settings& settings, const engine_opener& open_engine,
          const std::function<core::instant()>& clock)
{
    if (!core::zones_available())
        throw cannot_start("The time zone data is missing. Install the package tzdata.");
    if (settings.api_url.starts_with("https://")) {
        if (auto problem = ca_problem(); !problem.empty()) throw cannot_start(problem);
    }
    const auto listen_on = places_of(settings);
    // A peer that goes away in the middle of a write is an error code, not the end.
    std::signal(SIGPIPE, SIG_IGN);

    asio::io_context io(1);
    application running(io, settings, listen_on, open_engine, clock);
    asio::signal_set signals(io, SIGTERM, SIGINT);
    asio::co_spawn(io, obey_signals(signals, running), [](const std::exception_ptr&) {});
    asio::signal_set hangups(io, SIGHUP);
    asio::co_spawn(io, obey_hangups(hangups, running), [](const std::exception_ptr&) {});
    std::exception_ptr failure;
    asio::co_spawn(io, running.run(), [&](const std::exception_ptr& how) {
        failure = how;
        signals.cancel();
        hangups.cancel();
        io.stop();
    });
    io.run();

    // Everything is written down. What still waits for the network, such as a name look-up, may take its time
    // to notice, and its frames must not outlive what they refer to.
    io.restart();
    io.run_for(2s);
    if (!io.stopped()) std::_Exit(failure ? 1 : 0);
    if (failure) std::rethrow_exception(failure);
    return 0;
}

} // namespace peerbot::bot
