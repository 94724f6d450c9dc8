export { compareFeature, keepFeature } from './measure.ts'
export { documentsOf, realFeatures } from './real-features.ts'
