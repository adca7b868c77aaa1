#include "core/assist/summary.hpp"

#include "core/assist/engine.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/pace.hpp"
#include "core/assist/roles.hpp"
#include "core/groups/roles.hpp"
#include "core/rotation/leader.hpp"
#include "core/words/plain.hpp"
#include "core/words/telltale.hpp"

#include <algorithm>

namespace peerbot::core {
namespace {

result<assist> of_assistee(unit_of_work& work, const group& here, assist_id id, const user_id& by)
{
    auto one = assist_of(work, here, id);
    if (!one) return one;
    const auto who = present_member(work, here.id, by);
    if (!who || who->id != one->assistee) return reason::not_the_assistee;
    return one;
}

result<assist> closing_of_assistee(unit_of_work& work, const group& here, assist_id id, const user_id& by)
{
    auto one = of_assistee(work, here, id, by);
    if (one && one->state != assist_state::closing)
        return rejection{.why = reason::assist_not_closing, .number = one->number};
    return one;
}

// Whose words would be in it and who have not answered yet.
std::vector<participant> asked_to_review(unit_of_work& work, const assist& one)
{
    const auto parts = said_for_summary(work, one);
    auto people = work.assists().participants(one.id);
    std::erase_if(people, [&](const participant& each) {
        if (!each.there() || each.member == one.assistee || each.reviewed_at) return true;
        return std::none_of(parts.begin(), parts.end(),
                            [&](const contribution& part) { return part.author == each.member; });
    });
    return people;
}

void note_reviewed(unit_of_work& work, const group& here, const assist& one, member_id who, instant now)
{
    const auto parts = said_for_summary(work, one);
    const bool all = std::none_of(parts.begin(), parts.end(), [&](const contribution& each) {
        return each.author == who && each.review == approval::pending;
    });
    auto self = participant_of(work, one.id, who);
    if (!all || !self) return;
    self->reviewed_at = now;
    work.assists().save(*self);
    look_at_review(work, here, one, now);
}

} // namespace

void look_at_review(unit_of_work& work, const group& here, const assist& one, instant now)
{
    if (!one.review_until || *one.review_until <= now) return;
    if (asked_to_review(work, one).empty()) review_is_over(work, here, one, now);
}

result<assist> edit_summary(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                            const summary_edit& edit, instant)
{
    const auto one = closing_of_assistee(work, here, id, by);
    if (!one) return one;
    auto changed = *one;
    changed.agreed_question = clean_text(edit.question, longest_question + 1);
    changed.story = clean_text(edit.story, longest_contribution + 1);
    if (code_points(changed.agreed_question) > longest_question)
        return rejection{.why = reason::text_too_long, .number = longest_question};
    if (code_points(changed.story) > longest_contribution)
        return rejection{.why = reason::text_too_long, .number = longest_contribution};
    std::vector<std::string> blanks;
    for (const auto& each : edit.blanks) {
        // Whole, as long as what they stand in can be: a part would leave out less than was asked for.
        auto words = clean_text(each, longest_contribution);
        if (!words.empty()) blanks.push_back(std::move(words));
    }
    // Others approve their parts without these words; nobody puts them back afterwards.
    for (const auto& each : one->review_until ? work.assists().blanks(id) : std::vector<std::string>{})
        if (std::find(blanks.begin(), blanks.end(), each) == blanks.end()) blanks.push_back(each);
    work.assists().save_blanks(id, blanks);
    keep_assist(work, changed);
    return changed;
}

result<assist> send_for_review(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                               instant now)
{
    const auto one = closing_of_assistee(work, here, id, by);
    if (!one || one->review_until) return one;
    auto changed = *one;
    const auto asked = asked_to_review(work, changed);
    for (const auto kind : {timer_kind::assist_closing_ends, timer_kind::assist_closing_soon})
        work.timers().cancel(kind, id.value);
    changed.review_until = after_working_days(now, time_to_review, zone_of(here));
    keep_assist(work, changed);
    set_timer(work, here, timer_kind::assist_review_ends, id.value, *changed.review_until);
    for (const auto& each : asked)
        tell(work, here, message_kind::assist_review, each.id.value, each.member, now, changed.review_until);
    look_at_review(work, here, changed, now);
    return *work.assists().find(id);
}

result<contribution> review_part(unit_of_work& work, const group& here, contribution_id id, const user_id& by,
                                 approval decision, const std::string& wording, instant now)
{
    auto said = work.contributions().find(id);
    const auto one = said ? work.assists().find(said->assist) : std::nullopt;
    if (!one || one->group != here.id || !in_summary(*said)) return reason::no_such_contribution;
    const auto who = present_member(work, here.id, by);
    if (!who || who->id != said->author) return reason::not_your_contribution;
    if (one->state != assist_state::closing)
        return rejection{.why = reason::assist_not_closing, .number = one->number};
    const auto text = clean_text(wording, longest_contribution + 1);
    if (code_points(text) > longest_contribution)
        return rejection{.why = reason::text_too_long, .number = longest_contribution};
    said->review = decision;
    said->wording = text;
    work.contributions().save(*said);
    note_reviewed(work, here, *one, who->id, now);
    return *said;
}

outcome review_all(unit_of_work& work, const group& here, assist_id id, const user_id& by, approval decision,
                   instant now)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one.why();
    const auto who = present_member(work, here.id, by);
    const auto self = who ? participant_of(work, id, who->id) : std::nullopt;
    if (!self) return reason::not_in_the_assist;
    if (one->state != assist_state::closing)
        return rejection{.why = reason::assist_not_closing, .number = one->number};
    for (auto each : said_for_summary(work, *one)) {
        if (each.author != who->id) continue;
        each.review = decision;
        work.contributions().save(each);
    }
    note_reviewed(work, here, *one, who->id, now);
    return nothing{};
}

contribution reword_part(unit_of_work& work, const group& here, const assist& one, const rewording& change,
                         instant now)
{
    auto said = change.before;
    said.text = change.text;
    said.wording.clear();
    const bool approved = said.review == approval::approved;
    if (approved) said.review = approval::pending;
    work.contributions().save(said);
    // The assistee's own words need nobody's word.
    if (!approved || said.author == one.assistee || !one.review_until || !in_summary(said)) return said;
    auto self = participant_of(work, one.id, said.author).value();
    self.reviewed_at.reset();
    work.assists().save(self);
    tell(work, here, message_kind::assist_review, self.id.value, said.author, now);
    if (*one.review_until <= now)
        tell(work, here, message_kind::assist_summary_ready, one.id.value, one.assistee, now);
    return said;
}

result<assist> publish_summary(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                               bool in_channel, instant now)
{
    const auto one = closing_of_assistee(work, here, id, by);
    if (!one) return one;
    if (!one->review_until) return reason::review_not_over;
    if (*one->review_until > now)
        return rejection{.why = reason::review_not_over, .text = here.zone, .when = one->review_until};
    begin_follow_up(work, here, *one, now);
    auto changed = *work.assists().find(id);
    changed.published_at = now;
    if (in_channel) {
        changed.summary_card = work.cards().add({.id = {},
                                                 .kind = card_kind::summary,
                                                 .group = here.id,
                                                 .subject = id.value,
                                                 .channel = {},
                                                 .stamp = {}});
        work.outbox().add({.kind = message_kind::assist_summary,
                           .group = here.id,
                           .subject = id.value,
                           .to = here.channel,
                           .card = changed.summary_card,
                           .due_at = now});
    }
    keep_assist(work, changed);
    return changed;
}

result<assist> keep_unpublished(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                instant now)
{
    const auto one = closing_of_assistee(work, here, id, by);
    if (!one) return one;
    begin_follow_up(work, here, *one, now);
    return *work.assists().find(id);
}

outcome withdraw_from_summary(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                              instant now)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one.why();
    const auto known = work.members().find(here.id, by);
    const auto self = known ? participant_of(work, id, known->id) : std::nullopt;
    if (!self) return reason::not_in_the_assist;
    const bool assistee = known->id == one->assistee;
    if (assistee && one->open() && one->state != assist_state::closing)
        return rejection{.why = reason::assistee_stops, .number = one->number};
    auto gone = said_about_question_of(work, *one, known->id);
    for (const auto& each : work.contributions().of_assist(id))
        if (each.author == known->id) gone.push_back(each);
    // Answers before their questions, since they name them.
    std::sort(gone.begin(), gone.end(),
              [](const contribution& a, const contribution& b) { return a.id.value > b.id.value; });
    for (const auto& each : gone)
        work.contributions().remove(each.id);
    auto changed = *one;
    if (assistee) {
        if (changed.state == assist_state::closing) begin_follow_up(work, here, changed, now);
        changed = *work.assists().find(id);
        changed.what = {};
        changed.agreed_question.clear();
        changed.story.clear();
    }
    // Of several who asked, the others decide about what was said to them, as long as it is kept.
    const bool nothing_left = changed.published_at ? summary_of(work, changed).sections.empty()
                                                   : work.contributions().of_assist(id).empty();
    const bool all_of_it = several_asked(work, changed) ? !changed.open() && nothing_left : assistee;
    if (all_of_it) changed.withdrawn_at = now;
    // Without the assistee nothing is published any more that they could be needed for.
    if (all_of_it || (assistee && !changed.published_at)) work.assists().save_blanks(id, {});
    keep_assist(work, changed);
    if (changed.state == assist_state::closing) look_at_review(work, here, changed, now);
    return nothing{};
}

void review_is_over(unit_of_work& work, const group& here, assist one, instant now)
{
    work.timers().cancel(timer_kind::assist_review_ends, one.id.value);
    one.review_until = now;
    keep_assist(work, one);
    tell(work, here, message_kind::assist_summary_ready, one.id.value, one.assistee, now);
    give_time_for_summary(work, here, one, now);
}

} // namespace peerbot::core
