// A group that is set up and joined by commands, as the tests need it.
import { eventually, expect_answer } from '../../deploy/practice/expect.mjs';
import { has_button } from '../../deploy/practice/play.mjs';
import { visible_text } from '../../deploy/practice/slack_side.mjs';
import { join_button } from '../../deploy/practice/wording.mjs';

export async function set_up_group(practice, { cadence = 'second Tuesday 15:00 Europe/London', members = [...practice.workspace.people.values()] } = {}) {
  const { slack, workspace } = practice;
  const channel = workspace.channel('peer-newsroom');
  const [facilitator, ...others] = members;
  expect_answer(await slack.command(facilitator, channel, '/peer', `setup ${cadence}`));
  for (const person of others) expect_answer(await slack.command(person, channel, '/peer', 'join'));
  return { channel, facilitator, others, members };
}

export function message_with_button(practice, text) {
  return eventually(`a message with the button ${text}`, async () => {
    const messages = await practice.workspace.messages_in('peer-newsroom');
    return messages.filter(has_button(text)).at(-1);
  }, practice);
}

export const welcome_message = (practice) => message_with_button(practice, join_button);

const none_chose = 'nobody chose it';

// Votes for each topic as a result tells them, in the line of its title or the one below.
export function votes_told(message, titles) {
  const lines = visible_text(message).split('\n');
  return titles.map((title) => {
    const at = lines.findIndex((line) => line.includes(title));
    if (at < 0) return undefined;
    if (lines[at].includes(none_chose)) return 0;
    const number = `${lines[at]} ${lines[at + 1] ?? ''}`.slice(lines[at].indexOf(title) + title.length).match(/(\d+) votes?/);
    return number ? Number(number[1]) : undefined;
  });
}
