// `npm run docs`: writes docs/rules/, one page for each rule of the linter and their index, and schemas/config.json, all
// from the rules themselves; pages of rules that are no more are removed. `--check` writes nothing, says what is out of
// date and exits 1 then. A folder as argument takes the place of the project's own.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { rolldown } from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const target = positionals[0] ?? root

/** The rules and their pages are TypeScript; they are bundled first. */
async function loadRules() {
  const file = join(root, `node_modules/.cache/intentk-rules-${process.pid}.mjs`)
  mkdirSync(dirname(file), { recursive: true })
  const entry = {
    name: 'entry',
    resolveId: (id) => (id === 'entry' ? join(root, 'src/entry-of-docs.ts') : null),
    load: (id) =>
      id === join(root, 'src/entry-of-docs.ts')
        ? [
            "export { rules } from './check/rules/index.ts'",
            "export { rulePage, rulesIndex } from './check/page.ts'",
            "export { configSchemaWith } from './check/schema.ts'",
            "export { configSchema } from './workspace/config-fields.ts'",
          ].join('\n')
        : null,
  }
  const build = await rolldown({
    cwd: root,
    input: 'entry',
    plugins: [entry],
    logLevel: 'silent',
    platform: 'node',
    external: ['satteri', 'chokidar'],
  })
  await build.write({ file, format: 'esm', codeSplitting: false })
  await build.close()
  try {
    return await import(pathToFileURL(file).href)
  } finally {
    rmSync(file, { force: true })
  }
}

/** Every file by its path in the project. */
async function wanted() {
  const { rules, rulePage, rulesIndex, configSchemaWith, configSchema } = await loadRules()
  return {
    ...Object.fromEntries(rules.map((rule) => [`docs/rules/${rule.id}.md`, rulePage(rule)])),
    'docs/rules/README.md': rulesIndex(rules),
    'schemas/config.json': `${JSON.stringify(configSchemaWith(rules, configSchema), null, 2)}\n`,
  }
}

const files = await wanted()
const folder = join(target, 'docs/rules')
const there = existsSync(folder) ? readdirSync(folder).map((name) => `docs/rules/${name}`) : []
const gone = there.filter((path) => path.endsWith('.md') && !Object.hasOwn(files, path))
const read = (path) => (existsSync(join(target, path)) ? readFileSync(join(target, path), 'utf8') : null)
const stale = Object.keys(files).filter((path) => read(path) !== files[path])

if (values.check) {
  for (const path of stale) console.error(`${path} is out of date with the rules. Run \`npm run docs\`.`)
  for (const path of gone) console.error(`${path} is of a rule that is no more. Run \`npm run docs\`.`)
  process.exitCode = stale.length + gone.length > 0 ? 1 : 0
} else {
  for (const path of stale) {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    writeFileSync(join(target, path), files[path])
  }
  for (const path of gone) rmSync(join(target, path))
  console.log(
    `${stale.length} written, ${gone.length} removed, ${Object.keys(files).length - stale.length} as they were`,
  )
}
