// Processor instructions of peerbot for one vote, by thread: the same on a busy machine as on a quiet one. Callgrind counts them,
// outside of the kernel, after a warm-up: instructions.mjs [BINARY]
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { fresh_copy, peerbot, start } from './contenders.mjs';
import { out, peerbot_binary } from './files.mjs';
import { open_stand_in } from './slack_stand_in.mjs';
import { small, state_file } from './states.mjs';

const binary = process.argv[2] ?? peerbot_binary;
const counts = `${out}/callgrind.out`;
for (const name of readdirSync(out)) if (name.startsWith('callgrind.out')) rmSync(`${out}/${name}`);

const slack = await open_stand_in();
const slowly = {
  ...peerbot,
  words: ['valgrind', '--tool=callgrind', `--callgrind-out-file=${counts}`, '--separate-threads=yes', '--instr-atstart=no', binary, 'serve'],
};
const server = await start(slowly, fresh_copy(await state_file(peerbot, small, slack), 'instructions'), slack);
const control = (word) => execFileSync('callgrind_control', ['-i', word, String(server.process_id)], { stdio: 'ignore' });
const load = { connections: 64, warmup: 0, groups: small.groups, members: small.members };
await server.drive({ ...load, seconds: 2, seed: 1 });
control('on');
const { answered } = await server.drive({ ...load, seconds: 15, seed: 2 });
control('off');
await server.stop();
slack.close();

const votes = answered + load.connections; // those that were under way at the end were worked on, too
// The third thread reads for the cards, as often as time passes and not for each vote.
const names = { '01': 'event loop', '02': 'writer' };
let all = 0;
for (const [thread, name] of Object.entries(names)) {
  const [, total] = readFileSync(`${counts}-${thread}`, 'utf8').match(/^totals: (\d+)/m);
  all += Number(total);
  console.log(`${name.padEnd(12)} ${Math.round(Number(total) / votes).toLocaleString('en').padStart(9)} instructions a vote`);
}
console.log(`${'together'.padEnd(12)} ${Math.round(all / votes).toLocaleString('en').padStart(9)} (${votes} votes; callgrind_annotate --inclusive=yes ${counts}-01 says where, when the binary has its symbols)`);
