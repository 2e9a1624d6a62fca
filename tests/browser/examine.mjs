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
    // A box that scrolls by itself may be wider inside, but for what is positioned past it.
    const isInScroller = (one) => {
      const isAbsolute = getComputedStyle(one).position === 'absolute';
      for (let box = one.parentElement; box && box !== document.body; box = box.parentElement) {
        const { overflowX, position } = getComputedStyle(box);
        if (overflowX !== 'visible' && (!isAbsolute || position !== 'static')) return true;
      }
      return false;
    };
    const sticks = [...document.body.querySelectorAll('*')].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      const spills = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'visible' && one.clientWidth > 0;
      return width > 0 && (right > view + 0.5 || left < -0.5 || spills) && !isInScroller(one);
    });
    const culprit = sticks.at(-1)?.outerHTML.slice(0, 200) ?? 'nothing that can be named';
    return [`${wide} px wide in a window of ${view} px; sticks out: ${culprit}`];
  });
}

/** Names of places and languages in English, and of languages in themselves, as one expression: they are CLDR's. */
const NAMES = (() => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const codes = letters.flatMap((one) => letters.map((other) => one + other));
  const name = (locale, type, code) => new Intl.DisplayNames(locale, { type, fallback: 'none' }).of(code);
  const isKnown = (code) => Intl.DisplayNames.supportedLocalesOf(code).length > 0;
  const all = new Set([
    ...codes.map((code) => name('en', 'region', code.toUpperCase())),
    ...codes.map((code) => name('en', 'language', code)),
    ...codes.filter(isKnown).map((code) => name(code, 'language', code)),
    'International', 'Tibet', 'Hong Kong',
  ]);
  const capital = (name) => name[0].toUpperCase() + name.slice(1);
  const longFirst = [...all].filter(Boolean).map(capital).sort((one, other) => other.length - one.length);
  return `(?<!\\p{L})(${longFirst.map((one) => one.replace(/[^\p{L}\p{M}]/gu, '.')).join('|')})(?!\\p{L})`;
})();

/** Whether the page is in the language nobody speaks (`UNDERSIGNED_LANGUAGE=qps-plocm`). */
export async function pseudo(page) {
  return page.evaluate(() => document.documentElement.lang === 'qps-plocm');
}

/** In the pseudo-language no plain Latin word is left but what people wrote, and what has no language. */
export async function translated(page) {
  if (!(await pseudo(page))) return [];
  return page.evaluate(({ names }) => {
    // What people wrote stands in <bdi>, finds its own direction (where a <bdi> inside would not count) or names its language; places and languages are named by CLDR, not by us.
    const written = 'bdi, [dir=auto]:not(input), [lang]:not(html), .mail, code, pre, .hash, .site, .foot .mark, textarea, script, style, datalist, select[name^=column_] option, a[href^="mailto:"]';
    const places = ['country', 'region', 'language'].map((name) => `select[name*=${name}] option[value]:not([value=""]), a[href*="${name}="]`).join();
    const neutral = /\b(CSV|JSON|UTF|sha256|Undersigned|Markdown|px)\b|sha256sum|https?:\/\/\S+|\S+@\S+|\b[A-Za-z]+\/[A-Z]\w+\b/g;
    const faults = [];
    const named = new RegExp(names, 'gu');
    const look = (text, element) => {
      const plain = text.replace(named, '').replace(neutral, '').match(/[A-Za-z]{2,}/);
      if (plain && !element.closest(`${written}, ${places}`)) faults.push(`not from the catalogue: ${plain[0]} in “${text.trim().replace(/\s+/g, ' ').slice(0, 80)}” in ${element.cloneNode(false).outerHTML.slice(0, 120)}`);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) look(node.data, node.parentElement);
    for (const name of ['aria-label', 'placeholder', 'alt', 'title']) {
      for (const element of document.body.querySelectorAll(`[${name}]`)) look(element.getAttribute(name), element);
    }
    return [...new Set(faults)].slice(0, 12);
  }, { names: NAMES });
}

/** axe needs scripts: a page without them is shown, as it stands, to a browser that has them. */
export async function copyWithScripts(copy, page) {
  const body = await page.content();
  await copy.route(page.url().replace(/#.*/, ''), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  await copy.goto(page.url());
  return copy;
}
