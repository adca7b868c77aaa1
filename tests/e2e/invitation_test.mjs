// A group in a private channel that the bot is not in: people are told how to invite it, and then it works.
import { eventually, expect, expect_answer } from '../../deploy/practice/expect.mjs';
import { delivery_keys, has_button, play_start } from '../../deploy/practice/play.mjs';
import { visible_text } from '../../deploy/practice/slack_side.mjs';
import { join_button, words } from '../../deploy/practice/wording.mjs';
import { run_checks } from './check.mjs';

await run_checks((practice) => {
  const { slack, workspace } = practice;
  const [hana, grace, esi] = ['hana', 'grace', 'esi'].map((name) => workspace.person(name));
  const known = {};
  const told_how = (text) => words.how_to_invite.every((pattern) => pattern.test(text));

  return [
    ['Hana sets up a group where the bot is not, and is told how to invite it', async () => {
      known.channel = await workspace.create_channel(hana, 'peer-quiet-corner', { is_private: true, others: [grace] });
      const answer = expect_answer(await slack.command(hana, known.channel, '/peer', 'setup second Tuesday 15:00 Europe/Prague'));
      await eventually('Hana is told to /invite the bot', async () => told_how(visible_text(answer))
        || slack.private_answers(hana).some((note) => told_how(visible_text(note)))
        || (await workspace.direct_messages(hana)).some((message) => told_how(visible_text(message))), practice);
    }],
    ['she invites it, and the welcome appears', async () => {
      await workspace.invite_bot(hana, known.channel);
      const look = async () => (await workspace.messages_in('peer-quiet-corner')).filter(has_button(join_button)).at(-1);
      // Where nothing was set up before the invitation, she types the command again.
      known.welcome = await eventually('a welcome in the channel', look, { ...practice, within_ms: 8_000 }).catch(async () => {
        expect_answer(await slack.command(hana, known.channel, '/peer', 'setup second Tuesday 15:00 Europe/Prague'));
        return eventually('a welcome in the channel', look, practice);
      });
    }],
    ['Grace joins by the button', async () => {
      expect_answer(await slack.press(grace, known.welcome, join_button));
      const members = visible_text(expect_answer(await slack.command(hana, known.channel, '/peer', 'members')));
      expect(members.includes(grace.id) || members.includes(grace.first), 'Grace among the members', members);
    }],
    ['somebody outside hears nothing of it', async () => {
      const elsewhere = visible_text(expect_answer(await slack.command(esi, workspace.channel('peer-newsroom'), '/peer', '')));
      expect(!elsewhere.includes(known.channel.id) && !elsewhere.includes('quiet-corner'), 'no word of the private channel', elsewhere);
      expect((await workspace.direct_messages(esi)).length === 0, 'no message to Esi', '');
    }],
    ['no message was posted twice', async () => {
      for (const [key, count] of await delivery_keys(workspace)) expect(count === 1, 'every delivery key once', `${key}: ${count} times`);
    }],
  ];
}, { start_ms: play_start });
