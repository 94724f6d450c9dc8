import { escapeVisible } from '../../model/escape.ts'

/** Text that came from a plan, an agent or a program, as text of a page: nothing in it is markup. */
export const escapeHtml = (text: string): string =>
  escapeVisible(text.replaceAll('\r\n', '\n')).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

/** Words of a task, which are Markdown: its code spans are shown as code. */
export const wordsHtml = (text: string): string => escapeHtml(text).replace(/`([^`\n]{1,500})`/g, '<code>$1</code>')

const tones: Readonly<Record<string, string>> = {
  done: 'good',
  passed: 'good',
  verified: 'good',
  attested: 'warn',
  failed: 'bad',
  conflict: 'bad',
  escalated: 'bad',
  stopped: 'bad',
  interrupted: 'warn',
  partial: 'warn',
}

/** The colour of an outcome, which its words say as well. */
export const tone = (outcome: string | null): string => tones[outcome ?? ''] ?? 'idle'

export const badge = (outcome: string, words = outcome): string =>
  `<span class="badge ${tone(outcome)}">${escapeHtml(words)}</span>`
