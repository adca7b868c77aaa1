#include "core/reminders/month.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/cards/sessions.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/turns.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_named = 5;
constexpr core::days looked_back{31};

struct summary
{
    std::string text; // one line a paragraph
    std::vector<slack::block> blocks;

    void add(const std::string& paragraph, const std::optional<slack::button>& suggested = {})
    {
        text += (text.empty() ? "" : "\n") + paragraph;
        blocks.push_back(suggested ? slack::section(paragraph, *suggested) : slack::section(paragraph));
    }
};

std::string who_owes_what(const core::explanation& told)
{
    std::vector<std::string> entries;
    for (const auto& one : told.standings) {
        if (entries.size() == most_named) break;
        entries.push_back(
            fmt::format("{} owes {}", slack::mention(one.who.user), core::turns(one.account.owed)));
    }
    const auto left_out = told.standings.size() - entries.size();
    if (left_out == 0) return "Turns to lead, as they stand: " + listed(entries) + ".";
    return fmt::format("Turns to lead, as they stand: {}, and {} more.", fmt::join(entries, ", "), left_out);
}

// How many had said that they come to the sessions of the past month.
void add_attendance(summary& whole, core::unit_of_work& work, const core::group& here, core::instant now)
{
    for (const auto& meeting : work.sessions().before(here.id, now, static_cast<int>(most_named))) {
        if (meeting.starts_at < now - looked_back || meeting.ends_at() > now) break;
        if (meeting.state == core::session_state::cancelled) continue;
        const auto at = session_scene_of(work, meeting.id);
        const auto state = meeting.state == core::session_state::held ? "was held" : "is not booked yet";
        whole.add(fmt::format("{}, {}. {} of {} had said that they come.", session_name(meeting, here.zone),
                              state, at.coming.yes.size(),
                              at.coming.yes.size() + at.coming.no.size() + at.coming.maybe.size() +
                                  at.coming.silent.size()),
                  session_button("Show it", "session.show", meeting, "Show everything about it"));
    }
}

// Whoever is next and was not asked yet can be asked now.
void add_turns(summary& whole, const core::explanation& told, const core::group& here, core::instant now)
{
    if (told.standings.empty()) return;
    auto text = who_owes_what(told);
    for (const auto& one : told.turns) {
        if (one.meeting.starts_at <= now || !one.leader) continue;
        if (one.meeting.leading != core::leader_state::open) continue;
        const auto found =
            std::find_if(told.standings.begin(), told.standings.end(),
                         [&](const core::standing& other) { return other.who.id == *one.leader; });
        if (found == told.standings.end()) continue;
        text += fmt::format(" {}: it is the turn of {}, who was not asked yet.",
                            session_name(one.meeting, here.zone), slack::mention(found->who.user));
        return whole.add(
            text, slack::button{.text = "Ask them now",
                                .action_id = "month.ask_leader",
                                .value = std::to_string(one.meeting.id.value),
                                .style = slack::button_style::normal,
                                .accessibility_label = fmt::format("Ask now who is next to lead session {}",
                                                                   one.meeting.number)});
    }
    whole.add(text);
}

void add_quiet(summary& whole, core::unit_of_work& work, const core::group& here, const core::user_id& reader,
               core::instant now)
{
    auto quiet = core::quiet_members(work, here, now);
    std::erase_if(quiet, [&](const core::quiet_member& one) { return one.who.user == reader; });
    if (quiet.empty()) return whole.add("Nobody has gone quiet.");
    for (std::size_t i = 0; i < std::min(quiet.size(), most_named); ++i) {
        whole.add(fmt::format("{} has proposed, voted, answered and led nothing since {}.",
                              slack::mention(quiet[i].who.user), when(quiet[i].last_seen, here.zone)),
                  slack::button{.text = "Ask how it is going",
                                .action_id = "month.ask",
                                .value = std::to_string(quiet[i].who.id.value),
                                .style = slack::button_style::normal,
                                .accessibility_label =
                                    fmt::format("Ask quiet member {} privately how it is going", i + 1)});
    }
    std::string note =
        "What somebody chose on an anonymous vote is not counted here. Only facilitators read this.";
    if (quiet.size() > most_named) note = fmt::format("And {} more. ", quiet.size() - most_named) + note;
    whole.text += "\n" + note;
    whole.blocks.push_back(slack::context({note}));
}

} // namespace

rendering month_summary_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto here = core::known_group(work, what.group);
    const auto reader = core::facilitating_member(work, here.id, std::get<core::user_id>(what.to));
    if (!reader) return dropped{"they do not facilitate the group any more"};
    summary whole;
    whole.add(fmt::format("A month has begun in {}. This is how the group stands.",
                          slack::channel_link(here.channel)));
    add_attendance(whole, work, here, now);
    add_turns(whole, core::explain_rotation(work, here), here, now);
    add_quiet(whole, work, here, reader->user, now);
    return slack::message(whole.text, whole.blocks);
}

rendering quiet_question_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto here = core::known_group(work, what.group);
    const auto quiet = core::quiet_members(work, here, now);
    const auto found = std::find_if(quiet.begin(), quiet.end(), [&](const core::quiet_member& one) {
        return one.who.id.value == what.subject;
    });
    if (found == quiet.end()) return dropped{"they are not quiet any more, or take a break, or left"};
    const auto text =
        fmt::format("How is it going? The group of {0} has not seen you since {1}, and would like to. If "
                    "this is a bad time, "
                    "type `/peer pause until` and a date in {0}, or `/peer leave`: nobody minds.",
                    slack::channel_link(here.channel), when(found->last_seen, here.zone));
    return slack::message(
        text, {slack::section(text),
               slack::actions({{.text = "I am still here",
                                .action_id = "month.still_here",
                                .value = std::to_string(what.subject),
                                .style = slack::button_style::primary,
                                .accessibility_label = "I am still here and want to stay in the group"}})});
}

} // namespace peerbot::bot
