#include "tests/bot/assists/steps.hpp"

#include <stdexcept>

namespace peerbot::tests {
namespace {

constexpr int longest_review = 4; // days

std::string assistee_of(rehearsal& play)
{
    return first_name(play.here().work().members().find(play.current().assistee).value().user);
}

// Those who are asked about their part press when they are asked: in their working hours.
void review(rehearsal& play, const std::string& assistee)
{
    std::vector<std::string> open{"ana", "ben", "cleo", "dan", "eva", "finn"};
    for (int hour = 0; !play.heard_by(assistee, core::message_kind::assist_summary_ready); ++hour) {
        if (hour > longest_review * 24) throw std::logic_error("the review never ended");
        std::erase_if(open, [&](const std::string& person) {
            if (!play.heard_by(person, core::message_kind::assist_review)) return false;
            play.presses(person, "All fine");
            return true;
        });
        play.live_until(play.now() + core::hours{1});
    }
}

} // namespace

void pick(rehearsal& play, const std::string& format, const std::string& call)
{
    play.types("ana", "/assist pick");
    answers chosen{{"format", format}};
    if (!call.empty()) {
        chosen["pace"] = "call";
        chosen["day"] = call.substr(0, 10);
        chosen["time"] = call.substr(11);
    }
    play.fills("ana", chosen);
    for (const auto* person : {"ben", "cleo", "dan", "eva"})
        play.presses_card(person, "Take part");
}

void post(rehearsal& play, const std::string& person, const std::string& text, bool named)
{
    play.presses_card(person, "Post a question");
    play.fills(person, {{"text", text}, {"name", named ? "name" : "none"}});
}

void mark(rehearsal& play, const std::string& person, const std::string& beginning)
{
    play.presses_beside(person, "This affects me", beginning);
}

void propose_call(rehearsal& play, const std::string& person, const std::string& wall,
                  const std::vector<std::string>& others)
{
    play.presses_card(person, "Propose a time");
    play.fills(person, {{"day", wall.substr(0, 10)}, {"time", wall.substr(11)}});
    for (const auto& other : others)
        play.presses_card(other, "I can come");
}

void sum_up(rehearsal& play)
{
    const auto by = assistee_of(play);
    play.presses(by, "Send for review");
    review(play, by);
    play.presses(by, "Publish it here");
    play.live_until(play.now() + core::minutes{1});
}

void tell_what_happened(rehearsal& play, const std::string& text)
{
    const auto by = assistee_of(play);
    play.presses(by, "Tell what happened");
    play.fills(by, {{"text", text}});
}

} // namespace peerbot::tests
