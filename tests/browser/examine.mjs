// What every page must keep, whoever opens it: usable by blind people, no wider than the smallest telephone, readable in
// light and dark, and every word from the catalogue. Each function returns what is wrong, in sentences.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The narrowest window that WCAG 2.2 reckons with (1.4.10 Reflow), in CSS pixels. */
const NARROWEST = 320;

/** No finding that axe-core calls serious or critical (WCAG 2.2 A and AA, best practice), in light and in dark. */
export async function accessible(page) {
  if (await pseudo(page)) return []; // axe knows no such language, and the page is the English one otherwise
  await page.evaluate(axeSource);
  const all = await findings(page, { rules: { 'target-size': { enabled: true } } });
  await page.emulateMedia({ colorScheme: page.dark ? 'light' : 'dark' });
  const turned = await findings(page, { runOnly: { type: 'rule', values: ['color-contrast'] } });
  await page.emulateMedia({ colorScheme: page.dark ? 'dark' : 'light' });
  return [...all, ...turned.map((line) => `${page.dark ? 'light' : 'dark'}: ${line}`)];
}

async function findings(page, options) {
  const { violations } = await page.evaluate(
    (options) => globalThis.axe.run(document, { resultTypes: ['violations'], ...options }),
    options,
  );
  const bad = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  return bad.flatMap(({ id, help, nodes }) => nodes.slice(0, 5).map((node) => {
    const colours = node.any.find(({ data }) => data?.fgColor)?.data;
    const measured = colours ? ` (${colours.fgColor} on ${colours.bgColor}: ${colours.contrastRatio})` : '';
    return `${id}: ${help}${measured}: ${node.html.slice(0, 300)}`;
  }));
}

/** Nothing sticks out to the side, in this window and in the narrowest. */
export async function fits(page) {
  const size = page.viewportSize();
  const faults = await overflow(page);
  await page.setViewportSize({ ...size, width: NARROWEST });
  faults.push(...(await overflow(page)));
  await page.setViewportSize(size);
  return faults;
}

async function overflow(page) {
  return page.evaluate(() => {
    const [wide, view] = [document.documentElement.scrollWidth, window.innerWidth];
    if (wide <= view) return [];
    const sticks = [...document.body.querySelectorAll('*')].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      const spills = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'visible' && one.clientWidth > 0;
      return width > 0 && (right > view + 0.5 || left < -0.5 || spills) && !one.closest('.skip, .away');
    });
    const culprit = sticks.at(-1)?.outerHTML.slice(0, 200) ?? 'nothing that can be named';
    return [`${wide} px wide in a window of ${view} px; sticks out: ${culprit}`];
  });
}

/** Whether the page is in the language nobody speaks (`UNDERSIGNED_LANGUAGE=qps-plocm`). */
export async function pseudo(page) {
  return page.evaluate(() => document.documentElement.lang === 'qps-plocm');
}

/** In the pseudo-language no plain Latin word is left but what people wrote, and what has no language. */
export async function translated(page) {
  if (!(await pseudo(page))) return [];
  return page.evaluate(() => {
    // What people wrote stands in <bdi> or names its language; places and languages are named by CLDR, not by us.
    const written = 'bdi, [lang]:not(html), code, pre, .hash, .site, .foot .mark, textarea, script, style, datalist, a[href^="mailto:"]';
    const places = ['country', 'region', 'language'].map((name) => `select[name*=${name}] option[value]:not([value=""]), a[href*="${name}="]`).join();
    const neutral = /\b(CSV|JSON|UTF|sha256|Undersigned|Markdown|px)\b|sha256sum|https?:\/\/\S+|\S+@\S+|\b[A-Za-z]+\/[A-Z]\w+\b/g;
    const faults = [];
    const named = cldrNames();
    const look = (text, element) => {
      const plain = text.replace(named, '').replace(neutral, '').match(/[A-Za-z]{2,}/);
      if (plain && !element.closest(`${written}, ${places}`)) faults.push(`not from the catalogue: “${text.trim().replace(/\s+/g, ' ').slice(0, 80)}” in ${element.cloneNode(false).outerHTML.slice(0, 120)}`);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) look(node.data, node.parentElement);
    for (const name of ['aria-label', 'placeholder', 'alt', 'title']) {
      for (const element of document.body.querySelectorAll(`[${name}]`)) look(element.getAttribute(name), element);
    }
    return [...new Set(faults)].slice(0, 12);

    /** Every name of a country or language that CLDR has in English. */
    function cldrNames() {
      const letters = [...'abcdefghijklmnopqrstuvwxyz'];
      const pairs = letters.flatMap((one) => letters.map((other) => one + other));
      const of = (type, codes) => {
        const names = new Intl.DisplayNames('en', { type, fallback: 'none' });
        return codes.map((code) => names.of(code)).filter(Boolean);
      };
      const all = [...of('region', pairs.map((pair) => pair.toUpperCase())), ...of('language', [...pairs, ...letters.flatMap((one) => pairs.map((pair) => one + pair))])];
      const quoted = all.sort((one, other) => other.length - one.length).map((name) => name.replace(/[^\p{L}]/gu, '.'));
      return new RegExp(`(?<!\\p{L})(${quoted.join('|')})(?!\\p{L})`, 'gu');
    }
  });
}

/** axe needs scripts: a page without them is shown, as it stands, to a browser that has them. */
export async function copyWithScripts(copy, page) {
  const body = await page.content();
  await copy.route(page.url().replace(/#.*/, ''), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  await copy.goto(page.url());
  return copy;
}
