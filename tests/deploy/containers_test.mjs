// The files of deploy for programs that are not Debian's: what can be said of them without Docker and Litestream.
import { existsSync } from 'node:fs';
import { expect } from '../../deploy/practice/expect.mjs';
import { known_settings } from './settings.mjs';
import { run_plain_checks } from '../e2e/check.mjs';
import { in_house, read_file, run } from './scratch.mjs';

// {instruction, words} of a Dockerfile, comments left out and continued lines joined.
function instructions_of(text) {
  return text.replace(/^#.*\n/gm, '').replaceAll('\\\n', ' ').split('\n').filter((line) => line.trim() !== '')
    .map((line) => ({ instruction: line.split(' ')[0], words: line.slice(line.indexOf(' ') + 1).trim() }));
}

const dockerfile = instructions_of(read_file('deploy/Dockerfile'));
const final_stage = dockerfile.slice(dockerfile.findLastIndex(({ instruction }) => instruction === 'FROM'));
const of_kind = (kind, among = dockerfile) => among.filter(({ instruction }) => instruction === kind).map(({ words }) => words);

// Of litestream.io, "Configuration File", as of 0.3.13.
const litestream_keys = {
  database: ['path', 'replicas'],
  replica: ['type', 'bucket', 'path', 'endpoint', 'region', 'sync-interval', 'snapshot-interval', 'retention', 'retention-check-interval'],
};

await run_plain_checks([
  ['the Dockerfile holds only instructions that Docker knows', () => {
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'VOLUME', 'EXPOSE', 'USER', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];
    const unknown = dockerfile.filter(({ instruction }) => !known.includes(instruction));
    expect(unknown.length === 0, known.join(' '), unknown);
  }],
  ['what it copies and runs is in the repository', () => {
    for (const words of of_kind('COPY')) {
      if (words.startsWith('--from=')) continue;
      for (const path of words.split(' ').slice(0, -1)) expect(existsSync(in_house(path)), path, words);
    }
    for (const words of of_kind('RUN')) {
      const script = words.match(/^deploy\/\S+/)?.[0];
      if (script) expect(existsSync(in_house(script)), script, words);
      expect(run('bash', ['-n', '-c', words]).status === 0, 'shell that parses', words);
    }
  }],
  ['it ends in a slim image without a compiler, with what peerbot needs, and not as root', () => {
    expect(of_kind('FROM', final_stage)[0] === 'debian:12-slim', 'debian:12-slim', final_stage[0]);
    const text = final_stage.map(({ words }) => words).join('\n');
    for (const needed of ['ca-certificates', 'tzdata']) expect(text.includes(needed), needed, text);
    const [user] = of_kind('USER', final_stage);
    expect(/^[1-9]\d+$/.test(user), 'a number that is not 0', user);
    expect(text.includes(`--uid ${user} `), 'the same user', text);
  }],
  ['its environment holds settings that peerbot knows', () => {
    const names = [...of_kind('ENV', final_stage).join(' ').matchAll(/([A-Z_]+)=/g)].map(([, name]) => name);
    const known = known_settings().flatMap(({ environment }) => [environment, `${environment}_FILE`]);
    expect(names.length >= 4 && names.every((name) => known.includes(name)), known.join(' '), names.join(' '));
  }],
  ['its health check is a command that bash understands', () => {
    const [words] = of_kind('HEALTHCHECK');
    const [shell, flag, script] = JSON.parse(words.slice(words.indexOf('[')));
    expect(shell === 'bash' && flag === '-c', 'bash -c', words);
    expect(run('bash', ['-n', '-c', script]).status === 0, 'shell that parses', script);
  }],
  ['Litestream gets keys that it knows, and the database of the service', () => {
    const { status, said } = run('python3', ['-c', 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)'],
      { input: read_file('deploy/litestream.yml') });
    expect(status === 0, 'YAML that parses', said);
    const { dbs: [database], ...rest } = JSON.parse(said);
    expect(Object.keys(rest).length === 0, 'nothing but dbs', rest);
    const { replicas: [replica] } = database;
    for (const [keys, known] of [[database, litestream_keys.database], [replica, litestream_keys.replica]])
      expect(Object.keys(keys).every((key) => known.includes(key)), known.join(' '), Object.keys(keys).join(' '));
    expect(database.path === '/var/lib/private/peerbot/peerbot.db', 'the folder behind StateDirectory', database.path);
  }],
]);
