/// The open project as a link.

import { contentOf, encodeLink } from '../../project';
import { projectStore } from '../project/project-store';
import { services } from '../services';

export type Link =
  | { readonly ok: true; readonly address: string; readonly warning: string | null }
  | { readonly ok: false; readonly sentence: string };

/// Characters over which some chats and mail programs cut a link, and over which most do.
export const LONG_LINK = 2000;
export const VERY_LONG_LINK = 8000;

/// Files, command and settings in one address. Files that ranks wrote are left out when `sourcesOnly`.
export function projectLink(sourcesOnly: boolean): Link {
  const { project, written } = projectStore.getState();
  const content = contentOf(project);
  const files = sourcesOnly ? new Map([...content.files].filter(([path]) => !written.has(path))) : content.files;
  try {
    const address = `${services().address()}#${encodeLink({ ...content, files })}`;
    return { ok: true, address, warning: warningFor(address.length) };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, sentence: error.message };
    throw error;
  }
}

export function warningFor(length: number): string | null {
  if (length > VERY_LONG_LINK) return `The link has ${length.toLocaleString('en')} characters: most chats, mail programs and learning platforms cut one of more than ${VERY_LONG_LINK.toLocaleString('en')}. Share the zip file instead.`;
  if (length > LONG_LINK) return `The link has ${length.toLocaleString('en')} characters: some chats and mail programs cut one of more than ${LONG_LINK.toLocaleString('en')}. Try it, or share the zip file.`;
  return null;
}

export function copyText(text: string): Promise<boolean> {
  return services().copy(text);
}

/// A small page that leads to the link: a file to put into a learning platform.
export function downloadLink(address: string): void {
  const { name } = projectStore.getState().project;
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const page = `<!doctype html>\n<meta charset="utf-8">\n<title>${escaped(name)}</title>\n<p><a href="${escaped(address)}">Open “${escaped(name)}” in Commworld</a></p>\n`;
  services().download('commworld-link.html', new TextEncoder().encode(page), 'text/html');
}
