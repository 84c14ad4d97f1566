/// The page as a person has it: an editor, a command line, an output, a timeline. The only file that knows how they are driven.

import { expect, type Locator, type Page } from '@playwright/test';

/// One piece of output, as the merged view shows it.
export interface Row {
  /// Rank that wrote it, by the words beside it; null for what launcher, page or person wrote.
  readonly rank: number | null;
  readonly stderr: boolean;
  /// `prompt` for the command, `input` for what the person typed, `notice` for the launcher's and the page's own lines.
  readonly kind: 'rank' | 'prompt' | 'input' | 'notice';
  readonly lines: readonly string[];
}

export interface Line {
  readonly rank: number;
  readonly stderr: boolean;
  readonly text: string;
}

/// How a run ended and what it wrote.
export interface Ended {
  readonly code: number;
  readonly status: string;
  readonly rows: readonly Row[];
  /// Lines of the ranks, in the order shown; pieces of a line that others cut are joined.
  readonly lines: readonly Line[];
  /// The launcher's and the page's own lines.
  readonly notices: readonly string[];
}

/// What the page said about the run, and when (`performance.now()`).
interface Said {
  readonly text: string;
  readonly at: number;
}

interface Watch {
  status: Said[];
  stopClicked: number;
}

declare global {
  interface Window {
    e2eWatch?: Watch;
  }
}

/// Notes every sentence of the run status and the moment of a press on Stop. Runs in the page before its own scripts.
function watchPage(): void {
  const watch: Watch = { status: [], stopClicked: NaN };
  window.e2eWatch = watch;
  const look = (): void => {
    const text = document.querySelector('[role=status][aria-label="Run status"]')?.textContent ?? '';
    if (text !== '' && watch.status.at(-1)?.text !== text) watch.status.push({ text, at: performance.now() });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('button')?.textContent?.trim() === 'Stop') watch.stopClicked = performance.now();
  }, { capture: true });
}

export class CommworldPage {
  readonly editor: Locator;
  readonly command: Locator;
  readonly run: Locator;
  readonly stop: Locator;
  readonly output: Locator;
  readonly status: Locator;
  readonly timeline: Locator;
  readonly lessons: Locator;
  readonly messages: Locator;

  private constructor(readonly page: Page) {
    this.editor = page.getByRole('region', { name: 'Editor' });
    this.command = page.getByRole('textbox', { name: 'Launch command' });
    this.run = page.getByRole('button', { name: 'Run', exact: true });
    this.stop = page.getByRole('button', { name: 'Stop', exact: true });
    this.output = page.getByRole('log', { name: 'Output' });
    this.status = page.getByRole('status', { name: 'Run status' });
    this.timeline = page.getByRole('region', { name: 'Timeline' });
    this.lessons = page.getByRole('region', { name: 'Lessons' });
    this.messages = page.getByRole('region', { name: 'Messages' });
  }

  /// Opens the page and waits until Python stands and the editor is the real one.
  static async open(page: Page, address = '/'): Promise<CommworldPage> {
    const opened = await CommworldPage.openCold(page, address);
    await expect(opened.status).toHaveText('Ready', { timeout: 60_000 });
    await opened.editorStands();
    return opened;
  }

  /// Opens the page and waits for nothing but its command line.
  static async openCold(page: Page, address = '/'): Promise<CommworldPage> {
    await page.addInitScript(watchPage);
    const opened = new CommworldPage(page);
    await page.goto(address);
    await expect(opened.command).toBeVisible();
    return opened;
  }

  /// The text box of the editor, once Monaco has taken over from the plain one.
  async editorStands(): Promise<Locator> {
    await expect(this.editor.locator('.monaco-editor').first()).toBeVisible({ timeout: 30_000 });
    return this.editor.getByRole('textbox', { name: /^Program text/ });
  }

  /// Puts a program into the editor as a person would: opens the file or makes it, selects all, pastes.
  async write(name: string, text: string): Promise<void> {
    // A tab also says that its file has a syntax error.
    const tab = this.editor.getByRole('tab', { name: new RegExp(`^${name.replaceAll('.', '\\.')}($| )`) });
    if ((await tab.count()) > 0) {
      await tab.click();
    } else {
      await this.editor.getByRole('button', { name: 'New file' }).click();
      const dialog = this.page.getByRole('dialog', { name: 'New file' });
      await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
      await dialog.getByRole('button', { name: 'Make it' }).click();
      await expect(dialog).toBeHidden();
    }
    await expect(tab).toHaveAttribute('aria-selected', 'true');
    const box = await this.editorStands();
    await expect(box).toHaveAccessibleName(`Program text of ${name}`);
    await box.focus();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('Delete');
    if (text !== '') await this.page.keyboard.insertText(text);
  }

  /// Types a line into the command box and presses Enter; waits for nothing.
  async enter(line: string): Promise<void> {
    await this.command.fill(line);
    await this.command.press('Enter');
  }

  /// A line for the little shell (`ls`, `cat`, …); answers with what it said.
  async shell(line: string): Promise<string> {
    const before = await this.output.locator('.cw-prompt').count();
    await this.enter(line);
    await expect(this.output.locator('.cw-prompt')).toHaveCount(before + 1);
    return (await this.rows()).filter(({ kind }) => kind === 'notice').flatMap(({ lines }) => lines).join('\n');
  }

  /// Runs a command line to its end.
  async launch(line: string, timeout = 60_000): Promise<Ended> {
    const mark = await this.mark();
    await this.enter(line);
    return this.ended(mark, timeout, line);
  }

  /// Writes a program and runs it to its end.
  async program(text: string, line = 'mpiexec -n 3 python3 main.py', name = 'main.py'): Promise<Ended> {
    await this.write(name, text);
    return this.launch(line);
  }

  /// Writes a program and starts it; `underWay` when the ranks run.
  async start(text: string, line = 'mpiexec -n 3 python3 main.py', name = 'main.py'): Promise<number> {
    await this.write(name, text);
    const mark = await this.mark();
    await this.enter(line);
    await this.says(mark, /^(Running|Rank 0 waits)/);
    return mark;
  }

  /// A place in what the status said; `ended` and `says` look from there on.
  async mark(): Promise<number> {
    return this.page.evaluate(() => window.e2eWatch?.status.length ?? 0);
  }

  /// Waits for the status to say (or to have said since `mark`) something; the moment it did, in the page's own time.
  async says(mark: number, sentence: RegExp, timeout = 60_000): Promise<Said> {
    const found = await this.page.waitForFunction(
      ({ from, source }) => window.e2eWatch?.status.slice(from).find(({ text }) => new RegExp(source, 'u').test(text)) ?? null,
      { from: mark, source: sentence.source },
      { timeout, polling: 'raf' },
    );
    const said = await found.jsonValue();
    if (said === null) throw new Error(`the status never said ${sentence.source}`);
    return said;
  }

  /// Waits for the end of the run that began after `mark`, by the command `line` where that is known.
  async ended(mark: number, timeout = 60_000, line: string | null = null): Promise<Ended> {
    const { text } = await this.says(mark, /^(Ended|Not started)/, timeout);
    await this.drawn(!text.startsWith('Ended, code 0'), line);
    const rows = await this.rows();
    return {
      code: Number(/code (\d+)/.exec(text)?.[1] ?? NaN),
      status: text,
      rows,
      lines: joined(rows),
      notices: rows.filter(({ kind }) => kind === 'notice').flatMap(({ lines }) => lines),
    };
  }

  /// Presses Stop and answers with the milliseconds until the status said that the run has ended, by the page's own clock.
  async stopped(): Promise<number> {
    const mark = await this.mark();
    await this.stop.click();
    const { at } = await this.says(mark, /^Ended/, 10_000);
    return at - (await this.page.evaluate(() => window.e2eWatch?.stopClicked ?? NaN));
  }

  /// Waits until the log shows all that has come: it says so by not changing from one frame to the next. A flood is drawn bit by
  /// bit; a run that did not end well is told about in its last line, `notice`.
  /// Behind a flood even the prompt of the next run is drawn late: with `line` it must be there.
  async drawn(notice = false, line: string | null = null): Promise<void> {
    await this.output.evaluate(async (log, { toldAtEnd, prompt }) => {
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      let [same, last] = [0, ''];
      while (same < 4) {
        await frame();
        const now = `${log.scrollHeight} ${log.textContent?.length}`;
        const told = !toldAtEnd || [...log.querySelectorAll('.cw-row')].at(-1)?.querySelector('.cw-who') === null;
        const prompted = prompt === null || [...log.querySelectorAll('.cw-prompt')].at(-1)?.textContent?.trim() === `$ ${prompt.trim()}`;
        same = now === last && told && prompted ? same + 1 : 0;
        last = now;
      }
    }, { toldAtEnd: notice, prompt: line });
  }

  /// The rows since the last command, or all.
  async rows(all = false): Promise<readonly Row[]> {
    const rows = await this.output.evaluate((log): Row[] =>
      [...log.querySelectorAll('.cw-row')].map((row): Row => {
        const who = row.querySelector('.cw-who')?.textContent?.trim() ?? '';
        const rank = /^rank (\d+)( stderr)?$/.exec(who);
        const text = (row.lastElementChild?.textContent ?? '').replace(/\n$/, '');
        const kind = rank !== null ? 'rank' : who === 'input' ? 'input' : row.classList.contains('cw-prompt') ? 'prompt' : 'notice';
        return { rank: rank === null ? null : Number(rank[1]), stderr: rank?.[2] !== undefined, kind, lines: text.split('\n') };
      }));
    return all ? rows : rows.slice(rows.findLastIndex(({ kind }) => kind === 'prompt') + 1);
  }

  /// A file as `cat` gives it.
  async cat(name: string): Promise<string> {
    return this.shell(`cat ${name}`);
  }

  /// Names of all files, as `ls` gives them.
  async files(): Promise<readonly string[]> {
    return (await this.shell('ls')).split('\n');
  }

  async showFiles(): Promise<Locator> {
    await this.page.getByRole('tab', { name: /^Files/ }).click();
    return this.page.getByRole('tabpanel', { name: /^Files/ });
  }

  async showOutput(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Output' }).click();
  }

  /// The timeline's facts as rows of a table, column title to cell.
  async table(kind: 'Messages' | 'Calls' | 'Waits' | 'Prints'): Promise<readonly Readonly<Record<string, string>>[]> {
    const button = this.timeline.getByRole('button', { name: 'Table', exact: true });
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
    await this.timeline.getByRole('button', { name: kind, exact: true }).click();
    const table = this.timeline.getByRole('table');
    await expect(table.locator('caption')).toContainText(kind.toLowerCase());
    return table.evaluate((element) => {
      const titles = [...element.querySelectorAll('thead th')].map((cell) => cell.textContent ?? '');
      return [...element.querySelectorAll('tbody tr')].map((row) => Object.fromEntries([...row.children].map((cell, at) => [titles[at] ?? '', cell.textContent ?? ''])));
    });
  }

  async closeTable(): Promise<void> {
    const button = this.timeline.getByRole('button', { name: 'Table', exact: true });
    if ((await button.getAttribute('aria-pressed')) === 'true') await button.click();
  }

  async eagerLimit(bytes: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Settings', exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByRole('textbox', { name: 'Eager limit (bytes)' }).fill(bytes);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(dialog).toBeHidden();
  }

  /// The address that Share offers.
  async link(): Promise<string> {
    await this.page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Share this project' });
    const address = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
    await this.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    return address;
  }
}

/// Lines of all ranks; a line that other ranks' lines cut is put together again at the place where it began.
function joined(rows: readonly Row[]): readonly Line[] {
  const lines: { rank: number; stderr: boolean; text: string }[] = [];
  const lastOf = new Map<string, { text: string }>();
  for (const { rank, stderr, lines: texts } of rows) {
    if (rank === null) continue;
    const key = `${rank} ${stderr}`;
    for (const [at, text] of texts.entries()) {
      const before = lastOf.get(key);
      if (at === 0 && text.startsWith('… ') && before !== undefined) {
        before.text += text.slice(2);
        continue;
      }
      const line = { rank, stderr, text };
      lastOf.set(key, line);
      lines.push(line);
    }
  }
  return lines;
}

/// The texts of lines, sorted: what is compared when order is nobody's promise.
export function sorted(lines: readonly Line[]): readonly string[] {
  return lines.map(({ text }) => text).sort();
}

/// The numbers from 0 to `count` - 1.
export function ranks(count: number): readonly number[] {
  return Array.from({ length: count }, (_, rank) => rank);
}
