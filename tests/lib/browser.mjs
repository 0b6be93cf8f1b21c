// A browser without scripts: cookies, forms, kept connections. It keeps what passed between it and each host, so that
// tests can search it.
import https from 'node:https';
import tls from 'node:tls';

import { Page } from './page.mjs';

const loopback = (host, options, done) =>
  options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);

export class Answer {
  constructor(method, url, response, bytes) {
    this.method = method;
    this.url = url;
    this.status = response.statusCode;
    this.headers = response.headers;
    this.rawHeaders = response.rawHeaders;
    this.bytes = bytes;
    this.cookies = response.headers['set-cookie'] ?? [];
  }
  get body() {
    return this.bytes.toString('utf8');
  }
  get page() {
    return (this.parsed ??= new Page(this.body, this.url));
  }
  get json() {
    return JSON.parse(this.body);
  }
  // The stable code of a problem, however it is told.
  get code() {
    if (this.headers['x-problem-code']) return this.headers['x-problem-code'];
    if (this.headers['content-type']?.startsWith('application/problem+json')) return this.json.code;
    return undefined;
  }
  get location() {
    const to = this.headers.location;
    return to === undefined ? undefined : new URL(to, this.url).href;
  }
}

export class Browser {
  // `ca`: PEM text of the authority that it trusts. `client`: {cert, key} for mutual TLS.
  constructor({ ca, language = 'en', client = {}, traffic, agentOptions = {}, connections = 16 }) {
    this.language = language;
    this.cookies = new Map(); // host to Map of name to {value, sameSite}
    this.traffic = traffic;   // Map of host to list of texts, when everything is to be kept
    this.agent = new https.Agent({ ca, keepAlive: true, maxSockets: connections, lookup: loopback, ...client, ...agentOptions });
  }

  close() {
    this.agent.destroy();
  }

  // Cookies that go with a request; SameSite as browsers do it (`crossSite` is a form or link of another site).
  cookieHeader(url, method, crossSite) {
    const jar = this.cookies.get(url.hostname);
    if (!jar) return undefined;
    const sent = [...jar].filter(([, c]) => !crossSite || c.sameSite === 'none' || (c.sameSite === 'lax' && method === 'GET'));
    return sent.length ? sent.map(([name, c]) => `${name}=${c.value}`).join('; ') : undefined;
  }

  takeCookies(url, lines) {
    for (const line of lines) {
      const [pair, ...attributes] = line.split(/;\s*/);
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      const given = Object.fromEntries(attributes.map((a) => [a.split('=')[0].toLowerCase(), a.split('=')[1] ?? true]));
      if (!this.cookies.has(url.hostname)) this.cookies.set(url.hostname, new Map());
      const jar = this.cookies.get(url.hostname);
      if (given['max-age'] === '0') jar.delete(name);
      else jar.set(name, { value: pair.slice(at + 1), sameSite: String(given.samesite ?? 'lax').toLowerCase() });
    }
  }

  keep(host, text) {
    if (!this.traffic) return;
    if (!this.traffic.has(host)) this.traffic.set(host, []);
    this.traffic.get(host).push(text);
  }

  // One exchange; nothing is followed. `from`: address of the page that leads here.
  request(address, { method = 'GET', headers = {}, body, from } = {}) {
    const url = new URL(address);
    const crossSite = from !== undefined && new URL(from).hostname !== url.hostname;
    const sent = { 'accept': 'text/html', 'accept-language': this.language, ...headers };
    const cookie = this.cookieHeader(url, method, crossSite);
    if (cookie && sent.cookie === undefined) sent.cookie = cookie;
    sent['sec-fetch-site'] ??= from === undefined ? 'none' : crossSite ? 'cross-site' : 'same-origin';
    if (method === 'POST' && from !== undefined && sent.origin === undefined) sent.origin = crossSite ? 'null' : url.origin;
    if (body !== undefined) sent['content-length'] = Buffer.byteLength(body);
    this.keep(url.host, `${method} ${url.pathname}${url.search}\n${JSON.stringify(sent)}\n\n${body ?? ''}`);
    return new Promise((resolve, reject) => {
      const request = https.request(url, { method, headers: sent, agent: this.agent, lookup: loopback }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const answer = new Answer(method, url.href, response, Buffer.concat(chunks));
          this.takeCookies(url, answer.cookies);
          this.keep(url.host, `${answer.status}\n${JSON.stringify(answer.headers)}\n\n${answer.body}`);
          resolve(answer);
        });
      });
      request.setTimeout(30_000, () => request.destroy(new Error(`no answer from ${url.host} in 30 s`)));
      request.on('error', reject);
      if (body !== undefined) request.write(body);
      request.end();
    });
  }

  // Follows redirects, at most five.
  async get(address, options = {}) {
    let answer = await this.request(address, options);
    for (let left = 5; answer.status === 303 && left > 0; --left) {
      answer = await this.request(answer.location, { from: answer.url });
    }
    return answer;
  }

  postForm(address, entries, options = {}) {
    const body = new URLSearchParams(entries).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...options.headers };
    return this.request(address, { ...options, method: 'POST', headers, body });
  }

  // Presses a button of a form that was read with this browser. Not followed.
  async send(form, options = {}) {
    const from = form.page.url;
    const address = new URL(form.action || from, from);
    const entries = form.entries(options);
    if (form.method === 'POST') return this.postForm(address.href, entries, { from, headers: options.headers });
    address.search = new URLSearchParams(entries).toString();
    return this.request(address.href, { from, headers: options.headers });
  }
  // The same, to where it leads.
  async submit(form, options = {}) {
    let answer = await this.send(form, options);
    if (answer.status === 303) answer = await this.get(answer.location, { from: answer.url });
    return answer;
  }

  // Server-sent events of an address: calls `on(event, data)`; returns a function that ends it. Resolves when the stream is open.
  events(address, on) {
    const url = new URL(address);
    return new Promise((resolve, reject) => {
      const headers = { accept: 'text/event-stream' };
      const cookie = this.cookieHeader(url, 'GET', false);
      if (cookie) headers.cookie = cookie;
      const request = https.request(url, { agent: this.agent, lookup: loopback, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('error', () => {});
        response.on('data', (chunk) => {
          text += chunk;
          for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
            const fields = Object.fromEntries(text.slice(0, end).split('\n').map((l) => [l.slice(0, l.indexOf(':')), l.slice(l.indexOf(':') + 1).trim()]));
            if (fields.event) on(fields.event, fields.data);
          }
        });
        resolve({ response, end: () => request.destroy() });
      });
      request.on('error', reject);
      request.end();
    });
  }

  // A TLS handshake alone: {protocol, certificate} or the error.
  handshake(address, options = {}) {
    const url = new URL(address);
    return new Promise((resolve) => {
      const socket = tls.connect({
        host: '127.0.0.1', port: url.port, servername: url.hostname, ca: this.agent.options.ca, ...options,
      });
      socket.setTimeout(10_000, () => socket.destroy(new Error('no handshake in 10 s')));
      socket.on('secureConnect', () => {
        resolve({ protocol: socket.getProtocol(), cipher: socket.getCipher(), certificate: socket.getPeerCertificate(true) });
        socket.destroy();
      });
      socket.on('error', (error) => resolve({ error }));
    });
  }
}

export { loopback };
