import { once } from '../../model/once.ts'

/** Extensions by which a bare word counts as a file name. Short ones that are also words or members are left out. */
const EXTENSIONS = new Set(
  (
    'ts tsx mts cts js jsx mjs cjs vue svelte astro json jsonc json5 jsonl ndjson md mdx mdc rst adoc txt csv tsv yml yaml toml ini cfg conf ' +
    'xml html htm css scss sass less styl svg png jpg jpeg gif webp ico pdf docx xlsx pptx py pyi ipynb rb erb rake go rs java kt kts ' +
    'scala groovy gradle swift mm cs csproj sln fs fsx vb c h cc cpp cxx hh hpp hxx php blade pl pm lua dart ex exs erl hrl hs clj cljs ' +
    'cljc edn elm ml mli nim zig jl r sol vy cairo move sh bash zsh fish ps1 psm1 psd1 bat cmd sql prisma graphql gql proto thrift avsc ' +
    'tf tfvars hcl nix cue rego bicep lock mod sum env properties plist xib storyboard entitlements pbxproj xcconfig podspec gemspec ' +
    'ejs hbs njk jinja jinja2 j2 liquid pug haml twig tmpl tpl mustache ttf woff woff2 wasm wat ahk feature bpmn dmn ttl rq sparql owl ' +
    'shacl cypher po pot arb xlf resx strings template example sample snap patch diff pem crt key pub service timer socket dockerfile'
  ).split(' '),
)

// Extensions a bare name needs a folder for: `api.key`, `unix.socket`, `user.service` are identifiers.
const FOLDER_ONLY = new Set(
  'key pub service timer socket example sample template feature move r strings sum mod snap diff patch'.split(' '),
)

const NAMED_FILES =
  /^(?:[A-Z]?[mM]akefile|GNUmakefile|(?:[\w-]+\.)?Dockerfile(?:\.[\w-]+)?|[Jj]ustfile|Procfile|Gemfile|Rakefile|Guardfile|Podfile|Fastfile|Cartfile|Brewfile|Vagrantfile|Jenkinsfile|Caddyfile|Tiltfile|Earthfile|Taskfile|CODEOWNERS|LICENSE|NOTICE|go\.(?:mod|sum|work)|gradlew|mvnw|artisan|pre-commit|pre-push|commit-msg|prepare-commit-msg|post-merge|post-checkout)$/

/** What {@link NAMED_FILES} matches without `file` at the end, of letters alone. */
export const PLAIN_FILES = 'CODEOWNERS|LICENSE|NOTICE|gradlew|mvnw|artisan'

const PLAIN = new RegExp(`^(?!(?:${PLAIN_FILES})$)\\w*$(?<!file)`)

const DOT_FILES =
  /^\.(?:env(?:\.[\w.-]+)?|git(?:ignore|attributes|modules|keep)|docker(?:ignore)|editorconfig|npmrc|nvmrc|npmignore|node-version|python-version|ruby-version|tool-versions|browserslistrc|bashrc|zshrc|profile|clang-format|clang-tidy|mcp\.json|cursorrules|cursorignore|aiderignore|[a-z]{2,20}rc(?:\.(?:js|cjs|mjs|json|ya?ml|ts|toml))?|[a-z][\w-]{1,30}\.(?:ya?ml|json|toml|js|cjs|mjs|md))$/

// Products that are spelled like a file.
const PRODUCTS = new Set(
  (
    'node next nuxt vue react express angular ember backbone alpine three d3 chart p5 socket nest solid deno bun ' +
    'discord pdf moment day date ethers web3 tensorflow tf brain matter pixi phaser babylon koa hapi fastify meteor ' +
    'electron preact polymer knockout require underscore handlebars mustache jquery query video highlight prism ' +
    'reveal leaflet turf lit hono remix gatsby feathers sails adonis keystone strapi ghost ml pm2 stimulus htmx ' +
    'inertia bull zod vitepress impress asp'
  ).split(' '),
)
const LONGEST = Math.max(...Array.from(PRODUCTS, ({ length }) => length))
const PRODUCT_ENDINGS = new Set(['js', 'ts', 'net', 'io'])

// Members of well-known objects: `console.log`, `res.json`, `process.env`.
const MEMBERS =
  /^(?:console|process|res|req|response|request|resp|r|math|json|window|document|this|self|super|module|exports|import\.meta|ctx|app|window|crypto|os|sys|path|string|date|object|array|promise|db|e|i|a|b|x|y)\.(?:log|json|env|txt|html|sh|key|c|h|r|mod|sum|cs|rs|go|strings|socket|service|lock|sql|go|move|example|cmd|conf|exs?|pl|pm|fs|ml|key|env)$/i

const listed = (words: ReadonlySet<string>): string => [...words].join('|')

// Without the flag for capitals, which costs a third of the time to compile it.
const ORDINARY_FILE = once(() => {
  const endings = `\\.(?:${listed(PRODUCT_ENDINGS)})$`
  const product = `(?:${listed(PRODUCTS)})${endings}|(?=\\w*[A-Z])\\w{1,${LONGEST}}${endings}`
  return new RegExp(
    `^(?!path/to/)[A-Za-z][\\w-]*(?:/\\w[\\w-]*)*/(?!${product})\\w[\\w-]*(?:\\.[\\w-]+)*\\.(?:${listed(EXTENSIONS)})$`,
  )
})

/**
 * The word is a path as most are spelled: folders of letters, digits, `_` and `-`, and a file with a known extension.
 * Of such a word nothing else has to be asked; one that is no such word may still be a path.
 */
export function isOrdinaryFile(word: string): boolean {
  return ORDINARY_FILE().test(word)
}

/** The extension of a file name in lower case, '' without one. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 && dot < name.length - 1 ? name.slice(dot + 1).toLowerCase() : ''
}

/** The name has an extension that source trees use. */
export function hasKnownExtension(name: string): boolean {
  const dot = name.lastIndexOf('.')
  if (dot <= 0 || dot === name.length - 1) return false
  const printed = name.slice(dot + 1)
  const known = EXTENSIONS.has(printed)
  const extension = known ? printed : printed.toLowerCase()
  if (!known && !EXTENSIONS.has(extension)) return false
  return dot > LONGEST || !PRODUCT_ENDINGS.has(extension) || !PRODUCTS.has(name.slice(0, dot).toLowerCase())
}

/** A file name that says so without a folder: `README.md`, `Makefile`, `.env.example`. */
export function isBareFile(name: string): boolean {
  if (isNamedFile(name)) return !/^(?:pre|post|commit|prepare|artisan)/.test(name)
  if (!hasKnownExtension(name) || MEMBERS.test(name) || FOLDER_ONLY.has(extensionOf(name))) return false
  return /^[\p{L}\d_[\]()@$+*-][\p{L}\d_.[\]()@$+*-]*$/u.test(name) && !/^[eivEIV]\.[a-z]$/.test(name)
}

/**
 * The word is letters, digits and underscores alone and no name of {@link isNamedFile}: the common words of a text,
 * told without its patterns.
 */
export function isPlainWord(name: string): boolean {
  return PLAIN.test(name)
}

/** A file that has a name of its own instead of an extension. */
export function isNamedFile(name: string): boolean {
  return NAMED_FILES.test(name) || DOT_FILES.test(name)
}

/** Folders that stand at the root of source trees, by which `src/components` in a code span counts as a path. */
export const ROOT_FOLDERS: ReadonlySet<string> = new Set(
  (
    'src lib libs app apps packages internal cmd pkg test tests spec specs docs doc scripts backend frontend server client web api config ' +
    'configs public assets components examples example tools infra infrastructure deploy deployment k8s contracts modules services service ' +
    'migrations db database bin include crates templates commands visions patterns supabase prisma terraform charts ios android native data ' +
    'fixtures schemas schema models controllers views routes handlers hooks utils helpers types stores pages styles e2e benchmarks bench ' +
    'plugins plugin core common shared resources static locales i18n workflows actions agents skills prompts memory'
  ).split(' '),
)
