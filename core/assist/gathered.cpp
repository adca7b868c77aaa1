#include "core/assist/gathered.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

void count(gathered& into, const contribution& help)
{
    switch (*help.tag) {
    case help_tag::did:
        ++into.did;
        into.newest = help;
        return;
    case help_tag::know_who:
        ++into.know_who;
        if (into.did == 0) into.newest = help;
        return;
    case help_tag::idea:
        ++into.ideas;
        return;
    }
}

} // namespace

std::vector<gathered> gathered_so_far(const assist_view& seen)
{
    std::vector<gathered> all;
    for (const auto& each : seen.shown) {
        if (each.kind == contribution_kind::question && each.author == seen.what.assistee)
            all.push_back({.question = each});
    }
    gathered rest;
    // Of each tag the oldest first, so that the last one counted is the newest.
    for (const auto& each : seen.shown) {
        if (each.kind != contribution_kind::help) continue;
        const auto about = std::find_if(all.begin(), all.end(), [&](const gathered& one) {
            return one.question && one.question->id == each.about;
        });
        count(about == all.end() ? rest : *about, each);
    }
    if (rest.help() > 0) all.push_back(rest);
    return all;
}

} // namespace peerbot::core
