// What the card, the messages and the answers about a peer assist share: the assist as it stands, the buttons
// about it, and a page put together piece by piece.
#pragma once

#include "bot/cards/render.hpp"
#include "core/assist/view.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::bot {

struct assist_scene
{
    core::group here;
    core::assist_view seen;

    const core::assist& one() const { return seen.what; }
};
assist_scene assist_scene_of(core::unit_of_work& work, const core::assist& one);

// "peer assist 3".
std::string assist_name(const core::assist& one);
// What people wrote; a sentence instead of the words of somebody who is forgotten.
std::string still_told(const std::string& text);
// The question as it stands, in bold; words instead of it while there is none.
std::string question_words(const core::assist& one);
// "Peer assist 3 in #desk: *How do we choose?*", at the beginning of what is told to one person.
std::string about_words(const assist_scene& at);
// A member as others see them; "somebody" for nobody, or who is not stored any more.
std::string person_words(core::unit_of_work& work, core::member_id who);
std::string people_words(core::unit_of_work& work, const std::vector<core::member_id>& people);
// What somebody did: "asks", "did this".
std::string said_words(const core::contribution& one);
// Where it stands, in sentences.
std::string assist_state_words(core::unit_of_work& work, const assist_scene& at);
// "in a call", "in writing".
std::string pace_words(core::assist_pace pace);

// A text and its blocks.
struct assist_page
{
    std::string text;
    std::vector<slack::block> blocks;

    void add(const std::string& mrkdwn); // a section
    // What people wrote, in as many sections as it needs.
    void add_quoted(const std::string& heading, std::string_view quoted);
    void add_buttons(const std::vector<slack::button>& buttons);
    slack::rendered message() const;
};

// The five answers of somebody who asks for help.
void add_brief(assist_page& page, const core::brief& what);

// Of a button, its words and, for screen readers, what it does to which assist.
struct assist_label
{
    std::string text;
    std::string spoken;
};
// Its value is the assist's number in storage, with `more` after a colon.
slack::button assist_button(const assist_label& label, const std::string& action, const core::assist& one,
                            const std::string& more = {});
slack::button asked_first(slack::button button, const std::string& title, const std::string& text,
                          const std::string& yes);
slack::button show_assist_button(const core::assist& one);
slack::button stop_assist_button(const core::assist& one);
// The button with which people say what a phase asks for; nothing where it has no form, or another one.
std::optional<slack::button> contribute_button(const assist_scene& at);
// The phase begins when more people take part.
bool waits_for_people(const assist_scene& at);
// Whether it is their turn: the button of others is none for them.
bool speaks_now(const assist_scene& at, core::member_id who);
// Whoever opens the form of this kind.
slack::button contribute_button_of(const core::assist& one, core::contribution_kind kind);
std::string kind_code(core::contribution_kind kind);
std::optional<core::contribution_kind> kind_of_code(std::int64_t code);

// For a facilitator about a draft, and for the assistee about a format that was suggested.
std::vector<slack::button> deciding_buttons(const core::assist& one);
std::vector<slack::button> suggestion_buttons(const core::assist& one);

// assist_card.cpp
slack::rendered draw_assist_card(core::unit_of_work& work, const core::assist& one, core::instant now);

// assist_midway.cpp
slack::rendered draw_assist_midway(core::unit_of_work& work, const assist_scene& at);

// assist_choosing.cpp
bool collects_challenges(const assist_scene& at);
bool marks_challenges(const assist_scene& at);
// A question is chosen that nobody brings.
bool wants_somebody(const assist_scene& at);
std::vector<slack::button> choosing_buttons(const assist_scene& at);
slack::button decline_to_bring_button(const core::assist& one);
// All that were posted in one phase, without names unless everybody gave theirs.
slack::rendered challenges_message(core::unit_of_work& work, const assist_scene& at, core::phase_run_id run);
// What only the viewer sees; above it, what was done.
slack::rendered own_marks_page(core::unit_of_work& work, const assist_scene& at, core::member_id viewer,
                               const std::string& note);

// assist_calls.cpp
// The times in question, or the one that was chosen, with the buttons about them; and that notes are awaited
// of one that is over.
void add_call(assist_page& page, core::unit_of_work& work, const assist_scene& at, core::instant now);
// The phase is one in which a call can be arranged, and none is set.
bool arranges_call(const assist_scene& at, core::instant now);
slack::button propose_slot_button(const core::assist& one);
slack::button call_notes_button(const core::assist& one);
rendering call_message(core::unit_of_work& work, const assist_scene& at, const core::call_slot& slot,
                       const core::message& what, core::instant now);

// assist_turns.cpp: to people for whom the phase waits
rendering assist_turn_message(core::unit_of_work& work, const assist_scene& at, core::phase_run_id run,
                              const core::message& what);

// assist_letters.cpp: to the people who decide, ask or facilitate
rendering assist_letter(core::unit_of_work& work, const assist_scene& at, const core::message& what);

} // namespace peerbot::bot
