import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { type Lesson, type LessonProgress, NO_PROGRESS, NOT_CHECKED, loadCourse } from '../../lessons';
import { LessonPane, type LessonPaneProps } from './LessonPane';

const { lessons } = await loadCourse((path) => readFile(join(import.meta.dirname, '../../../public/course', path), 'utf8'));
const nothing = (): void => undefined;
const first = '01-many-processes';

const shown = (props: Partial<LessonPaneProps>): string => renderToStaticMarkup(
  <LessonPane lessons={lessons} current={null} progress={{}} check={NOT_CHECKED} onSelect={nothing} onLoadProgram={nothing} onReset={nothing} onCheck={nothing} onStopCheck={nothing} onHint={nothing} onShowSolution={nothing} {...props} />,
);
const textIn = (html: string): string => html.replace(/<[^>]*>/g, '');
const progress = (change: Partial<LessonProgress>) => ({ [first]: { ...NO_PROGRESS, ...change } });

describe('the lesson pane', () => {
  it('lists the lessons and marks the solved ones', () => {
    const html = shown({ progress: progress({ attempts: 1, passedAt: 1 }) });
    for (const { title, summary } of lessons) {
      expect(html).toContain(title);
      expect(html).toContain(summary);
    }
    expect(html.match(/solved/g)?.length).toBe(2);
  });

  it('says that it loads, or why it could not', () => {
    expect(shown({ lessons: null })).toContain('Loading the lessons');
    expect(shown({ lessons: null, problem: 'No network.' })).toContain('No network.');
    expect(shown({ current: 'nowhere' })).toContain('There is no lesson');
  });

  it('shows a lesson with its programs filled in and their buttons named', () => {
    const html = shown({ current: first });
    expect(html).toContain('<h2 tabindex="-1">Many processes, one program</h2>');
    expect(html).toContain('<h3>Predict first</h3>');
    expect(html).toContain('aria-label="Open in editor: hello.py"');
    expect(textIn(html)).toContain('comm = MPI.COMM_WORLD\nrank = comm.Get_rank()');
    expect(html).toContain('>Check</button>');
  });

  it('opens hints one after another, and the solution after a try', () => {
    const none = shown({ current: first });
    expect(none).toContain('Hint 1 of 3');
    expect(none).toContain('A solution is shown after a check');
    expect(none).not.toContain('The right neighbour of rank 1');
    const two = shown({ current: first, progress: progress({ attempts: 1, hints: 2 }) });
    expect(two).toContain('The right neighbour of rank 1');
    expect(two).toContain('Hint 3 of 3');
    expect(two).not.toContain('Show a solution');
    expect(shown({ current: first, progress: progress({ attempts: 1, hints: 3 }) })).toContain('Show a solution');
    const seen = shown({ current: first, progress: progress({ attempts: 1, hints: 3, solutionSeen: true }) });
    expect(textIn(seen)).toContain('left = (rank - 1) % size');
    expect(textIn(none)).not.toContain('left = (rank - 1) % size');
  });

  it('tells the check in a status', () => {
    expect(shown({ current: first, check: { kind: 'running', progress: { done: 1, total: 3, ranks: 3 } } })).toContain('Running your program with 3 ranks (run 2 of 3)…');
    const failed = shown({
      current: first,
      check: {
        kind: 'done',
        report: {
          passed: false, mistake: { name: 'x', message: 'Use `size`.' },
          runs: [{ ranks: 1, command: '', verdict: 'passed', sentences: [] }, { ranks: 3, command: '', verdict: 'output', sentences: ['With 3 ranks: <b>no</b>.'] }, { ranks: 6, command: '', verdict: 'not-run', sentences: [] }],
        },
      },
    });
    expect(failed).toContain('role="status"');
    expect(failed).toContain('Use <code>size</code>.');
    expect(failed).toContain('With 3 ranks: &lt;b&gt;no&lt;/b&gt;.');
    expect(failed).toContain('With 6 ranks: not run yet.');
    const run = (ranks: number) => ({ ranks, command: '', verdict: 'passed' as const, sentences: [] });
    expect(shown({ current: first, check: { kind: 'done', report: { passed: true, mistake: null, runs: [run(1), run(3), run(6)] } } })).toContain('✓ Solved. Right with 1, 3 and 6 ranks.');
  });

  it('lets nothing of a hostile lesson become an element', () => {
    const [lesson] = lessons;
    if (lesson === undefined) throw new Error('the course is empty');
    const hostile: Lesson = { ...lesson, id: first, title: '<script>1</script>', text: '<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) ![p](https://evil.example/p.png)\n\n```html\n</code></pre><script>\n```', exercise: null };
    const html = shown({ lessons: [hostile], current: first });
    expect(html).not.toMatch(/<(script|img|iframe)/);
    expect(html).not.toMatch(/href="javascript/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('opens links in a tab of their own', () => {
    const [lesson] = lessons;
    if (lesson === undefined) throw new Error('the course is empty');
    expect(shown({ lessons: [{ ...lesson, text: '[docs](https://mpi4py.readthedocs.io/)' }], current: first })).toContain('<a href="https://mpi4py.readthedocs.io/" target="_blank" rel="noopener noreferrer nofollow">docs</a>');
  });
});
