/**
 * What the compiler itself reports and no rule repeats: shown by `check` too, under the same names, which settings and
 * comments know as well.
 */
export const compilerRules: Readonly<Record<string, string>> = {
  'ambiguous-dependency': 'A name that something waits for could mean several things.',
  conflict: 'The plan and a person changed the same words.',
  'deleted-and-changed': 'A task that was deleted by hand changed in the plan.',
  'dependency-too-wide': 'A range of ids is wider than what is spelled out.',
  'document-too-large': 'A document is larger than what is read.',
  'dropped-edge': 'A computed order was left out because it would close a cycle.',
  'duplicate-document': 'A folder holds one document in two spellings.',
  'front-matter-duplicate': 'A key of the front matter stands twice.',
  'front-matter-invalid': 'The front matter cannot be read.',
  'front-matter-language': 'The front matter is in another language than YAML.',
  'front-matter-too-large': 'The front matter is larger than what is read.',
  'git-conflict': 'Two branches worded the same thing differently.',
  'hidden-task': 'A task stands where it is not read as one.',
  'left-section': 'A section that the plan no longer has stays, since a person changed it.',
  'lock-conflict': 'A merge left the lock in conflict.',
  'lock-duplicate-id': 'The lock holds one id twice.',
  'lock-field': 'A record of the lock has a field that is none.',
  'lock-line': 'A line of the lock cannot be read.',
  'lock-missing': 'There is an execute.md without its lock.',
  'lock-version': 'The lock is of a newer version.',
  'milestone-disagreement': 'Two documents speak of a milestone differently.',
  'nesting-too-deep': 'Lists and quotes nest deeper than what is read.',
  'no-milestone': 'There is no milestone, phase or task to compile.',
  'several-plans': 'A document holds several plans.',
  'stray-conflict-marker': 'A line looks like a conflict marker of git.',
  'template-deadline': 'A template took too long.',
  'template-refused': 'A template may not be used.',
}
