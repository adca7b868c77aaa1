// A whole Debian in a folder, booted by systemd-nspawn with the network of this machine.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// {status, said} of a program that may take its time.
function finished(child, input) {
  return new Promise((resolve) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk) => { said += chunk; });
    child.once('error', (error) => resolve({ status: error.message, said }));
    child.once('close', (status, signal) => resolve({ status: status ?? signal, said }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function children_of(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

export class bare_machine {
  environment = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LANG: 'C.UTF-8', TERM: 'dumb', DEBIAN_FRONTEND: 'noninteractive',
  };

  constructor(folder, { binds = [] } = {}) {
    this.folder_ = folder;
    this.binds_ = binds;
    this.console_ = '';
  }

  async boot() {
    this.child_ = spawn('systemd-nspawn', ['--quiet', `--directory=${this.folder_}`, '--register=no', '--keep-unit', '--boot', '--console=pipe',
      ...this.binds_.map((bind) => `--bind=${bind}`)], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child_.stdout, this.child_.stderr]) stream.on('data', (chunk) => { this.console_ += chunk; });
    this.child_.once('error', (error) => { this.console_ += error.message; });
    let over = false;
    this.ended_ = new Promise((resolve) => this.child_.once('close', resolve));
    void this.ended_.then(() => { over = true; });
    process.once('exit', () => this.child_.kill('SIGKILL'));
    while (!over) {
      [this.first_process_] = children_of(this.child_.pid);
      if (this.first_process_ && /running|degraded/.test((await this.run('systemctl is-system-running')).said)) return;
      await wait(100);
    }
    throw new Error(`the machine did not start:\n${this.console_}`);
  }

  // A line that root types in a folder of the machine.
  run(line, { input = '', folder = '/root' } = {}) {
    const set = Object.entries(this.environment).map(([name, value]) => `${name}=${value}`);
    return finished(spawn('nsenter', ['--target', String(this.first_process_), '--mount', '--uts', '--ipc', '--pid', '--cgroup', '--root',
      'env', `--chdir=${folder}`, '--ignore-environment', ...set, 'bash', '-c', line]), input);
  }

  write(path, text) {
    mkdirSync(dirname(join(this.folder_, path)), { recursive: true });
    writeFileSync(join(this.folder_, path), text);
  }

  async close() {
    if (!this.child_ || this.child_.exitCode !== null || this.child_.signalCode !== null) return;
    this.child_.kill('SIGTERM');
    const in_time = await Promise.race([this.ended_.then(() => true), wait(30_000).then(() => false)]);
    if (in_time) return;
    this.child_.kill('SIGKILL');
    await this.ended_;
  }
}
