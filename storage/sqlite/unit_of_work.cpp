#include "storage/sqlite/unit_of_work.hpp"

#include "storage/sqlite/areas.hpp"

namespace peerbot::storage::sqlite {

unit_of_work::unit_of_work(connection& base)
    : base_(base),
      groups_(make_groups(base, now_)),
      members_(make_members(base)),
      vacancies_(make_vacancies(base)),
      people_(make_people(base)),
      audit_(make_audit(base)),
      topics_(make_topics(base, now_)),
      ballots_(make_ballots(base)),
      votes_(make_votes(base, left_)),
      plans_(make_plans(base)),
      sessions_(make_sessions(base, now_)),
      feeds_(make_feeds(base)),
      attention_(make_attention(base)),
      ledger_(make_ledger(base)),
      turns_(make_turns(base)),
      critiques_(make_critiques(base)),
      promises_(make_promises(base)),
      templates_(make_templates(base)),
      assists_(make_assists(base)),
      contributions_(make_contributions(base, left_)),
      timers_(make_timers(base, left_)),
      outbox_(make_outbox(base, left_)),
      cards_(make_cards(base, left_))
{}

} // namespace peerbot::storage::sqlite
