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

bool in_summary(const contribution& one)
{
    using enum contribution_kind;
    if (one.state != contribution_state::shown) return false;
    return one.kind != story && one.kind != restatement && one.kind != challenge && one.kind != note;
}

// The assistee's own words need nobody's approval but theirs.
bool agreed(const assist& one, const contribution& said)
{
    return said.author == one.assistee ? said.review != approval::left_out
                                       : said.review == approval::approved;
}

std::vector<contribution> parts_of(unit_of_work& work, const assist& one)
{
    auto said = work.contributions().of_assist(one.id);
    std::erase_if(said, [](const contribution& each) { return !in_summary(each); });
    return said;
}

// Questions, each followed by its answers; without answers whose question is left out.
std::vector<contribution> with_answers(const std::vector<contribution>& said)
{
    std::vector<contribution> ordered;
    for (const auto& each : said) {
        if (each.kind != contribution_kind::question) continue;
        ordered.push_back(each);
        for (const auto& other : said) {
            if (other.kind == contribution_kind::answer && other.about == each.id) ordered.push_back(other);
        }
    }
    return ordered;
}

std::vector<contribution> of_kind(const std::vector<contribution>& said, contribution_kind kind)
{
    std::vector<contribution> found;
    std::copy_if(said.begin(), said.end(), std::back_inserter(found),
                 [&](const contribution& each) { return each.kind == kind; });
    return found;
}

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
    const auto parts = parts_of(work, one);
    auto people = work.assists().participants(one.id);
    std::erase_if(people, [&](const participant& each) {
        if (!each.there() || each.member == one.assistee || each.reviewed_at) return true;
        return std::none_of(parts.begin(), parts.end(),
                            [&](const contribution& part) { return part.author == each.member; });
    });
    return people;
}

void look_at_review(unit_of_work& work, const group& here, const assist& one, instant now)
{
    if (!one.review_until || *one.review_until <= now) return;
    if (asked_to_review(work, one).empty()) review_is_over(work, here, one, now);
}

void note_reviewed(unit_of_work& work, const group& here, const assist& one, member_id who, instant now)
{
    const auto parts = parts_of(work, one);
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

assist_summary summary_of(unit_of_work& work, const assist& one, bool everything)
{
    const auto blanks = work.assists().blanks(one.id);
    auto said = parts_of(work, one);
    if (!everything) std::erase_if(said, [&](const contribution& each) { return !agreed(one, each); });
    for (auto& each : said) {
        if (!each.wording.empty()) each.text = each.wording;
        each.text = without_words(each.text, blanks);
    }
    assist_summary made{.about = one,
                        .title = work.templates().find(one.format).value().title,
                        .question = without_words(
                            one.agreed_question.empty() ? one.what.question : one.agreed_question, blanks),
                        .story = without_words(one.story, blanks),
                        .questions = with_answers(said),
                        .help = of_kind(said, contribution_kind::help),
                        .commitments = of_kind(said, contribution_kind::commitment),
                        .takeaways = of_kind(said, contribution_kind::takeaway),
                        .happened = of_kind(said, contribution_kind::happened)};
    const auto responses = of_kind(said, contribution_kind::response);
    made.commitments.insert(made.commitments.begin(), responses.begin(), responses.end());
    std::stable_sort(made.help.begin(), made.help.end(),
                     [](const contribution& a, const contribution& b) { return *a.tag < *b.tag; });
    return made;
}

std::vector<std::string> candidates_for_blanking(unit_of_work& work, const assist& one)
{
    auto text = one.agreed_question.empty() ? one.what.question : one.agreed_question;
    text += "\n" + one.story;
    for (const auto& each : parts_of(work, one))
        text += "\n" + (each.wording.empty() ? each.text : each.wording);
    return telltale_words(text);
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
    work.timers().cancel(timer_kind::assist_closing_ends, id.value);
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
    for (auto each : parts_of(work, *one)) {
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
    const bool everything = known->id == one->assistee;
    if (everything && one->open() && one->state != assist_state::closing)
        return rejection{.why = reason::assistee_stops, .number = one->number};
    auto said = work.contributions().of_assist(id);
    // Answers before their questions, since they name them.
    std::reverse(said.begin(), said.end());
    for (const auto& each : said) {
        if (everything || each.author == known->id) work.contributions().remove(each.id);
    }
    auto changed = *one;
    if (everything) {
        if (changed.state == assist_state::closing) {
            begin_follow_up(work, here, changed, now);
            changed = *work.assists().find(id);
        }
        changed.what = {};
        changed.agreed_question.clear();
        changed.story.clear();
        changed.withdrawn_at = now;
        work.assists().save_blanks(id, {});
    }
    keep_assist(work, changed);
    return nothing{};
}

void review_is_over(unit_of_work& work, const group& here, assist one, instant now)
{
    work.timers().cancel(timer_kind::assist_review_ends, one.id.value);
    one.review_until = now;
    keep_assist(work, one);
    tell(work, here, message_kind::assist_summary_ready, one.id.value, one.assistee, now);
    const auto format = work.templates().find(one.format).value();
    set_timer(work, here, timer_kind::assist_closing_ends, one.id.value,
              after_working_days(now, format.closing, zone_of(here)));
}

} // namespace peerbot::core
