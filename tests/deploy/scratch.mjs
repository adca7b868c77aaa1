// What the tests of deploy share: a folder that goes away, programs that are run, ports that are free.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const in_house = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
export const read_file = (path) => readFileSync(in_house(path), 'utf8');

const folders = [];
const programs = new Set();
process.once('exit', () => {
  for (const program of programs) program.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function scratch_folder() {
  const folder = mkdtempSync(join(tmpdir(), 'peerbot-deploy-'));
  folders.push(folder);
  return folder;
}

// {status, said}: what a program wrote to both its outputs, and how it ended.
export function run(program, words, { environment = {}, input = '', cwd, within_ms = 60_000 } = {}) {
  const { status, signal, error, stdout, stderr } = spawnSync(program, words, {
    env: { ...process.env, ...environment }, input, cwd, encoding: 'utf8', timeout: within_ms,
  });
  if (error) throw new Error(`${program}: ${error.message}`);
  return { status: status ?? signal, said: `${stdout}${stderr}` };
}

export async function free_port() {
  const probe = net.createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

// A program that runs until it is stopped; started when its port takes connections.
export class running_program {
  constructor(program, words, { environment = {} } = {}) {
    this.said = '';
    const given = Object.entries({ ...process.env, ...environment }).filter(([, value]) => value !== undefined);
    this.child_ = spawn(program, words, { env: Object.fromEntries(given), stdio: ['pipe', 'pipe', 'pipe'] });
    this.child_.stdin.on('error', () => {});
    for (const stream of [this.child_.stdout, this.child_.stderr]) stream.on('data', (chunk) => { this.said += chunk; });
    this.ended = new Promise((resolve) => {
      this.child_.once('close', (code, signal) => resolve(signal ?? code));
      this.child_.once('error', (error) => {
        this.said += error.message;
        resolve(error.message);
      });
    });
    programs.add(this.child_);
    void this.ended.then(() => programs.delete(this.child_));
  }

  get pid() {
    return this.child_.pid;
  }

  async listens_on(port) {
    let over = false;
    void this.ended.then(() => { over = true; });
    while (!over) {
      const open = await new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1', () => resolve(true));
        socket.on('error', () => resolve(false));
        socket.once('connect', () => socket.destroy());
      });
      if (open) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`it ended before it listened:\n${this.said}`);
  }

  tell(line) {
    this.child_.stdin.write(line);
  }

  async stop(signal = 'SIGTERM') {
    this.child_.kill(signal);
    return this.ended;
  }
}
