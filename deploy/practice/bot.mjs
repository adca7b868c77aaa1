// Starts, kills and restarts peerbot as an operator (or a power cut) would, and learns its ports from its own log.
import { EventEmitter } from 'node:events';
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const release_binary = process.env.PEERBOT_BINARY
  ?? fileURLToPath(new URL('../../build/release/peerbot', import.meta.url));

export class practice_bot extends EventEmitter {
  constructor({ workspace, clock, binary = release_binary, environment = {}, log = undefined }) {
    super();
    this.binary_ = binary;
    this.clock_ = clock;
    this.folder_ = mkdtempSync(join(tmpdir(), 'peerbot-practice-'));
    this.database = join(this.folder_, 'peerbot.db');
    this.log_ = log ? createWriteStream(log) : undefined;
    this.last_lines_ = [];
    this.environment = {
      ...process.env,
      ...clock.environment(),
      SLACK_SIGNING_SECRET: workspace.signing_secret,
      SLACK_BOT_TOKEN: workspace.bot.token,
      SLACK_API_URL: workspace.api_url,
      PEERBOT_LISTEN: '127.0.0.1:0',
      PEERBOT_ADMIN_LISTEN: '127.0.0.1:0',
      PEERBOT_DATABASE: this.database,
      PEERBOT_LOG_FORMAT: 'json',
      ...environment,
    };
  }

  get running() {
    return this.child_ !== undefined && this.child_.exitCode === null && this.child_.signalCode === null;
  }

  // Resolves when peerbot answers /readyz; throws with its last log lines when it ends or stays silent.
  async start({ within_ms = 20_000 } = {}) {
    this.address = this.admin = undefined;
    const child = spawn(this.binary_, ['serve'], { env: this.environment, cwd: this.folder_, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child_ = child;
    this.ended_ = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    child.once('error', (error) => this.last_lines_.push(error.message));
    this.ended_.then(() => this.clock_.forget_process(child.pid));

    const listening = new Promise((resolve) => {
      for (const stream of [child.stdout, child.stderr])
        createInterface({ input: stream }).on('line', (line) => this.read_(line, resolve));
    });
    const failed = this.ended_.then(({ code, signal }) => {
      throw new Error(`peerbot ended (${signal ?? `status ${code}`}) before it was ready\n${this.last_log()}`);
    });
    failed.catch(() => {});
    const timer = new AbortController();
    const late = wait(within_ms, timer.signal).then((elapsed) => {
      if (elapsed) throw new Error(`peerbot was not ready within ${within_ms / 1000} s\n${this.last_log()}`);
    });
    try {
      await Promise.race([listening.then(() => this.until_ready_()), failed, late]);
    } finally {
      timer.abort();
    }
  }

  read_(line, listening) {
    this.log_?.write(`${line}\n`);
    this.last_lines_.push(line);
    if (this.last_lines_.length > 40) this.last_lines_.shift();
    let entry;
    try {
      entry = JSON.parse(line);
    } catch {
      return;
    }
    if (entry.event === 'listening') {
      this.address = entry.address;
      this.admin = entry.admin;
      listening();
    }
    this.emit('log', entry);
  }

  async until_ready_() {
    while (this.running) {
      const response = await fetch(`http://${this.admin}/readyz`).catch(() => undefined);
      await response?.arrayBuffer();
      if (response?.status === 200) return;
      await wait(20);
    }
  }

  // The way of a power cut.
  async kill() {
    if (!this.running) return;
    this.child_.kill('SIGKILL');
    await this.ended_;
  }

  // SIGTERM; {code, signal, seconds} of the end. After 15 seconds it is killed, and signal says so.
  async stop() {
    if (!this.running) return { ...await this.ended_, seconds: 0 };
    const asked_at = performance.now();
    const timer = new AbortController();
    wait(15_000, timer.signal).then((elapsed) => elapsed && this.child_.kill('SIGKILL'));
    this.child_.kill('SIGTERM');
    const end = await this.ended_;
    timer.abort();
    return { ...end, seconds: (performance.now() - asked_at) / 1000 };
  }

  last_log() {
    return this.last_lines_.join('\n');
  }

  async close() {
    await this.kill();
    this.log_?.end();
    rmSync(this.folder_, { recursive: true, force: true });
  }
}

// True after so many milliseconds, false when the signal came first.
export function wait(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve(false);
    }, { once: true });
  });
}
