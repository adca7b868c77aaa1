// Calendar feeds, read as a calendar program reads them: with ical.js, which nobody here wrote.
import { createRequire } from 'node:module';
import { expect, expect_answer } from '../../deploy/practice/expect.mjs';
import { play_start } from '../../deploy/practice/play.mjs';
import { visible_text } from '../../deploy/practice/slack_side.mjs';
import { run_checks } from './check.mjs';

// Installed beside the emulated Slack.
const ICAL = createRequire(new URL('../../deploy/practice/package.json', import.meta.url))('ical.js').default
  ?? createRequire(new URL('../../deploy/practice/package.json', import.meta.url))('ical.js');

const public_url = 'https://peers.example.org';
const zones = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
const address = /`https:\/\/peers\.example\.org(\/calendar\/[\w-]{43}\.ics)`/;

// What the clocks of a zone show, by another implementation than peerbot's and ical.js's.
function wall_clock(date, zone) {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', weekday: 'short', hourCycle: 'h23' }).formatToParts(date);
  const part = (type) => parts.find((one) => one.type === type).value;
  return `${part('weekday')} ${part('hour')}:${part('minute')}`;
}

function read_calendar(text) {
  expect(!/[^\r]\n/.test(text), 'lines that end with CR LF', text.slice(0, 200));
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line) <= 75, 'lines of 75 bytes at most', line);
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      zone: component.getFirstProperty('dtstart').getParameter('tzid'),
      starts: event.startDate.toJSDate(),
      minutes: event.duration.toSeconds() / 60,
      summary: event.summary,
      status: component.getFirstPropertyValue('status'),
    };
  });
}

await run_checks((practice) => {
  const { slack, workspace, bot } = practice;
  const [hana, grace] = ['hana', 'grace'].map((name) => workspace.person(name));
  const known = { channels: [] };
  const get = (path, headers = {}) => fetch(`http://${bot.address}${path}`, { headers });
  const say = async (channel, line, person = hana) => visible_text(expect_answer(await slack.command(person, channel, '/peer', line)));
  const path_in = (text) => {
    expect(address.test(text), 'an address', text);
    return text.match(address)[1];
  };

  return [
    ['Hana has a group in each of four zones, and gets one address', async () => {
      for (const [index, zone] of zones.entries()) {
        const channel = await workspace.create_channel(hana, `peer-zone-${index}`, { is_private: false, others: [grace] });
        await workspace.invite_bot(hana, channel);
        await say(channel, `setup every 12 weeks on Tuesday 15:00 ${zone}`);
        known.channels.push(channel);
      }
      known.path = path_in(await say(known.channels[0], 'calendar'));
      expect(!(await say(known.channels[1], 'calendar')).includes('https://'), 'no address the second time');
    }],
    ['a calendar program reads every session at 15:00 on its group\'s clock, through both changes', async () => {
      const response = await get(known.path);
      expect(response.status === 200, 'HTTP 200', `HTTP ${response.status}`);
      expect(response.headers.get('content-type') === 'text/calendar; charset=utf-8', 'text/calendar', response.headers.get('content-type'));
      known.tag = response.headers.get('etag');
      known.events = read_calendar(await response.text());
      expect(known.events.length >= 3 * zones.length, 'three sessions of each group', String(known.events.length));
      expect(new Set(known.events.map(({ uid }) => uid)).size === known.events.length, 'each uid once');
      for (const zone of zones) expect(known.events.some((event) => event.zone === zone), `events in ${zone}`);
      for (const event of known.events) {
        expect(wall_clock(event.starts, event.zone) === 'Tue 15:00', 'Tuesday at 15:00', `${event.starts.toISOString()} in ${event.zone}`);
        expect(event.minutes === 60, 'an hour', String(event.minutes));
        expect(event.status === 'TENTATIVE' && event.sequence === 0, 'a new, tentative event', JSON.stringify(event));
      }
      return `${known.events.length} events`;
    }],
    ['with the tag it has, it is told that nothing changed', async () => {
      const response = await get(known.path, { 'if-none-match': known.tag });
      expect(response.status === 304, 'HTTP 304', `HTTP ${response.status}`);
    }],
    ['a session that gets a leader is the same event with a higher number', async () => {
      expect_answer(await slack.command(hana, known.channels[0], '/rotation', 'confirm'));
      const events = read_calendar(await (await get(known.path)).text());
      const changed = events.filter((event) => event.sequence > 0);
      expect(changed.length === 1, 'one event with a higher number', JSON.stringify(changed));
      expect(changed[0].status === 'CONFIRMED', 'a confirmed event', changed[0].status);
      expect(known.events.some(({ uid }) => uid === changed[0].uid), 'a uid that was there before', changed[0].uid);
    }],
    ['the group\'s address shows its own sessions only', async () => {
      const events = read_calendar(await (await get(path_in(await say(known.channels[3], 'calendar group')))).text());
      expect(events.every((event) => event.zone === 'Asia/Kathmandu'), 'only this group', JSON.stringify(events));
      expect(events[0].summary.startsWith('Peer group: '), 'the group and what it is about', events[0].summary);
    }],
    ['a new address ends the old one', async () => {
      const fresh = path_in(await say(known.channels[0], 'calendar revoke'));
      expect((await get(known.path)).status === 404, 'HTTP 404 for the old one');
      expect((await get(fresh)).status === 200, 'HTTP 200 for the new one');
    }],
    ['whoever guesses gets 404, and the log names no secret', async () => {
      for (const path of ['/calendar/', '/calendar/x.ics', `/calendar/${'A'.repeat(43)}.ics`]) expect((await get(path)).status === 404, `HTTP 404 for ${path}`);
      const secret = known.path.slice('/calendar/'.length, -'.ics'.length);
      expect(!bot.last_log().includes(secret), 'no secret in the log', bot.last_log());
    }],
  ];
}, { start_ms: play_start, environment: { PEERBOT_PUBLIC_URL: public_url } });
