import { badge, escapeHtml, wordsHtml } from './html-text.ts'
import type { FailureLine } from './model.ts'

/** A task that did not work out, with each attempt: how the agent ended, what failed, and what was printed. */
export function failureParts({ task, text, outcome, why, attempts, rolledBack }: FailureLine): string {
  const name = text === task || text === '' ? escapeHtml(task) : `${escapeHtml(task)} ${wordsHtml(text)}`
  return `<section class="failure"><h3 dir="auto">${name} ${badge(outcome)}</h3>
${why === '' ? '' : `<p dir="auto">${wordsHtml(why)}</p>`}${rolledBack ? '<p class="soft small">Its changes were rolled back.</p>' : ''}
${attempts.map((attempt) => attemptPart(attempt, attempts.length)).join('')}</section>`
}

function attemptPart({ attempt, agent, checks, healed }: FailureLine['attempts'][number], of: number): string {
  const title =
    of > 1
      ? `<p class="soft small">Attempt ${attempt}${healed.length === 0 ? '' : `, then ${escapeHtml(healed.join(', '))}`}</p>`
      : ''
  const agentPart = agent === null ? '' : `<p>The agent: ${escapeHtml(agent.end)}.</p>${printed(agent.output, false)}`
  return `${title}${agentPart}${checks.map(checkPart).join('')}`
}

function checkPart({ kind, name, code, output, failures }: FailureLine['attempts'][number]['checks'][number]): string {
  const places = failures.map(({ file, line, message }) => {
    const place = file === '' ? '' : `<code>${escapeHtml(file)}${line > 0 ? `:${line}` : ''}</code> `
    return `<li dir="auto">${place}${wordsHtml(message)}</li>`
  })
  // What was only looked at has printed nothing but these places.
  const isCommand = kind !== 'files' && kind !== 'placeholders' && kind !== 'gate'
  return `<p>${escapeHtml(kind)}: <code>${escapeHtml(name)}</code>${code === null ? '' : ` ended with ${code}`}</p>${places.length === 0 ? '' : `<ul>${places.join('')}</ul>`}${isCommand ? printed(output, places.length > 0) : ''}`
}

function printed(output: string, folded: boolean): string {
  const text = output.trim()
  if (text === '') return ''
  const block = `<pre tabindex="0">${escapeHtml(text)}</pre>`
  return folded ? `<details><summary>What it printed</summary><div class="inner">${block}</div></details>` : block
}
