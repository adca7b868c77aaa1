#include "tests/bot/commands/bot_under_test.hpp"

#include "storage/sqlite/open.hpp"
#include "tests/support/block_kit.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>

namespace peerbot::tests {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

struct close_database
{
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using database_ptr = std::unique_ptr<sqlite3, close_database>;
using statement_ptr = std::unique_ptr<sqlite3_stmt, close_database>;

// Each row as one line of text, columns separated by bars.
std::vector<std::string> rows_of(sqlite3* database, const std::string& sql)
{
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &made, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(database));
    const statement_ptr statement(made);
    std::vector<std::string> rows;
    while (sqlite3_step(made) == SQLITE_ROW) {
        std::string row;
        for (int i = 0; i < sqlite3_column_count(made); ++i) {
            const auto* text = static_cast<const char*>(sqlite3_column_blob(made, i));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(made, i));
            if (i > 0) row += '|';
            if (text != nullptr) row.append(text, size);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

// Whatever a test is about: what it made the bot say must be something that Slack takes.
void check_taken(const json& what)
{
    const auto said = what.contains("view") ? what.at("view").dump() : what.dump();
    INFO(said);
    CHECK(check_limits(said) == std::vector<std::string>{});
}

// The coroutine keeps its arguments itself.
template <class Kind>
asio::awaitable<bot::handled> handled_by(bot::dispatch& dispatch, Kind what)
{
    auto done = co_await dispatch.handle(std::move(what));
    co_return done;
}

} // namespace

bot_under_test::bot_under_test(bot_options options)
{
    bot::slack::web_api_options api;
    api.token = "xoxb-test";
    // An hour a call: pacing is tested elsewhere.
    auto calls = std::make_shared<int>(0);
    api.now = [calls] { return std::chrono::steady_clock::time_point{std::chrono::hours{++*calls}}; };
    api_.emplace(slack_.transport(), std::move(api));

    storage::sqlite_options file;
    file.file = folder_ / "peerbot.db";
    file.most_waiting = options.most_waiting;
    engine_ = storage::open_sqlite(file, {.deliver =
                                              [this](std::vector<std::function<void()>> finished) {
                                                  asio::post(loop_.io(), [finished = std::move(finished)] {
                                                      for (const auto& one : finished)
                                                          one();
                                                  });
                                              },
                                          .committed = [](storage::aftermath) {}});
    bot::dispatch_ports ports;
    ports.engine = engine_.get();
    ports.api = &*api_;
    ports.bot = [this]() -> const bot::slack::identity& { return bot; };
    ports.clock = [this] { return now; };
    ports.answer_within = options.answer_within;
    ports.areas = options.areas;
    ports.public_url = options.public_url;
    dispatch_.emplace(loop_.io().get_executor(), std::move(ports));
}

bot_under_test::~bot_under_test()
{
    if (held_) let_go();
    engine_->stop();
    for (const auto& call : calls())
        check_taken(call.arguments);
    loop_.finish();
}

told bot_under_test::read(const bot::handled& done)
{
    told what{.status = done.response.status,
              .route = done.route,
              .outcome = done.outcome,
              .body = done.response.body,
              .sentence = {}};
    const auto body = json::parse(done.response.body, nullptr, false);
    if (body.is_object()) {
        what.sentence = body.value("text", "");
        check_taken(body);
    }
    return what;
}

template <class Kind>
told bot_under_test::handle(Kind what)
{
    const auto done = loop_.await(handled_by(*dispatch_, std::move(what)));
    return read(done);
}

template <class Kind>
std::vector<told> bot_under_test::handle_at_once(const Kind& what, int times)
{
    std::vector<std::future<bot::handled>> coming;
    coming.reserve(static_cast<std::size_t>(times));
    for (int i = 0; i < times; ++i)
        coming.push_back(loop_.start(handled_by(*dispatch_, what)));
    std::vector<told> all;
    for (auto& one : coming)
        all.push_back(read(in_time(std::move(one))));
    return all;
}

template <class Kind>
std::vector<told> bot_under_test::handle_together(const std::vector<Kind>& all)
{
    std::vector<std::future<bot::handled>> coming;
    coming.reserve(all.size());
    hold_writer();
    for (const auto& one : all)
        coming.push_back(loop_.start(handled_by(*dispatch_, one)));
    loop_.run([] {}); // by then all of them wait for the writer
    let_go();
    std::vector<told> got;
    for (auto& one : coming)
        got.push_back(read(in_time(std::move(one))));
    return got;
}

bot::slack::slash_command bot_under_test::typed(const std::string& person, const std::string& line,
                                                const std::string& channel)
{
    const auto space = line.find(' ');
    const auto number = std::to_string(++deliveries_);
    return {.team = core::workspace_id("T1"),
            .enterprise = {},
            .channel = core::channel_id(channel),
            .user = core::user_id(person),
            .command = line.substr(0, space),
            .text = space == std::string::npos ? std::string{} : line.substr(space + 1),
            .trigger_id = "trigger-" + number,
            .response_url = "https://hooks.slack.com/commands/T1/" + number + "/answer"};
}

bot::slack::block_action bot_under_test::pressing(const std::string& person, const std::string& action,
                                                  const std::string& value)
{
    const auto number = std::to_string(++deliveries_);
    bot::slack::block_action pressed;
    pressed.team = core::workspace_id("T1");
    pressed.user = core::user_id(person);
    pressed.channel = core::channel_id("C1");
    pressed.message_ts = "1799053200.000100";
    pressed.action_id = action;
    pressed.value = value;
    const auto stamp = std::chrono::floor<core::seconds>(now.time_since_epoch()).count();
    pressed.action_ts = std::to_string(stamp) + ".00" + std::to_string(1000 + deliveries_);
    pressed.trigger_id = "trigger-" + number;
    pressed.response_url = "https://hooks.slack.com/actions/T1/" + number + "/answer";
    return pressed;
}

bot::slack::shortcut bot_under_test::choosing(const std::string& person, const std::string& callback,
                                              const std::string& text)
{
    const auto number = std::to_string(++deliveries_);
    bot::slack::shortcut chosen;
    chosen.team = core::workspace_id("T1");
    chosen.team_domain = "peerlab";
    chosen.user = core::user_id(person);
    chosen.callback_id = callback;
    chosen.channel = core::channel_id("C1");
    chosen.message_ts = "1799053200.000200";
    chosen.message_user = core::user_id("U9");
    chosen.message_text = text;
    chosen.trigger_id = "trigger-" + number;
    chosen.response_url = "https://hooks.slack.com/app/T1/" + number + "/answer";
    return chosen;
}

told bot_under_test::command(const std::string& person, const std::string& line, const std::string& channel)
{
    return handle(typed(person, line, channel));
}
told bot_under_test::press(const bot::slack::block_action& pressed)
{
    return handle(pressed);
}
told bot_under_test::send(const bot::slack::view_submission& sent)
{
    return handle(sent);
}
told bot_under_test::close(const bot::slack::view_closed& closed)
{
    return handle(closed);
}
told bot_under_test::choose(const bot::slack::shortcut& chosen)
{
    return handle(chosen);
}
told bot_under_test::happen(const bot::slack::event& happened)
{
    return handle(happened);
}
std::vector<told> bot_under_test::command_at_once(const bot::slack::slash_command& typed, int times)
{
    return handle_at_once(typed, times);
}
std::vector<told> bot_under_test::press_at_once(const bot::slack::block_action& pressed, int times)
{
    return handle_at_once(pressed, times);
}
std::vector<told> bot_under_test::choose_at_once(const bot::slack::shortcut& chosen, int times)
{
    return handle_at_once(chosen, times);
}

std::vector<told> bot_under_test::press_together(const std::vector<bot::slack::block_action>& all)
{
    return handle_together(all);
}
std::vector<told> bot_under_test::send_together(const std::vector<bot::slack::view_submission>& all)
{
    return handle_together(all);
}

void bot_under_test::set_up_group(int members)
{
    REQUIRE(command("U1", "/peer setup second Tuesday 15:00 Europe/London").outcome == "done");
    for (int i = 2; i <= members; ++i) {
        now += core::minutes{1};
        REQUIRE(command("U" + std::to_string(i), "/peer join").outcome == "done");
    }
}

void bot_under_test::propose(const std::vector<std::string>& titles)
{
    for (const auto& title : titles)
        REQUIRE(command("U1", "/vote propose " + title).outcome == "done");
}

void bot_under_test::change(std::function<void(core::unit_of_work&)> piece)
{
    std::promise<storage::answer> told;
    engine_->write(
        "", now,
        [&](core::unit_of_work& work) {
            piece(work);
            return storage::keep::yes;
        },
        [&](const storage::answer& how) { told.set_value(how); });
    const auto how = in_time(told.get_future());
    if (how.how != storage::verdict::kept) throw std::runtime_error("not kept: " + how.error);
}

void bot_under_test::look(std::function<void(core::unit_of_work&)> piece)
{
    std::promise<storage::answer> told;
    engine_->read([&](core::unit_of_work& work) { piece(work); },
                  [&](const storage::answer& how) { told.set_value(how); });
    const auto how = in_time(told.get_future());
    if (how.how != storage::verdict::kept) throw std::runtime_error("not read: " + how.error);
}

core::group bot_under_test::group()
{
    std::optional<core::group> found;
    look([&](core::unit_of_work& work) {
        found = work.groups().in_channel(core::workspace_id("T1"), core::channel_id("C1"));
    });
    return found.value();
}

std::vector<std::string> bot_under_test::dump() const
{
    sqlite3* opened = nullptr;
    const auto file = (folder_ / "peerbot.db").string();
    const auto how = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
    const database_ptr database(opened);
    if (how != SQLITE_OK) throw std::runtime_error("the file cannot be read");
    std::vector<std::string> all;
    for (const auto& table :
         rows_of(opened, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) {
        for (const auto& row : rows_of(opened, "SELECT * FROM " + table))
            all.push_back(table + ": " + row);
    }
    return all;
}

void bot_under_test::wait_until_quiet()
{
    while (loop_.run([this] { return dispatch_->under_way(); }) > 0)
        std::this_thread::yield();
}

std::vector<seen_call> bot_under_test::calls()
{
    wait_until_quiet();
    return loop_.run([this] { return slack_.calls(); });
}

std::vector<kept_file> bot_under_test::files()
{
    wait_until_quiet();
    return loop_.run([this] { return slack_.files(); });
}

void bot_under_test::next(const std::string& method, ending how)
{
    loop_.run([&] { slack_.next(method, std::move(how)); });
}

std::optional<seen_call> bot_under_test::last_response()
{
    const auto all = calls();
    const auto last =
        std::find_if(all.rbegin(), all.rend(), [](const seen_call& call) { return call.method == "answer"; });
    if (last == all.rend()) return std::nullopt;
    return *last;
}

void bot_under_test::hold_writer()
{
    held_ = std::make_unique<std::latch>(1);
    auto begun = std::make_shared<std::promise<void>>();
    auto ended = std::make_shared<std::promise<void>>();
    let_go_ = ended->get_future();
    auto has_begun = begun->get_future();
    engine_->write(
        "", now,
        [gate = held_.get(), begun](core::unit_of_work&) {
            begun->set_value();
            gate->wait();
            return storage::keep::no;
        },
        [ended](const storage::answer&) { ended->set_value(); });
    in_time(std::move(has_begun));
}

void bot_under_test::let_go()
{
    held_->count_down();
    in_time(std::move(let_go_));
    held_.reset();
}

bool same_rows(const std::vector<std::string>& before, const std::vector<std::string>& after)
{
    auto expected = before;
    std::erase_if(expected, [&](const std::string& row) {
        return row.starts_with("inbox: ") && std::find(after.begin(), after.end(), row) == after.end();
    });
    return expected == after;
}

void check_refused(bot_under_test& bot, const std::string& person, const std::string& line,
                   const std::vector<std::string>& fragments, const std::string& channel)
{
    INFO(person << " types " << line << " in " << channel);
    const auto before = bot.dump();
    const auto got = bot.command(person, line, channel);
    INFO("and reads: " << got.sentence);
    CHECK(got.status == 200);
    CHECK((got.outcome == "rejected" || got.outcome == "shown"));
    // Where something could have been changed, it says that nothing was.
    const auto typed = bot.typed(person, line, channel);
    const auto what = bot::plan_command({}, typed.command, typed.text);
    if (!std::holds_alternative<bot::looking>(what))
        CHECK_THAT(got.sentence, Catch::Matchers::Contains("othing was changed"));
    for (const auto& fragment : fragments)
        CHECK_THAT(got.sentence, Catch::Matchers::Contains(fragment));
    CHECK(same_rows(before, bot.dump()));
}

} // namespace peerbot::tests
