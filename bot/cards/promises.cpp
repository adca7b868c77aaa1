#include "bot/cards/promises.hpp"

#include "bot/cards/critique.hpp"
#include "bot/cards/phrases.hpp"
#include "bot/cards/render.hpp"
#include "bot/slack/mrkdwn.hpp"
#include "core/groups/roles.hpp"
#include "core/time/dates.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace peerbot::bot {
namespace {

constexpr std::size_t most_listed = 15;

slack::button promise_button(const core::promise& what, bool in_list, const char* text, const char* action,
                             const char* spoken)
{
    return {.text = text,
            .action_id = action,
            .value = fmt::format("{}:{}", what.id.value, in_list ? 1 : 0),
            .style = slack::button_style::normal,
            .accessibility_label = spoken};
}

std::string origin_words(core::unit_of_work& work, const core::promise& what)
{
    if (what.origin == core::promise_origin::assist) {
        const auto one = work.assists().find(core::assist_id{what.subject});
        return one ? fmt::format(" after peer assist {}", one->number) : std::string{};
    }
    const auto request = work.critiques().find(core::critique_id{what.subject});
    return request ? " after " + critique_name(*request) : std::string{};
}

} // namespace

std::string promise_words(const core::promise& what)
{
    return fmt::format("by {}: {}", core::format_date(what.due), bold(what.text));
}

std::vector<slack::button> promise_buttons(const core::promise& what, bool in_list)
{
    return {promise_button(what, in_list, "I did it", "promise.done", "I did it"),
            promise_button(what, in_list, "Put it off", "promise.put_off", "Put it off to another day"),
            promise_button(what, in_list, "Drop it", "promise.drop", "Drop it, without a reason")};
}

slack::rendered promise_list(const std::vector<promise_line>& waiting, const std::string& note)
{
    composed page;
    page.add(note);
    if (waiting.empty()) {
        page.add("There is nothing that you wanted to do. After a critique you can note up to three things, "
                 "and I ask you about them.");
        return page.message();
    }
    page.add("What you wanted to do. Only you see this.");
    const auto shown = std::min(waiting.size(), most_listed);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto words = promise_words(waiting[i].what);
        page.add(fmt::format("{}, {}", slack::channel_link(waiting[i].channel), words));
        page.add_buttons(promise_buttons(waiting[i].what, true));
    }
    if (waiting.size() > shown)
        page.add(
            fmt::format("And {} more, which are shown when some of these are done.", waiting.size() - shown));
    return page.message();
}

rendering promise_due_message(core::unit_of_work& work, const core::message& what, core::instant)
{
    const auto promised = work.promises().find(core::promise_id{what.subject});
    if (!promised) throw std::logic_error("a stored message names a promise that is not stored");
    if (promised->state != core::promise_state::waiting) return dropped{"the promise is settled"};
    composed page;
    page.add(fmt::format("You wanted to do this{}, {}. How is it going?", origin_words(work, *promised),
                         promise_words(*promised)));
    page.add_buttons(promise_buttons(*promised, false));
    return page.message();
}

} // namespace peerbot::bot
