/// A project in an address: everything after the `#`, read by the page alone and never sent to a server.

import { deflateSync } from 'fflate';
import { fileOf, isText, textOf } from '../files';
import { type ProjectContent, DEFAULT_SETTINGS, recordsVariables } from '../project';
import { checkedFiles } from '../stored';
import { fromBase64url, toBase64url } from './base64url';
import { LINK_FORMAT, LINK_UPGRADES, type LinkJson, parseLinkJson } from './format';
import { inflateUpTo } from './inflate';

/// Longer links are refused: browsers and messengers cut them anyway.
export const MAX_LINK_CHARACTERS = 2_000_000;
/// Bytes of JSON a link may unpack to.
export const MAX_LINK_BYTES = 8 * 1024 * 1024;

export type Decoded = { readonly ok: true; readonly content: ProjectContent } | { readonly ok: false; readonly sentence: string };

/// The fragment, without `#`: `v1.` and base64url of deflated JSON. Throws RangeError with a sentence when the project is
/// too large for a link that `decodeLink` would take: offer the zip instead.
export function encodeLink(project: ProjectContent): string {
  const settings = {
    ...(project.settings.eagerLimit === DEFAULT_SETTINGS.eagerLimit ? {} : { eagerLimit: project.settings.eagerLimit }),
    ...(project.settings.buffering === DEFAULT_SETTINGS.buffering ? {} : { buffering: project.settings.buffering }),
    ...(recordsVariables(project.settings) ? {} : { variables: false }),
  };
  const json: LinkJson = {
    n: project.name,
    c: project.command,
    f: [...project.files].map(([path, file]): LinkJson['f'][number] => (isText(file) ? [path, textOf(file)] : [path, toBase64url(file.bytes), 1])),
    ...(Object.keys(settings).length === 0 ? {} : { s: settings }),
    ...(project.lesson === null ? {} : { l: project.lesson }),
  };
  const bytes = fileOf(JSON.stringify(json)).bytes;
  const fragment = bytes.length > MAX_LINK_BYTES ? null : `v${LINK_FORMAT}.${toBase64url(deflateSync(bytes, { level: 9, mem: 12 }))}`;
  if (fragment === null || fragment.length > MAX_LINK_CHARACTERS) {
    throw new RangeError('These files are too large for a link; share the project as a zip file instead.');
  }
  // Whoever gets the link must be able to open it.
  const decoded = decodeLink(fragment);
  if (!decoded.ok) throw new RangeError(`This project cannot be put into a link. ${decoded.sentence}`);
  return fragment;
}

/// Whether a fragment looks like a project at all, so that `#section` is left alone.
export function isLink(fragment: string): boolean {
  return /^#?v\d+\./.test(fragment);
}

/// Reads a fragment with or without its `#`. A stranger wrote it: nothing in it is believed, and a refusal is one sentence.
export function decodeLink(fragment: string): Decoded {
  const refused = (sentence: string): Decoded => ({ ok: false, sentence });
  const text = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  if (text.length > MAX_LINK_CHARACTERS) return refused(`This link is ${text.length} characters long; at most ${MAX_LINK_CHARACTERS} can be opened.`);
  const match = /^v(\d{1,6})\.(.*)$/s.exec(text);
  if (match === null) return refused('This link does not hold a Commworld project; it should go on with #v1. and more.');
  const format = Number(match[1]);
  if (format > LINK_FORMAT) return refused('This link was made by a newer Commworld; reload the page to get its newest version.');
  if (format < 1) return refused('This link names a format that never was; ask its sender for a new one.');
  // Messengers append what they take for part of the sentence, or escape what needs no escaping.
  const packed = fromBase64url((match[2] ?? '').replace(/[\s.,;:!?)\]}>"'*]+$/, ''));
  const inflated = packed === null ? null : inflateUpTo(MAX_LINK_BYTES, packed);
  if (inflated?.kind === 'too-large') return refused(`This link unpacks to more than ${MAX_LINK_BYTES / 1024 / 1024} MB and was not opened.`);
  if (inflated?.kind !== 'ok') return refused('This link is damaged or was cut short; copy the whole of it, or ask its sender for it again.');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(inflated.bytes));
    for (const step of LINK_UPGRADES.slice(format - 1)) json = step(json);
  } catch {
    return refused('This link is damaged: what it holds is not a project.');
  }
  const parsed = parseLinkJson(json);
  if (!parsed.ok) return refused(`This link cannot be opened: ${parsed.reason}.`);
  return contentOfJson(parsed.value);
}

function contentOfJson({ n, c, f, s, l }: LinkJson): Decoded {
  const entries: [string, Uint8Array][] = [];
  for (const [path, text, binary] of f) {
    const bytes = binary === 1 ? fromBase64url(text) : fileOf(text).bytes;
    if (bytes === null) return { ok: false, sentence: `This link is damaged: its file ${JSON.stringify(path.slice(0, 60))} is not base64.` };
    entries.push([path, bytes]);
  }
  const files = checkedFiles(entries, 'This link');
  if (!files.ok) return files;
  const settings = {
    eagerLimit: s?.eagerLimit ?? DEFAULT_SETTINGS.eagerLimit, buffering: s?.buffering ?? DEFAULT_SETTINGS.buffering, ...(s?.variables === false ? { variables: false } : {}),
  };
  return { ok: true, content: { name: n, command: c, files: files.value, settings, lesson: l ?? null } };
}
