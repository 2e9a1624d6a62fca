// A mail as a person reads it: subject, plain text, HTML, links. Knows as much of MIME as our own mails use.

export class Mail {
  constructor(from, to, source) {
    this.from = from;
    this.to = to;
    this.source = source;
    const root = parse(source.toString('latin1'));
    this.headers = root.headers;
    const parts = leaves(root);
    this.text = wordsOf(parts.find((part) => part.type === 'text/plain'));
    this.html = wordsOf(parts.find((part) => part.type === 'text/html'));
    this.subject = decodeHeader(this.headers.get('subject') ?? '');
  }

  /** Every web link of the plain text; a full stop behind one belongs to the sentence. */
  get links() {
    return [...(this.text ?? '').matchAll(/https?:\/\/[^\s<>"'()[\]]+/g)].map(([link]) => link.replace(/[.,;:!?]+$/, ''));
  }

  /** The first link whose path holds this part, such as `/sign/`. */
  link(part) {
    const found = this.links.find((link) => link.includes(part));
    if (!found) throw new Error(`no link with ${part} in the mail to ${this.to}; links: ${this.links.join(' ') || 'none'}`);
    return found;
  }
}

function parse(source) {
  const end = source.indexOf('\r\n\r\n');
  const head = (end < 0 ? source : source.slice(0, end)).replace(/\r\n[ \t]+/g, ' ');
  const headers = new Map();
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const content = headers.get('content-type') ?? 'text/plain';
  const type = content.split(';')[0].trim().toLowerCase();
  const boundary = /boundary="?([^";]+)"?/.exec(content)?.[1];
  return { headers, type, boundary, body: end < 0 ? '' : source.slice(end + 4) };
}

function leaves(part) {
  if (!part.boundary) return [part];
  const pieces = part.body.split(`--${part.boundary}`).slice(1, -1);
  return pieces.flatMap((piece) => leaves(parse(piece.replace(/^\r\n/, ''))));
}

function wordsOf(part) {
  if (!part) return null;
  const encoding = (part.headers.get('content-transfer-encoding') ?? '7bit').toLowerCase();
  return bytesOf(part.body, encoding).toString('utf8').replace(/\r\n/g, '\n');
}

function bytesOf(text, encoding) {
  if (encoding === 'base64') return Buffer.from(text, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(text, 'latin1');
  const whole = text.replace(/=\r?\n/g, '');
  return Buffer.from(whole.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
}

/** RFC 2047; the white space between two encoded words is not part of the text. */
function decodeHeader(value) {
  const joined = value.replace(/\?=\s+=\?/g, '?==?');
  return joined.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, text) => {
    const quoted = kind.toLowerCase() === 'q';
    return bytesOf(quoted ? text.replace(/_/g, ' ') : text, quoted ? 'quoted-printable' : 'base64').toString('utf8');
  });
}
