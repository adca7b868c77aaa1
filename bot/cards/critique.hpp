// A critique as people see it: its card in the channel, and the same with everything about it for one person.
#pragma once

#include "bot/slack/blocks.hpp"
#include "core/critique/critique.hpp"
#include "core/groups/group.hpp"
#include "core/sessions/session.hpp"
#include "core/unit_of_work.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace peerbot::bot {

struct critique_scene
{
    core::group here;
    core::critique request;
    core::user_id asker;
    std::vector<core::critic> critics;
    std::map<core::member_id, core::user_id> people; // the critics
    std::optional<core::session> meeting;            // that it is, or was, discussed in

    // How many stand so.
    std::size_t count(core::critic_state state) const;
    const core::critic* critic(core::member_id member) const; // nullptr when they are not one
};

// Throws std::logic_error when the request is gone.
critique_scene critique_scene_of(core::unit_of_work& work, core::critique_id request);

// The work itself: its address to be pressed, or the words for it.
std::string subject_words(const core::critique& request);
// "critique 3 (*the election guide*)": short enough for a line of a list.
std::string critique_name(const core::critique& request);
// "*the election guide*": the same without its number.
std::string subject_line(const core::critique& request);
std::string stage_words(core::work_stage stage);
// "critique 3 of @ana (*the election guide*)"
std::string critique_of(const critique_scene& at);

// What somebody wrote, as a quotation under its heading, in as many sections as it takes to show all of it.
std::vector<slack::block> quoted_sections(const std::string& heading, const std::string& text);

// A text and its blocks, put together piece by piece.
struct composed
{
    std::string text;
    std::vector<slack::block> blocks;

    void add(const std::string& mrkdwn);         // a section
    void add_heading(const std::string& mrkdwn); // in bold
    void add_quoted(const std::string& heading, const std::string& quoted);
    void add_buttons(const std::vector<slack::button>& buttons);
    slack::rendered message() const;
};

// A header that is said as well.
void add_title(composed& page, const core::critique& request);
// What is asked for: the work, its stage, purpose, what to look at and what not.
void add_request(composed& page, const critique_scene& at);
// How far it is: who looks at it, until when, or what it came to. A sentence.
std::string critique_state_sentence(const critique_scene& at);

// As the buttons name it: the request's number in storage.
slack::button critique_button(const std::string& text, const std::string& action,
                              const core::critique& request, const std::string& spoken);
// Asked before something that cannot be taken back.
slack::button close_button(const core::critique& request);
std::vector<slack::button> writing_buttons(const core::critique& request, core::critic_state mine,
                                           bool may_decline = true);
std::vector<slack::button> facilitating_buttons(const core::critique& request);
std::vector<slack::button> afterwards_buttons(const core::critique& request);

// Who reads.
struct critique_viewer
{
    core::member_id member;
    bool asks = false;
    bool facilitates = false;
    bool active = false; // could look at it
};

// Everything about a request that the viewer may see; of the feedback as much as fits from the one at `from`
// on, with a button for the rest. `note` says what was done just now.
slack::rendered critique_view(core::unit_of_work& work, const critique_scene& at, const critique_viewer& by,
                              std::size_t from, const std::string& note = {});
// Adds the feedback alone.
void add_feedback(composed& page, const critique_scene& at, const critique_viewer& by,
                  const std::vector<core::feedback>& all, std::size_t from);

} // namespace peerbot::bot
