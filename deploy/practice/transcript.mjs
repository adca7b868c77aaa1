// Turns what people and peerbot wrote into plain text that reads like the channel looked.

const grey = (text, colour) => (colour ? `\x1b[90m${text}\x1b[0m` : text);
const bold = (text, colour) => (colour ? `\x1b[1m${text}\x1b[0m` : text);

function zoned(instant, zone, options) {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(instant);
}

const date_parts = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date_short: { day: 'numeric', month: 'short', year: 'numeric' },
  date_long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  time: { hour: '2-digit', minute: '2-digit' },
};

// A Slack date token's format, filled in for a reader in this zone.
function date_text(seconds, format, zone) {
  return format.replace(/\{(\w+?)(_pretty)?\}/g, (token, name) => {
    const options = date_parts[name];
    return options ? zoned(seconds * 1000, zone, options) : token;
  });
}

// mrkdwn as a reader sees it.
export function readable(text, { workspace, zone }) {
  return text
    .replace(/<!date\^(\d+)\^([^^|>]*)(?:\^[^|>]*)?\|[^>]*>/g, (_, seconds, format) => date_text(Number(seconds), format, zone))
    .replace(/<@(\w+)(?:\|([^>]*))?>/g, (_, id, label) => `@${workspace.person_by_id(id)?.first ?? (id === workspace.bot.user_id ? workspace.bot.name : label ?? id)}`)
    .replace(/<#(\w+)(?:\|([^>]*))?>/g, (_, id, label) => `#${workspace.channel_by_id(id)?.name ?? label ?? id}`)
    .replace(/<!(\w+)(?:\|[^>]*)?>/g, (_, word) => `@${word}`)
    .replace(/<([^|<>@#!][^|<>]*)\|([^>]*)>/g, '$2')
    .replace(/<([^|<>@#!][^|<>]*)>/g, '$1')
    .replace(/(^|[\s(])\*([^*\n]+)\*(?=$|[\s.,:;!?)])/gm, '$1$2')
    .replace(/(^|[\s(])_([^_\n]+)_(?=$|[\s.,:;!?)])/gm, '$1$2')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const button_text = (element) => `[ ${element.text.text} ]`;

function block_lines(block, view) {
  const text_of = (object) => (object.type === 'plain_text' ? object.text : readable(object.text, view));
  switch (block.type) {
    case 'header': return [bold(text_of(block.text), view.colour)];
    case 'section': {
      const lines = block.text ? text_of(block.text).split('\n') : [];
      for (const field of block.fields ?? []) lines.push(`· ${text_of(field).replaceAll('\n', ' ')}`);
      if (block.accessory?.type === 'button') lines[0] = `${(lines[0] ?? '').padEnd(52)}  ${button_text(block.accessory)}`;
      return lines;
    }
    case 'context': return [grey(block.elements.filter((part) => part.text).map(text_of).join('  '), view.colour)];
    case 'actions': return [block.elements.map((element) => (element.type === 'button' ? button_text(element) : `[ ${element.type} ]`)).join('  ')];
    case 'divider': return [grey('─'.repeat(40), view.colour)];
    case 'input': return [`${text_of(block.label)}: ________`];
    default: return [`(${block.type})`];
  }
}

function body_lines({ text = '', blocks = [] }, view) {
  return blocks.length ? blocks.flatMap((block) => block_lines(block, view)) : readable(text, view).split('\n');
}

function author(message, { workspace }) {
  return message.user === workspace.bot.user_id ? workspace.bot.name : workspace.person_by_id(message.user)?.first ?? 'somebody';
}

function entry_of_message(message, view) {
  const edited = message.edited ? grey(' (edited)', view.colour) : '';
  const indent = message.thread_ts && message.thread_ts !== message.ts ? '↳ ' : '';
  return { at: view.workspace.posted_at(message), title: indent + bold(author(message, view), view.colour) + edited, lines: body_lines(message, view) };
}

function entry_of_note(note, view) {
  const first = note.person.first;
  if (note.kind === 'private')
    return { at: note.at, title: bold(view.workspace.bot.name, view.colour) + grey(` (only ${first} sees this)`, view.colour), lines: body_lines(note, view) };
  const deed = {
    typed: `types ${note.text}`,
    pressed: `presses [ ${note.text} ]${note.row ? ` beside “${note.row}”` : ''}`,
    sent: `sends the form “${note.text}”`,
  }[note.kind];
  return { at: note.at, title: grey(`${first} ${deed}`, view.colour), lines: [] };
}

function timeline(title, entries, view) {
  const lines = ['', bold(title, view.colour), '═'.repeat(title.length)];
  let day;
  for (const { at, title: heading, lines: body } of entries) {
    const today = zoned(at, view.zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    if (today !== day) lines.push('', grey(`── ${today} `.padEnd(72, '─'), view.colour));
    day = today;
    lines.push(`${grey(zoned(at, view.zone, { hour: '2-digit', minute: '2-digit' }), view.colour)}  ${heading}`);
    for (const line of body) lines.push(`       ${line}`.trimEnd());
  }
  return lines;
}

// The channels and every person's direct messages, with what only one person saw marked as such.
// zones names the zone in which each channel's times are shown: {'peer-newsroom': 'Europe/London'}.
export async function transcript({ workspace, slack, zones, colour = process.stdout.isTTY === true }) {
  const lines = [];
  const any_zone = Object.values(zones)[0];
  for (const [name, zone] of Object.entries(zones)) {
    const channel = workspace.channel(name);
    const view = { workspace, zone, colour };
    const messages = (await workspace.messages_in(name)).map((message) => entry_of_message(message, view));
    const notes = slack.diary.filter((note) => note.channel?.id === channel.id).map((note) => entry_of_note(note, view));
    const sorted = [...messages, ...notes].sort((a, b) => a.at - b.at);
    lines.push(...timeline(`#${name}${channel.is_private ? ' (private)' : ''}`, sorted, view));
  }
  const view = { workspace, zone: any_zone, colour };
  for (const person of workspace.people.values()) {
    const messages = await workspace.direct_messages(person);
    if (!messages.length) continue;
    const place = messages[0].channel;
    const notes = slack.diary.filter((note) => note.channel?.id === place).map((note) => entry_of_note(note, view));
    const sorted = [...messages.map((message) => entry_of_message(message, view)), ...notes].sort((a, b) => a.at - b.at);
    lines.push(...timeline(`Direct messages: ${workspace.bot.name} and ${person.full_name}`, sorted, view));
  }
  return lines.join('\n');
}

// What one person alone was answered.
export function transcript_of_answer(answer, person, view) {
  const lines = body_lines(answer, view);
  return lines.join('').trim() ? [`(only ${person.first} sees this)`, ...lines].join('\n') : '';
}

// Messages that appeared, with where and by whom.
export function transcript_of_messages(messages, view) {
  return messages.map((message) => {
    const place = view.workspace.channel_by_id(message.channel);
    return [`${author(message, view)} in ${place ? `#${place.name}` : 'a direct message'}:`, ...body_lines(message, view).map((line) => `  ${line}`)].join('\n');
  }).join('\n');
}
