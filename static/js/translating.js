// Saves a translation while somebody types, says honestly whether it did, and keeps in this browser what the server does not have
// yet. Only fields that were touched are sent, so that several people can work at once. Without this script the page is a plain form.
(() => {
  'use strict';
  const form = document.getElementById('translating');
  if (!form) return;
  const kept = document.getElementById('kept');
  const line = document.getElementById('save-state');
  const fields = Array.from(form.querySelectorAll('textarea[name^="text-"]'));
  const key = `undersigned translation ${form.dataset.key}`;
  const wait = 1500; // milliseconds after the last key
  const longest = 5000; // milliseconds of typing without a save
  const again = [2000, 4000, 8000]; // milliseconds until the next try

  const markOf = (field) => field.name.slice('text-'.length);
  const valueOf = (field) => field.value.replace(/\r\n/g, '\n');
  const fits = (field) => Boolean(form.querySelector(`input[name=fits][value="${markOf(field)}"]:checked`));
  const saved = new Map(fields.map((field) => [field, valueOf(field)]));
  // What the server refused waits for the button, or for other words.
  const refused = new Map(fields.filter((field) => field.getAttribute('aria-invalid') === 'true').map((field) => [field, valueOf(field)]));
  const state = { since: new Date(), sending: null, tries: 0, timer: 0, firstUnsaved: 0, ended: false, leaving: false, offered: {} };

  const isTouched = (field) => valueOf(field) !== saved.get(field) || fits(field);
  const isWaiting = (field) => refused.has(field) && refused.get(field) === valueOf(field);
  const touched = () => fields.filter((field) => isTouched(field) && !isWaiting(field));
  const time = (at) => at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });

  function say(word, told = '') {
    line.hidden = false;
    line.dataset.state = word === 'refused' ? 'faulty' : word;
    const attribute = `say${word.charAt(0).toUpperCase()}${word.slice(1)}`;
    const words = form.dataset[attribute].replace('%time%', time(state.since)).replace('%told%', told);
    const status = line.querySelector('[role=status]');
    if (status.textContent !== words) status.textContent = words;
  }

  function keep() {
    const unsaved = fields.filter((field) => valueOf(field) !== saved.get(field)).map((field) => [markOf(field), valueOf(field)]);
    const texts = { ...state.offered, ...Object.fromEntries(unsaved) };
    try {
      if (Object.keys(texts).length) localStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), texts }));
      else localStorage.removeItem(key);
    } catch { /* The browser keeps nothing, for example in a private window; saving goes on. */ }
  }

  function dataOf(sent) {
    const data = new FormData();
    data.set('csrf_token', form.elements.csrf_token.value);
    data.set('action', 'autosave');
    for (const field of sent) {
      const mark = markOf(field);
      data.set(field.name, field.value);
      data.set(`based_on-${mark}`, form.elements[`based_on-${mark}`].value);
      if (fits(field)) data.append('fits', mark);
    }
    return data;
  }

  function later(milliseconds) {
    clearTimeout(state.timer);
    state.timer = setTimeout(save, milliseconds);
  }

  function save() {
    clearTimeout(state.timer);
    if (state.sending) return state.sending;
    if (state.ended || !touched().length) return Promise.resolve();
    state.sending = send(touched()).finally(() => { state.sending = null; });
    return state.sending;
  }

  async function ask(data) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 15000);
    try {
      const answer = await fetch(location.pathname, { method: 'POST', body: data, headers: { accept: 'application/json' }, signal: stop.signal });
      if (answer.status === 410 || answer.status === 404) return { state: 'ended' };
      const isJson = (answer.headers.get('content-type') || '').startsWith('application/json');
      return isJson ? await answer.json() : { state: 'failed' };
    } catch {
      return { state: 'failed' };
    } finally {
      clearTimeout(timer);
    }
  }

  async function send(sent) {
    const texts = new Map(sent.map((field) => [field, valueOf(field)]));
    const data = dataOf(sent);
    if (state.tries === 0) say('saving');
    const answer = await ask(data);
    if (answer.state === 'ended') {
      state.ended = true;
      return say('ended');
    }
    if (answer.state !== 'saved') {
      say('failed');
      later(again[Math.min(state.tries, again.length - 1)]);
      state.tries += 1;
      return;
    }
    state.tries = 0;
    state.firstUnsaved = 0;
    state.since = new Date(answer.at);
    for (const [field, text] of texts) took(field, text, answer);
    document.querySelector('.tally strong').textContent = answer.told;
    keep();
    if (touched().length) return later(wait);
    const [why] = Object.values(answer.refused);
    if (why) say('refused', why.told);
    else say('saved');
  }

  function took(field, text, answer) {
    const mark = markOf(field);
    const no = answer.refused[mark];
    if (no) return refuse(field, text, no);
    const yes = answer.saved[mark];
    saved.set(field, text);
    if (!yes) return;
    form.elements[`based_on-${mark}`].value = yes.n;
    const section = document.getElementById(`p-${mark}`);
    section.dataset.condition = yes.condition;
    section.querySelector('.state').textContent = yes.told;
    const box = section.querySelector('input[name=fits]');
    if (box) box.closest('p').remove();
  }

  // Both wordings stand there; the button saves the one in the field.
  function refuse(field, text, no) {
    refused.set(field, text);
    field.setAttribute('aria-invalid', 'true');
    let why = document.getElementById(`${field.id}-error`);
    if (!why) {
      why = Object.assign(document.createElement('p'), { className: 'refusal', id: `${field.id}-error` });
      field.before(why);
      field.setAttribute('aria-describedby', why.id);
    }
    why.textContent = no.told;
    if (no.theirs === null) return;
    form.elements[`based_on-${markOf(field)}`].value = no.n;
    const theirs = field.parentElement.querySelector('.theirs') || Object.assign(document.createElement('pre'), { className: 'mail theirs', lang: field.lang, dir: field.dir });
    theirs.textContent = no.theirs;
    field.before(theirs);
  }

  function typed() {
    keep();
    if (state.ended || state.tries) return;
    if (!touched().length) {
      if (!state.sending) {
        clearTimeout(state.timer);
        state.firstUnsaved = 0;
        say('saved');
      }
      return;
    }
    const now = Date.now();
    state.firstUnsaved ||= now;
    if (!state.sending) say('unsaved');
    later(Math.min(wait, Math.max(0, state.firstUnsaved + longest - now)));
  }

  form.addEventListener('input', typed);
  for (const field of fields) field.addEventListener('blur', () => save());
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
  window.addEventListener('online', () => save());
  form.addEventListener('submit', (event) => {
    // The answer to what is under way carries the numbers that this save must be based on.
    if (state.sending && !state.leaving) {
      event.preventDefault();
      state.sending.finally(() => form.requestSubmit(event.submitter));
      return;
    }
    state.leaving = true;
    clearTimeout(state.timer);
  });
  window.addEventListener('pagehide', () => {
    if (!state.leaving && !state.ended && touched().length) navigator.sendBeacon(location.pathname, dataOf(touched()));
  });
  window.addEventListener('pageshow', () => { state.leaving = false; });

  // What an earlier visit kept and the server never got. A part that the letter does not have any more is shown to be copied.
  function offer() {
    let row = null;
    try { row = JSON.parse(localStorage.getItem(key) || 'null'); } catch { /* nothing readable was kept */ }
    const drop = () => {
      state.offered = {};
      kept.hidden = true;
      keep();
    };
    const other = Object.entries((row && row.texts) || {}).filter(([mark, text]) => {
      const field = form.elements[`text-${mark}`];
      return text && (!field || valueOf(field) !== text);
    });
    if (!other.length) return drop();
    kept.hidden = false;
    // Until the offer is answered it is kept beside what is typed now.
    state.offered = Object.fromEntries(other);
    const at = new Date(row.at);
    kept.querySelector('[data-part=told]').textContent = form.dataset.sayKept.replace('%time%', `${at.toLocaleDateString()} ${time(at)}`);
    kept.querySelector('[data-act=drop]').addEventListener('click', drop);
    kept.querySelector('[data-act=show]').addEventListener('click', () => {
      kept.hidden = true;
      state.offered = {};
      for (const [mark, text] of other) {
        const field = form.elements[`text-${mark}`];
        if (field) field.value = text;
        else form.before(Object.assign(document.createElement('pre'), { className: 'mail', dir: 'auto', textContent: text }));
      }
      typed();
    });
  }

  offer();
})();
