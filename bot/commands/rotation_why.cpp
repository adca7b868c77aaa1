// `/rotation why`: the order in numbers, one person's account, or what happened to one session.
#include "bot/cards/phrases.hpp"
#include "bot/cards/scene.hpp"
#include "bot/commands/rotation.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/turns.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

constexpr const char* rule =
    "Each session that was held adds an equal share of one turn to everybody who could have led it, "
    "and takes one whole turn from who led; two leaders halve it. Nobody comes to owe two turns: who would "
    "takes "
    "no share, and the others share that turn. Nobody gets two turns ahead: a turn that would take its "
    "leader so "
    "far counts as led, as a gift for which nobody owes anything. Whoever owes most leads next; of equals, "
    "who "
    "has not led for longest, then who joined first. Nobody leads twice running, or twice within a week in "
    "two "
    "groups. New members take part in the order after one session that they came to, or 30 days, and owe "
    "nothing "
    "before.";

std::string person(core::unit_of_work& work, core::member_id id)
{
    const auto who = work.members().find(id);
    return who ? slack::mention(who->user) : std::string("somebody who left");
}

// Which rule decided this turn.
std::string reason_line(core::unit_of_work& work, const core::turn& one)
{
    auto name = fmt::format("Session {}", one.meeting.number);
    if (one.decided_by == core::turn_rule::no_training)
        return fmt::format("{}: {} this time, which nobody leads.", name, format_words(one.meeting.format));
    if (!one.leader) return name + ": nobody is available on that day.";
    auto who = person(work, *one.leader);
    if (one.meeting.co_leader) who += " and " + person(work, one.meeting.co_leader);
    switch (one.decided_by) {
    case core::turn_rule::confirmed:
        return fmt::format("{}: {} said yes, or was chosen by a facilitator.", name, who);
    case core::turn_rule::asked:
        return fmt::format("{}: {} was asked and has not said yes yet.", name, who);
    case core::turn_rule::owes_most:
        return fmt::format("{}: {} owes most by then, {} of a turn.", name, who, core::turns(one.owed));
    case core::turn_rule::longest_since:
        return fmt::format("{}: {} owes as much as others, and has not led for the longest time.", name, who);
    case core::turn_rule::joined_first:
        return fmt::format("{}: {} owes as much as others, and joined first.", name, who);
    case core::turn_rule::only_one:
        return fmt::format("{}: {} is the only one who can.", name, who);
    case core::turn_rule::no_training:
        break;
    }
    return name;
}

std::string standing_line(const core::standing& one, const core::group& here, core::instant now)
{
    auto line =
        fmt::format("{}: owes {}, led {}.", slack::mention(one.who.user), core::turns(one.account.owed),
                    counted(one.account.turns_led, "session", "sessions"));
    if (one.leads_from && *one.leads_from > now)
        line += fmt::format(" New: proposed from {} on, or after the first session.",
                            when(*one.leads_from, here.zone));
    return line;
}

std::string reasons_of(core::unit_of_work& work, const core::turn& one)
{
    std::string reasons;
    for (const auto skipper : work.ledger().skipped(one.meeting.id))
        reasons += fmt::format("Session {}: {} let it pass.\n", one.meeting.number, person(work, skipper));
    return reasons + reason_line(work, one) + "\n";
}

wording explained(const std::string& title, const std::string& standings, const std::string& reasons)
{
    return [title, standings, reasons] {
        return answer::of(
            slack::message(standings + reasons + rule, {slack::header(title), slack::section(standings),
                                                        slack::section(reasons), slack::context({rule})}));
    };
}

wording whole_order(core::unit_of_work& work, const core::group& here, core::instant now)
{
    const auto told = core::explain_rotation(work, here);
    std::string standings;
    for (const auto& one : told.standings)
        standings += standing_line(one, here, now) + "\n";
    std::string reasons;
    for (const auto& one : told.turns)
        reasons += reasons_of(work, one);
    std::vector<std::string> last;
    for (const auto one : told.last_leaders)
        last.push_back(person(work, one));
    if (!last.empty()) reasons += fmt::format("{} led last, so somebody else is next.\n", listed(last));
    return explained("Why this order", standings, reasons);
}

core::result<wording> order_for_person(core::unit_of_work& work, const core::group& here,
                                       const core::user_id& named, core::instant now)
{
    const auto who = core::named_member(work, here.id, named);
    if (!who) return who.why();
    const auto told = core::explain_rotation(work, here);
    std::string standing;
    for (const auto& one : told.standings)
        if (one.who.id == who->id) standing = standing_line(one, here, now) + "\n";
    std::string reasons;
    for (const auto& one : told.turns) {
        const auto skipped = work.ledger().skipped(one.meeting.id);
        const bool passed = std::find(skipped.begin(), skipped.end(), who->id) != skipped.end();
        if (one.leader == who->id || one.meeting.co_leader == who->id)
            reasons += reason_line(work, one) + "\n";
        else if (passed)
            reasons +=
                fmt::format("Session {}: {} let it pass.\n", one.meeting.number, slack::mention(who->user));
    }
    if (reasons.empty()) reasons = "None of the planned sessions is theirs: others owe more by then.\n";
    return explained("Why this order", standing, reasons);
}

// Whoever changed it, when somebody did.
std::string doer(const core::turn_change& one)
{
    return one.by ? slack::mention(*one.by) : std::string("The rotation");
}

std::string change_words(core::unit_of_work& work, const core::turn_change& one)
{
    const auto from = one.from ? person(work, one.from) : std::string("nobody");
    const auto to = one.to ? person(work, one.to) : std::string("nobody");
    switch (one.cause) {
    case core::turn_cause::asked:
        return fmt::format("{} was asked, because it was their turn.", to);
    case core::turn_cause::confirmed:
        return fmt::format("{} said that they lead it.", to);
    case core::turn_cause::offered:
        return fmt::format("{} could not make it, and offered it to the group.", to);
    case core::turn_cause::passed:
        if (doer(one) == from) return fmt::format("{} let it pass.", from);
        return fmt::format("{} let it pass for {}.", doer(one), from);
    case core::turn_cause::unavailable:
        return fmt::format("{} can no longer lead it.", from);
    case core::turn_cause::took_offer:
        return fmt::format("{} took it when it was offered.", to);
    case core::turn_cause::swapped:
        return fmt::format("{} and {} agreed that {} leads it.", from, to, to);
    case core::turn_cause::stood_in:
        return fmt::format("{} was next in the order, and said that they lead it.", to);
    case core::turn_cause::named:
        if (!one.to) return fmt::format("{} took {} off it.", doer(one), from);
        return fmt::format("{} chose {}.", doer(one), to);
    case core::turn_cause::planned:
        return fmt::format("{} settled the plan of a vote, by which {} was asked.", doer(one), to);
    case core::turn_cause::moved:
        return fmt::format("{} moved the session, and the order decided anew.", doer(one));
    case core::turn_cause::no_training:
        return fmt::format("{} made it a session that nobody leads.", doer(one));
    case core::turn_cause::led:
        return one.to ? fmt::format("{} booked that {} led it.", doer(one), to)
                      : fmt::format("{} booked that others than {} led it.", doer(one), from);
    }
    return {};
}

std::string now_waiting(core::unit_of_work& work, const core::group& here, const core::session& meeting)
{
    std::string text;
    if (const auto open = work.turns().open_for(meeting.id)) {
        text += open->to
                    ? fmt::format("{} is asked whether they take it, until {}.\n", person(work, open->to),
                                  when(open->ends_at, here.zone))
                    : fmt::format("It is offered to the group until {}.\n", when(open->ends_at, here.zone));
    }
    if (const auto backup = work.turns().backup(meeting.id))
        text += fmt::format("{} is asked to step in.\n", person(work, *backup));
    return text;
}

core::result<wording> story_of(core::unit_of_work& work, const core::group& here, int number)
{
    const auto meeting = work.sessions().find_number(here.id, number);
    if (!meeting) return core::rejection{.why = core::reason::no_session_planned, .number = number};
    std::string story;
    for (const auto& one : work.turns().changes(meeting->id))
        story += fmt::format("{}: {}\n", when(one.at, here.zone), change_words(work, one));
    if (story.empty()) story = "Nobody has been asked to lead it yet.\n";
    std::string stands;
    for (const auto& one : core::coming_turns(work, here))
        if (one.meeting.id == meeting->id) stands += reasons_of(work, one);
    stands += now_waiting(work, here, *meeting);
    return wording{[title = session_name(*meeting, here.zone), story, stands] {
        std::vector<slack::block> blocks{slack::section("*" + title + "*"), slack::section(story)};
        if (!stands.empty()) blocks.push_back(slack::section(stands));
        return answer::of(slack::message(title + "\n" + story + stands, blocks));
    }};
}

} // namespace

plan why_typed(const invocation& told)
{
    const auto read = read_which(told);
    if (!read.understood || read.people.size() > 1 || (read.number && !read.people.empty()))
        return saying{
            say("Write it like `/rotation why`, `/rotation why 2` or `/rotation why @name`. Nothing was "
                "changed.")};
    return looking{[who = told.who, read](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        if (read.number) return story_of(work, *here, *read.number);
        if (!read.people.empty()) return order_for_person(work, *here, read.people.front(), who.now);
        return whole_order(work, *here, who.now);
    }};
}

} // namespace peerbot::bot
