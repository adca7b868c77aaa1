// A Slack that says yes at once, and remembers when it was asked what.
import http from 'node:http';

const team = 'T0BENCH0001';

const answers = {
  'auth.test': () => ({ ok: true, url: 'https://bench.slack.com/', team: 'bench', user: 'peerbot', team_id: team, user_id: 'U0BENCHBOT1', bot_id: 'B0BENCH0001' }),
  'chat.postMessage': ({ channel }, number) => ({ ok: true, channel, ts: `1800000000.${String(number).padStart(6, '0')}` }),
  'chat.update': ({ channel, ts }) => ({ ok: true, channel, ts }),
  'conversations.info': ({ channel }) => ({ ok: true, channel: { id: channel, is_member: true } }),
};

export async function open_stand_in() {
  const asked = [];
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const at = performance.now();
      const text = Buffer.concat(parts).toString();
      const is_json = (request.headers['content-type'] ?? '').startsWith('application/json');
      const body = is_json ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
      const method = request.url.replace(/^\/api\//, '');
      asked.push({ method, body, at });
      const said = JSON.stringify(method.startsWith('/respond/') ? { ok: true } : answers[method]?.(body, asked.length) ?? { ok: true });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(said) });
      response.end(said);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  return {
    api_url: `${address}/api/`,
    respond_url: (name) => `${address}/respond/${name}`,
    asked,
    forget: () => asked.splice(0),
    close: () => { server.closeAllConnections(); server.close(); },
  };
}
