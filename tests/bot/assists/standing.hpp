// A group in C1 with a peer assist of U2 as it stands in each of its states, with everything in it that
// others must not see; and beside it another group of the same workspace, in C2, with one of its own.
#pragma once

#include "tests/bot/commands/assists.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace peerbot::tests {

// A word in everything that the group of C1 wrote.
inline const std::string confided = "ploughshare";

enum class standing
{
    draft,
    asking,
    inventory,
    choosing,
    unclaimed,
    sharing,
    reviewed,
    published,
    stopped,
};
inline constexpr standing every_standing[] = {standing::draft,    standing::asking,    standing::inventory,
                                              standing::choosing, standing::unclaimed, standing::sharing,
                                              standing::reviewed, standing::published, standing::stopped};
std::string name_of(standing how);

// U1 facilitates the group of C1, U2 to U6 are in it, and U7 has left it. V1 facilitates that of C2.
std::unique_ptr<bot_under_test> group_with_assist(standing how);

// The numbers that a button about the assist of C1 can name beside it, one of each kind there is: what was
// said, a time for a call, a phase. Zero where there is none.
struct named_ids
{
    std::int64_t assist = 0;
    std::vector<std::int64_t> said;
    std::int64_t slot = 0;
    std::int64_t run = 0;
};
named_ids ids_in(bot_under_test& bot);

// What everybody got back, whole, by the response_url or the trigger of what they did.
std::map<std::string, std::string> answers_by_delivery(bot_under_test& bot);

struct pressed_so
{
    bot::slack::block_action what;
    told got;
};
// Each with a sentence or a form, and none as something that broke.
void check_all_answered(bot_under_test& bot, const std::vector<pressed_so>& all);

// Something for every input that a form of assists has.
std::map<std::string, bot::slack::input_value> every_answer(const std::string& text);

} // namespace peerbot::tests
