// 1,000 presses by 300 people over 32 connections, duplicates, replays and take-backs among them: the totals of a sequential
// model, and a card that is updated at most once in two seconds.
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually, expect, expect_answer } from '../../deploy/practice/expect.mjs';
import { play_start } from '../../deploy/practice/play.mjs';
import { visible_text } from '../../deploy/practice/slack_side.mjs';
import { vote_button, voters_on_card } from '../../deploy/practice/wording.mjs';
import { practice_seed } from '../../deploy/practice/workspace.mjs';
import { message_with_button, set_up_group, votes_told } from './group.mjs';
import { run_checks } from './check.mjs';

const people_count = 300;
const press_count = 1_000;
const connections = 32;
const titles = ['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo'].map((word) => `${word} topic`);

function big_seed() {
  const seed = practice_seed();
  for (let number = seed.people.length; number < people_count; number += 1) {
    const name = `peer${String(number).replace(/\d/g, (digit) => 'abcdefghij'[digit])}`;
    seed.people.push({ name, first: name, channels: ['peer-newsroom'] });
    seed.slack.users.push({ name, real_name: `Peer ${number}` });
  }
  // The private channel is not needed, and taking everybody out of it takes time.
  seed.slack.channels = seed.slack.channels.filter(({ name }) => name === 'peer-newsroom');
  seed.bot_channels = ['peer-newsroom'];
  return seed;
}

// A person's presses in order, the same in every run: on the card, which turns a vote into its opposite, or in a private view,
// whose button says what the topic is to have.
function presses_of(person_number) {
  const count = Math.floor(press_count / people_count) + (person_number < press_count % people_count ? 1 : 0);
  return Array.from({ length: count }, (_, time) => {
    const dice = (person_number * 31 + time * 17) % 97;
    const topic = (person_number + time * (1 + person_number % 3)) % titles.length;
    const mark = dice % 3 === 0 ? undefined : dice % 3 - 1;
    return { topic, mark, copies: dice % 4 === 0 ? 3 : 1, replayed: dice % 5 === 0 };
  });
}

// What one person's presses come to, one after the other.
function chosen_after(presses) {
  const chosen = new Set();
  for (const { topic, mark } of presses) {
    const wanted = mark === undefined ? !chosen.has(topic) : mark === 1;
    if (wanted) chosen.add(topic);
    else chosen.delete(topic);
  }
  return chosen;
}

// Runs jobs over the connections; the jobs of one list stay in order on one keep-alive connection.
async function over_connections(lists, act) {
  const agents = Array.from({ length: connections }, () => new http.Agent({ keepAlive: true, maxSockets: 1 }));
  await Promise.all(agents.map(async (agent, at) => {
    for (let number = at; number < lists.length; number += connections)
      for (const job of lists[number]) await act(number, job, agent);
    agent.destroy();
  }));
}

await run_checks((practice) => {
  const { slack, workspace } = practice;
  const known = { updates: [] };
  const people = [...workspace.people.values()];
  const chosen = people.map((_, number) => chosen_after(presses_of(number)));
  const voters = chosen.filter((topics) => topics.size > 0).length;
  const form_type = 'application/x-www-form-urlencoded';

  // The card as a private view shows it: its buttons say what they set.
  const view_of = (card, mark) => ({
    ...card,
    is_ephemeral: true,
    blocks: card.blocks.map((block) => (block.accessory ? { ...block, accessory: { ...block.accessory, value: `${block.accessory.value}:${mark}` } } : block)),
  });
  const press_taken = async (body, agent) => {
    const answer = await slack.post('/slack/interactions', body, form_type, { agent });
    expect(answer.status === 200, 'a press that is taken', `HTTP ${answer.status} ${answer.error?.message ?? answer.body}`);
  };

  return [
    ['300 people join and five topics are proposed', async () => {
      Object.assign(known, await set_up_group(practice, { members: people.slice(0, 1) }));
      await over_connections(people.slice(1).map((person) => [person]), async (_, person, agent) => {
        expect_answer(await slack.command(person, known.channel, '/peer', 'join', { agent }));
      });
      for (const [number, title] of titles.entries()) expect_answer(await slack.command(people[number], known.channel, '/vote', `propose ${title}`));
      expect_answer(await slack.command(people[0], known.channel, '/vote', 'open 3d'));
      known.ballot = await message_with_button(practice, vote_button);
    }],

    ['1,000 presses over 32 connections are all taken', async () => {
      workspace.on('event', (event, arrived_at) => {
        if (event.subtype === 'message_changed' && event.message.ts === known.ballot.ts) known.updates.push(arrived_at);
      });
      known.bodies = await Promise.all(people.map((person, number) => Promise.all(presses_of(number).map(async (press) => ({
        ...press,
        body: await slack.press_body(person, press.mark === undefined ? known.ballot : view_of(known.ballot, press.mark), vote_button, { row: titles[press.topic] }),
      })))));
      known.started_at = performance.now();
      // Copies of one delivery arrive at once, on connections of their own.
      await over_connections(known.bodies, (_, { body, copies }, agent) => Promise.all(
        Array.from({ length: copies }, (_copy, number) => press_taken(body, number === 0 ? agent : false))));
      const seconds = (performance.now() - known.started_at) / 1000;
      return `${(press_count / seconds).toFixed(0)} presses a second`;
    }],

    ['what arrives again later changes nothing', async () => {
      const again = known.bodies.map((presses) => presses.filter(({ replayed }) => replayed));
      await over_connections(again, (_, { body }, agent) => press_taken(body, agent));
      return `${again.flat().length} replays`;
    }],

    ['ten people keep changing their minds for seven seconds', async () => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      // A steady load for as long as several updates of a card take: 200 commands a second, within the 5,000 calls an hour
      // that emulate grants.
      const began = performance.now();
      for (let turn = 0; turn < 700; ++turn) {
        const number = turn % 10;
        await delay(Math.max(0, began + turn * 10 - performance.now()));
        const last = chosen[number].size === 0 ? 'none' : [...chosen[number]].map((topic) => topic + 1).join(' ');
        for (const text of ['none', last]) expect_answer(await slack.command(people[number], known.channel, '/vote', text, { agent }));
      }
      agent.destroy();
    }],

    ['the card shows every voter within fifteen seconds, and no count', async () => {
      const card = await eventually(`a card that says ${voters}`, async () => {
        const newest = (await workspace.messages_in('peer-newsroom')).find(({ ts }) => ts === known.ballot.ts);
        return voters_on_card(voters).test(visible_text(newest)) ? newest : undefined;
      }, { ...practice, within_ms: 15_000 });
      expect(!/\b\d+ votes?\b/.test(visible_text(card)), 'no count of votes before the close', visible_text(card));
    }],

    ['the totals are those of the model', async () => {
      expect_answer(await slack.command(people[0], known.channel, '/vote', 'close'));
      const result = await eventually('a result', async () => (await workspace.messages_in('peer-newsroom'))
        .filter(({ ts }) => ts !== known.ballot.ts).filter((message) => titles.every((title) => visible_text(message).includes(title))).at(-1), practice);
      const expected = titles.map((_, topic) => chosen.filter((topics) => topics.has(topic)).length);
      const told = votes_told(result, titles);
      expect(told.join() === expected.join(), `the totals ${expected.join(', ')}`, `${told.join(', ')}\n${visible_text(result)}`);
    }],

    ['the card was updated at most once in two seconds', async () => {
      // The closing update may follow at once; the time of arrival is a little later than that of sending.
      const updates = known.updates.filter((at) => at >= known.started_at).slice(0, -1);
      const span = (updates.at(-1) ?? 0) - (updates[0] ?? 0);
      expect(updates.length >= 3, 'some updates while people vote', `${updates.length}`);
      expect(updates.length <= 1 + (span + 400) / 2_000, 'one update in two seconds', `${updates.length} updates in ${(span / 1000).toFixed(2)} s`);
      return `${updates.length} updates in ${(span / 1000).toFixed(1)} s`;
    }],
  ];
}, { start_ms: play_start, seed: big_seed() });
