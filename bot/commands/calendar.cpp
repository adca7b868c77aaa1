#include "bot/calendar_address.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/commands/sentences.hpp"
#include "bot/commands/table.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/sessions/calendar_feed.hpp"

#include <array>
#include <fmt/format.h>

namespace peerbot::bot {
namespace {

enum class whose
{
    mine,
    of_group,
};

std::string_view revoke_words(whose feed)
{
    return feed == whose::mine ? "/peer calendar revoke" : "/peer calendar revoke group";
}

std::string shown_address(whose feed, const core::feed_answer& came, const std::string& address)
{
    const std::string beginning = came.replaced
                                      ? "The old address does not work any more. This is the new one:"
                                      : "This is the address:";
    const std::string holds =
        feed == whose::mine ? "the sessions of every group you are in" : "the sessions of this group";
    return fmt::format(
        "{} `{}`\nAdd it to your calendar program as a subscription (\"from URL\"): it shows {} and "
        "follows every change. Whoever has the address can read along, so pass it on with care. It is "
        "shown this once; `{}` ends it and gives you another.",
        beginning, slack::escape(address), holds, revoke_words(feed));
}

std::string known_address(whose feed, const core::feed_answer& came)
{
    return fmt::format(
        "There is a calendar address since {}. It was shown when it was made and cannot be shown "
        "again. If it is lost, `{}` ends it and gives you another.",
        when(came.created_at, "UTC"), revoke_words(feed));
}

core::result<core::feed_answer> ask(core::unit_of_work& work, const caller& who, whose feed,
                                    const core::feed_wish& wish)
{
    if (feed == whose::mine) return core::feed_of_person(work, who.workspace, wish);
    const auto here = core::group_in(work, who.workspace, who.channel);
    if (!here) return here.why();
    return core::feed_of_group(work, *here, wish);
}

plan calendar(const caller& who, whose feed, bool replace)
{
    if (who.public_url.empty()) {
        return saying{
            say("peerbot does not know its own public address, so it cannot hand out calendars. Nothing "
                "was changed. Its operator can set `PEERBOT_PUBLIC_URL`.")};
    }
    const auto secret = new_calendar_secret();
    const core::feed_wish wish{
        .by = who.person, .fingerprint = fingerprint_of(secret), .replace = replace, .now = who.now};
    return changing{[who, feed, secret, wish](core::unit_of_work& work) -> core::result<wording> {
        const auto came = ask(work, who, feed, wish);
        if (!came) return came.why();
        auto text = came->opened ? shown_address(feed, *came, calendar_address(who.public_url, secret))
                                 : known_address(feed, *came);
        return wording{[text = std::move(text)] { return say(text); }};
    }};
}

plan mine(const invocation& told)
{
    return calendar(told.who, whose::mine, false);
}

plan of_group(const invocation& told)
{
    const auto* word = told.argument(0);
    if (word == nullptr) return calendar(told.who, whose::of_group, false);
    if (word->is("revoke")) return calendar(told.who, whose::of_group, true);
    return saying{
        say("Write it like `/peer calendar group` or `/peer calendar revoke group`. Nothing was changed.")};
}

plan revoke(const invocation& told)
{
    const auto* word = told.argument(0);
    if (word == nullptr) return calendar(told.who, whose::mine, true);
    if (word->is("group")) return calendar(told.who, whose::of_group, true);
    return saying{
        say("Write it like `/peer calendar revoke` or `/peer calendar revoke group`. Nothing was changed.")};
}

constexpr std::array commands{
    command_row{"calendar", "", "",
                "an address for your calendar program, with the sessions of all your groups", mine},
    command_row{"calendar", "group", "", "the same with the sessions of this group (facilitators)", of_group,
                1},
    command_row{"calendar", "revoke", "group",
                "ends the old address and gives a new one; alone yours, with `group` the group's", revoke, 1},
};

} // namespace

const area_rows& calendar_commands()
{
    static const area_rows rows{.area = "calendar",
                                .purpose = "The coming sessions in your own calendar program.",
                                .commands = commands,
                                .presses = {},
                                .forms = {},
                                .own_command = false};
    return rows;
}

} // namespace peerbot::bot
