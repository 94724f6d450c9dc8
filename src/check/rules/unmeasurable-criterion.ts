import { isTemplate } from '../facts/own-lines.ts'
import { criteriaOf } from '../facts/criteria.ts'
import { rule } from '../rule.ts'

// A number, in digits or in words, or a command or name that can be looked at.
const MEASURED =
  /\d|`|\b(?:zero|no|none|never|one|two|three|half|all|every|each|any|only|exactly|identical|unchanged|without|within|first|single|both|100)\b|%|keine?\b|alle\b|nul\b|aucun|ningun|nenhum|все|全|零|无/iu
// What somebody can watch happen.
const OBSERVED =
  /\b(?:returns?|shows?|displays?|displayed|shown|rejects?|rejected|fails?|pass(?:es|ing|ed)?|logs?|logged|exits?|prints?|exists?|redirects?|receives?|sends?|sent|opens?|closes?|lists?|listed|contains?|creates?|created|deletes?|deleted|saves?|saved|loads?|loaded|renders?|rendered|appears?|published|deployed|merged|signed|committed|stored|persist(?:s|ed)?|survives?|can|cannot|must|remains?|writes?|written|run(?:s|ning)?|compiles?|builds?|responds?|triggers?|triggered|blocks?|blocked|updates?|updated|tests?|users? (?:report|complete|log)|green|approved|completes?|starts?|stops?|stays?|appear|available|integrated|removed|replaced|migrated|configured|implemented|generated|included|detected|handled|recorded|supported|present|enabled|disabled|connected|visible|match(?:es)?|same|equals?|includes?)\b/i
const ADJECTIVE =
  'good|great|better|nice|clean|clear|smooth|fast|easy|simple|intuitive|robust|solid|stable|reliable|responsive|user[- ]friendly|readable|understandable|maintainable|scalable|performant|high[- ]quality|improved|optimi[sz]ed|satisfied|happy|acceptable|adequate|sufficient|reasonable|efficient|comprehensive|thorough|actionable|meaningful|polished|professional|excellent|elegant|well[- ](?:written|documented|commented|structured|organi[sz]ed|designed|tested)'
const NOUN =
  'performance|quality|experience|usability|ux|readability|maintainability|code|feedback|satisfaction|reliability|stability|error handling|documentation|understanding|integration|adoption|architecture|interfaces?|structure|language|implementation quality|separation of concerns'
const VAGUE = new RegExp(
  `\\b(?:works? (?:well|properly|correctly|smoothly|as expected|as intended|great|fine|reliably)|(?:is|are|feels?|looks?|remains?) (?:very |more |both )?(?:${ADJECTIVE})\\b|(?:improved|enhanced|seamless|positive|strong|optimal|high|${ADJECTIVE}) (?:\\w+ )?(?:${NOUN})\\b|user[- ]friendly|easy to (?:use|understand|maintain|read|extend)|as needed|as appropriate|where necessary|where appropriate|properly|gracefully|funktioniert (?:gut|einwandfrei|korrekt)|benutzerfreundlich|übersichtlich|fonctionne (?:bien|correctement)|funciona (?:bien|correctamente|bem))|使いやすい|わかりやすい|良好|易用|友好`,
  'iu',
)

/** Criteria that nobody can check. */
export default rule({
  id: 'unmeasurable-criterion',
  group: 'content',
  severity: 'info',
  recommended: false,
  checks: 'A success criterion can be checked: it has a number, a command, or something to see.',
  why: 'Of a criterion such as "works well" everybody has an own idea of when it is met. Say what is counted ("export of 1,000 orders takes less than 2 s"), which command tells (`npm test`), or what somebody sees ("the list shows the new order").',
  engine: true,
  fires: [
    {
      shows: 'criteria of a milestone that leave it to the reader',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Milestone 1: CSV\n\n- [ ] Write `src/csv.ts`\n\n**Success Criteria**:\n\n- The export works well\n- Good performance\n- User-friendly interface\n',
      },
      finds: ['The export works well', 'Good performance', 'User-friendly interface'],
    },
    {
      shows: 'a measurable outcome of a specification that is none',
      files: {
        'spec.md':
          '# Spec: Export\n\n## Success Criteria\n\n- **SC-001**: Improved user experience\n- **SC-002**: Exports of 1,000 rows take < 2 s\n',
      },
      finds: ['Improved user experience'],
    },
  ],
  silent: [
    {
      shows: 'numbers, commands and things to see',
      files: {
        'plan.md':
          '# Plan: Export\n\n## Milestone 1: CSV\n\n- [ ] Write `src/csv.ts`\n\n**Success Criteria**:\n\n- Export works well for 1,000 orders\n- `npm test` passes\n- The list shows the new order properly\n- Invalid rows are rejected\n',
      },
    },
    {
      shows: 'words of praise elsewhere',
      files: '# Tasks\n\nGood performance matters.\n\n- [ ] T001 Make `src/a.ts` user-friendly\n',
    },
    {
      shows: 'all of something',
      files: {
        'goal.md': '# Goal: Export\n\n## Success Criteria\n\n- All pages work as expected\n- No order is lost\n',
      },
    },
  ],
  document: (document, report) => {
    if (isTemplate(document.file) || document.isTaskList) return
    for (const { kind, text, start, end } of criteriaOf(document)) {
      if (kind !== 'criterion' || text.length > 400) continue
      const found = VAGUE.exec(text)
      if (found === null || MEASURED.test(text) || OBSERVED.test(text)) continue
      report({
        start,
        end,
        message: `Nobody can check "${found[0]}". Say what is counted, which command tells, or what somebody sees.`,
      })
    }
  },
})
