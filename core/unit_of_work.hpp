// The port to storage: everything that one piece of work may read and change, in one transaction.
#pragma once

#include "core/assist/contribution.hpp"
#include "core/critique/critique.hpp"
#include "core/groups/audit.hpp"
#include "core/groups/group.hpp"
#include "core/groups/people.hpp"
#include "core/message.hpp"
#include "core/promises/promise.hpp"
#include "core/reminders/timer.hpp"
#include "core/reminders/wish.hpp"
#include "core/rotation/ledger.hpp"
#include "core/rotation/offer.hpp"
#include "core/sessions/calendar_feed.hpp"
#include "core/sessions/session.hpp"
#include "core/voting/topic_plan.hpp"

namespace peerbot::core {

class unit_of_work
{
  public:
    virtual ~unit_of_work() = default;
    virtual group_repository& groups() = 0;
    virtual member_repository& members() = 0;
    virtual vacancy_repository& vacancies() = 0;
    virtual people_repository& people() = 0;
    virtual audit_repository& audit() = 0;
    virtual topic_repository& topics() = 0;
    virtual ballot_repository& ballots() = 0;
    virtual vote_repository& votes() = 0;
    virtual plan_repository& plans() = 0;
    virtual session_repository& sessions() = 0;
    virtual feed_repository& feeds() = 0;
    virtual ledger_repository& ledger() = 0;
    virtual turn_repository& turns() = 0;
    virtual critique_repository& critiques() = 0;
    virtual promise_repository& promises() = 0;
    virtual template_repository& templates() = 0;
    virtual assist_repository& assists() = 0;
    virtual contribution_repository& contributions() = 0;
    virtual timer_repository& timers() = 0;
    virtual attention_repository& attention() = 0;
    virtual outbox_repository& outbox() = 0;
    virtual card_repository& cards() = 0;
};

} // namespace peerbot::core
