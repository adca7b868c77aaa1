// What the README promises operators, as the tests take it from there.
import { read_file } from './scratch.mjs';

// The text below a heading, up to the next one of the same depth or above.
export function part(title) {
  const lines = read_file('README.md').split('\n');
  const from = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === title);
  if (from < 0) throw new Error(`the README has no part "${title}"`);
  const depth = lines[from].indexOf(' ');
  const length = lines.slice(from + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= depth);
  return lines.slice(from + 1, length < 0 ? undefined : from + 1 + length).join('\n');
}

// The commands of a text: the lines of each of its sh blocks.
export function commands_in(text) {
  return [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, lines]) => lines.split('\n').filter((line) => line.trim() !== ''));
}
