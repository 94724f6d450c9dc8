import type { DocumentTask } from '../../model/task-document.ts'
import type { PathMention } from '../../model/values.ts'
import { codeSpans } from '../../parse/text/inline.ts'
import type { CheckedDocument } from '../subject.ts'

/** A file that a ticked task says it makes or changes. */
export interface DoneFile {
  readonly path: string
  /** As printed. */
  readonly raw: string
  /** Said in the clause that the task opens with, behind a word for making. */
  readonly isMade: boolean
}

export interface DoneTask {
  readonly task: DocumentTask
  readonly files: readonly DoneFile[]
}

/** What is done with a file that makes or changes none; also what takes one away. */
const LEAVES_FILES =
  /^(?:\W|\*\*)*(?:re-?)?(?:run|execute|start|chown|chmod|mkdir|cp|mv|rm|touch|curl|git|npm|npx|yarn|pnpm|verify|check|confirm|ensure|validate|review|test|inspect|measure|benchmark|profile|audit|read|study|analy[sz]e|investigate|look|open|compare|find|identify|mark|commit|push|merge|deploy|publish|release|install|remove|delete|drop|rename|move|prune|purge|clean|deprecate|archive|retire|eliminate|uninstall|migrate|consolidate|replace|convert|full|manual|smoke|execut\w+|ausführen|prüfe\w*|lösche\w*|entferne\w*|verschiebe\w*|vérifi\w+|supprim\w+|renomm\w+|ejecut\w+|verific\w+|elimin\w+|renombr\w+|remov\w+|запуст\w*|провер\w*|удал\w*|переимен\w*)(?![\p{L}\d_])/iu

/** Said anywhere: the work was left out, went elsewhere, or was there before. */
const ELSEWHERE =
  /~~|\b(?:skip(?:ped|ping)?|defer(?:red)?|postponed|n\/a|not (?:needed|required|applicable|necessary)|no longer|unnecessary|obsolete|superseded|cancel(?:l?ed)|dropped|removed?|deleted?|renamed?|moved|replaced|replaces?|merged|consolidated|combined|folded|absorbed|instead|covered by|existing|exists?|already|if (?:needed|required|necessary|applicable|present|any|it)|only if|optional(?:ly)?|where (?:needed|applicable)|or equivalent|or similar|e\.g|for example|such as|temporary|temp|scratch|gitignored?|untracked|local only|never committed|\/tmp|artifacts?|output|outputs|produces?|generated?)\b|(?:entfällt|verschoben|gelöscht|ersetzt|vorhanden|bereits|supprimé|déjà|eliminad|ya existe|удал|уже|перенес)|[削移]除|删除|削除|移動|改名|已有|既存|スキップ|跳过|삭제|이동|생략/iu

const MAKES =
  /^(?:\W|\*\*)*(?:create|write|add|implement|build|scaffold|author|introduce|define|draft|set ?up|erstelle\w*|schreibe\w*|créer|écrire|crear|escribir|criar|создать|написать)(?![\p{L}\d_])/iu

const CLAUSE_END = /[:;(]|[.,](?=\s)|\s(?:-|–|—|that|which|with|using|from|like|as|for|so|to|per|following|based)\s/i

/** A name with a blank to be filled in, or one that a tool numbers. */
const PATTERN = /[<>{}[\]*$%]|\.\.\.|…|x{3,}|yyyy|(?:^|\/)(?:path|your|my|some|example)[-_/]|\d{3,}_|v_?n\b/i

/** Files that tools name and number themselves, or that git is mostly told to leave out. */
const OF_TOOLS =
  /(?:^|\/)(?:migrations?|versions|node_modules|dist|build|out|coverage|target|tmp|temp|logs?)\/|\.(?:log|tmp|env)$|(?:^|\/)\.env/i

/** The ticked tasks of a document with the files that their first lines say they make. */
export function doneTasks({ text, tasks, facts }: CheckedDocument): readonly DoneTask[] {
  if (!/\[[xX]\]/.test(text)) return []
  return tasks.tasks.flatMap((task, index): readonly DoneTask[] => {
    const { box, state } = task
    if (box === null || state !== 'done' || LEAVES_FILES.test(task.text)) return []
    const files = filesOf(task, facts.words(index).paths)
    return files.length === 0 || isElsewhere(task) ? [] : [{ task, files }]
  })
}

const isElsewhere = ({ text, body }: DocumentTask): boolean =>
  ELSEWHERE.test(text.replaceAll(/`[^`]*`/g, '``')) || body.some((line) => ELSEWHERE.test(line))

function filesOf({ text }: DocumentTask, paths: readonly PathMention[]): readonly DoneFile[] {
  const written = paths.filter(({ role, kind }) => role === 'write' && kind === 'file')
  if (written.length === 0) return []
  const commands = codeSpans(text).filter(({ content }) => /\s/.test(content.trim()))
  const end = MAKES.test(text) ? clauseEnd(text) : 0
  return written.flatMap(({ path, raw }): readonly DoneFile[] => {
    const at = text.indexOf(raw)
    // A bare name may be in any folder, and a command only names what it needs.
    if (at < 0 || !path.includes('/') || PATTERN.test(path) || OF_TOOLS.test(path)) return []
    if (commands.some(({ start, end: stop }) => start <= at && at < stop)) return []
    return [{ path, raw, isMade: at < end }]
  })
}

/** Where the clause that a text opens with ends; marks inside of code count as words. */
function clauseEnd(text: string): number {
  const shown = text.replaceAll(/`[^`]*`/g, (code) => 'x'.repeat(code.length))
  const end = CLAUSE_END.exec(shown)?.index ?? shown.length
  // Of two places one is enough.
  return /\s(?:or|oder|ou|o|или)\s|或/iu.test(shown.slice(0, end)) ? 0 : end
}
