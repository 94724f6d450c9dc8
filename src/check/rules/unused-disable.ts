import { rule } from '../rule.ts'

/** The engine reports it: it alone knows what the other rules found. */
export default rule({
  id: 'unused-disable',
  group: 'structure',
  severity: 'warning',
  recommended: true,
  checks: 'Every comment that silences a rule silences something.',
  why: 'A comment that outlived its reason hides the next real finding. Remove it.',
  fires: [
    {
      shows: 'a comment with nothing to silence',
      files: '<!-- intentk-disable-next duplicate-id -->\n- [ ] T001 Write `a.ts`\n',
      finds: ['duplicate-id'],
    },
    {
      shows: 'a rule that does not exist',
      files: '<!-- intentk-disable duplicate-ids -->\n- [ ] T001 Write `a.ts`\n',
      finds: ['duplicate-ids'],
    },
  ],
  silent: [
    {
      shows: 'a comment that does its work',
      files:
        '- [ ] T001 Write `a.ts`\n<!-- intentk-disable-next duplicate-id -- the draft of T001 -->\n- [ ] T001 Write `b.ts`\n',
    },
  ],
})
