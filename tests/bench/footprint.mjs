// The figures of tests/bench/footprint, each with its target: node footprint.mjs PEERBOT FILL_GROUPS
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [peerbot, fillGroups] = process.argv.slice(2);
const groups = 1000;
const starts = 7;
const commands = 2000;
const secret = 'the-signing-secret-of-this-measurement';
const folder = mkdtempSync(join(tmpdir(), 'peerbot-footprint-'));
const database = join(folder, 'peerbot.db');

const variables = {
  SLACK_SIGNING_SECRET: secret,
  SLACK_BOT_TOKEN: 'xoxb-of-this-measurement',
  SLACK_API_URL: 'http://127.0.0.1:1/',
  PEERBOT_LISTEN: '127.0.0.1:0',
  PEERBOT_ADMIN_LISTEN: '127.0.0.1:0',
  PEERBOT_DATABASE: database,
};

// Resolves when it listens, with the time that took.
function start() {
  const begun = performance.now();
  const child = spawn(peerbot, ['serve'], { env: variables, stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    child.on('exit', (code) => reject(new Error(`peerbot ended with ${code}: ${said}`)));
    child.stderr.on('data', (bytes) => {
      said = said.length > 100_000 ? said : said + bytes;
      const listening = /event=listening address=(\S+)/.exec(said);
      if (listening) resolve({ child, address: listening[1], took: performance.now() - begun });
    });
  });
}

function stop({ child }) {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.on('exit', resolve);
    child.kill('SIGTERM');
  });
}

function resident({ child }) {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1];
  return (Number(kilobytes) * 1024) / 1e6;
}

async function ask({ address }, number) {
  const body = new URLSearchParams({
    team_id: 'T1', channel_id: `C${number % groups}`, user_id: 'U1', command: '/peer', text: 'members', trigger_id: `${number}`,
  }).toString();
  const stamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex');
  const answer = await fetch(`http://${address}/slack/commands`, {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Slack-Request-Timestamp': stamp,
      'X-Slack-Signature': `v0=${signature}`,
    },
  });
  await answer.text();
  if (answer.status !== 200) throw new Error(`peerbot answered ${answer.status}`);
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

let missed = 0;
function tell(what, value, unit, target) {
  const met = value < target;
  if (!met) missed += 1;
  console.log(`${what.padEnd(46)} ${value.toFixed(1).padStart(7)} ${unit.padEnd(3)} target below ${target} ${unit}: ${met ? 'met' : 'MISSED'}`);
}

try {
  const file = statSync(peerbot).size / 1e6;
  tell('binary, stripped', file, 'MB', 15);
  const libraries = execFileSync('ldd', [peerbot], { encoding: 'utf8' }).match(/^\s*\S+/gm).map((name) => name.trim().replace(/.*\//, ''));
  console.log(`needs ${libraries.join(' ')}`);

  execFileSync(fillGroups, [database, String(groups)]);
  const times = [];
  for (let i = 0; i < starts; i += 1) {
    const running = await start();
    times.push(running.took);
    await stop(running);
  }
  tell(`ready with ${groups} groups, median of ${starts} starts`, median(times), 'ms', 200);

  const running = await start();
  await ask(running, 0);
  const idle = resident(running);
  for (let number = 1; number <= commands; number += 1) await ask(running, number);
  tell(`memory with ${groups} groups, after the start`, idle, 'MB', 25);
  tell(`memory with ${groups} groups, after ${commands} commands`, resident(running), 'MB', 25);
  await stop(running);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed === 0 ? 0 : 1;
