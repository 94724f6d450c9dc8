import { openPlaces } from '../query/places.ts'
import { loadConfig } from '../workspace/config.ts'
import { configPath } from '../workspace/settings-file.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { repositoryRoot } from '../workspace/git.ts'
import { readSourceIfThere } from '../workspace/source-file.ts'
import type { Call } from './arguments.ts'
import { count } from './compiled.ts'
import { commandFindings } from './doctor-commands.ts'
import type { Finding } from './doctor-finding.ts'
import { gitFindings, nodeFindings, stateFindings } from './doctor-machine.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { styled, type Line } from './terminal.ts'

/** Looks for what is wrong with the set-up of a repository and of this machine, and says the mend for each. */
export async function run(_: Call, io: Io): Promise<Outcome> {
  const fs = io.fs ?? diskFileSystem
  const root = repositoryRoot(fs, io.cwd)
  const commands = commandFindings(fs, root, io)
  const findings = [
    ...nodeFindings(process.versions.node),
    ...(await configFindings(fs, root)),
    ...commands.findings,
    ...(await gitFindings(fs, root, io.env)),
    ...stateFindings(fs, root),
  ]
  return {
    code: findings.length > 0 ? 1 : 0,
    data: {
      root,
      version: commands.version,
      node: process.versions.node,
      assistants: commands.assistants.map(({ key, name }) => ({ key, name })),
      findings: findings.map(({ ruleId, severity, message, file, mend }) => ({
        ruleId,
        severity,
        message,
        file,
        mend,
      })),
    },
    diagnostics: findings.map(({ ruleId, severity, message, file, line, mend }) => ({
      ruleId,
      severity,
      message: `${message} ${mend}`,
      file,
      line,
      column: null,
      range: null,
    })),
    out: findings.flatMap(findingLines),
    notes: [
      findings.length === 0 ? 'Nothing is wrong.' : `${count(findings.length, 'finding')}`,
      ...(commands.assistants.length === 0 && commands.isUsable
        ? ['No assistant is set up here. Next intentk init']
        : []),
    ],
  }
}

function findingLines({ ruleId, severity, message, file, line, mend }: Finding): readonly Line[] {
  const place = file === null ? '' : ` ${file}${line === null ? '' : `:${line}`} `
  return [
    [styled(severity === 'error' ? 'red' : 'yellow', severity), `${place} ${message} `, styled('dim', ruleId)],
    `  ${mend}`,
  ]
}

async function configFindings(fs: FileSystem, root: string): Promise<readonly Finding[]> {
  try {
    const { diagnostics } = await loadConfig(fs, root)
    if (diagnostics.length === 0) return []
    const source = readSourceIfThere(fs, `${root}/${configPath}`, configPath)
    const places = openPlaces(source === null ? [] : [source])
    return diagnostics.map(({ ruleId, severity, message, place }) => ({
      ruleId,
      severity,
      message,
      file: configPath,
      line: places.spot(place).line,
      mend: 'Correct the line; every line may also go.',
    }))
  } catch (error) {
    if (!(error instanceof WorkspaceError)) throw error
    const { code, message, hint } = error
    return [
      {
        ruleId: `config-${code}`,
        severity: 'error',
        message,
        file: configPath,
        line: null,
        mend: hint || 'Make it a readable file, or remove it.',
      },
    ]
  }
}
