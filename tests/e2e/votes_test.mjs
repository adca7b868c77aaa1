// 1,000 votes from 200 people over 32 connections: exact totals, and a card that is updated at most once in two seconds.
import http from 'node:http';
import { eventually, expect, expect_answer } from '../../deploy/practice/expect.mjs';
import { play_start } from '../../deploy/practice/play.mjs';
import { visible_text } from '../../deploy/practice/slack_side.mjs';
import { not_done, vote_button, voters_on_card } from '../../deploy/practice/wording.mjs';
import { practice_seed } from '../../deploy/practice/workspace.mjs';
import { message_with_button, set_up_group, votes_told } from './group.mjs';
import { run_checks } from './check.mjs';

const people_count = 200;
const votes_each = 5;
const connections = 32;
const titles = ['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo'].map((word) => `${word} topic`);

function big_seed() {
  const seed = practice_seed();
  for (let number = seed.people.length; number < people_count; number += 1) {
    const name = `peer${String(number).replace(/\d/g, (digit) => 'abcdefghij'[digit])}`;
    seed.people.push({ name, first: name, channels: ['peer-newsroom'] });
    seed.slack.users.push({ name, real_name: `Peer ${number}` });
  }
  // The private channel is not needed, and taking 196 people out of it takes time.
  seed.slack.channels = seed.slack.channels.filter(({ name }) => name === 'peer-newsroom');
  seed.bot_channels = ['peer-newsroom'];
  return seed;
}

// Everybody's choices in order, the same in every run.
function choices_of(person_number) {
  return Array.from({ length: votes_each }, (_, time) => {
    const first = (person_number * 7 + time * 3) % titles.length;
    const second = (person_number + time * 2 + 1) % titles.length;
    return first === second ? [first] : [first, second];
  });
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

  return [
    ['200 people join and five topics are proposed', async () => {
      Object.assign(known, await set_up_group(practice, { members: people.slice(0, 1) }));
      await over_connections(people.slice(1).map((person) => [person]), async (_, person, agent) => {
        expect_answer(await slack.command(person, known.channel, '/peer', 'join', { agent }));
      });
      for (const [number, title] of titles.entries()) expect_answer(await slack.command(people[number], known.channel, '/vote', `propose ${title}`));
      expect_answer(await slack.command(people[0], known.channel, '/vote', 'open 3d'));
      known.ballot = await message_with_button(practice, vote_button);
    }],

    ['1,000 votes over 32 connections are all taken', async () => {
      workspace.on('event', (event, arrived_at) => {
        if (event.subtype === 'message_changed' && event.message.ts === known.ballot.ts) known.updates.push(arrived_at);
      });
      const bodies = await Promise.all(people.map((person, number) => Promise.all(choices_of(number).map(
        (choice) => slack.command_body(person, known.channel, '/vote', choice.map((topic) => topic + 1).join(' '))))));
      known.started_at = performance.now();
      await over_connections(bodies, async (_, body, agent) => {
        const answer = await slack.post('/slack/commands', body, 'application/x-www-form-urlencoded', { agent });
        expect(answer.status === 200 && !not_done.test(answer.body), 'a vote that is taken', `HTTP ${answer.status} ${answer.error?.message ?? answer.body}`);
      });
      const seconds = (performance.now() - known.started_at) / 1000;
      return `${(people_count * votes_each / seconds).toFixed(0)} votes a second`;
    }],

    ['ten people keep changing their minds for seven seconds', async () => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      const until = performance.now() + 7_000;
      for (let number = 0; performance.now() < until; number = (number + 1) % 10) {
        const last = choices_of(number).at(-1).map((topic) => topic + 1).join(' ');
        for (const text of ['none', last]) expect_answer(await slack.command(people[number], known.channel, '/vote', text, { agent }));
      }
      agent.destroy();
    }],

    ['the card shows all 200 within fifteen seconds', async () => {
      await eventually('a card that says 200', async () => {
        const card = (await workspace.messages_in('peer-newsroom')).find(({ ts }) => ts === known.ballot.ts);
        return voters_on_card(people_count).test(visible_text(card));
      }, { ...practice, within_ms: 15_000 });
    }],

    ['the totals are exact', async () => {
      expect_answer(await slack.command(people[0], known.channel, '/vote', 'close'));
      const result = await eventually('a result', async () => (await workspace.messages_in('peer-newsroom'))
        .filter(({ ts }) => ts !== known.ballot.ts).filter((message) => titles.every((title) => visible_text(message).includes(title))).at(-1), practice);
      const expected = titles.map(() => 0);
      people.forEach((_, number) => { for (const topic of choices_of(number).at(-1)) expected[topic] += 1; });
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
