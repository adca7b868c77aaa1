#include "core/groups/organisation.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/commands/groups.hpp"
#include "bot/commands/sentences.hpp"
#include "core/groups/roles.hpp"

#include <fmt/format.h>

namespace peerbot::bot {
namespace {

// With quotation marks left out: people type them around a name of several words.
std::string name_in(const invocation& told)
{
    std::string name(told.rest());
    if (name.size() > 1 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    return name;
}

plan show(const caller& who)
{
    return looking{[who](core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto person = core::present_member(work, here->id, who.person);
        if (!person) return person.why();
        return wording{[name = person->organisation] {
            return say(
                name.empty()
                    ? std::string("You have not said where you work. `/peer organisation NAME` says it; "
                                  "then colleagues of yours are not asked to look at your work.")
                    : fmt::format("You work for {}. Colleagues of yours are not asked to look at your "
                                  "work. `/peer organisation none` takes it back.",
                                  bold(name)));
        }};
    }};
}

} // namespace

plan organisation_typed(const invocation& told)
{
    if (told.count() == 0) return show(told.who);
    const bool none = told.count() == 1 && told.argument(0)->is("none");
    return changing{[who = told.who, name = none ? std::string{} : name_in(told)](
                        core::unit_of_work& work) -> core::result<wording> {
        const auto here = core::group_in(work, who.workspace, who.channel);
        if (!here) return here.why();
        const auto said = core::say_organisation(work, *here, who.person, name);
        if (!said) return said.why();
        return wording{[kept = said->organisation] {
            return say(
                kept.empty()
                    ? std::string("Taken back: where you work is not known here any more.")
                    : fmt::format("Saved: you work for {}. Colleagues of yours are not asked to look at "
                                  "your work, nor you at theirs.",
                                  bold(kept)));
        }};
    }};
}

} // namespace peerbot::bot
