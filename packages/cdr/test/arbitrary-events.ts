/** Random events of every type, made from the schema: texts of any UTF-16, numbers to the edge of the safe ones. */
import { type CallEvent, type EventType, eventSchema, eventTypes, type Field, type FieldKind } from '@callweave/core'
import fc from 'fast-check'

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom('', '4008001234', '"', '\\', '\n', '中继', '__proto__', '\ud83d', '\udc00\ud83d'),
)
const count = fc.oneof(fc.nat(70), fc.nat(), fc.maxSafeNat())
const span = fc.oneof(fc.nat(40), fc.nat(10_000_000), fc.integer({ min: 1.6e12, max: 2e12 }), fc.maxSafeInteger())

const ofKind: { readonly [K in FieldKind]: fc.Arbitrary<unknown> } = {
  int: count,
  ms: span,
  name: fc.oneof(fc.constantFrom('service', 'ana', 'answered'), anyText),
  text: anyText,
  flag: fc.boolean(),
  names: fc.array(anyText, { maxLength: 5 }),
  terms: fc.dictionary(
    anyText,
    fc.oneof(
      anyText,
      span,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    ),
    { maxKeys: 5 },
  ),
}

const anyField = ({ kind, nullable, codes, isOpen = false }: Field<unknown>): fc.Arbitrary<unknown> => {
  const any = codes === undefined || isOpen ? ofKind[kind] : fc.constantFrom(...codes)
  return nullable ? fc.option(any) : any
}

const instant = fc.oneof(fc.integer({ min: 1.6e12, max: 2e12 }), fc.nat(), fc.nat(2 ** 50))

export const anyEventOf = (type: EventType): fc.Arbitrary<CallEvent> => {
  const fields = Object.entries(eventSchema[type]).map(([key, field]) => [key, anyField(field)] as const)
  return fc
    .record({
      seq: fc.oneof(fc.nat(5), fc.nat(2 ** 50)),
      atMs: instant,
      type: fc.constant(type),
      ...Object.fromEntries(fields),
    })
    .map((event) => ({ ...event }) as unknown as CallEvent)
}

/** Some events, now and then numbered without gaps as in a real log. */
export const anyEvents: fc.Arbitrary<readonly CallEvent[]> = fc
  .tuple(fc.array(fc.oneof(...eventTypes.map(anyEventOf)), { maxLength: 60 }), fc.boolean())
  .map(([events, numbered]) => (numbered ? events.map((event, i) => ({ ...event, seq: i + 1 })) : events))
