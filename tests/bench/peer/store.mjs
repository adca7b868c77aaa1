// The peer's database: the tables that a vote touches, one transaction for each vote, statements prepared once.
import Database from 'better-sqlite3';

export const schema = `
  CREATE TABLE deliveries(key TEXT PRIMARY KEY, received_at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE members(channel TEXT NOT NULL, user TEXT NOT NULL, active INTEGER NOT NULL, PRIMARY KEY(channel, user)) WITHOUT ROWID;
  CREATE TABLE ballots(id INTEGER PRIMARY KEY, channel TEXT NOT NULL, closes_at INTEGER NOT NULL, closed_at INTEGER, card INTEGER NOT NULL);
  CREATE UNIQUE INDEX ballots_open ON ballots(channel) WHERE closed_at IS NULL;
  CREATE TABLE topics(ballot INTEGER NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL, PRIMARY KEY(ballot, number)) WITHOUT ROWID;
  CREATE TABLE votes(ballot INTEGER NOT NULL, user TEXT NOT NULL, topic INTEGER NOT NULL, PRIMARY KEY(ballot, user, topic)) WITHOUT ROWID;
  CREATE INDEX votes_by_topic ON votes(ballot, topic);
  CREATE TABLE cards(id INTEGER PRIMARY KEY, dirty INTEGER NOT NULL);
`;

export function open_store(file) {
  const base = new Database(file, { fileMustExist: true });
  base.pragma('journal_mode = WAL');
  base.pragma('synchronous = FULL');
  base.pragma('busy_timeout = 5000');
  const remember = base.prepare('INSERT INTO deliveries(key, received_at) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const open_ballot = base.prepare('SELECT id, closes_at, card FROM ballots WHERE channel = ? AND closed_at IS NULL');
  const membership = base.prepare('SELECT active FROM members WHERE channel = ? AND user = ?');
  const topics = base.prepare('SELECT number, title FROM topics WHERE ballot = ? ORDER BY number');
  const take_back = base.prepare('DELETE FROM votes WHERE ballot = ? AND user = ?');
  const give = base.prepare('INSERT INTO votes(ballot, user, topic) VALUES (?, ?, ?)');
  const tally = base.prepare('SELECT topic, count(*) AS votes FROM votes WHERE ballot = ? GROUP BY topic');
  const dirty = base.prepare('UPDATE cards SET dirty = 1 WHERE id = ? AND dirty = 0');

  // {problem} or {lines: [{number, title, votes}]}
  return base.transaction(({ key, channel, user, numbers, now }) => {
    if (remember.run(key, now).changes === 0) return { problem: 'This arrived twice. It was done once.' };
    const ballot = open_ballot.get(channel);
    if (!ballot || ballot.closes_at <= now) return { problem: 'No vote is open now. Nothing was changed.' };
    if (!membership.get(channel, user)?.active) return { problem: 'You are not a member of this group. Nothing was changed.' };
    const lines = topics.all(ballot.id);
    const missing = numbers.find((number) => !lines.some((line) => line.number === number));
    if (missing !== undefined) return { problem: `Topic ${missing} is not on this ballot. Nothing was changed.` };
    take_back.run(ballot.id, user);
    for (const number of new Set(numbers)) give.run(ballot.id, user, number);
    dirty.run(ballot.card);
    const votes = new Map(tally.all(ballot.id).map((row) => [row.topic, row.votes]));
    return { lines: lines.map((line) => ({ ...line, votes: votes.get(line.number) ?? 0 })) };
  }).immediate;
}
