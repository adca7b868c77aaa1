// The first session of a bot under test, put into the state that a message is about.
#pragma once

#include "tests/bot/commands/bot_under_test.hpp"

namespace peerbot::tests {

inline void set_leading(bot_under_test& bot, core::leader_state leading,
                        const core::user_id& leader = core::user_id{"U1"})
{
    bot.change([&](core::unit_of_work& work) {
        auto meeting = *work.sessions().find(core::session_id{1});
        meeting.leading = leading;
        meeting.leader = {};
        if (leading != core::leader_state::open)
            meeting.leader = work.members().find(core::group_id{1}, leader)->id;
        work.sessions().save(meeting);
    });
}

inline void set_state(bot_under_test& bot, core::session_state state)
{
    bot.change([&](core::unit_of_work& work) {
        auto meeting = *work.sessions().find(core::session_id{1});
        meeting.state = state;
        work.sessions().save(meeting);
    });
}

inline void begin_session(bot_under_test& bot)
{
    bot.look(
        [&](core::unit_of_work& work) { bot.now = work.sessions().find(core::session_id{1})->starts_at; });
}

} // namespace peerbot::tests
