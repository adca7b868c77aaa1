// Acts as Slack towards peerbot: people's commands, presses, forms and the workspace's events, signed and shaped as Slack sends them.
// What only one person sees is kept in diary, in order, because a workspace never stores it.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import http from 'node:http';

const form_type = 'application/x-www-form-urlencoded';
const json_type = 'application/json';

export function signature(secret, timestamp, body) {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

// What Slack makes of typed words when the command has should_escape: entities, and tokens for people and channels.
export function escape_typed(text, workspace) {
  return text
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    .replace(/(^|\s)@([a-z]+)/g, (typed, before, name) => {
      const person = workspace.people.get(name);
      return person ? `${before}<@${person.id}|${person.name}>` : typed;
    })
    .replace(/(^|\s)#([a-z-]+)/g, (typed, before, name) => {
      const channel = workspace.channels.get(name);
      return channel ? `${before}<#${channel.id}|${channel.is_private ? '' : channel.name}>` : typed;
    });
}

// The visible text of a message or answer: fallback text and every text in its blocks.
export function visible_text({ text = '', blocks = [] }) {
  const parts = [text];
  const look = (node) => {
    if (Array.isArray(node)) node.forEach(look);
    else if (node && typeof node === 'object') {
      if (typeof node.text === 'string') parts.push(node.text);
      Object.values(node).forEach(look);
    }
  };
  look(blocks);
  return parts.join('\n');
}

// Every button of a message, with the text of the block it stands in.
export function buttons({ blocks = [] }) {
  return blocks.flatMap((block) => [block.accessory, ...(block.elements ?? [])]
    .filter((element) => element?.type === 'button')
    .map((element) => ({ element, block, row: visible_text({ blocks: [block] }) })));
}

// view.state.values of a form in which a person answered some questions, [[label pattern, answer], ...], and left the rest as it was.
export function filled_in(view, answers) {
  const values = {};
  for (const { block_id, type, label, element } of view.blocks) {
    if (type !== 'input') continue;
    const answer = answers.find(([pattern]) => pattern.test(label.text))?.[1];
    values[block_id] = { [element.action_id]: { type: element.type, ...field_value(element, answer) } };
  }
  return values;
}

function field_value(element, answer) {
  switch (element.type) {
    case 'static_select': {
      const chosen = answer === undefined ? element.initial_option : element.options.find(({ text }) => text.text === answer);
      if (answer !== undefined && !chosen) throw new Error(`the form offers no "${answer}", only ${element.options.map(({ text }) => text.text).join(', ')}`);
      return { selected_option: chosen ?? null };
    }
    case 'multi_static_select':
      return { selected_options: answer === undefined ? element.initial_options ?? [] : element.options.filter(({ text }) => answer.includes(text.text)) };
    case 'timepicker': return { selected_time: answer ?? element.initial_time ?? null };
    case 'datepicker': return { selected_date: answer ?? element.initial_date ?? null };
    default: return { value: answer ?? element.initial_value ?? null };
  }
}

export class slack_side extends EventEmitter {
  static async open({ workspace, clock, bot }) {
    const side = new slack_side();
    side.setMaxListeners(0);
    Object.assign(side, { workspace_: workspace, clock_: clock, bot_: bot, diary: [], response_urls_: new Map(), sequence_: 0 });
    side.server_ = http.createServer((request, response) => side.take_response_(request, response));
    await new Promise((resolve) => side.server_.listen(0, '127.0.0.1', resolve));
    side.forward_ = (event) => void side.event(event);
    workspace.on('event', side.forward_);
    return side;
  }

  // A raw signed request; {status, headers, body}, or status 0 and the error when there was no answer.
  post(path, body, type = form_type, { method = 'POST', timestamp = this.clock_.seconds(), secret = this.workspace_.signing_secret, headers = {}, agent = false } = {}) {
    const bytes = Buffer.from(body);
    if (!this.bot_.address) return Promise.resolve({ status: 0, headers: {}, body: '', error: new Error('peerbot is not listening') });
    const [host, port] = this.bot_.address.split(':');
    const all_headers = {
      'content-type': type,
      'content-length': bytes.length,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature(secret, timestamp, bytes),
      ...headers,
    };
    for (const name of Object.keys(all_headers)) if (all_headers[name] === undefined) delete all_headers[name];
    return new Promise((resolve) => {
      const fail = (error) => resolve({ status: 0, headers: {}, body: '', error });
      const request = http.request({ host, port, path, method, agent, headers: all_headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }));
      });
      request.on('error', fail);
      request.setTimeout(20_000, () => request.destroy(new Error('no answer within 20 s')));
      request.end(bytes);
    });
  }

  // The body of a slash command, as bytes that can be sent more than once.
  async command_body(person, channel, command, text = '') {
    const fields = {
      token: 'legacy-verification-token',
      team_id: this.workspace_.team.id,
      team_domain: this.workspace_.team.domain,
      channel_id: channel.id,
      channel_name: channel.is_private ? 'privategroup' : channel.name,
      user_id: person.id,
      user_name: person.name,
      command,
      text: escape_typed(text, this.workspace_),
      api_app_id: this.workspace_.bot.app_id,
      is_enterprise_install: 'false',
      response_url: this.response_url_('commands', { person, channel }),
      trigger_id: await this.workspace_.trigger_for(person),
    };
    return new URLSearchParams(fields).toString();
  }

  // A person types a command; {status, text, blocks, json}. A status other than 200 is what Slack shows as "operation_timeout".
  async command(person, channel, command, text = '', options = {}) {
    const body = await this.command_body(person, channel, command, text);
    this.note_({ kind: 'typed', person, channel, text: `${command} ${text}`.trim() });
    const answer = as_answer(await this.post('/slack/commands', body, form_type, options));
    await this.show_answer_(answer, person, channel);
    return answer;
  }

  // The body of a button press. With row: the button in the block whose text contains it.
  async press_body(person, message, button_text, { row } = {}) {
    const found = buttons(message).find((button) => button.element.text.text === button_text && (!row || button.row.includes(row)));
    if (!found) {
      const seen = buttons(message).map((button) => button.element.text.text).join(', ') || 'no buttons';
      throw new Error(`no button "${button_text}"${row ? ` beside "${row}"` : ''} on the message; it has: ${seen}`);
    }
    const { element, block } = found;
    const channel = this.workspace_.channel_by_id(message.channel) ?? { id: message.channel, name: 'directmessage' };
    return this.interaction_body_({
      type: 'block_actions',
      ...this.who_(person),
      container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: message.is_ephemeral === true },
      trigger_id: await this.workspace_.trigger_for(person),
      channel: { id: channel.id, name: channel.is_private ? 'privategroup' : channel.name },
      ...(message.is_ephemeral ? {} : { message: this.as_bots_message_(message) }),
      state: { values: {} },
      response_url: this.response_url_('actions', { person, channel, message }),
      actions: [{
        action_id: element.action_id,
        block_id: block.block_id ?? 'b0',
        text: { emoji: true, ...element.text },
        ...(element.value === undefined ? {} : { value: element.value }),
        ...(element.style === undefined ? {} : { style: element.style }),
        type: 'button',
        action_ts: this.unique_ts_(),
      }],
    });
  }

  async press(person, message, button_text, { row, ...options } = {}) {
    const body = await this.press_body(person, message, button_text, { row });
    this.note_({ kind: 'pressed', person, channel: { id: message.channel }, text: button_text, row });
    return as_answer(await this.post('/slack/interactions', body, form_type, options));
  }

  // A person fills in and sends an open form; values is {block_id: {action_id: {...}}} as in view.state.values.
  async submit(person, view, values, options = {}) {
    const body = this.interaction_body_({
      type: 'view_submission',
      ...this.who_(person),
      trigger_id: await this.workspace_.trigger_for(person),
      view: this.as_sent_view_(view, values),
      response_urls: [],
    });
    this.note_({ kind: 'sent', person, text: view.title?.text ?? 'a form' });
    return as_answer(await this.post('/slack/interactions', body, form_type, options));
  }

  // A person types in an input of an open form that tells so; values are those of the whole form by then.
  async type_in(person, view, values, block_id, options = {}) {
    const [[action_id, typed]] = Object.entries(values[block_id]);
    const body = this.interaction_body_({
      type: 'block_actions',
      ...this.who_(person),
      container: { type: 'view', view_id: view.view_id },
      trigger_id: await this.workspace_.trigger_for(person),
      view: this.as_sent_view_(view, values),
      actions: [{ ...typed, block_id, action_id, action_ts: this.unique_ts_() }],
    });
    return as_answer(await this.post('/slack/interactions', body, form_type, options));
  }

  // A person closes an open form without sending it. Slack does not tell what stood in it.
  async close_form(person, view, options = {}) {
    if (!view.notify_on_close) return undefined;
    const body = this.interaction_body_({ type: 'view_closed', ...this.who_(person), view: this.as_sent_view_(view, {}), is_cleared: true });
    return as_answer(await this.post('/slack/interactions', body, form_type, options));
  }

  as_sent_view_(view, values) {
    return {
      id: view.view_id,
      team_id: this.workspace_.team.id,
      type: 'modal',
      blocks: view.blocks,
      private_metadata: view.private_metadata,
      callback_id: view.callback_id,
      state: { values },
      hash: view.hash,
      title: view.title,
      clear_on_close: view.clear_on_close,
      notify_on_close: view.notify_on_close,
      close: view.close,
      submit: view.submit,
      previous_view_id: null,
      root_view_id: view.root_view_id,
      app_id: this.workspace_.bot.app_id,
      external_id: view.external_id,
      app_installed_team_id: this.workspace_.team.id,
      bot_id: this.workspace_.bot.bot_id,
    };
  }

  event_body(event) {
    const { team, bot } = this.workspace_;
    const now = this.clock_.seconds();
    return JSON.stringify({
      token: 'legacy-verification-token',
      team_id: team.id,
      context_team_id: team.id,
      context_enterprise_id: null,
      api_app_id: bot.app_id,
      event: this.as_slack_event_(event),
      type: 'event_callback',
      event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
      event_time: now,
      authorizations: [{ enterprise_id: null, team_id: team.id, user_id: bot.user_id, is_bot: true, is_enterprise_install: false }],
      is_ext_shared_channel: false,
      event_context: `4-${randomBytes(12).toString('base64url')}`,
    });
  }

  // Delivers an event; once more at once when there is no good answer, as Slack does first.
  async event(event, options = {}) {
    if (!this.bot_sees_(event)) return undefined;
    const body = this.event_body(event);
    const first = await this.post('/slack/events', body, json_type, options);
    if (first.status >= 200 && first.status < 300) return first;
    const reason = first.status === 0 ? 'connection_failed' : 'http_error';
    return this.post('/slack/events', body, json_type, { ...options, headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': reason } });
  }

  // Private answers to this person, oldest first.
  private_answers(person, since = 0) {
    return this.diary.slice(since).filter((entry) => entry.kind === 'private' && entry.person.id === person.id);
  }

  close() {
    this.workspace_.off('event', this.forward_);
    this.server_.close();
    this.server_.closeAllConnections();
  }

  who_(person) {
    const { team, bot } = this.workspace_;
    return {
      user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
      api_app_id: bot.app_id,
      token: 'legacy-verification-token',
      team: { id: team.id, domain: team.domain },
      enterprise: null,
      is_enterprise_install: false,
    };
  }

  interaction_body_(payload) {
    return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  }

  unique_ts_() {
    this.sequence_ = (this.sequence_ + 1) % 1000;
    const now = this.clock_.now();
    return `${Math.floor(now / 1000)}.${String(now % 1000).padStart(3, '0')}${String(this.sequence_).padStart(3, '0')}`;
  }

  // emulate leaves out what Slack adds to a bot's messages.
  as_bots_message_({ channel: _, ...message }) {
    const { team, bot } = this.workspace_;
    if (message.user !== bot.user_id) return message;
    return {
      ...message,
      bot_id: bot.bot_id,
      app_id: bot.app_id,
      team: team.id,
      bot_profile: { id: bot.bot_id, app_id: bot.app_id, name: bot.name, deleted: false, updated: 1794000000, team_id: team.id },
    };
  }

  as_slack_event_(event) {
    if (event.type !== 'message') return { event_ts: this.unique_ts_(), ...event };
    const channel = this.workspace_.channel_by_id(event.channel);
    const channel_type = channel ? (channel.is_private ? 'group' : 'channel') : 'im';
    const shaped = event.message
      ? { ...event, message: this.as_bots_message_(event.message), previous_message: event.previous_message && this.as_bots_message_(event.previous_message) }
      : { ...this.as_bots_message_(event), channel: event.channel };
    return { ...shaped, event_ts: event.event_ts ?? event.ts, channel_type };
  }

  bot_sees_(event) {
    const subscribed = ['message', 'member_joined_channel', 'member_left_channel', 'user_change', 'team_join', 'channel_archive', 'group_archive',
      'channel_rename', 'group_rename', 'channel_unarchive', 'group_unarchive'];
    return subscribed.includes(event.type);
  }

  note_(entry) {
    const full = { at: this.clock_.now(), ...entry };
    this.diary.push(full);
    this.emit('noted', full);
    return full;
  }

  response_url_(kind, context) {
    const path = `/${kind}/${this.workspace_.team.id}/${randomUUID()}`;
    this.response_urls_.set(path, { ...context, uses_left: 5, until: performance.now() + 30 * 60_000 });
    return `http://127.0.0.1:${this.server_.address().port}${path}`;
  }

  // A response_url: five uses, thirty minutes, no token.
  take_response_(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const context = this.response_urls_.get(request.url);
      if (!context || context.uses_left === 0 || performance.now() > context.until) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('used_url');
        return;
      }
      context.uses_left -= 1;
      try {
        await this.apply_response_(JSON.parse(Buffer.concat(chunks).toString('utf8')), context);
        response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
      } catch (error) {
        response.writeHead(500, { 'content-type': 'text/plain' }).end(error.message);
      }
    });
  }

  async apply_response_(answer, { person, channel, message }) {
    const token = this.workspace_.bot.token;
    const source = message && !message.is_ephemeral ? message : undefined;
    const { text = '', blocks, response_type, replace_original, delete_original } = answer;
    if (source && delete_original) await this.workspace_.call('chat.delete', { channel: source.channel, ts: source.ts }, token);
    else if (source && replace_original) await this.workspace_.call('chat.update', { channel: source.channel, ts: source.ts, text, blocks }, token);
    else if (response_type === 'in_channel') await this.workspace_.call('chat.postMessage', { channel: channel.id, text, blocks }, token);
    else this.note_private_(answer, person, channel, message);
  }

  async show_answer_(answer, person, channel) {
    if (answer.status !== 200 || (!answer.text && !answer.blocks.length)) return;
    if (answer.json?.response_type === 'in_channel')
      await this.workspace_.call('chat.postMessage', { channel: channel.id, text: answer.text, blocks: answer.blocks }, this.workspace_.bot.token);
    else this.note_private_(answer, person, channel);
  }

  note_private_({ text = '', blocks = [] }, person, channel, message) {
    const place = channel ?? (message && { id: message.channel });
    this.note_({ kind: 'private', person, channel: place, text, blocks, message: { text, blocks, channel: place?.id, ts: this.unique_ts_(), is_ephemeral: true } });
  }
}

function as_answer({ status, headers, body, error }) {
  let json;
  if (String(headers['content-type'] ?? '').startsWith(json_type)) {
    try {
      json = JSON.parse(body);
    } catch {
      return { status, headers, body, error: new Error('the answer is not JSON'), text: body, blocks: [] };
    }
  }
  return { status, headers, body, error, json, text: json ? json.text ?? '' : body, blocks: json?.blocks ?? [] };
}
