// Builds dist/: the bundle by rolldown, the declarations by tsc, both at once.
// The result is put together beside dist/ and swapped in at the end, so that a running command never meets half a build.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const staging = join(root, `.dist-${process.pid}`)
const target = join(root, 'dist')

// Each entry becomes dist/<name>.js; one whose source does not exist is left out.
const entries = {
  index: 'src/index.ts',
  remark: 'src/remark.ts',
  worker: 'src/render/worker.ts',
}

// gray-matter brings js-yaml and an engine that evaluates front matter as code. We always pass our own engine.
const withoutFrontMatterEngines = {
  name: 'without-front-matter-engines',
  load: {
    filter: { id: /gray-matter\/lib\/engines\.js$/ },
    handler: () => 'module.exports = {}',
  },
}

// Satteri's readers are bundled, which spares a run thirty small files. Its binary is found from where the package
// stands, by the package's own loader: a package manager may have put that binary beside it alone.
const satteriLoader = {
  name: 'satteri-loader',
  load: {
    filter: { id: /satteri[\\/]dist[\\/]binding\.js$/ },
    handler: (id) => {
      const names = /\{([^}]*)\}/.exec(readFileSync(id, 'utf8'))[1]
      return [
        "import { createRequire } from 'node:module'",
        "import { pathToFileURL } from 'node:url'",
        "const main = createRequire(import.meta.url).resolve('satteri')",
        "const binding = await import(new URL('../index.js', pathToFileURL(main)).href)",
        `export const {${names}} = binding`,
      ].join('\n')
    },
  },
}

// What bin.ts asks for is the command of `bundleCommand`, and no further module is loaded on the way to it.
const commandLoader = {
  name: 'command-loader',
  transform: {
    filter: { id: /src[\\/]bin\.ts$/ },
    handler(code) {
      const loading = "await import('./cli/main.ts')"
      if (!code.includes(loading)) throw new Error(`src/bin.ts has no ${loading}`)
      const imports = "import { join } from 'node:path'\nimport { loadCommand } from './start.ts'"
      // The first line says which program runs the file.
      return code.replace('\n', `\n${imports}\n`).replace(loading, "loadCommand(join(__dirname, 'command'))")
    },
  },
}

// A script that starts from kept code cannot import by itself: what starts it hands it `importModule`. The binary for the
// usual systems is asked for by its name, since the package's own loader is a module of two dozen attempts; where that
// fails, and where its settings are in use, it decides.
const satteriInCommand = {
  name: 'satteri-in-command',
  load: {
    filter: { id: /satteri[\\/]dist[\\/]binding\.js$/ },
    handler: (id) => {
      const names = /\{([^}]*)\}/.exec(readFileSync(id, 'utf8'))[1]
      return [
        "import { createRequire } from 'node:module'",
        "import { pathToFileURL } from 'node:url'",
        `export let ${names.replace(/,\s*$/, '')}`,
        "const libraries = { linux: '-gnu', win32: '-msvc', darwin: '' }",
        'function usualBinding(main) {',
        "  if (Object.keys(process.env).some((name) => name.startsWith('NAPI_RS_'))) return null",
        '  try {',
        '    const { platform, arch } = process',
        '    return createRequire(main)(`@bruits/satteri-${platform}-${arch}${libraries[platform]}`)',
        '  } catch {',
        '    return null',
        '  }',
        '}',
        // Once for all documents: to look the package up takes longer than to read a small one.
        'let loaded',
        'export const loadBinding = () => (loaded ??= load())',
        'async function load() {',
        "  const main = createRequire(__filename).resolve('satteri')",
        '  let binding = usualBinding(main)',
        '  if (binding === null) {',
        "    const { href } = new URL('../index.js', pathToFileURL(main))",
        "    binding = await (typeof importModule === 'undefined' ? import(href) : importModule(href))",
        '  }',
        `  ;({${names}} = binding)`,
        '}',
      ].join('\n')
    },
  },
  transform: {
    filter: { id: /src[\\/]parse[\\/]markdown\.ts$/ },
    handler(code) {
      const loading = "await import('./markdown-satteri.ts')"
      if (!code.includes(loading)) throw new Error(`src/parse/markdown.ts has no ${loading}`)
      const binding = join(root, 'node_modules/satteri/dist/binding.js')
      return `import { loadBinding } from ${JSON.stringify(binding)}\n${code.replace(loading, `(await loadBinding(), ${loading})`)}`
    },
  },
}

/** The sources that a compilation loads in any case: what `src/compile.ts` imports by itself, and so on. */
function loadedBy(file, found = new Set()) {
  if (found.has(file)) return found
  found.add(file)
  const imports = /^(?:import|export)\s(?!type\s)[^'"]*?from\s'(\.[^']+)'/gm
  for (const [, path] of readFileSync(file, 'utf8').matchAll(imports)) loadedBy(join(dirname(file), path), found)
  return found
}

const needed = loadedBy(join(root, 'src/compile.ts'))

/** Goes into one chunk, since each further file costs a run about half a millisecond; all else is loaded on demand. */
function isCompiler(id) {
  return needed.has(normalize(id))
}

/** Names what the command is built of, so that it trusts no note of what another build answered. */
function buildName() {
  const name = createHash('sha256').update(manifest.version)
  const sources = readdirSync(join(root, 'src'), { recursive: true }).filter((file) => file.endsWith('.ts'))
  const files = [...sources.map((file) => join('src', file)).sort(), 'scripts/build.mjs', 'package-lock.json']
  for (const file of files) {
    if (existsSync(join(root, file))) name.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  }
  return name.digest('hex').slice(0, 32)
}

const shared = {
  cwd: root,
  platform: 'node',
  // nunjucks asks for chokidar only to watch files.
  external: ['chokidar'],
  treeshake: { moduleSideEffects: [{ test: /satteri/, sideEffects: false }] },
  onLog(level, log, print) {
    if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message)
    // A chunk of everything that a command needs is what is wanted here.
    if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') print(level, log)
  },
}
const define = { __INTENTK_VERSION__: JSON.stringify(manifest.version), __INTENTK_BUILD__: JSON.stringify(buildName()) }
const transform = { target: 'node20.19', define }

async function bundle() {
  const build = await rolldown({
    ...shared,
    input: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file)))),
    plugins: [withoutFrontMatterEngines, satteriLoader],
    transform: {
      ...transform,
      define: {
        ...transform.define,
        // write-file-atomic is CommonJS and names its temporary files after its own.
        __filename: 'import.meta.filename',
        __dirname: 'import.meta.dirname',
      },
    },
  })
  await build.write({
    dir: staging,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      groups: [
        // By itself: where the binary does not load, another parser takes its place.
        { name: 'satteri', test: /satteri\/dist\/|markdown-satteri\.ts$/, priority: 1 },
        { name: 'compiler', test: isCompiler },
      ],
    },
    minify: true,
  })
  await build.close()
  // As CommonJS: for a program that is a module, Node.js loads its reader of modules first, 3 to 6 ms.
  const bin = await rolldown({ ...shared, input: { bin: 'src/bin.ts' }, plugins: [commandLoader], transform })
  await bin.write({ dir: staging, format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false, minify: true })
  await bin.close()
  // Only for `keepCode`: the command holds a copy of its own.
  const start = await rolldown({ ...shared, input: { start: 'src/start.ts' } })
  await start.write({ dir: staging, format: 'esm' })
  await start.close()
}

// What looks at progress and changes nothing is run far more often than anything else, by people, prompts and completion;
// `execute` looks first whether anything changed.
const quickCommands = ['main', 'help', 'failure', 'envelope', 'status', 'next', 'complete', 'execute']

/** The files that start from kept code, in the order in which they ask for each other. */
const keptFiles = ['quick', 'command', 'engine', 'usual', 'linter']

/**
 * The command as CommonJS, which V8 can start from kept code: one file to begin with, which is enough to look at progress,
 * one more to compile a plan, and one each for the Markdown engine, for the other usual commands and for the linter.
 */
async function bundleCommand() {
  const commands = readdirSync(join(root, 'src/cli')).map((name) => join(root, 'src/cli', name))
  // The linter has more rules than all other commands have code, and goes by itself. Checks of tasks are part of `done`.
  const isLinter = (file) => /[\\/]check(?:-(?!tasks)[\w-]+)?\.ts$/.test(file)
  // What sets up a repository is used once in its life.
  const isSetUp = (file) => /[\\/](?:init|doctor)(?:-[\w-]+)?\.ts$/.test(file)
  // Few runs bring plans in or give them away.
  const isExchange = (file) => /[\\/](?:import|export(?:-\w+)?)\.ts$/.test(file)
  // Agents work for minutes: what starts them may be read first. So with documents that are written once, and pictures.
  const isRun = (file) => /[\\/](?:run|verify|rollback)(?:-[\w-]+)?\.ts$/.test(file)
  const isAuthor = (file) => /[\\/]new(?:-[\w-]+)?\.ts$/.test(file)
  const isPicture = (file) => /[\\/](?:graph(?:-[\w-]+)?|save-picture|completion(?:-[\w-]+)?)\.ts$/.test(file)
  const rare = [isLinter, isSetUp, isExchange, isRun, isAuthor, isPicture]
  // After its tick, `done` asks verification what the task writes. More of the run it needs for checks alone, which take longer.
  const asked = ['task-of', 'expected'].map((name) => join(root, `src/run/verify/${name}.ts`))
  const often = [...commands.filter((file) => !rare.some((is) => is(file))), ...asked]
  const usual = new Set(often.flatMap((file) => [...loadedBy(file)]))
  const compiling = new Set(['src/cli/execute.ts', 'src/compile.ts'].flatMap((file) => [...loadedBy(join(root, file))]))
  const quick = new Set(quickCommands.flatMap((name) => [...loadedBy(join(root, `src/cli/${name}.ts`))]))
  const sourcesOf = (is) => new Set(commands.filter(is).flatMap((file) => [...loadedBy(file)]))
  const linting = sourcesOf(isLinter)
  const groups = { linter: isLinter, exchange: isExchange, run: isRun, author: isAuthor, graph: isPicture }
  const build = await rolldown({
    ...shared,
    input: { main: 'src/cli/main.ts' },
    plugins: [withoutFrontMatterEngines, satteriInCommand, plainExports],
    transform,
  })
  await build.write({
    dir: join(staging, 'command'),
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    minifyInternalExports: false,
    codeSplitting: {
      groups: [
        { name: 'quick', test: (id) => quick.has(normalize(id)) || /rolldown.runtime/.test(id), priority: 2 },
        {
          name: 'command',
          test: (id) =>
            compiling.has(normalize(id)) ||
            (usual.has(normalize(id)) && linting.has(normalize(id))) ||
            /satteri[\\/]dist[\\/]binding/.test(id),
          priority: 1,
        },
        { name: 'engine', test: (id) => /satteri[\\/]dist[\\/]|markdown-satteri\.ts$/.test(id) },
        { name: 'usual', test: (id) => usual.has(normalize(id)) },
        ...Object.entries(groups).map(([name, is]) => {
          const sources = sourcesOf(is)
          return { name, test: (id) => sources.has(normalize(id)) }
        }),
      ],
    },
    minify: true,
  })
  await build.close()
  rmSync(join(staging, 'command/main.cjs'))
  const helpers = readFileSync(join(staging, 'command/rolldown-runtime.cjs'), 'utf8')
  for (const name of keptFiles) {
    const file = join(staging, `command/${name}.cjs`)
    writeFileSync(file, withoutUnicode(withHelpers(readFileSync(file, 'utf8'), helpers)))
  }
}

/**
 * What one file of the command gives to another, as plain values: the bundler makes a getter of each, and a compilation
 * would run one for every call from file to file, more than a hundred thousand of them. What may be assigned later stays.
 */
const plainExports = {
  name: 'plain-exports',
  renderChunk(code) {
    const getter =
      /Object\.defineProperty\(exports, "([\w$]+)", \{\s*enumerable: true,\s*get: function ?\(\) \{\s*return ([\w$]+);\s*\}\s*\}\);/g
    const fixed = new Set(
      Array.from(code.matchAll(/^(?:(?:async )?function\*? ?|const )([\w$]+)/gm), ([, name]) => name),
    )
    return code.replace(getter, (whole, name, value) => (fixed.has(value) ? `exports.${name} = ${value};` : whole))
  },
}

/** To find and load a file of the bundler's helpers would take longer than to read them in place. */
function withHelpers(code, helpers) {
  const asking = /require\("\.\/rolldown-runtime\.cjs"\)/g
  return code.replace(asking, () => `(exports=>{${helpers};return exports})({})`)
}

/** The same program in ASCII, which V8 reads as it is: decoding 650 KB of UTF-8 takes 3 ms at every start. */
function withoutUnicode(code) {
  // An escaped character would become an escaped backslash; minified code escapes none.
  if (/\\[^\0-\x7f]/.test(code)) throw new Error('the command escapes a character beyond ASCII')
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Keeps the code of the command as it is after ordinary runs. It is an aid: a build goes on without. */
function keepCode() {
  const { NODE_OPTIONS: _, ...env } = process.env
  const args = [join(root, 'scripts/keep-code.mjs'), staging, ...keptFiles]
  return new Promise((resolve) => {
    const note = (what) => {
      if (what !== 0) console.warn(`The code of the command is not kept (${what}): it will start more slowly.`)
      resolve()
    }
    spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] })
      .on('error', note)
      .on('close', note)
  })
}

/** Types are judged by `npm run check`; here they are only printed, so that a build needs no second verdict. */
function declare() {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const args = [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', staging]
  return new Promise((resolve, reject) => {
    spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
      .on('error', reject)
      .on('close', (code) => (code === 0 ? resolve() : reject(new Error(`tsc ended with ${code}`))))
  })
}

/**
 * Keeps the declarations that index.d.ts and remark.d.ts lead to, and no others. tsc leaves `./x.ts` in them as the source has it;
 * what lies beside them in dist/ is `./x.js`.
 */
function trimDeclarations() {
  const specifier = /((?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]*)\.ts\2/g
  const kept = new Set()
  const keep = (file) => {
    if (kept.has(file)) return
    kept.add(file)
    const text = readFileSync(join(staging, file), 'utf8')
    writeFileSync(join(staging, file), text.replace(specifier, '$1$2$3.js$2'))
    for (const match of text.matchAll(specifier)) keep(join(dirname(file), `${match[3]}.d.ts`))
  }
  keep('index.d.ts')
  keep('remark.d.ts')
  for (const file of readdirSync(staging, { recursive: true })) {
    if (file.endsWith('.d.ts') && !kept.has(normalize(file))) rmSync(join(staging, file))
  }
}

try {
  await Promise.all([bundle(), bundleCommand(), declare()])
  await keepCode()
  rmSync(join(staging, 'start.js'))
  trimDeclarations()
  chmodSync(join(staging, 'bin.cjs'), 0o755)
  rmSync(target, { recursive: true, force: true })
  renameSync(staging, target)
} finally {
  rmSync(staging, { recursive: true, force: true })
}
