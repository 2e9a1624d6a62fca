// Saves the text while somebody writes, says honestly whether it did, and keeps in this browser what the server does not have yet.
// One tab writes at a time; the server says which. Without this script the page is a plain form.
(() => {
  'use strict';
  const form = document.getElementById('writing');
  if (!form) return;
  const held = document.getElementById('held');
  const kept = document.getElementById('kept');
  const line = document.getElementById('save-state');
  const names = ['salutation', 'body', 'closing'];
  const fields = names.map((name) => form.elements[name]);
  const { letter, language, who } = form.dataset;
  const key = `undersigned text ${letter} ${language} ${who}`;
  const wait = 1500; // milliseconds after the last key
  const longest = 5000; // milliseconds of writing without a save
  const again = [2000, 4000, 8000]; // milliseconds until the next try
  const quiet = 30 * 60 * 1000; // a page that nobody touches for so long does not ask any more

  const tab = sessionStorage.getItem('undersigned tab') || Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  sessionStorage.setItem('undersigned tab', tab);
  for (const one of document.querySelectorAll('input[name=tab]')) one.value = tab;

  const state = {
    saved: values(), // what the server has, as far as this page knows
    since: new Date(), // when that was true last
    sending: null, // the request under way
    tries: 0,
    timer: 0,
    firstUnsaved: 0,
    stopped: '', // why nothing is saved any more: taken, conflict, waits, other-person
    leaving: false,
    touched: Date.now(),
  };

  function values() {
    return Object.fromEntries(fields.map((field) => [field.name, field.value.replace(/\r\n/g, '\n')]));
  }
  const same = (one, other) => names.every((name) => one[name] === other[name]);
  const isDirty = () => !same(values(), state.saved);
  const time = (at) => at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });

  function say(word, told = '') {
    line.hidden = false;
    line.dataset.state = word;
    const attribute = `say${word.replace(/(^|-)(\w)/g, (_, __, first) => first.toUpperCase())}`;
    const words = form.dataset[attribute].replace('%time%', time(state.since)).replace('%told%', told);
    const status = line.querySelector('[role=status]');
    if (status.textContent !== words) status.textContent = words;
    line.querySelector('[data-act=load]').hidden = word !== 'newer';
    line.querySelector('[data-act=both]').hidden = !['conflict', 'taken'].includes(word);
  }

  // What the server does not have yet, in this browser.
  function keep() {
    try {
      const row = { ...values(), based_on: form.elements.based_on.value, at: new Date().toISOString() };
      localStorage.setItem(key, JSON.stringify(row));
    } catch { /* The browser keeps nothing, for example in a private window; saving goes on. */ }
  }
  function found() {
    try {
      return JSON.parse(localStorage.getItem(key) || 'null');
    } catch {
      return null;
    }
  }
  function forget() {
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  }

  async function ask(action, more = {}) {
    const data = new FormData(form);
    data.set('action', action);
    data.set('tab', tab);
    for (const [name, value] of Object.entries(more)) data.set(name, value);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 15000);
    try {
      const answer = await fetch(more.path || location.pathname, { method: 'POST', body: data, headers: { accept: 'application/json' }, signal: stop.signal });
      const isJson = (answer.headers.get('content-type') || '').startsWith('application/json');
      return { status: answer.status, ...(isJson ? await answer.json() : { state: 'failed' }) };
    } finally {
      clearTimeout(timer);
    }
  }

  function later(milliseconds) {
    clearTimeout(state.timer);
    state.timer = setTimeout(save, milliseconds);
  }

  function readOnly(is) {
    for (const field of fields) field.readOnly = is;
    form.classList.toggle('read-only', is);
    form.dispatchEvent(new CustomEvent('writing-may', { detail: !is }));
  }

  function taken(told) {
    held.hidden = false;
    held.querySelector('[data-part=told]').textContent = told;
    held.querySelector('[data-part=scripted]').hidden = false;
    readOnly(true);
  }

  function save() {
    clearTimeout(state.timer);
    if (state.sending) return state.sending;
    if (state.stopped || !isDirty()) return Promise.resolve();
    state.sending = send().finally(() => { state.sending = null; });
    return state.sending;
  }

  async function send() {
    const sent = values();
    if (state.tries === 0) say('saving');
    let answer;
    try {
      answer = await ask('autosave');
    } catch {
      answer = { state: 'failed' };
    }
    if (answer.state === 'saved') {
      state.tries = 0;
      state.saved = sent;
      state.since = new Date(answer.at);
      state.firstUnsaved = 0;
      form.elements.based_on.value = answer.n;
      if (isDirty()) return later(wait);
      forget();
      return say('saved');
    }
    if (answer.state === 'signed-in') {
      if (answer.who !== who) return stop('other-person');
      for (const token of document.querySelectorAll('input[name=csrf_token]')) token.value = answer.csrf;
      return later(0);
    }
    if (answer.state === 'taken') {
      taken(answer.told);
      return stop('taken', answer.told);
    }
    if (answer.state === 'conflict') return stop('conflict');
    if (answer.state === 'faulty') return say('faulty', answer.told);
    say(answer.state === 'signed-out' ? 'signed-out' : 'failed');
    later(again[Math.min(state.tries, again.length - 1)]);
    state.tries += 1;
  }

  function stop(why, told) {
    state.stopped = why;
    say(why, told);
  }

  function typed() {
    state.touched = Date.now();
    if (!isDirty()) {
      // Typed and taken back: the server has this very text, and nothing is on its way that could say so.
      if (!state.sending && !state.stopped && !state.tries) {
        clearTimeout(state.timer);
        state.firstUnsaved = 0;
        forget();
        say('saved');
      }
      return;
    }
    keep();
    if (state.stopped || state.tries) return;
    const now = Date.now();
    const isFirst = !state.firstUnsaved;
    state.firstUnsaved ||= now;
    if (!state.sending) say('unsaved');
    // The first key says soon that somebody writes here; after that the pauses count.
    later(isFirst && form.dataset.began !== 'yes' ? 300 : Math.min(wait, Math.max(0, state.firstUnsaved + longest - now)));
    form.dataset.began = 'yes';
  }

  // Whether somebody else began to write, or saved.
  async function look() {
    const isIdle = document.hidden || Date.now() - state.touched > quiet;
    if (isIdle || state.sending || state.stopped || state.tries || isDirty()) return;
    let answer;
    try {
      answer = await ask('look', Object.fromEntries(names.map((name) => [name, ''])));
    } catch {
      return; // Nothing was typed, so there is nothing to say.
    }
    if (state.sending || isDirty() || !answer.n) return;
    if (answer.state === 'taken') return taken(answer.told);
    held.hidden = true;
    if (String(answer.n) !== form.elements.based_on.value) {
      readOnly(true);
      return say('newer');
    }
    readOnly(false);
  }

  line.querySelector('[data-act=both]').addEventListener('click', () => form.requestSubmit(document.getElementById('compare')));
  form.addEventListener('input', typed);
  for (const field of fields) field.addEventListener('blur', () => save());
  document.addEventListener('visibilitychange', () => (document.hidden ? save() : look()));
  window.addEventListener('online', () => save());
  window.addEventListener('focus', () => { if (state.tries) save(); });
  form.addEventListener('submit', (event) => {
    // The answer to what is under way carries the number that this save must be based on.
    if (state.sending && !state.leaving) {
      event.preventDefault();
      state.sending.finally(() => form.requestSubmit(event.submitter));
      return;
    }
    const opensHere = !event.submitter || event.submitter.getAttribute('formtarget') !== '_blank';
    if (opensHere) state.leaving = true;
    clearTimeout(state.timer);
  });
  window.addEventListener('pagehide', () => {
    const data = new FormData(form);
    const beacon = (action) => { data.set('action', action); navigator.sendBeacon(location.pathname, data); };
    if (!state.leaving && !state.stopped && isDirty()) beacon('autosave');
    else if (form.dataset.began === 'yes' && state.stopped !== 'taken') beacon('release');
  });
  window.addEventListener('pageshow', () => { state.leaving = false; });
  for (const out of document.querySelectorAll('form[action="/signout"]')) {
    out.addEventListener('submit', () => {
      state.leaving = true;
      try {
        for (const name of Object.keys(localStorage)) if (name.startsWith('undersigned text ')) localStorage.removeItem(name);
      } catch { /* nothing was kept */ }
    });
  }

  // What an earlier visit kept and the server never got.
  function offer() {
    const row = found();
    if (!row) return;
    if (form.dataset.unsaved === 'true') return;
    if (same(row, state.saved)) return forget();
    kept.hidden = false;
    kept.querySelector('[data-part=told]').textContent = form.dataset.sayKept.replace('%time%', `${new Date(row.at).toLocaleDateString()} ${time(new Date(row.at))}`);
    kept.querySelector('[data-act=drop]').addEventListener('click', () => { forget(); kept.hidden = true; });
    kept.querySelector('[data-act=show]').addEventListener('click', () => {
      for (const field of fields) field.value = row[field.name] || '';
      state.leaving = true;
      form.requestSubmit(document.getElementById('compare'));
    });
  }

  offer();
  if (form.dataset.unsaved === 'true') stop('waits');
  if (!held.hidden && form.dataset.ownTab !== tab) taken(held.querySelector('[data-part=told]').textContent);
  else held.hidden = true;
  setInterval(look, 10000);
})();
