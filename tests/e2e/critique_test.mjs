// A critique from the request to the promise, with the power gone in the middle: people act as Slack would send it, and nothing
// that was typed is lost.
import { at_local } from '../../deploy/practice/clock.mjs';
import { eventually, expect, expect_answer, expect_text } from '../../deploy/practice/expect.mjs';
import { delivery_keys, has_button } from '../../deploy/practice/play.mjs';
import { filled_in, visible_text } from '../../deploy/practice/slack_side.mjs';
import { critic_button, did_it_button, feedback_labels, helpful_button, not_me_button, to_do_button, write_button } from '../../deploy/practice/wording.mjs';
import { message_with_button, set_up_group } from './group.mjs';
import { run_checks } from './check.mjs';

const zone = 'Europe/London';
const hour = 3_600_000;
const day = 24 * hour;
const monday = at_local('2027-02-01 10:00', zone);

await run_checks((practice) => {
  const { slack, workspace, clock, bot } = practice;
  const people = [...workspace.people.values()];
  const known = {};
  let group;

  const types = (person, text) => slack.command(person, group.channel, '/critique', text);
  const by_bot = (messages) => messages.filter(({ user }) => user === workspace.bot.user_id);
  const directs = async (person, pattern) => by_bot(await workspace.direct_messages(person)).filter((message) => pattern.test(visible_text(message)));
  const direct = (person, pattern) => eventually(`a direct message to ${person.first} like ${pattern}`, async () => (await directs(person, pattern)).at(-1), practice);
  const told_after = async (person, act) => {
    const before = slack.diary.length;
    expect_answer(await act());
    return eventually(`a private answer to ${person.first}`, () => slack.private_answers(person, before).at(-1), practice);
  };
  // The form that opens because of a press.
  const form_after = async (person, message, button) => {
    const before = (await workspace.open_views(person)).length;
    expect_answer(await slack.press(person, message, button));
    return eventually('an open form', async () => {
      const views = await workspace.open_views(person);
      return views.length > before ? views.at(-1) : undefined;
    }, practice);
  };
  const feedback = (form, noticed, could_try) => filled_in(form, [[feedback_labels.noticed, noticed], [feedback_labels.could_try, could_try], [feedback_labels.source, 'I have done it']]);
  const card = async () => by_bot(await workspace.messages_in('peer-newsroom')).find(({ ts }) => ts === known.card.ts);
  const card_says = (pattern) => eventually(`a card like ${pattern}`, async () => (pattern.test(visible_text(await card())) ? true : undefined), practice);

  return [
    ['Ben asks for a critique in one line, and the card is posted', async () => {
      group = await set_up_group(practice);
      known.asker = workspace.person('ben');
      expect_answer(await types(known.asker, 'request https://drafts.example.org/guide the map by 2027-02-10'), /critique 1/);
      known.card = await message_with_button(practice, critic_button);
      expect_text(known.card, [/the map/, /drafts\.example\.org/]);
    }],

    ['Chiara takes it on, and is offered to write', async () => {
      known.chiara = workspace.person('chiara');
      const told = await told_after(known.chiara, () => slack.press(known.chiara, known.card, critic_button));
      expect_text(told, /Thank you/);
      known.form = await form_after(known.chiara, told.message, write_button);
      known.told = told;
      await card_says(/1 person is looking at it/);
    }],

    ['what she types survives the power going, and her closing the form', async () => {
      const values = feedback(known.form, 'The map is clear, the legend is n', '');
      expect_answer(await slack.type_in(known.chiara, known.form, values, Object.keys(values)[0]));
      await bot.kill();
      await bot.start();
      expect_answer(await slack.close_form(known.chiara, known.form));
      const again = await form_after(known.chiara, known.told.message, write_button);
      const initial = again.blocks.find(({ label }) => label && feedback_labels.noticed.test(label.text)).element.initial_value;
      expect(initial === 'The map is clear, the legend is n', 'the draft in the form', String(initial));
      known.form = again;
    }],

    ['a day later two others are asked; one says "not me", and the next is asked at once', async () => {
      clock.jump_to(monday + day + hour);
      const asked_people = () => eventually('somebody who is asked', async () => {
        const found = [];
        for (const person of people) if ((await directs(person, /your turn to give feedback/)).length) found.push(person);
        return found.length ? found : undefined;
      }, practice);
      const [first] = await asked_people();
      const question = await direct(first, /your turn to give feedback/);
      const others = (await asked_people()).length;
      expect_answer(await slack.press(first, question, not_me_button));
      await eventually('one more who is asked', async () => ((await asked_people()).length > others ? true : undefined), practice);
      known.asked = (await asked_people()).filter((person) => person !== first);
    }],

    ['Chiara hands in; Ben reads it and marks a part as helpful', async () => {
      const answer = expect_answer(await slack.submit(known.chiara, known.form, feedback(known.form, 'The map is clear, the legend is not', 'Name the source in the legend')));
      expect(!answer.json?.response_action, 'a form that is taken', answer.body);
      await card_says(/1 person has looked at it/);
      const received = await direct(known.asker, /the legend is not/);
      expect_answer(await slack.press(known.asker, received, helpful_button));
      clock.jump_to(clock.now() + 15 * 60_000);
      await direct(known.chiara, /Your feedback helped/);
    }],

    ['a critic who has not written does not see it, nor does somebody else', async () => {
      for (const person of [known.asked[0], ...people.filter((other) => other !== known.asker && other !== known.chiara).slice(-1)])
        expect_text(await types(person, 'show 1'), /drafts\.example\.org/, { never: [/legend/] });
    }],

    ['the others hand in, and Ben is told that it is done', async () => {
      for (const person of known.asked.slice(0, 2)) {
        const question = await direct(person, /your turn to give feedback/);
        known.late = { person, form: await form_after(person, question, write_button) };
        expect_answer(await slack.submit(person, known.late.form, feedback(known.late.form, 'It is long', 'Cut the first page')));
      }
      await card_says(/It is over: 3 people wrote feedback/);
      known.done = await direct(known.asker, /is done/);
    }],

    ['a form that comes after the end goes back to whoever typed it, word by word', async () => {
      const { person, form } = known.late;
      expect_answer(await slack.submit(person, form, feedback(form, 'Words that came too late & <more>', 'Nothing')));
      const letter = await direct(person, /Words that came too late/);
      expect_text(letter, [/is over/, /&amp; &lt;more&gt;/]);
    }],

    ['Ben notes a thing to do, and is asked about it on its day', async () => {
      const form = await form_after(known.asker, known.done, to_do_button);
      const values = filled_in(form, [[/one thing/i, 'Cut the first page']]);
      const [due] = form.blocks.filter(({ element }) => element?.type === 'datepicker').map(({ element }) => element.initial_date);
      expect_answer(await slack.submit(known.asker, form, values));
      expect_text(await slack.command(known.asker, group.channel, '/peer', 'promises'), /Cut the first page/);
      // Half a minute after it was due: what is much later waits for whatever else is late.
      clock.jump_to(at_local(`${due} 09:00`, zone) + 30_000);
      const question = await direct(known.asker, /You wanted to do this/);
      expect_answer(await slack.press(known.asker, question, did_it_button));
      await eventually('no promise that waits', async () =>
        (!/Cut the first page/.test(visible_text(await slack.command(known.asker, group.channel, '/peer', 'promises'))) ? true : undefined), practice);
    }],

    ['nothing was said twice', async () => {
      for (const [key, count] of await delivery_keys(workspace)) expect(count === 1, 'every delivery key once', `${key}: ${count} times`);
    }],
  ];
}, { start_ms: monday });
