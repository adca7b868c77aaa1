// What a step of the play, or an end-to-end test, may expect of what peerbot said.
import { visible_text } from './slack_side.mjs';

export class unmet_expectation extends Error {}

const shortened = (text) => (text.length > 700 ? `${text.slice(0, 700)} …` : text);

export function expect(condition, expected, seen = '') {
  if (condition) return;
  const shown = typeof seen === 'string' ? seen : JSON.stringify(seen);
  throw new unmet_expectation(`expected ${expected}${shown ? `\n     saw: ${shortened(shown).replaceAll('\n', '\n          ')}` : ''}`);
}

// The text of an answer or message that must match every pattern and none of the unwanted ones.
export function expect_text(said, patterns, { never = [] } = {}) {
  const text = visible_text(said);
  for (const pattern of [patterns].flat()) expect(pattern.test(text), `a text like ${pattern}`, text || '(nothing)');
  for (const pattern of never) expect(!pattern.test(text), `no text like ${pattern}`, text);
  return text;
}

// An answer to a command or press that peerbot took.
export function expect_answer(answer, patterns, options) {
  expect(answer.status === 200, 'HTTP 200', `HTTP ${answer.status} ${answer.body ?? ''} ${answer.error?.message ?? ''}`);
  if (patterns) expect_text(answer, patterns, options);
  return answer;
}

// Looks again whenever something happened in the workspace or a private answer came, until look() returns a value that is not
// false, undefined or null; throws with what was awaited after within_ms.
export async function eventually(what, look, { workspace, slack, within_ms = 25_000 } = {}) {
  const until = performance.now() + within_ms;
  let last_error;
  for (;;) {
    const news = next_news(workspace, slack, Math.min(400, Math.max(20, until - performance.now())));
    try {
      const found = await look();
      if (found !== false && found !== undefined && found !== null) {
        news.forget();
        return found;
      }
      last_error = undefined;
    } catch (error) {
      if (!(error instanceof unmet_expectation)) {
        news.forget();
        throw error;
      }
      last_error = error;
    }
    if (performance.now() > until) {
      news.forget();
      throw new unmet_expectation(`within ${within_ms / 1000} s: ${what}${last_error ? `; ${last_error.message}` : ''}`);
    }
    await news.came;
  }
}

function next_news(workspace, slack, at_most_ms) {
  let forget;
  const came = new Promise((resolve) => {
    const timer = setTimeout(resolve, at_most_ms);
    workspace?.once('event', resolve);
    slack?.once('noted', resolve);
    forget = () => {
      clearTimeout(timer);
      workspace?.off('event', resolve);
      slack?.off('noted', resolve);
      resolve();
    };
  });
  came.then(forget);
  return { came, forget };
}
