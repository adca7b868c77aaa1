// kill -9 at random moments through months of a group's life, with restarts: nothing acknowledged is missing, no message is posted
// twice, no reminder is lost or doubled.   node tests/e2e/kill_test.mjs [KILLS] [SEED]
import { createHash } from 'node:crypto';
import { at_local } from '../../deploy/practice/clock.mjs';
import { wait } from '../../deploy/practice/bot.mjs';
import { eventually, expect, expect_answer } from '../../deploy/practice/expect.mjs';
import { delivery_keys, has_button } from '../../deploy/practice/play.mjs';
import { buttons, visible_text } from '../../deploy/practice/slack_side.mjs';
import { coming_button, list_topics, mentioned, not_done, vote_button } from '../../deploy/practice/wording.mjs';
import { message_with_button, set_up_group, votes_told } from './group.mjs';
import { run_checks } from './check.mjs';

const kills_wanted = Number(process.argv[2] ?? 100);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31));
const zone = 'Europe/London';
const minute = 60_000;
const day = 24 * 60 * minute;

// mulberry32: the same seed, the same months.
function random_from(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// 15:00 in London on the second Tuesday of so many months after February 2027.
function session_of(cycle) {
  const first = new Date(Date.UTC(2027, 1 + cycle, 1));
  const second_tuesday = 1 + ((2 - first.getUTCDay() + 7) % 7) + 7;
  const date = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), second_tuesday));
  return at_local(`${date.toISOString().slice(0, 10)} 15:00`, zone);
}

const posted = (message) => Number(message.ts.split('.')[0]) * 1000;
const between = (from, until) => (message) => posted(message) >= from - 1000 && posted(message) < until;

await run_checks((practice) => {
  const { slack, workspace, clock, bot } = practice;
  const random = random_from(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const group = {};
  // What peerbot acknowledged and therefore must know.
  const model = { movers: new Map(), topics: new Set(), votes: new Map() };
  let kills = 0;
  let rounds = 0;

  const by_bot = async (messages) => (await messages).filter(({ user }) => user === workspace.bot.user_id);
  const in_channel = () => by_bot(workspace.messages_in('peer-newsroom'));
  const direct = (person) => by_bot(workspace.direct_messages(person));
  const types = (person, command, text) => slack.command(person, group.channel, command, text);
  const kill = async () => {
    await bot.kill();
    kills += 1;
  };

  const acknowledged = (answer) => answer.status === 200 && !not_done.test(answer.body);

  // An act is {send, done}; done is called when peerbot acknowledged it. People repeat what failed.
  async function until_acknowledged(act) {
    for (let time = 0; time < 5; time += 1) {
      const answer = await act.send();
      if (acknowledged(answer)) {
        act.done?.(answer);
        return;
      }
      expect(answer.status === 0 || answer.status === 200 || answer.status >= 500, 'an acknowledgement or none', `HTTP ${answer.status} ${answer.body}`);
      if (!bot.running) await bot.start();
    }
    expect(false, 'an acknowledgement within five tries', bot.last_log());
  }

  // Several people act at once and the power goes; afterwards those without an answer try again.
  async function acts_through_a_kill(acts) {
    const answers = acts.map(async (act) => ({ act, answer: await act.send() }));
    await wait(random() * 80);
    await kill();
    const failed = [];
    for (const { act, answer } of await Promise.all(answers)) {
      if (acknowledged(answer)) act.done?.(answer);
      else failed.push(act);
    }
    await bot.start();
    for (const act of failed) await until_acknowledged(act);
  }

  // The clock jumps while the power is out; then it goes out again at a random moment of the start.
  async function jump_through_a_kill(instant) {
    await kill();
    clock.jump_to(instant);
    const started = bot.start().catch(() => {});
    await wait(random() * 700);
    await kill();
    await started;
    await bot.start();
  }

  function random_acts(round) {
    const acts = [];
    const voters = group.members.filter((person) => !model.movers.has(person));
    for (const person of voters.filter(() => random() < 0.6)) {
      const rows = [pick(group.rows), pick(group.rows)];
      const numbers = [...new Set(rows.map(({ number }) => number))];
      acts.push({
        send: () => types(person, '/vote', numbers.join(' ')),
        done: () => model.votes.set(person, new Set(rows.map(({ title }) => title))),
      });
    }
    for (const person of model.movers.keys()) {
      const leaves = random() < 0.5;
      acts.push({ send: () => types(person, '/peer', leaves ? 'leave' : 'join'), done: () => model.movers.set(person, !leaves) });
    }
    if (model.topics.size < 20) {
      // Titles that are not alike, or peerbot would ask first.
      const title = `Lesson ${createHash('sha256').update(String(round)).digest('hex').slice(0, 16)}`;
      acts.push({ send: () => types(pick(voters), '/vote', `propose ${title}`), done: (answer) => answer.body.includes(title) && model.topics.add(title) });
    }
    return acts;
  }

  async function everything_acknowledged_is_there() {
    const members = visible_text(expect_answer(await types(group.facilitator, '/peer', 'members')));
    for (const [person, is_member] of model.movers) {
      const named = members.includes(person.id) || members.includes(person.first);
      expect(named === is_member, `${person.first} ${is_member ? 'among' : 'not among'} the members`, members);
    }
    const pages = await Promise.all([1, 2, 3].map((page) => types(group.facilitator, '/vote', `${list_topics} ${page}`)));
    const topics = pages.map((page) => visible_text(expect_answer(page))).join('\n');
    for (const title of model.topics) expect(topics.includes(title), `the topic "${title}"`, topics);
  }

  async function a_ballot(cycle) {
    model.votes.clear();
    const opened_at = clock.now();
    await until_acknowledged({ send: () => types(group.facilitator, '/vote', 'open 3d') });
    const ballot = await eventually('the ballot', async () => (await in_channel()).filter(has_button(vote_button)).filter(between(opened_at, Infinity)).at(-1), practice);
    group.rows = buttons(ballot).filter(({ element }) => element.text.text === vote_button).slice(0, 5)
      .map(({ row }) => ({ number: Number(row.match(/\d+/)[0]), title: group.titles.find((title) => row.includes(title)) ?? row.match(/Lesson \w+/)?.[0] }));
    for (let round = 0; round < 10 && kills < kills_wanted; round += 1) {
      rounds += 1;
      await acts_through_a_kill(random_acts(rounds));
      await everything_acknowledged_is_there();
    }
    const closes_at = opened_at + 3 * day + minute;
    await jump_through_a_kill(closes_at);
    const titles = group.rows.map(({ title }) => title);
    const results = await eventually('a result', async () => {
      const found = (await in_channel()).filter(between(closes_at - minute, Infinity)).filter((message) => titles.every((title) => visible_text(message).includes(title)));
      return found.length ? found : undefined;
    }, practice);
    expect(results.length === 1, 'one result', `${results.length} results`);
    const expected = titles.map((title) => [...model.votes.values()].filter((chosen) => chosen.has(title)).length);
    const told = votes_told(results[0], titles);
    expect(told.join() === expected.join(), `in month ${cycle + 1} the totals ${expected.join(', ')}`, `${told.join(', ')}\n${visible_text(results[0])}`);
  }

  async function exactly_one(what, find) {
    const found = await eventually(what, async () => {
      const messages = await find();
      return messages.length ? messages : undefined;
    }, practice);
    expect(found.length === 1, `${what} once`, found.map(visible_text).join('\n---\n'));
  }

  async function reminders(session) {
    const [leader] = mentioned(visible_text(expect_answer(await types(group.facilitator, '/rotation', ''))), workspace);
    expect(leader, 'a leader named by /rotation');
    await until_acknowledged({ send: () => types(group.facilitator, '/rotation', `lead @${leader.name}`) });
    const week = session - 7 * day;
    // Three days before is a Saturday: the leader is reminded on Friday, at one minute to six.
    const friday = session - 4 * day + 179 * minute;
    const eve = session - day;
    const soon = session - 10 * minute;
    const card = async () => (await in_channel()).filter(between(week, friday)).filter(has_button(coming_button));
    const to_leader = async () => (await direct(leader)).filter(between(friday, eve)).filter((message) => /You lead/.test(visible_text(message)));
    await jump_through_a_kill(week + minute);
    await exactly_one('the card of the session a week before', card);
    const [asks] = await card();
    await until_acknowledged({ send: () => slack.press(leader, asks, coming_button) });
    await jump_through_a_kill(friday + minute / 2);
    await exactly_one('the reminder to the leader three days before', to_leader);
    await jump_through_a_kill(eve + minute);
    await exactly_one('the reminder to the channel a day before', async () => (await in_channel()).filter(between(eve, soon)));
    await jump_through_a_kill(soon + minute / 2);
    await exactly_one('the reminder to the channel ten minutes before', async () => (await in_channel()).filter(between(soon, session)));
    // Counted again from later, when a doubled one would have arrived too.
    clock.jump_to(session + 70 * minute);
    await until_acknowledged({ send: () => types(group.facilitator, '/rotation', 'held') });
    for (const [what, messages, expected] of [
      ['card', await card(), 1],
      ['reminders to the leader', await to_leader(), 1],
      ['reminders to the channel', (await in_channel()).filter(between(eve, session)), 2],
    ]) expect(messages.length === expected, `no doubled ${what}`, messages.map(visible_text).join('\n---\n'));
  }

  const checks = [['a group is set up', async () => {
    Object.assign(group, await set_up_group(practice));
    for (const name of ['ben', 'chiara']) model.movers.set(workspace.person(name), true);
    group.titles = ['Audio', 'Video', 'Maps', 'Requests', 'Tables'];
    for (const title of group.titles) expect_answer(await types(group.facilitator, '/vote', `propose ${title}`));
    return `seed ${seed}`;
  }]];
  const cycle_kills = 10 + 2 + 4 * 2;
  for (let cycle = 0; cycle < Math.ceil(kills_wanted / cycle_kills); cycle += 1) {
    const session = session_of(cycle);
    checks.push([`month ${cycle + 1}: a ballot with kills keeps every acknowledged vote, topic and membership`, async () => {
      clock.jump_to(Math.max(clock.now(), session - 14 * day));
      if (!bot.running) await bot.start();
      await a_ballot(cycle);
    }]);
    checks.push([`month ${cycle + 1}: each reminder comes once, whatever is killed`, () => reminders(session)]);
  }
  checks.push([`no message was posted twice`, async () => {
    await everything_acknowledged_is_there();
    const keys = await delivery_keys(workspace);
    expect(keys.size > 0, 'messages with delivery keys', 'none');
    for (const [key, count] of keys) expect(count === 1, 'every delivery key once', `${key}: ${count} times`);
    return `${kills} kills, ${keys.size} messages`;
  }]);
  return checks;
}, { start_ms: session_of(0) - 14 * day - minute });
