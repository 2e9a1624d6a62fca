// A relay for the journeys: takes every mail over real SMTP and keeps it, so that a journey reads it like a person.
// It speaks only what the program under test speaks; the Rust tests have one that misbehaves.

import net from 'node:net';
import { Mail } from './mail.mjs';

export class SmtpSink {
  constructor() {
    this.mails = [];
    this.waiting = new Set();
    this.sockets = new Set();
    this.server = net.createServer((socket) => this.#talk(socket));
  }

  static async start() {
    const sink = new SmtpSink();
    await new Promise((listening, failed) => {
      sink.server.once('error', failed);
      sink.server.listen(0, '127.0.0.1', listening);
    });
    return sink;
  }

  get url() {
    return `smtp://127.0.0.1:${this.server.address().port}`;
  }

  mailsTo(address) {
    return this.mails.filter((mail) => mail.to === address);
  }

  /** Waits for the newest mail to this address whose subject holds the text. */
  waitForMailTo(address, { subject = '', after = 0 } = {}, milliseconds = 15_000) {
    const wanted = (mail) => mail.to === address && mail.subject.includes(subject);
    const find = () => this.mails.slice(after).filter(wanted).at(-1);
    return this.#wait(find, milliseconds, `a mail to ${address}${subject && ` about “${subject}”`}`);
  }

  /** Waits until so many mails came in all. */
  waitFor(count, milliseconds = 30_000) {
    return this.#wait(() => this.mails.length >= count && this.mails, milliseconds, `${count} mails`);
  }

  #wait(find, milliseconds, what) {
    const found = find();
    if (found) return Promise.resolve(found);
    return new Promise((arrived, failed) => {
      const look = () => {
        const found = find();
        if (found) finish(() => arrived(found));
      };
      const finish = (end) => {
        clearTimeout(timer);
        this.waiting.delete(look);
        end();
      };
      const came = () => this.mails.map((mail) => `${mail.to}: ${mail.subject}`).join('; ') || 'none';
      const timer = setTimeout(() => finish(() => failed(new Error(`waited for ${what}; came: ${came()}`))), milliseconds);
      this.waiting.add(look);
    });
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }

  #talk(socket) {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setEncoding('latin1'); // one character for each byte
    const say = (line) => socket.write(`${line}\r\n`);
    let heard = '';
    let inContent = false;
    let envelope = {};
    socket.on('data', (bytes) => {
      heard += bytes;
      for (;;) {
        const end = heard.indexOf(inContent ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const text = heard.slice(0, end);
        heard = heard.slice(end + (inContent ? 5 : 2));
        if (inContent) {
          inContent = false;
          this.#take(envelope, text);
          say('250 2.0.0 taken');
          continue;
        }
        const verb = text.slice(0, 4).toUpperCase();
        const address = /<([^>]*)>/.exec(text)?.[1] ?? '';
        if (verb === 'EHLO') say('250-sink.example\r\n250 8BITMIME');
        else if (verb === 'MAIL') say(((envelope = { from: address }), '250 fine'));
        else if (verb === 'RCPT') say(((envelope.to = address), '250 fine'));
        else if (verb === 'DATA') say(((inContent = true), '354 end with a dot'));
        else if (verb === 'RSET' || verb === 'NOOP') say('250 fine');
        else if (verb === 'QUIT') socket.end('221 bye\r\n');
        else say('502 unknown');
      }
    });
    say('220 sink.example ready');
  }

  #take({ from, to }, content) {
    const source = Buffer.from(content.replace(/^\./gm, ''), 'latin1');
    this.mails.push(new Mail(from, to, source));
    for (const look of [...this.waiting]) look();
  }
}
