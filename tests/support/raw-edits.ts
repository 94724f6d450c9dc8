import fc from 'fast-check'

/* What may happen to the lines of an execute.md: edits that know nothing of tasks. */

export interface RawEdit {
  readonly kind: keyof typeof MAKERS
  readonly a: number
  readonly b: number
}

/** A line of the person's own; `n` tells it from all others. */
const LINES: readonly ((n: number) => string)[] = [
  (n) => `- [ ] Own task ${n}`,
  (n) => `- [x] T${800 + n} Own task ${n}`,
  (n) => `- [ ] T${800 + n} [P] [M1] Own task ${n} (2 h) (depends on T001)`,
  (n) => `* [ ] Own task ${n}`,
  (n) => `+ own bullet ${n}`,
  (n) => `1. [ ] Own task ${n}`,
  (n) => `  - [ ] Own box ${n}`,
  (n) => `\t- [ ] Own box ${n}`,
  (n) => `    own code ${n}`,
  (n) => `> own quote ${n}`,
  (n) => `> - [ ] T${800 + n} Own quoted task ${n}`,
  (n) => `## Own chapter ${n}`,
  (n) => `### Own section ${n}`,
  (n) => `# Own title ${n}`,
  (n) => `Own words ${n}`,
  (n) => `<details><summary>Own ${n}</summary>`,
  () => '</details>',
  (n) => `| Own | ${n} |\n|---|---|\n| a | b |`,
  (n) => `<!-- own comment ${n} -->`,
  (n) => `\`\`\`\nown code ${n}\n- [ ] T003 no task\n\`\`\``,
  (n) => `- **RM-${String(n).padStart(3, '0')}**: own risk ${n}`,
  (n) => `**Goal**: own goal ${n}`,
  (n) => `**Checkpoint**: own checkpoint ${n}`,
  (n) => `#### T${800 + n}: Own heading task ${n}`,
  () => '',
  () => '---',
  (n) => `owner${n}: own value ${n}`,
  (n) => `Own words ${n}\n===`,
  (n) => `[own${n}]: https://example.org`,
  (n) => `own text ${n} with \`code\` and *stars* & <b>html</b> \\[x\\]  `,
]

type Maker = (lines: string[], a: number, b: number, serial: number) => string[]

const at = (lines: readonly string[], n: number): number => n % Math.max(1, lines.length)

const changed = (lines: string[], n: number, change: (line: string) => string): string[] =>
  lines.map((line, index) => (index === at(lines, n) ? change(line) : line))

const range = (lines: readonly string[], a: number, b: number): [number, number] => {
  const start = at(lines, a)
  return [start, Math.min(lines.length, start + 1 + (b % 6))]
}

const task = (lines: readonly string[], n: number): number => {
  const tasks = lines.flatMap((line, index) => (/^\s*[-*+] \[.\] /.test(line) ? [index] : []))
  return tasks.length === 0 ? 0 : tasks[n % tasks.length]!
}

const MAKERS = {
  insert: (lines, a, b, serial) => lines.toSpliced(at(lines, a), 0, ...LINES[b % LINES.length]!(serial).split('\n')),
  insertAtTask: (lines, a, b, serial) =>
    lines.toSpliced(task(lines, a) + 1, 0, ...LINES[b % LINES.length]!(serial).split('\n')),
  delete: (lines, a) => lines.toSpliced(at(lines, a), 1),
  deleteRange: (lines, a, b) => {
    const [start, end] = range(lines, a, b)
    return lines.toSpliced(start, end - start)
  },
  duplicate: (lines, a, b) => {
    const [start, end] = range(lines, a, b)
    return lines.toSpliced(end, 0, ...lines.slice(start, end))
  },
  swap: (lines, a, b) => {
    const [one, two] = [at(lines, a), at(lines, b)]
    return lines.map((line, index) => (index === one ? lines[two]! : index === two ? lines[one]! : line))
  },
  moveRange: (lines, a, b) => {
    const [start, end] = range(lines, a, b)
    const rest = lines.toSpliced(start, end - start)
    return rest.toSpliced(at(rest, a * 7 + b), 0, ...lines.slice(start, end))
  },
  level: (lines, a, b) => {
    const headings = lines.flatMap((line, index) => (line.startsWith('#') ? [index] : []))
    return changed(lines, headings[a % Math.max(1, headings.length)] ?? 0, (line) =>
      line.replace(/^#+/, '#'.repeat(1 + (b % 6))),
    )
  },
  words: (lines, a, b, serial) => changed(lines, a + b, (line) => `${line} own end ${serial}`),
  taskWords: (lines, a, _, serial) => changed(lines, task(lines, a), (line) => `${line} own end ${serial}`),
  box: (lines, a, b) => changed(lines, task(lines, a), (line) => line.replace(/\[.\]/, () => `[${' xX~-✓'[b % 6]}]`)),
  bullets: (lines, _, b) =>
    lines.map((line) => line.replace(/^(\s*)[-*+] /, (_all, blank: string) => `${blank}${'-*+'[b % 3]} `)),
  indent: (lines, a, b) => changed(lines, a, (line) => ' '.repeat(b % 5) + line),
  indentTask: (lines, a, b) => changed(lines, task(lines, a), (line) => ' '.repeat(1 + (b % 5)) + line),
  tabs: (lines) => lines.map((line) => line.replace(/^ {2}/, '\t')),
  quote: (lines, a, b) => {
    const [start, end] = range(lines, a, b)
    return lines.map((line, index) => (index >= start && index < end ? `> ${line}` : line))
  },
  details: (lines, a, b) => {
    const [start, end] = range(lines, a, b)
    return [
      ...lines.slice(0, start),
      '<details>',
      '',
      ...lines.slice(start, end),
      '',
      '</details>',
      ...lines.slice(end),
    ]
  },
  cut: (lines, a) => lines.slice(0, at(lines, a)),
  mixed: (lines, a) => lines.map((line, index) => (index % (2 + (a % 3)) === 0 ? `${line}\r` : line)),
  trailing: (lines, a) => changed(lines, a, (line) => `${line}   `),
  remark: (lines, a, b) =>
    changed(
      lines,
      task(lines, a),
      (line) => `${line} ${['(3 h)', '(depends on T002)', '(after T001, T003)', '(depends on T999)'][b % 4]}`,
    ),
  noRemark: (lines, a) => changed(lines, task(lines, a), (line) => line.replace(/ \([^()]*\)$/, '')),
  tags: (lines, a, b) =>
    changed(lines, task(lines, a), (line) =>
      line.replace(/ \[M\d+\]/, () => ['', ' [M9]', ' [US1]', ' [P][M1]'][b % 4]!),
    ),
  noId: (lines, a) => changed(lines, task(lines, a), (line) => line.replace(/ T\d+/, '')),
  otherId: (lines, a, b) => changed(lines, task(lines, a), (line) => line.replace(/ T\d+/, () => ` T00${1 + (b % 9)}`)),
} satisfies Record<string, Maker>

export const rawEditKinds = Object.keys(MAKERS) as RawEdit['kind'][]

export const rawEdits: fc.Arbitrary<readonly RawEdit[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...rawEditKinds),
    a: fc.nat(400),
    b: fc.nat(400),
  }),
  { maxLength: 6 },
)

export function applyRawEdits(text: string, edits: readonly RawEdit[]): string {
  let lines = text.split('\n')
  edits.forEach(({ kind, a, b }, serial) => (lines = MAKERS[kind](lines, a, b, serial + 1)))
  return lines.join('\n')
}

/** What in a text is a person's: each of their numbered words with how often they stand there. */
export function ownWords(text: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const [words] of text.matchAll(/\b[Oo]wn [a-z]+ \d+/g)) found.set(words, (found.get(words) ?? 0) + 1)
  return found
}
