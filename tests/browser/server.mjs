// The real program on a free port, with a folder of its own that is removed afterwards.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
export const program = process.env.UNDERSIGNED_PROGRAM ?? path.join(target, 'debug', 'undersigned');

export class Server {
  /** Starts `undersigned serve` (or another command) and waits until it answers. */
  static async start({ command = ['serve'], smtp = null, settings = {} } = {}) {
    const server = new Server();
    server.folder = await mkdtemp(path.join(tmpdir(), 'undersigned-journey-'));
    const port = await freePort();
    server.url = `http://127.0.0.1:${port}`;
    const environment = {
      PATH: process.env.PATH,
      HOME: server.folder,
      TZ: 'UTC',
      DATABASE_URL: `sqlite://${path.join(server.folder, 'data', 'undersigned.db')}`,
      UNDERSIGNED_KEY_FILE: path.join(server.folder, 'keys', 'undersigned.key'),
      UNDERSIGNED_LISTEN: `127.0.0.1:${port}`,
      UNDERSIGNED_BASE_URL: server.url,
      ...(smtp && { UNDERSIGNED_SMTP_URL: smtp.url }),
      ...settings,
    };
    server.output = '';
    server.child = spawn(program, command, { env: environment, cwd: server.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [server.child.stdout, server.child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => (server.output += text));
    }
    server.ended = new Promise((ended) => {
      server.child.once('error', (error) => ended(String(error)));
      server.child.once('exit', (code, signal) => ended(signal ?? code));
    });
    await server.#untilItAnswers();
    return server;
  }

  /** The one-time link that an empty database prints: the first link to this server, beyond its front page. */
  async setUpLink() {
    return this.waitForOutput(new RegExp(`${this.url}/\\S+`));
  }

  async waitForOutput(pattern, milliseconds = 10_000) {
    return until(() => pattern.exec(this.output)?.[0], milliseconds, () => `${pattern} in the output:\n${this.output}`);
  }

  async #untilItAnswers() {
    let gone = null;
    this.ended.then((how) => (gone = how));
    const answers = async () => {
      if (gone !== null) throw new Error(`${program} ended (${gone}) before it answered:\n${this.output}`);
      const answer = await fetch(`${this.url}/healthz`).catch(() => null);
      return answer?.ok;
    };
    try {
      await until(answers, 30_000, () => `an answer from ${program}:\n${this.output}`);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Asks the program to end, as an operator does, and returns its exit code; what is left after 10 s is killed. */
  async stop() {
    const impatient = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    if (this.child.pid && this.child.exitCode === null) this.child.kill('SIGTERM');
    const how = await this.ended;
    clearTimeout(impatient);
    await rm(this.folder, { recursive: true, force: true });
    return how;
  }
}

/** A port that was free a moment ago: the base URL must be known before the program starts. */
async function freePort() {
  const probe = net.createServer();
  await new Promise((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

export async function until(look, milliseconds, what) {
  const limit = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > limit) throw new Error(`waited ${milliseconds / 1000} s for ${what()}`);
    await new Promise((later) => setTimeout(later, 50));
  }
}
