#include "core/assist/contribute.hpp"

#include "core/assist/engine.hpp"
#include "core/assist/keep.hpp"
#include "core/assist/roles.hpp"
#include "core/assist/summary.hpp"
#include "core/assist/view.hpp"
#include "core/groups/roles.hpp"
#include "core/words/plain.hpp"

#include <algorithm>
#include <array>

namespace peerbot::core {
namespace {

int words_in(std::string_view text)
{
    int count = 0;
    bool inside = false;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\t';
        if (!space && !inside) ++count;
        inside = !space;
    }
    return count;
}

bool only_of_assistee(contribution_kind kind)
{
    constexpr std::array kinds{contribution_kind::story, contribution_kind::response,
                               contribution_kind::commitment, contribution_kind::answer};
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

result<std::string> clean_contribution(const std::string& typed, const phase* what, contribution_kind kind)
{
    auto text = clean_text(typed, longest_contribution + 1);
    if (text.empty()) return reason::empty_text;
    if (code_points(text) > longest_contribution)
        return rejection{.why = reason::text_too_long, .number = longest_contribution};
    if (what != nullptr && what->form == kind && what->words > 0 && words_in(text) > what->words)
        return rejection{.why = reason::too_many_words, .number = what->words};
    return text;
}

bool help_comes_later(unit_of_work& work, const assist& one, const phase_run& run)
{
    const auto format = work.templates().find(one.format).value();
    for (auto place = static_cast<std::size_t>(run.place); place < format.phases.size(); ++place) {
        if (format.phases[place].form == contribution_kind::help) return true;
    }
    return false;
}

// Only help and answers are about something, and that is always a question: whatever is about another thing
// goes with it, one step deep.
bool names_question(const std::vector<contribution>& before, const contribution& said)
{
    if (said.kind != contribution_kind::help && said.kind != contribution_kind::answer) return false;
    return std::any_of(before.begin(), before.end(), [&](const contribution& each) {
        return each.id == said.about && each.kind == contribution_kind::question &&
               each.state == contribution_state::shown;
    });
}

// Help waits for its phase, ideas for experience, and what somebody notes for themselves stays theirs.
contribution_state state_of(unit_of_work& work, const assist& one, const phase_run& run,
                            const contribution& said, bool takes_notes, instant now)
{
    const auto what = phase_of(work, one, run);
    if (said.kind == contribution_kind::note) {
        const bool asked_for = what.form == contribution_kind::note && said.author != one.assistee;
        const bool for_all = (takes_notes && said.author != one.assistee) || asked_for;
        return for_all ? contribution_state::shown : contribution_state::private_note;
    }
    if (said.kind != contribution_kind::help) return contribution_state::shown;
    if (what.form != contribution_kind::help)
        return help_comes_later(work, one, run) ? contribution_state::held : contribution_state::shown;
    const auto waiting = work.timers().waiting(one.group);
    const bool ideas_wait = std::any_of(waiting.begin(), waiting.end(), [&](const timer& each) {
        return each.kind == timer_kind::assist_ideas_open && each.subject == run.id.value &&
               each.due_at > now;
    });
    return ideas_wait && said.tag == help_tag::idea ? contribution_state::held : contribution_state::shown;
}

int commitments_of(const std::vector<contribution>& said, member_id who)
{
    return static_cast<int>(std::count_if(said.begin(), said.end(), [&](const contribution& each) {
        return each.author == who && each.kind == contribution_kind::commitment;
    }));
}

// What they will do, cleaned, without what was left empty.
result<std::vector<std::string>> clean_commitments(unit_of_work& work, const assist& one, member_id who,
                                                   const std::vector<std::string>& typed)
{
    std::vector<std::string> lines;
    for (const auto& each : typed) {
        auto line = clean_text(each, longest_contribution + 1);
        if (code_points(line) > longest_contribution)
            return rejection{.why = reason::text_too_long, .number = longest_contribution};
        if (!line.empty()) lines.push_back(std::move(line));
    }
    const auto before = static_cast<std::size_t>(commitments_of(work.contributions().of_assist(one.id), who));
    if (!lines.empty() && before + lines.size() > most_commitments)
        return rejection{.why = reason::too_many_commitments, .number = most_commitments};
    return lines;
}

outcome fits(unit_of_work& work, const assist& one, const phase_run& run, const contribution& said)
{
    if (only_of_assistee(said.kind) && said.author != one.assistee) return reason::not_the_assistee;
    if ((said.kind == contribution_kind::help) != said.tag.has_value()) return reason::tag_needed;
    if (said.kind == contribution_kind::challenge) return reason::no_inventory;
    const auto before = work.contributions().of_assist(one.id);
    if ((said.about || said.kind == contribution_kind::answer) && !names_question(before, said))
        return reason::no_such_contribution;
    const auto same = [&](const contribution& each) {
        return each.author == said.author && each.kind == said.kind;
    };
    if (said.kind == contribution_kind::commitment &&
        commitments_of(before, said.author) >= static_cast<int>(most_commitments))
        return rejection{.why = reason::too_many_commitments, .number = most_commitments};
    const auto what = phase_of(work, one, run);
    const auto in_run = std::count_if(before.begin(), before.end(), [&](const contribution& each) {
        return same(each) && each.run == run.id;
    });
    if (what.form == said.kind && what.each > 0 && in_run >= what.each)
        return rejection{.why = reason::enough_said, .number = what.each};
    return nothing{};
}

struct own
{
    contribution said;
    assist one;
};

// A challenge is nobody's to change once it is shown: the group chooses among them, and some have no author.
result<own> own_contribution(unit_of_work& work, const group& here, contribution_id id, const user_id& by)
{
    const auto said = work.contributions().find(id);
    const auto one = said ? work.assists().find(said->assist) : std::nullopt;
    if (!one || one->group != here.id || said->kind == contribution_kind::challenge)
        return reason::no_such_contribution;
    const auto who = present_member(work, here.id, by);
    if (!who || who->id != said->author) return reason::not_your_contribution;
    if (!one->open()) return rejection{.why = reason::assist_over, .number = one->number};
    return own{.said = *said, .one = *one};
}

struct speaking
{
    assist one;
    phase_run run;
    member who;
    participant self;
};

// The one that runs, or after the last one that, for who was still typing: until the parts are reviewed.
std::optional<phase_run> run_to_speak_in(unit_of_work& work, const assist& one)
{
    if (one.state == assist_state::running) return work.assists().running(one.id);
    if (one.state != assist_state::closing || one.review_until) return std::nullopt;
    const auto runs = work.assists().runs(one.id);
    return runs.empty() ? std::nullopt : std::optional(runs.back());
}

result<speaking> speak_up(unit_of_work& work, const group& here, assist_id id, const user_id& by, instant now)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one.why();
    const auto who = active_member(work, here.id, by);
    if (!who) return who.why();
    if (!run_to_speak_in(work, *one))
        return rejection{.why = reason::assist_not_running, .number = one->number};
    auto self = participant_of(work, id, who->id);
    if (!self || !self->there()) {
        const auto joined = admit(work, here, *one, who->id, now);
        if (!joined) return joined.why();
        self = *joined;
    }
    // Joining may have begun a phase that waited for people.
    const auto again = work.assists().find(id).value();
    const auto current = run_to_speak_in(work, again);
    if (!current) return rejection{.why = reason::assist_not_running, .number = one->number};
    return speaking{.one = again, .run = *current, .who = *who, .self = *self};
}

// The question of a text: up to its first question mark, or as much as fits.
std::string question_in(std::string_view text)
{
    const auto mark = text.find('?');
    if (mark != std::string_view::npos) text = text.substr(0, mark + 1);
    return clean_text(text, longest_question);
}

// In a turn for which nobody wrote down a question, it is what the assistee tells first.
void keep_first_words(unit_of_work& work, assist one, const contribution& said)
{
    if (said.kind != contribution_kind::story || !one.what.question.empty()) return;
    one.what.question = question_in(said.text);
    keep_assist(work, one);
}

result<contribution> put(unit_of_work& work, const group& here, assist_id id, const contribution_wish& wish,
                         bool held)
{
    const auto speaker = speak_up(work, here, id, wish.by, wish.now);
    if (!speaker) return speaker.why();
    const auto what = phase_of(work, speaker->one, speaker->run);
    const auto text = clean_contribution(wish.text, &what, wish.kind);
    if (!text) return text.why();
    contribution said{.id = {},
                      .assist = id,
                      .run = speaker->run.id,
                      .author = speaker->who.id,
                      .kind = wish.kind,
                      .tag = wish.tag,
                      .text = *text,
                      .about = wish.about};
    if (const auto fit = fits(work, speaker->one, speaker->run, said); !fit) return fit.why();
    said.state = held ? contribution_state::held
                      : state_of(work, speaker->one, speaker->run, said, speaker->self.takes_notes, wish.now);
    const auto lines = clean_commitments(work, speaker->one, said.author, wish.will_do);
    if (!lines) return lines.why();
    said.id = work.contributions().add(said);
    if (said.state == contribution_state::shown)
        say(work, here, message_kind::assist_posted, said.id.value, wish.now);
    for (const auto& line : *lines) {
        const auto will = work.contributions().add({.id = {},
                                                    .assist = id,
                                                    .run = said.run,
                                                    .author = said.author,
                                                    .kind = contribution_kind::commitment,
                                                    .text = line});
        say(work, here, message_kind::assist_posted, will.value, wish.now);
    }
    keep_first_words(work, speaker->one, said);
    redraw(work, speaker->one);
    look_at_phase(work, here, id, wish.now);
    return said;
}

// What somebody writes in the thread would be heard if it were put into the assist.
bool is_waited_for(unit_of_work& work, const assist& one, const phase_run& run, const phase& what,
                   member_id who)
{
    if (run.live || !run.ends_at || !what.form || what.chooses() || who == one.facilitator) return false;
    const auto turn = who == one.assistee ? speakers::assistee : speakers::assisters;
    if (what.speak != turn && what.speak != speakers::everybody) return false;
    const auto said = work.contributions().of_assist(one.id);
    return std::none_of(said.begin(), said.end(),
                        [&](const contribution& each) { return each.author == who && each.run == run.id; });
}

} // namespace

result<contribution> contribute(unit_of_work& work, const group& here, assist_id id,
                                const contribution_wish& wish)
{
    return put(work, here, id, wish, false);
}

free_reply judge_reply(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                       std::string_view text)
{
    const auto one = assist_of(work, here, id);
    const auto who = present_member(work, here.id, by);
    const auto run = one ? work.assists().running(id) : std::nullopt;
    if (!one || !who || !run || one->state != assist_state::running) return free_reply::fits;
    const auto what = phase_of(work, *one, *run);
    const bool asks = text.find('?') != std::string_view::npos;
    const bool advises = what.form == contribution_kind::question && !asks && who->id != one->assistee;
    if (!advises && is_waited_for(work, *one, *run, what, who->id)) return free_reply::keep;
    if (who->id == one->assistee || who->id == one->facilitator) return free_reply::fits;
    if (what.form == contribution_kind::help || !help_comes_later(work, *one, *run)) return free_reply::fits;
    if (what.speak == speakers::assistee) return free_reply::hold;
    return advises ? free_reply::hold : free_reply::fits;
}

result<contribution> hold_reply(unit_of_work& work, const group& here, assist_id id,
                                const contribution_wish& wish)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one.why();
    const auto run = work.assists().running(id);
    const bool later = run && help_comes_later(work, *one, *run);
    return put(work, here, id, wish, later);
}

result<contribution> reword_contribution(unit_of_work& work, const group& here, contribution_id id,
                                         const user_id& by, const std::string& text, instant now)
{
    const auto mine = own_contribution(work, here, id, by);
    if (!mine) return mine.why();
    const auto run = work.assists().find_run(mine->said.run);
    const auto what = run ? std::optional(phase_of(work, mine->one, *run)) : std::nullopt;
    const auto clean = clean_contribution(text, what ? &*what : nullptr, mine->said.kind);
    if (!clean) return clean.why();
    redraw(work, mine->one);
    return reword_part(work, here, mine->one, {.before = mine->said, .text = *clean}, now);
}

result<contribution> take_back_contribution(unit_of_work& work, const group& here, contribution_id id,
                                            const user_id& by, instant now)
{
    const auto mine = own_contribution(work, here, id, by);
    if (!mine) return mine.why();
    work.contributions().remove(id);
    redraw(work, mine->one);
    look_at_phase(work, here, mine->one.id, now);
    return mine->said;
}

result<contribution> mark_useful(unit_of_work& work, const group& here, contribution_id id, const user_id& by,
                                 bool useful, instant)
{
    auto said = work.contributions().find(id);
    const auto one = said ? work.assists().find(said->assist) : std::nullopt;
    if (!one || one->group != here.id || said->state != contribution_state::shown ||
        said->kind == contribution_kind::challenge)
        return reason::no_such_contribution;
    const auto who = present_member(work, here.id, by);
    if (!who || who->id != one->assistee) return reason::not_the_assistee;
    if (one->over()) return rejection{.why = reason::assist_over, .number = one->number};
    said->useful = useful;
    work.contributions().save(*said);
    redraw(work, *one);
    return *said;
}

result<assist> agree_on_question(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                                 const std::string& question, instant now)
{
    auto one = assist_of(work, here, id);
    if (!one) return one;
    const auto who = present_member(work, here.id, by);
    if (!who || who->id != one->assistee) return reason::not_the_assistee;
    if (one->state != assist_state::running)
        return rejection{.why = reason::assist_not_running, .number = one->number};
    const auto text = clean_text(question, longest_question + 1);
    if (text.empty()) return reason::empty_text;
    if (code_points(text) > longest_question)
        return rejection{.why = reason::text_too_long, .number = longest_question};
    auto changed = *one;
    changed.agreed_question = text;
    keep_assist(work, changed);
    look_at_phase(work, here, id, now);
    return *work.assists().find(id);
}

outcome post_challenge(unit_of_work& work, const group& here, assist_id id, const user_id& by,
                       const std::string& typed, bool named, instant now)
{
    const auto one = assist_of(work, here, id);
    if (!one) return one.why();
    const auto who = active_member(work, here.id, by);
    if (!who) return who.why();
    const auto run = work.assists().running(id);
    const auto what = run ? std::optional(phase_of(work, *one, *run)) : std::nullopt;
    if (!what || what->form != contribution_kind::challenge)
        return rejection{.why = reason::no_inventory, .number = one->number};
    if (!named && !what->anonymous) return reason::name_needed;
    const auto text = clean_text(typed, longest_question + 1);
    if (code_points(text) > longest_question)
        return rejection{.why = reason::text_too_long, .number = longest_question};
    work.contributions().box(run->id, {.author = who->id, .text = text, .named = named});
    look_at_phase(work, here, id, now);
    return nothing{};
}

std::optional<boxed_challenge> own_challenge(unit_of_work& work, const group& here, assist_id id,
                                             const user_id& by)
{
    const auto who = present_member(work, here.id, by);
    const auto run = work.assists().running(id);
    if (!who || !run) return std::nullopt;
    for (const auto& each : work.contributions().boxed(run->id)) {
        if (each.author == who->id) return each;
    }
    return std::nullopt;
}

outcome mark_affected(unit_of_work& work, const group& here, contribution_id challenge, const user_id& by,
                      bool affected, instant now)
{
    const auto said = work.contributions().find(challenge);
    const auto one = said ? work.assists().find(said->assist) : std::nullopt;
    if (!one || one->group != here.id || said->kind != contribution_kind::challenge)
        return reason::no_such_contribution;
    const auto who = active_member(work, here.id, by);
    if (!who) return who.why();
    const auto run = work.assists().running(one->id);
    if (!run || !phase_of(work, *one, *run).votes) return reason::phase_over;
    work.contributions().mark(challenge, who->id, affected);
    redraw(work, *one);
    look_at_phase(work, here, one->id, now);
    return nothing{};
}

} // namespace peerbot::core
