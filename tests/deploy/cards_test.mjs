// The cards for members and facilitators: every command on them is one that peerbot knows, and each card fits on a page.
import { expect, expect_answer } from '../../deploy/practice/expect.mjs';
import { play_start } from '../../deploy/practice/play.mjs';
import { visible_text } from '../../deploy/practice/slack_side.mjs';
import { run_checks } from '../e2e/check.mjs';
import { set_up_group } from '../e2e/group.mjs';
import { read_file } from './scratch.mjs';

const not_known = /does not (?:know|take) the word|Write it like/;
const commands_on = (card) => [...new Set([...read_file(card).matchAll(/`(\/(?!invite)[a-z]+)([^`]*)`/g)].map(([, command, text]) => `${command}${text}`))];

await run_checks(({ slack, workspace, ...practice }) => {
  const known = {};
  const send = async (person, line) => {
    const [command, ...words] = line.replace('@name', '@ben').replace('TITLE', 'Maps that mislead').replace('REASON', 'a holiday').split(' ');
    return visible_text(expect_answer(await slack.command(person, known.channel, command, words.join(' '))));
  };
  return [
    ['a group is set up', async () => {
      Object.assign(known, await set_up_group({ slack, workspace, ...practice }, { members: ['ana', 'ben', 'chiara'].map((name) => workspace.person(name)) }));
    }],
    ['peerbot says so when it does not know a command', async () => {
      for (const line of ['/peer qwertz', '/vote qwertz', '/rotation qwertz']) expect(not_known.test(await send(known.facilitator, line)), String(not_known), await send(known.facilitator, line));
    }],
    ...['member', 'facilitator'].flatMap((whose) => {
      const card = `deploy/cards/${whose}.md`;
      return [
        [`every command on the ${whose}'s card is known`, async () => {
          const person = whose === 'member' ? known.others[1] : known.facilitator;
          const lines = commands_on(card);
          expect(lines.length > 8, 'commands on the card', lines);
          for (const line of lines) {
            const said = await send(person, line);
            expect(!not_known.test(said), `an answer to ${line}`, said);
          }
          return `${lines.length} commands`;
        }],
        [`the ${whose}'s card fits on a page`, () => {
          const lines = read_file(card).split('\n');
          expect(lines.length <= 45 && lines.every((line) => line.length <= 140), '45 lines of 140 letters at most', `${lines.length} lines`);
        }],
      ];
    }),
  ];
}, { start_ms: play_start });
