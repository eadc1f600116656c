import type { SoundId } from '@callweave/rtp/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLoadedSounds } from './loaded-sounds.js'

/** Media that count, and refuse to load or let go of what they may not. */
const counting = () => {
  const known = new Map<SoundId, Int16Array>()
  let last = 0
  return {
    known,
    load: (samples: Int16Array): SoundId => {
      expect([...known.values()]).not.toContain(samples)
      last += 1
      known.set(last, samples)
      return last
    },
    unload: (sound: SoundId): void => {
      expect(known.delete(sound)).toBe(true)
    },
  }
}

const bytesOf = (sounds: Iterable<Int16Array>): number =>
  [...sounds].reduce((sum, { byteLength }) => sum + byteLength, 0)

test('whatever is played in whatever order: what is ordered is loaded, and memory stays within bounds', () => {
  const library = Array.from({ length: 12 }, (_, i) => new Int16Array(10 + i * 7))
  const order = fc.array(fc.constantFrom(...library), { maxLength: 5 })
  fc.assert(
    fc.property(fc.array(order, { maxLength: 60 }), fc.integer({ min: 0, max: 600 }), (orders, mostBytes) => {
      const media = counting()
      const sounds = createLoadedSounds(media, mostBytes)
      for (const samples of orders) {
        const ids = sounds.load(samples)
        expect(ids.map((id) => media.known.get(id))).toEqual(samples)
        expect(sounds.sizeBytes).toBe(bytesOf(media.known.values()))
        expect(sounds.sizeBytes).toBeLessThanOrEqual(Math.max(mostBytes, bytesOf(new Set(samples))))
      }
    }),
  )
})

test('a year of texts that are never the same again: as many are kept as fit, and prompts that are played stay', () => {
  const media = counting()
  const sounds = createLoadedSounds(media, 2_000)
  const prompt = new Int16Array(100)
  const [first] = sounds.load([prompt])
  for (let i = 0; i < 20_000; i += 1) {
    expect(sounds.load([prompt, new Int16Array(100)])[0]).toBe(first)
    expect(media.known.size).toBeLessThanOrEqual(10)
  }
})
