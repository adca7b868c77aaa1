// Starting and stopping the two on a fresh copy of a state.
import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { logs, peer, peerbot_binary, work } from './files.mjs';
import { load, memory_mb, nice, rests, server_core, start_server, wait } from './machine.mjs';

export const secret = 'bench-secret';

export async function free_port() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const own_environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SLACK|PEERBOT|NODE)_/.test(name)));

export const peerbot = {
  key: 'peerbot',
  name: 'peerbot',
  words: [peerbot_binary, 'serve'],
  environment: ({ port, admin, file, slack }) => ({
    ...own_environment,
    SLACK_SIGNING_SECRET: secret,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_API_URL: slack.api_url,
    PEERBOT_LISTEN: `127.0.0.1:${port}`,
    PEERBOT_ADMIN_LISTEN: `127.0.0.1:${admin}`,
    PEERBOT_DATABASE: file,
  }),
};

export const bolt = {
  key: 'bolt',
  name: 'Bolt JS',
  words: [process.execPath, `${peer}/peer.mjs`],
  environment: ({ port, file }) => ({ ...own_environment, NODE_ENV: 'production', SLACK_SIGNING_SECRET: secret, PORT: String(port), DATABASE: file }),
};

function forget_files(file) {
  for (const end of ['', '-wal', '-shm', '.lock']) rmSync(file + end, { force: true });
}

// A copy that is on the disk already, so that writing it back does not disturb what follows.
export function fresh_copy(state_file, name) {
  const file = `${work}/${name}.db`;
  forget_files(file);
  copyFileSync(state_file, file);
  execFileSync('sync', ['-f', file]);
  return file;
}

function status_of(port) {
  return new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/', agent: false, timeout: 20_000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', () => resolve(0));
  });
}

async function setting(contender, file, slack) {
  const port = await free_port();
  const environment = contender.environment({ port, admin: await free_port(), file, slack });
  return { port, environment, log: `${logs}/${contender.key}.log` };
}

export async function start(contender, file, slack) {
  const { port, environment, log } = await setting(contender, file, slack);
  appendFileSync(log, `--- ${new Date().toISOString()} ${file}\n`);
  const { child, ended } = start_server(contender.words, environment, log);
  let gone;
  ended.then((how) => { gone = how; });
  while (await status_of(port) === 0) {
    if (gone) throw new Error(`${contender.name} ended before it was ready; see ${log}`);
    await wait(5);
  }
  return {
    port,
    process_id: child.pid,
    file,
    async idle_mb() {
      await wait(800);
      await rests(child.pid);
      return memory_mb(child.pid);
    },
    async drive(options) {
      const seen = await load('drive', { port, secret, server: child.pid, ...options });
      if (gone) throw new Error(`${contender.name} ended while it was measured (${gone.signal ?? `status ${gone.code}`}); see ${log}`);
      return seen;
    },
    async stop() {
      child.kill('SIGTERM');
      const stubborn = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(stubborn);
      forget_files(file);
    },
    async stop_and_keep() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

// Milliseconds from starting it to its first answer to a vote.
export async function time_to_first_answer(contender, file, slack, { groups, members }) {
  const { port, environment, log } = await setting(contender, file, slack);
  const options = { port, secret, groups, members, log, cpu: server_core, nice, seed: Math.floor(Math.random() * 1e9) };
  const { ms } = await load('start', options, { environment, program: contender.words });
  return ms;
}
