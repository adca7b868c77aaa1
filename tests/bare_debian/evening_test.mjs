// What the README promises operators, as written there: evening_test.mjs FOLDER, where FOLDER holds a bare Debian 12 with the
// repository in /root/peerbot. Started by tests/bare_debian/run. Slack is emulated, and Caddy signs its certificates itself;
// everything else is as an operator has it.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { eventually, expect, expect_answer } from '../../deploy/practice/expect.mjs';
import { signature, slack_side, visible_text } from '../../deploy/practice/slack_side.mjs';
import { practice_workspace } from '../../deploy/practice/workspace.mjs';
import { send } from '../deploy/https.mjs';
import { commands_in, part } from '../deploy/readme.mjs';
import { run } from '../deploy/scratch.mjs';
import { run_plain_checks } from '../e2e/check.mjs';
import { bare_machine } from './machine.mjs';

const name = 'peers.example.org';
const proxy = { host: name, port: 443 };
const repository = '/root/peerbot';

// The emulated Slack keeps the time of this machine, as peerbot does.
const clock = { now: Date.now, seconds: () => Math.floor(Date.now() / 1000), environment: () => ({}), forget_process() {} };

// Caddy as Debian starts it, but with an authority of its own that the machine trusts, as nobody else can vouch for the name here.
const own_authority = `[Service]
ExecStart=
ExecStart=/bin/sh -c 'sed "0,/^{/s//{\\\\n\\\\tlocal_certs\\\\n\\\\tskip_install_trust/" /etc/caddy/Caddyfile >/var/lib/caddy/Caddyfile && exec caddy run --environ --adapter caddyfile --config /var/lib/caddy/Caddyfile'
ExecStartPost=+/bin/sh -c 'cd /var/lib/caddy; until test -s .local/share/caddy/pki/authorities/local/root.crt || ! grep -q ${name} Caddyfile; do sleep 0.1; done; cp .local/share/caddy/pki/authorities/local/root.crt /usr/local/share/ca-certificates/caddy.crt && update-ca-certificates || true'
`;

const folder = process.argv[2];
const cache = run('ccache', ['--get-config', 'cache_dir']).said.trim();
const machine = new bare_machine(folder, { binds: existsSync(cache) ? [`${cache}:/root/.cache/ccache`] : [] });
const given_binary = process.env.PEERBOT_BINARY;
let workspace;
let slack;

function takes_connections(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function prepare() {
  workspace = await practice_workspace.open({ clock });
  slack = await slack_side.open({ workspace, clock, bot: { address: '127.0.0.1:8080' } });
  for (const port of [80, 443, 8080, 9090])
    expect(!await takes_connections(port), `port ${port} free on this machine`);
  machine.write('etc/systemd/system/caddy.service.d/authority.conf', own_authority);
  await machine.boot();
  const readied = await machine.run(`echo '127.0.0.1 localhost ${name}' >/etc/hosts && systemctl set-environment SLACK_API_URL=${workspace.api_url}`);
  expect(readied.status === 0, 'a machine that is ready', readied.said);
  machine.environment.SLACK_API_URL = workspace.api_url;
}

// A line that waits for a secret gets it from whoever sits there.
function typed_into(line) {
  if (line === 'cat >/etc/peerbot/signing_secret') return `${workspace.signing_secret}\n`;
  if (line === 'cat >/etc/peerbot/bot_token') return `${workspace.bot.token}\n`;
  return '';
}

// With a binary from elsewhere nothing is built; what peerbot needs when it runs is installed all the same.
function instead_of(line) {
  if (!given_binary) return line;
  if (line === 'deploy/install-packages build') return 'apt-get -q update && apt-get install -y ca-certificates tzdata';
  if (line !== 'deploy/build release') return line;
  mkdirSync(join(folder, repository, 'build/release'), { recursive: true });
  copyFileSync(given_binary, join(folder, repository, 'build/release/peerbot'));
  return 'test -x build/release/peerbot';
}

async function follow(line) {
  const typed = instead_of(line);
  const since = performance.now();
  const { status, said } = await machine.run(typed, { folder: repository, input: typed_into(line) });
  if (status !== 0) throw new Error(`it ended with ${status}\n${said.slice(-2000)}\n${await said_by('journalctl --no-pager --lines=20 --output=cat')}`);
  const seconds = `${((performance.now() - since) / 1000).toFixed(1)} s`;
  return typed === line ? seconds : `${seconds}, instead: ${typed}`;
}

const lines_below = (title) => commands_in(part(title)).flat().map((line) => [`README: ${line}`, () => follow(line)]);
const evening = part("An operator's evening").split('\n### ')[0];

// A signed command through the proxy, as Slack sends it.
async function command(person, channel, text) {
  const body = await slack.command_body(person, channel, '/peer', text);
  const answer = await send(proxy, { path: '/slack/commands', body, headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(clock.seconds()),
    'x-slack-signature': signature(workspace.signing_secret, clock.seconds(), body),
  } });
  let said = {};
  try {
    said = JSON.parse(answer.body);
  } catch {
    // An answer without words.
  }
  return { ...answer, text: said.text, blocks: said.blocks };
}

// Sends commands without a pause, four at a time, while something happens; the statuses of the answers. happening() is handed a
// function that awaits so many more answers.
async function under_traffic(happening) {
  const [hana] = workspace.people.values();
  const channel = workspace.channel('peer-newsroom');
  let over = false;
  const statuses = [];
  const senders = Array.from({ length: 4 }, async () => {
    while (!over) statuses.push((await command(hana, channel, '')).status);
  });
  const answers = async (more) => {
    const enough = statuses.length + more;
    while (statuses.length < enough) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  try {
    await happening(answers);
  } finally {
    over = true;
    await Promise.all(senders);
  }
  return statuses;
}

const said_by = async (line) => (await machine.run(line)).said.trim();

const checks = [
  ['a bare Debian 12 boots', prepare],
  ...commands_in(evening).flat().map((line) => [`README: ${line}`, () => follow(line)]),
  ['the service runs as systemd wants it, and will run after the next start', async () => {
    expect(await said_by('systemctl is-active peerbot') === 'active', 'active', await said_by('journalctl -u peerbot --no-pager | tail -n 30'));
    expect(await said_by('systemctl is-enabled peerbot peerbot.socket peerbot-admin.socket peerbot-backup.timer') === Array(4).fill('enabled').join('\n'), 'enabled');
    const pid = await said_by('systemctl show --property=MainPID --value peerbot');
    expect(await said_by(`stat --format=%u /proc/${pid}`) !== '0', 'another user than root');
  }],
  ['a signed command through Caddy sets up a group, and the channel hears of it', async () => {
    const [hana] = workspace.people.values();
    expect_answer(await command(hana, workspace.channel('peer-newsroom'), 'setup second Tuesday 15:00 Europe/London'));
    await eventually('the welcome', async () => (await workspace.messages_in('peer-newsroom')).some((message) => visible_text(message).includes('Europe/London')), { workspace });
  }],
  ['a command with another signature is refused', async () => {
    const body = await slack.command_body([...workspace.people.values()][0], workspace.channel('peer-newsroom'), '/peer', '');
    const answer = await send(proxy, { path: '/slack/commands', body, headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(clock.seconds()),
      'x-slack-signature': signature('another secret', clock.seconds(), body),
    } });
    expect(answer.status === 401, 'HTTP 401', `HTTP ${answer.status}`);
  }],
  ['three restarts lose no request', async () => {
    const statuses = await under_traffic(async (answers) => {
      for (let i = 0; i < 3; ++i) {
        await answers(20);
        const { status, said } = await machine.run('systemctl restart peerbot');
        expect(status === 0, 'a restart', said);
      }
      await answers(20);
    });
    expect(statuses.every((status) => status === 200), 'nothing but 200', statuses.join(' '));
    return `${statuses.length} requests`;
  }],
  ['killed, it is back by itself', async () => {
    const before = await said_by('systemctl show --property=MainPID --value peerbot');
    await machine.run('systemctl kill --signal=KILL peerbot');
    const [hana] = workspace.people.values();
    expect_answer(await command(hana, workspace.channel('peer-newsroom'), ''));
    expect(await said_by('systemctl show --property=MainPID --value peerbot') !== before, 'another process');
  }],
  ['stopped dead, it is noticed and started again', async () => {
    const pid = await said_by('systemctl show --property=MainPID --value peerbot');
    await machine.run(`kill -STOP ${pid}`);
    const [hana] = workspace.people.values();
    const until = Date.now() + 120_000;
    let answer;
    do answer = await command(hana, workspace.channel('peer-newsroom'), '');
    while (answer.status !== 200 && Date.now() < until);
    expect_answer(answer);
    expect((await said_by('journalctl -u peerbot --no-pager')).includes('Watchdog timeout'), 'the watchdog in the log');
  }],
  ['systemctl reload reads the level of the log again, and nothing ends', async () => {
    const before = await said_by('systemctl show --property=MainPID --value peerbot');
    const { status, said } = await machine.run(`sed -i 's/^log_level = .*/log_level = "debug"/' /etc/peerbot/peerbot.toml && systemctl reload peerbot`);
    expect(status === 0, 'a reload', said);
    expect(await said_by('systemctl show --property=MainPID --value peerbot') === before, 'the same process');
  }],
  ...lines_below('Backups'),
  ['after the backup is back, the group is there', async () => {
    const [hana] = workspace.people.values();
    const answer = expect_answer(await command(hana, workspace.channel('peer-newsroom'), 'members'));
    expect(visible_text(answer).includes(hana.id) || visible_text(answer).includes(hana.first), 'Hana among the members', visible_text(answer));
  }],
  ['the nightly backup makes a copy that only root reads', async () => {
    const { status, said } = await machine.run('systemctl start peerbot-backup.service');
    expect(status === 0, 'status 0', `${said}${await said_by('journalctl -u peerbot-backup --no-pager | tail -n 20')}`);
    const made = await said_by('find /var/backups/peerbot -name "*.db" -size +20k -perm 600 -user root');
    expect(made.split('\n').length === 1 && made !== '', 'one copy', await said_by('ls -la /var/backups/peerbot'));
  }],
  ...lines_below('A new version'),
  ['the new version answers', async () => {
    const [hana] = workspace.people.values();
    expect_answer(await command(hana, workspace.channel('peer-newsroom'), ''));
  }],
  ['no secret is in the log', async () => {
    const log = await said_by('journalctl --no-pager');
    for (const secret of [workspace.signing_secret, workspace.bot.token]) expect(!log.includes(secret), 'no secret', secret);
  }],
];

await run_plain_checks(checks, { afterwards: async () => {
  slack?.close();
  await workspace?.close();
  await machine.close();
}, until_one_fails: true });
