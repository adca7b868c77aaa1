// The practice workspace: a Slack of our own with eight people, two channels and a bot token, reached over Slack's Web API.
import { EventEmitter } from 'node:events';
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
export const practice_seed = () => JSON.parse(readFileSync(here('seed.json'), 'utf8'));

const slack_token = 'xoxp-practice-slack-itself';
const person_token = (name) => `xoxp-practice-${name}`;

// Everybody gets a token of their own, as each of them reads with their own eyes.
function with_tokens(seed) {
  const app = seed.slack.oauth_apps[0];
  const tokens = [
    { token: seed.bot_token, type: 'bot', user: app.bot_user_id, app_id: app.app_id, bot_id: app.bot_id, bot_user_id: app.bot_user_id, scopes: app.scopes },
    { token: slack_token, type: 'user', user: 'admin', app_id: app.app_id, bot_id: app.bot_id },
    ...seed.people.map(({ name }) => ({ token: person_token(name), type: 'user', user: name })),
  ];
  return { slack: { ...seed.slack, tokens } };
}

async function listen_for_events(on_event) {
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      response.end();
      on_event(JSON.parse(Buffer.concat(chunks).toString('utf8')).event);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

// Emits 'event' (the event, with the monotonic time of its arrival) for everything that happens in the workspace.
export class practice_workspace extends EventEmitter {
  static async open({ clock, seed = practice_seed() }) {
    const workspace = new practice_workspace();
    try {
      await workspace.start_(clock, seed);
    } catch (error) {
      await workspace.close();
      throw error;
    }
    return workspace;
  }

  async start_(clock, seed) {
    this.setMaxListeners(0);
    this.clock_ = clock;
    this.asked_ = new Map();
    this.arrivals_ = new Map();
    this.events_server_ = await listen_for_events((event) => {
      if (event.type === 'message' && !event.subtype) this.arrivals_.set(`${event.channel} ${event.ts}`, clock.now());
      this.emit('event', event, performance.now());
    });
    this.child_ = fork(here('slack_service.mjs'), { env: { ...process.env, ...clock.environment() }, execArgv: [] });
    this.child_.on('message', ({ id, answer }) => {
      this.asked_.get(id)?.resolve(answer);
      this.asked_.delete(id);
    });
    this.child_.on('exit', (code) => {
      for (const { reject } of this.asked_.values()) reject(new Error(`the Slack service ended with status ${code}`));
    });
    const { port } = await this.ask('start', {
      seed: with_tokens(seed), events_url: `http://127.0.0.1:${this.events_server_.address().port}/`,
    });
    this.api_url = `http://127.0.0.1:${port}/api/`;
    await this.learn_(seed);
    await this.seat_everybody_(seed);
  }

  async learn_(seed) {
    const app = seed.slack.oauth_apps[0];
    const { team_id } = await this.call('auth.test', {}, slack_token);
    this.team = { id: team_id, domain: seed.slack.team.domain };
    this.bot = { token: seed.bot_token, user_id: app.bot_user_id, bot_id: app.bot_id, app_id: app.app_id, name: app.bot_name };
    this.signing_secret = seed.slack.signing_secret;

    const { members } = await this.call('users.list', { limit: 1000 }, slack_token);
    const ids = new Map(members.map((user) => [user.name, user]));
    this.people = new Map(seed.people.map(({ name, first, channels }) => {
      const user = ids.get(name);
      return [name, { name, first, channels, id: user.id, full_name: user.real_name, token: person_token(name) }];
    }));
    const { channels } = await this.call('conversations.list', { types: 'public_channel,private_channel', limit: 1000 }, slack_token);
    this.channels = new Map(channels.map(({ id, name, is_private }) => [name, { id, name, is_private }]));
  }

  // emulate puts everybody but the bot into every channel of the seed.
  async seat_everybody_(seed) {
    for (const { name } of seed.slack.channels) {
      const channel = this.channels.get(name);
      for (const person of seed.people.filter(({ channels }) => !channels.includes(name)))
        await this.call('conversations.kick', { channel: channel.id, user: this.people.get(person.name).id }, slack_token);
      if (seed.bot_channels.includes(name))
        await this.call('conversations.invite', { channel: channel.id, users: this.bot.user_id }, slack_token);
    }
  }

  // A Web API call; throws with Slack's error word unless it says ok.
  async call(method, args, token) {
    const response = await fetch(this.api_url + method, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(args),
    });
    const answer = await response.json();
    if (!answer.ok) throw new Error(`${method}: ${answer.error ?? `HTTP ${response.status}`}`);
    return answer;
  }

  person(name) {
    const found = this.people.get(name.toLowerCase().replace(/^@/, ''));
    if (!found) throw new Error(`nobody here is called "${name}"; there are ${[...this.people.keys()].join(', ')}`);
    return found;
  }

  channel(name) {
    const found = this.channels.get(name.replace(/^#/, ''));
    if (!found) throw new Error(`there is no channel "${name}"; there are ${[...this.channels.keys()].join(', ')}`);
    return found;
  }

  person_by_id(id) {
    return [...this.people.values()].find((person) => person.id === id);
  }

  channel_by_id(id) {
    return [...this.channels.values()].find((channel) => channel.id === id);
  }

  // A person makes a channel and invites others; the bot is not in it.
  async create_channel(person, name, { is_private, others = [] }) {
    const { channel } = await this.call('conversations.create', { name, is_private }, person.token);
    const created = { id: channel.id, name, is_private, reader: person };
    this.channels.set(name, created);
    if (others.length) await this.call('conversations.invite', { channel: channel.id, users: others.map(({ id }) => id).join(',') }, person.token);
    return created;
  }

  invite_bot(person, channel) {
    return this.call('conversations.invite', { channel: channel.id, users: this.bot.user_id }, person.token);
  }

  // Oldest first, replies after their parent.
  async history_(id, token) {
    const messages = [];
    for (let cursor = ''; ;) {
      const page = await this.call('conversations.history', { channel: id, limit: 1000, cursor }, token);
      messages.push(...page.messages);
      cursor = page.response_metadata?.next_cursor;
      if (!cursor) break;
    }
    const with_replies = [];
    for (const message of messages.reverse()) {
      with_replies.push(message);
      if (!message.reply_count) continue;
      const thread = await this.call('conversations.replies', { channel: id, ts: message.ts }, token);
      with_replies.push(...thread.messages.filter(({ ts }) => ts !== message.ts));
    }
    return with_replies.map((message) => ({ ...message, channel: id }));
  }

  // When a message was posted, in practice milliseconds; its ts knows only the second.
  posted_at(message) {
    return this.arrivals_.get(`${message.channel} ${message.ts}`) ?? Number(message.ts.split('.')[0]) * 1000;
  }

  async messages_in(channel_name) {
    const channel = this.channel(channel_name);
    return this.history_(channel.id, channel.is_private ? this.insider_(channel).token : this.reader_().token);
  }

  // What the bot and this person wrote to each other.
  async direct_messages(person) {
    const { channels } = await this.call('conversations.list', { types: 'im', limit: 1000 }, person.token);
    const own = channels.find(({ user }) => user === this.bot.user_id);
    return own ? this.history_(own.id, person.token) : [];
  }

  // What is in a file that somebody can see.
  async download({ url_private_download: url }, person) {
    const response = await fetch(url, { headers: { authorization: `Bearer ${person.token}` } });
    if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
    return response.text();
  }

  // Reading is spread over the people, because emulate counts 5,000 calls an hour for each token.
  reader_() {
    this.turn_ = ((this.turn_ ?? -1) + 1) % this.people.size;
    return [...this.people.values()][this.turn_];
  }

  // Somebody who may read a private channel.
  insider_({ name, reader }) {
    return reader ?? [...this.people.values()].find(({ channels }) => channels.includes(name));
  }

  async trigger_for(person) {
    const { trigger_id } = await this.call('views.generateTriggerId', { user_id: person.id }, slack_token);
    return trigger_id;
  }

  open_views(person) {
    return this.ask('open_views', { user: person.id });
  }

  // What the bot showed to one person only by chat.postEphemeral.
  ephemeral_messages() {
    return this.ask('ephemeral');
  }

  ask(question, details = {}) {
    const id = this.questions_ = (this.questions_ ?? 0) + 1;
    const answer = new Promise((resolve, reject) => this.asked_.set(id, { resolve, reject }));
    this.child_.send({ id, ask: question, ...details });
    return answer;
  }

  async close() {
    this.events_server_?.close();
    this.events_server_?.closeAllConnections();
    if (!this.child_ || this.child_.exitCode !== null || this.child_.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child_.once('exit', resolve));
    this.child_.kill('SIGKILL');
    await ended;
    this.clock_.forget_process(this.child_.pid);
  }
}
