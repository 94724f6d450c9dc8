import { hashText } from '../model/hash.ts'
import type { Statement } from '../model/documents.ts'
import type { PlanMilestone } from '../model/plan.ts'
import type { Place } from '../model/source.ts'
import type { Layer, PlanItem } from '../model/task.ts'
import { plain } from '../parse/text/inline.ts'
import { identifiers } from '../parse/text/paths.ts'
import { endpointsOf, entitiesOf } from './contracts.ts'
import { homeFinder, type HomeFinder } from './homes.ts'
import { slug, uniqueKey, type UsedKeys } from './keys.ts'
import { isEnglish } from './language.ts'
import { isTest, layerOf } from './layer.ts'
import { leafPicker, type LeafPicker } from './leaf-picker.ts'
import { commonFolders, newLeaves, stemWords, type Leaf } from './leaves.ts'
import { isPlaceholder } from './placeholders.ts'
import { headline, nestedLines, requirementKey, requirementsOf } from './requirements.ts'
import { plainItem } from './surroundings.ts'
import { setupItems } from './technology.ts'
import type { ParsedDocument } from './types.ts'

interface SpecContext {
  readonly documents: readonly ParsedDocument[]
  readonly keys: UsedKeys
  readonly home: HomeFinder
  readonly pick: LeafPicker
  readonly english: boolean
  /** Folders that hold every file, or whose names tell only what kind of files they hold. */
  readonly commonFolders: ReadonlySet<string>
  readonly texts: ReadonlyMap<string, string>
}

/** Something to be built, before what shares its file has joined it. */
interface Draft {
  readonly item: PlanItem
  readonly leaf: Leaf | null
  /** What tells its milestone: names it can be found by, and its words. */
  readonly names: readonly string[]
  readonly words: string
  /** Words of the requirements that joined it; asked only where its own tell nothing. */
  readonly joined?: string
}

function worded(from: {
  key: string
  text: string
  body: readonly string[]
  heading: string
  place: Place
  leaf: Leaf | null
  layer: Layer | null
  covers?: readonly string[]
}): PlanItem {
  const paths: PlanItem['paths'] =
    from.leaf === null
      ? []
      : [{ raw: from.leaf.path, path: from.leaf.path, role: 'write', kind: 'file', unresolved: false }]
  const item = plainItem({
    key: from.key,
    phase: 'foundational',
    kind: 'work',
    text: from.text,
    body: from.body,
    paths,
    covers: from.covers ?? [],
    heading: from.heading,
    place: from.place,
  })
  return { ...item, layer: from.layer, mentions: identifiers(from.text).mentions }
}

/** The comment of a tree's leaf belongs to whatever task creates its file. */
const ofLeaf = (leaf: Leaf | null): string[] => (leaf === null || leaf.comment === '' ? [] : [`- ${leaf.comment}`])

function entityDraft(ctx: SpecContext, entity: Statement): Draft {
  const name = plain(entity.text)
    .split(/[:：–—]| - /u)[0]!
    .trim()
  const leaf = ctx.pick.forEntity(name)
  const file = leaf === null ? '' : `\`${leaf.path}\``
  const text = ctx.english
    ? `Create the ${name} model${file === '' ? '' : ` in ${file}`}`
    : file === ''
      ? headline(entity.text)
      : `${file}: ${headline(entity.text)}`
  // Where the line already says all, the body does not say it again.
  const said =
    plain(entity.text) === name || (!ctx.english && headline(entity.text) === entity.text) ? [] : [`- ${entity.text}`]
  const body = [...said, ...nestedLines(ctx.texts, entity), ...ofLeaf(leaf)]
  const item = worded({
    key: uniqueKey(`spec/entity/${slug(name)}`, ctx.keys),
    text,
    body,
    heading: entity.heading,
    place: entity.place,
    leaf,
    layer: 'model',
  })
  return { item, leaf, names: leaf === null ? [] : [leaf.path], words: `${entity.text} ${leaf?.comment ?? ''}` }
}

function endpointDrafts(ctx: SpecContext): Draft[] {
  return endpointsOf(ctx.documents).map((endpoint): Draft => {
    const leaf = ctx.pick.forResource(endpoint.resource)
    const what =
      endpoint.operations.length === 1
        ? `\`${endpoint.operations[0]!}\``
        : endpoint.resource === ''
          ? ''
          : `\`/${endpoint.resource}\``
    const into = leaf === null ? '' : ` in \`${leaf.path}\``
    const english =
      what === ''
        ? `Implement the contract \`${endpoint.contract}\``
        : `Implement ${what}${endpoint.operations.length > 1 ? ' endpoints' : ''}${into} as \`${endpoint.contract}\` says`
    const text = ctx.english
      ? english
      : `${what === '' ? `\`${endpoint.contract}\`` : `${what} (\`${endpoint.contract}\`)`}${leaf === null ? '' : `: \`${leaf.path}\``}`
    const body = endpoint.operations.length > 1 ? endpoint.operations.map((operation) => `- \`${operation}\``) : []
    const item = worded({
      key: uniqueKey(`spec/contract/${slug(`${endpoint.contract} ${endpoint.resource}`)}`, ctx.keys),
      text,
      body: [...body, ...ofLeaf(leaf)],
      heading: endpoint.contract,
      place: endpoint.place,
      leaf,
      layer: 'endpoint',
    })
    const paths: PlanItem['paths'] = [
      ...item.paths,
      { raw: endpoint.contract, path: endpoint.contract, role: 'read', kind: 'file', unresolved: false },
    ]
    return {
      item: { ...item, paths, mentions: [] },
      leaf,
      names: endpoint.operations.map((operation) => operation.split(' ')[1]!),
      words: `${endpoint.resource} ${leaf?.comment ?? ''}`,
    }
  })
}

function leafDraft(ctx: SpecContext, leaf: Leaf): Draft {
  const file = `\`${leaf.path}\``
  const text = `${ctx.english && leaf.english ? `Create ${file}` : file}${leaf.comment === '' ? '' : `: ${leaf.comment}`}`
  const item = worded({
    key: uniqueKey(`spec/file/${slug(leaf.path)}`, ctx.keys),
    text: headline(text),
    body: headline(text) === text ? [] : [`- ${leaf.comment}`],
    heading: 'Project Structure',
    place: leaf.place,
    leaf,
    layer: null,
  })
  const test = leaf.kind === 'test' || isTest(text, item.paths)
  const words = `${stemWords(leaf.path)} ${leaf.comment}`
  return {
    item: { ...item, kind: test ? 'test' : 'work', layer: test ? 'test' : layerOf('work', 'create', item.paths) },
    leaf,
    names: [leaf.path, leaf.path.slice(leaf.path.lastIndexOf('/') + 1)],
    words,
  }
}

/** A requirement joins the task that makes the file it is about; without one it is a task of its own. */
function withRequirements(ctx: SpecContext, drafts: readonly Draft[]): Draft[] {
  const at = new Map(drafts.flatMap((draft, index) => (draft.leaf === null ? [] : [[draft.leaf.path, index] as const])))
  const joined = [...drafts]
  const own: Draft[] = []
  for (const requirement of requirementsOf(ctx.documents)) {
    const leaf = ctx.pick.forRequirement(requirement.id, requirement.text)
    const host = leaf === null ? undefined : at.get(leaf.path)
    if (host === undefined) {
      own.push(requirementDraft(ctx, requirement))
      continue
    }
    const draft = joined[host]!
    const lines = [
      `- ${requirement.id}: ${requirement.text}`,
      ...nestedLines(ctx.texts, requirement).map((line) => `  ${line}`),
    ]
    const item = {
      ...draft.item,
      body: [...draft.item.body, ...lines],
      covers: [...draft.item.covers, requirementKey(requirement)],
    }
    joined[host] = {
      ...draft,
      item: { ...item, source: hashText([item.text, ...item.body].join('\n')) },
      joined: `${draft.joined ?? ''} ${requirement.text}`,
    }
  }
  return [...joined, ...own]
}

function requirementDraft(ctx: SpecContext, requirement: Statement): Draft {
  const whole = `${ctx.english ? 'Implement ' : ''}${requirement.id}: ${requirement.text}`
  const text = headline(whole)
  const body = [...(text === whole ? [] : [`- ${requirement.text}`]), ...nestedLines(ctx.texts, requirement)]
  const item = worded({
    key: uniqueKey(`spec/${slug(requirement.id)}`, ctx.keys),
    text,
    body,
    heading: requirement.heading,
    place: requirement.place,
    leaf: null,
    layer: null,
    covers: [requirementKey(requirement)],
  })
  return {
    item: { ...item, mentions: identifiers(requirement.text).mentions },
    leaf: null,
    names: [requirement.id],
    words: [requirement.text, ...body].join(' '),
  }
}

const RANK: Readonly<Record<Layer, number>> = { test: 0, model: 1, service: 2, endpoint: 3, integration: 5 }
const rank = (item: PlanItem): number => (item.layer === null ? 4 : RANK[item.layer])

/** By name and purpose; where those tell nothing, by the requirements it meets, then by the folders above the file. */
function homeOf(ctx: SpecContext, draft: Draft): PlanMilestone | null {
  const folders = (draft.leaf?.path.split('/').slice(0, -1) ?? [])
    .filter((folder) => !ctx.commonFolders.has(folder))
    .join(' ')
  return (
    ctx.home(draft.names, draft.words) ??
    (draft.joined === undefined ? null : ctx.home([], draft.joined)) ??
    (folders === '' ? null : ctx.home([], folders))
  )
}

/** Tests and documents of no single story check and describe the whole. */
function phaseOf(ctx: SpecContext, draft: Draft, homes: ReadonlyMap<string, PlanMilestone | null>): PlanItem['phase'] {
  const { leaf } = draft
  const tested = leaf?.kind === 'test' ? (homes.get(stemWords(leaf.path)) ?? null) : null
  const home = tested ?? homeOf(ctx, draft)
  if (home !== null) return `milestone:${home.key}`
  return leaf?.kind === 'test' || leaf?.kind === 'document' ? 'polish' : 'foundational'
}

function placed(ctx: SpecContext, drafts: readonly Draft[]): PlanItem[] {
  const homes = new Map<string, PlanMilestone | null>()
  for (const draft of drafts)
    if (draft.leaf?.kind === 'source') homes.set(stemWords(draft.leaf.path), homeOf(ctx, draft))
  const items = drafts.map((draft) => ({ ...draft.item, phase: phaseOf(ctx, draft, homes) }))
  return items
    .map((item, index) => ({ item, index }))
    .sort((a, b) => rank(a.item) - rank(b.item) || a.index - b.index)
    .map(({ item }) => item)
}

/**
 * The work that a specification and its plan state where no list of tasks is written yet: a task for each entity,
 * endpoint and new file of the source tree, one for each requirement that no file is about, one for technology and one
 * for configuration. Each stands in the milestone that names it or shares its words, else in Foundational.
 */
export function specItems(
  documents: readonly ParsedDocument[],
  milestones: readonly PlanMilestone[],
  text: (milestone: PlanMilestone) => string,
  existing: ReadonlySet<string>,
  keys: UsedKeys,
): PlanItem[] {
  const spec = documents.find((document) => document.spec !== undefined)
  if (spec === undefined) return []
  const feature = spec.role === 'spec'
  const leaves = feature ? newLeaves(documents, existing) : []
  const ctx: SpecContext = {
    documents,
    keys,
    home: homeFinder(milestones, text),
    pick: leafPicker(leaves),
    english: isEnglish(spec.source.text),
    commonFolders: commonFolders(leaves),
    texts: new Map(documents.map((document) => [document.source.path, document.source.text])),
  }
  const stated = documents
    .flatMap((document) => document.spec?.entities ?? [])
    .filter((entity) => !isPlaceholder(entity.text))
  const entities = (stated.length > 0 ? stated : entitiesOf(documents)).map((entity) => entityDraft(ctx, entity))
  const first = [...entities, ...(feature ? endpointDrafts(ctx) : [])]
  const taken = new Set(first.flatMap((draft) => draft.leaf?.path ?? []))
  const files = leaves
    .filter((leaf) => ['source', 'test', 'document'].includes(leaf.kind) && !taken.has(leaf.path))
    .map((leaf) => leafDraft(ctx, leaf))
  return [
    ...(feature ? setupItems(documents, leaves, existing) : []),
    ...placed(ctx, withRequirements(ctx, [...first, ...files])),
  ]
}
