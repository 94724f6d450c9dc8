import type { Place } from '../model/source.ts'
import type { PlanItem } from '../model/task.ts'
import { plain } from '../parse/text/inline.ts'
import type { Leaf } from './leaves.ts'
import { isPlaceholder } from './placeholders.ts'
import { plainItem } from './surroundings.ts'
import type { ParsedDocument } from './types.ts'

const FIELD = /^[ \t]*(?:[-*+] )?\*\*(Language\/Version|Primary Dependencies)\*\*[ \t]*[:：][ \t]*(\S.*)$/gmu
const NOTHING = /^(?:n\/a|none|tbd|-)\b|NEEDS CLARIFICATION/iu
const MANIFEST =
  /(?:^|\/)(?:package\.json|pyproject\.toml|setup\.py|requirements\.txt|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json|mix\.exs|pubspec\.yaml|Package\.swift)$/u

interface Technology {
  readonly language: string
  readonly dependencies: string
  readonly place: Place
}

/** Language and dependencies as the "Technical Context" of a Spec Kit plan states them; null where neither is said. */
function technologyOf(document: ParsedDocument): Technology | null {
  let [language, dependencies] = ['', '']
  let place: Place | null = null
  for (const match of document.source.text.matchAll(FIELD)) {
    const value = match[2]!.trim()
    if (NOTHING.test(value) || isPlaceholder(value)) continue
    if (match[1] === 'Language/Version') language ||= value
    else dependencies ||= value
    place ??= { file: document.source.path, start: match.index, end: match.index + match[0].length }
  }
  return place === null ? null : { language, dependencies, place }
}

const written = (leaf: Leaf): PlanItem['paths'][number] => ({
  raw: leaf.path,
  path: leaf.path,
  role: 'write',
  kind: 'file',
  unresolved: false,
})
const bodyLine = (leaf: Leaf): string => `- \`${leaf.path}\`${leaf.comment === '' ? '' : `: ${leaf.comment}`}`

/** One task for technology and manifests, unless the repository has a manifest and the tree draws no new one. */
function projectItem(
  documents: readonly ParsedDocument[],
  manifests: readonly Leaf[],
  existing: ReadonlySet<string>,
): PlanItem[] {
  const technology =
    documents
      .filter((document) => document.role === 'plan')
      .map(technologyOf)
      .find((found) => found !== null) ?? null
  const place = manifests[0]?.place ?? technology?.place
  const known =
    [...existing].some((path) => MANIFEST.test(path)) ||
    documents.some((document) => document.plan.tree.some((entry) => entry.existing && MANIFEST.test(entry.path)))
  if (place === undefined || (known && manifests.length === 0)) return []
  const body =
    technology === null
      ? []
      : [
          technology.language === '' ? '' : `- Language: ${technology.language}`,
          technology.dependencies === '' ? '' : `- Dependencies: ${technology.dependencies}`,
        ]
  const only = manifests.length === 1 ? ` in \`${manifests[0]!.path}\`` : ''
  const with_ =
    technology !== null && technology.language !== '' && plain(technology.language).length <= 60
      ? ` with ${technology.language}`
      : ''
  return [
    plainItem({
      key: 'setup/project',
      phase: 'setup',
      kind: 'setup',
      text: `Initialize the project${with_}${only}`,
      body: [...body.filter((line) => line !== ''), ...manifests.map(bodyLine)],
      paths: manifests.map(written),
      heading: 'Technical Context',
      place,
    }),
  ]
}

/** One task for configuration files and package markers together: none of them is worth a task of its own. */
function configurationItem(leaves: readonly Leaf[]): PlanItem[] {
  const first = leaves[0]
  if (first === undefined) return []
  const text =
    leaves.length === 1
      ? `Create \`${first.path}\``
      : leaves.every((leaf) => leaf.kind === 'marker')
        ? 'Create the package markers'
        : 'Create the configuration files'
  return [
    plainItem({
      key: 'setup/configuration',
      phase: 'setup',
      kind: 'setup',
      text,
      body: leaves.length === 1 && first.comment === '' ? [] : leaves.map(bodyLine),
      paths: leaves.map(written),
      heading: 'Project Structure',
      place: first.place,
    }),
  ]
}

/** Setup of a feature: technology with its manifests, then configuration and package markers. */
export function setupItems(
  documents: readonly ParsedDocument[],
  leaves: readonly Leaf[],
  existing: ReadonlySet<string>,
): PlanItem[] {
  const manifests = leaves.filter((leaf) => leaf.kind === 'manifest')
  return [
    ...projectItem(documents, manifests, existing),
    ...configurationItem(leaves.filter((leaf) => leaf.kind === 'config' || leaf.kind === 'marker')),
  ]
}
