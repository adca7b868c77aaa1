// The settings that peerbot knows, as its own table in config/settings.cpp lists them.
import { read_file } from './scratch.mjs';

export function known_settings() {
  const text = read_file('config/settings.cpp');
  return [...text.matchAll(/setting\{\s*"([a-z_]+)",\s*"([A-Z_]+)"/g)].map(([, name, environment]) => ({ name, environment }));
}
