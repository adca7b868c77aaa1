#include "bot/assist_templates.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace peerbot::bot {
namespace {

using namespace core;

template <class Value, std::size_t Count>
Value value_of(const std::array<std::pair<std::string_view, Value>, Count>& known, const std::string& word)
{
    for (const auto& [name, value] : known) {
        if (name == word) return value;
    }
    throw std::logic_error("a template holds a word that nothing stands for: " + word);
}

constexpr std::array<std::pair<std::string_view, speakers>, 5> speaker_words{
    {{"assistee", speakers::assistee},
     {"assisters", speakers::assisters},
     {"everybody", speakers::everybody},
     {"facilitator", speakers::facilitator},
     {"nobody", speakers::nobody}}};

constexpr std::array<std::pair<std::string_view, contribution_kind>, 9> form_words{
    {{"story", contribution_kind::story},
     {"question", contribution_kind::question},
     {"restatement", contribution_kind::restatement},
     {"help", contribution_kind::help},
     {"response", contribution_kind::response},
     {"takeaway", contribution_kind::takeaway},
     {"commitment", contribution_kind::commitment},
     {"challenge", contribution_kind::challenge},
     {"note", contribution_kind::note}}};

constexpr std::array<std::pair<std::string_view, phase_yield>, 4> yield_words{
    {{"", phase_yield::nothing},
     {"agreed question", phase_yield::agreed_question},
     {"choice", phase_yield::choice},
     {"call", phase_yield::call}}};

phase phase_of(const config::assist_phase& read)
{
    phase one;
    one.name = read.name;
    one.speak = value_of(speaker_words, read.speaks);
    one.live = minutes{read.minutes};
    one.in_writing = hours{read.hours};
    one.prompt = read.prompt;
    if (!read.form.empty()) one.form = value_of(form_words, read.form);
    one.yields = value_of(yield_words, read.yields);
    one.ends = {.time = read.ends_by_time,
                .facilitator = read.ends_by_facilitator,
                .all_spoken = read.ends_by_all,
                .assistee = read.ends_by_assistee};
    one.optional = read.optional;
    one.words = read.words;
    one.each = read.each;
    one.votes = read.votes;
    one.anonymous = read.anonymous;
    one.by_question = read.by_question;
    one.seats = read.seats;
    one.ideas_wait = hours{read.ideas_wait};
    one.midway = hours{read.midway};
    one.ask_experienced = hours{read.ask_experienced};
    one.offer_others = hours{read.offer_others};
    return one;
}

} // namespace

core::assist_template assist_template_of(const config::assist_template& read)
{
    core::assist_template one;
    one.name = read.name;
    one.title = read.title;
    one.about = read.about;
    one.sources = read.sources;
    one.fewest = read.fewest;
    one.most = read.most;
    one.facilitated = read.facilitated;
    one.notes_thread = read.notes_thread;
    one.turns = read.turns;
    one.closing = hours{read.closing};
    for (const int after : read.follow_ups)
        one.follow_ups.emplace_back(after);
    one.offers = read.offers;
    for (const auto& each : read.phases)
        one.phases.push_back(phase_of(each));
    return one;
}

std::vector<core::assist_template> load_assist_templates(const std::string& folder)
{
    std::vector<core::assist_template> all;
    for (const auto& read : config::assist_templates(folder))
        all.push_back(assist_template_of(read));
    return all;
}

} // namespace peerbot::bot
