// Databases to begin with, for both: the same groups, members, ballots and votes, written as SQL into an empty database that
// the program itself has made. Kept for the rest of the day, since making the large ones takes a while.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bolt, peerbot, start } from './contenders.mjs';
import { Database, migrations, peer, peerbot_binary, states, work } from './files.mjs';
import { wait } from './machine.mjs';
import { schema as peer_schema } from '../peer/store.mjs';

const titles = ['Tracing without tears', 'Storage engines 101', 'How we ship on Fridays', 'A tour of io_uring', 'Reading flame graphs',
  'SQLite in production', 'Error budgets in practice', 'Small teams, big queues'];
const day = 24 * 3600 * 1000;

// Each group has one open ballot of eight topics on which every member has two votes, and `past` closed ones like it.
export const small = { name: 'small', groups: 100, members: 100, past: 0 };
export const million = { name: 'million', groups: 10_000, members: 50, past: 0 };
export const crowd = { name: 'crowd', groups: 1, members: 10_000, past: 0 };
export const storm = { name: 'storm', groups: 1, members: 500, past: 0 };
// 10,000 groups, 100,000 members, 1,000,000 votes, a year of sessions, what three months leave behind.
export const year = { name: 'year', groups: 10_000, members: 10, past: 4, history: true };

export const open_ballot = (group, { past }) => group * (past + 1) + past + 1;

const count_up = 'WITH RECURSIVE up(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n + 1 < ?)';

function fill_peerbot(base, shape, now) {
  const { groups, members, past } = shape;
  const ballots = past + 1;
  const run = (text, ...values) => base.prepare(text).run(...values);
  run(`${count_up} INSERT INTO groups(id, workspace, channel, zone, cadence, meets_at, reachable, created_at)
    SELECT n + 1, 'T0BENCH0001', printf('C%09d', n), 'Europe/London', 'm:2:tue', 900, 1, ${now - 365 * day} FROM up`, groups);
  run(`${count_up} INSERT INTO members(id, group_id, user, state, facilitator, joined_at)
    SELECT n + 1, n / ${members} + 1, printf('U%09d', n), 'active', n % ${members} = 0, ${now - 365 * day} FROM up`, groups * members);
  base.exec('CREATE TEMP TABLE titles(number INTEGER PRIMARY KEY, title TEXT)');
  titles.forEach((title, i) => run('INSERT INTO titles VALUES (?, ?)', i, title));
  run(`${count_up} INSERT INTO topics(id, group_id, number, title, proposer, state, times_taught, proposed_at)
    SELECT n + 1, n / 8 + 1, n % 8 + 1, (SELECT title FROM titles WHERE number = n % 8), printf('U%09d', n / 8 * ${members} + n % 8 % ${members}), 'open', 0, ${now - 100 * day} FROM up`, groups * 8);
  run(`${count_up} INSERT INTO cards(id, kind, group_id, subject, channel, stamp, dirty, refreshed)
    SELECT n + 1, 2, n + 1, n * ${ballots} + ${ballots}, printf('C%09d', n), printf('1790000000.%06d', n), 0, 0 FROM up`, groups);
  run(`${count_up} INSERT INTO ballots(id, group_id, number, opener, opened_at, closes_at, closed_at, closed_by, voters, electorate, card_id)
    SELECT n + 1, n / ${ballots} + 1, n % ${ballots} + 1, printf('U%09d', n / ${ballots} * ${members}),
      iif(n % ${ballots} = ${past}, ${now - day}, ${now} - (${ballots} - n % ${ballots}) * ${60 * day}),
      iif(n % ${ballots} = ${past}, ${now + 30 * day}, ${now} - (${ballots} - n % ${ballots}) * ${60 * day} + ${3 * day}),
      iif(n % ${ballots} = ${past}, NULL, ${now} - (${ballots} - n % ${ballots}) * ${60 * day} + ${3 * day}),
      iif(n % ${ballots} = ${past}, NULL, 'deadline'), ${members}, iif(n % ${ballots} = ${past}, 0, ${members}),
      iif(n % ${ballots} = ${past}, n / ${ballots} + 1, NULL) FROM up`, groups * ballots);
  // A member's two topics; the places of the group's members make them different.
  run(`${count_up} INSERT INTO votes(ballot_id, voter_id, topic_id, mark)
    SELECT b.id, (b.group_id - 1) * ${members} + up.n + 1, (b.group_id - 1) * 8 + (up.n + b.number + 3 * k.n) % 8 + 1, 1
    FROM ballots b, up, (SELECT 0 AS n UNION ALL SELECT 1) k ORDER BY 1, 2, 3`, members);
  run(`${count_up} INSERT INTO ballot_topics(ballot_id, topic_id, votes) SELECT b.id, (b.group_id - 1) * 8 + up.n + 1, 0 FROM ballots b, up ORDER BY 1, 2`, 8);
  run(`UPDATE ballot_topics SET votes = c.votes FROM (SELECT ballot_id, topic_id, count(*) AS votes FROM votes GROUP BY 1, 2) c
    WHERE ballot_topics.ballot_id = c.ballot_id AND ballot_topics.topic_id = c.topic_id`);
  run(`${count_up} INSERT INTO timers(kind, group_id, subject, due_at) SELECT 1, n + 1, n * ${ballots} + ${ballots}, ${now + 30 * day} FROM up`, groups);
  if (shape.history) fill_history(run, shape, now);
}

function fill_history(run, { groups, members }, now) {
  const turn = 5342931457063200;
  run(`${count_up} INSERT INTO sessions(id, group_id, number, meets_at, starts_at, length, state, leading, leader_id)
    SELECT n + 1, n / 12 + 1, n % 12 + 1, (${now} - (12 - n % 12) * ${30 * day}) / 60000, ${now} - (12 - n % 12) * ${30 * day}, 60, 'held', 'confirmed',
      n / 12 * ${members} + n % 12 % ${members} + 1 FROM up`, groups * 12);
  run(`${count_up} INSERT INTO ledger(group_id, member_id, session_id, owed, given)
    SELECT s.group_id, (s.group_id - 1) * ${members} + up.n + 1, s.id, ${turn / members}, iif(s.leader_id = (s.group_id - 1) * ${members} + up.n + 1, ${turn}, 0)
    FROM sessions s, up ORDER BY 1, 2, 3`, members);
  run(`${count_up} INSERT INTO timers(kind, group_id, subject, due_at, fired_at)
    SELECT 3 + up.n, s.group_id, s.id, s.starts_at - up.n * 3600000, s.starts_at - up.n * 3600000 FROM sessions s, up WHERE s.number > 9`, 6);
  run(`${count_up} INSERT INTO outbox(workspace, group_id, kind, subject, to_person, recipient, due_at, delivery_key, state, attempts, next_try_at,
      first_tried_at, finished_at, sent_channel, sent_stamp)
    SELECT 'T0BENCH0001', s.group_id, 5 + up.n, s.id, 0, printf('C%09d', s.group_id - 1), s.starts_at, 'pb-' || lower(hex(randomblob(16))), 3, 1, s.starts_at,
      s.starts_at, s.starts_at + 1000, printf('C%09d', s.group_id - 1), printf('%d.%06d', s.starts_at / 1000, up.n) FROM sessions s, up WHERE s.number > 9`, 6);
  run(`${count_up} INSERT INTO inbox(key, received_at) SELECT printf('command:%016d.6850012345678.0b5e7d1c9a3f4e2d8c6b1a0f9e8d7c61', n), ${now} - n * 6000 FROM up`, 100_000);
}

function fill_peer(base, { groups, members }, now) {
  const run = (text, ...values) => base.prepare(text).run(...values);
  base.exec(peer_schema);
  run(`${count_up} INSERT INTO members SELECT printf('C%09d', n / ${members}), printf('U%09d', n), 1 FROM up`, groups * members);
  run(`${count_up} INSERT INTO ballots SELECT n + 1, printf('C%09d', n), ${now + 30 * day}, NULL, n + 1 FROM up`, groups);
  run(`${count_up} INSERT INTO cards SELECT n + 1, 0 FROM up`, groups);
  titles.forEach((title, i) => run(`${count_up} INSERT INTO topics SELECT n + 1, ${i + 1}, ? FROM up`, groups, title));
  run(`${count_up} INSERT INTO votes SELECT b.id, printf('U%09d', (b.id - 1) * ${members} + up.n), (up.n + 1 + 3 * k.n) % 8 + 1
    FROM ballots b, up, (SELECT 0 AS n UNION ALL SELECT 1) k ORDER BY 1, 2, 3`, members);
}

function fill(file, how, shape) {
  const base = new Database(file);
  base.pragma('journal_mode = MEMORY');
  base.pragma('synchronous = OFF');
  base.pragma('foreign_keys = OFF');
  base.pragma('cache_size = -262144');
  base.transaction(() => how(base, shape, Date.now()))();
  base.pragma('journal_mode = WAL');
  base.close();
}

// What the file depends on; its time, because ballots close and sessions are planned ahead of it.
function fingerprint(contender) {
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 10));
  const sources = [fileURLToPath(import.meta.url), `${peer}/store.mjs`, ...readdirSync(migrations).map((name) => `${migrations}/${name}`)];
  for (const source of sources) hash.update(readFileSync(source));
  if (contender === peerbot) hash.update(String(statSync(peerbot_binary).size));
  return hash.digest('hex').slice(0, 12);
}

// Sessions are planned ahead for a few groups at a time; until all have theirs, this is not how a program that has run looks.
async function plan_ahead(file, slack) {
  const server = await start(peerbot, file, slack);
  const base = new Database(file, { readonly: true });
  const unplanned = base.prepare("SELECT count(*) FROM groups g WHERE NOT EXISTS (SELECT 1 FROM sessions s WHERE s.group_id = g.id AND s.state = 'planned')").pluck();
  while (unplanned.get() > 0) await wait(200);
  base.close();
  await server.stop_and_keep();
}

// The file of a state. To be copied, never used.
export async function state_file(contender, shape, slack) {
  const kind = `${contender.key}-${shape.name}`;
  const file = `${states}/${kind}-${fingerprint(contender)}.db`;
  if (existsSync(file)) return file;
  for (const old of readdirSync(states)) if (old.startsWith(`${kind}-`)) rmSync(`${states}/${old}`);
  const fresh = `${work}/fresh.db`;
  for (const end of ['', '-wal', '-shm', '.lock']) rmSync(fresh + end, { force: true });
  if (contender === bolt) {
    fill(fresh, fill_peer, shape);
  } else {
    // Once to make the tables, once to plan what every start plans ahead.
    await (await start(peerbot, fresh, slack)).stop_and_keep();
    fill(fresh, fill_peerbot, shape);
    await plan_ahead(fresh, slack);
  }
  renameSync(fresh, file);
  for (const end of ['-wal', '-shm', '.lock']) rmSync(fresh + end, { force: true });
  return file;
}
