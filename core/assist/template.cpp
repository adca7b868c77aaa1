#include "core/assist/template.hpp"

#include "core/groups/roles.hpp"
#include "core/unit_of_work.hpp"
#include "core/words/plain.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

rejection wrong(const assist_template& one, std::string why)
{
    return {.why = reason::bad_template, .text = one.name + ": " + std::move(why)};
}

bool can_end(const phase& one)
{
    if (one.ends.time || one.ends.facilitator || one.ends.assistee) return true;
    return one.ends.all_spoken && one.speak != speakers::nobody && one.form && one.in_writing > hours{0};
}

assist_template without_id(assist_template one)
{
    one.id = {};
    return one;
}

result<assist_template> own_template(unit_of_work& work, const group& here, const user_id& by,
                                     const std::string& name)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    auto found = template_named(work, here, name);
    if (found && found->group != here.id) return rejection{.why = reason::no_such_template, .text = name};
    return found;
}

assist_template replace(unit_of_work& work, const assist_template& before, assist_template after)
{
    if (before.group == after.group) work.templates().retire(before.id);
    after.id = work.templates().add(after);
    return after;
}

} // namespace

bool assist_template::can_be_live() const
{
    return std::any_of(phases.begin(), phases.end(),
                       [](const phase& one) { return one.live > minutes{0} && one.in_writing > hours{0}; }) ||
           (std::any_of(phases.begin(), phases.end(),
                        [](const phase& one) { return one.live > minutes{0}; }) &&
            std::none_of(phases.begin(), phases.end(),
                         [](const phase& one) { return one.yields == phase_yield::call; }));
}

bool assist_template::can_be_written() const
{
    bool call = false;
    for (const auto& one : phases) {
        if (one.form && one.in_writing == hours{0} && !call) return false;
        call = call || one.yields == phase_yield::call;
    }
    return true;
}

bool assist_template::chooses() const
{
    return std::any_of(phases.begin(), phases.end(), [](const phase& one) { return one.chooses(); });
}

bool assist_template::only_chooses() const
{
    return std::all_of(phases.begin(), phases.end(), [](const phase& one) { return one.chooses(); });
}

outcome check_template(const assist_template& one)
{
    if (one.name.empty() || code_points(one.name) > longest_template_name)
        return wrong(one, "its name is empty or too long");
    if (one.phases.empty() || one.phases.size() > most_phases)
        return wrong(one, "it needs 1 to " + std::to_string(most_phases) + " phases");
    if (one.fewest < 0 || one.most < one.fewest || one.most > most_assisters)
        return wrong(one, "the numbers of assisters do not fit");
    if (one.turns < 1 || one.closing <= hours{0}) return wrong(one, "turns and closing must be at least 1");
    for (std::size_t i = 0; i < one.phases.size(); ++i) {
        const auto& each = one.phases[i];
        const auto where = "phase " + std::to_string(i + 1) + " ";
        if (each.name.empty() || code_points(each.name) > longest_template_name)
            return wrong(one, where + "has no name, or one that is too long");
        if (each.prompt.empty() || code_points(each.prompt) > longest_prompt)
            return wrong(one, where + "has no prompt, or one that is too long");
        if (each.live <= minutes{0} && each.in_writing <= hours{0})
            return wrong(one, where + "takes no time");
        if (each.live > hours{8} || each.in_writing > hours{24 * 60})
            return wrong(one, where + "takes too long");
        if (!can_end(each)) return wrong(one, where + "has no way to end");
        if (each.anonymous && each.form != contribution_kind::challenge)
            return wrong(one, where + "can have no names only where challenges are posted");
        const bool same = std::any_of(one.phases.begin(), one.phases.begin() + static_cast<std::ptrdiff_t>(i),
                                      [&](const phase& other) { return other.name == each.name; });
        if (same) return wrong(one, where + "has the name of another");
    }
    return nothing{};
}

void keep_templates(unit_of_work& work, const std::vector<assist_template>& from_files)
{
    for (const auto& kept : work.templates().of_every_group()) {
        const bool same = std::any_of(from_files.begin(), from_files.end(),
                                      [&](const assist_template& one) { return one == without_id(kept); });
        if (!same) work.templates().retire(kept.id);
    }
    const auto kept = work.templates().of_every_group();
    for (const auto& one : from_files) {
        const bool known = std::any_of(
            kept.begin(), kept.end(), [&](const assist_template& other) { return without_id(other) == one; });
        if (!known) work.templates().add(one);
    }
}

result<assist_template> template_named(unit_of_work& work, const group& here, const std::string& name)
{
    auto found = work.templates().named(here.id, plain_words(name));
    if (!found) return rejection{.why = reason::no_such_template, .text = name};
    return std::move(*found);
}

result<assist_template> usable_template(unit_of_work& work, const group& here, const std::string& name)
{
    auto found = template_named(work, here, name);
    if (found && found->only_chooses()) return rejection{.why = reason::no_such_template, .text = name};
    return found;
}

result<assist_template> copy_template(unit_of_work& work, const group& here, const user_id& by,
                                      const std::string& name)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    const auto found = template_named(work, here, name);
    if (!found || found->group == here.id) return found;
    auto copy = *found;
    copy.group = here.id;
    copy.id = work.templates().add(copy);
    return copy;
}

result<assist_template> change_phase(unit_of_work& work, const group& here, const user_id& by,
                                     const std::string& name, const phase_change& change)
{
    const auto mine = own_template(work, here, by, name);
    if (!mine) return mine;
    if (change.place < 1 || change.place > static_cast<int>(mine->phases.size()))
        return rejection{.why = reason::no_such_phase, .number = change.place};
    auto changed = *mine;
    auto& one = changed.phases[static_cast<std::size_t>(change.place) - 1];
    one.live = change.live;
    one.in_writing = change.in_writing;
    one.prompt = clean_text(change.prompt, longest_prompt + 1);
    if (const auto fit = check_template(changed); !fit) return fit.why();
    return replace(work, *mine, changed);
}

outcome drop_template(unit_of_work& work, const group& here, const user_id& by, const std::string& name)
{
    const auto mine = own_template(work, here, by, name);
    if (!mine) return mine.why();
    work.templates().retire(mine->id);
    return nothing{};
}

} // namespace peerbot::core
