// The scenes that both play, one after the other, in rounds.
import { bolt, fresh_copy, peerbot, start, time_to_first_answer } from './contenders.mjs';
import { is_disturbed } from './machine.mjs';
import { crowd, million, small, state_file } from './states.mjs';

const closed = (connections) => ({ connections, warmup: 0.4, seconds: 1.5 });
const open = (connections, rate, seconds) => ({ connections, rate, warmup: 0.5, seconds });

// What one round measures: by state, the points to drive.
const plan = [
  {
    shape: small,
    starts: true,
    points: {
      votes_1: closed(1),
      votes_16: closed(16),
      votes_64: closed(64),
      votes_256: closed(256),
      open_500: open(64, 500, 4),
      open_5000: open(256, 5000, 2.5),
      forged_64: { ...closed(64), seconds: 1, forged: true },
      reconnect_64: { ...closed(64), seconds: 1, reconnect: true },
    },
  },
  { shape: million, starts: true, points: { votes_64: closed(64) } },
  { shape: crowd, starts: false, points: { votes_64: closed(64) } },
];

// A point that others disturbed is driven once more, and the calmer one counts; but not for ever on a busy machine.
async function calm_point(server, options, context) {
  await context.until_quiet();
  const point = await server.drive(options);
  if (!is_disturbed(point) || context.second_tries === 0) return point;
  context.second_tries -= 1;
  await context.until_quiet();
  const again = await server.drive({ ...options, seed: options.seed + 7_000_003 });
  return again.other_cpu + again.stolen < point.other_cpu + point.stolen ? again : point;
}

function tell(say, contender, shape, name, { answers_s, p99_ms, cpu_us, other_cpu, bad, first_bad }) {
  say(`  ${shape.name.padEnd(8)} ${name.padEnd(12)} ${contender.name.padEnd(8)} ${answers_s.toFixed(0).padStart(6)}/s  p99 ${p99_ms.toFixed(1).padStart(7)} ms  ${cpu_us.toFixed(0).padStart(5)} us each  others ${(100 * other_cpu).toFixed(0)} %`);
  if (Object.keys(bad).length > 0) say(`    not as expected: ${JSON.stringify(bad)} ${first_bad}`);
}

// Both run, and each point is driven against one and then the other, so that they share the weather of the machine; who waits
// does nothing.
async function play({ shape, starts, points }, turn, round, context) {
  const seen = {};
  const servers = {};
  const places = { groups: shape.groups, members: shape.members };
  try {
    for (const contender of turn) {
      const mine = seen[contender.key] = {};
      const state = await state_file(contender, shape, context.slack);
      if (starts) {
        await context.until_quiet();
        mine.start_ms = await time_to_first_answer(contender, fresh_copy(state, contender.key), context.slack, shape);
      }
      servers[contender.key] = await start(contender, fresh_copy(state, contender.key), context.slack);
      mine.idle_mb = await servers[contender.key].idle_mb();
    }
    for (const [number, [name, point]] of Object.entries(points).entries()) {
      for (const contender of number % 2 === 0 ? turn : [...turn].reverse()) {
        const options = { ...point, ...places, seed: 1 + round * 1000 + number };
        seen[contender.key][name] = await calm_point(servers[contender.key], options, context);
        tell(context.say, contender, shape, name, seen[contender.key][name]);
      }
    }
  } finally {
    for (const server of Object.values(servers)) await server.stop();
  }
  return seen;
}

// {peerbot: {small: {...}, ...}, bolt: {...}} of one round; who goes first changes from point to point and round to round.
export async function play_round(round, context) {
  const turn = round % 2 === 0 ? [peerbot, bolt] : [bolt, peerbot];
  const seen = { peerbot: {}, bolt: {} };
  for (const scene of plan)
    for (const [who, figures] of Object.entries(await play(scene, turn, round, context))) seen[who][scene.shape.name] = figures;
  return seen;
}

export const states_of_rounds = plan.map(({ shape }) => shape);
