#include "tests/bot/year/lived_workspace.hpp"

#include "bot/cards/render.hpp"
#include "bot/commands/sentences.hpp"
#include "core/reminders/attention.hpp"
#include "core/reminders/fire.hpp"
#include "core/sessions/schedule.hpp"
#include "core/time/working_hours.hpp"
#include "tests/support/group.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace peerbot::tests {

using nlohmann::json;

namespace {

const core::workspace_id workspace{"T1"};
constexpr int at_once = 64;
// As long as the dispatcher waits at most between two tries; longer, so that two days take few steps.
constexpr core::hours between_tries{1};

std::string changed(std::string_view text, int (*letter)(int))
{
    std::string made(text);
    std::transform(made.begin(), made.end(), made.begin(),
                   [&](unsigned char c) { return static_cast<char>(letter(c)); });
    return made;
}

// "@ana" as Slack sends it.
std::string with_mentions(const std::string& line)
{
    std::string sent;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '@') {
            sent += line[i];
            continue;
        }
        auto end = i + 1;
        while (end < line.size() && std::isalpha(static_cast<unsigned char>(line[end])) != 0)
            ++end;
        const auto name = line.substr(i + 1, end - i - 1);
        sent += "<@" + user_of(name).value + "|" + name + ">";
        i = end - 1;
    }
    return sent;
}

std::optional<json> button_named(const std::string& blocks, const std::string& text)
{
    if (blocks.empty() || blocks.find(text) == std::string::npos) return std::nullopt;
    for (const auto& block : json::parse(blocks)) {
        auto buttons = block.value("elements", json::array());
        if (block.contains("accessory")) buttons.push_back(block.at("accessory"));
        for (const auto& one : buttons)
            if (one.value("type", "") == "button" && one.at("text").at("text") == text) return one;
    }
    return std::nullopt;
}

// The one block that holds these words, as a list of blocks; empty when none does.
std::string block_with(const std::string& blocks, const std::string& words)
{
    if (blocks.find(words) == std::string::npos) return {};
    for (const auto& block : json::parse(blocks))
        if (block.contains("accessory") &&
            block.at("text").at("text").get<std::string>().find(words) != std::string::npos)
            return json::array({block}).dump();
    return {};
}

std::string title_of(const std::string& form)
{
    return "the form " + json::parse(form).at("title").at("text").get<std::string>();
}

// Of one input: an answer, or else what stands in it.
void fill(bot::form& filled, const json& block, const std::map<std::string, std::string>& answers)
{
    const auto name = block.at("block_id").get<std::string>();
    const auto& element = block.at("element");
    if (const auto answer = answers.find(name); answer != answers.end()) {
        filled.fields[name] = answer->second;
        return;
    }
    for (const auto* initial : {"initial_value", "initial_date", "initial_time"})
        if (element.contains(initial)) filled.fields[name] = element.at(initial).get<std::string>();
    if (element.contains("initial_option"))
        filled.fields[name] = element.at("initial_option").at("value").get<std::string>();
}

std::optional<bot::plan> pressed_in(const std::string& blocks, const bot::caller& who,
                                    const std::string& button)
{
    const auto found = button_named(blocks, button);
    if (!found) return std::nullopt;
    return bot::plan_press(
        found->at("action_id").get<std::string>(),
        {.who = who, .value = found->value("value", std::string{}), .pressed_at = who.now});
}

} // namespace

core::user_id user_of(std::string_view person)
{
    return core::user_id("U" + changed(person, std::toupper));
}
core::channel_id channel_of(std::string_view name)
{
    return core::channel_id("C" + changed(name, std::toupper));
}
std::string first_name(const core::user_id& user)
{
    return changed(user.value.substr(1), std::tolower);
}
std::string channel_name(const core::channel_id& channel)
{
    return changed(channel.value.substr(1), std::tolower);
}

lived_workspace::lived_workspace(const lived_workspace& other)
    : zones_(other.zones_),
      coming_(other.coming_),
      habits_(other.habits_),
      said_(other.said_),
      deeds_(other.deeds_),
      pictures_(other.pictures_),
      unsaid_(other.unsaid_),
      now_(other.now_)
{
    base_->copy_from(*other.base_);
}

void lived_workspace::meet(const std::string& person, const std::string& zone)
{
    zones_.emplace(person, core::zone::named(zone).value());
    work().people().save({.workspace = workspace, .user = user_of(person), .home = workspace, .zone = zone});
}

core::instant lived_workspace::at(std::string_view written, const std::string& person) const
{
    const auto wall = std::chrono::floor<core::minutes>(test::at(written)).time_since_epoch();
    return zones_.at(person).to_instant(core::local_time(wall));
}

void lived_workspace::add(core::instant when, act what)
{
    coming_.emplace(when, std::move(what));
}

void lived_workspace::types(core::instant when, const std::string& person, const std::string& channel,
                            const std::string& line)
{
    const auto space = std::min(line.find(' '), line.size());
    const auto command = line.substr(0, space);
    const auto text = with_mentions(line.substr(std::min(space + 1, line.size())));
    add(when, {.person = person,
               .channel = channel,
               .words = line,
               .plan = [command, text](lived_workspace&, bot::caller& who) {
                   return std::optional(bot::plan_command(who, command, text));
               }});
}

void lived_workspace::presses(core::instant when, const std::string& person, const std::string& button,
                              std::optional<std::size_t> on)
{
    add(when, {.person = person,
               .channel = {},
               .words = "[" + button + "]",
               .plan = [button, on](lived_workspace& here, bot::caller& who) -> std::optional<bot::plan> {
                   if (!on) return here.press_newest(who, button);
                   const auto& message = here.said_.at(*on);
                   who.channel = here.work().groups().find(message.what.group).value().channel;
                   return pressed_in(message.blocks, who, button);
               }});
}

void lived_workspace::presses_beside(core::instant when, const std::string& person, const std::string& button,
                                     const std::string& words)
{
    add(when, {.person = person,
               .channel = {},
               .words = "[" + button + "] beside " + words,
               .plan = [button, words](lived_workspace& here, bot::caller& who) -> std::optional<bot::plan> {
                   for (auto one = here.said_.rbegin(); one != here.said_.rend(); ++one) {
                       const auto block = block_with(one->blocks, words);
                       if (block.empty() || !here.sees(who.person, *one)) continue;
                       who.channel = here.work().groups().find(one->what.group).value().channel;
                       return pressed_in(block, who, button);
                   }
                   return std::nullopt;
               }});
}

void lived_workspace::sends(core::instant when, const std::string& person, const std::string& callback,
                            bot::form filled)
{
    add(when, {.person = person,
               .channel = channel_name(filled.who.channel),
               .words = "the form " + callback,
               .plan = [callback, filled](lived_workspace&, bot::caller& who) {
                   auto sent = filled;
                   sent.who = who;
                   return bot::plan_form(callback, sent);
               }});
}

void lived_workspace::presses_card(core::instant when, const std::string& person, const std::string& button)
{
    add(when, {.person = person,
               .channel = {},
               .words = "[" + button + "] on the card",
               .plan = [button](lived_workspace& here, bot::caller& who) {
                   return here.press_picture(who, button);
               }});
}

void lived_workspace::fills(core::instant when, const std::string& person,
                            const std::map<std::string, std::string>& answers)
{
    std::string words;
    for (const auto& [block, text] : answers)
        words += (words.empty() ? "" : "; ") + block + ": " + text;
    add(when, {.person = person,
               .channel = {},
               .words = "fills in " + words,
               .plan = [answers](lived_workspace& here, bot::caller& who) {
                   return here.send_opened(who, answers);
               }});
}

bool lived_workspace::sees(const core::user_id& person, const heard& one)
{
    if (const auto* to = std::get_if<core::user_id>(&one.what.to)) return *to == person;
    return work().members().find(one.what.group, person).has_value();
}

std::optional<bot::plan> lived_workspace::press_newest(bot::caller& who, const std::string& button)
{
    for (auto one = deeds_.rbegin(); one != deeds_.rend(); ++one) {
        if (user_of(one->person) != who.person) continue;
        who.channel = channel_of(one->channel);
        if (auto plan = pressed_in(one->blocks, who, button)) return plan;
        break;
    }
    for (auto one = said_.rbegin(); one != said_.rend(); ++one) {
        if (!sees(who.person, *one)) continue;
        who.channel = work().groups().find(one->what.group).value().channel;
        if (auto plan = pressed_in(one->blocks, who, button)) return plan;
    }
    who.channel = {};
    return std::nullopt;
}

std::optional<bot::plan> lived_workspace::press_picture(bot::caller& who, const std::string& button)
{
    for (auto one = pictures_.rbegin(); one != pictures_.rend(); ++one) {
        const auto& message = said_.at(one->message);
        if (!sees(who.person, message)) continue;
        who.channel = work().groups().find(message.what.group).value().channel;
        if (auto plan = pressed_in(one->blocks, who, button)) return plan;
    }
    return press_newest(who, button);
}

std::optional<bot::plan> lived_workspace::send_opened(bot::caller& who,
                                                      const std::map<std::string, std::string>& answers)
{
    const auto opened = std::find_if(deeds_.rbegin(), deeds_.rend(), [&](const deed& one) {
        return user_of(one.person) == who.person && !one.form.empty();
    });
    if (opened == deeds_.rend()) return std::nullopt;
    const auto view = json::parse(opened->form);
    const auto metadata = view.at("private_metadata").get<std::string>();
    const auto bar = std::min(metadata.find('|'), metadata.size());
    who.channel = core::channel_id(metadata.substr(0, bar));
    bot::form filled{.who = who,
                     .about = metadata.substr(std::min(bar + 1, metadata.size())),
                     .fields = {},
                     .lists = {},
                     .typed_at = who.now};
    for (const auto& block : view.at("blocks"))
        if (block.at("type") == "input") fill(filled, block, answers);
    return bot::plan_form(view.at("callback_id").get<std::string>(), filled);
}

std::optional<core::group> lived_workspace::group_in(const std::string& channel)
{
    return work().groups().in_channel(workspace, channel_of(channel));
}

std::optional<core::instant> lived_workspace::next_event()
{
    std::optional<core::instant> next;
    const auto consider = [&](std::optional<core::instant> when) {
        if (when && (!next || *when < *next)) next = when;
    };
    if (!coming_.empty()) consider(coming_.begin()->first);
    consider(work().timers().next_due());
    consider(work().outbox().next_try());
    return next;
}

void lived_workspace::live_until(core::instant end)
{
    while (const auto next = next_event()) {
        if (*next >= end) break;
        now_ = std::max(now_, *next);
        if (stopped_ && stopped_->covers(now_)) {
            now_ = stopped_->until;
            restart();
        }
        fire_timers();
        deliver();
        while (!coming_.empty() && coming_.begin()->first <= now_) {
            auto what = std::move(coming_.begin()->second);
            coming_.erase(coming_.begin());
            perform(std::move(what));
            deliver();
        }
        refresh_cards();
    }
    now_ = std::max(now_, end);
}

// As the application does it; and who wanted something meanwhile comes back to it in their working hours.
void lived_workspace::restart()
{
    base_->set_now(now_);
    base_->begin();
    for (const auto& here : work().groups().all()) {
        core::follow_zone_rules(work(), here, now_);
        core::plan_sessions(work(), here, now_);
    }
    base_->commit();
    const auto last = coming_.lower_bound(now_);
    std::vector<act> missed;
    for (auto one = coming_.begin(); one != last; ++one)
        missed.push_back(std::move(one->second));
    coming_.erase(coming_.begin(), last);
    for (auto& one : missed) {
        const auto again = core::next_working_moment(now_ + core::minutes{20}, zones_.at(one.person));
        add(again, std::move(one));
    }
}

void lived_workspace::fire_timers()
{
    base_->set_now(now_);
    base_->begin();
    for (auto due = work().timers().due(now_, 1); !due.empty(); due = work().timers().due(now_, 1)) {
        work().timers().mark_fired(due.front().id, now_);
        core::fire(work(), due.front(), now_);
    }
    base_->commit();
}

void lived_workspace::deliver()
{
    base_->set_now(now_);
    for (auto ready = work().outbox().ready(now_, at_once); !ready.empty();
         ready = work().outbox().ready(now_, at_once)) {
        for (const auto& row : ready)
            send(row);
    }
}

// The steps of the dispatcher, without its waits.
void lived_workspace::send(const core::outbox_row& waiting)
{
    base_->begin();
    const auto row = work().outbox().find(waiting.id);
    bool leaves = row && row->state == core::delivery_state::pending;
    if (leaves && row->what.void_after && *row->what.void_after < now_) {
        work().outbox().mark_dropped(row->id, "too late", now_);
        ++unsaid_["too late"];
        leaves = false;
    }
    leaves = leaves && core::may_leave(work(), *row, now_);
    if (leaves) work().outbox().mark_sending(row->id, now_);
    base_->commit();
    if (leaves) say(*row);
}

void lived_workspace::say(const core::outbox_row& row)
{
    if (mute_ && mute_->covers(now_)) {
        work().outbox().retry(row.id, std::min<core::instant>(now_ + between_tries, mute_->until), "silence");
        return;
    }
    const auto drawn = bot::render_message(work(), row, now_);
    if (const auto* gone = std::get_if<bot::dropped>(&drawn)) {
        work().outbox().mark_dropped(row.id, gone->why, now_);
        ++unsaid_[gone->why];
        return;
    }
    const auto& what = std::get<bot::slack::rendered>(drawn);
    core::channel_id place;
    if (const auto* channel = std::get_if<core::channel_id>(&row.what.to)) place = *channel;
    if (place.empty()) place = core::channel_id("D" + std::get<core::user_id>(row.what.to).value);
    work().outbox().mark_sent(row.id, place, std::to_string(said_.size()), now_);
    said_.push_back({.at = now_, .what = row.what, .text = what.text, .blocks = what.blocks_json});
    for (const auto& one : habits_)
        one(*this, said_.back());
}

void lived_workspace::refresh_cards()
{
    if (mute_ && mute_->covers(now_)) return;
    for (const auto& card : work().cards().dirty(at_once)) {
        work().cards().begin_refresh(card.id);
        const auto drawn = bot::render_card(work(), card, now_);
        if (!drawn) throw std::logic_error("a card without a picture");
        pictures_.push_back({now_, std::stoul(card.stamp), drawn->text, drawn->blocks_json});
        work().cards().end_refresh(card.id, true);
    }
}

void lived_workspace::perform(act what)
{
    base_->set_now(now_);
    bot::caller who{.workspace = workspace,
                    .channel = channel_of(what.channel),
                    .person = user_of(what.person),
                    .now = now_,
                    .home = workspace};
    auto plan = what.plan(*this, who);
    what.channel = who.channel.empty() ? std::string{} : channel_name(who.channel);
    if (plan) {
        deeds_.push_back(carry_out(what, std::move(*plan)));
    } else {
        deeds_.push_back({now_, what.person, what.channel, what.words, "nothing to press", {}, {}});
    }
}

deed lived_workspace::carry_out(const act& what, bot::plan plan)
{
    deed done{now_, what.person, what.channel, what.words, "shown", {}, {}};
    if (const auto* at_once = std::get_if<bot::saying>(&plan)) {
        done.sentence = at_once->what.what.text;
        done.blocks = at_once->what.what.blocks_json;
        return done;
    }
    const bool changes = std::holds_alternative<bot::changing>(plan);
    const auto piece = changes ? std::get<bot::changing>(plan).piece : std::get<bot::looking>(plan).piece;
    base_->begin();
    const auto came = piece(work());
    if (came && changes) {
        base_->commit();
    } else {
        base_->take_back();
    }
    if (came && changes) done.outcome = "done";
    if (!came) done.outcome = "rejected";
    const auto answer = came ? (*came)() : bot::answer::of({bot::sentence_for(came.why())});
    done.sentence = answer.form.empty() ? answer.what.text : title_of(answer.form);
    done.blocks = answer.what.blocks_json;
    done.form = answer.form;
    return done;
}

} // namespace peerbot::tests
