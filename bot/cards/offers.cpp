// Messages about turns that change hands: offers to the group, swaps, backups, and turns let pass.
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/cards/rotation.hpp"
#include "bot/cards/scene.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"

#include <fmt/format.h>
#include <optional>
#include <stdexcept>

namespace peerbot::bot {
namespace {

core::turn_offer known_offer(core::unit_of_work& work, const core::message& what)
{
    auto found = work.turns().find(core::offer_id{what.subject});
    if (!found) throw std::logic_error("a stored message names an offer that is not stored");
    return *found;
}

std::string person(core::unit_of_work& work, core::member_id id)
{
    const auto who = work.members().find(id);
    return who ? slack::mention(who->user) : std::string("somebody");
}

slack::button offer_button(const std::string& text, const std::string& action, const core::turn_offer& offer,
                           const std::string& label, slack::button_style style)
{
    return {.text = text,
            .action_id = action,
            .value = std::to_string(offer.id.value),
            .style = style,
            .accessibility_label = label};
}

slack::button take_button(const core::turn_offer& offer, const std::string& text)
{
    return offer_button(text, "rotation.take", offer, text + ": take over this session",
                        slack::button_style::primary);
}

slack::rendered with_buttons(const std::string& text, const std::vector<slack::button>& buttons)
{
    return slack::message(text, {slack::section(text), slack::actions(buttons)});
}

// Members read only that somebody can no longer lead it, never why.
std::string why_offered(core::unit_of_work& work, const core::turn_offer& offer)
{
    switch (offer.cause) {
    case core::offer_cause::cannot:
        return fmt::format("{} cannot lead it.", person(work, offer.from));
    case core::offer_cause::unavailable:
        return fmt::format("{} can no longer lead it.", person(work, offer.from));
    case core::offer_cause::unanswered:
        break;
    }
    return "Nobody has said for sure that they lead it.";
}

std::string about(const scene& at)
{
    return at.title.empty() ? std::string{} : fmt::format(", about {}", bold(at.title));
}

std::string ending_of(core::unit_of_work& work, const core::turn_offer& offer, const scene& at)
{
    if (offer.state == core::offer_state::accepted)
        return fmt::format("Taken: {} leads it.", person(work, offer.answered_by));
    if (at.meeting.leading == core::leader_state::confirmed)
        return fmt::format("Not open any more: {} lead{} it.", mentions(at.leaders),
                           at.leaders.size() > 1 ? "" : "s");
    return "Not open any more. The rotation goes on by itself; `/rotation` shows who leads.";
}

} // namespace

slack::rendered offer_card(core::unit_of_work& work, const core::turn_offer& offer)
{
    const auto at = scene_of(work, offer.meeting);
    const auto name = session_name(at.meeting, at.here.zone) + about(at);
    if (offer.state != core::offer_state::open) {
        const auto text = fmt::format("{} was offered to the group. {}", name, ending_of(work, offer, at));
        return slack::message(text, {slack::section(text)});
    }
    const auto text = fmt::format("Who wants to lead {}? {} The first who takes it leads it, and it counts "
                                  "as their turn. Open until {}.",
                                  name, why_offered(work, offer), when(offer.ends_at, at.here.zone));
    return with_buttons(text, {take_button(offer, "I will lead it")});
}

rendering turn_offered_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto offer = known_offer(work, what);
    if (offer.state != core::offer_state::open) return dropped{"the offer is not open any more"};
    if (auto why = overtaken(scene_of(work, offer.meeting), now); !why.empty())
        return dropped{std::move(why)};
    return offer_card(work, offer);
}

rendering swap_asked_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto offer = known_offer(work, what);
    if (offer.state != core::offer_state::open) return dropped{"the offer is not open any more"};
    const auto at = scene_of(work, offer.meeting);
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    auto text = fmt::format("Will you lead {}{}? {} cannot, and asks you.", place_and_time(at), about(at),
                            person(work, offer.from));
    if (offer.in_return) {
        const auto back = scene_of(work, offer.in_return);
        text +=
            fmt::format(" In return they lead for you on {}.", when(back.meeting.starts_at, at.here.zone));
    }
    text += fmt::format(" Until {} it is up to you; no is a fine answer.", when(offer.ends_at, at.here.zone));
    return with_buttons(text, {take_button(offer, "Yes, I will"),
                               offer_button("No, sorry", "rotation.decline", offer,
                                            "No, sorry: the session stays with whoever has it",
                                            slack::button_style::normal)});
}

namespace {

std::string accepted_words(core::unit_of_work& work, const core::turn_offer& offer, const scene& at)
{
    auto text =
        fmt::format("Good news: {} leads {} for you.", person(work, offer.answered_by), place_and_time(at));
    if (!offer.in_return) return text;
    const auto back = scene_of(work, offer.in_return);
    return text + fmt::format(" In return you lead on {}.", when(back.meeting.starts_at, at.here.zone));
}

std::string not_taken_words(core::unit_of_work& work, const core::turn_offer& offer, const scene& at)
{
    const auto name = place_and_time(at);
    if (offer.state == core::offer_state::declined)
        return fmt::format("Still yours is {}: {} cannot lead it for you.", name, person(work, offer.to));
    if (offer.to)
        return fmt::format("Still yours is {}: {} has not answered in time.", name, person(work, offer.to));
    auto text = fmt::format("Still yours is {}: nobody has taken it yet.", name);
    if (const auto backup = work.turns().backup(offer.meeting))
        text += fmt::format(" {} is being asked to step in.", person(work, *backup));
    return text;
}

} // namespace

rendering offer_answered_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto offer = known_offer(work, what);
    const auto at = scene_of(work, offer.meeting);
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    if (offer.state == core::offer_state::accepted) {
        const auto text = accepted_words(work, offer, at);
        return slack::message(text, {slack::section(text)});
    }
    if (offer.state == core::offer_state::open || offer.state == core::offer_state::withdrawn)
        return dropped{"the offer has no answer"};
    if (!at.led_by(std::get<core::user_id>(what.to))) return dropped{"somebody else leads the session"};
    return with_buttons(not_taken_words(work, offer, at),
                        {lead_button(at.meeting.id), cannot_button(at.meeting.id)});
}

rendering backup_asked_message(core::unit_of_work& work, const core::message& what, core::instant now)
{
    const auto at = scene_of(work, core::session_id{what.subject});
    if (auto why = overtaken(at, now); !why.empty()) return dropped{std::move(why)};
    if (at.meeting.leading == core::leader_state::confirmed) return dropped{"the leader has confirmed"};
    const auto who = work.members().find(at.here.id, std::get<core::user_id>(what.to));
    if (!who || work.turns().backup(at.meeting.id) != who->id) return dropped{"somebody else is the backup"};
    return with_buttons(fmt::format("Nobody has said for sure that they lead {}{}, and you are next in the "
                                    "order. Will you step in? Whoever says yes first leads it, and it counts "
                                    "as your turn. Saying no costs you nothing.",
                                    place_and_time(at), about(at)),
                        {lead_button(at.meeting.id), skip_button(at.meeting.id)});
}

rendering skipped_twice_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto at = scene_of(work, core::session_id{what.subject});
    const auto& reader = std::get<core::user_id>(what.to);
    const auto who = work.members().find(at.here.id, reader);
    if (!who || who->state == core::member_state::left) return dropped{"they are not in the group"};
    std::vector<core::user_id> others;
    for (const auto& one : core::facilitators(work, at.here.id))
        if (one.user != reader) others.push_back(one.user);
    const auto talk = others.empty() ? std::string("Talk to somebody you trust in the group")
                                     : fmt::format("Write to {}", mentions(others));
    return slack::rendered{
        fmt::format("You have let two turns in a row pass in {}. That is all right: you keep your place, and "
                    "nobody is told. "
                    "Is something in the way of leading: the time, the topic, too much else? {} if it helps. "
                    "You could also "
                    "lead together with somebody, or take a break with `/peer pause until DATE`.",
                    slack::channel_link(at.here.channel), talk)};
}

} // namespace peerbot::bot
