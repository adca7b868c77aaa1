#include "bot/commands/sentences.hpp"

#include "bot/cards/phrases.hpp"
#include "bot/commands/refusals/refusals.hpp"
#include "bot/slack/mrkdwn.hpp"

namespace peerbot::bot {
namespace {

constexpr std::size_t longest_echo = 100; // of a word that was not understood

} // namespace

std::string moment(const core::rejection& why)
{
    return why.when ? when(*why.when, "UTC") : std::string("earlier");
}

std::string quoted(const core::rejection& why)
{
    return "\"" + slack::cut(slack::escape(why.text), longest_echo) + "\"";
}

answer say(const std::string& mrkdwn)
{
    return answer::of(slack::rendered{.text = mrkdwn});
}

answer answer::of(slack::rendered what)
{
    answer said;
    said.what = std::move(what);
    return said;
}

answer answer::nothing()
{
    return {};
}

std::string sentence_for(const core::rejection& why)
{
    for (const auto find : {group_refusal, voting_refusal, rotation_refusal, critique_refusal, assist_refusal,
                            reminder_refusal}) {
        if (auto sentence = find(why); !sentence.empty()) return sentence;
    }
    return "That is not possible here.";
}

std::string plain_sentence_for(core::rejection why)
{
    why.people.clear();
    return slack::plain_text(sentence_for(why));
}

} // namespace peerbot::bot
