// nginx and Caddy with the files of deploy, in front of peerbot: what Slack signed arrives as it was, and nothing else arrives.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';
import { expect, expect_answer } from '../../deploy/practice/expect.mjs';
import { play_start } from '../../deploy/practice/play.mjs';
import { signature, visible_text } from '../../deploy/practice/slack_side.mjs';
import { list_topics } from '../../deploy/practice/wording.mjs';
import { run_checks } from '../e2e/check.mjs';
import { set_up_group } from '../e2e/group.mjs';
import { send } from './https.mjs';
import { free_port, read_file, run, running_program, scratch_folder } from './scratch.mjs';

const form_type = 'application/x-www-form-urlencoded';
const json_type = 'application/json';
const name = 'peers.example.org';

// The text of a file of deploy with other words in it; each must be there.
function adapted(path, changes) {
  let text = read_file(path);
  for (const [from, to] of changes) {
    expect(text.includes(from), `"${from}" in ${path}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

class nginx {
  static title = 'nginx';
  host = name;

  async start(upstream) {
    const folder = scratch_folder();
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'temp'));
    chmodSync(join(folder, 'temp'), 0o777);
    const made = run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
      '-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')]);
    expect(made.status === 0, 'a certificate', made.said);
    this.port = await free_port();
    writeFileSync(join(folder, 'site.conf'), adapted('deploy/nginx.conf', [
      ['listen 443 ssl http2;', `listen 127.0.0.1:${this.port} ssl http2;`],
      ['    listen [::]:443 ssl http2;\n', ''],
      ['listen 80;', `listen 127.0.0.1:${await free_port()};`],
      ['    listen [::]:80;\n', ''],
      [`/etc/letsencrypt/live/${name}`, folder],
      ['http://127.0.0.1:8080', `http://${upstream}`],
    ]));
    // As Debian's nginx.conf includes a site.
    this.logs_ = [join(folder, 'access.log'), join(folder, 'error.log')];
    const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    writeFileSync(join(folder, 'nginx.conf'), `
      pid ${folder}/nginx.pid;
      error_log ${folder}/error.log;
      events {}
      http {
        access_log ${folder}/access.log;
        ${kinds.map((kind) => `${kind}_temp_path ${folder}/temp/${kind};`).join('\n')}
        include ${folder}/site.conf;
      }`);
    this.program_ = new running_program('nginx', ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log'), '-g', 'daemon off;']);
    await this.program_.listens_on(this.port);
  }

  logs() {
    return this.logs_.filter(existsSync).map((file) => readFileSync(file, 'utf8')).join('\n') + this.program_.said;
  }

  stop() {
    return this.program_.stop('SIGQUIT');
  }
}

class caddy {
  static title = 'Caddy';
  host = 'localhost';

  async start(upstream) {
    const folder = scratch_folder();
    this.port = await free_port();
    writeFileSync(join(folder, 'Caddyfile'), adapted('deploy/Caddyfile', [
      ['{\n\tservers {', `{\n\tadmin off\n\tskip_install_trust\n\thttp_port ${await free_port()}\n\thttps_port ${this.port}\n\tservers {`],
      [`\n${name} {`, '\nlocalhost {'],
      ['127.0.0.1:8080', upstream],
    ]));
    this.program_ = new running_program('caddy', ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')],
      { environment: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder } });
    await this.program_.listens_on(this.port);
    // It listens before it has made itself a certificate.
    while ((await send(this, { path: '/', method: 'GET' })).status === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  logs() {
    return this.program_.said;
  }

  stop() {
    return this.program_.stop();
  }
}

// Sends bytes and then nothing more; what came back by the time the other side closed, or undefined when it did not.
function stall(proxy, bytes, at_most_ms) {
  return new Promise((resolve) => {
    let seen = '';
    const socket = tls.connect({ host: '127.0.0.1', port: proxy.port, servername: proxy.host, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] },
      () => socket.write(bytes));
    const patience = setTimeout(() => {
      resolve(undefined);
      socket.destroy();
    }, at_most_ms);
    socket.on('data', (chunk) => { seen += chunk; });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(patience);
      resolve(seen);
    });
  });
}

function checks_behind(proxy, title, practice, known) {
  const { slack, workspace, clock, bot } = practice;
  const signed = (bytes, type) => ({
    'content-type': type,
    'x-slack-request-timestamp': String(clock.seconds()),
    'x-slack-signature': signature(workspace.signing_secret, clock.seconds(), bytes),
  });
  const propose = (words) => slack.command_body(known.facilitator, known.channel, '/vote', `propose ${words}`);
  const topics = async () => visible_text(await slack.command(known.facilitator, known.channel, '/vote', list_topics));
  const counted = async (pattern) => (await (await fetch(`http://${bot.admin}/metrics`)).text()).split('\n')
    .filter((line) => line.startsWith('peerbot_requests_total') && pattern.test(line)).join('\n');
  const commands_taken = () => counted(/route="\//);
  const wrong_paths_heard = () => counted(/unknown_path/);
  const said = (words) => `${title}: ${words}`;

  return [
    [said('it starts with the file of deploy'), () => proxy.start(bot.address)],
    [said('a signed command goes through and is taken'), async () => {
      const body = await propose(`${known.titles[title]} äöü, % and + and 🗺️`);
      const answer = await send(proxy, { path: '/slack/commands', headers: signed(body, form_type), body });
      expect(answer.status === 200, 'HTTP 200', `HTTP ${answer.status} ${answer.body} ${answer.error ?? ''}`);
      expect((await topics()).includes(known.titles[title]), 'the topic', await topics());
    }],
    [said('an event with spaces, line ends and escapes goes through byte by byte'), async () => {
      const body = ' {"type" :\t"url_verification",\r\n "token":"x", "challenge": "\\u00e4 ä %20 +"}\n';
      const answer = await send(proxy, { path: '/slack/events', headers: signed(body, json_type), body });
      expect(answer.status === 200 && answer.body.includes('ä ä %20 +'), 'the challenge', `HTTP ${answer.status} ${answer.body}`);
    }],
    [said('a body changed by one byte is refused'), async () => {
      const body = await propose('Tampered with');
      const answer = await send(proxy, { path: '/slack/commands', headers: signed(body, form_type), body: body.replace('Tampered', 'Tempered') });
      expect(answer.status === 401, 'HTTP 401', `HTTP ${answer.status} ${answer.body}`);
      expect(!(await topics()).includes('with'), 'no such topic', await topics());
    }],
    [said('no other path goes through, health and metrics least of all'), async () => {
      const before = await wrong_paths_heard();
      for (const path of ['/', '/healthz', '/readyz', '/metrics', '/slackk/commands', '/calendars/a.ics', '/slack/../metrics', '/index.html']) {
        const answer = await send(proxy, { path, method: 'GET' });
        expect(answer.status === 404 && !answer.body.includes('peerbot_'), `HTTP 404 for ${path}`, `HTTP ${answer.status} ${answer.body}`);
      }
      const after = await wrong_paths_heard();
      expect(after === before, 'nothing that peerbot heard of', after);
    }],
    [said('a body of more than 1 MB is cut'), async () => {
      const body = `text=${'a'.repeat(1_300_000)}`;
      const answer = await send(proxy, { path: '/slack/commands', headers: signed(body, form_type), body });
      const closed = /EPIPE|ECONNRESET|socket hang up/.test(`${answer.error?.code} ${answer.error?.message}`);
      // Caddy 2.6 calls it a bad gateway when it stops passing a body on.
      expect([413, 502].includes(answer.status) || closed, 'HTTP 413 or a closed connection', `HTTP ${answer.status} ${answer.error}`);
    }],
    [said('who stops in the middle of a header or a body is cut, and nothing is taken'), async () => {
      const before = await commands_taken();
      const head = `POST /slack/commands HTTP/1.1\r\nHost: ${proxy.host}\r\nContent-Type: ${form_type}\r\n`;
      const [in_header, in_body] = await Promise.all([
        stall(proxy, head, 60_000),
        stall(proxy, `${head}Content-Length: 100\r\n\r\ncommand=%2Fvote`, 60_000),
      ]);
      expect(in_header !== undefined, 'a cut in the header');
      expect(in_body !== undefined, 'a cut in the body');
      const after = await commands_taken();
      expect(after === before, before, after);
    }],
    [said('the path of a calendar is in no log, nor when peerbot is away'), async () => {
      const secret = `a-calendar-behind-${proxy.port}`;
      const there = await send(proxy, { path: `/calendar/${secret}.ics`, method: 'GET' });
      expect(there.status === 404, 'HTTP 404 from peerbot', `HTTP ${there.status}`);
      await bot.stop();
      const away = await send(proxy, { path: `/calendar/${secret}.ics`, method: 'GET' });
      expect(away.status === 502, 'HTTP 502', `HTTP ${away.status}`);
      await bot.start();
      await proxy.stop();
      expect(!proxy.logs().includes(secret), 'no secret in a log', proxy.logs());
    }],
  ];
}

await run_checks((practice) => {
  const known = { titles: { nginx: 'Umlauts on the way', Caddy: 'How maps mislead us' } };
  return [
    ['a group is set up', async () => {
      Object.assign(known, await set_up_group(practice, { members: ['ana', 'ben', 'chiara'].map((person) => practice.workspace.person(person)) }));
    }],
    ...[nginx, caddy].flatMap((proxy) => checks_behind(new proxy(), proxy.title, practice, known)),
  ];
}, { start_ms: play_start });
