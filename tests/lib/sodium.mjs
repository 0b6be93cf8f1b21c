// libsodium, ready. Its module build asks for a global that Node 18 does not have; its CommonJS build runs on both.
import { createRequire } from 'node:module';

const sodium = createRequire(import.meta.url)('libsodium-wrappers-sumo');
await sodium.ready;
export default sodium;
