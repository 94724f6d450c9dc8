import { rule } from '../rule.ts'

const TRIVIAL =
  /^(?:open (?:up )?(?:the|your|a) (?:\w+ )?(?:editor|terminal|ide|file|folder|project|shell|command prompt|vs ?code)|open (?:vs ?code|visual studio(?: code)?|intellij|a terminal)|open `[^`\n]{1,120}` in (?:the|your|an) (?:editor|ide)|save (?:the |your |all )?(?:file|files|document)|close (?:the|your) (?:editor|file|terminal|ide|browser)|(?:cd|navigate|change) (?:in)?to (?:the )?(?:project |repository |repo |root |working )*(?:folder|directory|root|repo|repository)|cd `[^`\n]{1,120}`|add (?:an? |the |missing )?imports?(?: statements?)? (?:for|of) `[^`\n]{1,80}`|type `[^`\n]{1,80}`|read (?:through )?this (?:plan|document|file|task list)|öffne (?:den|die) (?:editor|datei|konsole)|speichere die datei|ouvr(?:ir|ez) (?:l'éditeur|le fichier|le terminal)|enregistrer le fichier|abrir (?:el|o) (?:editor|archivo|arquivo|terminal)|guardar el archivo|salvar o arquivo|打开(?:编辑器|终端|文件)|保存文件|(?:エディタ|ターミナル|ファイル)を開く|ファイルを保存(?:する)?)[.。]?$/iu
const FIRST =
  /^(?:open|save|close|cd|navi|chan|add|type|read|öffn|spei|ouvr|enre|abri|guar|salv|打开|保存|エデ|ター|ファ)/iu
// One import of code: names as they stand in programs, files of data left out.
const NAME =
  '(?:`(?![^`\\n]*\\.(?:csv|json|sql|xlsx?|tsv|xml|ya?ml)`)[^`\\n]{1,80}`|[A-Z][a-z]+[A-Z]\\w{0,40}|React|Vue|\\w{2,40}\\.js)'
const IMPORT = new RegExp(
  `^[Ii]mport (?:the )?${NAME}(?:(?:,| and|, and) (?:${NAME}|[A-Z][a-z]{1,40}))*(?: (?:components?|hooks?|modules?|types?))?(?: (?:from|in|for) [^.;,]{1,80})?(?: \\([^)]{0,80}\\))?\\.?$`,
)
const LONGEST = 240

const isTrivial = (text: string): boolean =>
  FIRST.test(text) ? TRIVIAL.test(text) : /^import /i.test(text) && IMPORT.test(text)

/** Steps that need no plan. */
export default rule({
  id: 'over-planned',
  group: 'content',
  severity: 'info',
  recommended: false,
  checks: 'No task is a movement of the hand: opening an editor, saving a file, one import.',
  why: 'Steps that go without saying hide the ones that matter, and each of them asks for a tick. Remove them, or make them part of the task that they serve.',
  fires: [
    {
      shows: 'movements of the hand',
      files:
        '- [ ] T001 Open the editor\n- [ ] T002 Write `src/a.ts`\n- [ ] T003 Save the file\n- [ ] T004 Import `useState` from `react`\n',
      finds: ['Open the editor', 'Save the file', 'Import `useState` from `react`'],
    },
    {
      shows: 'movements of the hand in a plan, and in another language',
      files: '- [ ] 1.1 Navigate to the project folder\n- [ ] 1.2 保存文件\n',
      finds: ['Navigate to the project folder', '保存文件'],
    },
  ],
  silent: [
    {
      shows: 'work that begins with the same words',
      files:
        '- [ ] T001 Open the editor on double click in `src/list.ts`\n- [ ] T002 Save the file under a new name when the old one is locked\n- [ ] T003 Import orders from CSV\n- [ ] T005 Import `data/orders.csv`\n- [ ] T006 Import `OrderForm`, wire it and show it\n- [ ] T004 Add import of profiles to `src/profiles.ts`, with tests\n',
    },
    {
      shows: 'steps of a check by hand',
      files: '- [ ] 1.1 Check the export by hand\n  1. Open the browser\n  2. Click on Export\n',
    },
    { shows: 'what is done', files: '- [x] T001 Open the editor\n' },
  ],
  document: ({ units, isTaskList }, report) => {
    for (const { text, textSpan, state, kind, hasChildren, body } of units) {
      if (state === 'done' || state === 'dropped' || hasChildren || body.length > 0) continue
      if ((!isTaskList && kind === 'deliverable') || text.length > LONGEST || !isTrivial(text)) continue
      report({
        ...textSpan,
        message: `"${text.replace(/[.。]$/, '')}" goes without saying. Remove it, or make it part of the task that it serves.`,
      })
    }
  },
})
