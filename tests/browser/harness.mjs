// What a journey stands on: the program, a mailbox, and browsers of several kinds. A journey file registers journeys
//
//   journey('Amina drafts a letter', async (t) => {
//     const app = await t.server();                       // the real program, with its mail in t.mail
//     const page = await t.page({ width: 360, js: false });
//     await page.goto(app.url);
//     await t.examine(page, 'front-page');                // what every page must keep; see examine.mjs
//   });
//
// and run.mjs runs them. Everything that a journey opened is closed behind it.

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { accessible, copyWithScripts, fits, pseudo, translated } from './examine.mjs';
import { photograph } from './pictures.mjs';
import { Server } from './server.mjs';
import { SmtpSink } from './smtp_sink.mjs';

export const journeys = [];

/** Registers a journey; its name is a sentence. Those that wait for the shared stage walk last, the long ones first. */
export function journey(name, walk, { onStage = false, isLong = false } = {}) {
  journeys.push({ name, walk, onStage, isLong });
}

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Kinds of pages that anybody came by, and those that were examined: `run.mjs` compares them at the end. */
export const visited = new Map();
export const examined = new Set();

/** One Chromium for all journeys; each page has a profile of its own in it. */
export async function openBrowser() {
  const flags = '--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
  // Root has no sandbox; what is opened is our own program on this machine.
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, headless: true, args: [...flags.split(' '), ...sandbox] });
}

/** The kind of a page: status and path, with what differs from letter to letter taken out. */
export function kindOf(status, url) {
  const parts = new URL(url).pathname.split('/').map((part, at, all) => {
    if (/^[0-9a-f-]{36}$/.test(part)) return '{id}';
    if (/^[\w-]{20,}$/.test(part) && all[1] !== 'letters') return '{token}';
    if (/^\d+$/.test(part)) return '{n}';
    return at === 2 && all[1] === 'letters' ? '{slug}' : part;
  });
  return `${status} ${parts.join('/')}`;
}

export class Traveller {
  constructor(browser, name) {
    Object.assign(this, { browser, name, closing: [], pages: [], wrongs: [] });
  }

  /** The program with an empty database; its mails arrive in `t.mail`. Several servers are possible. */
  async server(options = {}) {
    this.mail ??= await this.relay();
    const server = await Server.start({ smtp: this.mail, ...options });
    this.lastServer = server;
    this.closing.push(async () => {
      const how = await server.stop();
      if (how !== 0) this.wrongs.push(`the program ended with ${how} after SIGTERM:\n${server.output.slice(-2000)}`);
    });
    return server;
  }

  /** A relay without a program, for journeys that set up their own. */
  async relay() {
    const sink = await SmtpSink.start();
    this.closing.push(() => sink.stop());
    return sink;
  }

  /** A page of a person of their own (no shared cookies). A robot's pages need not be examined. */
  async page({ js = true, width = 1280, height = width < 700 ? 740 : 900, dark = false, robot = false } = {}) {
    const context = await this.browser.newContext({
      javaScriptEnabled: js,
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'Africa/Nairobi',
    });
    context.setDefaultTimeout(20_000);
    this.closing.push(() => context.close());
    this.#watch(context, robot);
    return this.#known(await context.newPage(), { js, dark });
  }

  /** A second tab of the same person. */
  async tab(page) {
    return this.#known(await page.context().newPage(), page);
  }

  /** The tab that opens when something is pressed. */
  async tabOf(page, pressing) {
    const [opened] = await Promise.all([page.context().waitForEvent('page'), pressing()]);
    await opened.waitForLoadState('load');
    return Object.assign(this.#known(opened, page), { lastStatus: 200 });
  }

  #known(page, { js, dark }) {
    this.pages.push(page);
    page.posts = [];
    page.on('request', (request) => request.method() === 'POST' && page.posts.push(request));
    page.on('response', (answer) => {
      if (answer.request().isNavigationRequest()) page.lastStatus = answer.status();
    });
    return Object.assign(page, { js, dark });
  }

  /** Errors of scripts, broken content policies and calls to other hosts fail a journey, whatever it looks at. */
  #watch(context, robot) {
    const documents = new Set();
    context.on('weberror', (error) => this.wrongs.push(`a script failed: ${error.error()}`));
    context.on('console', (message) => {
      const { url } = message.location();
      // The browser also notes a page that answers 404 or 422 on purpose, and the icon it looks for beside a plain text.
      const isOfThePage = (documents.has(url) || url.endsWith('/favicon.ico')) && message.text().startsWith('Failed to load resource');
      const policy = /content security policy/i.test(message.text());
      if (policy) this.wrongs.push(`policy broken: ${message.text()}`);
      else if (message.type() === 'error' && !isOfThePage) this.wrongs.push(`the console says: ${message.text()} (${url})`);
    });
    context.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      const ours = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) || ['data:', 'blob:', 'about:'].includes(protocol);
      if (!ours) this.wrongs.push(`a page asked another host: ${request.url()}`);
    });
    context.on('response', (answer) => {
      const [url, status] = [answer.url(), answer.status()];
      if (!answer.request().isNavigationRequest()) {
        // The page of the text is told by 401 and 409 that it cannot save now, and says so.
        const isTold = [401, 409].includes(status) && answer.request().method() === 'POST' && url.endsWith('/text');
        if (status >= 400 && !isTold && !url.endsWith('/favicon.ico')) this.wrongs.push(`a part of a page answered ${status}: ${url}`);
        return;
      }
      documents.add(url);
      if (status >= 300 && status < 400) return;
      const html = (answer.headers()['content-type'] ?? '').startsWith('text/html');
      if (html && !robot) visited.set(kindOf(status, url), this.name);
    });
  }

  /** Looks at a page as everybody else will; a name puts it into the catalogue of `--shots`. See examine.mjs. */
  async examine(page, name = '') {
    const where = `${name && `“${name}”, `}${page.url()}`;
    examined.add(kindOf(page.lastStatus, page.url()));
    const copy = page.js ? null : await copyWithScripts(await this.page({ ...page.viewportSize(), dark: page.dark, robot: true }), page);
    const shown = copy ?? page;
    const faults = [
      ...(await fits(shown)),
      ...(await accessible(shown)),
      ...(await translated(shown)),
    ];
    if (name) await photograph(shown, `${name}${page.js ? '' : '-nojs'}${(await pseudo(shown)) ? '-rtl' : ''}`);
    await copy?.context().close();
    if (faults.length) throw new Error(`${where}:\n${[...new Set(faults)].map((fault) => `  ${fault}`).join('\n')}`);
  }

  /** The HTML of a mail, as a mail program shows it; it loads nothing and its plain text has the same links. */
  async examineMail(mail, name) {
    const page = await this.page({ width: 360, robot: true });
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.setContent(mail.html);
    const links = await page.locator('a[href^="http"]').evaluateAll((all) => all.map(({ href }) => href));
    const faults = [
      ...(await fits(page)),
      ...(await accessible(page)),
      ...asked.map((url) => `the mail loads ${url}`),
      ...links.filter((link) => !mail.links.includes(link)).map((link) => `${link} is not in the plain text`),
    ];
    await photograph(page, name);
    await page.context().close();
    if (faults.length) throw new Error(`“${name}”, the mail to ${mail.to}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }

  /** After a failure: what every open page showed, and the last words of the program. */
  async lastSight() {
    const sights = [];
    const folder = await mkdtemp(path.join(tmpdir(), 'undersigned-failed-'));
    for (const [at, page] of this.pages.entries()) {
      if (page.isClosed()) continue;
      const file = path.join(folder, `${this.name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60)}-${at}.png`);
      const taken = await page.screenshot({ path: file, fullPage: true, timeout: 10_000 }).then(() => file, () => 'no picture');
      sights.push(`  on ${page.url()} (${taken})`);
    }
    if (this.lastServer) sights.push(this.lastServer.output.slice(-3000));
    return sights.join('\n');
  }

  async close() {
    for (const close of this.closing.reverse()) await close();
    this.closing = [];
    if (this.wrongs.length) throw new Error([...new Set(this.wrongs)].join('\n'));
  }
}
