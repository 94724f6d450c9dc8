import type { Statement } from '../model/documents.ts'
import type { Place } from '../model/source.ts'
import type { ParsedDocument } from './types.ts'

/** The operations of a contract on one resource, such as everything below `/tasks`. */
export interface Endpoint {
  /** `tasks`; '' where the contract names no operation. */
  readonly resource: string
  /** `GET /tasks/{id}`, in the order of the contract. */
  readonly operations: readonly string[]
  /** Link of the contract's document, as people know it: `contracts/api.yaml`. */
  readonly contract: string
  readonly place: Place
}

const METHOD = 'GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS'
// OpenAPI in YAML or JSON: a path as a key, then its methods as keys below it.
const PATH_KEY = /^[ \t]*["']?(\/[\w{}:./~@-]{0,200})["']?[ \t]*:[ \t]*(?:\{[ \t]*)?$/u
const METHOD_KEY = /^[ \t]*["']?(get|post|put|patch|delete|head|options)["']?[ \t]*:[ \t]*(?:\{.*)?$/u
// Markdown: `### GET /tasks`, "- `POST /tasks`".
const WRITTEN = new RegExp(`(?:^|[\\s\`*|(])(${METHOD})[ \`*|]{1,6}(\\/[\\w{}:./~@-]{1,200})`, 'u')

interface Operation extends Place {
  readonly text: string
  readonly path: string
}

function operationsIn(document: ParsedDocument): Operation[] {
  const { path: file, text } = document.source
  const found = new Map<string, Operation>()
  let at = 0
  let open = ''
  for (const line of text.split('\n')) {
    const row = line.slice(0, 1000).trimEnd()
    open = PATH_KEY.exec(row)?.[1] ?? open
    const method = open === '' ? null : METHOD_KEY.exec(row)
    const written = method === null ? WRITTEN.exec(row) : null
    const operation =
      method !== null
        ? { verb: method[1]!.toUpperCase(), path: open }
        : written === null
          ? null
          : { verb: written[1]!, path: written[2]! }
    if (operation !== null) {
      const name = `${operation.verb} ${operation.path}`
      if (!found.has(name)) found.set(name, { text: name, path: operation.path, file, start: at, end: at + row.length })
    }
    at += line.length + 1
  }
  return [...found.values()]
}

/** The first part of a route that tells something: `/api/v1/tasks/{id}` is about `tasks`. */
function resourceOf(path: string): string {
  return path.split('/').find((part) => part !== '' && !/^(?:api|rest|v\d+|[{:].*)$/iu.test(part)) ?? ''
}

/** What the contracts of a feature ask for: the operations on one resource together; a contract without any as a whole. */
export function endpointsOf(documents: readonly ParsedDocument[]): Endpoint[] {
  return documents
    .filter((document) => document.role === 'contract')
    .flatMap((document): Endpoint[] => {
      const file = document.source.path
      const contract = /(?:^|\/)contracts\//u.test(file)
        ? file.slice(file.lastIndexOf('contracts/'))
        : file.slice(file.lastIndexOf('/') + 1)
      const operations = operationsIn(document)
      if (operations.length === 0)
        return document.source.text.trim() === ''
          ? []
          : [
              {
                resource: '',
                operations: [],
                contract,
                place: { file, start: 0, end: Math.min(1, document.source.text.length) },
              },
            ]
      const groups = new Map<string, Operation[]>()
      for (const operation of operations) {
        const resource = resourceOf(operation.path)
        const list = groups.get(resource)
        if (list === undefined) groups.set(resource, [operation])
        else list.push(operation)
      }
      return [...groups].map(([resource, list]) => ({
        resource,
        operations: list.map((one) => one.text),
        contract,
        place: { file, start: list[0]!.start, end: list[0]!.end },
      }))
    })
}

const ENTITY_HEADING = /^(#{2,4})[ \t]+(.+?)[ \t]*#*$/u
const NO_ENTITY =
  /^(?:overview|summary|introduction|purpose|entit(?:y|ies)\b.{0,30}|key entities|core entities|data model\b.*|models?|relationships?\b.*|.*\brelationships?|validation\b.*|state (?:transitions?|machine)\b.*|indexes|indices|constraints|migrations?\b.*|notes?|enums?|enumerations|types|schema|storage\b.*|diagram\b.*|er diagram|fields|attributes|properties|examples?|rules|business rules|references|lifecycle\b.*|methods|configuration|performance\b.*|security\b.*|assumptions|usage)$/iu

/** Entities that a data model describes under headings of their own, for a specification that lists none. */
export function entitiesOf(documents: readonly ParsedDocument[]): Statement[] {
  return documents
    .filter((document) => document.role === 'data-model')
    .flatMap((document) => {
      const found: { statement: Statement; depth: number; above: string }[] = []
      let at = 0
      let fenced = false
      let section = ''
      for (const line of document.source.text.split('\n')) {
        const row = line.trimEnd()
        if (/^[ \t]{0,3}(?:```|~~~)/u.test(row)) fenced = !fenced
        const heading = fenced ? null : ENTITY_HEADING.exec(row.slice(0, 300))
        if (heading !== null) {
          const title = heading[2]!
            .replace(/^(?:\d+(?:\.\d+)*[.)]?|entity\s*\d*\s*[:–—-])\s*/iu, '')
            .replace(/^entity\s*[:–—-]\s*/iu, '')
          if (heading[1]!.length === 2) section = title
          const place = { file: document.source.path, start: at, end: at + row.length }
          const position = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }
          if (!NO_ENTITY.test(title))
            found.push({
              statement: {
                type: 'statement',
                id: '',
                text: title,
                heading: section === title ? 'Data model' : section,
                place,
                position,
              },
              depth: heading[1]!.length,
              above: section,
            })
        }
        at += line.length + 1
      }
      // Under "## Entities" the headings below are the entities; without it those of the second level are.
      const below = found.filter(
        ({ depth, above }) => depth === 3 && /^(?:(?:key|core) )?(?:entit(?:y|ies)|models?)\b/iu.test(above),
      )
      return (below.length > 0 ? below : found.filter(({ depth }) => depth === 2)).map(({ statement }) => statement)
    })
}
