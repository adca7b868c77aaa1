#include "tests/bot/year/habits.hpp"

#include "bot/slack/mrkdwn.hpp"
#include "core/time/working_hours.hpp"

#include <algorithm>
#include <array>

namespace peerbot::tests {
namespace {

using core::message_kind;

struct answer_by_button
{
    message_kind kind;
    const char* button;
    core::minutes later;
};

constexpr std::array usual_answers{
    answer_by_button{message_kind::leader_week, "I will lead", core::hours{3}},
    answer_by_button{message_kind::topic_turn, "I will lead", core::hours{4}},
    answer_by_button{message_kind::plan_proposed, "Use this plan", core::hours{1}},
    answer_by_button{message_kind::session_over, "It was held", core::hours{2}},
};

class habits
{
  public:
    explicit habits(std::vector<silence> silences) : silences_(std::move(silences)) {}

    void operator()(lived_workspace& here, const heard& told) const
    {
        const auto place = here.said().size() - 1;
        // Ana does that for both of them.
        const bool hers =
            told.what.kind == message_kind::plan_proposed || told.what.kind == message_kind::session_over;
        for (const auto& usual : usual_answers) {
            if (hers && person_of(told) == "ben") break;
            if (usual.kind == told.what.kind && told.blocks.find(usual.button) != std::string::npos)
                press(here, told, person_of(told), usual.button, usual.later, place);
        }
        if (told.what.kind == message_kind::session_card) say_who_comes(here, told, place);
        if (told.what.kind == message_kind::ballot_card) vote(here, told);
        if (told.what.kind == message_kind::leader_prepares) prepare(here, told);
        if (told.what.kind == message_kind::leader_reports) report(here, told);
    }

  private:
    static std::string person_of(const heard& told)
    {
        return first_name(std::get<core::user_id>(told.what.to));
    }

    // Nothing while they are silent.
    std::optional<core::instant> when(lived_workspace& here, const std::string& person,
                                      core::instant wanted) const
    {
        const auto moment = core::next_working_moment(wanted, here.zone_of(person));
        const bool silent = std::any_of(silences_.begin(), silences_.end(), [&](const silence& one) {
            return one.person == person && one.when.covers(moment);
        });
        if (silent) return std::nullopt;
        return moment;
    }

    void press(lived_workspace& here, const heard& told, const std::string& person, const std::string& button,
               core::minutes later, std::size_t place) const
    {
        if (const auto moment = when(here, person, told.at + later))
            here.presses(*moment, person, button, place);
    }

    static std::vector<std::string> active_people(lived_workspace& here, core::group_id group)
    {
        std::vector<std::string> people;
        for (const auto& who : here.work().members().present(group))
            if (who.active()) people.push_back(first_name(who.user));
        return people;
    }

    void say_who_comes(lived_workspace& here, const heard& told, std::size_t place) const
    {
        constexpr std::array answers{"I will come",   "I will come", "Maybe", "I will come",
                                     "I cannot come", "I will come", ""};
        const auto people = active_people(here, told.what.group);
        for (std::size_t i = 0; i < people.size(); ++i) {
            const bool leads = told.text.find(bot::slack::mention(user_of(people[i]))) != std::string::npos;
            const std::string answer =
                leads ? answers[0]
                      : answers[(i * 2 + static_cast<std::size_t>(told.what.subject)) % answers.size()];
            const auto later = core::minutes{20 * static_cast<int>(i + 1)};
            if (!answer.empty()) press(here, told, people[i], answer, later, place);
        }
    }

    // All but the last in the list, who needs a reminder.
    void vote(lived_workspace& here, const heard& told) const
    {
        const auto lines = here.work().ballots().lines(core::ballot_id{told.what.subject});
        const auto channel = channel_name(std::get<core::channel_id>(told.what.to));
        const auto people = active_people(here, told.what.group);
        for (std::size_t i = 0; i + 1 < people.size(); ++i) {
            const auto moment = when(here, people[i], told.at + core::minutes{30 * static_cast<int>(i + 1)});
            const auto number = [&](std::size_t place) {
                return std::to_string(lines[place % lines.size()].subject.number);
            };
            if (moment)
                here.types(*moment, people[i], channel, "/vote " + number(i / 2) + " " + number(i / 2 + 1));
        }
    }

    void prepare(lived_workspace& here, const heard& told) const
    {
        const auto moment = when(here, person_of(told), told.at + core::hours{20});
        if (moment)
            here.sends(*moment, person_of(told), "session.prepare",
                       form_about(here, told, {{"outline", "What I tried, and what came of it"}}));
    }

    void report(lived_workspace& here, const heard& told) const
    {
        const auto moment = when(here, person_of(told), told.at + core::hours{1});
        if (moment)
            here.sends(
                *moment, person_of(told), "session.report",
                form_about(here, told, {{"recorded", "no"}, {"notes", "Three things that we learnt"}}));
    }

    static bot::form form_about(lived_workspace& here, const heard& told,
                                std::map<std::string, std::string> fields)
    {
        bot::form filled{};
        filled.who.channel = here.work().groups().find(told.what.group).value().channel;
        filled.about = std::to_string(told.what.subject);
        filled.fields = std::move(fields);
        return filled;
    }

    std::vector<silence> silences_;
};

} // namespace

void follow_habits(lived_workspace& here, std::vector<silence> silences)
{
    here.used_to(habits(std::move(silences)));
}

} // namespace peerbot::tests
