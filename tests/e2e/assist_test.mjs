// Peer assists from asking to done, with the power gone in between, by templates that ship and by one of the operator's own.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { release_binary } from '../../deploy/practice/bot.mjs';
import { at_local } from '../../deploy/practice/clock.mjs';
import { eventually, expect, expect_answer, expect_text } from '../../deploy/practice/expect.mjs';
import { delivery_keys } from '../../deploy/practice/play.mjs';
import { filled_in, visible_text } from '../../deploy/practice/slack_side.mjs';
import { set_up_group } from './group.mjs';
import { run_checks } from './check.mjs';

const zone = 'Europe/London';
const monday = at_local('2027-02-01 10:00', zone);
const text_field = /^(?!Which question)/; // of a form that writes: what is neither the tag nor the question that an answer is about
const tag_field = /^It is$/;

const day = 24 * 3_600_000;
const requests = 'How do we say which requests come first?';
const notes = 'How do we keep notes that others find?';

const template = `name = "short"
title = "Short assist"
about = "Two days of questions and help."
sources = ["our own practice"]
fewest = 2
closing = 24
follow_ups = [2]

[[phase]]
name = "ask"
speaks = "assisters"
hours = 24
prompt = "Questions only, please."
form = "question"
ends = ["time", "facilitator"]

[[phase]]
name = "help"
speaks = "assisters"
hours = 24
prompt = "What did you do in such a case?"
form = "help"
ends = ["time", "facilitator"]
`;

const root = mkdtempSync(join(tmpdir(), 'peerbot-assists-'));
const folder = join(root, 'own');
mkdirSync(folder);
writeFileSync(join(folder, 'short.toml'), template);

await run_checks((practice) => {
  const { slack, workspace, clock, bot } = practice;
  const [ana, ben, chiara, dmytro, esi, farid, grace] = ['ana', 'ben', 'chiara', 'dmytro', 'esi', 'farid', 'grace'].map((name) => workspace.person(name));
  let group;

  const types = (person, text) => slack.command(person, group.channel, '/assist', text);
  const by_bot = (messages) => messages.filter(({ user }) => user === workspace.bot.user_id);
  const direct = (person, pattern) => eventually(`a direct message to ${person.first} like ${pattern}`, async () =>
    by_bot(await workspace.direct_messages(person)).filter((message) => pattern.test(visible_text(message))).at(-1), practice);
  // A form that opens because of what somebody does.
  const form_after = async (person, act) => {
    const before = (await workspace.open_views(person)).length;
    expect_answer(await act());
    return eventually('an open form', async () => {
      const views = await workspace.open_views(person);
      return views.length > before ? views.at(-1) : undefined;
    }, practice);
  };
  const send = async (person, form, answers) => {
    const answer = expect_answer(await slack.submit(person, form, filled_in(form, answers)));
    expect(!answer.json?.response_action, 'a form that is taken', answer.body);
  };
  const card = (number, pattern) => eventually(`the card of peer assist ${number}, like ${pattern}`, async () => {
    const found = by_bot(await workspace.messages_in('peer-newsroom')).find((message) => new RegExp(`^Peer assist ${number}: .`).test(visible_text(message)));
    return found && pattern.test(visible_text(found)) ? found : undefined;
  }, practice);
  const phase = (number, name) => card(number, new RegExp(`Phase \\d+ of \\d+, \\*${name}\\*`));
  // A phase ends by its time, which its card names; half a minute later is not late.
  const pass = async (number, name) => {
    const shown = visible_text(await phase(number, name));
    const ends = Number(/Until <!date\^(\d+)\^/.exec(shown)[1]) * 1000;
    if (ends > clock.now()) clock.jump_to(ends + 1000);
  };
  const says = async (number, name, person, button, text, tag) => {
    const shown = await phase(number, name);
    const form = await form_after(person, () => slack.press(person, shown, button));
    await send(person, form, tag ? [[tag_field, tag], [text_field, text]] : [[text_field, text]]);
    await eventually(`"${text}" in the channel`, async () =>
      by_bot(await workspace.messages_in('peer-newsroom')).some((message) => visible_text(message).includes(text)), practice);
  };
  // A morning on which people are at work, and nobody has been reminded of anything yet.
  const quiet_morning = () => {
    const date = (instant) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(instant);
    const weekday = (instant) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }).format(instant);
    let next = clock.now() + day;
    while (weekday(next) !== 'Thu') next += day;
    clock.jump_to(at_local(`${date(next)} 10:30`, zone));
  };
  // By Ben, accepted by Ana. Five others take part, of whom one may facilitate it: that goes round.
  const ask = async (number, format, { call } = {}) => {
    if (number > 1) quiet_morning();
    const form = await form_after(ben, () => types(ben, 'ask'));
    const when = call ? [[/writing or in a call/i, 'In a call'], [/which day/i, call.day], [/what time/i, call.time]] : [];
    await send(ben, form, [
      [/one question/i, 'How do we choose which requests to answer?'],
      [/situation/i, 'Forty requests a week.'],
      [/how it goes/i, format],
      ...when,
    ]);
    const proposal = await direct(ana, new RegExp(`asks for peer assist ${number} `));
    await send(ana, await form_after(ana, () => slack.press(ana, proposal, 'Accept')), []);
    for (const person of [chiara, dmytro, esi, farid, grace]) {
      const shown = await card(number, /./);
      expect_answer(await slack.press(person, shown, 'Take part'));
    }
    await card(number, new RegExp(`With .*${grace.id}`));
  };
  // Closing ends by itself, and the last follow-up, too.
  const to_done = async (number) => {
    await card(number, /The phases are over|It was held|It is done/);
    for (let days = 0; days < 60; days += 1) {
      const shown = visible_text(await card(number, /The phases are over|It was held|It is done/));
      if (/It is done/.test(shown)) return;
      clock.jump_to(clock.now() + day);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await card(number, /It is done/);
  };
  const power_cut = async () => {
    await bot.kill();
    await bot.start();
  };

  return [
    ['a template that the operator put into a folder is listed with those that ship', async () => {
      group = await set_up_group(practice);
      expect_text(await types(ana, 'templates'), [/\*short\*: Two days of questions and help/, /\*classic\*/, /\*troika\*/]);
      expect_text(await types(ana, 'templates short'), [/Questions only, please/, /24 hours of working days in writing/]);
    }],

    ['an assist goes by it from asking to done, with the power gone in each phase', async () => {
      await ask(1, 'Short assist (short)');
      await says(1, 'ask', chiara, 'Ask a question', 'Who decides today?');
      await power_cut();
      await says(1, 'ask', ben, 'Answer', 'Whoever opens the list first.');
      await pass(1, 'ask');
      await says(1, 'help', dmytro, 'Help', 'We answered by effect.', 'I did this');
      await power_cut();
      await pass(1, 'help');
      await to_done(1);
    }],

    ['a classic assist in writing goes from asking to done', async () => {
      await ask(2, 'Peer assist (classic)');
      await says(2, 'prepare', ben, 'Tell it', 'The list is attached.');
      expect_answer(await slack.press(ben, await phase(2, 'prepare'), 'I am ready'));
      expect_answer(await slack.press(ana, await phase(2, 'open'), 'End this phase: open'));
      await says(2, 'tell', ben, 'Tell it', 'Every Monday we start again.');
      await says(2, 'ask', esi, 'Ask a question', 'Which requests hurt when they wait?');
      await power_cut();
      await pass(2, 'ask');
      const facilitator = /<@(\w+)> facilitates/.exec(visible_text(await phase(2, 'restate')))[1];
      for (const person of [chiara, dmytro, esi, farid, grace].filter(({ id }) => id !== facilitator)) await says(2, 'restate', person, 'Say it in one line', `By which rule do you sort, asks ${person.first}?`);
      await send(ben, await form_after(ben, async () => slack.press(ben, await phase(2, 'restate'), 'Agree on the question')), [[text_field, 'By which rule do we sort?']]);
      await says(2, 'share', chiara, 'Help', 'Ours is by effect.', 'I did this');
      await pass(2, 'share');
      await says(2, 'respond', ben, 'Respond', 'We sort by effect from now on.');
      await power_cut();
      await says(2, 'round', esi, 'What I take from it', 'Our list needs a rule.');
      await pass(2, 'round');
      await to_done(2);
    }],

    ['a condensed assist is written before its call, and held in it', async () => {
      const call_day = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(clock.now() + 28 * day);
      await ask(3, 'Condensed peer assist (condensed)', { call: { day: call_day, time: '15:00' } });
      const begins = Number(/begins in writing at <!date\^(\d+)\^/.exec(visible_text(await card(3, /begins in writing/)))[1]) * 1000;
      clock.jump_to(begins + 1000);
      await says(3, 'outline', ben, 'Tell it', 'Forty requests, two people, no rule.');
      await power_cut();
      clock.jump_to(at_local(`${call_day} 15:00`, zone) + 1000);
      await pass(3, 'summarise');
      await says(3, 'discuss', dmytro, 'Help', 'It was effect for us, too.', 'I know who did');
      await pass(3, 'discuss');
      await pass(3, 'questions');
      await pass(3, 'round');
      await says(3, 'commitments', ben, 'What I will do', 'A rule by Friday.');
      await pass(3, 'commitments');
      await to_done(3);
    }],

    ['for four weeks the group chooses a question without a name, and Ben brings it', async () => {
      quiet_morning();
      await send(ana, await form_after(ana, () => types(ana, 'pick')), [[/go on with the question/i, 'Four weeks (four-week)']]);
      for (const person of [ben, chiara, dmytro, esi, farid]) expect_answer(await slack.press(person, await phase(4, 'inventory'), 'Take part'));
      const post = async (person, text) => send(person, await form_after(person, async () => slack.press(person, await phase(4, 'inventory'), 'Post a question')), [[/question/i, text]]);
      await post(dmytro, requests);
      clock.jump_to(clock.now() + 3_600_000);
      await post(chiara, notes);
      await power_cut();
      const in_channel = async (pattern) => by_bot(await workspace.messages_in('peer-newsroom')).filter((message) => pattern.test(visible_text(message)));
      expect((await in_channel(/which requests come first|notes that others find/)).length === 0, 'nothing of the box in the channel');
      await pass(4, 'inventory');
      const together = await eventually('both questions together', async () => (await in_channel(/2 questions were posted/)).at(-1), practice);
      expect_text(together, [/which requests come first/, /notes that others find/], { never: [new RegExp(dmytro.id), new RegExp(chiara.id)] });
      for (const person of [ben, esi, farid]) expect_answer(await slack.press(person, together, 'This affects me', { row: 'which requests come first' }));
      expect_answer(await slack.press(farid, together, 'This affects me', { row: 'notes that others find' }));
      await pass(4, 'choice');
      const chosen = await eventually('the chosen question', async () => (await in_channel(/This question affects most people/)).at(-1), practice);
      expect_text(chosen, /which requests come first/, { never: [new RegExp(dmytro.id), /notes that others find/] });
      expect_answer(await slack.press(ben, chosen, 'I bring it'));
      await says(4, 'questions', esi, 'Ask a question', 'Since when is that so?');
      await power_cut();
      await pass(4, 'questions');
      await says(4, 'solutions', chiara, 'Help', 'We did it with a rota, in the Accra office.', 'I did this');
      await says(4, 'solutions', farid, 'Help', 'Ours went by effect.', 'I did this');
      await pass(4, 'solutions');
      await says(4, 'summary', ben, 'Respond', 'A rota it is.');
      await card(4, /The phases are over/);
    }],

    ['its summary goes from the draft over everybody\'s part to the last press, and can be withdrawn', async () => {
      const draft = await direct(ben, /summary of peer assist 4 as it stands/);
      await send(ben, await form_after(ben, () => slack.press(ben, draft, 'Change it')), [[/your own words/i, 'It was loud here.'], [/Leave out these words/, ['Accra']], [/one in each line/, 'loud']]);
      expect_answer(await slack.press(ben, draft, 'Send for review'));
      const sent = await direct(ben, /look at their part until/);
      const until = Number(/look at their part until <!date\^(\d+)\^/.exec(visible_text(sent))[1]) * 1000;
      await power_cut();
      const part = async (person) => {
        expect_answer(await types(person, 'show 4'));
        const before = slack.diary.length;
        expect_answer(await slack.press(person, slack.private_answers(person).at(-1).message, 'My part of the summary'));
        return (await eventually(`the part of ${person.first}`, () => slack.private_answers(person, before).at(-1), practice)).message;
      };
      await send(chiara, await form_after(chiara, async () => slack.press(chiara, await part(chiara), 'In other words')), [[/stands in the summary/, 'It went with a rota in Accra.']]);
      expect_answer(await slack.press(esi, await part(esi), 'Leave it out'));
      expect_text(await types(ben, 'show 4'), /The phases are over/);
      // Farid does not answer: after two working days his part is left out.
      clock.jump_to(until + 1000);
      const ready = await direct(ben, /have looked at their part, or their time is over/);
      expect_text(ready, /2 parts are left out/);
      expect_answer(await slack.press(ben, ready, 'Publish it here'));
      const summary = (pattern) => eventually(`the summary in the channel, like ${pattern}`, async () =>
        by_bot(await workspace.messages_in('peer-newsroom')).find((message) => pattern.test(visible_text(message))), practice);
      const published = await summary(/^Summary of peer assist 4/);
      expect_text(published, [/It was \[\.\.\.\] here/, /It went with a rota in \[\.\.\.\]/, /A rota it is/], { never: [/Accra|by effect|Since when/, /<@/] });
      expect_answer(await types(ben, 'show 4'));
      expect_answer(await slack.press(ben, slack.private_answers(ben).at(-1).message, 'Withdraw all of it'));
      const withdrawn = await summary(/^The summary of peer assist 4 was withdrawn/);
      expect(withdrawn.ts === published.ts, 'the same message', `${withdrawn.ts}, not ${published.ts}`);
      expect_text(withdrawn, /withdrawn/, { never: [/rota/] });
      await to_done(4);
    }],

    ['nothing was said twice', async () => {
      for (const [key, count] of await delivery_keys(workspace)) expect(count === 1, 'every delivery key once', `${key}: ${count} times`);
    }],

    ['a file that is wrong keeps peerbot from starting, with its name, the line and the reason', async () => {
      const wrong = join(root, 'wrong');
      mkdirSync(wrong);
      writeFileSync(join(wrong, 'short.toml'), template.replace('speaks = "assisters"', 'speaks = "all"'));
      const run = promisify(execFile)(release_binary, ['serve'], { env: { ...bot.environment, PEERBOT_ASSISTS: wrong, PEERBOT_DATABASE: join(root, 'peerbot.db') }, timeout: 15_000 });
      const { code, stdout, stderr } = await run.then(() => ({ code: 0, stdout: '', stderr: '' }), (failed) => failed);
      expect(code !== 0 && /short\.toml, line 11: "speaks" is "all", which is none of/.test(`${stdout}${stderr}`), 'the line and the reason', `status ${code}: ${stdout}${stderr}`);
      rmSync(root, { recursive: true, force: true });
    }],
  ];
}, { start_ms: monday, environment: { PEERBOT_ASSISTS: folder } });
