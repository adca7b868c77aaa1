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

// A point that others disturbed is driven once more, and the calmer one counts.
async function calm_point(server, options, until_quiet) {
  await until_quiet();
  const point = await server.drive(options);
  if (!is_disturbed(point)) return point;
  await until_quiet();
  const again = await server.drive({ ...options, seed: options.seed + 7_000_003 });
  return again.other_cpu + again.stolen < point.other_cpu + point.stolen ? again : point;
}

async function play(contender, { shape, starts, points }, round, { slack, until_quiet, say }) {
  const seen = {};
  const state = await state_file(contender, shape, slack);
  if (starts) {
    await until_quiet();
    seen.start_ms = await time_to_first_answer(contender, fresh_copy(state, 'bench'), slack, shape);
  }
  const server = await start(contender, fresh_copy(state, 'bench'), slack);
  try {
    seen.idle_mb = await server.idle_mb();
    for (const [name, point] of Object.entries(points)) {
      const seed = 1 + round * 1000 + Object.keys(points).indexOf(name);
      seen[name] = await calm_point(server, { ...point, seed, groups: shape.groups, members: shape.members }, until_quiet);
      const { answers_s, p99_ms, cpu_us, other_cpu, bad, first_bad } = seen[name];
      say(`  ${contender.name.padEnd(8)} ${shape.name.padEnd(8)} ${name.padEnd(12)} ${answers_s.toFixed(0).padStart(6)}/s  p99 ${p99_ms.toFixed(1).padStart(7)} ms  ${cpu_us.toFixed(0).padStart(5)} us each  others ${(100 * other_cpu).toFixed(0)} %`);
      if (Object.keys(bad).length > 0) say(`    not as expected: ${JSON.stringify(bad)} ${first_bad}`);
    }
  } finally {
    await server.stop();
  }
  return seen;
}

// {peerbot: {small: {...}, ...}, bolt: {...}} of one round; who goes first changes from round to round.
export async function play_round(round, context) {
  const turn = round % 2 === 0 ? ['peerbot', 'bolt'] : ['bolt', 'peerbot'];
  const seen = { peerbot: {}, bolt: {} };
  for (const scene of plan)
    for (const name of turn) seen[name][scene.shape.name] = await play({ peerbot, bolt }[name], scene, round, context);
  return seen;
}

export const states_of_rounds = plan.map(({ shape }) => shape);
