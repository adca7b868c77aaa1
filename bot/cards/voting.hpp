// Topics, ballots and results in words, as cards, reminders and private answers all show them.
#pragma once

#include "bot/slack/blocks.hpp"
#include "core/unit_of_work.hpp"
#include "core/voting/cast_vote.hpp"
#include "core/voting/results.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace peerbot::bot {

// "proposed by Ana, 3 people want it, Ben can teach it, taught once". In a vote it also tells what was
// reworded since that opened.
std::string about_topic(const core::topic& subject, std::optional<core::instant> vote_opened = {});

// ", planned for session 2 already" when it is: such a topic takes no room in the result.
std::string planned_words(const core::ballot_line& line);

// Opens the private view of the ballot.
slack::button show_mine_button(const core::ballot& running);

// One topic with a button, on the card that all share: a press goes on from what the presser had chosen.
slack::block topic_row(const core::ballot& running, const core::ballot_line& line);

// The same in a view that only one member sees: the button does what it says, however old the view is.
slack::block my_topic_row(const core::ballot_view& seen, const core::ballot_line& line);

// The topic's name as presses and answers say it: "3. Title", in bold.
std::string numbered(int number, std::string_view title);
std::string numbered(const core::topic& subject);

// How a ballot is voted on, as a sentence or two.
std::string how_to_vote(const core::ballot& running);
// Who sees what, now and later.
std::string who_sees_what(const core::ballot& running);

// The result as it is shown now: a run-off is offered only while it can still be opened.
core::ballot_result result_now(core::unit_of_work& work, const core::ballot& closed);

// Places, turnout, ties and rounds. As a message's text, which begins with the headline and always has every
// place: of long titles only as much as fits. As blocks with whole titles, and bars beside the numbers.
std::string result_words(const std::string& headline, const core::ballot_result& result);
std::vector<slack::block> result_blocks(const core::ballot_result& result);
// "A facilitator closed vote 2 <when>."
std::string closing_words(const core::ballot& closed, const std::string& zone);

// How much of each title, in UTF-16 units of escaped text, fits a message's text beside so many other units.
std::size_t room_for_titles(const std::vector<core::ballot_line>& lines, std::size_t others);

// Lines of mrkdwn in as many sections as they need, so that a long list is not cut short.
std::vector<slack::block> paged(std::string_view lines);

} // namespace peerbot::bot
