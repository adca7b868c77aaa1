// The eight people's first month, as named steps. Each step does what people do and checks what peerbot made of it.
import { at_local } from './clock.mjs';
import { eventually, expect, expect_answer, expect_text } from './expect.mjs';
import { buttons, filled_in, visible_text } from './slack_side.mjs';
import {
  backup_button, coming_button, critic_button, feedback_labels, join_button, lead_button, list_topics, mentioned, names_day, plan_button, swap_button, take_button,
  vote_button, voters_on_card, words, write_button,
} from './wording.mjs';

const zone = 'Europe/London';
const officers_zone = 'Europe/Prague';
export const play_zones = { 'peer-newsroom': zone, 'peer-officers': officers_zone };
export const play_start = at_local('2027-01-25 09:00', zone);

const first_session = at_local('2027-02-09 15:00', zone);
const session_days = [first_session, at_local('2027-03-09 15:00', zone), at_local('2027-04-13 15:00', zone)];
const hours = (count) => count * 3_600_000;
const days = (count) => hours(24 * count);

const titles = {
  audio: 'Interviewing people who do not want to talk',
  maps: 'Maps 🗺️ that `mislead` <!channel>',
  requests: 'Freedom of information requests that get answered',
  sheets: 'Spreadsheets & other traps',
  night: 'Covering election night with four people',
};

function cast({ workspace, slack, clock }) {
  const people = Object.fromEntries([...workspace.people].map(([name, person]) => [name, person]));
  const newsroom = workspace.channel('peer-newsroom');
  const officers = workspace.channel('peer-officers');
  const stage = { workspace, slack };
  const types = (person, command, text, channel = newsroom) => slack.command(person, channel, command, text);
  const from_bot = (messages) => messages.filter(({ user }) => user === workspace.bot.user_id);
  return {
    workspace, slack, clock, people, newsroom, officers, types,
    // The newest message of the bot in a channel that passes the test.
    in_channel: (what, test, channel = newsroom, options = {}) => eventually(what, async () => {
      const messages = from_bot(await workspace.messages_in(channel.name)).filter(test);
      return messages.at(-1);
    }, { ...stage, ...options }),
    // The newest direct message that passes the test, with its receiver.
    direct: (what, test, candidates = Object.values(people)) => eventually(what, async () => {
      for (const person of candidates) {
        const message = from_bot(await workspace.direct_messages(person)).filter(test).at(-1);
        if (message) return { person, message };
      }
      return undefined;
    }, stage),
    // A press, and what the person is told because of it.
    press: async (person, message, text, options) => {
      const before = slack.diary.length;
      const answer = expect_answer(await slack.press(person, message, text, options));
      const told = () => slack.private_answers(person, before).at(-1);
      return { answer, told: (what) => eventually(what, told, stage) };
    },
    eventually: (what, look) => eventually(what, look, stage),
  };
}

// RFC 4180, with objects named after the first line.
function rows_of_csv(text) {
  const [names, ...rows] = text.trimEnd().split('\r\n').map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare));
  return rows.map((fields) => Object.fromEntries(names.map((name, at) => [name, fields[at]])));
}

export const has_button = (text) => (message) => buttons(message).some(({ element }) => element.text.text === text);
const after = (instant_ms) => (message) => Number(message.ts.split('.')[0]) * 1000 >= instant_ms - 1000;

export function steps_of_the_play(context) {
  const scene = cast(context);
  const { workspace, slack, clock, people, newsroom, officers, types, in_channel, direct, press } = scene;
  const { ana, ben, chiara, dmytro, esi, farid, grace, hana } = people;
  const everybody = Object.values(people);
  const known = {};
  const steps = [];
  const step = (name, act) => steps.push({ name, act });
  const row_of = (title) => title.split(' ')[0];

  step('Ana types /peer where there is no group and is told how to set one up', async () => {
    expect_answer(await types(ana, '/peer', ''), words.no_group_yet);
  });
  step('Ana types /peer setup with no words and a form opens', async () => {
    expect_answer(await types(ana, '/peer', 'setup'));
    const form = await scene.eventually('an open form', async () => (await workspace.open_views(ana)).at(-1));
    expect(form.submit && form.blocks.some(({ type }) => type === 'input'), 'a form with something to fill in', form);
  });
  step('Ana sets up with a cadence nobody knows and is told what was wrong', async () => {
    expect_answer(await types(ana, '/peer', 'setup sometimes'), words.cadence_not_understood);
  });
  step('Ana sets the group up: second Tuesday, 15:00, London', async () => {
    expect_answer(await types(ana, '/peer', 'setup second Tuesday 15:00 Europe/London'));
    known.welcome = await in_channel('a welcome with a Join button in #peer-newsroom', has_button(join_button));
  });
  step('seven others press Join', async () => {
    for (const person of everybody.filter((other) => other !== ana)) await press(person, known.welcome, join_button);
  });
  step('Ben joins again and is told that he is in already', async () => {
    expect_answer(await types(ben, '/peer', 'join'), words.already_member);
  });
  step('/peer members names all eight', async () => {
    await scene.eventually('all eight named by /peer members', async () => {
      const text = visible_text(expect_answer(await types(grace, '/peer', 'members')));
      for (const person of everybody) expect(text.includes(person.id) || text.includes(person.first), `${person.first} among the members`, text);
      return true;
    });
  });

  step('five people propose topics', async () => {
    const proposals = [[ana, titles.audio], [ben, titles.maps], [esi, titles.requests], [grace, titles.sheets], [hana, titles.night]];
    for (const [person, title] of proposals) expect_answer(await types(person, '/vote', `propose ${title}`), new RegExp(row_of(title)));
  });
  step('a title with emoji, backticks and <!channel> pings nobody', async () => {
    const text = expect_text(await types(ben, '/vote', list_topics), [/Maps 🗺️/, /&lt;!channel&gt;/], { never: [/<!channel>/] });
    expect(!/`mislead`/.test(text.replaceAll('\u200b', '')) || text.includes('mislead'), 'the word between the backticks', text);
  });
  step('Esi and Farid offer to teach', async () => {
    expect_answer(await types(esi, '/vote', 'teach 2'), /Maps/);
    expect_answer(await types(farid, '/vote', 'teach 2'), /Maps/);
  });
  step('Ben may not open a ballot and is told who may', async () => {
    expect_answer(await types(ben, '/vote', 'open 3d'), words.facilitator_only);
  });
  step('Ana opens a ballot for three days', async () => {
    expect_answer(await types(ana, '/vote', 'open 3d'));
    known.ballot_opened = clock.now();
    known.ballot = await in_channel('a ballot with five Vote buttons', (message) => buttons(message).filter(({ element }) => element.text.text === vote_button).length === 5);
  });
  step('four people vote by pressing Vote', async () => {
    for (const [person, title] of [[ben, titles.maps], [chiara, titles.maps], [dmytro, titles.audio], [esi, titles.audio]])
      await press(person, known.ballot, vote_button, { row: row_of(title) });
  });
  step('four people vote by typing numbers', async () => {
    for (const [person, numbers] of [[ana, '1 3'], [farid, '2'], [grace, '4'], [hana, '5 1']]) expect_answer(await types(person, '/vote', numbers));
  });
  step('Grace changes her mind, Hana takes one vote back', async () => {
    expect_answer(await types(grace, '/vote', '2'));
    expect_answer(await types(hana, '/vote', '5'));
  });
  step('/vote shows Grace her own vote, privately', async () => {
    const answer = expect_answer(await types(grace, '/vote', ''), words.own_vote_for('Maps'));
    expect(answer.json?.response_type !== 'in_channel', 'a private answer', answer.json);
  });
  step('a number that is no topic is refused in words', async () => {
    expect_answer(await types(grace, '/vote', '99'), words.no_such_topic);
  });
  step('the card follows: eight people voted', async () => {
    await scene.eventually('the card says that eight people voted', async () => {
      const messages = await workspace.messages_in('peer-newsroom');
      const card = messages.find(({ ts }) => ts === known.ballot.ts);
      return expect_text(card, voters_on_card(8));
    });
  });

  step('no count is seen before the close', async () => {
    const card = (await workspace.messages_in('peer-newsroom')).find(({ ts }) => ts === known.ballot.ts);
    const own = await types(grace, '/vote', '');
    for (const seen of [card, own]) expect(!/\b\d+ votes?\b/.test(visible_text(seen)), 'no count of votes', visible_text(seen));
  });

  step('three days pass: the result is posted with the order and the tie rule', async () => {
    clock.jump_to(known.ballot_opened + days(3) + 5_000);
    known.result = await in_channel('a result in #peer-newsroom', (message) => after(clock.now() - 5_000)(message) && /Maps/.test(visible_text(message)));
    const text = expect_text(known.result, [/Maps[^]*Interviewing/, ...words.tie_rule], { never: [/<!channel>/] });
    expect(/\b4\b/.test(text), 'four votes for the maps', text);
  });
  step('a late press on the old card is told when it closed', async () => {
    const said = await press(chiara, known.ballot, vote_button, { row: row_of(titles.sheets) });
    const told = await said.told('Chiara is told that the ballot is closed');
    expect_text(told, words.ballot_closed);
  });

  step('Ana is sent a plan for the next sessions, with the reason of each line, and uses it', async () => {
    const { message } = await direct('a direct message to Ana with a plan', has_button(plan_button), [ana]);
    expect_text(message, [/Session 1[^]*Maps/, /Session 2[^]*Interviewing/, /offered to teach it/, /learn/]);
    await press(ana, message, plan_button);
    const posted = await in_channel('the plan in #peer-newsroom', (candidate) => words.plan_posted.test(visible_text(candidate)));
    expect_text(posted, [/Session 1[^]*Maps/, /Session 3/], { never: [/<!channel>/] });
  });
  step('the teacher of the first topic is asked, and says yes', async () => {
    const { person, message } = await direct('a question about the Maps', (candidate) => has_button(lead_button)(candidate) && /Maps/.test(visible_text(candidate)), [esi, farid]);
    await press(person, message, lead_button);
    known.teacher = person;
  });
  step('the result can be read again, and exported', async () => {
    expect_answer(await types(hana, '/vote', 'results'), [/Place 1: [^\n]*Maps/, /8 of 8 members voted/]);
    expect_answer(await types(hana, '/vote', 'export'), words.facilitator_only);
    expect_answer(await types(ana, '/vote', 'export'), /file/);
  });
  step('the file that Ana is sent can be counted again, and comes to the same result', async () => {
    const file = await scene.eventually('a CSV file for Ana', async () =>
      (await workspace.direct_messages(ana)).flatMap(({ files }) => files ?? []).find(({ name }) => name.endsWith('.csv')));
    const rows = rows_of_csv(await workspace.download(file, ana));
    const topics = rows.filter(({ row }) => row === 'topic');
    const votes = rows.filter(({ row }) => row === 'vote');
    expect(topics.length === 5 && new Set(votes.map(({ voter }) => voter)).size === 8, 'five topics and eight voters', rows);
    for (const { topic, votes: said } of topics) {
      const counted = votes.filter((vote) => vote.topic === topic).reduce((sum, { mark }) => sum + Number(mark), 0);
      expect(counted === Number(said), `${said} votes for topic ${topic}`, String(counted));
    }
    const by_votes = [...topics].sort((one, other) => other.votes - one.votes);
    expect(by_votes.every(({ votes: given }, at) => given === topics[at].votes), 'the topics in the order of their votes', topics);
  });

  step('/rotation shows three sessions and who leads them', async () => {
    const text = visible_text(expect_answer(await types(dmytro, '/rotation', '')));
    for (const day of session_days) expect(names_day(text, day, zone), `a session on ${new Date(day).toUTCString()}`, text);
    const leaders = mentioned(text, workspace);
    expect(leaders.length >= 3, 'three leaders', text);
    [known.leader, known.second, known.third] = leaders;
  });
  step('/rotation why explains the order in numbers', async () => {
    expect_answer(await types(dmytro, '/rotation', 'why'), /\d/);
  });
  step('/rotation says that the first leader confirmed, and what the session is about', async () => {
    expect(known.leader === known.teacher, `${known.teacher.first}, who said yes, to lead first`, known.leader.first);
    expect_answer(await types(grace, '/rotation', ''), [/confirmed/, /Maps/]);
  });
  step('the leader of session 2 cannot make it and asks the leader of session 3, who agrees', async () => {
    const asked = expect_answer(await types(known.second, '/rotation', `swap 2 @${known.third.name}`));
    expect_text(asked, [/Session 2/, /In return you would lead Session 3/]);
    const { message } = await direct('a question about a swap', has_button(swap_button), [known.third]);
    await press(known.third, message, swap_button);
    await direct('the answer to the swap', (candidate) => /In return you lead/.test(visible_text(candidate)), [known.second]);
    const leaders = mentioned(visible_text(expect_answer(await types(grace, '/rotation', ''))), workspace);
    expect(leaders[1] === known.third && leaders[2] === known.second, 'the two have changed places');
  });
  step('a week before, a card in the channel asks who comes, and shows who said so', async () => {
    clock.jump_to(first_session - days(7) + 90_000);
    const card = await in_channel('the card of the session', has_button(coming_button));
    await press(ben, card, coming_button);
    await in_channel('the card with an answer', (message) => message.ts === card.ts && /1 coming/.test(visible_text(message)));
  });
  step('three days before, which is a Saturday, the leader is asked on Friday for links and an outline', async () => {
    const friday = first_session - days(4) + hours(3) - 60_000;
    clock.jump_to(friday + 5_000);
    await direct('a direct message to the leader', after(friday), [known.leader]);
  });
  step('one day before, the channel is reminded', async () => {
    clock.jump_to(first_session - days(1) + 60_000);
    const since = first_session - days(1);
    await in_channel('a reminder in #peer-newsroom', (message) => after(since)(message) && visible_text(message).includes(known.leader.id));
  });
  step('ten minutes before, the channel is reminded', async () => {
    clock.jump_to(first_session - 9.5 * 60_000);
    await in_channel('a reminder in #peer-newsroom', after(first_session - 10 * 60_000));
  });
  step('at the start the channel gets the run-sheet, and whoever chairs a cue card', async () => {
    clock.jump_to(first_session + 30_000);
    await in_channel('the run-sheet', (message) => /begins now/.test(visible_text(message)) && /Minute 0 to 5/.test(visible_text(message)));
    await direct('a cue card', (message) => /You chair/.test(visible_text(message)));
  });
  step('after the session Ana types /rotation held', async () => {
    clock.jump_to(first_session + hours(1.2));
    expect_answer(await types(ana, '/rotation', 'held'), /held|thank|counted|noted|led/i);
  });
  step('/rotation now names somebody else first', async () => {
    const text = visible_text(expect_answer(await types(esi, '/rotation', '')));
    const [next] = mentioned(text, workspace);
    expect(next && next !== known.leader, `somebody other than ${known.leader.first} first`, text);
    expect(names_day(text, session_days[1], zone), 'the session in March', text);
  });
  step('Esi asks for a critique of her draft, in one line', async () => {
    const asked = expect_answer(await types(esi, '/critique', 'request https://drafts.example.org/water how the map reads by 2027-02-17'), /critique 1/);
    expect(asked.json?.response_type !== 'in_channel', 'a private answer', asked.json);
    known.critique = await in_channel('a card with a button for critics', has_button(critic_button));
  });
  step('Grace and Farid look at it; Grace writes', async () => {
    for (const person of [grace, farid]) await press(person, known.critique, critic_button);
    const told = slack.private_answers(grace).at(-1);
    expect_answer(await slack.press(grace, told.message, write_button));
    const form = await scene.eventually('an open form', async () => (await workspace.open_views(grace)).at(-1));
    const values = filled_in(form, [
      [feedback_labels.noticed, 'I read the map before the headline, and understood it.'],
      [feedback_labels.could_try, 'Say in the caption which year the water levels are from.'],
      [feedback_labels.source, 'I have done it'],
    ]);
    const taken = expect_answer(await slack.submit(grace, form, values));
    expect(!taken.json?.response_action, 'a form that is taken as it is', taken.body);
    await in_channel('the card, which counts', (message) => message.ts === known.critique.ts && /1 person has looked at it/.test(visible_text(message)));
  });
  step('Farid does not see what Grace wrote before his own is in; Esi does', async () => {
    expect_text(await types(farid, '/critique', 'show 1'), /when yours is in/, { never: [/caption/] });
    await direct('the feedback, sent to Esi', (message) => /caption/.test(visible_text(message)), [esi]);
  });
  step('Ben pauses until March, and is back sooner than he thought', async () => {
    expect_answer(await types(ben, '/peer', 'pause until 2027-03-20'), words.paused);
    expect_answer(await types(ben, '/peer', 'resume'), words.active_again);
  });
  step('typing mistakes get the nearest right word', async () => {
    expect_answer(await types(ben, '/vote', 'opne'), /open/);
    expect_answer(await types(ben, '/rotation', 'hled'), /held/);
    expect_answer(await types(ben, '/peer', 'memebrs'), /members/);
    expect_answer(await types(ben, '/vote', 'banana'), [/banana/, /\/vote/]);
  });

  step('Hana sets up a second group in the private channel, by the form', async () => {
    expect_answer(await types(hana, '/peer', 'setup', officers));
    const form = await scene.eventually('an open form', async () => (await workspace.open_views(hana)).at(-1));
    const values = filled_in(form, [[/how often/i, 'Third of the month'], [/day/i, 'Friday'], [/time\?/i, '10:00'], [/zone/i, 'Europe/Prague']]);
    const taken = expect_answer(await slack.submit(hana, form, values));
    expect(!taken.json?.response_action, 'a form that is taken as it is', taken.body);
    const welcome = await in_channel('a welcome in #peer-officers', has_button(join_button), officers);
    for (const person of [chiara, dmytro, farid]) await press(person, welcome, join_button);
    expect_answer(await types(farid, '/vote', 'propose Answering a question nobody may answer', officers), /Answering/);
  });
  step('Hana lets her turn pass, and keeps her place; the next is asked the morning after', async () => {
    const passed = expect_text(expect_answer(await types(hana, '/rotation', 'skip', officers)), [/keep what you owe/, /is next for it/]);
    [known.silent] = mentioned(passed, workspace);
    clock.jump_to(at_local('2027-02-10 09:00', officers_zone) + 60_000);
    await direct('a question whether they lead', (message) => /your turn to lead/.test(visible_text(message)) && has_button(lead_button)(message), [known.silent]);
  });
  step('who was asked stays silent: on Friday the turn is offered to the group', async () => {
    clock.jump_to(at_local('2027-02-12 17:59', officers_zone) + 60_000);
    const offer = await in_channel('an offer to the group', has_button(take_button), officers);
    expect_text(offer, [/Who wants to lead Session 1/, /Nobody has said for sure/]);
  });
  step('nobody takes it: on Monday the next in the order is asked to step in', async () => {
    clock.jump_to(at_local('2027-02-15 09:00', officers_zone) + 60_000);
    const others = [hana, chiara, dmytro, farid].filter((person) => person !== known.silent);
    const { person } = await direct('a question whether they step in', (message) => words.backup_asked.test(visible_text(message)), others);
    known.backup = person;
  });
  step('nobody says yes: towards evening Hana is asked what shall become of it, and takes the backup', async () => {
    clock.jump_to(at_local('2027-02-15 17:59', officers_zone));
    const { message } = await direct('a choice for Hana', has_button(backup_button), [hana]);
    expect_text(message, [/no confirmed leader/, new RegExp(known.silent.id), new RegExp(known.backup.id)]);
    await press(hana, message, backup_button);
    await direct('news for the backup', (news) => /put you down to lead/.test(visible_text(news)), [known.backup]);
    await direct('news for who was silent', (news) => /You do not lead/.test(visible_text(news)), [known.silent]);
    const shown = expect_text(expect_answer(await types(farid, '/rotation', '', officers)), [/Session 1[^\n]*confirmed/]);
    expect(mentioned(shown, workspace)[0] === known.backup, `${known.backup.first} to lead`, shown);
  });
  step('nothing of the private group is seen outside it', async () => {
    const private_words = /Answering a question|peer-officers/;
    const public_text = (await workspace.messages_in('peer-newsroom')).map(visible_text).join('\n');
    expect(!private_words.test(public_text) && !public_text.includes(officers.id), 'no word of #peer-officers in #peer-newsroom', public_text.match(/.*(Answering a question|peer-officers).*/)?.[0]);
    for (const outsider of [ana, ben, esi, grace]) {
      const text = (await workspace.direct_messages(outsider)).map(visible_text).join('\n');
      expect(!private_words.test(text) && !text.includes(officers.id), `no word of #peer-officers to ${outsider.first}`, text);
    }
  });
  step('nobody was told the same thing twice', async () => {
    for (const [key, count] of await delivery_keys(workspace)) expect(count === 1, 'every delivery key once', `${key}: ${count} times`);
  });
  return steps;
}

// How often each delivery key appears in each conversation.
export async function delivery_keys(workspace) {
  const counts = new Map();
  const count = (messages) => {
    for (const message of messages) {
      const key = message.metadata?.event_payload?.delivery_key;
      if (key !== undefined) counts.set(`${message.channel} ${key}`, (counts.get(`${message.channel} ${key}`) ?? 0) + 1);
    }
  };
  for (const name of workspace.channels.keys()) count(await workspace.messages_in(name));
  for (const person of workspace.people.values()) count(await workspace.direct_messages(person));
  return counts;
}

// Runs the steps in order; say gets one line for each. {passed, failed}.
export async function play(context, say = console.log) {
  let passed = 0;
  let failed = 0;
  for (const { name, act } of steps_of_the_play(context)) {
    try {
      await act();
      passed += 1;
      say(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      say(`FAILED  ${name}\n     ${error.message}`);
      if (!context.bot.running) {
        say(`peerbot is not running any more; its last lines:\n${context.bot.last_log()}`);
        break;
      }
    }
  }
  return { passed, failed };
}
