// `npm run evaluate -- [--corpus FOLDER] [--write] [--verbose]`: compiles real features without their list of tasks and
// prints the comparison with it; `--write` puts the tables into docs/evaluation.md, `--verbose` names the files and ids.
// Without the documents it says so and ends well.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { rolldown } from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string', default: join(root, '../shared/corpus') },
    write: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})
const corpus = resolve(options.corpus)

/** The measuring part is TypeScript; it is bundled beside the packages that it needs. */
async function measuring() {
  const file = join(root, `node_modules/.cache/intentk-evaluate-${process.pid}.mjs`)
  mkdirSync(dirname(file), { recursive: true })
  const build = await rolldown({
    cwd: root,
    input: 'bench/evaluate.ts',
    logLevel: 'silent',
    platform: 'node',
    external: ['satteri', 'chokidar'],
    transform: { define: { __INTENTK_VERSION__: '"evaluate"' } },
  })
  await build.write({ file, format: 'esm', codeSplitting: false })
  await build.close()
  try {
    return await import(pathToFileURL(file).href)
  } finally {
    rmSync(file, { force: true })
  }
}

/** `owner/repo`, and the folder of the feature. */
function nameOf(feature) {
  const [owner, ...rest] = relative(corpus, feature.at).split(sep).slice(1)
  const [repo, names] = owner.includes('__') ? [owner, rest] : [rest[0], rest.slice(1)]
  return { repo: repo.split('__').join('/'), folder: names.at(-1) }
}

const row = (cells) => `| ${cells.join(' | ')} |`
const common = (a, b) => [...a].filter((one) => b.has(one)).length

function comparisonRow(feature, { real, ours, stated, gaps, together }) {
  const { repo, folder } = nameOf(feature)
  const both = common(real.files, ours.files)
  const covered = (side) => `${common(stated, side.requirements)}`
  const conflicts = (side) => `${side.overlaps} + ${side.unstated}`
  return row([
    `${repo} \`${folder}\``,
    `${real.tasks} / ${ours.tasks}`,
    `${both} / ${real.files.size - both} / ${ours.files.size - both}`,
    together === 0 ? '-' : `${together} of ${both}`,
    `${stated.size}: ${covered(real)} / ${covered(ours)}`,
    `${real.parallel} / ${ours.parallel}`,
    `${conflicts(real)} / ${conflicts(ours)}`,
    String(gaps),
  ])
}

function keptRow(feature, kept) {
  const { repo, folder } = nameOf(feature)
  const documents = feature.files.filter((name) => name !== 'tasks.md').map((name) => name.replace('.md', ''))
  if (typeof kept === 'string') return row([`${repo} \`${folder}\``, documents.join(', '), kept, '', '', ''])
  return row([
    `${repo} \`${folder}\``,
    documents.join(', '),
    kept.listed,
    kept.lostIds.length,
    kept.lostTicks.length,
    kept.lostStories.length,
  ])
}

function tellFiles(name, { real, ours, kept }) {
  const without = (a, b) => [...a].filter((one) => !b.has(one)).join(' ')
  console.log(
    `${name}\n  only real: ${without(real.files, ours.files)}\n  only ours: ${without(ours.files, real.files)}\n  lost: ${JSON.stringify(kept)}`,
  )
}

const headOf = (cells) => [row(cells), row(cells.map(() => '---'))]

/** Both tables as Markdown: features compiled without their list, and all lists compiled with the rest. */
async function tables() {
  const { compareFeature, documentsOf, keepFeature, realFeatures } = await measuring()
  const all = realFeatures(corpus)
  const compared = []
  const kept = []
  for (const feature of all) {
    const documents = documentsOf(feature)
    kept.push(keptRow(feature, await keepFeature(basename(feature.at), documents)))
    if (!feature.files.includes('spec.md') && !feature.files.includes('requirements.md')) continue
    const comparison = await compareFeature(basename(feature.at), documents)
    if (typeof comparison === 'string') {
      if (options.verbose) console.log(`${nameOf(feature).folder}: ${comparison}`)
      continue
    }
    compared.push(comparisonRow(feature, comparison))
    if (options.verbose) tellFiles(nameOf(feature).folder, comparison)
  }
  const heads = [
    headOf([
      'feature',
      'tasks',
      'files: both / only theirs / only ours',
      'in the same phase',
      'requirements: theirs / ours',
      '`[P]`',
      '`[P]` conflicts: theirs / ours',
      'questions',
    ]),
    headOf(['feature', 'beside tasks.md', 'listed ids', 'ids lost', 'ticks lost', 'stories lost']),
  ]
  return { compared: [...heads[0], ...compared].join('\n'), kept: [...heads[1], ...kept].join('\n') }
}

/** Puts each table between its two marks. */
function written(text, parts) {
  return Object.entries(parts).reduce((whole, [name, table]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const [start, end] = [whole.indexOf(open), whole.indexOf(close)]
    if (start < 0 || end < start) throw new Error(`docs/evaluation.md has no ${open} ... ${close}`)
    return `${whole.slice(0, start + open.length)}\n\n${table}\n\n${whole.slice(end)}`
  }, text)
}

if (!existsSync(join(corpus, 'spec-kit'))) {
  console.log(`skipped: no documents to evaluate in ${corpus} (name their folder with --corpus)`)
} else {
  const parts = await tables()
  const file = join(root, 'docs/evaluation.md')
  if (options.write) writeFileSync(file, written(readFileSync(file, 'utf8'), parts))
  else console.log(`${parts.compared}\n\n${parts.kept}`)
}
