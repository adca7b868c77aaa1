// Starting programs on their own processor, and what disturbs a measurement.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, release } from 'node:os';
import { load_binary } from './files.mjs';

const cores = availableParallelism();
export const server_core = 0;
const load_core = 1;

// Above the builds of others, where that is allowed.
function possible_nice() {
  try {
    return execFileSync('nice', ['-n', '-10', 'nice'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim() === '-10' ? -10 : 0;
  } catch {
    return 0;
  }
}
export const nice = possible_nice();

function placed(core, words) {
  const pinned = cores > 1 ? ['taskset', '-c', String(core)] : [];
  return [...pinned, 'nice', '-n', String(nice), ...words];
}

export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// They are in groups of their own, so that Ctrl-C does not end them in the middle of a measurement; but none outlives this.
const running = new Set();
process.on('exit', () => { for (const child of running) child.kill('SIGKILL'); });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

// A server on its core; what it says goes to a file.
export function start_server(words, environment, log) {
  const [program, ...rest] = placed(server_core, words);
  const file = openSync(log, 'a');
  const child = spawn(program, rest, { env: environment, stdio: ['ignore', file, file], detached: true });
  closeSync(file);
  running.add(child);
  const ended = new Promise((resolve) => child.once('close', (code, signal) => {
    running.delete(child);
    resolve({ code, signal });
  }));
  return { child, ended };
}

// vote_load on the other core; its JSON.
export function load(mode, options, { core = load_core, environment = process.env, program = [] } = {}) {
  const words = Object.entries(options).flatMap(([name, value]) => (value === true ? [`--${name}`] : value === false || value === undefined ? [] : [`--${name}`, String(value)]));
  if (program.length > 0) words.push('--', ...program);
  const [first, ...rest] = placed(core, [load_binary, mode, ...words]);
  return new Promise((resolve, reject) => {
    execFile(first, rest, { env: environment, maxBuffer: 1 << 24 }, (failed, said, complaint) => {
      if (failed) reject(new Error(complaint.trim() || failed.message));
      else resolve(JSON.parse(said));
    });
  });
}

export const calibrate = (folder) => load('calibrate', { folder }, { core: server_core });

export function memory_mb(process_id) {
  const found = readFileSync(`/proc/${process_id}/status`, 'utf8').match(/VmRSS:\s+(\d+)/);
  return Number(found[1]) / 1024;
}

export function cpu_seconds(process_id) {
  const fields = readFileSync(`/proc/${process_id}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

// Until a program has done what it does after its start, and rests.
export async function rests(process_id) {
  for (let tries = 0, before = -1; tries < 75; tries += 1) {
    const now = cpu_seconds(process_id);
    if (now - before < 0.015) return;
    before = now;
    await wait(400);
  }
}

function ticks() {
  const [user, nicer, system, idle, waiting, interrupts, soft, stolen] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].split(/\s+/).slice(1).map(Number);
  return { busy: user + nicer + system + interrupts + soft + stolen, all: user + nicer + system + idle + waiting + interrupts + soft + stolen };
}

// Waits until the machine has little to do, but only so long in all.
export function patience(budget_ms) {
  let left = budget_ms;
  return async () => {
    while (left > 0) {
      const before = ticks();
      await wait(200);
      left -= 200;
      const after = ticks();
      if ((after.busy - before.busy) / Math.max(1, after.all - before.all) < 0.1) return;
      await wait(300);
      left -= 300;
    }
  };
}

export function describe_machine() {
  return `${cores} processors (${cpus()[0].model.trim()}), Linux ${release()}, Node ${process.versions.node}`;
}

export const load_average = () => Number(readFileSync('/proc/loadavg', 'utf8').split(' ', 1)[0]);

// A point is believed when others took little from it.
export const is_disturbed = (point) => point.other_cpu > 0.25 || point.stolen > 0.12;
