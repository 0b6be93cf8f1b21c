// The demo's mail server in a world: what the credit companies send, as an independent reader (Python's) reads it.
import fs from 'node:fs';
import path from 'node:path';

import { launch, root, succeed, until } from './program.mjs';

const reader = `
import base64, email, email.policy, json, sys
m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
print(json.dumps({
  'to': [a.addr_spec for a in m['to'].addresses], 'from': [a.addr_spec for a in m['from'].addresses], 'subject': str(m['subject']),
  'id': str(m['message-id']), 'text': m.get_body(('plain',)).get_content(),
  'attachments': [{'name': a.get_filename(), 'base64': base64.b64encode(a.get_payload(decode=True)).decode()} for a in m.iter_attachments()]}))`;

export class Sink {
  // Starts it where the world's credit companies expect it.
  static async start(world) {
    const sink = new Sink();
    sink.dir = world.demo.mail_dir;
    sink.world = world;
    sink.read = 0;
    await sink.run();
    return sink;
  }
  async run() {
    const at = (name) => path.join(this.world.data, 'mail-server', name);
    const child = launch(path.join(root, 'demo/mail_sink.py'), ['--dir', this.dir, '--port', String(this.world.portBase + 18),
      '--certificate', at('certificate.pem'), '--key', at('key.pem'), '--login', at('login')]);
    let said = '';
    child.stdout.on('data', (data) => (said += data));
    child.stderr.on('data', (data) => (said += data));
    await until(() => {
      if (child.exitCode !== null) throw new Error(`the mail sink ended: ${said}`);
      return /^ready \d+$/m.test(said);
    }, 'a mail sink');
    this.child = child;
  }
  stop() {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return undefined;
    return new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });
  }

  kept() {
    return fs.readdirSync(this.dir).filter((name) => name.endsWith('.eml')).sort();
  }
  // The next `count` messages since the last call, once they are there: {to, subject, id, text, attachments: [{name, bytes}]}.
  async next(count = 1, seconds = 60) {
    await until(() => this.kept().length >= this.read + count, `${count} more mails`, seconds);
    const names = this.kept().slice(this.read, this.read + count);
    this.read += count;
    return Promise.all(names.map(async (name) => {
      const mail = JSON.parse(await succeed('/usr/bin/python3', ['-c', reader, path.join(this.dir, name)], { maxBuffer: 1 << 28 }));
      for (const each of mail.attachments) each.bytes = Buffer.from(each.base64, 'base64');
      return mail;
    }));
  }
}

// Opens an age file with the program: the bytes, or an error.
export async function openWithAge(folder, secret, parcel) {
  const at = fs.mkdtempSync(path.join(folder, 'age-'));
  fs.writeFileSync(path.join(at, 'key'), `${secret}\n`, { mode: 0o600 });
  fs.writeFileSync(path.join(at, 'parcel.age'), parcel);
  await succeed('age', ['-d', '-i', 'key', '-o', 'opened', 'parcel.age'], { cwd: at });
  return fs.readFileSync(path.join(at, 'opened'));
}
