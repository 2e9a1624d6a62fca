// Every page that links lead to, in the demo's invented letters of every state: in English, and in a language nobody
// speaks, which runs from right to left and is 40 % longer.

import assert from 'node:assert/strict';
import { journey, kindOf } from './harness.mjs';

/** So many pages of each kind are opened: letters in different states look different. Of filtered lists one is enough. */
const ofEach = (path) => (path.includes('?') ? 1 : 2);

for (const language of ['en', 'qps-plocm']) {
  const how = language === 'en' ? 'in English' : 'from right to left, with longer words, all from the catalogue';
  journey(`Every page of the demo that a link leads to is in order, ${how}`, async (t) => {
    const app = await t.server({ command: ['demo'], settings: { UNDERSIGNED_LANGUAGE: language } });
    const page = await t.page({ width: 360 });
    const [, email] = /(\S+@\S+)\s.*operator/.exec(app.output);
    await page.goto(`${app.url}/signin`);
    await t.examine(page, 'signin');
    await page.fill('[name=email]', email);
    await page.fill('[name=password]', /password: (.+)/.exec(app.output)[1]);
    await page.click('button[name=action]');
    await page.waitForURL(/\/desk/);
    const faults = [];
    const waiting = ['/', '/desk', '/desk/mailbox', '/desk/account', '/forgot', '/nothing-here'];
    const seen = new Set();
    const from = new Map();
    const times = new Map();
    while (waiting.length) {
      const path = waiting.shift();
      const kind = kindOf(0, app.url + path).slice(2) + [...new URL(app.url + path).searchParams.keys()].join();
      if (seen.has(path) || (times.get(kind) ?? 0) >= ofEach(path)) continue;
      seen.add(path);
      if (path.endsWith('.pdf')) continue; // shown by the browser's own viewer, which is no page of ours
      const answer = await page.goto(app.url + path).catch((error) => ({ error }));
      if (answer.error) continue; // a file to be downloaded
      if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
      times.set(kind, (times.get(kind) ?? 0) + 1);
      if (answer.status() !== (path === '/nothing-here' ? 404 : 200)) faults.push(`${path} answers ${answer.status()}; a link on ${from.get(path)}`);
      const name = times.get(kind) === 1 ? kind.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'root' : '';
      await t.examine(page, name).catch((error) => faults.push(error.message));
      const links = await page.locator('a[href]').evaluateAll((all) => all.map(({ href }) => href.replace(/#.*/, '')));
      for (const link of links.filter((one) => one.startsWith(app.url))) {
        const to = link.slice(app.url.length) || '/';
        if (!from.has(to)) from.set(to, path);
        waiting.push(to);
      }
    }
    assert.ok(!faults.length, faults.join('\n'));
    assert.ok(times.size > 30, `only ${times.size} kinds of pages were found: ${[...times.keys()].join(' ')}`);
  }, { isLong: true });
}
