// The servers' clock, which a test can put forward: libfaketime gives them the true time and what the file adds to it.
// Timers are not touched.
import fs from 'node:fs';
import path from 'node:path';

const library = ['x86_64', 'aarch64'].map((cpu) => `/usr/lib/${cpu}-linux-gnu/faketime/libfaketimeMT.so.1`).find(fs.existsSync);

export class ServersClock {
  constructor(folder) {
    if (!library) throw new Error('libfaketime is missing: apt install faketime');
    this.file = path.join(folder, 'clock');
    this.ahead = 0;
    this.forward(0);
  }
  // While `start` runs, programs that are started live by this clock.
  async govern(start) {
    const environment = {
      LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: this.file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
    Object.assign(process.env, environment);
    try {
      return await start();
    } finally {
      for (const name of Object.keys(environment)) delete process.env[name];
    }
  }
  forward(minutes) {
    this.ahead += minutes * 60;
    const next = `${this.file}.next`;
    fs.writeFileSync(next, `+${this.ahead}\n`);
    fs.renameSync(next, this.file);
  }
}
