import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { compareFeature, keepFeature } from '../../bench/measure.ts'
import { documentsOf, realFeatures } from '../../bench/real-features.ts'

const corpus = join(import.meta.dirname, '../../../shared/corpus')

test.skipIf(!existsSync(corpus))(
  'ids, ticks and stories of real lists are kept (skipped where the real documents are not at hand)',
  async () => {
    let listed = 0
    for (const feature of realFeatures(corpus)) {
      const kept = await keepFeature(basename(feature.at), documentsOf(feature))
      if (typeof kept === 'string') continue
      listed += kept.listed
      expect({ at: feature.at, ...kept }).toMatchObject({ at: feature.at, lostIds: [], lostTicks: [], lostStories: [] })
    }
    expect(listed).toBeGreaterThan(500)
  },
)

test.skipIf(!existsSync(corpus))(
  'a real specification compiled without its list has no conflict of [P] (skipped where the real documents are not at hand)',
  async () => {
    let parallel = 0
    for (const feature of realFeatures(corpus).filter(
      ({ files }) => files.includes('spec.md') && files.includes('plan.md'),
    )) {
      const compared = await compareFeature(basename(feature.at), documentsOf(feature))
      if (typeof compared === 'string') throw new Error(`${feature.at}: ${compared}`)
      parallel += compared.ours.parallel
      expect([feature.at, compared.ours.overlaps, compared.ours.unstated]).toEqual([feature.at, 0, 0])
    }
    expect(parallel).toBeGreaterThan(20)
  },
)
