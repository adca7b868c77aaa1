// The eight people's first month, against a practice workspace of its own; then peerbot stops when asked.
import { expect } from '../../deploy/practice/expect.mjs';
import { play_start, play_zones, steps_of_the_play } from '../../deploy/practice/play.mjs';
import { transcript } from '../../deploy/practice/transcript.mjs';
import { run_checks } from './check.mjs';

await run_checks((practice) => [
  ...steps_of_the_play(practice).map(({ name, act }) => [name, act]),

  ['the transcript shows words, no ids and no tokens', async () => {
    const text = await transcript({ ...practice, zones: play_zones, colour: false });
    const rest = text.match(/.*(<@U|<!date|&amp;|\bundefined\b|\bU[0-9A-F]{9}\b).*/);
    expect(!rest, 'readable words only', rest?.[0]);
  }],

  ['SIGTERM ends peerbot with status 0 within ten seconds', async () => {
    const { code, signal, seconds } = await practice.bot.stop();
    expect(code === 0 && seconds <= 10, 'status 0 within 10 s', `${signal ?? `status ${code}`} after ${seconds.toFixed(1)} s`);
  }],
], { start_ms: play_start });
