/** How each type of event is laid out in a binary log: its fields side by side, in the order of the schema. */
import { CallweaveError, eventSchema, eventTypes, type FieldKind } from '@callweave/core'

/** One event type with its fields, as the head of a binary log lists them: a log can be read by what it says itself. */
export type LaidOutType = readonly [type: string, fields: readonly (readonly [name: string, kind: FieldKind])[]]

export interface Plan {
  /** The number of the type: its place in the list. */
  readonly kind: number
  readonly type: string
  readonly keys: readonly string[]
  readonly codes: readonly number[]
  /** Which of the remembered values a field is compared with: numbers by field name, texts by type and field. */
  readonly slots: readonly number[]
}

export interface Plans {
  readonly plans: readonly Plan[]
  readonly numberSlots: number
  readonly textSlots: number
}

/** A field's kind as a number, so that encoder and decoder can switch on it. */
export const codes = { int: 0, ms: 1, name: 2, text: 3, flag: 4, names: 5, terms: 6 } as const satisfies Record<
  FieldKind,
  number
>

/** Today's events. */
export const ownLayout: readonly LaidOutType[] = eventTypes.map((type) => [
  type,
  Object.entries(eventSchema[type]).map(([name, { kind }]) => [name, kind] as const),
])

/** @throws CallweaveError `file-invalid` when the layout is not one. */
export const plansOf = (layout: unknown, where: string): Plans => {
  if (!isLayout(layout)) {
    throw new CallweaveError('file-invalid', { where, message: 'the list of event types in this log is damaged' })
  }
  const numberSlots = new Map<string, number>()
  let textSlots = 0
  const slotOf = (name: string, kind: FieldKind): number => {
    if (kind === 'text') {
      textSlots += 1
      return textSlots - 1
    }
    if (kind !== 'int') return 0
    const known = numberSlots.get(name) ?? numberSlots.size
    numberSlots.set(name, known)
    return known
  }
  const plans = layout.map(
    ([type, fields], kind): Plan => ({
      kind,
      type,
      keys: fields.map(([name]) => name),
      codes: fields.map(([, of]) => codes[of]),
      slots: fields.map(([name, of]) => slotOf(name, of)),
    }),
  )
  return { plans, numberSlots: numberSlots.size, textSlots }
}

const isLayout = (layout: unknown): layout is readonly LaidOutType[] =>
  Array.isArray(layout) &&
  layout.length < 128 &&
  layout.every(
    (entry: unknown) =>
      Array.isArray(entry) &&
      typeof entry[0] === 'string' &&
      Array.isArray(entry[1]) &&
      entry[1].every(
        (field: unknown) => Array.isArray(field) && typeof field[0] === 'string' && (field[1] as string) in codes,
      ),
  )
