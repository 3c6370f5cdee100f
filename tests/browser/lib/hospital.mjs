// A demo hospital as a process of its own, with the built pages.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BINARY = process.env.KANGBAN_HOSPITAL_BIN ?? join(ROOT, 'target/debug/kangban-hospital');
const WEB = process.env.KANGBAN_WEB ?? join(ROOT, 'web/dist');

/** Starts one on a free port; `config` is what its --config file holds. */
export async function openHospital(config = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'kangban-browser-'));
  const settings = join(folder, 'config.json');
  writeFileSync(settings, JSON.stringify(config));
  const words = ['serve', '--demo', '--listen', '127.0.0.1:0', '--data', join(folder, 'data')];
  const child = spawn(BINARY, [...words, '--web', WEB, '--config', settings], { stdio: ['ignore', 'pipe', 'pipe'] });
  const complaints = [];
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  const lines = [];
  const heard = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const hear of heard.splice(0)) hear();
  });
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 0)));
  const printed = async (what, find) => {
    const late = Date.now() + 60_000;
    for (;;) {
      for (const line of lines) {
        const found = find(line);
        if (found) return found;
      }
      const left = late - Date.now();
      if (left <= 0 || child.exitCode !== null) throw new Error(`the hospital never printed ${what}: ${complaints.join('\n')}`);
      await Promise.race([new Promise((go) => heard.push(go)), ended, new Promise((go) => setTimeout(go, left).unref())]);
    }
  };
  const url = (label) => printed(label, (line) => line.startsWith(`${label}: `) && line.slice(label.length + 2).trim());
  return {
    patientPage: await url('patient page'),
    console: await url('care console'),
    base: await url('FHIR base'),
    /** The invitation code of a patient whose name holds `name`. */
    invitation: (name) =>
      printed(`the invitation of ${name}`, (line) => {
        const found = /^invitation code \((.*)\): (.+)$/.exec(line);
        return found?.[1].includes(name) && found[2].trim();
      }),
    /** User and password of a member of the care team. */
    login: (user) =>
      printed(`the login of ${user}`, (line) => {
        const found = /^care console login \(.*\): (\S+) \/ (\S+)$/.exec(line);
        return found?.[1] === user && { user, password: found[2] };
      }),
    async close() {
      child.kill('SIGTERM');
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
