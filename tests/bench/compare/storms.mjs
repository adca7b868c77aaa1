// What peerbot alone has to bear: many presses at once, many reminders in one minute, many messages after a silence, and a year
// of history.
import { createHmac } from 'node:crypto';
import http from 'node:http';
import { fresh_copy, peerbot, secret, start, time_to_first_answer } from './contenders.mjs';
import { Database } from './files.mjs';
import { cpu_seconds, memory_mb, wait } from './machine.mjs';
import { open_ballot, state_file, storm, year } from './states.mjs';

const quantile = (times, share) => [...times].sort((a, b) => a - b)[Math.max(0, Math.ceil(times.length * share) - 1)] ?? 0;

function press_body({ person, ballot, topic, number, respond_url }) {
  const user = `U${String(person).padStart(9, '0')}`;
  const button = (n) => ({ type: 'button', action_id: 'vote.press', block_id: `b${n}`, text: { type: 'plain_text', text: 'Vote' }, value: `${ballot}:${n}` });
  const payload = {
    type: 'block_actions', user: { id: user, username: 'somebody', team_id: 'T0BENCH0001' }, api_app_id: 'A0BENCH0001', token: 'legacy',
    team: { id: 'T0BENCH0001', domain: 'bench' }, enterprise: null, is_enterprise_install: false, trigger_id: `press.${number}`,
    container: { type: 'message', message_ts: '1790000000.000000', channel_id: 'C000000000', is_ephemeral: false },
    channel: { id: 'C000000000', name: 'peer-group' },
    message: {
      type: 'message', user: 'U0BENCHBOT1', bot_id: 'B0BENCH0001', ts: '1790000000.000000', text: 'What shall we learn next?',
      blocks: Array.from({ length: 8 }, (_, n) => ({ type: 'section', text: { type: 'mrkdwn', text: `*${n + 1}. A topic of the group*\n125 votes, proposed by <@U000000001>` }, accessory: button(n + 1) })),
    },
    response_url: respond_url, actions: [{ ...button(topic), type: 'button', action_ts: `${Math.floor(Date.now() / 1000)}.${String(number).padStart(6, '0')}` }],
  };
  return `payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

function post(port, path, body, agent) {
  const stamp = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body), 'x-slack-request-timestamp': stamp, 'x-slack-signature': signature };
  return new Promise((resolve) => {
    const request = http.request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('error', () => resolve(0));
    request.end(body);
  });
}

// 500 people press within 10 s on one ballot: their own answers, which come to the address that Slack gives with each press, and
// the pictures of the card.
async function presses({ slack, say }) {
  const presses_count = 500;
  const seconds = 10;
  const server = await start(peerbot, fresh_copy(await state_file(peerbot, storm, slack), 'storm'), slack);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
  await wait(500);
  slack.forget();
  const acknowledged = [];
  const begun = new Map();
  const all = [];
  const from = performance.now();
  for (let number = 0; number < presses_count; number += 1) {
    const due = from + (number + Math.random()) * seconds * 1000 / presses_count;
    await wait(Math.max(0, due - performance.now()));
    const body = press_body({ person: number, ballot: open_ballot(0, storm), topic: 1 + number % 8, number, respond_url: slack.respond_url(number) });
    const at = performance.now();
    begun.set(`/respond/${number}`, at);
    all.push(post(server.port, '/slack/interactions', body, agent).then((status) => { if (status === 200) acknowledged.push(performance.now() - at); }));
  }
  await Promise.all(all);
  const settled = performance.now();
  await wait(4000); // for the last picture
  const answered = slack.asked.filter(({ method }) => begun.has(method)).map(({ method, at }) => at - begun.get(method));
  const pictures = slack.asked.filter(({ method }) => method === 'chat.update');
  agent.destroy();
  await server.stop();
  const seen = {
    presses: presses_count, acknowledged: acknowledged.length, answered: answered.length, ack_p99_ms: quantile(acknowledged, 0.99),
    answer_p50_ms: quantile(answered, 0.5), answer_p99_ms: quantile(answered, 0.99), answer_max_ms: Math.max(...answered),
    pictures_in_10_s: pictures.filter(({ at }) => at < settled).length, pictures: pictures.length,
  };
  say(`  500 presses in 10 s: ${seen.answered} answers, p99 ${seen.answer_p99_ms.toFixed(1)} ms; ${seen.pictures} pictures of the card`);
  return seen;
}

// The base that a running server uses, for looking only.
const look_into = (file) => new Database(file, { readonly: true, timeout: 2000 });

// 10,000 groups meet at the same time: the reminder before the start is due for all of them at once, while 500 votes a second
// come in.
async function reminders({ slack, say }, state, start_ms) {
  const file = fresh_copy(state, 'reminders');
  const lead_ms = Math.ceil(start_ms) + 4000;
  const due_at = Date.now() + lead_ms;
  const base = new Database(file);
  base.prepare(`INSERT INTO timers(kind, group_id, subject, due_at)
    SELECT 6, group_id, min(id), ? FROM sessions WHERE state = 'planned' AND starts_at > ? GROUP BY group_id`).run(due_at, due_at + 60_000);
  base.close();
  const server = await start(peerbot, file, slack);
  const calm = server.drive({ connections: 64, rate: 500, warmup: 0.2, seconds: Math.max(0.5, (due_at - Date.now() - 800) / 1000), drain: 0.2, groups: year.groups, members: year.members, seed: 5 });
  const before = await calm;
  await wait(Math.max(0, due_at - 300 - Date.now()));
  const meanwhile = server.drive({ connections: 64, rate: 500, warmup: 0.1, seconds: 4, groups: year.groups, members: year.members, seed: 6 });
  const eyes = look_into(file);
  const told = eyes.prepare('SELECT count(*) AS rows FROM outbox WHERE kind = 8');
  const decided_before = told.get().rows;
  let decided = 0;
  let took_ms;
  for (const until = due_at + 20_000; Date.now() < until;) {
    decided = told.get().rows - decided_before;
    took_ms = Date.now() - due_at;
    if (decided >= year.groups) break;
    await wait(20);
  }
  eyes.close();
  const during = await meanwhile;
  await server.stop();
  say(`  ${decided} reminders decided in ${(took_ms / 1000).toFixed(2)} s; votes meanwhile p99 ${during.p99_ms.toFixed(1)} ms, before ${before.p99_ms.toFixed(1)} ms`);
  return { decided, took_ms, votes_before: before, votes_during: during };
}

// 5,000 messages wait for 500 channels, ten each, when Slack is there again.
async function backlog({ slack, say }, state) {
  const seconds = 12;
  const file = fresh_copy(state, 'backlog');
  const base = new Database(file);
  const before_that = Date.now() - 3_600_000;
  base.prepare(`WITH RECURSIVE up(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n < 4999)
    INSERT INTO outbox(workspace, group_id, kind, subject, to_person, recipient, due_at, delivery_key, state, attempts, next_try_at)
    SELECT 'T0BENCH0001', n % 500 + 1, 7, (SELECT max(id) FROM sessions WHERE group_id = n % 500 + 1), 0, printf('C%09d', n % 500),
      ? + n, 'waiting-' || n, 1, 0, ? + n FROM up`).run(before_that, before_that);
  base.close();
  slack.forget();
  const server = await start(peerbot, file, slack);
  await wait(1000);
  const [memory_before, cpu_before] = [memory_mb(server.process_id), cpu_seconds(server.process_id)];
  const votes = await server.drive({ connections: 64, rate: 500, warmup: 0.2, seconds: seconds / 2, groups: year.groups, members: year.members, seed: 9 });
  const busy = cpu_seconds(server.process_id) - cpu_before;
  const cpu_middle = cpu_seconds(server.process_id);
  await wait(seconds * 500);
  const idle_cpu = (cpu_seconds(server.process_id) - cpu_middle) / (seconds / 2);
  const memory_after = memory_mb(server.process_id);
  await server.stop();
  const sent = slack.asked.filter(({ method }) => method === 'chat.postMessage');
  const last = new Map();
  let in_order = true;
  let closest_ms = Infinity;
  for (const { body, at } of sent) {
    const number = Number(body.metadata.event_payload.delivery_key.replace('waiting-', ''));
    const previous = last.get(body.channel);
    if (previous) {
      in_order &&= number > previous.number;
      closest_ms = Math.min(closest_ms, at - previous.at);
    }
    last.set(body.channel, { number, at });
  }
  const rate = sent.length > 1 ? (sent.length - 1) / ((sent.at(-1).at - sent[0].at) / 1000) : 0;
  say(`  5,000 messages waiting: ${sent.length} sent in ${seconds + 1} s (${rate.toFixed(1)}/s), in order: ${in_order}; memory ${memory_before.toFixed(1)} to ${memory_after.toFixed(1)} MB`);
  return { sent: sent.length, rate, in_order, closest_ms: Number.isFinite(closest_ms) ? closest_ms : undefined, memory_before, memory_after, votes, cpu_during_votes: busy, cpu_while_draining: idle_cpu };
}

export async function play_storms(context) {
  const seen = {};
  const state = await state_file(peerbot, year, context.slack);
  await context.until_quiet();
  seen.presses = await presses(context);
  await context.until_quiet();
  const starts = [];
  for (let i = 0; i < 3; i += 1) starts.push(await time_to_first_answer(peerbot, fresh_copy(state, 'year'), context.slack, year));
  seen.year = { start_ms: quantile(starts, 0.5) };
  const server = await start(peerbot, fresh_copy(state, 'year'), context.slack);
  seen.year.idle_mb = await server.idle_mb();
  const shape = { groups: year.groups, members: year.members };
  await context.until_quiet();
  seen.year.votes_64 = await server.drive({ connections: 64, warmup: 0.4, seconds: 2, seed: 1, ...shape });
  seen.year.open_500 = await server.drive({ connections: 64, rate: 500, warmup: 0.4, seconds: 3, seed: 2, ...shape });
  await server.stop();
  context.say(`  a year of 10,000 groups: start ${seen.year.start_ms.toFixed(0)} ms, ${seen.year.votes_64.answers_s.toFixed(0)} votes/s, open loop 500/s p99 ${seen.year.open_500.p99_ms.toFixed(1)} ms`);
  seen.reminders = await reminders(context, state, seen.year.start_ms);
  seen.backlog = await backlog(context, state);
  return seen;
}
