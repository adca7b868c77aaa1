// What is said because of a session's clock, and when it is moved or cancelled.
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/cards/rotation.hpp"
#include "bot/cards/sessions.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/sessions/details.hpp"
#include "core/sessions/reminders.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::bot {
namespace {

session_scene scene_of_message(core::unit_of_work& work, const core::message& what)
{
    return session_scene_of(work, core::session_id{what.subject});
}

std::string not_theirs(const session_scene& at, const core::message& what)
{
    return at.led_by(std::get<core::user_id>(what.to)) ? std::string{} : "somebody else leads the session";
}

slack::rendered with_buttons(const std::string& text, const std::vector<slack::button>& buttons)
{
    return slack::message(text, {slack::section(text), slack::actions(buttons)});
}

slack::button prepare_button(const core::session& meeting)
{
    return session_button("Links and outline", "session.prepare", meeting,
                          "Add the video link, slides or an outline");
}

slack::button report_button(const core::session& meeting)
{
    return session_button("Recording and notes", "session.report", meeting, "Add the recording or notes");
}

slack::button wonder_button(const core::session& meeting)
{
    return session_button("What I don't know yet", "session.wonder", meeting,
                          "Say what you would like to learn next");
}

std::string hint_for(std::size_t place, std::size_t parts)
{
    if (place == 0) return "Greet people, and say who leads.";
    if (place + 1 == parts) return "Name the next date, and thank who led.";
    return {};
}

std::string still_missing(const session_scene& at)
{
    std::vector<std::string> missing;
    if (at.details.recording.empty() && !at.details.not_recorded)
        missing.emplace_back("the recording, or a word that there is none");
    if (at.details.notes.empty()) missing.emplace_back("a few lines of notes");
    return listed(missing);
}

std::string readiness_lines(const session_scene& at)
{
    const bool sure = at.meeting.leading == core::leader_state::confirmed;
    auto lines = at.leaders.empty() ? std::string("Leader: nobody yet.\n")
                                    : fmt::format("Leader: {}, {}.\n", mentions(at.leaders),
                                                  sure ? "confirmed" : "asked, has not answered");
    lines += at.title.empty() ? "Topic: open.\n" : fmt::format("Topic: {}.\n", bold(at.title));
    lines += at.video_link.empty() ? std::string("Video link: none yet.\n")
                                   : fmt::format("Video link: {}\n", link_of(at.video_link));
    lines += fmt::format("Coming: {} yes, {} maybe, {} no; {} not answered yet.\n", at.coming.yes.size(),
                         at.coming.maybe.size(), at.coming.no.size(), at.coming.silent.size());
    return lines;
}

} // namespace

rendering session_card_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of_message(work, what);
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    return session_card(work, at.meeting, now);
}

rendering session_begins_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of_message(work, what);
    if (!at.planned()) return dropped{"the session is not planned any more"};
    const auto text = fmt::format("Session {} begins now. {}{}{}", at.meeting.number, about_sentence(at),
                                  leader_sentence(at, now), link_sentence(at));
    const auto sheet = "How it goes:\n" + run_sheet_lines(core::run_sheet_of(at.here, at.meeting.length));
    return slack::message(text + "\n" + sheet, {slack::section(text), slack::section(sheet),
                                                slack::actions({wonder_button(at.meeting)})});
}

rendering cue_card_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of_message(work, what);
    if (!at.planned()) return dropped{"the session is not planned any more"};
    const auto sheet = core::run_sheet_of(at.here, at.meeting.length);
    std::string lines;
    core::minutes from{0};
    for (std::size_t i = 0; i < sheet.size(); ++i) {
        const auto hint = hint_for(i, sheet.size());
        lines +=
            fmt::format("Minute {}: *{}* for {}.{}{}\n", from.count(), slack::quiet(sheet[i].name),
                        counted(sheet[i].length.count(), "minute", "minutes"), hint.empty() ? "" : " ", hint);
        from += sheet[i].length;
    }
    const auto text = fmt::format("You chair {}, which begins now. {}{}\n{}", place_and_time(at),
                                  about_sentence(at), leader_sentence(at, now), lines);
    return slack::message(text, {slack::section(text)});
}

rendering leader_prepares_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of_message(work, what);
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    if (auto why = not_theirs(at, what); !why.empty()) return dropped{std::move(why)};
    const auto ready = preparation_lines(at);
    const auto ask = ready.empty()
                         ? std::string("An outline in a few lines, or a link to slides, helps people "
                                       "to come prepared.")
                         : "This is what people see so far:\n" + ready;
    return with_buttons(fmt::format("You lead {}.{} {}{}", place_and_time(at),
                                    clock_words(work, at, std::get<core::user_id>(what.to)),
                                    about_sentence(at), ask),
                        {prepare_button(at.meeting), skip_button(at.meeting.id)});
}

rendering leader_hour_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of_message(work, what);
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    if (auto why = not_theirs(at, what); !why.empty()) return dropped{std::move(why)};
    const auto coming = at.coming.yes.size() + at.coming.maybe.size();
    const auto people =
        coming == 0
            ? std::string{}
            : fmt::format("{} may come. ", counted(static_cast<std::int64_t>(coming), "person", "people"));
    return with_buttons(fmt::format("In an hour you lead {}.{} {}{}{}", place_and_time(at),
                                    clock_words(work, at, std::get<core::user_id>(what.to)),
                                    about_sentence(at), link_sentence(at), people),
                        {prepare_button(at.meeting)});
}

rendering leader_reports_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto at = scene_of_message(work, what);
    if (at.meeting.state == core::session_state::cancelled) return dropped{"the session did not take place"};
    if (auto why = not_theirs(at, what); !why.empty()) return dropped{std::move(why)};
    if (!core::report_is_missing(at.details)) return dropped{"recording and notes are there"};
    return with_buttons(fmt::format("Thank you for leading {}. For those who could not come, please add {}.",
                                    place_and_time(at), still_missing(at)),
                        {report_button(at.meeting)});
}

rendering readiness_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of_message(work, what);
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    return with_buttons(fmt::format("This is how {} stands:\n{}", place_and_time(at), readiness_lines(at)),
                        {session_button("Show the session", "session.show", at.meeting,
                                        "Show everything about the session")});
}

rendering report_missing_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto at = scene_of_message(work, what);
    if (at.meeting.state == core::session_state::cancelled) return dropped{"the session did not take place"};
    if (!core::report_is_missing(at.details)) return dropped{"recording and notes are there"};
    return with_buttons(fmt::format("Something is missing from {}: {}. You can add it yourself.",
                                    place_and_time(at), still_missing(at)),
                        {report_button(at.meeting)});
}

rendering session_missed_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of_message(work, what);
    if (at.meeting.state == core::session_state::cancelled) return dropped{"the session did not take place"};
    if (!at.over(now)) return dropped{"the session was moved"};
    // Each of these may fill a block of its own.
    std::vector<std::string> parts{fmt::format("You could not come to {}. {}{}\n", place_and_time(at),
                                               about_sentence(at), leader_sentence(at, now)),
                                   report_lines(at), preparation_lines(at)};
    if (parts[1].empty() && parts[2].empty()) parts[1] = "No notes or recording were added so far.\n";
    parts.emplace_back("What would you have liked to ask? You still can, and the group sees it.");
    std::string text;
    std::vector<slack::block> blocks;
    for (const auto& part : parts) {
        text += part;
        if (!part.empty()) blocks.push_back(slack::section(part));
    }
    blocks.push_back(slack::actions({wonder_button(at.meeting)}));
    return slack::message(text, blocks);
}

rendering session_moved_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of_message(work, what);
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    const auto text = fmt::format("{}{}{}Please say again whether you will come.", state_sentence(at, now),
                                  about_sentence(at), leader_sentence(at, now));
    return with_buttons(text, answer_buttons(at.meeting));
}

rendering session_cancelled_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of_message(work, what);
    if (at.meeting.state != core::session_state::cancelled) return dropped{"the session is planned again"};
    for (const auto& next : work.sessions().planned(at.here.id)) {
        if (next.starts_at <= now) continue;
        return slack::rendered{fmt::format("{}The next one is {}.", state_sentence(at, now),
                                           when(next.starts_at, at.here.zone))};
    }
    return slack::rendered{state_sentence(at, now)};
}

} // namespace peerbot::bot
