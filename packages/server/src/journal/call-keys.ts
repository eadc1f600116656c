/**
 * One key for each call, 32 bytes at 32 times its number in the file `keys`; 0 stands for what belongs to no call. A key is
 * made with the first personal value of its call, and is in the file before that value is in the journal.
 *
 * Zeros: there is no key yet. All ones: it was destroyed, and what it sealed cannot be read by anybody any more.
 */

import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'

export const keyBytes = 32

export const keysPath = (folder: string): string => join(folder, 'keys')

export interface CallKey {
  readonly call: number
  readonly key: Uint8Array
}

/** What is written over a key. */
export const destroyed = (): Uint8Array => new Uint8Array(keyBytes).fill(0xff)

const isFilledWith = (key: Uint8Array, byte: number): boolean => key.every((one) => one === byte)

export class CallKeys {
  readonly #path: string
  /** Keys of calls that are up: those that are on their way to the file among them. */
  readonly #live = new Map<number, KeyObject>()
  /** The file had no key of this call and those behind it when it was looked at, and none was made for them since. */
  #firstUnmade: number | undefined
  /** Calls with something sealed whose key never came to the disk: a power cut was between the two. */
  readonly #lost = new Set<number>()
  #made: CallKey[] = []
  #file: number | undefined

  constructor(folder: string) {
    this.#path = keysPath(folder)
    // Held from the start: the file may be taken away, and a key that is not found is made anew.
    this.#open()
  }

  /** For sealing. Of a call whose key was destroyed or lost: one that is kept nowhere. */
  keyFor(call: number): KeyObject {
    const known = this.#live.get(call)
    if (known !== undefined) return known
    // Calls are numbered as they come: nearly every one is new, and nothing is read for it.
    this.#firstUnmade ??= this.#stored()
    const stored = call >= this.#firstUnmade ? noKey : this.#read(call)
    const isNew = isFilledWith(stored, 0) && !this.#lost.has(call)
    const bytes = isFilledWith(stored, 0) || isFilledWith(stored, 0xff) ? randomBytes(keyBytes) : stored
    const key = createSecretKey(bytes)
    this.#live.set(call, key)
    if (isNew) this.#made.push({ call, key: bytes })
    this.#firstUnmade = Math.max(this.#firstUnmade, call + 1)
    return key
  }

  /** For reading; `undefined` when there is none, or none any more. */
  storedKey(call: number): KeyObject | undefined {
    const stored = this.#read(call)
    return isFilledWith(stored, 0) || isFilledWith(stored, 0xff) ? undefined : createSecretKey(stored)
  }

  /** Something sealed was found for which there is no key: none is made for the call that the next start would try on it. */
  missed(call: number): void {
    this.#lost.add(call)
  }

  /** Keys that were made since it was asked last: they have to be written before what they sealed. */
  takeMade(): readonly CallKey[] {
    if (this.#made.length === 0) return none
    const made = this.#made
    this.#made = []
    return made
  }

  /** The call is over and its key written: it is read again if it is ever wanted. */
  forget(call: number): void {
    this.#live.delete(call)
  }

  /** What is sealed for the call from now on cannot be read either. */
  destroy(call: number): void {
    this.#firstUnmade = Math.max(this.#firstUnmade ?? this.#stored(), call + 1)
    this.#live.set(call, createSecretKey(randomBytes(keyBytes)))
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #read(call: number): Uint8Array {
    const key = new Uint8Array(keyBytes)
    if (this.#open()) readSync(this.#file as number, key, 0, keyBytes, call * keyBytes)
    return key
  }

  /** Places that the file has. */
  #stored(): number {
    return this.#open() ? Math.ceil(fstatSync(this.#file as number).size / keyBytes) : 0
  }

  /** False as long as there is no file: it is made by the writer with the first key. */
  #open(): boolean {
    try {
      this.#file ??= openSync(this.#path, 'r')
      return true
    } catch (error) {
      const { code = '' } = error as { readonly code?: string }
      if (code === 'ENOENT' || code === 'ENOTDIR') return false
      throw error
    }
  }
}

const none: readonly CallKey[] = []
const noKey: Uint8Array = new Uint8Array(keyBytes)
