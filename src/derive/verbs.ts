/** English imperatives that open a task. A phrase that opens with none of them gets a verb of its own. */
const VERBS = new Set(
  'add adjust adopt align allow analyze analyse apply approve archive assemble assert assess assign attach audit automate backfill benchmark block bootstrap break bring build bump bundle cache calculate call capture centralize change check choose clean clear clone close collect combine commit compare compile complete compose compute conduct configure confirm connect consolidate contact convert coordinate copy count cover create cut cutover debug decide declare decouple deduplicate define delete deliver demo deploy deprecate derive describe design detect determine develop disable discover display distribute document download draft draw drop edit eliminate embed emit enable encrypt enforce enhance ensure establish estimate evaluate examine execute expand experiment explain explore export expose extend extract fail fetch file fill filter finalize finalise find finish fix flag follow force format forward freeze gather generate get give grant group guard handle harden hash help hide hold host hook identify implement import improve include increase index inform initialize initialise inject inline insert inspect install instrument integrate introduce invalidate investigate invite invoke isolate iterate join keep launch lead learn limit link lint list load localize localise lock log look maintain make manage map mark match measure merge migrate minimize mock model modify monitor mount move name negotiate normalize normalise note notify observe obtain offer onboard open optimize optimise orchestrate order organize outline output override package parallelize parameterize parse patch perform persist pick pilot pin place plan polish populate port post prefer prepare present preserve prevent print prioritize process produce profile promote prompt propagate protect prototype prove provide provision prune publish pull purge push put quantify query raise ramp randomize read rebase rebuild receive recompute reconcile record recover redesign redirect reduce refactor reference refine refresh register reject release reload remove rename render reorganize repair replace replay report reproduce request require reroute reserve reset resolve respond restart restore restrict restructure retain retire retrieve retry return reuse revert review revise revoke rewrite rollback roll rotate route run sanitize save scaffold scale scan schedule scope score script search secure seed select send separate serialize serve set setup share ship show shut sign simplify simulate sketch skip snapshot sort specify spike split stabilize stage standardize start state stop store stream strengthen strip structure stub style submit summarize supply support surface swap switch sync synchronize synthesize tag take talk tear test throttle tidy tighten time toggle trace track train transfer transform translate transition triage trigger trim tune turn type unify uninstall unlock unpack update upgrade upload use validate vendor verify version view visit wait walk warn watch weigh whitelist widen wire wrap write zero'.split(
    ' ',
  ),
)

/** Whether an English text opens with an imperative. */
export function opensWithVerb(text: string): boolean {
  const first = /^[\s*_"'(]*([A-Za-z]+)(?:-[a-z]+)?\b/.exec(text)?.[1]
  return (
    first !== undefined &&
    (VERBS.has(first.toLowerCase()) ||
      (/^re-?[a-z]+/i.test(first) && VERBS.has(first.toLowerCase().replace(/^re-?/, ''))))
  )
}

const CONSTRAINT = /^(?:use|follow|keep|mock|reference|ensure|respect|avoid|stick to|adhere to)\b/i

// How CONSTRAINT begins in a text, with marks before its words.
const MAY_CONSTRAIN = /^(?:[\s*_]|us|fo|ke|mo|re|en|av|st|ad)/i

/** A step that only restrains how its neighbour is done: *Use / Follow / Keep / Mock / Reference / Ensure*. */
export function isConstraint(text: string): boolean {
  return MAY_CONSTRAIN.test(text) && CONSTRAINT.test(text.replace(/^[\s*_]+/, ''))
}
