import type { Assistant, FrontKey, Target } from './assistant.ts'

/** Where the facts of the rows come from: the integration code of two other tools, and the manuals of the assistants. */

const skill = (folder: string, ...front: readonly FrontKey[]): Target => ({
  path: `${folder}/intentk-<c>/SKILL.md`,
  format: 'skill',
  front,
})

const markdown = (path: string, ...front: readonly FrontKey[]): Target => ({ path, format: 'markdown', front })
const toml = (path: string): Target => ({ path, format: 'toml', front: [] })

const callable: readonly FrontKey[] = ['user-invocable', 'disable-model-invocation']
const hinted: readonly FrontKey[] = ['argument-hint', ...callable]

type Row = Pick<Assistant, 'folders'> & Partial<Assistant>

function assistant(key: string, name: string, invoked: string, targets: readonly Target[], row: Row): Assistant {
  return {
    key,
    name,
    aliases: [],
    list: null,
    placeholder: '$ARGUMENTS',
    context: 'AGENTS.md',
    programs: [],
    terminal: false,
    home: false,
    former: [],
    ...row,
    invoked,
    targets,
  }
}

const dotted = '/intentk.<c>'
const dashed = '/intentk-<c>'

const skills: readonly Assistant[] = [
  assistant(
    'claude',
    'Claude Code',
    dashed,
    [skill('.claude/skills', ...hinted), markdown('.claude/commands/intentk.<c>.md', 'description', 'argument-hint')],
    { context: 'CLAUDE.md', folders: ['.claude', 'CLAUDE.md'], programs: ['claude'], terminal: true },
  ),
  assistant('codex', 'Codex', '$intentk-<c>', [skill('.agents/skills')], {
    folders: ['.codex'],
    programs: ['codex'],
    terminal: true,
    former: ['.codex/prompts/intentk.<c>.md', '.codex/prompts/intentk-<c>.md'],
  }),
  assistant(
    'copilot',
    'GitHub Copilot',
    dashed,
    [skill('.github/skills'), markdown('.github/prompts/intentk.<c>.prompt.md', 'description')],
    { folders: ['.github/copilot-instructions.md', '.github/prompts', '.github/skills'], programs: ['copilot'] },
  ),
  assistant(
    'cursor',
    'Cursor',
    dashed,
    [skill('.cursor/skills'), markdown('.cursor/commands/intentk.<c>.md', 'description')],
    { folders: ['.cursor', '.cursorrules'], programs: ['cursor-agent', 'cursor'] },
  ),
  assistant('agy', 'Antigravity', dashed, [skill('.agents/skills')], {
    aliases: ['antigravity'],
    folders: ['.agent'],
    programs: ['agy', 'antigravity'],
    former: ['.agent/workflows/intentk.<c>.md', '.agent/workflows/intentk-<c>.md'],
  }),
  assistant('zed', 'Zed', dashed, [skill('.agents/skills')], { folders: ['.zed'], programs: ['zed', 'zeditor'] }),
  assistant('devin', 'Devin Desktop', dashed, [skill('.devin/skills')], {
    aliases: ['windsurf'],
    folders: ['.devin', '.windsurf'],
    programs: ['devin', 'windsurf'],
  }),
  assistant('droid', 'Factory Droid', dashed, [skill('.factory/skills', ...callable)], {
    folders: ['.factory'],
    programs: ['droid'],
    terminal: true,
  }),
  assistant('command-code', 'Command Code', '$intentk-<c>', [skill('.commandcode/skills')], {
    folders: ['.commandcode'],
    programs: ['command-code'],
    terminal: true,
  }),
  assistant('grok', 'Grok', dashed, [skill('.grok/skills')], {
    folders: ['.grok'],
    programs: ['grok'],
    terminal: true,
  }),
  assistant('hermes', 'Hermes', dashed, [skill('.hermes/skills')], {
    folders: ['.hermes/skills'],
    programs: ['hermes'],
    terminal: true,
    home: true,
  }),
  assistant('bob', 'IBM Bob', dashed, [skill('.bob/skills')], {
    folders: ['.bob'],
    programs: ['bob'],
    former: ['.bob/commands/intentk.<c>.md'],
  }),
  assistant('kimi', 'Kimi Code', '/skill:intentk-<c>', [skill('.kimi-code/skills')], {
    folders: ['.kimi-code'],
    programs: ['kimi'],
    terminal: true,
  }),
  assistant('lingma', 'Lingma', dashed, [skill('.lingma/skills')], { folders: ['.lingma'], programs: ['lingma'] }),
  assistant('qoder', 'Qoder', dashed, [skill('.qoder/skills')], {
    folders: ['.qoder'],
    programs: ['qodercli', 'qoder'],
  }),
  assistant(
    'rovodev',
    'Rovo Dev',
    dashed,
    [skill('.rovodev/skills'), markdown('.rovodev/prompts/intentk-<c>.prompt.md')],
    { aliases: ['rovo'], list: '.rovodev/prompts.yml', folders: ['.rovodev'], programs: ['rovodev'] },
  ),
  assistant('trae', 'Trae', dashed, [skill('.trae/skills')], { folders: ['.trae'], programs: ['trae'] }),
  assistant('vibe', 'Mistral Vibe', dashed, [skill('.vibe/skills', ...callable)], {
    folders: ['.vibe'],
    programs: ['vibe'],
    terminal: true,
  }),
  assistant('zcode', 'ZCode', '$intentk-<c>', [skill('.zcode/skills')], { folders: ['.zcode'], programs: ['zcode'] }),
  assistant('alquimia', 'Alquimia AI', dashed, [skill('.alquimia/skills', ...hinted)], {
    folders: ['.alquimia'],
    programs: ['alquimia'],
  }),
  assistant('codearts', 'CodeArts', dashed, [skill('.codeartsdoer/skills')], { folders: ['.codeartsdoer'] }),
  assistant('minimax', 'MiniMax Code', dashed, [skill('.minimax/skills')], {
    folders: ['.minimax'],
    programs: ['minimax'],
    home: true,
  }),
]

const commandFiles: readonly Assistant[] = [
  assistant('gemini', 'Gemini CLI', dotted, [toml('.gemini/commands/intentk.<c>.toml')], {
    placeholder: '{{args}}',
    context: 'GEMINI.md',
    folders: ['.gemini', 'GEMINI.md'],
    programs: ['gemini'],
    terminal: true,
  }),
  assistant('tabnine', 'Tabnine', dotted, [toml('.tabnine/agent/commands/intentk.<c>.toml')], {
    placeholder: '{{args}}',
    context: 'TABNINE.md',
    folders: ['.tabnine', 'TABNINE.md'],
    programs: ['tabnine'],
  }),
  assistant(
    'goose',
    'Goose',
    'goose run --recipe intentk.<c>',
    [{ path: '.goose/recipes/intentk.<c>.yaml', format: 'recipe', front: [] }],
    { placeholder: '{{args}}', folders: ['.goose', '.goosehints'], programs: ['goose'], terminal: true },
  ),
  assistant('opencode', 'opencode', dotted, [markdown('.opencode/commands/intentk.<c>.md', 'description')], {
    folders: ['.opencode', 'opencode.json'],
    programs: ['opencode'],
    terminal: true,
  }),
  assistant('qwen', 'Qwen Code', dotted, [markdown('.qwen/commands/intentk.<c>.md', 'description')], {
    context: 'QWEN.md',
    folders: ['.qwen', 'QWEN.md'],
    programs: ['qwen'],
    terminal: true,
  }),
  assistant('amp', 'Amp', dotted, [markdown('.agents/commands/intentk.<c>.md', 'description')], {
    folders: ['.agents/commands', '.amp'],
    programs: ['amp'],
  }),
  assistant(
    'auggie',
    'Auggie',
    dotted,
    [markdown('.augment/commands/intentk.<c>.md', 'description', 'argument-hint')],
    { folders: ['.augment'], programs: ['auggie'], terminal: true },
  ),
  assistant('codebuddy', 'CodeBuddy', dotted, [markdown('.codebuddy/commands/intentk.<c>.md', 'description')], {
    context: 'CODEBUDDY.md',
    folders: ['.codebuddy', 'CODEBUDDY.md'],
    programs: ['codebuddy'],
  }),
  assistant('cline', 'Cline', dashed, [markdown('.clinerules/workflows/intentk-<c>.md', 'description')], {
    folders: ['.clinerules'],
    programs: ['cline'],
  }),
  assistant('kilocode', 'Kilo Code', dotted, [markdown('.kilo/commands/intentk.<c>.md', 'description')], {
    aliases: ['kilo'],
    folders: ['.kilo', '.kilocode'],
    programs: ['kilo', 'kilocode'],
    former: ['.kilocode/workflows/intentk.<c>.md', '.kilocode/workflows/intentk-<c>.md'],
  }),
  assistant('roo', 'Zoo Code', dotted, [markdown('.roo/commands/intentk.<c>.md')], {
    aliases: ['zoo'],
    folders: ['.roo', '.roomodes'],
  }),
  assistant('junie', 'Junie', dashed, [markdown('.junie/commands/intentk-<c>.md', 'description')], {
    folders: ['.junie'],
    programs: ['junie'],
  }),
  assistant('kiro', 'Kiro CLI', '@intentk.<c>', [markdown('.kiro/prompts/intentk.<c>.md', 'description')], {
    placeholder: null,
    folders: ['.kiro'],
    programs: ['kiro-cli'],
  }),
  assistant('amazon-q', 'Amazon Q', '@intentk-<c>', [markdown('.amazonq/prompts/intentk-<c>.md', 'description')], {
    aliases: ['q'],
    placeholder: null,
    folders: ['.amazonq'],
    programs: ['q'],
  }),
  assistant(
    'continue',
    'Continue',
    dashed,
    [markdown('.continue/prompts/intentk-<c>.prompt', 'name', 'description', 'invokable')],
    { placeholder: null, folders: ['.continue'], programs: ['cn'] },
  ),
  assistant(
    'crush',
    'Crush',
    'project:intentk:<c>',
    [markdown('.crush/commands/intentk/<c>.md', 'name', 'description', 'category', 'tags')],
    { placeholder: null, folders: ['.crush', '.crush.json', 'crush.json'], programs: ['crush'], terminal: true },
  ),
  assistant('iflow', 'iFlow', dashed, [markdown('.iflow/commands/intentk-<c>.md', 'description')], {
    placeholder: null,
    context: 'IFLOW.md',
    folders: ['.iflow', 'IFLOW.md'],
    programs: ['iflow'],
    terminal: true,
  }),
  assistant(
    'costrict',
    'CoStrict',
    dashed,
    [markdown('.cospec/intentk/commands/intentk-<c>.md', 'description', 'argument-hint')],
    { placeholder: null, folders: ['.cospec'], programs: ['cs'] },
  ),
  assistant('firebender', 'Firebender', dotted, [markdown('.firebender/commands/intentk.<c>.mdc', 'description')], {
    folders: ['.firebender', 'firebender.json'],
  }),
  assistant('forge', 'Forge', dashed, [markdown('.forge/commands/intentk.<c>.md', 'name', 'description')], {
    placeholder: '{{parameters}}',
    folders: ['.forge', 'forge.yaml'],
    programs: ['forge'],
    terminal: true,
  }),
  assistant('omp', 'Oh My Pi', dotted, [markdown('.omp/commands/intentk.<c>.md', 'description')], {
    placeholder: '$@',
    folders: ['.omp'],
    programs: ['omp'],
    terminal: true,
  }),
  assistant('pi', 'Pi', dotted, [markdown('.pi/prompts/intentk.<c>.md', 'description')], {
    placeholder: '$@',
    folders: ['.pi'],
    programs: ['pi'],
    terminal: true,
  }),
  assistant('shai', 'SHAI', dotted, [markdown('.shai/commands/intentk.<c>.md', 'description')], {
    context: 'SHAI.md',
    folders: ['.shai', 'SHAI.md'],
    programs: ['shai'],
    terminal: true,
  }),
]

/** All assistants with a place of their own, those with skills first. */
export const assistants: readonly Assistant[] = [...skills, ...commandFiles]

/** Any other assistant that reads Markdown files of a folder, which the user names. */
export const genericIn = (folder: string): Assistant =>
  assistant('generic', 'Generic', dotted, [markdown(`${folder}/intentk.<c>.md`, 'description')], { folders: [] })
