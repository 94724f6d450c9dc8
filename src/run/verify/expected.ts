/** What is to be found at a path after a task: `gone` after a removal; `either` where words leave it open. */
export type Expected = 'there' | 'gone' | 'either'

const REMOVAL =
  /^(?:\W|\*\*){0,6}(?:delete|remove|drop|prune|purge|eliminate|uninstall|lösche?n?|entfern\w{1,4}|supprim\w{1,4}|elimin\w{1,4}|borr\w{1,4}|apag\w{1,4}|remov\w{1,4}|удал\w{1,6})(?![\p{L}\d_])/iu
const SPEAKS_OF_IT =
  /\b(?:delet|remov|renam|mov(?:e|es|ed|ing)\b|replac|merg|consolidat|drop|prun|purg|convert|migrat|split|extract|lösch|entfern|verschieb|umbenenn|ersetz|supprim|déplac|renomm|remplac|elimin|borr|mueve|mover|renombr|reemplaz|remov|substitu)|удал|перемест|переимен|замен|删除|移动|重命名|替换|削除|移動|改名|置換|삭제|이동|교체/iu
/** What is removed from a file changes it. */
const OUT_OF = /[`*_]{0,3}\b(?:from|in|of|inside|within|aus|von|dans|de|du|en|del|из|в)\b|から|中的/iu
/** Words that make something as well. */
const MAKES = /\b(?:create|write|add|implement|and (?:use|update|extend)|instead|replac\w{1,6}|with)\b/i

/** What a task's words let expect at a path that it writes. */
export function expectedAt(text: string, path: string): Expected {
  if (!SPEAKS_OF_IT.test(text)) return 'there'
  const verb = REMOVAL.exec(text)
  const at = text.indexOf(path.replace(/\/$/, ''))
  if (verb === null || at === -1) return 'either'
  const between = text.slice(verb[0].length, at)
  return OUT_OF.test(between) || MAKES.test(text) ? 'either' : 'gone'
}
