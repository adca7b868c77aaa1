// Requests through a proxy that ends TLS, whoever signed its certificate.
import https from 'node:https';

// {status, headers, body} of one request, or status 0 and the error when there was no answer. proxy is {host, port}.
export function send(proxy, { path, method = 'POST', headers = {}, body = '' }) {
  return new Promise((resolve) => {
    const fail = (error) => resolve({ status: 0, headers: {}, body: '', error });
    const request = https.request({
      host: '127.0.0.1', port: proxy.port, servername: proxy.host, rejectUnauthorized: false, agent: false, path, method,
      headers: { host: proxy.host, 'content-length': Buffer.byteLength(body), ...headers },
    }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }));
    });
    request.on('error', fail);
    request.end(body);
  });
}
