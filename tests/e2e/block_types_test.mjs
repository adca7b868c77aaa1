// Every block and view that the unit tests saw peerbot render, against Slack's own types (@slack/types) and the TypeScript compiler.
// Usage: block_types_test.mjs FILE, as written by the tests while PEERBOT_BLOCKS_FILE=FILE is set.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '../../deploy/practice/expect.mjs';

const packages = join(dirname(fileURLToPath(import.meta.url)), '../../deploy/practice/node_modules');
const file = process.argv[2];
const view_types = { modal: 'ModalView', home: 'HomeView' };

// What the compiler says about these values, as [{ number, said }]; the n-th value stands alone on the n-th line after the first.
function complaints_about(values) {
  const folder = mkdtempSync(join(tmpdir(), 'peerbot-types-'));
  try {
    symlinkSync(packages, join(folder, 'node_modules'));
    const lines = values.map(({ blocks, view }, number) => (view
      ? `const v${number}: ${view_types[view.type] ?? 'never'} = ${JSON.stringify(view)};`
      : `const m${number}: KnownBlock[] = ${JSON.stringify(blocks)};`));
    writeFileSync(join(folder, 'rendered.ts'), `import type { HomeView, KnownBlock, ModalView } from '@slack/types';\n${lines.join('\n')}\nexport {};\n`);
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--pretty', 'false', '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler'];
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(packages, 'typescript/bin/tsc'), ...options, 'rendered.ts'],
      { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    const found = stdout.split(/\n(?=\S)/).map((said) => /^rendered\.ts\((\d+),\d+\): ([^]*)/.exec(said)).filter(Boolean)
      .map(([, line, said]) => ({ number: Number(line) - 2, said }));
    // Line 1 is the import: without the types everything would be right.
    if ((status !== 0 && found.length === 0) || found.some(({ number }) => number < 0)) throw new Error(`the compiler could not do its work:\n${stdout}${stderr}`);
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const text = (words) => ({ type: 'plain_text', text: words });
const button = { type: 'button', text: text('Join'), action_id: 'join' };
const good = { blocks: [{ type: 'header', text: text('Hello') }, { type: 'actions', elements: [button] }] };
const good_view = { view: { type: 'modal', title: text('A form'), blocks: [{ type: 'divider' }] } };
const planted = [
  { blocks: [{ type: 'headline', text: text('no such block') }] },
  { blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'a header is plain' } }] },
  { blocks: [{ type: 'actions', elements: [{ ...button, style: 'loud' }] }] },
  { blocks: [{ type: 'actions', elements: [{ ...button, colour: 'red' }] }] },
  { blocks: [{ type: 'input', label: text('without an element') }] },
  { blocks: [{ type: 'input', label: text('One'), element: { type: 'multi_static_select', action_id: 'value', options: [], initial_option: [] } }] },
  { view: { ...good_view.view, title: 'not a text object' } },
  { view: { ...good_view.view, type: 'message' } },
];

const checks = [
  ['the compiler finds each of the mistakes that are planted here, and no other', () => {
    const found = new Set(complaints_about([good, ...planted, good_view]).map(({ number }) => number));
    const expected = planted.map((_, at) => at + 1);
    expect([...found].join() === expected.join(), `complaints about ${expected.join(', ')}`, [...found].join(', ') || 'none');
  }],

  ["everything that the tests rendered is what Slack's types allow", () => {
    expect(file && existsSync(file), 'a file of what was rendered', file ?? 'no name of one');
    const rendered = [...new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean))].map((line) => JSON.parse(line));
    const views = rendered.filter(({ view }) => view).length;
    expect(rendered.length > views && views > 0, 'messages and views', `${rendered.length - views} messages and ${views} views`);
    const found = complaints_about(rendered);
    const told = found.slice(0, 20).map(({ number, said }) => `${said.trim()}\n     in ${JSON.stringify(rendered[number]).slice(0, 600)}`);
    if (found.length > 0) throw new Error(`${found.length} complaints, among them:\n     ${told.join('\n     ')}`);
    return `${rendered.length - views} messages, ${views} views`;
  }],
];

let failed = 0;
for (const [name, check] of checks) {
  try {
    const remark = check();
    console.log(`ok      ${name}${remark ? ` (${remark})` : ''}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n     ${error.message}`);
  }
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
