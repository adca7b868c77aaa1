#include "storage/sqlite/areas.hpp"
#include "storage/sqlite/statement.hpp"

namespace peerbot::storage::sqlite {
namespace {

using namespace core;

// What is said in the channel of a suspended group is held from the start.
// The key is random, so that no other message ever has it: not one of another database, and not one that was
// added after a backup was taken which is then restored.
constexpr sql add_message{
    "outbox.add", "INSERT INTO outbox (workspace, group_id, kind, subject, to_person, recipient, card_id, "
                  "due_at, void_after,"
                  " delivery_key, state, attempts, next_try_at)"
                  " VALUES ((SELECT workspace FROM groups WHERE id = ?1), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
                  " 'pb-' || lower(hex(randomblob(16))),"
                  " iif(?4 = 0 AND (SELECT reachable FROM groups WHERE id = ?1) = 0, 7, 1), 0, ?7)"
                  " ON CONFLICT (kind, subject, to_person, recipient, due_at) DO NOTHING"};

constexpr char select_messages[] =
    "SELECT o.id, o.kind, o.group_id, o.subject, o.to_person, o.recipient, o.card_id, o.due_at, o.void_after,"
    " o.workspace, o.delivery_key, o.state, o.attempts, o.next_try_at, o.first_tried_at FROM outbox o";

constexpr sql find_message{"outbox.find", select_messages, "WHERE o.id = ?1"};

// A recipient's messages stand in line by id, each from when it is due. Whatever is unfinished at the head of
// the line (on its way, to be tried again, held) keeps the others waiting.
constexpr sql ready_messages{
    "outbox.ready", select_messages,
    "WHERE o.state IN (1, 5) AND o.next_try_at <= ?1 AND NOT EXISTS"
    " (SELECT 1 FROM outbox e WHERE e.finished_at IS NULL AND e.workspace = o.workspace"
    " AND e.to_person = o.to_person AND e.recipient = o.recipient AND e.id < o.id AND e.due_at <= ?1)"
    " ORDER BY o.next_try_at, o.id LIMIT ?2"};
// The same question for the earliest instant at which it has an answer.
constexpr sql next_message{
    "outbox.next_try", "SELECT o.next_try_at FROM outbox o WHERE o.state IN (1, 5) AND NOT EXISTS"
                       " (SELECT 1 FROM outbox e WHERE e.finished_at IS NULL AND e.workspace = o.workspace"
                       " AND e.to_person = o.to_person AND e.recipient = o.recipient AND e.id < o.id"
                       " AND e.due_at <= o.next_try_at) ORDER BY o.next_try_at LIMIT 1"};

// What was put off before it was ever tried waits for another hour, not for Slack.
constexpr sql waiting_messages{
    "outbox.waiting",
    "SELECT count(*), min(coalesce(first_tried_at, next_try_at)) FROM outbox"
    " WHERE finished_at IS NULL AND state <> 7 AND coalesce(first_tried_at, next_try_at) <= ?1"};

constexpr sql told_person{"outbox.told",
                          "SELECT kind, group_id, subject, recipient, card_id, due_at, void_after FROM outbox"
                          " WHERE to_person = 1 AND recipient = ?2 AND due_at >= ?3 AND workspace = ?1"
                          " AND state NOT IN (4, 6) ORDER BY due_at, id"};

constexpr sql messages_for_person{"outbox.waiting_for", select_messages,
                                  "WHERE o.workspace = ?1 AND o.to_person = 1 AND o.recipient = ?2"
                                  " AND o.finished_at IS NULL ORDER BY o.id"};

constexpr sql send_message{
    "outbox.mark_sending",
    "UPDATE outbox SET state = 2, attempts = attempts + 1,"
    " first_tried_at = coalesce(first_tried_at, ?2) WHERE id = ?1 AND state IN (1, 5)"};
constexpr sql finish_sent{"outbox.mark_sent",
                          "UPDATE outbox SET state = 3, sent_channel = ?2, sent_stamp = ?3, finished_at = ?4"
                          " WHERE id = ?1 AND finished_at IS NULL RETURNING card_id"};
constexpr sql place_card{"outbox.place_card", "UPDATE cards SET channel = ?2, stamp = ?3 WHERE id = ?1"};
constexpr sql finish_unsent{"outbox.finish", "UPDATE outbox SET state = ?2, why = ?3, finished_at = ?4"
                                             " WHERE id = ?1 AND finished_at IS NULL"};
constexpr sql try_later{"outbox.try_later",
                        "UPDATE outbox SET state = ?2, next_try_at = max(?3, due_at), why = ?4"
                        " WHERE id = ?1 AND finished_at IS NULL"};
constexpr sql recover_messages{"outbox.recover", "UPDATE outbox SET state = 5, next_try_at = max(?1, due_at),"
                                                 " why = 'the process ended while it was on its way'"
                                                 " WHERE finished_at IS NULL AND state = 2"};
constexpr sql hold_messages{"outbox.hold",
                            "UPDATE outbox SET state = 7 WHERE finished_at IS NULL AND workspace = ?1"
                            " AND to_person = 0 AND recipient = ?2 AND state = 1"};
constexpr sql release_messages{"outbox.release",
                               "UPDATE outbox SET state = 1, next_try_at = max(?3, due_at)"
                               " WHERE finished_at IS NULL AND workspace = ?1 AND to_person = 0"
                               " AND recipient = ?2 AND state = 7"};

constexpr sql drop_bound{"outbox.drop_bound",
                         "UPDATE outbox SET state = 6, why = 'its moment passed while nothing could be said',"
                         " finished_at = ?3 WHERE finished_at IS NULL AND workspace = ?1 AND to_person = 0"
                         " AND recipient = ?2 AND state = 7 AND void_after IS NOT NULL"};
constexpr sql drop_for_person{"outbox.drop_for",
                              "UPDATE outbox SET state = 6, why = ?3, finished_at = ?4"
                              " WHERE finished_at IS NULL AND workspace = ?1 AND to_person = 1"
                              " AND recipient = ?2 AND state IN (1, 5, 7)"};
// OR IGNORE: the same may have been said in both; then the old one finds nobody and fails.
constexpr sql readdress_messages{"outbox.readdress",
                                 "UPDATE OR IGNORE outbox SET recipient = ?3 WHERE finished_at IS NULL"
                                 " AND workspace = ?1 AND to_person = 0 AND recipient = ?2"};

bool to_person(const recipient& to)
{
    return std::holds_alternative<user_id>(to);
}

std::string name_of(const recipient& to)
{
    return std::visit([](const auto& id) { return id.value; }, to);
}

recipient read_recipient(query& row)
{
    const auto person = row.take<bool>();
    if (person) return row.take<user_id>();
    return row.take<channel_id>();
}

outbox_row read_message(query& row)
{
    const auto id = row.take<message_id>();
    auto what = message{.kind = row.take<message_kind>(),
                        .group = row.take<group_id>(),
                        .subject = row.take<std::int64_t>(),
                        .to = read_recipient(row),
                        .card = row.take<card_id>(),
                        .due_at = row.take<instant>(),
                        .void_after = row.take<std::optional<instant>>()};
    return {.id = id,
            .what = std::move(what),
            .workspace = row.take<workspace_id>(),
            .key = row.take<std::string>(),
            .state = row.take<delivery_state>(),
            .attempts = row.take<int>(),
            .next_try_at = row.take<instant>(),
            .first_tried_at = row.take<std::optional<instant>>()};
}

// Marking a message that is finished, or that is not there, throws std::logic_error.
message read_told(query& row)
{
    return {.kind = row.take<message_kind>(),
            .group = row.take<group_id>(),
            .subject = row.take<std::int64_t>(),
            .to = row.take<user_id>(),
            .card = row.take<card_id>(),
            .due_at = row.take<instant>(),
            .void_after = row.take<std::optional<instant>>()};
}

backlog read_backlog(query& row)
{
    return {.waiting = row.take<int>(), .oldest = row.take<std::optional<instant>>()};
}

class outbox final : public outbox_repository
{
  public:
    outbox(connection& base, aftermath& left) : base_(base), left_(left) {}

    void add(const message& fresh) override
    {
        const auto added =
            change(base_, add_message, fresh.group, fresh.kind, fresh.subject, to_person(fresh.to),
                   name_of(fresh.to), fresh.card, fresh.due_at, fresh.void_after);
        if (added != 0) left_.messages = true;
    }

    std::vector<outbox_row> ready(instant now, int at_most) override
    {
        return every(base_, ready_messages, read_message, now, at_most);
    }

    std::optional<instant> next_try() override { return first(base_, next_message, single<instant>); }

    std::optional<outbox_row> find(message_id id) override
    {
        return first(base_, find_message, read_message, id);
    }

    backlog waiting(instant now) override { return only(base_, waiting_messages, read_backlog, now); }

    std::vector<message> told(const workspace_id& workspace, const user_id& person, instant since) override
    {
        return every(base_, told_person, read_told, workspace, person, since);
    }

    std::vector<outbox_row> waiting_for(const workspace_id& workspace, const user_id& person) override
    {
        return every(base_, messages_for_person, read_message, workspace, person);
    }

    void mark_sending(message_id id, instant at) override { change_one(base_, send_message, id, at); }

    void mark_sent(message_id id, const channel_id& channel, const std::string& stamp, instant at) override
    {
        const auto card = only(base_, finish_sent, single<card_id>, id, channel, stamp, at);
        if (!card) return;
        change_one(base_, place_card, card, channel, stamp);
        left_.cards = true; // what changed while it was on its way can be shown now
    }

    void mark_failed(message_id id, const std::string& why, instant at) override
    {
        change_one(base_, finish_unsent, id, delivery_state::failed, why, at);
    }

    void mark_dropped(message_id id, const std::string& why, instant at) override
    {
        change_one(base_, finish_unsent, id, delivery_state::dropped, why, at);
    }

    void mark_unknown(message_id id, instant next_try_at, const std::string& why) override
    {
        change_one(base_, try_later, id, delivery_state::unknown, next_try_at, why);
    }

    void retry(message_id id, instant next_try_at, const std::string& why) override
    {
        change_one(base_, try_later, id, delivery_state::pending, next_try_at, why);
    }

    int recover(instant now) override { return change(base_, recover_messages, now); }

    void hold(const workspace_id& workspace, const channel_id& channel) override
    {
        change(base_, hold_messages, workspace, channel);
    }

    void release(const workspace_id& workspace, const channel_id& channel, instant now) override
    {
        change(base_, drop_bound, workspace, channel, now);
        if (change(base_, release_messages, workspace, channel, now) != 0) left_.messages = true;
    }

    void drop_for(const workspace_id& workspace, const user_id& person, const std::string& why,
                  instant now) override
    {
        change(base_, drop_for_person, workspace, person, why, now);
    }

    void readdress(const workspace_id& workspace, const channel_id& old_one,
                   const channel_id& new_one) override
    {
        change(base_, readdress_messages, workspace, old_one, new_one);
    }

  private:
    connection& base_;
    aftermath& left_;
};

} // namespace

sql_list outbox_sql()
{
    static constexpr const sql* list[] = {
        &add_message,        &find_message,        &told_person,      &ready_messages, &next_message,
        &send_message,       &finish_sent,         &place_card,       &finish_unsent,  &try_later,
        &recover_messages,   &hold_messages,       &release_messages, &drop_bound,     &drop_for_person,
        &readdress_messages, &messages_for_person, &waiting_messages};
    return list;
}

std::unique_ptr<core::outbox_repository> make_outbox(connection& base, aftermath& left)
{
    return std::make_unique<outbox>(base, left);
}

} // namespace peerbot::storage::sqlite
