// The practice workspace: eight people live through a first month with peerbot; then it stays up for you to try.
//   node deploy/practice/main.mjs [--once]
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { open_control } from './control.mjs';
import { play, play_start, play_zones } from './play.mjs';
import { open_practice } from './practice.mjs';
import { transcript } from './transcript.mjs';

const once = process.argv.includes('--once');
const build = fileURLToPath(new URL('../../build/', import.meta.url));
mkdirSync(build, { recursive: true });

async function stop_and_check(practice) {
  const { code, signal, seconds } = await practice.bot.stop();
  if (code === 0 && seconds <= 10) return true;
  console.log(`peerbot did not stop as it should: ${signal ?? `status ${code}`} after ${seconds.toFixed(1)} s`);
  return false;
}

let status = 1;
const practice = await open_practice({ start_ms: play_start, log: `${build}practice.log` });
try {
  console.log(`The practice workspace is up: Slack at ${practice.workspace.api_url}, peerbot at http://${practice.bot.address}. A month begins.\n`);
  const { passed, failed } = await play(practice);
  console.log(await transcript({ ...practice, zones: play_zones }));
  console.log(failed === 0
    ? `\nThe play: ${passed} steps, all as they should be.`
    : `\nThe play: ${passed + failed} steps, ${failed} not as they should be. peerbot's log is in build/practice.log.`);
  if (once) {
    const stopped = await stop_and_check(practice);
    status = failed === 0 && stopped ? 0 : 1;
  } else {
    const control = await open_control(practice, build);
    console.log('\nIt stays up until you press Ctrl-C. Type as one of the eight from another terminal:');
    console.log('  node deploy/practice/say.mjs ana peer-newsroom "/vote"');
    await new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal).once(signal, resolve);
    });
    control.close();
    status = await stop_and_check(practice) ? 0 : 1;
  }
} finally {
  await practice.close();
}
process.exit(status);
