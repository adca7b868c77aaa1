#include "bot/commands/dispatch.hpp"

#include "bot/commands/events.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/typed.hpp"
#include "bot/delivery/alarm.hpp"
#include "bot/slack/json.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <spdlog/spdlog.h>

namespace peerbot::bot {

namespace asio = boost::asio;

// One plan on its way through storage. Outlives the request when that takes too long.
struct dispatch::job
{
    explicit job(const asio::any_io_executor& executor) : bell(executor) {}

    alarm bell;
    bool finished = false;
    storage::verdict how = storage::verdict::kept;
    std::string outcome;
    answer said;
    std::optional<core::rejection> refused;
    spoken late; // set when nobody waits any more
};

// Where more can be said to somebody alone: through the response_url, or in the channel that a form was
// opened for.
struct dispatch::place
{
    core::user_id person;
    std::string response_url;
    core::channel_id channel;
};

namespace {

constexpr std::string_view json_type = "application/json; charset=utf-8";

http_response private_answer(const slack::rendered& what)
{
    if (what.text.empty()) return http_response(200);
    constexpr std::size_t around = 80;
    std::string body;
    body.reserve(what.text.size() + what.blocks_json.size() + around);
    body += R"({"response_type":"ephemeral","text":)";
    slack::add_json_string(body, what.text);
    if (!what.blocks_json.empty()) (body += R"(,"blocks":)") += what.blocks_json;
    body += '}';
    return http_response(200, std::string(json_type), std::move(body));
}

http_response beside_fields(const std::vector<field_error>& errors)
{
    std::string body = "{\"response_action\":\"errors\",\"errors\":{";
    for (const auto& one : errors) {
        if (body.back() != '{') body += ',';
        body += slack::json_string(one.block) + ":" + slack::json_string(one.sentence);
    }
    return http_response(200, std::string(json_type), body + "}}");
}

answer sentence_of(storage::verdict how)
{
    switch (how) {
    case storage::verdict::duplicate:
        return say("This arrived twice. It was done once, and nothing more is needed.");
    case storage::verdict::busy:
        return say(
            "Too much is going on at this moment, so nothing was changed. Please try again in a minute.");
    default:
        return say(
            "Something went wrong here, so nothing was changed. Please try again; the operator can see it.");
    }
}

// "1794560461.204881", as Slack stamps presses. Nothing when it is not one.
std::optional<core::instant> stamped(std::string_view stamp)
{
    const auto dot = stamp.find('.');
    std::int64_t whole = 0;
    std::int64_t millis = 0;
    const auto seconds_part = stamp.substr(0, dot);
    auto read = std::from_chars(seconds_part.data(), seconds_part.data() + seconds_part.size(), whole);
    if (read.ec != std::errc{} || read.ptr != seconds_part.data() + seconds_part.size()) return std::nullopt;
    if (dot != std::string_view::npos && stamp.size() >= dot + 4) {
        read = std::from_chars(stamp.data() + dot + 1, stamp.data() + dot + 4, millis);
        if (read.ec != std::errc{}) return std::nullopt;
    }
    return core::instant{core::seconds{whole} + core::milliseconds{millis}};
}

// Kept with the name of whoever pressed, so it must not tell which button it was: that could be a vote of a
// secret ballot. Slack's stamp tells presses apart.
std::string press_key(const slack::block_action& pressed)
{
    const auto& where = pressed.message_ts.empty() ? pressed.view_id : pressed.message_ts;
    return "press:" + pressed.action_ts + ":" + pressed.user.value + ":" + where;
}

// A private view, and a direct message, are drawn again with what the press changed; a line to type instead
// of a form that does not open stands beside them.
slack::replace_original replaces(const slack::block_action& pressed, const answer& said, bool good)
{
    const bool own_view = pressed.is_ephemeral || pressed.channel.value.starts_with('D');
    return own_view && good && said.form.empty() ? slack::replace_original::yes : slack::replace_original::no;
}

// Of something sent, closed or typed in; undoes form_metadata().
template <class Interaction>
form form_of(const Interaction& sent, core::instant now)
{
    const std::string_view metadata = sent.private_metadata;
    const auto bar = std::min(metadata.find('|'), metadata.size());
    form filled{.who = {.workspace = sent.team,
                        .channel = core::channel_id{std::string(metadata.substr(0, bar))},
                        .person = sent.user,
                        .now = now},
                .about = std::string(metadata.substr(std::min(bar + 1, metadata.size()))),
                .fields = {},
                .lists = {},
                .typed_at = now};
    for (const auto& [key, value] : sent.values) {
        const auto block = key.substr(0, key.find('.'));
        if (const auto* text = std::get_if<std::string>(&value)) filled.fields[block] = *text;
        if (const auto* list = std::get_if<std::vector<std::string>>(&value)) filled.lists[block] = *list;
    }
    return filled;
}

// A form that could not be kept stays as it is, with everything typed in it.
field_error stays_open(const form& filled, const answer& said)
{
    return {.block = filled.fields.begin()->first, .sentence = said.what.text};
}

} // namespace

dispatch::dispatch(asio::any_io_executor executor, dispatch_ports ports)
    : executor_(std::move(executor)), ports_(std::move(ports))
{}

void dispatch::begin(const std::shared_ptr<job>& running, std::string key, core::instant now, plan what)
{
    if (auto* at_once = std::get_if<saying>(&what)) {
        running->said = std::move(at_once->what);
        running->outcome = "shown";
        running->finished = true;
        return;
    }
    const bool changes = std::holds_alternative<changing>(what);
    auto piece =
        changes ? std::move(std::get<changing>(what).piece) : std::move(std::get<looking>(what).piece);
    auto came = std::make_shared<std::optional<core::result<wording>>>();
    auto work = [came, piece = std::move(piece)](core::unit_of_work& storage) {
        came->emplace(piece(storage));
        return **came ? storage::keep::yes : storage::keep::no;
    };
    auto done = [running, came, changes](const storage::answer& told) {
        running->how = told.how;
        const bool ran = told.how == storage::verdict::kept || told.how == storage::verdict::undone;
        if (ran && came->has_value() && **came) {
            running->said = (***came)();
            running->outcome = changes ? "done" : "shown";
        } else if (ran && came->has_value()) {
            running->refused = (*came)->why();
            const auto sentence = sentence_for(*running->refused);
            running->said = say(changes ? sentence + " Nothing was changed." : sentence);
            running->outcome = "rejected";
        } else {
            running->said = sentence_of(told.how);
            running->outcome = told.how == storage::verdict::duplicate ? "duplicate"
                               : told.how == storage::verdict::busy    ? "busy"
                                                                       : "failed";
            if (!told.error.empty()) spdlog::error("event=storage_failed error=\"{}\"", told.error);
        }
        running->finished = true;
        if (running->late) return running->late(std::move(running->said));
        running->bell.ring();
    };
    if (changes) {
        ports_.engine->write(std::move(key), now, std::move(work), std::move(done));
    } else {
        ports_.engine->read([work = std::move(work)](core::unit_of_work& storage) { work(storage); },
                            std::move(done));
    }
}

asio::awaitable<std::shared_ptr<dispatch::job>> dispatch::run(std::string key, core::instant now, plan what)
{
    auto running = std::make_shared<job>(executor_);
    begin(running, std::move(key), now, std::move(what));
    if (!running->finished) co_await running->bell.wait(ports_.answer_within);
    if (!running->finished) running->outcome = "late";
    co_return running;
}

asio::awaitable<handled> dispatch::handle(slack::slash_command told)
{
    const auto now = ports_.clock();
    const caller who{.workspace = told.team,
                     .channel = told.channel,
                     .person = told.user,
                     .now = now,
                     .public_url = ports_.public_url};
    auto what = plan_command(who, told.command, told.text, ports_.areas);
    auto key = "command:" + told.trigger_id;
    if (told.trigger_id.empty()) key.clear();
    const place where{.person = told.user, .response_url = told.response_url, .channel = {}};
    const auto running = co_await run(std::move(key), now, std::move(what));
    if (!running->finished) {
        running->late = [this, where](answer said) { whisper(where, std::move(said)); };
        const auto waiting = say("This takes a moment. The answer follows here.");
        co_return handled(private_answer(waiting.what), told.command, running->outcome);
    }
    const bool shown = co_await opened(told.trigger_id, running->said.form);
    if (shown) co_return handled(http_response(200), told.command, running->outcome);
    if (running->said.file) spawn(deliver(where, std::move(*running->said.file)));
    co_return handled(private_answer(running->said.what), told.command, running->outcome);
}

asio::awaitable<handled> dispatch::handle(slack::block_action pressed)
{
    const auto now = ports_.clock();
    if (!pressed.callback_id.empty()) {
        auto typed = form_of(pressed, now);
        typed.typed_at = std::min(now, stamped(pressed.action_ts).value_or(now));
        if (auto draft = plan_draft(pressed.callback_id, typed, ports_.areas)) {
            auto kept = co_await keep(pressed.callback_id, now, std::move(*draft));
            co_return kept;
        }
    }
    const press act{.who = {.workspace = pressed.team,
                            .channel = pressed.channel,
                            .person = pressed.user,
                            .now = now,
                            .public_url = ports_.public_url,
                            .home = pressed.user_team},
                    .value = pressed.value,
                    .pressed_at = stamped(pressed.action_ts).value_or(now)};
    auto what = plan_press(pressed.action_id, act, ports_.areas);
    if (!what) co_return handled(http_response(200), "press", "ignored");

    const place where{.person = pressed.user, .response_url = pressed.response_url, .channel = {}};
    const auto running = co_await run(press_key(pressed), now, std::move(*what));
    if (!running->finished) {
        running->late = [this, where](answer said) { whisper(where, std::move(said)); };
        co_return handled(http_response(200), pressed.action_id, running->outcome);
    }
    const bool shown = co_await opened(pressed.trigger_id, running->said.form);
    if (!shown && running->how != storage::verdict::duplicate) {
        const bool good = running->outcome == "done" || running->outcome == "shown";
        whisper(where, running->said, replaces(pressed, running->said, good));
    }
    co_return handled(http_response(200), pressed.action_id, running->outcome);
}

asio::awaitable<handled> dispatch::handle(slack::view_submission sent)
{
    const auto now = ports_.clock();
    const auto filled = form_of(sent, now);
    auto what = plan_form(sent.callback_id, filled, ports_.areas);
    if (!what) co_return handled(http_response(200), "form", "ignored");

    const place where{.person = sent.user, .response_url = {}, .channel = filled.who.channel};
    auto key = "form:" + (sent.trigger_id.empty() ? sent.view_id + ":" + sent.hash : sent.trigger_id);
    const auto running = co_await run(std::move(key), now, std::move(*what));
    if (!running->finished) {
        running->late = [this, where](answer said) { whisper(where, std::move(said)); };
        co_return handled(http_response(200), sent.callback_id, running->outcome);
    }
    auto said = std::move(running->said);
    if (running->refused) said = refuse_form(sent.callback_id, *running->refused, ports_.areas);
    const bool failed = running->outcome == "failed" || running->outcome == "busy";
    if (failed && !filled.fields.empty()) said.errors.push_back(stays_open(filled, said));
    if (!said.errors.empty()) {
        auto outcome = failed ? running->outcome : std::string("rejected");
        co_return handled(beside_fields(said.errors), sent.callback_id, std::move(outcome));
    }
    if (running->how != storage::verdict::duplicate) whisper(where, std::move(said));
    co_return handled(http_response(200), sent.callback_id, running->outcome);
}

// Without a row in the inbox: an older draft never replaces a newer one, so it may arrive twice.
asio::awaitable<handled> dispatch::keep(std::string callback, core::instant now, plan what)
{
    std::string no_key;
    auto route = callback + ".draft";
    const auto running = co_await run(std::move(no_key), now, std::move(what));
    http_response taken(200);
    co_return handled(std::move(taken), std::move(route), running->outcome);
}

asio::awaitable<handled> dispatch::handle(slack::view_closed closed)
{
    const auto now = ports_.clock();
    std::optional<plan> what;
    if (!closed.values.empty()) what = plan_draft(closed.callback_id, form_of(closed, now), ports_.areas);
    if (!what) co_return handled(http_response(200), "closed", "ignored");
    auto kept = co_await keep(closed.callback_id, now, std::move(*what));
    co_return kept;
}

asio::awaitable<handled> dispatch::handle(slack::shortcut chosen)
{
    const auto now = ports_.clock();
    const message_shortcut about{
        .who = {.workspace = chosen.team, .channel = chosen.channel, .person = chosen.user, .now = now},
        .text = read_typed(chosen.message_text).text,
        .author = chosen.message_user,
        .link = slack::message_link(chosen),
        .thread = chosen.thread_ts};
    std::optional<plan> what;
    if (!chosen.message_ts.empty()) what = plan_shortcut(chosen.callback_id, about, ports_.areas);
    if (!what) co_return handled(http_response(200), "shortcut", "ignored");

    auto key = "shortcut:" + chosen.trigger_id;
    if (chosen.trigger_id.empty()) key.clear();
    const place where{.person = chosen.user, .response_url = chosen.response_url, .channel = {}};
    const auto running = co_await run(std::move(key), now, std::move(*what));
    if (!running->finished) {
        running->late = [this, where](answer said) { whisper(where, std::move(said)); };
        co_return handled(http_response(200), chosen.callback_id, running->outcome);
    }
    const bool shown = co_await opened(chosen.trigger_id, running->said.form);
    if (!shown && running->how != storage::verdict::duplicate) whisper(where, running->said);
    co_return handled(http_response(200), chosen.callback_id, running->outcome);
}

asio::awaitable<handled> dispatch::handle(slack::event happened)
{
    const auto now = ports_.clock();
    const auto route = "event:" + happened.type;
    if (auto reply = plan_reply(happened, ports_.bot(), now)) {
        // A private offer is a courtesy: it is not worth another delivery when it could not be made.
        std::string no_key;
        const auto heard = co_await run(std::move(no_key), now, std::move(*reply));
        http_response taken(200);
        const bool said = heard->finished && heard->outcome == "shown" && !heard->said.what.text.empty();
        if (!said) co_return handled(std::move(taken), route, "ignored");
        const place where{.person = happened.user, .response_url = {}, .channel = happened.channel};
        heard->said.what.thread = happened.thread_ts;
        whisper(where, std::move(heard->said));
        co_return handled(std::move(taken), route, heard->outcome);
    }
    auto what = plan_event(happened, ports_.bot(), now);
    if (!what) co_return handled(http_response(200), route, "ignored");

    changing piece{[what = std::move(*what)](core::unit_of_work& work) -> core::result<wording> {
        what(work);
        return wording{[] { return answer::nothing(); }};
    }};
    auto key = "event:" + happened.event_id;
    plan todo = std::move(piece);
    const auto running = co_await run(std::move(key), now, std::move(todo));
    // Not kept: Slack delivers an event again when it is not acknowledged.
    const bool lost = running->outcome == "failed" || running->outcome == "busy" || !running->finished;
    http_response told(lost ? 503U : 200U);
    co_return handled(std::move(told), route, running->outcome);
}

asio::awaitable<bool> dispatch::opened(std::string trigger_id, std::string form)
{
    if (form.empty()) co_return false;
    const auto result = co_await ports_.api->open_view(std::move(trigger_id), std::move(form));
    if (!result) spdlog::warn("event=form_not_opened error=\"{}\"", result.error);
    co_return static_cast<bool>(result);
}

namespace {

asio::awaitable<void> send_to_url(slack::web_api& api, std::string url, slack::rendered what,
                                  slack::replace_original replace)
{
    const auto result = co_await api.respond(std::move(url), std::move(what), replace);
    if (!result) spdlog::warn("event=answer_not_shown error=\"{}\"", result.error);
}

asio::awaitable<void> send_to_person(slack::web_api& api, core::channel_id channel, core::user_id person,
                                     slack::rendered what)
{
    const auto result = co_await api.post_ephemeral(std::move(channel), std::move(person), std::move(what));
    if (!result) spdlog::warn("event=answer_not_shown error=\"{}\"", result.error);
}

} // namespace

// Private answers to presses are a courtesy that Slack does not guarantee; what they tell of is durable
// already.
void dispatch::whisper(place where, answer said, slack::replace_original replace)
{
    if (said.what.text.empty() && !said.file && !said.letter) return;
    spawn(tell(std::move(where), std::move(said), replace));
}

asio::awaitable<void> dispatch::tell(place where, answer said, slack::replace_original replace)
{
    auto url = where.response_url;
    auto channel = where.channel;
    auto person = where.person;
    if (said.what.text.empty()) {
        // Only a file, or a letter.
    } else if (!url.empty()) {
        co_await send_to_url(*ports_.api, std::move(url), std::move(said.what), replace);
    } else if (!channel.empty()) {
        co_await send_to_person(*ports_.api, std::move(channel), std::move(person), std::move(said.what));
    }
    if (said.letter) {
        auto to = where;
        co_await post(std::move(to), std::move(*said.letter));
    }
    if (said.file) co_await deliver(std::move(where), std::move(*said.file));
}

// What cannot be written to the person directly is at least whispered.
asio::awaitable<void> dispatch::post(place where, slack::rendered letter)
{
    auto person = where.person.value;
    auto copy = letter;
    slack::post_options plain;
    const auto sent = co_await ports_.api->post_message(std::move(person), std::move(copy), std::move(plain));
    if (sent.result) co_return;
    spdlog::warn("event=letter_not_sent error=\"{}\"", sent.result.error);
    if (!where.channel.empty()) whisper(std::move(where), answer::of(std::move(letter)));
}

asio::awaitable<void> dispatch::deliver(place where, attached_file file)
{
    auto person = where.person;
    const auto result = co_await ports_.api->send_file(std::move(person), std::move(file.name),
                                                       std::move(file.content), std::move(file.comment));
    if (result) co_return;
    spdlog::warn("event=file_not_sent error=\"{}\"", result.error);
    whisper(std::move(where), say("The file could not be sent. Please try again."));
}

void dispatch::spawn(asio::awaitable<void> sending)
{
    ++under_way_;
    asio::co_spawn(executor_, std::move(sending), [this](const std::exception_ptr& failure) {
        --under_way_;
        if (!failure) return;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            spdlog::error("event=answer_not_shown error=\"{}\"", error.what());
        }
    });
}

} // namespace peerbot::bot
