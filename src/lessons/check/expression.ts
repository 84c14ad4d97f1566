/// The little arithmetic of expected output: `{rank}`, `{(rank + 1) % size}`, `{sum(rank * rank)}`, `{arg[rank]}`.
///
/// Operators as in Python: `+ - * / // %` (`//` and `%` round towards minus infinity), `== != < <= > >=` (1 or 0), parentheses.
/// Names: `rank`, `size`, `args` (all arguments, blanks between). `sum(e)`, `max(e)`, `min(e)` go over all ranks; `arg[e]` is one argument.

export type Value = number | string;

export interface Scope {
  readonly size: number;
  /// null where no rank is meant.
  readonly rank: number | null;
  readonly args: readonly string[];
}

export type Expression = (scope: Scope) => Value;

/// A mistake of the course's author; the message is for them.
export class TemplateError extends Error {
  override name = 'TemplateError';
}

const TOKEN = /\s*(\d+(?:\.\d+)?|[a-z]+|\/\/|==|!=|<=|>=|[-+*/%()<>[\]])/y;

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  const text = source.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new TemplateError(`In {${source}} the part ${JSON.stringify(text.slice(at))} is not understood.`);
    tokens.push(match[1] ?? '');
  }
  return tokens;
}

type Operator = (left: number, right: number) => number;
const COMPARISONS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['==', (a, b) => Number(a === b)], ['!=', (a, b) => Number(a !== b)],
  ['<', (a, b) => Number(a < b)], ['<=', (a, b) => Number(a <= b)], ['>', (a, b) => Number(a > b)], ['>=', (a, b) => Number(a >= b)],
]);
const SUMS: ReadonlyMap<string, Operator> = new Map<string, Operator>([['+', (a, b) => a + b], ['-', (a, b) => a - b]]);
const PRODUCTS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['*', (a, b) => a * b], ['/', (a, b) => a / b], ['//', (a, b) => Math.floor(a / b)], ['%', (a, b) => a - b * Math.floor(a / b)],
]);
const OVER_RANKS: ReadonlyMap<string, (values: readonly number[]) => number> = new Map([
  ['sum', (values: readonly number[]) => values.reduce((total, value) => total + value, 0)],
  ['max', (values: readonly number[]) => Math.max(...values)],
  ['min', (values: readonly number[]) => Math.min(...values)],
]);

class Parser {
  private at = 0;
  constructor(private readonly source: string, private readonly tokens: readonly string[]) {}

  whole(): Expression {
    const expression = this.comparison();
    if (this.at < this.tokens.length) throw this.unexpected();
    return expression;
  }

  private comparison(): Expression { return this.leftToRight(COMPARISONS, () => this.leftToRight(SUMS, () => this.leftToRight(PRODUCTS, () => this.unary()))); }

  private leftToRight(operators: ReadonlyMap<string, Operator>, part: () => Expression): Expression {
    let left = part();
    for (;;) {
      const operator = operators.get(this.tokens[this.at] ?? '');
      if (operator === undefined) return left;
      this.at += 1;
      const first = left;
      const second = part();
      left = (scope) => this.finite(operator(this.number(first(scope)), this.number(second(scope))));
    }
  }

  private unary(): Expression {
    if (this.tokens[this.at] !== '-') return this.atom();
    this.at += 1;
    const operand = this.unary();
    return (scope) => -this.number(operand(scope));
  }

  private atom(): Expression {
    const token = this.tokens[this.at];
    if (token === undefined) throw new TemplateError(`{${this.source}} ends too early.`);
    this.at += 1;
    if (/^\d/.test(token)) return () => Number(token);
    if (token === '(') return this.closed(this.comparison(), ')');
    if (token === 'size') return ({ size }) => size;
    if (token === 'args') return ({ args }) => args.join(' ');
    if (token === 'rank') return ({ rank }) => {
      if (rank === null) throw new TemplateError(`{${this.source}} names a rank where none is meant; add "each": "rank".`);
      return rank;
    };
    if (token === 'arg') {
      this.expect('[');
      const index = this.closed(this.comparison(), ']');
      return (scope) => {
        const which = this.number(index(scope));
        const argument = scope.args[which];
        if (argument === undefined) throw new TemplateError(`{${this.source}} asks for argument ${which}, but the check gives ${scope.args.length}.`);
        return argument;
      };
    }
    const over = OVER_RANKS.get(token);
    if (over !== undefined) {
      this.expect('(');
      const each = this.closed(this.comparison(), ')');
      return (scope) => over(Array.from({ length: scope.size }, (_, rank) => this.number(each({ ...scope, rank }))));
    }
    this.at -= 1;
    throw this.unexpected();
  }

  private closed(expression: Expression, token: string): Expression {
    this.expect(token);
    return expression;
  }

  private expect(token: string): void {
    if (this.tokens[this.at] !== token) throw this.unexpected(` where ${token} was expected`);
    this.at += 1;
  }

  private unexpected(where = ''): TemplateError {
    const token = this.tokens[this.at];
    return new TemplateError(token === undefined ? `{${this.source}} ends too early.` : `In {${this.source}} there is ${JSON.stringify(token)}${where || '; known names are rank, size, args, arg[…], sum(…), max(…), min(…)'}.`);
  }

  private number(value: Value): number {
    if (typeof value === 'number') return value;
    const number = Number(value);
    if (value.trim() === '' || Number.isNaN(number)) throw new TemplateError(`{${this.source}} reckons with ${JSON.stringify(value)}, which is not a number.`);
    return number;
  }

  private finite(value: number): number {
    if (!Number.isFinite(value)) throw new TemplateError(`{${this.source}} divides by zero.`);
    return value;
  }
}

/// Throws `TemplateError` when the source is no expression, and the result throws it when a value is missing.
export function parseExpression(source: string): Expression {
  return new Parser(source, tokensOf(source)).whole();
}
