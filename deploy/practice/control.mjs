// Lets say.mjs reach a practice workspace that is up: a loopback listener whose address is written to build/practice.json.
import http from 'node:http';
import { rmSync, writeFileSync } from 'node:fs';
import { play_zones } from './play.mjs';
import { transcript_of_answer, transcript_of_messages } from './transcript.mjs';
import { wait } from './bot.mjs';

// Long enough for the bot's one message a second for each channel.
const settle_ms = 1_500;

async function say({ workspace, slack }, { person: person_name, channel: channel_name, line }) {
  const person = workspace.person(person_name);
  const channel = workspace.channel(channel_name);
  const [command, ...words] = line.trim().split(/\s+/);
  const view = { workspace, zone: play_zones[channel.name] ?? 'UTC', colour: false };
  const posted = [];
  const listen = (event) => event.type === 'message' && !event.subtype && posted.push(event);
  workspace.on('event', listen);
  try {
    const answer = await slack.command(person, channel, command, words.join(' '));
    if (answer.status !== 200) return `Slack would show: ${command} failed (HTTP ${answer.status})`;
    await wait(settle_ms);
    return [transcript_of_answer(answer, person, view), transcript_of_messages(posted, view)].filter(Boolean).join('\n') || '(no answer)';
  } finally {
    workspace.off('event', listen);
  }
}

export async function open_control(practice, folder) {
  const file = `${folder}practice.json`;
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      try {
        const text = await say(practice, JSON.parse(Buffer.concat(chunks).toString('utf8')));
        response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
      } catch (error) {
        response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end(error.message);
      }
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  writeFileSync(file, JSON.stringify({ port: server.address().port }), { mode: 0o600 });
  return {
    close() {
      rmSync(file, { force: true });
      server.close();
      server.closeAllConnections();
    },
  };
}
