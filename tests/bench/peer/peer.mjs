// Votes with Bolt for JavaScript, as its documentation has one write it: PORT, DATABASE and SLACK_SIGNING_SECRET come from the
// environment. Bolt gets what a careful user gives it (production mode, warnings only, an own token, so that it asks Slack
// nothing), and does less than peerbot: no line in a log, and nobody draws the cards that become dirty.
import bolt from '@slack/bolt';
import { open_store } from './store.mjs';

const { App, ExpressReceiver, LogLevel } = bolt;
const vote = open_store(process.env.DATABASE);
const section = (text) => ({ type: 'section', text: { type: 'mrkdwn', text } });

const receiver = new ExpressReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET, endpoints: '/slack/commands', logLevel: LogLevel.WARN });
const app = new App({
  receiver,
  token: 'xoxb-bench',
  botId: 'B0BENCH0001',
  botUserId: 'U0BENCH0001',
  tokenVerificationEnabled: false,
  logLevel: LogLevel.WARN,
});

// About 1 KB: what was saved, and every topic with its votes.
function answer_of(numbers, lines) {
  const mine = lines.filter(({ number }) => numbers.includes(number)).map(({ number, title }) => `${number}. ${title}`);
  const saved = `Saved. Your votes: ${mine.join(' and ')}.`;
  return {
    response_type: 'ephemeral',
    text: saved,
    blocks: [
      section(saved),
      ...lines.map(({ number, title, votes }) => section(`*${number}. ${title}*\n${votes} votes`)),
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'Change your mind at any time: type `/vote 1 3` again.' }] },
    ],
  };
}

app.command('/vote', async ({ command, ack }) => {
  const numbers = command.text.split(/\s+/).filter(Boolean).map(Number);
  if (numbers.length === 0 || numbers.some((number) => !Number.isInteger(number) || number < 1))
    return ack({ response_type: 'ephemeral', text: 'Votes read like `/vote 1 3`.' });
  const { problem, lines } = vote({ key: command.trigger_id, channel: command.channel_id, user: command.user_id, numbers, now: Date.now() });
  return ack(problem ? { response_type: 'ephemeral', text: problem } : answer_of(numbers, lines));
});

await app.start({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.on('SIGTERM', () => process.exit(0));
