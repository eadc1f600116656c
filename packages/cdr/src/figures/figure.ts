/** One figure, as every report, threshold and JSON output carries it: never without the name of its formula. */
export interface Figure {
  /** What is measured, such as `service-level` or `asa`. */
  readonly name: string
  /** Which of the formulas that go by that name. */
  readonly formula: string
  /** `null`: of the whole center. */
  readonly queue: string | null
  /** `null` when there was nothing to measure: no call is not a service level of 0. */
  readonly value: number | null
  readonly unit: Unit
}

/** Ratios are 0..1; only a report prints percent. */
export type Unit = 'calls' | 'ratio' | 'ms' | 'erlangs' | 'offers'

/** `null` rather than a division by nothing. */
export const ratioOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
