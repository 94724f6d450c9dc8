import type { OutlineNode } from '../outline.ts'
import { plain, stripDecorations } from '../text/inline.ts'

const PREFIX =
  /^(?:(?:feature )?(?:implementation|milestone|execution|project|feature|development|work) (?:plan|specification)|tasks|plan|spec|vision document|goal definition|goal statement|strategy exploration|strategy plan|feature specification|milestones|umsetzungsplan|plan d'exécution|plan de implementación|plano de implementação|uygulama planı|план реализации|実装計画|实施计画|实施计划)\s*[:：]\s*(?=\S)/iu

/** The title a top heading gives: its words without decorations and without a generic `Implementation Plan:`. */
export function headTitle(node: OutlineNode): string {
  return plain(stripDecorations(node.head).text).replace(PREFIX, '')
}
