// What reaches peerbot from outside: bad requests get the right refusal and change nothing; it stops in order; one process per file.
import { spawn } from 'node:child_process';
import net from 'node:net';
import { release_binary } from '../../deploy/practice/bot.mjs';
import { expect, expect_answer } from '../../deploy/practice/expect.mjs';
import { play_start } from '../../deploy/practice/play.mjs';
import { signature, visible_text } from '../../deploy/practice/slack_side.mjs';
import { list_topics } from '../../deploy/practice/wording.mjs';
import { set_up_group } from './group.mjs';
import { run_checks } from './check.mjs';

const form_type = 'application/x-www-form-urlencoded';
const json_type = 'application/json';

// Sends bytes and collects what comes back until the other side closes or says a whole answer.
function raw(address, bytes, { close_after = undefined } = {}) {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), host, () => {
      socket.write(bytes);
      if (close_after) socket.end();
    });
    let seen = '';
    const done = () => {
      socket.destroy();
      resolve(seen);
    };
    socket.on('data', (chunk) => {
      seen += chunk;
      if (/^HTTP\/1\.1 \d+/.test(seen) && seen.includes('\r\n\r\n')) done();
    });
    socket.on('close', done);
    socket.on('error', done);
    socket.setTimeout(20_000, done);
  });
}

function run_second(bot) {
  return new Promise((resolve) => {
    const child = spawn(release_binary, ['serve'], { env: { ...bot.environment, PEERBOT_LOG_FORMAT: 'text' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (chunk) => { said += chunk; });
    child.stderr.on('data', (chunk) => { said += chunk; });
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, said, pid: child.pid });
    });
  });
}

// Titles that are not alike, or peerbot would ask first.
const last_words = (number) => `${'abcdefghijklmnopqrstuvwx'[number].repeat(16)} last words`;

await run_checks((practice) => {
  const { slack, workspace, clock, bot } = practice;
  const known = {};
  const propose = (title) => slack.command_body(known.facilitator, known.channel, '/vote', `propose ${title}`);
  const refused = (answer, ...statuses) => expect(statuses.includes(answer.status), `HTTP ${statuses.join(' or ')}`, `HTTP ${answer.status} ${answer.body}`);
  const forged = [];

  return [
    ['a group is set up', async () => {
      Object.assign(known, await set_up_group(practice, { members: ['ana', 'ben', 'chiara'].map((name) => workspace.person(name)) }));
      expect_answer(await slack.command(known.facilitator, known.channel, '/vote', 'propose The one true topic'), /The one true topic/);
      known.before = visible_text(await slack.command(known.facilitator, known.channel, '/vote', list_topics));
    }],
    ['no signature: 401', async () => {
      forged.push('unsigned');
      refused(await slack.post('/slack/commands', await propose('unsigned'), form_type, { headers: { 'x-slack-signature': undefined } }), 401);
    }],
    ['a signature of another secret: 401', async () => {
      forged.push('othersecret');
      refused(await slack.post('/slack/commands', await propose('othersecret'), form_type, { secret: 'another-secret' }), 401);
    }],
    ['a signature of other bytes: 401', async () => {
      forged.push('tampered');
      const body = await propose('tampered');
      const other = signature(workspace.signing_secret, clock.seconds(), body.replace('tampered', 'original'));
      refused(await slack.post('/slack/commands', body, form_type, { headers: { 'x-slack-signature': other } }), 401);
    }],
    ['a request six minutes old, or six minutes ahead: 401', async () => {
      forged.push('stale', 'early');
      refused(await slack.post('/slack/commands', await propose('stale'), form_type, { timestamp: clock.seconds() - 360 }), 401);
      refused(await slack.post('/slack/commands', await propose('early'), form_type, { timestamp: clock.seconds() + 360 }), 401);
    }],
    ['a timestamp that is no number: 401', async () => {
      for (const timestamp of ['', 'now', '-5', '1e9', ' 12', '999999999999999999999999'])
        refused(await slack.post('/slack/commands', await propose('odd'), form_type, { timestamp }), 400, 401);
      forged.push('odd');
    }],
    ['a wrong path: 404', async () => {
      for (const path of ['/', '/slack', '/slack/command', '/slack/commands/', '/healthz', '/metrics', '/readyz', '/slack/../slack/commands'])
        refused(await slack.post(path, await propose('nowhere'), form_type), 404);
      forged.push('nowhere');
    }],
    ['a wrong method: 405', async () => {
      for (const method of ['GET', 'PUT', 'DELETE']) refused(await slack.post('/slack/commands', await propose('method'), form_type, { method }), 405);
      forged.push('method');
    }],
    ['a wrong type: 415', async () => {
      forged.push('type');
      refused(await slack.post('/slack/commands', await propose('type'), 'text/plain'), 400, 415);
      refused(await slack.post('/slack/events', await propose('type'), form_type), 400, 415);
    }],
    ['signed, but not what it should be: 4xx', async () => {
      for (const [path, body, type] of [
        ['/slack/commands', '', form_type], ['/slack/commands', 'command=%2Fvote', form_type], ['/slack/commands', '%%%=&&&=', form_type],
        ['/slack/interactions', 'payload=%7B', form_type], ['/slack/interactions', 'payload=%5B1%5D', form_type], ['/slack/interactions', 'x=1', form_type],
        ['/slack/events', '{', json_type], ['/slack/events', '[]', json_type], ['/slack/events', `${'['.repeat(50_000)}`, json_type],
      ]) {
        const answer = await slack.post(path, body, type);
        expect(answer.status >= 400 && answer.status < 500, `a 4xx for ${path} with ${body.slice(0, 30)}`, `HTTP ${answer.status}`);
      }
    }],
    ['more than 1 MB: 413', async () => {
      const answer = await slack.post('/slack/commands', `text=${'a'.repeat(1_100_000)}`, form_type);
      expect(answer.status === 413 || (answer.status === 0 && /EPIPE|ECONNRESET/.test(answer.error.code ?? '')), 'HTTP 413', `HTTP ${answer.status}`);
    }],
    ['a body of 900 kB is read, not refused for its size', async () => {
      const payload = { type: 'unheard_of', filler: 'a'.repeat(900_000) };
      const answer = await slack.post('/slack/events', JSON.stringify(payload), json_type);
      expect(answer.status !== 413 && answer.status !== 0, 'another answer than 413', `HTTP ${answer.status}`);
    }],
    ['bytes that are not HTTP: 400 or a closed door', async () => {
      for (const bytes of ['hello\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 'POST /slack/commands HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
        'POST /slack/commands HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
        `POST /slack/commands HTTP/1.1\r\nX: ${'a'.repeat(70_000)}\r\n\r\n`]) {
        const answer = await raw(bot.address, bytes);
        expect(answer === '' || /^HTTP\/1\.1 4\d\d/.test(answer), 'a 4xx or nothing', answer.slice(0, 80));
      }
    }],
    ['a body cut off in the middle changes nothing', async () => {
      const body = await propose('cutoff');
      forged.push('cutoff');
      await raw(bot.address, `POST /slack/commands HTTP/1.1\r\nHost: a\r\nContent-Type: ${form_type}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 40)}`, { close_after: true });
    }],
    ['url_verification answers the challenge', async () => {
      const answer = await slack.post('/slack/events', JSON.stringify({ type: 'url_verification', challenge: 'żółw — ok', token: 'x' }), json_type);
      expect(answer.status === 200 && answer.body.includes('żółw — ok'), 'the challenge', `HTTP ${answer.status} ${answer.body}`);
    }],
    ['after all that, nothing has changed', async () => {
      const now = visible_text(await slack.command(known.facilitator, known.channel, '/vote', list_topics));
      expect(now === known.before, known.before, now);
      for (const title of forged) expect(!now.includes(title), `no topic "${title}"`, now);
    }],
    ['a second process on the same database is refused with a sentence', async () => {
      const { code, signal, said, pid } = await run_second(bot);
      clock.forget_process(pid);
      expect(signal === null && code !== 0, 'an early end with another status than 0', `${signal ?? `status ${code}`}: ${said}`);
      expect(/database|peerbot\.db/i.test(said) && /another|already|in use/i.test(said), 'a sentence that says why', said);
      expect_answer(await slack.command(known.facilitator, known.channel, '/vote', list_topics));
    }],
    ['SIGTERM with requests in flight: each is answered or refused whole, status 0 within ten seconds', async () => {
      const bodies = await Promise.all(Array.from({ length: 24 }, (_, number) => propose(last_words(number))));
      const answers = bodies.map((body) => slack.post('/slack/commands', body, form_type));
      await Promise.race(answers);
      const { code, signal, seconds } = await bot.stop();
      expect(code === 0 && seconds <= 10, 'status 0 within 10 s', `${signal ?? `status ${code}`} after ${seconds.toFixed(1)} s`);
      const finished = await Promise.all(answers);
      known.accepted = finished.map((answer, number) => (answer.status === 200 && /last words/.test(answer.body) ? number : -1)).filter((number) => number >= 0);
      expect(finished.every(({ status }) => [0, 200, 503].includes(status)), '200, 503 or no connection', finished.map(({ status }) => status).join(' '));
      return `${known.accepted.length} of 24 answered`;
    }],
    ['what was answered before the end is there after a restart', async () => {
      await bot.start();
      const pages = await Promise.all([1, 2, 3].map((page) => slack.command(known.facilitator, known.channel, '/vote', `${list_topics} ${page}`)));
      const now = pages.map((page) => visible_text(expect_answer(page))).join('\n');
      for (const number of known.accepted) expect(now.includes(last_words(number)), `the topic "${last_words(number)}"`, now);
    }],
  ];
}, { start_ms: play_start });
