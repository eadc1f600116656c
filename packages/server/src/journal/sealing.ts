/**
 * Personal values (`personal` in the event schema: numbers, digits, attributes) stand in the journal under the key of their
 * call, AES-256-GCM, bound to their place. The nonce is drawn and stands with the value: numbers of events come twice where
 * a torn tail is cut off or a copy is put back. All else stands as it is, so a journal can be counted and followed without
 * any key.
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'
import { type CallEvent, CallweaveError, type EventType, eventSchema, eventTypes } from '@callweave/core'

/** What a value reads as when its key was destroyed. */
export const erased = 'erased'

interface PersonalField {
  readonly name: string
  /** Among the fields of its type. */
  readonly place: number
}

const personalFields: { readonly [type: string]: readonly PersonalField[] | undefined } = Object.fromEntries(
  eventTypes.map((type): [EventType, readonly PersonalField[] | undefined] => {
    const fields = Object.entries(eventSchema[type]).flatMap(([name, { personal }], place) =>
      personal ? [{ name, place }] : [],
    )
    return [type, fields.length === 0 ? undefined : fields]
  }),
)

type Fields = Record<string, unknown>

/** Whose key it is; 0 for what belongs to no call. */
const callOf = (event: Fields): number => (typeof event.call === 'number' ? event.call : 0)

export interface SealingParts {
  /** A `KeyObject`: Node takes 120,000 instructions more for bytes each time (24.21), as it asks what they are by throwing. */
  readonly keyFor: (call: number) => KeyObject
  readonly nonces: Nonces
}

/** The same event where it holds nothing personal. */
export const sealEvent = (event: CallEvent, { keyFor, nonces }: SealingParts): CallEvent => {
  const fields = personalFields[event.type]
  if (fields === undefined) return event
  const sealed: Fields = { ...event }
  for (const { name, place } of fields) {
    const value = sealed[name]
    if (typeof value === 'string') sealed[name] = seal(value, keyFor(callOf(sealed)), nonces.next(), event.seq, place)
  }
  return sealed as CallEvent
}

/**
 * `storedKey`: `undefined` for a key that there is no more. @throws CallweaveError `file-invalid` for a value that was
 * changed, or sealed with another key.
 */
export const unsealEvent = (
  event: CallEvent,
  storedKey: (call: number) => KeyObject | undefined,
  where: string,
): CallEvent => {
  const fields = personalFields[event.type]
  if (fields === undefined) return event
  const opened: Fields = { ...event }
  for (const { name, place } of fields) {
    const value = opened[name]
    if (typeof value !== 'string') continue
    const key = storedKey(callOf(opened))
    try {
      opened[name] = key === undefined ? erased : unseal(value, key, event.seq, place)
    } catch (cause) {
      const message = `'${name}' of event ${event.seq} cannot be opened: it, or the key of its call, was changed`
      throw new CallweaveError('file-invalid', { where, message, cause })
    }
  }
  return opened as CallEvent
}

const method = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** So many are drawn at once: one alone costs as much as all of them. */
const drawnNonces = 341

/** Each is drawn, and given once. */
export class Nonces {
  readonly #drawn = new Uint8Array(drawnNonces * nonceBytes)
  #at = this.#drawn.length

  /** Of use until the next. */
  next(): Uint8Array {
    if (this.#at === this.#drawn.length) {
      randomFillSync(this.#drawn)
      this.#at = 0
    }
    this.#at += nonceBytes
    return this.#drawn.subarray(this.#at - nonceBytes, this.#at)
  }
}

/** What the tag covers beside the value: it opens at its own place only. */
const placeOf = (seq: number, place: number): Buffer => Buffer.from(`${seq}.${place}`)

const seal = (value: string, key: KeyObject, nonce: Uint8Array, seq: number, place: number): string => {
  const cipher = createCipheriv(method, key, nonce).setAAD(placeOf(seq, place))
  return Buffer.concat([nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

const unseal = (value: string, key: KeyObject, seq: number, place: number): string => {
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length < nonceBytes + tagBytes) throw new RangeError('too short')
  const decipher = createDecipheriv(method, key, bytes.subarray(0, nonceBytes)).setAAD(placeOf(seq, place))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8')
}
