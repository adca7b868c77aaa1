// The trouble table of the README: every failure in it is brought about here, and shows the promised line to the letter.
// In the table … stands for what differs each time.
import { createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { release_binary } from '../../deploy/practice/bot.mjs';
import { practice_clock } from '../../deploy/practice/clock.mjs';
import { expect } from '../../deploy/practice/expect.mjs';
import { run_plain_checks } from '../e2e/check.mjs';
import { part } from './readme.mjs';
import { free_port, run, running_program, scratch_folder } from './scratch.mjs';

const folder = scratch_folder();
const at = (name) => join(folder, name);
const signing_secret = 'the-signing-secret-of-the-test';
let databases = 0;

// What the README calls the things that have other names here.
const usual_database = '/var/lib/peerbot/peerbot.db';
const usual_settings = '/etc/peerbot/peerbot.toml';

// [{seen, pattern}]: the first column of the table.
const rows = part('Trouble').split('\n').filter((line) => line.startsWith('| `')).map((line) => {
  const seen = line.match(/^\| `([^`]*)`/)[1];
  const pattern = new RegExp(`^${seen.split('…').map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`);
  return { seen, pattern, columns: line.split(' | ').length, met: 0 };
});

// Slack as far as a failure needs it: what a method answers, by name.
class small_slack {
  answers = { 'auth.test': { ok: true, team_id: 'T1', user_id: 'UBOT', bot_id: 'B1', team: 'Peers', user: 'peerbot', url: 'https://peers.slack.com/' } };
  headers = {};

  async open() {
    this.server_ = http.createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        const method = request.url.split('/').at(-1).split('?')[0];
        response.writeHead(200, { 'content-type': 'application/json', ...this.headers });
        response.end(JSON.stringify(this.answers[method] ?? { ok: true, channel: 'C1', ts: '1800000000.000100', members: [], channels: [], messages: [] }));
      });
    });
    await new Promise((resolve) => this.server_.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server_.address().port}/api/`;
    return this;
  }

  close() {
    this.server_.close();
    this.server_.closeAllConnections();
  }
}

function environment_of(more = {}) {
  const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SLACK|PEERBOT)_/.test(name)));
  databases += 1;
  return {
    ...plain, SLACK_SIGNING_SECRET: signing_secret, SLACK_BOT_TOKEN: 'xoxb-of-the-test', SLACK_API_URL: 'http://127.0.0.1:9/api/',
    PEERBOT_LISTEN: '127.0.0.1:0', PEERBOT_ADMIN_LISTEN: '127.0.0.1:0', PEERBOT_DATABASE: at(`${databases}.db`), ...more,
  };
}

// A program in a view of the file system of its own, in which a script may mount.
const unshared = (script, ...words) => [...(process.getuid() === 0 ? ['--mount'] : ['--map-root-user', '--mount']), 'sh', '-c', script, 'sh', ...words];

// What peerbot says when it cannot start; without what is in a folder, when one is named.
function refusal(more, { without } = {}) {
  const program = without ? ['unshare', ...unshared('mount -t tmpfs tmpfs "$1" && exec "$2" serve', without, release_binary)] : [release_binary, 'serve'];
  const { status, said } = run('env', ['--ignore-environment', ...Object.entries(environment_of(more)).filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`), ...program], { within_ms: 20_000 });
  expect(status === 1 || status === 2, 'status 1 or 2', `${status} ${said}`);
  return said;
}

// A peerbot that starts, and says things while it runs.
class serving {
  constructor(more = {}, { program = release_binary, words = ['serve'] } = {}) {
    this.program_ = new running_program(program, words, { environment: environment_of(more) });
  }

  async until(pattern) {
    let over = false;
    void this.program_.ended.then(() => { over = true; });
    for (;;) {
      const found = this.said.match(pattern);
      if (found) return found;
      if (over) throw new Error(`it ended without saying ${pattern}:\n${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  get said() {
    return this.program_.said;
  }

  // A signed slash command; the status and text of the answer.
  async command(text, { secret = signing_secret } = {}) {
    const [, address] = await this.until(/event=listening address=(\S+)/);
    const body = new URLSearchParams({
      token: 'x', team_id: 'T1', team_domain: 'peers', channel_id: 'C1', channel_name: 'peers', user_id: 'U1', user_name: 'ana', command: '/peer', text,
      api_app_id: 'A1', response_url: 'http://127.0.0.1:9/', trigger_id: `${Math.random()}`,
    }).toString();
    const timestamp = Math.floor(Date.now() / 1000);
    const response = await fetch(`http://${address}/slack/commands`, { method: 'POST', body, headers: {
      'content-type': 'application/x-www-form-urlencoded', 'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
    } });
    return { status: response.status, text: await response.text() };
  }

  tell(line) {
    this.program_.tell(line);
  }

  stop() {
    return this.program_.stop();
  }
}

// Without the time and the level that stand in front of a line of the log.
const bare = (line) => line.replace(/^\d{4}-\S+Z (?:error|warning|info|debug) +/, '');

function python(code) {
  const { status, said } = run('python3', ['-c', code]);
  expect(status === 0, 'status 0', said);
}

// Looks up which row of the table was shown; each belongs to one failure.
function shows_a_promised_line(said, names = []) {
  const lines = said.split('\n').map((line) => names.reduce((text, [here, usual]) => text.replaceAll(here, usual), bare(line)));
  const shown = rows.filter(({ pattern }) => lines.some((line) => pattern.test(line)));
  expect(shown.length === 1, 'one line of the table', lines.join('\n'));
  shown[0].met += 1;
  expect(shown[0].met === 1, 'a line that no other failure shows', shown[0].seen);
  return shown[0].seen.slice(0, 60);
}

// What the doctor says when it finds something that failed.
async function diagnosis(more) {
  const doctor = new running_program(release_binary, ['doctor'], { environment: environment_of({ SLACK_API_URL: slack.url, ...more }) });
  const status = await doctor.ended;
  expect(status === 1, 'status 1', `${status} ${doctor.said}`);
  return doctor.said;
}

async function while_serving(more, act, options) {
  const peerbot = new serving(more, options);
  try {
    await act(peerbot);
  } finally {
    await peerbot.stop();
  }
  return peerbot.said;
}

const slack = await new small_slack().open();

const failures = [
  ['a secret that is not set', () => shows_a_promised_line(refusal({ SLACK_SIGNING_SECRET: undefined }))],
  ['a file of a secret that is empty', () => {
    writeFileSync(at('bot_token'), '');
    return shows_a_promised_line(refusal({ SLACK_BOT_TOKEN: undefined, SLACK_BOT_TOKEN_FILE: at('bot_token') }),
      [[at('bot_token'), '/run/credentials/peerbot.service/bot_token']]);
  }],
  ['a setting that nobody knows', () => {
    writeFileSync(at('unknown.toml'), '\n\nlisen = "127.0.0.1:8080"\n');
    return shows_a_promised_line(refusal({ PEERBOT_CONFIG: at('unknown.toml') }), [[at('unknown.toml'), usual_settings]]);
  }],
  ['a setting with a value that cannot be', () => {
    writeFileSync(at('loud.toml'), '\nlog_level = "loud"\n');
    return shows_a_promised_line(refusal({ PEERBOT_CONFIG: at('loud.toml') }), [[at('loud.toml'), usual_settings]]);
  }],
  ['no settings file where one is named', () => shows_a_promised_line(refusal({ PEERBOT_CONFIG: at('none.toml') }), [[at('none.toml'), usual_settings]])],
  ['a port that another program uses', async () => {
    const port = await free_port();
    const holder = net.createServer();
    await new Promise((resolve) => holder.listen(port, '127.0.0.1', resolve));
    const said = refusal({ PEERBOT_LISTEN: `127.0.0.1:${port}` });
    holder.close();
    return shows_a_promised_line(said, [[`127.0.0.1:${port}`, '127.0.0.1:8080']]);
  }],
  ['a database that another peerbot uses', async () => {
    let said;
    await while_serving({ PEERBOT_DATABASE: at('shared.db') }, async (first) => {
      await first.until(/event=listening/);
      said = refusal({ PEERBOT_DATABASE: at('shared.db') });
    });
    return shows_a_promised_line(said, [[at('shared.db'), usual_database]]);
  }],
  ['a database that a newer peerbot used', async () => {
    await while_serving({ PEERBOT_DATABASE: at('newer.db') }, (one) => one.until(/event=listening/));
    python(`import sqlite3; sqlite3.connect(${JSON.stringify(at('newer.db'))}).execute('PRAGMA user_version = 999')`);
    return shows_a_promised_line(refusal({ PEERBOT_DATABASE: at('newer.db') }), [[at('newer.db'), usual_database]]);
  }],
  ['a database that is damaged', () => {
    writeFileSync(at('damaged.db'), 'this was a database once. '.repeat(400));
    return shows_a_promised_line(refusal({ PEERBOT_DATABASE: at('damaged.db') }), [[at('damaged.db'), usual_database]]);
  }],
  ['a folder of the database that is not there', () =>
    shows_a_promised_line(refusal({ PEERBOT_DATABASE: at('nowhere/peerbot.db') }), [[at('nowhere'), '/var/lib/peerbot']])],
  ['no time zones', () => shows_a_promised_line(refusal({}, { without: '/usr/share/zoneinfo' }))],
  ['no certificates', () =>
    shows_a_promised_line(refusal({ SLACK_API_URL: 'https://slack.com/api/', SSL_CERT_DIR: undefined, SSL_CERT_FILE: undefined }, { without: '/etc/ssl' }))],
  ['a signing secret that is not that of the app', async () => shows_a_promised_line(await while_serving({ SLACK_API_URL: slack.url }, async (peerbot) => {
    const answer = await peerbot.command('', { secret: 'another secret' });
    expect(answer.status === 401, 'HTTP 401', answer);
  }))],
  ['a clock that is ten minutes off', async () => {
    const clock = new practice_clock(Date.now() - 10 * 60_000);
    const said = await while_serving({ SLACK_API_URL: slack.url, ...clock.environment() }, async (peerbot) => {
      const answer = await peerbot.command('');
      expect(answer.status === 401, 'HTTP 401', answer);
    });
    clock.close();
    return shows_a_promised_line(said);
  }],
  ['the doctor of a machine whose clock is off', async () => {
    const clock = new practice_clock(Date.now() - 10 * 60_000);
    const said = await diagnosis(clock.environment());
    clock.close();
    return shows_a_promised_line(said);
  }],
  ['the doctor of an app that may do too little', async () => {
    slack.headers = { 'x-oauth-scopes': 'chat:write' };
    const said = await diagnosis();
    slack.headers = {};
    return shows_a_promised_line(said);
  }],
  ['the doctor of a proxy that does not reach peerbot', async () => {
    const proxy = http.createServer((request, response) => response.writeHead(502).end());
    await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const here = `http://127.0.0.1:${proxy.address().port}`;
    const said = await diagnosis({ PEERBOT_PUBLIC_URL: here });
    proxy.close();
    return shows_a_promised_line(said, [[here, 'https://peers.example.org']]);
  }],
  ['the doctor of a name that leads to nobody', async () => {
    const here = `http://127.0.0.1:${await free_port()}`;
    return shows_a_promised_line(await diagnosis({ PEERBOT_PUBLIC_URL: here }), [[here, 'https://peers.example.org']]);
  }],
  ['a token that was revoked', async () => {
    const known = slack.answers['auth.test'];
    slack.answers['auth.test'] = { ok: false, error: 'token_revoked' };
    const said = await while_serving({ SLACK_API_URL: slack.url }, (peerbot) => peerbot.until(/token_revoked.*\n/));
    slack.answers['auth.test'] = known;
    return shows_a_promised_line(said);
  }],
  ['a Slack that cannot be reached', async () =>
    shows_a_promised_line(await while_serving({ SLACK_API_URL: 'http://slack.invalid/api/' }, (peerbot) => peerbot.until(/slack\.invalid.*\n/)), [['slack.invalid', 'slack.com']])],
  ['a channel that peerbot is not in', async () => {
    slack.answers['conversations.info'] = { ok: false, error: 'channel_not_found' };
    slack.answers['chat.postMessage'] = { ok: false, error: 'not_in_channel' };
    const said = await while_serving({ SLACK_API_URL: slack.url }, async (peerbot) => {
      await peerbot.until(/event=connected/);
      await peerbot.command('setup second Tuesday 15:00 Europe/London');
      await peerbot.until(/not_in_channel.*\n/);
    });
    return shows_a_promised_line(said);
  }],
  ['a disk that is full', async () => {
    mkdirSync(at('small_disk'));
    // A disk of its own, which is filled up once peerbot serves.
    const script = 'mount -t tmpfs -o size=4m tmpfs "$1" || exit; exec 3<&0; { read -r _ <&3; head -c 8m /dev/zero >"$1/filler"; echo filled; } & exec "$2" serve';
    const said = await while_serving({ SLACK_API_URL: slack.url, PEERBOT_DATABASE: at('small_disk/peerbot.db') }, async (peerbot) => {
      await peerbot.until(/event=listening/);
      peerbot.tell('\n');
      await peerbot.until(/^filled$/m);
      const answer = await peerbot.command('setup second Tuesday 15:00 Europe/London');
      expect(/nothing was changed/i.test(answer.text), 'an answer that says that nothing was changed', answer);
    }, { program: 'unshare', words: unshared(script, at('small_disk'), release_binary) });
    return shows_a_promised_line(said, [[at('small_disk'), '/var/lib/peerbot']]);
  }],
];

await run_plain_checks([
  ['the table has ten rows at least, each with what you see, why, and what to do', () => {
    expect(rows.length >= 10, 'ten rows', String(rows.length));
    for (const { seen, columns } of rows) expect(columns === 3, 'three columns', seen);
    return `${rows.length} rows`;
  }],
  ...failures.map(([name, produce]) => [`${name} shows the promised line`, produce]),
  ['every row was shown', () => {
    const left = rows.filter(({ met }) => met === 0).map(({ seen }) => seen);
    expect(left.length === 0, 'no row left', left.join('\n'));
  }],
], { afterwards: () => slack.close() });
