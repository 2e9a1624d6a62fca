// Words that are selected in a paragraph become what a comment is about; what is typed and was not sent yet stays in this tab, and
// nowhere else, until it is. Without this script the words are pasted into their field.
(() => {
  'use strict';
  const kept = document.getElementById('kept');
  const form = kept && kept.closest('form');
  if (!form) return;
  const key = `undersigned comments ${kept.dataset.key}`;
  const linger = 400; // milliseconds that the button outlives its selection: a tap may end the one before it reaches the other
  const fields = Array.from(form.elements).filter((field) => field.matches('textarea, input[type=radio]'));

  // --- what is typed -----------------------------------------------------------------------------------------------

  const isRadio = (field) => field.type === 'radio';
  const nameOf = (field) => (isRadio(field) ? `${field.name} ${field.value}` : field.name);
  const stands = (field) => (isRadio(field) ? field.checked : field.value.replace(/\r\n/g, '\n'));
  const sent = (field) => (isRadio(field) ? field.defaultChecked : field.defaultValue.replace(/\r\n/g, '\n'));

  function put(field, value) {
    if (isRadio(field)) field.checked = value;
    else field.value = value;
    const fold = field.closest('details');
    if (fold && stands(field) !== sent(field)) fold.open = true;
  }

  function forget() {
    try { sessionStorage.removeItem(key); } catch { /* nothing was kept */ }
  }

  function keep() {
    const unsent = fields.filter((field) => stands(field) !== sent(field)).map((field) => [nameOf(field), stands(field)]);
    if (!unsent.length) return forget();
    try {
      sessionStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), unsent }));
    } catch { /* The browser keeps nothing; the form goes on. */ }
  }

  function found() {
    try {
      return JSON.parse(sessionStorage.getItem(key) || 'null');
    } catch {
      return null;
    }
  }

  function restore() {
    const row = found();
    if (!row) return;
    const unsent = new Map(row.unsent);
    const changed = fields.filter((field) => unsent.has(nameOf(field)) && unsent.get(nameOf(field)) !== sent(field));
    if (!changed.length) return forget();
    for (const field of changed) put(field, unsent.get(nameOf(field)));
    const time = new Date(row.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });
    kept.querySelector('[data-part=told]').textContent = kept.dataset.sayKept.replace('%time%', time);
    kept.hidden = false;
    kept.querySelector('[data-act=drop]').addEventListener('click', () => {
      for (const field of fields) put(field, sent(field));
      forget();
      kept.hidden = true;
    });
  }

  form.addEventListener('input', keep);
  for (const out of document.querySelectorAll('form[action="/signout"]')) out.addEventListener('submit', forget);
  // The page that answers the button says itself what became of everything.
  if (kept.dataset.answers === 'true') forget();
  else restore();

  // --- words that are selected -------------------------------------------------------------------------------------

  function chosenIn(words) {
    const chosen = document.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return '';
    const range = chosen.getRangeAt(0).cloneRange();
    if (!words.contains(range.startContainer)) return '';
    if (!words.contains(range.endContainer)) range.setEndAfter(words.lastChild);
    const part = range.cloneContents();
    // The number of a note is not one of the words.
    for (const number of part.querySelectorAll('sup')) number.remove();
    for (const end of part.querySelectorAll('p, li, br')) end.after(' ');
    return part.textContent.replace(/\s+/g, ' ').trim();
  }

  for (const piece of form.querySelectorAll('.piece')) {
    const words = piece.querySelector('[data-part=words]');
    const button = piece.querySelector('[data-act=quote]');
    const quoted = piece.querySelector('textarea[name^=quoted-]');
    let chosen = '';
    let timer = 0;
    document.addEventListener('selectionchange', () => {
      const now = chosenIn(words);
      clearTimeout(timer);
      if (now) {
        chosen = now;
        button.hidden = false;
      } else {
        timer = setTimeout(() => { button.hidden = document.activeElement !== button; }, linger);
      }
    });
    button.addEventListener('click', () => {
      const before = quoted.value.trim();
      if (!before.split('\n').includes(chosen)) put(quoted, before ? `${before}\n${chosen}` : chosen);
      quoted.dispatchEvent(new InputEvent('input', { bubbles: true }));
      quoted.closest('details').open = true;
      piece.querySelector('textarea[name^=comment-]').focus();
      button.hidden = true;
    });
  }
})();
