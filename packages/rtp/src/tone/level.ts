/** Levels of 16-bit samples. A full-scale sine is +3.14 dBm0 in A-law (G.711); a full-scale square wave is 0 dBov. */

const fullScale = 32_768
/** The mean square of a sine of 0 dBm0. */
const zeroDbm0 = (fullScale * fullScale) / 2 / 10 ** 0.314

export const powerAtDbm0 = (dbm0: number): number => zeroDbm0 * 10 ** (dbm0 / 10)

/** Of a mean square; -Infinity for silence. */
export const dbm0Of = (power: number): number => 10 * Math.log10(power / zeroDbm0)

/** The peak of a sine of that level: 22,827 at 0 dBm0. */
export const amplitudeAtDbm0 = (dbm0: number): number => Math.sqrt(2 * powerAtDbm0(dbm0))

/** The mean square of samples, 0 of none. */
export const powerOf = (samples: Int16Array): number => {
  let sum = 0
  for (let i = 0; i < samples.length; i += 1) sum += (samples[i] as number) ** 2
  return samples.length === 0 ? 0 : sum / samples.length
}

/** Of samples, in dB below the overload point (RFC 3389, 3): 0..127, 127 for silence. */
export const noiseLevelOf = (samples: Int16Array): number => {
  const power = powerOf(samples)
  if (power === 0) return 127
  return Math.min(127, Math.max(0, Math.round(-10 * Math.log10(power / (fullScale * fullScale)))))
}

/** The root mean square of noise that many dB below the overload point. */
export const rmsAtNoiseLevel = (level: number): number => fullScale * 10 ** (-level / 20)

export const clip = (sample: number): number => Math.max(-32_768, Math.min(32_767, sample))
