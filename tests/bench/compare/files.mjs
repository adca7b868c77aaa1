// Where everything is. Databases and logs are under build/bench, on the disk that the checkout is on.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const from_here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const root = from_here('../../../');
export const peerbot_binary = process.env.PEERBOT_BINARY ?? from_here('../../../build/release/peerbot');
export const load_binary = from_here('../../../build/release/vote_load');
export const migrations = from_here('../../../storage/sqlite/migrations');
export const peer = from_here('../peer');
export const out = from_here('../../../build/bench');
export const states = `${out}/states`;
export const work = `${out}/work`;
export const logs = `${out}/logs`;
for (const folder of [out, states, work, logs]) mkdirSync(folder, { recursive: true });

const peers = createRequire(`${peer}/`);
export const Database = peers('better-sqlite3');
export const version_of = (name) => peers(`${name}/package.json`).version;
