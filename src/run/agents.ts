/** How a program that works on tasks is called without a person at its terminal. */
export interface Agent {
  readonly name: string
  readonly argv: readonly [string, ...string[]]
  /** How the prompt reaches it: on standard input, or as its last word. */
  readonly prompt: 'stdin' | 'word'
  /** What of the environment it needs to sign in. */
  readonly env: readonly string[]
  /** Exit code 0 counts as its word that a task without any check is done. */
  readonly attests: boolean
}

const keys = {
  anthropic: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL', 'ANTHROPIC_MODEL'],
  openai: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'],
  google: [
    'GEMINI_API_KEY',
    'GOOGLE_API_KEY',
    'GOOGLE_CLOUD_PROJECT',
    'GOOGLE_CLOUD_LOCATION',
    'GOOGLE_GENAI_USE_VERTEXAI',
  ],
} as const

type Row = readonly [argv: readonly [string, ...string[]], prompt: Agent['prompt'], env: readonly string[]]

/*
 * The documented command lines for a call from a script. Each lets the agent change files of its folder without asking;
 * whatever else it may do is for its own settings to say, except where it does nothing in a script without that flag.
 */
const table: Readonly<Record<string, Row>> = {
  claude: [
    ['claude', '-p', '--permission-mode', 'acceptEdits', '--output-format', 'text'],
    'stdin',
    [
      ...keys.anthropic,
      'CLAUDE_CONFIG_DIR',
      'CLAUDE_CODE_OAUTH_TOKEN',
      'CLAUDE_CODE_USE_BEDROCK',
      'CLAUDE_CODE_USE_VERTEX',
    ],
  ],
  codex: [
    ['codex', 'exec', '--sandbox', 'workspace-write', '--skip-git-repo-check', '-'],
    'stdin',
    [...keys.openai, 'CODEX_HOME', 'CODEX_API_KEY'],
  ],
  gemini: [['gemini', '--approval-mode', 'auto_edit'], 'stdin', keys.google],
  copilot: [
    ['copilot', '--allow-all-tools'],
    'stdin',
    ['COPILOT_GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_TOKEN', 'COPILOT_MODEL'],
  ],
  cursor: [['cursor-agent', '-p', '--force', '--output-format', 'text'], 'word', ['CURSOR_API_KEY']],
  opencode: [['opencode', 'run'], 'stdin', [...keys.anthropic, ...keys.openai, ...keys.google, 'OPENCODE_CONFIG']],
  qwen: [['qwen', '--approval-mode', 'auto-edit'], 'stdin', [...keys.openai, 'OPENAI_MODEL', 'DASHSCOPE_API_KEY']],
  amp: [['amp', '-x'], 'stdin', ['AMP_API_KEY', 'AMP_URL']],
}

/** Everything `--agent` takes; with `manual` a person does the work. */
export const agentNames: readonly string[] = [...Object.keys(table), 'manual']

/** A known agent; null for another name, and for `manual`, which no program stands for. */
export function agentNamed(name: string): Agent | null {
  if (!Object.hasOwn(table, name)) return null
  const [argv, prompt, env] = table[name]!
  return { name, argv, prompt, env, attests: false }
}

/** A program of the user's: prompt on standard input, exit code 0 for done. */
export const programAgent = (argv: readonly [string, ...string[]]): Agent => ({
  name: `exec:${argv.join(' ')}`,
  argv,
  prompt: 'stdin',
  env: [],
  attests: true,
})

/** Longer words than this no system gives to a program; a NUL none at all. */
const longestWord = 100_000

/** How an agent is started for a prompt; `path` is a file with the same text, for what cannot be a word. */
export function agentCall(
  { argv, prompt }: Agent,
  text: string,
  path: string,
): { readonly argv: readonly [string, ...string[]]; readonly input: string } {
  if (prompt === 'stdin') return { argv, input: text }
  const fits = Buffer.byteLength(text) <= longestWord && !text.includes('\0') && !text.startsWith('-')
  const word = fits ? text : `Read the file ${path} and do exactly the one task that it describes.`
  return { argv: [...argv, word], input: '' }
}
