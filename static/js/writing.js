// The tools above the text: marks by button and by key, what is pasted from elsewhere, a preview beside it, the count of words.
// Everything is typed into the text as if by hand, so undoing works. Without this script the text is a plain field.
(() => {
  'use strict';
  const form = document.getElementById('writing');
  const tools = document.getElementById('tools');
  const body = form && form.elements.body;
  if (!body || !tools) return;
  const said = document.getElementById('pasted');
  const preview = document.getElementById('preview');
  const shown = preview.querySelector('[data-part=shown]');
  const limit = 2 * 1024 * 1024; // bytes of HTML that the server reads
  let may = true;

  /** Types `text` over what lies between two places, and selects some of it. */
  function type(from, to, text, start = text.length, end = start) {
    body.focus();
    body.setSelectionRange(from, to);
    const done = text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text);
    if (!done || body.value.slice(from, from + text.length) !== text) {
      body.setRangeText(text, from, body.selectionEnd > from ? from : to, 'end');
      body.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    body.setSelectionRange(from + start, from + end);
  }

  function around(mark) {
    const { selectionStart: from, selectionEnd: to, value } = body;
    const words = value.slice(from, to);
    const isMarked = words.length > 2 * mark.length && words.startsWith(mark) && words.endsWith(mark);
    if (isMarked) return type(from, to, words.slice(mark.length, -mark.length), 0, words.length - 2 * mark.length);
    const blank = words.length - words.trimEnd().length;
    const core = words.slice(0, words.length - blank);
    type(from, to - blank, mark + core + mark, mark.length, mark.length + core.length);
  }

  /** The marks at the beginning of lines: put there, or taken away where all lines have them. */
  function lines(mark, known) {
    const { value } = body;
    const from = value.lastIndexOf('\n', body.selectionStart - 1) + 1;
    const end = value.indexOf('\n', body.selectionEnd);
    const to = end < 0 ? value.length : end;
    const all = value.slice(from, to).split('\n');
    const isAll = all.every((line) => !line.trim() || known.test(line));
    const has = all.some((line) => line.trim()) && isAll;
    let n = 0;
    const text = all.map((line) => {
      const bare = line.replace(/^(#{1,6} |> |- |\d{1,9}\. )/, '');
      if (has || (!line.trim() && all.length > 1)) return bare;
      n += 1;
      return mark.replace('1', n) + bare;
    }).join('\n');
    const needsLine = !has && mark !== '## ' && from > 1 && value[from - 2] !== '\n' && !known.test(value.slice(value.lastIndexOf('\n', from - 2) + 1, from));
    type(from, to, (needsLine ? '\n' : '') + text, needsLine ? 1 : 0, text.length + (needsLine ? 1 : 0));
  }

  function link() {
    const { selectionStart: from, selectionEnd: to, value } = body;
    const words = value.slice(from, to);
    const isAddress = /^https?:\/\/\S+$/.test(words);
    const text = isAddress ? `[](${words})` : `[${words}](https://)`;
    const at = isAddress ? 1 : text.length - 1;
    type(from, to, text, at, at);
  }

  function footnote() {
    let n = 1;
    while (body.value.includes(`[^${n}]`)) n += 1;
    const at = body.selectionEnd;
    type(at, at, `[^${n}]`);
    const end = body.value.trimEnd().length;
    type(end, body.value.length, `\n\n[^${n}]: `);
  }

  const does = {
    bold: () => around('**'),
    italic: () => around('*'),
    heading: () => lines('## ', /^#{1,6} /),
    list: () => lines('- ', /^- /),
    numbered: () => lines('1. ', /^\d{1,9}\. /),
    quote: () => lines('> ', /^> /),
    link,
    footnote,
  };

  tools.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-does]');
    if (button && may) does[button.dataset.does]();
  });
  body.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !may) return;
    const button = tools.querySelector(`button[data-key="${event.key.toLowerCase()}"]`);
    if (!button || event.shiftKey) return;
    event.preventDefault();
    does[button.dataset.does]();
  });

  function data(action) {
    const sent = new FormData(form);
    sent.set('action', action);
    return sent;
  }
  async function ask(path, sent) {
    const answer = await fetch(path, { method: 'POST', body: sent, headers: { accept: 'application/json' } });
    if (!answer.ok) throw Object.assign(new Error('refused'), { status: answer.status });
    return answer.json();
  }
  function tell(sentences) {
    said.hidden = false;
    said.querySelector('[role=status]').replaceChildren(...sentences.map((words) => Object.assign(document.createElement('p'), { textContent: words })));
  }

  body.addEventListener('paste', async (event) => {
    const html = event.clipboardData.getData('text/html');
    if (!may || !html.trim()) return;
    const plain = event.clipboardData.getData('text/plain');
    event.preventDefault();
    const before = body.value;
    const [from, to] = [body.selectionStart, body.selectionEnd];
    const put = (text) => {
      // What was typed while the server read it stays where it is.
      if (body.value === before) type(from, to, text);
      else type(body.selectionStart, body.selectionEnd, text);
    };
    if (new Blob([html]).size > limit) {
      put(plain);
      return tell([said.dataset.sayTooLarge]);
    }
    tell([said.dataset.sayReading]);
    try {
      const sent = new FormData();
      sent.set('csrf_token', form.elements.csrf_token.value);
      sent.set('html', html);
      sent.set('body', before);
      const found = await ask(tools.dataset.paste, sent);
      put(found.markdown);
      if (found.dropped.length) tell([said.dataset.sayDone, ...found.dropped]);
      else said.hidden = true;
    } catch (failed) {
      put(plain);
      tell([failed.status === 413 ? said.dataset.sayTooLarge : said.dataset.sayFailed]);
    }
  });

  // The preview is only fetched where there is room for it.
  const isWide = matchMedia('(min-width: 75rem)');
  let timer = 0;
  let last = null;
  async function show() {
    if (!isWide.matches || document.hidden || body.value === last) return;
    const asked = body.value;
    try {
      const part = await ask(location.pathname, data('preview-part'));
      if (part.state !== 'shown') return;
      last = asked;
      shown.innerHTML = part.html;
      preview.hidden = false;
    } catch { /* The text counts; the preview comes with the next key. */ }
  }
  const words = document.getElementById('word-count');
  function count() {
    const all = body.value.trim();
    const n = all ? all.split(/\s+/).length : 0;
    words.textContent = words.dataset.say.replace('%count%', n.toLocaleString(document.documentElement.lang));
  }
  form.addEventListener('input', () => {
    count();
    clearTimeout(timer);
    timer = setTimeout(show, 700);
  });
  isWide.addEventListener('change', show);
  form.addEventListener('writing-may', (event) => {
    may = event.detail;
    for (const button of tools.querySelectorAll('button')) button.disabled = !may;
  });

  tools.hidden = false;
  words.hidden = false;
  count();
  show();
})();
