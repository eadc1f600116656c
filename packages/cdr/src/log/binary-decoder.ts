/** Reads one block of a binary log. The layout of each type is the log's own, so that logs of older versions stay readable. */
import type { CallEvent } from '@callweave/core'
import type { Plan, Plans } from './binary-plan.js'
import type { Frame } from './blocks.js'
import { ByteSource } from './bytes.js'
import { SpelledNames } from './names.js'

interface Remembered {
  readonly names: SpelledNames
  readonly numbers: number[]
  readonly texts: string[]
  atMs: number
}

/** @throws RangeError when the bytes are not what the frame and the layout promise. */
export function* readBlock(plans: Plans, frame: Frame, bytes: Uint8Array): Generator<CallEvent> {
  const source = new ByteSource(bytes)
  const remembered: Remembered = {
    names: new SpelledNames(),
    numbers: new Array<number>(plans.numberSlots).fill(0),
    texts: new Array<string>(plans.textSlots).fill(''),
    atMs: frame.firstAtMs,
  }
  let seq = frame.firstSeq - 1
  for (let i = 0; i < frame.events; i += 1) {
    const kind = source.byte()
    const plan = plans.plans[kind & 0x7f]
    if (plan === undefined) throw new RangeError(`no event type has the number ${kind & 0x7f}`)
    seq += kind < 0x80 ? 1 : (source.signed() ?? 0)
    remembered.atMs += source.signed() ?? 0
    yield readEvent(source, plan, seq, remembered) as CallEvent
  }
  if (source.at !== bytes.length) throw new RangeError(`${bytes.length - source.at} bytes are left over`)
}

const readEvent = (source: ByteSource, plan: Plan, seq: number, remembered: Remembered): object => {
  const event: Record<string, unknown> = { seq, atMs: remembered.atMs, type: plan.type }
  for (let i = 0; i < plan.keys.length; i += 1) {
    event[plan.keys[i] as string] = readField(source, plan.codes[i] as number, plan.slots[i] as number, remembered)
  }
  return event
}

const readField = (source: ByteSource, code: number, slot: number, remembered: Remembered): unknown => {
  const { names, numbers, texts } = remembered
  // The numbers are those of `codes` in binary-plan.ts.
  switch (code) {
    case 0: {
      const difference = source.signed()
      if (difference === null) return null
      const value = (numbers[slot] as number) + difference
      numbers[slot] = value
      return value
    }
    case 1:
      return source.marked(remembered.atMs)
    case 2:
      return names.read(source)
    case 3: {
      const head = source.unsigned()
      if (head === 0) return null
      if (head >= 2) texts[slot] = source.text(head - 2)
      return texts[slot]
    }
    case 4: {
      const flag = source.byte()
      return flag === 2 ? null : flag === 1
    }
    case 5: {
      const count = source.unsigned()
      return count === 0 ? null : Array.from({ length: count - 1 }, () => names.read(source))
    }
    default:
      return readTerms(source, remembered)
  }
}

const readTerms = (source: ByteSource, { names, atMs }: Remembered): Record<string, unknown> | null => {
  const count = source.unsigned()
  if (count === 0) return null
  const entries: [string, unknown][] = []
  for (let i = 1; i < count; i += 1) {
    const key = names.read(source) ?? ''
    const tag = source.byte()
    const term = tag === 0 ? names.read(source) : tag === 1 ? source.double() : source.marked(atMs)
    entries.push([key, term])
  }
  // Not by assignment: a term may be called '__proto__'.
  return Object.fromEntries(entries)
}
