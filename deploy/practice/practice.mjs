// Everything a practice workspace consists of, started together and stopped together.
import { practice_bot, release_binary } from './bot.mjs';
import { practice_clock } from './clock.mjs';
import { slack_side } from './slack_side.mjs';
import { practice_seed, practice_workspace } from './workspace.mjs';

const open_now = new Set();

// start_ms: what the calendar shows first. Call close() in a finally; a signal closes whatever is still open.
export async function open_practice({ start_ms, seed = practice_seed(), log, binary = release_binary, environment } = {}) {
  const parts = [];
  const practice = {
    async close() {
      open_now.delete(practice);
      for (const part of parts.splice(0).reverse()) await part.close();
    },
  };
  open_now.add(practice);
  try {
    practice.clock = new practice_clock(start_ms);
    parts.push(practice.clock);
    practice.workspace = await practice_workspace.open({ clock: practice.clock, seed });
    parts.push(practice.workspace);
    practice.bot = new practice_bot({ workspace: practice.workspace, clock: practice.clock, binary, environment, log });
    parts.push(practice.bot);
    practice.slack = await slack_side.open(practice);
    parts.push(practice.slack);
    await practice.bot.start();
    return practice;
  } catch (error) {
    await practice.close();
    throw error;
  }
}

async function close_and_exit(status) {
  for (const practice of open_now) await practice.close().catch(() => {});
  process.exit(status);
}

for (const mishap of ['uncaughtException', 'unhandledRejection']) {
  process.once(mishap, (error) => {
    console.error(error);
    void close_and_exit(1);
  });
}
for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.once(signal, () => void close_and_exit(status));
}
