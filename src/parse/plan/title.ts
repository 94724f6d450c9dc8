import { once } from '../../model/once.ts'
import type { OutlineNode } from '../outline.ts'
import { plain, stripDecorations } from '../text/inline.ts'

const VISIONS =
  'vision|visión|visão|visione|vizyon|видение|ビジョン|愿景|비전|goal|objectif|objetivo|obiettivo|ziel|hedef|цель|目標|目标|목표|strategy|strategie|stratégie|estrategia|estratégia|strategia|strateji|стратегия|戦略|战略|전략'
const PLANS = [
  '(?:(?:feature|technical|software|detailed|overall|high-level) )?(?:(?:implementation|execution|project|development|work|action|delivery|migration|rollout|release|sprint|master|build) )?(?:plan|roadmap|task list|tasks|milestones|todo|to-do|backlog)',
  '(?:umsetzungs|projekt|arbeits|ausführungs|entwicklungs)plan|meilensteine|aufgaben',
  "plan (?:d['’]exécution|d['’]action|de mise en œuvre|de mise en oeuvre|de projet|d['’]implémentation)|feuille de route",
  'plan de (?:implementación|ejecución|acción|trabajo|proyecto)|hoja de ruta|plano de (?:implementação|execução|ação|trabalho|projeto)|roteiro',
  "piano (?:di (?:implementazione|esecuzione|lavoro|progetto)|d['’]azione)",
  '(?:uygulama|proje|iş|yürütme) planı|yol haritası|план(?: реализации| проекта| работ| выполнения)?|дорожная карта',
  '実装計画|実行計画|計画|プロジェクト計画|ロードマップ|实施计划|执行计划|项目计划|计划|路线图|구현 계획|실행 계획|프로젝트 계획|계획|로드맵',
].join('|')

/** Titles that name the kind of a document and nothing that it is about. */
const GENERIC = once(() => new RegExp(`^(?:${PLANS}|${VISIONS})$`, 'iu'))

/** Whether a title would fit any document of its kind: `Implementation Plan`, `Plan d'exécution`. */
export const isGenericTitle = (title: string): boolean => GENERIC().test(title.trim())

/** A title, or where it says nothing the words of a folder's name: `003-lending-library`. */
export function titleOr(title: string, id: string): string {
  const words = id
    .replace(/^(?:\d{4}-\d\d-\d\d|\d{3,})-/, '')
    .replaceAll(/[-_]+/g, ' ')
    .trim()
  return isGenericTitle(title) && words !== '' && !isGenericTitle(words) ? words : title
}

const PREFIX =
  /^(?:(?:feature )?(?:implementation|milestone|execution|project|feature|development|work) (?:plan|specification)|tasks|plan|spec|vision document|goal definition|goal statement|strategy exploration|strategy plan|feature specification|milestones|umsetzungsplan|plan d['’]exécution|visión|visão|visione|vision|goal|objectif|ziel|obiettivo|цель|видение|ビジョン|愿景|비전|plan de implementación|plano de implementação|uygulama planı|план реализации|実装計画|实施计画|实施计划)\s*[:：]\s*(?=\S)/iu

/** The title a top heading gives: its words without decorations and without a generic `Implementation Plan:`. */
export function headTitle(node: OutlineNode): string {
  return plain(stripDecorations(node.head).text).replace(PREFIX, '')
}

const FRONT = /^title:[ \t]*(?:"([^"\n]{1,300})"|'([^'\n]{1,300})'|([^\s"'|>][^\n]{0,300}))[ \t]*$/m

/** The title that front matter gives in one line, as words; '' where it gives none. */
export function frontTitle(text: string): string {
  const end = text.startsWith('---') ? text.indexOf('\n---', 3) : -1
  const found = end < 0 ? null : FRONT.exec(text.slice(0, end).replaceAll('\r', ''))
  return found === null ? '' : plain((found[1] ?? found[2] ?? found[3]!).trim()).replace(PREFIX, '')
}
