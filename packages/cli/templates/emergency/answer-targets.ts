/** How soon emergency calls have to be answered, by the standard that names it. Conformance is for its authority to say. */
export const answerTargets = {
  /** China, 120: 95 % within 10 s. */
  'cn-120': { withinMs: 10_000, goalRatio: 0.95 },
  /** NENA 2020: 90 % within 15 s; its second target, 95 % within 20 s, is `nena-2020-b`. */
  'nena-2020': { withinMs: 15_000, goalRatio: 0.9 },
  'nena-2020-b': { withinMs: 20_000, goalRatio: 0.95 },
  /** NFPA 1225: 90 % within 10 s. */
  'nfpa-1225': { withinMs: 10_000, goalRatio: 0.9 },
} as const
