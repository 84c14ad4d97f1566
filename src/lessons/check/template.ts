/// Text with expressions in braces; `{{` and `}}` are braces themselves.

import { type Scope, TemplateError, parseExpression } from './expression';

export type Template = (scope: Scope) => string;

/// Throws `TemplateError` on a brace without its other and on a bad expression.
export function parseTemplate(source: string): Template {
  const parts: Template[] = [];
  let at = 0;
  for (const match of source.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g)) {
    const before = source.slice(at, match.index);
    parts.push(() => before);
    at = match.index + match[0].length;
    if (match[0] === '{{' || match[0] === '}}') {
      const brace = match[0].charAt(0);
      parts.push(() => brace);
    } else if (match[1] === undefined) {
      throw new TemplateError(`The template ${JSON.stringify(source)} has a ${match[0]} without its other; write ${match[0]}${match[0]} for the character itself.`);
    } else {
      const expression = parseExpression(match[1]);
      parts.push((scope) => String(expression(scope)));
    }
  }
  const rest = source.slice(at);
  parts.push(() => rest);
  return (scope) => parts.map((part) => part(scope)).join('');
}

/// One line of expected output, or one per rank.
export type LineTemplate =
  | string
  | {
      readonly line: string;
      /// One line for each rank, in the order of ranks.
      readonly each?: 'rank' | undefined;
      /// Only where this expression is not 0, such as `rank > 0`.
      readonly where?: string | undefined;
    };

export function expandLines(templates: readonly LineTemplate[], scope: Scope): string[] {
  return templates.flatMap((template) => {
    const { line, each, where } = typeof template === 'string' ? { line: template, each: undefined, where: undefined } : template;
    const text = parseTemplate(line);
    const wanted = where === undefined ? null : parseExpression(where);
    const scopes = each === undefined ? [scope] : scopesOfRanks(scope);
    return scopes.filter((one) => wanted === null || wanted(one) !== 0).map(text);
  });
}

export function scopesOfRanks(scope: Scope): Scope[] {
  return Array.from({ length: scope.size }, (_, rank) => ({ ...scope, rank }));
}
