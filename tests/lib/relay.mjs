// Stands before a port of a party's and passes on what clients send there; when told so, only so many bytes more. A transfer then stops
// where a test wants it to, on however fast a machine.
import net from 'node:net';
import { pipeline } from 'node:stream';

import { freePorts } from './world.mjs';

export class Relay {
  passed = 0; // bytes, of all clients
  #left = Infinity;
  #waiting = [];
  #sockets = new Set();

  // Before the port of `address`, which the setting `name` of `table` gives. The party must not run: from its next start on it is
  // behind the relay.
  static async before(party, address, table, name) {
    const relay = new Relay();
    const onward = await freePorts(1);
    party.append(`[${table}]\n${name} = ${onward}`);
    relay.server = net.createServer((client) => relay.#join(client, net.connect(onward, '127.0.0.1')));
    await new Promise((resolve, reject) => {
      relay.server.once('error', reject);
      relay.server.listen(Number(new URL(address).port), '127.0.0.1', resolve);
    });
    return relay;
  }

  // Passes on so many bytes, then holds what else comes.
  limit(bytes) {
    this.#left = bytes;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #join(client, server) {
    const both = [client, server];
    for (const socket of both) {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    }
    const ended = (error) => {
      if (error) both.forEach((socket) => socket.destroy());
    };
    pipeline(client, (all) => this.#held(all), server, ended);
    pipeline(server, client, ended);
  }

  async *#held(all) {
    for await (let bytes of all) {
      while (bytes.length > 0) {
        while (this.#left === 0) await new Promise((resolve) => { this.#waiting.push(resolve); });
        const some = bytes.subarray(0, this.#left);
        bytes = bytes.subarray(some.length);
        this.#left -= some.length;
        this.passed += some.length;
        yield some;
      }
    }
  }

  close() {
    this.limit(Infinity);
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => { this.server.close(resolve); });
  }
}
