const NAMES = (
  'npm npx yarn pnpm bun bunx deno node tsc tsx vitest jest mocha playwright cypress eslint prettier go gofmt ' +
  'golangci-lint cargo rustc python3 python py pip3 pip pipx uv uvx poetry pytest tox nox ruff black mypy pyright ' +
  'flake8 make cmake just task docker docker-compose podman kubectl helm terraform tofu ansible aws gcloud az git ' +
  'gh svn curl wget httpie bash sh zsh pwsh powershell source cat ls cp mv rm mkdir touch cd grep rg find sed awk ' +
  'chmod chown echo export tar zip unzip diff wc head tail jq yq ssh scp rsync psql mysql sqlite3 redis-cli mvn ' +
  'gradle java javac dotnet msbuild nuget ruby rake bundle rails gem php composer artisan swift xcodebuild pod ' +
  'fastlane flutter dart mix iex elixir zig ghc cabal stack sbt lein clojure brew apt apt-get dnf claude codex ' +
  'gemini opencode openspec specify forge cast anvil hardhat truffle slither supabase prisma vercel netlify ' +
  'wrangler turbo nx lerna changeset Rscript julia perl lua nix bazel buck pre-commit detox maestro k6 ab wrk ' +
  'openssl env test'
).split(' ')
/** Programs by name, as alternatives of a pattern. */
export const PROGRAM_NAMES: string = NAMES.join('|')

const PROGRAMS = new RegExp(
  `^(?:\\$ |sudo |time |npx |bunx |pnpx )?(?:[A-Z_]+=\\S+ ){0,4}(?:${PROGRAM_NAMES}|\\.?\\/?gradlew|Get-\\w+|Set-\\w+|New-\\w+|Invoke-\\w+|Test-\\w+|Import-\\w+)(?:\\s|$)`,
)

const STATEMENT =
  /^(?:import|from|require|export|const|let|var|return|await|async|def|class|func|fn|function|type|interface|struct|SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|if|for|while|use|using|package|#include|@import)\s/

const BLANK = /\s/

/** The content of a code span is a command line: a known program, or a script with arguments. */
export function isCommand(content: string): boolean {
  const text = content.trim()
  // All but a program's bare name have a blank.
  if (!BLANK.test(text)) return PROGRAMS.test(text)
  return (
    PROGRAMS.test(text) ||
    /^\.{0,2}\/[\w./-]+\s/.test(text) ||
    /\s(?:--[a-z]|-[a-zA-Z](?:\s|$))/.test(text.slice(0, 300))
  )
}

/** An HTTP request (`GET /tasks`) or a slash command with arguments. */
export function isRequest(content: string): boolean {
  return /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|WS|SSE)\s/.test(content) || /^\/[\w:.-]+\s/.test(content)
}

/** Source code rather than a name: a statement, a call, an expression. */
export function isCode(content: string): boolean {
  return (
    STATEMENT.test(content) ||
    /[;"'=|&<>]|\(.*\)$|\)\./.test(content.replace(/^<|>$/g, '').replace(/\/<[\w-]{1,60}>/g, '/x'))
  )
}
