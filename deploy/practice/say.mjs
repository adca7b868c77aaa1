// Types a command as one of the eight in a practice workspace that is up, and prints what came of it.
//   node deploy/practice/say.mjs ana peer-newsroom "/vote"
import { readFileSync } from 'node:fs';

const [person, channel, ...rest] = process.argv.slice(2);
const line = rest.join(' ');
if (!person || !channel || !line.startsWith('/')) {
  console.error('usage: node deploy/practice/say.mjs PERSON CHANNEL "/command words"');
  process.exit(2);
}
try {
  const { port } = JSON.parse(readFileSync(new URL('../../build/practice.json', import.meta.url), 'utf8'));
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: JSON.stringify({ person, channel, line }) });
  console.log(await response.text());
  process.exitCode = response.ok ? 0 : 1;
} catch {
  console.error('No practice workspace is up. Start one with ./deploy/run (without Slack credentials).');
  process.exitCode = 1;
}
