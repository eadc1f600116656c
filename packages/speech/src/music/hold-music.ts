/**
 * Music for callers who wait, made here so that nobody holds a right to it: four chords that every song has, held softly,
 * and over each its notes one after the other like small bells. 24 s that join themselves at the ends.
 *
 * A telephone carries 300 to 3,400 Hz: the notes lie between 260 and 1,050 Hz with their first overtones, so that nothing
 * that matters is lost, and no note has the two frequencies of a key (a detector of keys listens to the same line).
 */
import { clip, levelDbov, type Pcm, ratioOfDb, telephoneRateHz } from '../sound/pcm.js'

/** Quieter than speech: who waits has to hear the announcement over it, and the office around. */
const musicDbov = -25

const barMs = 3_000
const bellsInBar = 8

/** Semitones above C4, lowest first: C, A minor, F, G; then C, E minor, F, G with the bells the other way round. */
const bars: readonly { readonly chord: readonly number[]; readonly order: readonly number[] }[] = [
  { chord: [0, 4, 7], order: [0, 1, 2, 3, 4, 3, 2, 1] },
  { chord: [-3, 0, 4], order: [1, 2, 3, 4, 3, 2, 1, 0] },
  { chord: [-7, -3, 0], order: [1, 2, 3, 4, 5, 4, 3, 2] },
  { chord: [-5, -1, 2], order: [1, 2, 4, 3, 2, 4, 3, 2] },
  { chord: [0, 4, 7], order: [4, 3, 2, 3, 4, 3, 2, 1] },
  { chord: [-8, -5, -1], order: [4, 3, 2, 3, 5, 4, 3, 2] },
  { chord: [-7, -3, 0], order: [5, 4, 3, 4, 5, 4, 3, 2] },
  { chord: [-5, -1, 2], order: [4, 3, 2, 3, 4, 3, 2, 2] },
]

interface Note {
  readonly hz: number
  readonly atMs: number
  readonly lengthMs: number
  readonly loudness: number
  /** Loudness of the note and its overtones. */
  readonly partials: readonly number[]
  /** 0..1 at the part of the note that has passed, 0..1. */
  readonly shape: (passed: number) => number
}

/** A swell: rises, stays, goes. It outlasts its bar, so chords flow into each other. */
const swell = (passed: number): number => Math.sin(Math.PI * passed) ** 0.8
/** Struck, and dies away; ends at 0. */
const struck = (passed: number): number => Math.min(1, passed / 0.01) * Math.exp(-5 * passed) * (1 - passed)

export const holdMusic = (): Pcm => {
  const loop = new Float64Array((bars.length * barMs * telephoneRateHz) / 1_000)
  for (const note of notes()) addTo(loop, note)
  const whole = Int16Array.from(loop, (sample) => clip(sample * 4_000))
  const gain = ratioOfDb(musicDbov - levelDbov(whole))
  return { samples: whole.map((sample) => clip(sample * gain)), rateHz: telephoneRateHz }
}

const notes = (): readonly Note[] =>
  bars.flatMap(({ chord, order }, bar) => {
    const atMs = bar * barMs
    // The chord and the same an octave higher.
    const scale = [...chord, ...chord.map((step) => step + 12)]
    const held = chord.map((step): Note => {
      const hz = hzOf(step < -4 ? step + 12 : step)
      return { hz, atMs: atMs - 400, lengthMs: barMs + 800, loudness: 0.45, partials: [1, 0.3, 0.12], shape: swell }
    })
    const bells = order.map((place, i): Note => {
      const hz = hzOf((scale[place] as number) + 12)
      const loudness = i % 4 === 0 ? 0.75 : 0.55
      const begins = atMs + (i * barMs) / bellsInBar
      return { hz, atMs: begins, lengthMs: 1_400, loudness, partials: [1, 0.25, 0.05], shape: struck }
    })
    return [...held, ...bells]
  })

const hzOf = (semitones: number): number => 261.63 * 2 ** (semitones / 12)

/** What goes beyond the end is heard at the beginning. */
const addTo = (loop: Float64Array, { hz, atMs, lengthMs, loudness, partials, shape }: Note): void => {
  const perMs = telephoneRateHz / 1_000
  const [from, length] = [atMs * perMs, lengthMs * perMs]
  for (let i = 0; i < length; i += 1) {
    const turn = (2 * Math.PI * hz * i) / telephoneRateHz
    let sample = 0
    for (let k = 0; k < partials.length; k += 1) sample += (partials[k] as number) * Math.sin(turn * (k + 1))
    const at = (from + i + loop.length) % loop.length
    loop[at] = (loop[at] as number) + sample * loudness * shape(i / length)
  }
}
