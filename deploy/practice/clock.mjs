// The calendar of the practice workspace. A month passes in seconds: libfaketime shows peerbot and Slack a system clock that is
// off by what a file says, and a jump rewrites that file. Monotonic clocks stay true, so timers keep their real length.
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function find_library() {
  const roots = ['/usr/lib', ...readdirSync('/usr/lib', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.includes('-linux-gnu'))
    .map((entry) => join('/usr/lib', entry.name))];
  const found = roots.map((root) => join(root, 'faketime', 'libfaketimeMT.so.1')).find(existsSync);
  if (!found) throw new Error('libfaketime is missing: install the Debian package "faketime" (deploy/install-packages does)');
  return found;
}

export class practice_clock {
  constructor(start_ms) {
    this.preload_ = find_library();
    this.folder_ = mkdtempSync(join(tmpdir(), 'peerbot-clock-'));
    this.file_ = join(this.folder_, 'offset');
    this.jump_to(start_ms);
  }

  // Milliseconds since 1970, as peerbot sees them.
  now() {
    return Date.now() + this.offset_seconds_ * 1000;
  }

  seconds() {
    return Math.floor(this.now() / 1000);
  }

  // Forwards or back; at once visible to every process started with environment().
  jump_to(instant_ms) {
    this.offset_seconds_ = Math.ceil((instant_ms - Date.now()) / 1000);
    const next = `${this.file_}.next`;
    const sign = this.offset_seconds_ < 0 ? '' : '+';
    writeFileSync(next, `${sign}${this.offset_seconds_}\n`);
    renameSync(next, this.file_);
  }

  environment() {
    return {
      LD_PRELOAD: this.preload_,
      FAKETIME_TIMESTAMP_FILE: this.file_,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    };
  }

  // A killed process leaves libfaketime's shared memory behind.
  forget_process(pid) {
    for (const name of [`faketime_shm_${pid}`, `sem.faketime_sem_${pid}`]) rmSync(join('/dev/shm', name), { force: true });
  }

  close() {
    rmSync(this.folder_, { recursive: true, force: true });
  }
}

// The instant of a wall-clock time in a zone: at_local('2027-02-09 15:00', 'Europe/London').
export function at_local(text, zone) {
  const as_utc = Date.parse(`${text.replace(' ', 'T')}:00Z`);
  const shift = (instant) => {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
    }).formatToParts(instant);
    const part = (type) => parts.find((p) => p.type === type).value;
    return Date.parse(`${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`) - instant;
  };
  const guess = as_utc - shift(as_utc);
  return as_utc - shift(guess);
}
