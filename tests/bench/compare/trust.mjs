// Whether the machine was quiet enough to believe what was measured.
import { is_disturbed } from './machine.mjs';
import { median } from './table.mjs';

const points_of = (seen) => Object.values(seen).filter((one) => one && typeof one === 'object' && 'other_cpu' in one);

// From the machine's own figures before, between and after the rounds, what others used meanwhile, and how far the rounds differ.
export function judge({ calibrations, rounds, rows, loads }) {
  const range = (name) => {
    const figures = calibrations.map((one) => one[name]);
    return { low: Math.min(...figures), high: Math.max(...figures), middle: median(figures) };
  };
  const hash = range('hash_mb_s');
  const flush = range('flush_us');
  const wake = range('wake_us');
  const points = rounds.flatMap(({ peerbot, bolt }) => [...Object.values(peerbot), ...Object.values(bolt)].flatMap(points_of));
  const disturbed = points.filter(is_disturbed).length;
  const others = median(points.map(({ other_cpu }) => other_cpu));
  const stolen = median(points.map(({ stolen: taken }) => taken));
  const driver_bound = points.filter(({ own_cpu }) => own_cpu > 0.92).length;
  const main = rows.find(({ what }) => what === 'durable votes/s, 64 connections').figures;
  const spread = (Math.max(...main.ratios) - Math.min(...main.ratios)) / main.ratio;

  const doubts = [];
  if (hash.low < 0.8 * hash.high) doubts.push('the processor was slower at times');
  if (flush.high > 2 * flush.low) doubts.push('flushing to the disk took twice as long at times');
  if (disturbed > points.length / 10) doubts.push(`others disturbed ${disturbed} of ${points.length} points`);
  if (spread > 0.35) doubts.push(`the rounds differ by ${(100 * spread).toFixed(0)} % in the main ratio`);
  const hopeless = disturbed > points.length / 3 || flush.high > 5 * flush.low || hash.low < 0.5 * hash.high;
  const word = hopeless ? 'The machine was too noisy to believe these figures' : doubts.length > 0 ? 'Read these figures with care' : 'The machine was quiet';
  const sentences = [
    `${word}${doubts.length > 0 ? `: ${doubts.join('; ')}` : ''}.`,
    `Before, between and after the rounds: SHA-256 ${hash.low.toFixed(0)} to ${hash.high.toFixed(0)} MB/s, flushing 4 KB ${flush.low.toFixed(0)} to ${flush.high.toFixed(0)} us, waking a thread and back ${wake.low.toFixed(1)} to ${wake.high.toFixed(1)} us (medians); load average ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}.`,
    `Of the processors others used ${(100 * others).toFixed(0)} % of one and the host took ${(100 * stolen).toFixed(0)} % of one in the middle point; ${disturbed} of ${points.length} points stayed disturbed after a second try.`,
  ];
  if (driver_bound > 0) sentences.push(`In ${driver_bound} points the load itself was the limit: the server could do more.`);
  return { verdict: hopeless ? 'too noisy' : doubts.length > 0 ? 'with care' : 'quiet', sentences };
}
