// deploy/install, run into an empty folder, run again, and run over what an operator changed; and what systemd says of the units.
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { release_binary } from '../../deploy/practice/bot.mjs';
import { expect } from '../../deploy/practice/expect.mjs';
import { run_plain_checks } from '../e2e/check.mjs';
import { in_house, read_file, run, scratch_folder } from './scratch.mjs';

const at = scratch_folder();
const settings = join(at, 'etc/peerbot/peerbot.toml');
const secrets = ['signing_secret', 'bot_token'].map((secret) => join(at, 'etc/peerbot', secret));
const units = readdirSync(in_house('deploy/systemd'));

function install(...words) {
  return run(in_house('deploy/install'), ['--binary', release_binary, ...words], { environment: { DESTDIR: at } });
}

// Every file and folder with its mode and content, one a line.
function tree(folder = at, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const path = join(below, entry.name);
    const mode = (statSync(join(folder, path)).mode & 0o7777).toString(8);
    if (entry.isDirectory()) return [`${mode} ${path}/`, ...tree(folder, path)];
    return [`${mode} ${path} ${run('sha256sum', [join(folder, path)]).said.slice(0, 64)}`];
  });
}

let first;

await run_plain_checks([
  ['the first run puts everything in place and says so', () => {
    const { status, said } = install('--url', 'https://peers.example.org');
    expect(status === 0, 'status 0', said);
    first = tree();
    for (const path of ['/usr/local/bin/peerbot', '/usr/local/sbin/peerbotctl', ...units.map((unit) => `/etc/systemd/system/${unit}`),
      '/etc/peerbot/peerbot.toml', '/etc/peerbot/signing_secret', '/etc/peerbot/bot_token']) {
      expect(new RegExp(`^new +${path}$`, 'm').test(said), `a line about ${path}`, said);
      expect(existsSync(join(at, path)), path, first.join('\n'));
    }
  }],
  ['the settings hold the URL and the one folder that peerbot may write to', () => {
    const text = readFileSync(settings, 'utf8');
    expect(/^public_url = "https:\/\/peers\.example\.org"$/m.test(text), 'the URL', text);
    expect(/^database = "\/var\/lib\/peerbot\/peerbot\.db"$/m.test(text), 'the database', text);
  }],
  ['secrets are for root only', () => {
    for (const secret of secrets) expect((statSync(secret).mode & 0o777) === 0o600, 'mode 600', secret);
  }],
  ['a second run leaves the same tree', () => {
    const { status, said } = install();
    expect(status === 0, 'status 0', said);
    expect(!/^(new|changed)/m.test(said), 'nothing new or changed', said);
    expect(tree().join('\n') === first.join('\n'), first.join('\n'), tree().join('\n'));
  }],
  ['settings and secrets that were edited survive; a damaged unit and an old binary do not', () => {
    writeFileSync(settings, 'log_level = "debug"\n');
    writeFileSync(secrets[0], 'a secret\n');
    writeFileSync(join(at, 'etc/systemd/system/peerbot.service'), 'old\n');
    writeFileSync(join(at, 'usr/local/bin/peerbot'), 'old\n');
    chmodSync(join(at, 'usr/local/sbin/peerbotctl'), 0o644);
    const { status, said } = install('--url', 'https://other.example.org');
    expect(status === 0, 'status 0', said);
    expect(readFileSync(settings, 'utf8') === 'log_level = "debug"\n', 'the edited settings', readFileSync(settings, 'utf8'));
    expect(readFileSync(secrets[0], 'utf8') === 'a secret\n', 'the secret');
    for (const path of ['etc/systemd/system/peerbot.service', 'usr/local/bin/peerbot', 'usr/local/sbin/peerbotctl'])
      expect(said.includes(`changed    /${path}`), `a line about ${path}`, said);
    const edited = (line) => /peerbot\.toml|signing_secret|Caddyfile|nginx\.conf/.test(line);
    const same = (lines) => lines.filter((line) => !edited(line)).join('\n');
    expect(same(tree()) === same(first), same(first), same(tree()));
  }],
  ['another prefix reaches the units and peerbotctl', () => {
    const { status, said } = install('--prefix', '/opt/peerbot');
    expect(status === 0, 'status 0', said);
    for (const path of ['etc/systemd/system/peerbot.service', 'opt/peerbot/sbin/peerbotctl']) {
      const text = readFileSync(join(at, path), 'utf8');
      expect(text.includes('/opt/peerbot/bin/peerbot') && !text.includes('/usr/local'), 'the prefix', text);
    }
    rmSync(join(at, 'opt'), { recursive: true });
    install();
  }],
  ['words that it does not know, a URL that is none and a missing binary change nothing', () => {
    for (const words of [['--frobnicate'], ['--url'], ['--url', 'peers.example.org'], ['--url', 'https://a"b'], ['--prefix', 'relative'],
      ['--binary', '/nowhere/peerbot']]) {
      const { status, said } = install(...words);
      expect(status === 2 && /^deploy\/install: .+[.]$/m.test(said), 'status 2 and a sentence', `${status} ${said}`);
    }
    const { status, said } = install('--help');
    expect(status === 0 && said.startsWith('Usage: deploy/install'), 'the usage', said);
  }],
  ['systemd understands the units', () => {
    const { status, said } = run('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no',
      ...units.map((unit) => join(at, 'etc/systemd/system', unit))], { environment: { SYSTEMD_LOG_LEVEL: 'warning' } });
    const about_us = said.split('\n').filter((line) => line.includes('peerbot') && !line.includes('is not executable')).join('\n');
    expect(about_us === '', 'not a word', about_us);
    expect(status === 0 || said.includes('is not executable'), 'status 0', said);
  }],
  ['systemd scores what peerbot is exposed to at 2.0 or less', () => {
    const { status, said } = run('systemd-analyze', ['security', '--offline=true', '--threshold=20', '--no-pager', in_house('deploy/systemd/peerbot.service')]);
    const score = said.match(/exposure level for peerbot\.service: ([\d.]+)/)?.[1];
    expect(status === 0, 'a score', said.split('\n').filter((line) => line.startsWith('✗')).join('\n'));
    return score;
  }],
  ['the service reads every secret from a file that only root reads', () => {
    const unit = read_file('deploy/systemd/peerbot.service');
    for (const [name, file] of [['SLACK_SIGNING_SECRET_FILE', 'signing_secret'], ['SLACK_BOT_TOKEN_FILE', 'bot_token']]) {
      expect(unit.includes(`Environment=${name}=%d/${file}\n`), name, unit);
      expect(unit.includes(`LoadCredential=${file}:/etc/peerbot/${file}\n`), file, unit);
    }
  }],
]);
