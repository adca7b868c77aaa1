// From rounds to one table: medians, ratios taken inside each round, and where that stands against the targets.
import { million, small } from './states.mjs';

const kilo = 1024;
export const median = (numbers) => {
  const sorted = numbers.filter((number) => number !== undefined && !Number.isNaN(number)).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const whole = (number) => Math.round(number).toLocaleString('en');
const fixed = (digits) => (number) => number.toFixed(digits);
const ms = (number) => `${number < 10 ? number.toFixed(1) : whole(number)} ms`;
const mb = (number) => `${number.toFixed(1)} MB`;
const us = (number) => `${whole(number)} us`;
const kb = (number) => `${(number / kilo).toFixed(1)} KB`;

// `goals`: must, target and dream; as ratios to the peer, or with `absolute` as figures of peerbot that are not to be passed.
const rows = [
  { what: 'durable votes/s, 1 connection', of: (s) => s.small.votes_1.answers_s, show: whole, goals: [1.5, 1.9] },
  { what: 'durable votes/s, 16 connections', of: (s) => s.small.votes_16.answers_s, show: whole },
  { what: 'durable votes/s, 64 connections', of: (s) => s.small.votes_64.answers_s, show: whole, goals: [9, 16, 20] },
  { what: 'durable votes/s, 256 connections', of: (s) => s.small.votes_256.answers_s, show: whole, goals: [10, 20, 25] },
  { what: 'open loop 500/s, p50', of: (s) => s.small.open_500.p50_ms, show: ms, less: true, absolute: true, goals: [1.2, 0.9] },
  { what: 'open loop 500/s, p99', of: (s) => s.small.open_500.p99_ms, show: ms, less: true, absolute: true, goals: [10, (bolt) => bolt / 5] },
  { what: 'open loop 500/s, p99.9', of: (s) => s.small.open_500.p999_ms, show: ms, less: true },
  { what: 'open loop 5,000/s, p50', of: (s) => s.small.open_5000.p50_ms, show: ms, less: true },
  { what: 'open loop 5,000/s, p99', of: (s) => s.small.open_5000.p99_ms, show: ms, less: true, absolute: true, goals: [40, 12, 6] },
  { what: 'open loop 5,000/s, p99.9', of: (s) => s.small.open_5000.p999_ms, show: ms, less: true },
  { what: 'processor time for a vote, 64 connections', of: (s) => s.small.votes_64.cpu_us, show: us, less: true, goals: [8, 15, 20] },
  { what: 'written for a vote, 64 connections', of: (s) => s.small.votes_64.written_bytes, show: kb, less: true, absolute: true, goals: [8 * kilo, 4.5 * kilo] },
  { what: 'size of an answer', of: (s) => s.small.votes_64.answer_bytes, show: (bytes) => `${whole(bytes)} B`, plain: true },
  { what: 'memory idle', of: (s) => s.small.idle_mb, show: mb, less: true, absolute: true, goals: [20, 14, 10] },
  { what: 'memory under load, at most', of: (s) => s.small.open_5000.most_resident_mb, show: mb, less: true, absolute: true, goals: [32, 24, 16] },
  { what: 'start to first answer', of: (s) => s.small.start_ms, show: ms, less: true, absolute: true, goals: [60, 30, 15] },
  { what: 'the same with 1,000,000 votes', of: (s) => s.million.start_ms, show: ms, less: true, absolute: true, goals: [120, 50, 20] },
  { what: '10,000 ballots, 1,000,000 votes: votes/s', of: (s) => s.million.votes_64.answers_s, show: whole, goals: [8, 14, 18] },
  { what: 'the same, written for a vote', of: (s) => s.million.votes_64.written_bytes, show: kb, less: true },
  { what: 'the same, memory under load, at most', of: (s) => s.million.votes_64.most_resident_mb, show: mb, less: true, absolute: true, goals: [64, 40] },
  { what: 'one ballot of 10,000 voters: votes/s', of: (s) => s.crowd.votes_64.answers_s, show: whole, goals: [20, 38, 50] },
  { what: 'a connection for each request: votes/s', of: (s) => s.small.reconnect_64.answers_s, show: whole, goals: [9, 12] },
  { what: 'forged signatures refused/s', of: (s) => s.small.forged_64.answers_s, show: whole, goals: [12, 18] },
];

const names = ['must', 'target', 'dream'];

function standing(row, mine, ratio, theirs) {
  if (!row.goals) return '';
  const reached = row.goals.filter((goal) => {
    const figure = typeof goal === 'function' ? goal(theirs) : goal;
    return row.absolute ? mine <= figure : ratio >= figure;
  }).length;
  return reached === 0 ? 'below must' : names[reached - 1];
}

function goal_words(row) {
  if (!row.goals) return '';
  return row.goals.map((goal) => (typeof goal === 'function' ? '1/5 of Bolt' : row.absolute ? row.show(goal) : `${goal}x`)).join(' / ');
}

export function make_rows(rounds) {
  return rows.map((row) => {
    const mine = rounds.map(({ peerbot }) => row.of(peerbot));
    const theirs = rounds.map(({ bolt }) => row.of(bolt));
    const ratios = mine.map((figure, i) => (row.less ? theirs[i] / figure : figure / theirs[i]));
    const [own, other, ratio] = [median(mine), median(theirs), median(ratios)];
    return {
      what: row.what, peerbot: row.show(own), bolt: row.show(other), ratio: row.plain ? '' : `${fixed(1)(ratio)}x`,
      range: row.plain ? '' : `${fixed(1)(Math.min(...ratios))}..${fixed(1)(Math.max(...ratios))}`,
      goals: goal_words(row), stands: standing(row, own, ratio, other),
      figures: { peerbot: own, bolt: other, ratio, ratios },
    };
  });
}

const verdict = (good) => (good ? 'must' : 'below must');

export function make_storm_rows({ presses, reminders, backlog, year }, small_rounds) {
  const calm = median(small_rounds.map(({ peerbot }) => peerbot.small.votes_64.answers_s));
  const grown = year.votes_64.answers_s / calm;
  return [
    { what: '500 people press in 10 s: own answer, p99', figure: ms(presses.answer_p99_ms), goals: 'under 100 ms', stands: verdict(presses.answered === presses.presses && presses.answer_p99_ms < 100) },
    { what: 'pictures of the card meanwhile', figure: String(presses.pictures), goals: 'at most 6', stands: verdict(presses.pictures <= 6) },
    { what: '10,000 reminders in one minute: all decided within', figure: `${(reminders.took_ms / 1000).toFixed(2)} s`, goals: '2 s', stands: verdict(reminders.decided === 10_000 && reminders.took_ms <= 2000) },
    { what: 'votes meanwhile, 500/s, p99', figure: `${ms(reminders.votes_during.p99_ms)} (before: ${ms(reminders.votes_before.p99_ms)})`, goals: 'unharmed', stands: '' },
    { what: '5,000 messages waiting: sent a second', figure: fixed(1)(backlog.rate), goals: "Slack's pace: 300 a minute", stands: '' },
    { what: 'order within each channel', figure: backlog.in_order ? 'kept' : 'broken', goals: 'kept', stands: verdict(backlog.in_order) },
    { what: 'memory from the first to the last of them', figure: `${mb(backlog.memory_before)} to ${mb(backlog.memory_after)}`, goals: 'flat', stands: verdict(backlog.memory_after - backlog.memory_before < 4) },
    { what: 'votes meanwhile, 500/s, p99', figure: ms(backlog.votes.p99_ms), goals: '', stands: '' },
    { what: 'a year of 10,000 groups, 100,000 members: start to first answer', figure: ms(year.start_ms), goals: '', stands: '' },
    { what: 'memory idle there', figure: mb(year.idle_mb), goals: '', stands: '' },
    { what: 'votes/s there, 64 connections, against the small state', figure: `${whole(year.votes_64.answers_s)} (${grown.toFixed(2)}x)`, goals: '', stands: '' },
    { what: 'open loop 500/s there, p99', figure: ms(year.open_500.p99_ms), goals: '', stands: '' },
  ];
}

function markdown(heads, lines) {
  const widths = heads.map((head, i) => Math.max(head.length, ...lines.map((line) => line[i].length)));
  const row = (cells) => `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  return [row(heads), `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`, ...lines.map(row)].join('\n');
}

export function as_markdown({ rows: compared, storms, about, trust }) {
  const parts = [`${about}\n`, markdown(['', 'peerbot', 'Bolt JS', 'ratio', 'in the rounds', 'must / target / dream', 'reached'],
    compared.map(({ what, peerbot, bolt, ratio, range, goals, stands }) => [what, peerbot, bolt, ratio, range, goals, stands]))];
  if (storms) parts.push('', markdown(['peerbot alone', 'seen', 'wanted', 'reached'], storms.map(({ what, figure, goals, stands }) => [what, figure, goals, stands])));
  parts.push('', `States: small is ${small.groups} ballots of ${small.members} voters with two votes each; the million ${million.groups.toLocaleString('en')} ballots of ${million.members} voters.`,
    'Ratios are taken inside each round; more than 1x is better for peerbot in every row. The open loop counts from when a request was due.', '', ...trust);
  return `${parts.join('\n')}\n`;
}
