#include "bot/operations/forget.hpp"

#include "core/assist/forgetting.hpp"
#include "core/groups/group.hpp"
#include "core/groups/membership.hpp"
#include "core/unit_of_work.hpp"

#include <algorithm>
#include <future>
#include <ostream>
#include <stdexcept>
#include <vector>

namespace peerbot::bot {
namespace {

void leave_all_groups(core::unit_of_work& work, const core::user_id& user, core::instant now)
{
    std::vector<core::workspace_id> workspaces;
    for (const auto& here : work.groups().all()) {
        if (const auto who = work.members().find(here.id, user)) core::leave_out_parts(work, here, who->id);
        if (std::find(workspaces.begin(), workspaces.end(), here.workspace) == workspaces.end())
            workspaces.push_back(here.workspace);
    }
    for (const auto& workspace : workspaces)
        core::remove_everywhere(work, workspace, user, now);
}

// Waits for the engine, which runs for this alone.
storage::answer run(const forget_ports& ports, const storage::work& piece)
{
    const auto now_deliver = [](std::vector<std::function<void()>> finished) {
        for (const auto& one : finished)
            one();
    };
    const auto engine = ports.engine({.deliver = now_deliver, .committed = [](storage::aftermath) {}});
    std::promise<storage::answer> told;
    engine->write("", ports.now, piece, [&told](storage::answer how) { told.set_value(std::move(how)); });
    auto how = told.get_future().get();
    engine->stop();
    return how;
}

void list(std::ostream& out, const std::string& what, const std::vector<storage::counted>& where)
{
    if (where.empty()) return;
    out << what;
    for (const auto& one : where)
        out << (&one == &where.front() ? " " : ", ") << one.table << " (" << one.rows << ")";
    out << ".\n";
}

} // namespace

int forget(const forget_ports& ports, const std::string& user, std::ostream& out)
{
    const core::user_id person(user);
    const auto left = run(ports, [&](core::unit_of_work& work) {
        leave_all_groups(work, person, ports.now);
        return storage::keep::yes;
    });
    if (left.how != storage::verdict::kept) throw std::runtime_error(left.error);
    const auto done = ports.database->forget(user);
    out << user << " left every group and is forgotten. Where a count or an order needs somebody, it says "
        << done.pseudonym << ".\n";
    list(out, "Renamed:", done.renamed);
    list(out, "Their words, and mentions of them, replaced:", done.reworded);
    list(out, "Deleted:", done.removed);
    out << "Not reached: messages that are in Slack, backups, notes that do not say who wrote them. While "
           "the account "
           "is in the workspace, the nightly list of people brings back its id and time zone.\n";
    return 0;
}

} // namespace peerbot::bot
