// Measures peerbot beside the Bolt peer and prints one table: main.mjs [--rounds N] [--no-storms] [--minutes N]
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { bolt, peerbot } from './contenders.mjs';
import { Database, out, root, version_of, work } from './files.mjs';
import { calibrate, describe_machine, load_average, patience } from './machine.mjs';
import { play_round, states_of_rounds } from './scenes.mjs';
import { open_stand_in } from './slack_stand_in.mjs';
import { state_file, storm, year } from './states.mjs';
import { play_storms } from './storms.mjs';
import { as_markdown, make_rows, make_storm_rows } from './table.mjs';
import { judge } from './trust.mjs';

const storms_take_s = 75;

function read_options(words) {
  const given = { rounds: 3, storms: true, minutes: 9 };
  for (let i = 0; i < words.length; i += 1) {
    if (words[i] === '--rounds') given.rounds = Number(words[i += 1]);
    else if (words[i] === '--minutes') given.minutes = Number(words[i += 1]);
    else if (words[i] === '--no-storms') given.storms = false;
    else throw new Error(`tests/bench/run: I do not know "${words[i]}"; tests/bench/run --help explains.`);
  }
  if (!(given.rounds >= 1 && given.minutes > 0)) throw new Error('tests/bench/run: rounds and minutes are numbers above zero.');
  return given;
}

function about() {
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root }).toString().trim();
  const base = new Database(':memory:');
  const { version } = base.prepare('SELECT sqlite_version() AS version').get();
  base.close();
  return `peerbot ${commit} beside Bolt JS ${version_of('@slack/bolt')} on Express with better-sqlite3 ${version_of('better-sqlite3')} (SQLite ${version}), ` +
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${describe_machine()}; the server on one processor, the load on another, synchronous=FULL.`;
}

const options = read_options(process.argv.slice(2));
const begin = performance.now();
const left_s = () => options.minutes * 60 - (performance.now() - begin) / 1000;
const say = (line) => console.log(line);
const slack = await open_stand_in();
const context = { slack, say, until_quiet: patience(60_000), second_tries: 20 };

say('Bench: making the databases to begin with (kept for the rest of the day).');
for (const shape of states_of_rounds) for (const who of [peerbot, bolt]) await state_file(who, shape, slack);
if (options.storms) for (const shape of [storm, year]) await state_file(peerbot, shape, slack);

const calibrations = [];
const loads = [];
async function look_at_machine() {
  calibrations.push(await calibrate(work));
  loads.push(load_average());
}

const rounds = [];
let longest_s = 0;
const short = [];
for (let round = 0; round < options.rounds; round += 1) {
  if (rounds.length > 0 && left_s() < longest_s + (options.storms ? storms_take_s : 0)) {
    short.push(`Only ${rounds.length} of ${options.rounds} rounds fitted into ${options.minutes} minutes.`);
    break;
  }
  say(`Bench: round ${round + 1} of ${options.rounds}`);
  await look_at_machine();
  const from = performance.now();
  rounds.push(await play_round(round, context));
  longest_s = Math.max(longest_s, (performance.now() - from) / 1000);
}
await look_at_machine();

let seen_storms;
if (options.storms && left_s() > storms_take_s) {
  say('Bench: storms and growth, peerbot alone');
  seen_storms = await play_storms(context);
  await look_at_machine();
} else if (options.storms) {
  short.push(`The storms did not fit into ${options.minutes} minutes any more.`);
}
slack.close();

const rows = make_rows(rounds);
const storms = seen_storms && make_storm_rows(seen_storms, rounds);
const trust = judge({ calibrations, rounds, rows, loads });
trust.sentences.push(...short);
const text = as_markdown({ rows, storms, about: about(), trust: trust.sentences });
writeFileSync(`${out}/table.md`, text);
writeFileSync(`${out}/result.json`, JSON.stringify({ about: about(), trust, calibrations, loads, rows, storms, rounds, seen_storms }, null, 1));
say(`\n${text}`);
const missed = [...rows, ...(storms ?? [])].filter(({ stands }) => stands === 'below must');
say(missed.length === 0 ? 'Every must is reached.' : `Below must: ${missed.map(({ what }) => what).join('; ')}.`);
say(`Bench: ${((performance.now() - begin) / 60_000).toFixed(1)} minutes; the table is in build/bench/table.md, everything in build/bench/result.json.`);
