#include "core/assist/own_template.hpp"

#include "core/groups/roles.hpp"
#include "core/unit_of_work.hpp"

namespace peerbot::core {

result<assist_template> keep_own_template(unit_of_work& work, const group& here, const user_id& by,
                                          const assist_template& written)
{
    if (const auto who = facilitating_member(work, here.id, by); !who) return who.why();
    if (const auto fit = check_template(written); !fit) return fit.why();
    const auto before = work.templates().named(here.id, written.name);
    if (!before && work.templates().choices(here.id).size() >= most_templates)
        return rejection{.why = reason::bad_template,
                         .text = "a group chooses among " + std::to_string(most_templates) +
                                 " formats at most; drop one of your own first"};
    for (const auto& name : written.offers) {
        if (name != written.name && !work.templates().named(here.id, name))
            return rejection{.why = reason::bad_template,
                             .text = "\"offers\" names \"" + name + "\", and there is no such format here"};
    }
    auto fresh = written;
    fresh.id = {};
    fresh.group = here.id;
    if (before && before->group == here.id) {
        fresh.id = before->id;
        if (*before == fresh) return fresh;
        work.templates().retire(before->id);
    }
    fresh.id = work.templates().add(fresh);
    return fresh;
}

} // namespace peerbot::core
