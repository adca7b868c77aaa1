// The same delivery from Slack four times at once has one effect: a command, a press and an event.
import { eventually, expect, expect_answer } from '../../deploy/practice/expect.mjs';
import { delivery_keys, play_start } from '../../deploy/practice/play.mjs';
import { visible_text } from '../../deploy/practice/slack_side.mjs';
import { vote_button } from '../../deploy/practice/wording.mjs';
import { message_with_button, set_up_group, welcome_message } from './group.mjs';
import { run_checks } from './check.mjs';

const form_type = 'application/x-www-form-urlencoded';
const four_times = (deliver) => Promise.all([1, 2, 3, 4].map(deliver));
const occurrences = (text, part) => text.split(part).length - 1;

await run_checks((practice) => {
  const { slack, workspace } = practice;
  const known = {};
  const all_200 = (answers) => {
    for (const answer of answers) expect(answer.status === 200, 'HTTP 200 four times', answers.map(({ status }) => status).join(' '));
  };
  const own_votes = async (person) => visible_text(expect_answer(await slack.command(person, known.channel, '/vote', '')));

  return [
    ['a group is set up', async () => {
      Object.assign(known, await set_up_group(practice));
      known.ben = workspace.person('ben');
    }],

    ['one command four times proposes one topic, with the same answer each time', async () => {
      const body = await slack.command_body(known.ben, known.channel, '/vote', 'propose Only once please');
      const answers = await four_times(() => slack.post('/slack/commands', body, form_type));
      all_200(answers);
      const distinct = new Set(answers.map((answer) => answer.body));
      expect(distinct.size === 1, 'the same answer four times', [...distinct].join('\n'));
      const topics = await own_votes(known.ben);
      expect(occurrences(topics, 'Only once please') === 1, 'one such topic', topics);
    }],

    ['the same command later, after other work, is still the same delivery', async () => {
      const body = await slack.command_body(known.ben, known.channel, '/vote', 'propose Said twice');
      all_200([await slack.post('/slack/commands', body, form_type)]);
      expect_answer(await slack.command(known.facilitator, known.channel, '/vote', 'propose Something in between'));
      all_200([await slack.post('/slack/commands', body, form_type)]);
      const topics = await own_votes(known.ben);
      expect(occurrences(topics, 'Said twice') === 1, 'one such topic', topics);
    }],

    ['one press four times is one press', async () => {
      expect_answer(await slack.command(known.facilitator, known.channel, '/vote', 'open 3d'));
      const ballot = await message_with_button(practice, vote_button);
      const before = slack.diary.length;
      const body = await slack.press_body(known.ben, ballot, vote_button, { row: 'Only once please' });
      all_200(await four_times(() => slack.post('/slack/interactions', body, form_type)));
      await eventually('Ben is told what he chose', () => slack.private_answers(known.ben, before).length > 0, practice);
      // An even number of presses would have taken the vote back.
      expect_answer(await slack.command(known.facilitator, known.channel, '/vote', 'close'));
      const result = await eventually('a result', async () => (await workspace.messages_in('peer-newsroom'))
        .filter(({ ts }) => ts !== ballot.ts).filter((message) => /Said twice/.test(visible_text(message))).at(-1), practice);
      expect(/Only once please[^\n]*\b1\b|Only once please[^]{0,40}\b1 vote/.test(visible_text(result)), 'one vote for “Only once please”', visible_text(result));
      expect(slack.private_answers(known.ben, before).length === 1, 'one private answer', slack.private_answers(known.ben, before).map(({ text }) => text).join('\n'));
    }],

    ['one Join four times is one member', async () => {
      const { ben } = known;
      expect_answer(await slack.command(ben, known.channel, '/peer', 'leave'));
      const body = await slack.press_body(ben, await welcome_message(practice), 'Join');
      all_200(await four_times(() => slack.post('/slack/interactions', body, form_type)));
      const members = visible_text(expect_answer(await slack.command(known.facilitator, known.channel, '/peer', 'members')));
      expect(occurrences(members, ben.id) === 1 || occurrences(members, ben.first) === 1, 'Ben once among the members', members);
    }],

    ['one event four times is taken each time and says nothing', async () => {
      const before = (await workspace.messages_in('peer-newsroom')).length;
      const body = slack.event_body({ type: 'member_joined_channel', user: known.ben.id, channel: known.channel.id, channel_type: 'C', team: workspace.team.id });
      all_200(await four_times((time) => slack.post('/slack/events', body, 'application/json',
        time === 1 ? {} : { headers: { 'x-slack-retry-num': String(time - 1), 'x-slack-retry-reason': 'http_timeout' } })));
      expect_answer(await slack.command(known.ben, known.channel, '/peer', ''));
      const now = (await workspace.messages_in('peer-newsroom')).length;
      expect(now - before <= 1, 'at most one message because of it', `${now - before} messages`);
    }],

    ['every delivery key appears once', async () => {
      for (const [key, count] of await delivery_keys(workspace)) expect(count === 1, 'every delivery key once', `${key}: ${count} times`);
    }],
  ];
}, { start_ms: play_start });
