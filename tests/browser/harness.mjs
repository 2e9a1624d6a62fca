// What a journey stands on: the program, a mailbox, and browsers of several kinds. A journey file registers journeys
//
//   journey('Amina drafts a letter', async (t) => {
//     const app = await t.server();                       // the real program, with its mail in t.mail
//     const page = await t.page({ width: 360, js: false });
//     await page.goto(app.url);
//     await t.axe(page);                                  // fails on serious findings
//     await t.screenshot(page, 'front-page');
//   });
//
// and run.mjs runs them. Everything that a journey opened is closed behind it.

import { createRequire } from 'node:module';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { Server } from './server.mjs';
import { SmtpSink } from './smtp_sink.mjs';

export const journeys = [];

/** Registers a journey; its name is a sentence. */
export function journey(name, walk) {
  journeys.push({ name, walk });
}

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const catalogue = fileURLToPath(new URL('../../target/screenshots/', import.meta.url));
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One Chromium for all journeys; each page has a profile of its own in it. */
export async function openBrowser() {
  const flags = '--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
  // Root has no sandbox; what is opened is our own program on this machine.
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, headless: true, args: [...flags.split(' '), ...sandbox] });
}

export class Traveller {
  constructor(browser, name) {
    Object.assign(this, { browser, name, closing: [], pages: [], wrongs: [] });
  }

  /** The program with an empty database; its mails arrive in `t.mail`. Several servers are possible. */
  async server(options = {}) {
    this.mail ??= await this.#opened(SmtpSink.start());
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
    return this.#opened(SmtpSink.start());
  }

  async #opened(starting) {
    const sink = await starting;
    this.closing.push(() => sink.stop());
    return sink;
  }

  /** A page of a person of their own (no shared cookies). */
  async page({ js = true, width = 1280, height = width < 700 ? 740 : 900, dark = false, language = 'en-GB' } = {}) {
    const context = await this.browser.newContext({
      javaScriptEnabled: js,
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      locale: language,
      timezoneId: 'Africa/Nairobi',
    });
    context.setDefaultTimeout(15_000);
    this.closing.push(() => context.close());
    const page = await context.newPage();
    this.pages.push(page);
    Object.assign(page, { js, dark, kind: `${width}${dark ? '-dark' : ''}${js ? '' : '-nojs'}` });
    this.#watch(context);
    return page;
  }

  /** Errors of scripts, broken content policies and calls to other hosts fail a journey, whatever it looks at. */
  #watch(context) {
    context.on('weberror', (error) => this.wrongs.push(`a script failed: ${error.error()}`));
    context.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.wrongs.push(`policy broken: ${message.text()}`);
    });
    context.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      const ours = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) || ['data:', 'blob:', 'about:'].includes(protocol);
      if (!ours) this.wrongs.push(`a page asked another host: ${request.url()}`);
    });
  }

  /** Accessibility: no finding that axe-core calls serious or critical (WCAG 2.2 A and AA and best practice). */
  async axe(page, { except = [] } = {}) {
    if (!page.js) return this.#axeOnACopy(page, { except });
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    const bad = violations.filter(({ id, impact }) => ['serious', 'critical'].includes(impact) && !except.includes(id));
    const lines = bad.flatMap(({ id, help, nodes }) => nodes.slice(0, 5).map((node) => `  ${id}: ${help}: ${node.html}`));
    if (lines.length) throw new Error(`accessibility of ${page.url()}:\n${lines.join('\n')}`);
    return violations;
  }

  /** axe needs scripts: a page without them is shown, as it stands, to a browser that has them. */
  async #axeOnACopy(page, options) {
    const copy = await this.page({ ...page.viewportSize(), dark: page.dark });
    const body = await page.content();
    await copy.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
    await copy.goto(page.url());
    const violations = await this.axe(copy, options);
    await copy.close();
    return violations;
  }

  /** Nothing sticks out to the side. */
  async fits(page) {
    const [wide, view] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    if (wide > view) throw new Error(`${page.url()} is ${wide} px wide in a window of ${view} px`);
  }

  /** Into target/screenshots, named by the page's kind: `register-360-dark.png`. */
  async screenshot(page, name) {
    await mkdir(catalogue, { recursive: true });
    const file = `${name}-${page.kind}.png`;
    await page.screenshot({ path: path.join(catalogue, file), fullPage: true });
    return file;
  }

  /** After a failure: what every open page showed, and the last words of the program. */
  async lastSight() {
    const sights = [];
    for (const [at, page] of this.pages.entries()) {
      if (page.isClosed()) continue;
      const name = `failed-${this.name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60)}-${at}`;
      const file = await this.screenshot(page, name).catch(() => 'no picture');
      sights.push(`  on ${page.url()} (target/screenshots/${file})`);
    }
    if (this.lastServer) sights.push(this.lastServer.output.slice(-3000));
    return sights.join('\n');
  }

  async close() {
    for (const close of this.closing.reverse()) await close();
    if (this.wrongs.length) throw new Error(this.wrongs.join('\n'));
  }
}

/** An index of the catalogue, to leaf through. */
export async function writeCatalogue(files) {
  if (!files.length) return;
  const figures = files.sort().map((file) => `<figure><img src="${file}" alt=""><figcaption>${file}</figcaption></figure>`);
  const style = '<style>figure{display:inline-block;margin:1rem;vertical-align:top}img{max-width:24rem;border:1px solid}</style>';
  await writeFile(path.join(catalogue, 'index.html'), `<!doctype html><meta charset="utf-8">${style}${figures.join('\n')}\n`);
}

