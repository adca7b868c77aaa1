// The repositories of one connection.
#pragma once

#include "storage/engine.hpp"
#include "storage/sqlite/connection.hpp"

#include <memory>
#include <utility>

namespace peerbot::storage::sqlite {

class unit_of_work final : public core::unit_of_work
{
  public:
    explicit unit_of_work(connection& base);

    core::group_repository& groups() override { return *groups_; }
    core::member_repository& members() override { return *members_; }
    core::vacancy_repository& vacancies() override { return *vacancies_; }
    core::people_repository& people() override { return *people_; }
    core::audit_repository& audit() override { return *audit_; }
    core::topic_repository& topics() override { return *topics_; }
    core::ballot_repository& ballots() override { return *ballots_; }
    core::vote_repository& votes() override { return *votes_; }
    core::plan_repository& plans() override { return *plans_; }
    core::session_repository& sessions() override { return *sessions_; }
    core::feed_repository& feeds() override { return *feeds_; }
    core::attention_repository& attention() override { return *attention_; }
    core::ledger_repository& ledger() override { return *ledger_; }
    core::turn_repository& turns() override { return *turns_; }
    core::critique_repository& critiques() override { return *critiques_; }
    core::promise_repository& promises() override { return *promises_; }
    core::template_repository& templates() override { return *templates_; }
    core::assist_repository& assists() override { return *assists_; }
    core::contribution_repository& contributions() override { return *contributions_; }
    core::timer_repository& timers() override { return *timers_; }
    core::outbox_repository& outbox() override { return *outbox_; }
    core::card_repository& cards() override { return *cards_; }

    // What the changes since the last call leave for others to do.
    aftermath take_aftermath() { return std::exchange(left_, {}); }
    connection& base() { return base_; }
    // The time of the piece of work that runs next.
    void set_now(core::instant now) { now_ = now; }

  private:
    connection& base_;
    aftermath left_;
    core::instant now_{};
    std::unique_ptr<core::group_repository> groups_;
    std::unique_ptr<core::member_repository> members_;
    std::unique_ptr<core::vacancy_repository> vacancies_;
    std::unique_ptr<core::people_repository> people_;
    std::unique_ptr<core::audit_repository> audit_;
    std::unique_ptr<core::topic_repository> topics_;
    std::unique_ptr<core::ballot_repository> ballots_;
    std::unique_ptr<core::vote_repository> votes_;
    std::unique_ptr<core::plan_repository> plans_;
    std::unique_ptr<core::session_repository> sessions_;
    std::unique_ptr<core::feed_repository> feeds_;
    std::unique_ptr<core::attention_repository> attention_;
    std::unique_ptr<core::ledger_repository> ledger_;
    std::unique_ptr<core::turn_repository> turns_;
    std::unique_ptr<core::critique_repository> critiques_;
    std::unique_ptr<core::promise_repository> promises_;
    std::unique_ptr<core::template_repository> templates_;
    std::unique_ptr<core::assist_repository> assists_;
    std::unique_ptr<core::contribution_repository> contributions_;
    std::unique_ptr<core::timer_repository> timers_;
    std::unique_ptr<core::outbox_repository> outbox_;
    std::unique_ptr<core::card_repository> cards_;
};

} // namespace peerbot::storage::sqlite
