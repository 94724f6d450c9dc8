import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Hand-made labels of one document; lines are numbers, or `file:line` in a folder. */
export interface Facts {
  readonly document: string
  readonly language: string
  readonly milestones: readonly { readonly at: Line; readonly number?: string }[]
  readonly notMilestones?: readonly { readonly at: Line }[]
  readonly notTasks?: readonly { readonly at: Line }[]
  readonly edges: readonly { readonly from: Line; readonly to: Line }[]
  readonly work: readonly Line[]
}

export type Line = number | string

/** True and false finds of one kind. */
export interface Score {
  readonly found: readonly string[]
  readonly missed: readonly string[]
  readonly wrong: readonly string[]
}

export const corpus = join(import.meta.dirname, '../../../shared/corpus')
export const hasCorpus = existsSync(corpus)

const lineKey = (line: Line, file: string): string => (typeof line === 'number' ? `${file}:${line}` : line)

/** All labels of a folder of `*.json` files, or of folders that hold `facts.json` beside `plan.md`. */
export function loadFacts(folder: string): { readonly name: string; readonly facts: Facts; readonly path: string }[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name)
      if (name.endsWith('.json')) {
        const facts = JSON.parse(readFileSync(path, 'utf8')) as Facts
        return [{ name: name.replace('.json', ''), facts, path: join(corpus, facts.document) }]
      }
      if (!statSync(path).isDirectory()) return []
      return [
        {
          name,
          facts: JSON.parse(readFileSync(join(path, 'facts.json'), 'utf8')) as Facts,
          path: join(path, 'plan.md'),
        },
      ]
    })
}

function compare(expected: ReadonlySet<string>, actual: ReadonlySet<string>): Score {
  return {
    found: [...actual].filter((key) => expected.has(key)),
    missed: [...expected].filter((key) => !actual.has(key)),
    wrong: [...actual].filter((key) => !expected.has(key)),
  }
}

/** Compares what was read (as `file:line` keys) with the labels. */
export function score(
  facts: Facts,
  main: string,
  read: { readonly milestones: readonly string[]; readonly work: readonly string[]; readonly edges: readonly string[] },
): { readonly milestones: Score; readonly work: Score; readonly edges: Score } {
  const keys = (lines: readonly Line[]): Set<string> => new Set(lines.map((line) => lineKey(line, main)))
  return {
    milestones: compare(keys(facts.milestones.map((one) => one.at)), new Set(read.milestones)),
    work: compare(keys(facts.work), new Set(read.work)),
    edges: compare(
      new Set(facts.edges.map((edge) => `${lineKey(edge.from, main)}>${lineKey(edge.to, main)}`)),
      new Set(read.edges),
    ),
  }
}

/** Precision and recall over several documents together. */
export function total(scores: readonly Score[]): { readonly precision: number; readonly recall: number } {
  const sum = (pick: (one: Score) => readonly string[]): number =>
    scores.reduce((count, one) => count + pick(one).length, 0)
  const found = sum((one) => one.found)
  return {
    precision: found / Math.max(1, found + sum((one) => one.wrong)),
    recall: found / Math.max(1, found + sum((one) => one.missed)),
  }
}
