#include "tests/bot/assists/rehearsal.hpp"

#include "bot/assist_templates.hpp"
#include "tests/bot/year/transcript.hpp"
#include "tests/support/group.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::tests {
namespace {

const std::string channel = "desk";
constexpr int longest_wait = 400; // events
constexpr core::seconds deed_takes{20};

// "[Take part] [Show it]", of a message or an answer.
std::string buttons_of(const std::string& blocks)
{
    std::string text;
    if (blocks.empty()) return text;
    for (const auto& block : nlohmann::json::parse(blocks))
        for (const auto& one : block.value("elements", nlohmann::json::array()))
            if (one.value("type", "") == "button")
                text += " [" + one.at("text").at("text").get<std::string>() + "]";
    return text;
}

// What the sessions of the group are about is left out.
bool of_assist(const heard& one)
{
    return one.what.kind >= core::message_kind::assist_card &&
           one.what.kind <= core::message_kind::assist_summary_lapsed;
}

struct line
{
    core::instant at;
    std::string text;
};

} // namespace

rehearsal::rehearsal()
{
    for (const auto* person : {"ana", "ben", "cleo", "dan", "eva", "finn"})
        here_->meet(person, "Europe/London");
    core::keep_templates(here_->work(), bot::load_assist_templates(""));
    const auto monday = here_->at("2027-01-04 09:30", "ana");
    here_->types(monday, "ana", channel, "/peer setup second Tuesday 15:00 Europe/London");
    for (const auto* person : {"ben", "cleo", "dan", "eva", "finn"})
        here_->types(monday + core::minutes{1}, person, channel, "/peer join");
    here_->live_until(monday + core::minutes{30});
    restart();
}

void rehearsal::fail(const std::string& why)
{
    const auto& last = here_->deeds().back();
    throw std::logic_error(why + ", after " + last.person + ": " + last.words + ": " + last.outcome + ": " +
                           last.sentence + "\n" + transcript());
}

// As the application starts.
void rehearsal::restart()
{
    here_ = std::make_unique<lived_workspace>(*here_);
    core::keep_templates(here_->work(), bot::load_assist_templates(""));
}

void rehearsal::after_deed()
{
    here_->live_until(now() + deed_takes + core::milliseconds{1});
    const auto& last = here_->deeds().back();
    if (last.outcome != "done" && last.outcome != "shown") fail("a step was not taken");
    restart();
}

void rehearsal::types(const std::string& person, const std::string& line)
{
    here_->types(now() + deed_takes, person, channel, line);
    after_deed();
}

void rehearsal::presses(const std::string& person, const std::string& button)
{
    here_->presses(now() + deed_takes, person, button);
    after_deed();
}

void rehearsal::presses_card(const std::string& person, const std::string& button)
{
    here_->presses_card(now() + deed_takes, person, button);
    after_deed();
}

void rehearsal::presses_beside(const std::string& person, const std::string& button, const std::string& words)
{
    here_->presses_beside(now() + deed_takes, person, button, words);
    after_deed();
}

bool rehearsal::heard_by(const std::string& person, core::message_kind kind) const
{
    const auto& said = here_->said();
    return std::any_of(said.begin(), said.end(), [&](const heard& one) {
        const auto* to = std::get_if<core::user_id>(&one.what.to);
        return one.what.kind == kind && to != nullptr && *to == user_of(person);
    });
}

void rehearsal::fills(const std::string& person, const answers& with)
{
    here_->fills(now() + deed_takes, person, with);
    after_deed();
}

void rehearsal::says(const std::string& person, const std::string& button, const answers& with)
{
    presses_card(person, button);
    fills(person, with);
}

void rehearsal::live_until(const std::string& wall)
{
    live_until(here_->at(wall, "ana"));
}

void rehearsal::live_until(core::instant end)
{
    here_->live_until(end);
    restart();
}

void rehearsal::live_to(const std::string& name)
{
    for (int i = 0; i < longest_wait && phase() != name; ++i) {
        const auto next = here_->work().timers().next_due();
        if (!next) fail("nothing would happen any more");
        live_until(std::max(now(), *next) + core::milliseconds{1});
    }
    if (phase() != name) fail("the phase never came: " + name);
}

void rehearsal::live_to_the_end()
{
    for (int i = 0; i < longest_wait && !current().over(); ++i) {
        const auto next = here_->work().timers().next_due();
        if (!next) fail("nothing would happen any more");
        live_until(std::max(now(), *next) + core::milliseconds{1});
    }
    if (!current().over()) fail("the assist never ended");
}

void rehearsal::ask(const std::string& format, const std::string& call,
                    const std::vector<std::string>& joining)
{
    types("ben", "/assist ask");
    answers brief{{"question", "How do we choose which requests to answer?"},
                  {"situation", "Our desk gets forty requests a week, and two of us answer them."},
                  {"tried", "A shared list, oldest first."},
                  {"bounds", "Nobody can be hired this year."},
                  {"good", "A rule that we can tell those who ask."},
                  {"format", format}};
    if (!call.empty()) {
        brief["pace"] = "live";
        brief["day"] = call.substr(0, 10);
        brief["time"] = call.substr(11);
    }
    fills("ben", brief);
    if (current().state == core::assist_state::draft) {
        presses("ana", "Accept");
        fills("ana", {});
    }
    for (const auto& person : joining)
        presses_card(person, "Take part");
}

core::assist rehearsal::current()
{
    return here_->work().assists().newest(group().id, 1).at(0);
}

std::string rehearsal::phase()
{
    const auto run = here_->work().assists().running(current().id);
    return run && run->ends_at ? core::phase_of(here_->work(), current(), *run).name : std::string();
}

std::string rehearsal::transcript()
{
    const auto& where = here_->zone_of("ana");
    // A deed before what comes of it at once.
    std::vector<line> lines;
    for (const auto& one : here_->deeds())
        lines.push_back(
            {one.at, fmt::format("     {}: {} -> {}{}", one.person, one.words,
                                 on_one_line(as_read(one.sentence, where)), buttons_of(one.blocks))});
    for (const auto& one : here_->said()) {
        if (!of_assist(one)) continue;
        const auto* person = std::get_if<core::user_id>(&one.what.to);
        lines.push_back(
            {one.at, fmt::format("{}: {}{}", person == nullptr ? "#" + channel : "to " + first_name(*person),
                                 on_one_line(as_read(one.text, where)), buttons_of(one.blocks))});
    }
    for (const auto& one : here_->pictures())
        if (of_assist(here_->said().at(one.message)))
            lines.push_back({one.at, fmt::format("the card: {}{}", on_one_line(as_read(one.text, where)),
                                                 buttons_of(one.blocks))});
    std::stable_sort(lines.begin(), lines.end(),
                     [](const line& one, const line& other) { return one.at < other.at; });
    std::string text;
    for (const auto& one : lines)
        text += clock_in(where, one.at) + "  " + one.text + "\n";
    return text;
}

} // namespace peerbot::tests
