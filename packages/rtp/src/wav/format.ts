/** What a WAV file holds here. Others (float, ADPCM, GSM, MP3) are converted by their owner. */

export type WavFormat = 'pcm-8' | 'pcm-16' | 'a-law' | 'mu-law'

export const tagOf: Readonly<Record<WavFormat, number>> = { 'pcm-8': 1, 'pcm-16': 1, 'a-law': 6, 'mu-law': 7 }

export const sampleBytesOf: Readonly<Record<WavFormat, number>> = { 'pcm-8': 1, 'pcm-16': 2, 'a-law': 1, 'mu-law': 1 }

export const formatOf = (tag: number, bits: number): WavFormat | null => {
  if (tag === 1) return bits === 16 ? 'pcm-16' : bits === 8 ? 'pcm-8' : null
  if (bits !== 8) return null
  return tag === 6 ? 'a-law' : tag === 7 ? 'mu-law' : null
}
