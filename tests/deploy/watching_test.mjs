// What operators watch peerbot with: the alert rules and the dashboard speak of metrics and of words in the log that exist.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expect_answer } from '../../deploy/practice/expect.mjs';
import { play_start } from '../../deploy/practice/play.mjs';
import { run_checks } from '../e2e/check.mjs';
import { set_up_group } from '../e2e/group.mjs';
import { in_house, read_file, run, scratch_folder } from './scratch.mjs';

const rules = read_file('deploy/alerts.yml');
const dashboard = JSON.parse(read_file('deploy/grafana.json'));
const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
const names_in = (text) => [...new Set(text.match(/\b(?:peerbot|process)_[a-z_]+/g))];

// What a histogram is called, from what its parts are called.
const family = (name, kinds) => {
  const whole = name.replace(/_(bucket|sum|count)$/, '');
  return kinds.get(whole) === 'histogram' ? whole : name;
};

await run_checks((practice) => {
  const { slack, workspace, bot } = practice;
  const kinds = new Map();
  let metrics;

  return [
    ['a group lives a little', async () => {
      const { facilitator, channel } = await set_up_group(practice, { members: ['ana', 'ben'].map((name) => workspace.person(name)) });
      expect_answer(await slack.command(facilitator, channel, '/vote', 'propose The one true topic'));
      for (const wrong of [{ secret: 'another' }, { timestamp: 1_700_000_000 }])
        await slack.command(facilitator, channel, '/vote', '', wrong);
    }],
    ['Prometheus understands what peerbot tells', async () => {
      metrics = await (await fetch(`http://${bot.admin}/metrics`)).text();
      for (const [, name, kind] of metrics.matchAll(/^# TYPE (\S+) (\S+)$/gm)) kinds.set(name, kind);
      const { status, said } = run('promtool', ['check', 'metrics'], { input: metrics });
      expect(status === 0 && said === '', 'not a word', said);
    }],
    ['every metric has a sentence that says what it means', () => {
      for (const name of kinds.keys()) expect(new RegExp(`^# HELP ${name} .{10,}\\.$`, 'm').test(metrics), `a sentence about ${name}`, metrics);
    }],
    ['every metric that a rule or the dashboard names is there', () => {
      const missing = names_in(`${rules.replace(/^ +(?:summary|description|what_to_do):.*$/gm, '')} ${queries.join(' ')}`)
        .filter((name) => !kinds.has(family(name, kinds)));
      expect(missing.length === 0, 'no missing metric', missing.join(', '));
    }],
    ['what a rule asks for by its label is counted under that label', () => {
      const labels = [...rules.matchAll(/(route|outcome)=~?"([^"]+)"/g)].flatMap(([, label, values]) => values.split('|').map((value) => `${label}="${value}"`));
      expect(labels.length >= 3, 'labels', labels);
      for (const label of labels) expect(metrics.includes(label), label, metrics);
    }],
    ['every metric of peerbot is on the dashboard', () => {
      const shown = names_in(queries.join(' ')).map((name) => family(name, kinds));
      const missing = [...kinds.keys()].filter((name) => name.startsWith('peerbot_') && !shown.includes(name));
      expect(missing.length === 0, 'no metric left out', missing.join(', '));
    }],
    ['Prometheus understands the rules, and every query of the dashboard', () => {
      const checked = run('promtool', ['check', 'rules', in_house('deploy/alerts.yml')]);
      expect(checked.status === 0 && checked.said.includes('5 rules'), 'five rules', checked.said);
      const file = join(scratch_folder(), 'queries.yml');
      writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: queries.map((expr, index) => ({ record: `query_${index}`, expr })) }] }));
      const parsed = run('promtool', ['check', 'rules', file]);
      expect(parsed.status === 0, 'queries that parse', parsed.said);
    }],
    ['each rule fires when it should, and none on a calm day', () => {
      const { status, said } = run('promtool', ['test', 'rules', in_house('tests/deploy/alerts_test.yml')]);
      expect(status === 0, 'SUCCESS', said);
    }],
    ['each rule says what to do, in words that the log and the command line know', () => {
      const each = rules.split(/^ +- alert: /m).slice(1);
      expect(each.length === 5, 'five rules', String(each.length));
      for (const rule of each) {
        for (const part of ['summary', 'description', 'what_to_do']) expect(new RegExp(`^ +${part}: .{20,}`, 'm').test(rule), `${part} in ${rule.split('\n')[0]}`);
        for (const [event] of rule.matchAll(/event=[a-z_]+/g)) {
          const found = run('grep', ['-rlE', `"${event}[ "]`, in_house('bot'), in_house('storage')]);
          expect(found.status === 0, `${event} in the code`, rule);
        }
      }
    }],
    ['the health check of the container tells a peerbot that is ready from one that is gone', async () => {
      const words = read_file('deploy/Dockerfile').match(/^HEALTHCHECK [^\n]*\\\n +CMD (\[.*\])$/m)[1];
      const [shell, flag, script] = JSON.parse(words);
      const port = bot.admin.split(':')[1];
      expect(script.includes('/127.0.0.1/9090'), 'the usual port', script);
      const ask = () => run(shell, [flag, script.replace('/9090', `/${port}`)]).status;
      expect(ask() === 0, 'healthy');
      await bot.stop();
      expect(ask() !== 0, 'not healthy');
    }],
  ];
}, { start_ms: play_start });
