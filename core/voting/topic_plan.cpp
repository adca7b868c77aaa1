#include "core/voting/topic_plan.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

bool contains(const std::vector<member_id>& ids, member_id one)
{
    return std::find(ids.begin(), ids.end(), one) != ids.end();
}

const candidate* find(const std::vector<candidate>& people, member_id id)
{
    const auto found =
        std::find_if(people.begin(), people.end(), [&](const candidate& one) { return one.member == id; });
    return found == people.end() ? nullptr : &*found;
}

// Topics that no earlier line has taken.
class shelf
{
  public:
    explicit shelf(std::vector<plan_topic> topics) : topics_(std::move(topics)) {}

    const std::vector<plan_topic>& left() const { return topics_; }
    // Without the best, which leaders pick from.
    shelf below(std::size_t best) const
    {
        const auto kept = static_cast<std::ptrdiff_t>(std::min(best, topics_.size()));
        return shelf({topics_.begin() + kept, topics_.end()});
    }
    void take(topic_id one)
    {
        std::erase_if(topics_, [&](const plan_topic& other) { return other.topic == one; });
    }

  private:
    std::vector<plan_topic> topics_;
};

plan_line line_of_leader(const session& meeting, const shelf& topics)
{
    plan_line line{
        .meeting = meeting.id, .topic = {}, .leader = meeting.leader, .why = line_reason::leads_already};
    for (const auto& one : topics.left()) {
        if (!contains(one.teachers, meeting.leader)) continue;
        line.topic = one.topic;
        break;
    }
    return line;
}

std::optional<plan_line> line_of_teacher(const session& meeting, const shelf& topics,
                                         const std::vector<const candidate*>& order,
                                         const std::vector<member_id>& led_lately)
{
    for (const auto& one : topics.left()) {
        for (const auto* who : order) {
            if (!contains(one.teachers, who->member) || contains(led_lately, who->member)) continue;
            return plan_line{.meeting = meeting.id,
                             .topic = one.topic,
                             .leader = who->member,
                             .why = line_reason::offered};
        }
    }
    return std::nullopt;
}

plan_line line_of_turn(const session& meeting, const candidate& holder, line_reason why)
{
    return {.meeting = meeting.id, .topic = {}, .leader = holder.member, .why = why};
}

// The best topics, so many of them, are kept for leaders who pick.
plan_line decide(const planning& from, const slot& at, const shelf& topics, std::size_t kept,
                 const neighbours& next_to, const std::vector<member_id>& led_lately)
{
    const auto offered = topics.below(kept);
    if (at.meeting.leading != leader_state::open) return line_of_leader(at.meeting, offered);
    const auto order = order_for(from.people, next_to, at);
    if (order.empty())
        return {.meeting = at.meeting.id, .topic = {}, .leader = {}, .why = line_reason::nobody};
    const auto& holder = *order.front();
    if (from.rule == plan_rule::turn_first || topics.left().empty())
        return line_of_turn(at.meeting, holder, line_reason::in_turn);
    if (holder.owed >= much_owed) return line_of_turn(at.meeting, holder, line_reason::owes_much);
    if (offered.left().empty()) return line_of_turn(at.meeting, holder, line_reason::in_turn);
    if (auto taught = line_of_teacher(at.meeting, offered, order, led_lately)) return *taught;
    auto line = line_of_turn(at.meeting, holder, line_reason::learns_in_public);
    line.topic = offered.left().front().topic;
    return line;
}

// Whoever led one of the last half round of sessions.
std::vector<member_id> newest(const std::vector<member_id>& leaders, std::size_t people)
{
    const auto half_round = std::min(leaders.size(), people / 2);
    return {leaders.begin(), leaders.begin() + static_cast<std::ptrdiff_t>(half_round)};
}

// How many of the best topics so many leaders pick from, each from three that the others leave.
std::size_t kept_for(int leaders_who_pick)
{
    return leaders_who_pick == 0 ? 0 : static_cast<std::size_t>(sessions_from_ballot + leaders_who_pick - 1);
}

leader_ids leaders_after(const std::vector<slot>& slots, std::size_t at)
{
    return at + 1 < slots.size() ? leaders_of(slots[at + 1].meeting) : leader_ids{};
}

} // namespace

std::vector<plan_line> plan_topics(planning from)
{
    std::vector<plan_line> lines;
    shelf topics(std::move(from.topics));
    const shelf nothing_left({});
    auto last_leaders = from.last_leaders;
    int leaders_who_pick = 0;
    for (std::size_t i = 0; i < from.slots.size(); ++i) {
        const auto& at = from.slots[i];
        const bool wanted = !at.meeting.topic && i < from.among;
        const neighbours next_to{.before = last_leaders, .after = leaders_after(from.slots, i)};
        // What has its topic goes to whoever's turn it is.
        const auto& offered = at.meeting.topic ? nothing_left : topics;
        auto line = decide(from, at, offered, kept_for(leaders_who_pick), next_to,
                           newest(from.recent_leaders, from.people.size()));
        if (const auto* who = find(from.people, line.leader)) line.owed = who->owed;
        if (wanted) {
            if (line.topic)
                topics.take(line.topic);
            else if (line.leader)
                ++leaders_who_pick;
            lines.push_back(line);
        }
        if (!line.leader) continue;
        last_leaders = leaders_of(at.meeting);
        if (last_leaders.empty()) last_leaders = {line.leader};
        book_turn(from.people, at.meeting, last_leaders);
        from.recent_leaders.insert(from.recent_leaders.begin(), line.leader);
    }
    return lines;
}

} // namespace peerbot::core
