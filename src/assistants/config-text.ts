/** The configuration that init writes: everything is at its default and says what it is for. */
export const configText = `# What this project sets for intentk; every line may go. Editors check it by schemas/config.json of the package.

# hoursPerDay: 8          # estimates in days are converted with it
# daysPerWeek: 5          # estimates in weeks are converted with it
# tests: auto             # acceptance scenarios become test tasks: auto, always or never
# extends: recommended    # rules of \`intentk check\`: recommended, strict or none
# rules:
#   no-check: off         # a rule by its id: off, info, warning or error
# sharedPaths:            # paths that many tasks touch; a task that writes one never carries [P]
#   - src/index.ts
# conventions:            # where bare file names of a plan live
#   "*.test.ts": tests
`
