#include "storage/sqlite/inventory.hpp"

namespace peerbot::storage::sqlite {
namespace {

constexpr const char* own_group = "group_id = ?1";
constexpr const char* of_topic = "topic_id IN (SELECT id FROM topics WHERE group_id = ?1)";
constexpr const char* of_ballot = "ballot_id IN (SELECT id FROM ballots WHERE group_id = ?1)";
constexpr const char* of_session = "session_id IN (SELECT id FROM sessions WHERE group_id = ?1)";

// In an order in which a row follows those that it refers to. Whose the words of a whole group are, such as
// its covenant or the notes of a session, is not known.
constexpr table_row tables[] = {
    {.table = "groups",
     .of_group = "id = ?1",
     .plain =
         "id workspace channel zone cadence meets_at reachable created_at planning run_sheet length holidays "
         "away away_since",
     .words = "name covenant",
     .links = "link",
     .hidden = "card_id"},
    {.table = "members",
     .of_group = own_group,
     .plain = "id group_id state paused_until facilitator joined_at",
     .people = "user"},
    {.table = "vacancies",
     .of_group = own_group,
     .plain = "id group_id opened_at filled_at",
     .people = "filled_by",
     .hidden = "card_id"},
    {.table = "topics",
     .of_group = own_group,
     .plain = "id group_id number state times_taught proposed_at edited_at merged_into follows taught_in",
     .people = "proposer",
     .words = "title",
     .links = "link",
     .author = "proposer = ?1"},
    {.table = "topic_teachers", .of_group = of_topic, .plain = "topic_id place offered_at", .people = "user"},
    {.table = "topic_seconders", .of_group = of_topic, .plain = "topic_id seconded_at", .people = "user"},
    {.table = "ballots",
     .of_group = own_group,
     .plain =
         "id group_id opened_at closes_at closed_at closed_by voters number method budget hidden anonymous "
         "extended decides electorate room",
     .people = "opener",
     .hidden = "card_id"},
    {.table = "ballot_topics",
     .of_group = of_ballot,
     .plain = "ballot_id topic_id votes voters place decided_by tied teachers taught plannable",
     .words = "title",
     .author = "topic_id IN (SELECT id FROM topics WHERE proposer = ?1)"},
    {.table = "ballot_rounds", .of_group = of_ballot, .plain = "ballot_id round topic_id votes out_by"},
    // Nobody sees the choices on a ballot that is open.
    {.table = "votes",
     .of_group = of_ballot,
     .plain = "ballot_id voter_id topic_id mark",
     .only = "ballot_id IN (SELECT id FROM ballots WHERE closed_at IS NOT NULL)"},
    {.table = "sealed_votes", .of_group = nullptr, .plain = "", .hidden = "ballot_id voter_id topic_id mark"},
    {.table = "topic_plans",
     .of_group = of_ballot,
     .plain = "ballot_id rule state revision",
     .people = "settled_by"},
    {.table = "sessions",
     .of_group = own_group,
     .plain = "id group_id number meets_at starts_at length state leading leader_id topic_id moved_from "
              "co_leader_id "
              "format sequence changed_at",
     .hidden = "card_id"},
    {.table = "session_details",
     .of_group = of_session,
     .plain = "session_id not_recorded",
     .words = "outline notes cancelled_because",
     .links = "video_link slides recording"},
    {.table = "rsvps", .of_group = of_session, .plain = "session_id member_id coming answered_at"},
    {.table = "open_questions",
     .of_group = of_session,
     .plain = "id session_id topic_id asked_at",
     .people = "asker",
     .words = "text",
     .author = "asker = ?1"},
    {.table = "topic_plan_lines",
     .of_group = of_ballot,
     .plain = "ballot_id place session_id topic_id leader_id reason owed"},
    {.table = "ledger", .of_group = own_group, .plain = "group_id member_id session_id owed given"},
    {.table = "skips", .of_group = of_session, .plain = "session_id member_id skipped_at"},
    {.table = "turn_offers",
     .of_group = of_session,
     .plain = "id session_id cause from_id to_id in_return state opened_at ends_at answered_by",
     .hidden = "card_id"},
    {.table = "backups", .of_group = of_session, .plain = "session_id place member_id asked_at declined_at"},
    {.table = "turn_log",
     .of_group = of_session,
     .plain = "id session_id from_id to_id cause changed_at",
     .people = "changed_by"},
    {.table = "audit",
     .of_group = own_group,
     .plain = "id group_id at act detail",
     .people = "by_user about"},
    {.table = "people",
     .of_group = nullptr,
     .plain = "",
     .people = "user",
     .hidden = "workspace home admin bot deleted zone",
     .theirs = "user = ?1"},
    {.table = "people_listings", .of_group = nullptr, .plain = "", .hidden = "workspace listed_at"},
    {.table = "calendar_feeds",
     .of_group = nullptr,
     .plain = "",
     .people = "person",
     .hidden = "id workspace group_id fingerprint created_at revoked_at",
     .theirs = "person = ?1"},
    {.table = "reminder_wishes",
     .of_group = nullptr,
     .plain = "",
     .people = "person",
     .hidden = "workspace kind level skipped",
     .theirs = "person = ?1"},
    {.table = "reminder_marks",
     .of_group = nullptr,
     .plain = "",
     .people = "person",
     .hidden = "workspace kind subject done_at snoozed_until",
     .theirs = "person = ?1"},
    {.table = "folded_reminders",
     .of_group = nullptr,
     .plain = "",
     .people = "person",
     .hidden = "workspace kind subject group_id folded_at void_after",
     .theirs = "person = ?1"},
    {.table = "outbox",
     .of_group = nullptr,
     .plain = "",
     .people = "recipient",
     .hidden =
         "id workspace group_id kind subject to_person card_id due_at void_after delivery_key state attempts "
         "next_try_at first_tried_at finished_at sent_channel sent_stamp why",
     .theirs = "to_person = 1 AND recipient = ?1"},
    // The key of a press names who pressed.
    {.table = "inbox",
     .of_group = nullptr,
     .plain = "",
     .hidden = "key received_at",
     .theirs = "instr(key, ?1) > 0"},
    {.table = "timers",
     .of_group = nullptr,
     .plain = "",
     .hidden = "id kind group_id subject due_at fired_at"},
    {.table = "cards",
     .of_group = nullptr,
     .plain = "",
     .hidden = "id kind group_id subject channel stamp dirty refreshed"},
    {.table = "migrations", .of_group = nullptr, .plain = "", .hidden = "number name hash applied_at"},
};

} // namespace

std::span<const table_row> inventory()
{
    return tables;
}

} // namespace peerbot::storage::sqlite
