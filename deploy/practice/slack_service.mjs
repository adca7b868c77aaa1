// The process that is Slack: emulate's Slack service on a free loopback port. Started by workspace.mjs with the practice clock.
// emulate offers no way to choose the interface, to subscribe to events or to look at open
// views; these few lines add that from outside and change nothing in how it answers.
import net from 'node:net';
import { createEmulator } from 'emulate';
import { getSlackStore, slackPlugin } from './node_modules/emulate/dist/dist-ZRJCKV4U.js';

let inside;
const register = slackPlugin.register;
slackPlugin.register = (app, store, webhooks, ...rest) => {
  register.call(slackPlugin, app, store, webhooks, ...rest);
  inside = { store: getSlackStore(store), webhooks };
};

const listen = net.Server.prototype.listen;

// The addresses of uploads and files hold the port, so it has to be known before the service listens.
async function free_port() {
  const probe = net.createServer();
  await new Promise((resolve) => {
    probe.once('listening', resolve);
    listen.call(probe, 0, '127.0.0.1');
  });
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function listening_on(port) {
  return new Promise((resolve) => {
    net.Server.prototype.listen = function listen_on_loopback() {
      this.once('listening', () => resolve());
      this.keepAliveTimeout = 60_000;
      return listen.call(this, port, '127.0.0.1');
    };
  });
}

const answers = {
  open_views: ({ user }) => inside.store.views.all().filter((view) => view.user_id === user && view.type === 'modal'),
  ephemeral: () => inside.store.ephemeralMessages.all(),
};

process.on('message', async ({ id, ask, seed, events_url, ...details }) => {
  if (ask === 'start') {
    const port = await free_port();
    const listening = listening_on(port);
    await createEmulator({ service: 'slack', port, baseUrl: `http://127.0.0.1:${port}`, seed });
    inside.webhooks.register({ url: events_url, events: ['*'], active: true, owner: 'slack' });
    await listening;
    process.send({ id, answer: { port } });
  } else {
    process.send({ id, answer: answers[ask](details) });
  }
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});
