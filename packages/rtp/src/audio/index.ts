export { DtmfDetector, type DtmfDetectorOptions } from '../dtmf/detector.js'
export { type DtmfToneOptions, dtmfTones } from '../dtmf/keypad.js'
export { aLawToMuLaw, convertLaw, muLawToALaw } from '../g711/convert.js'
export {
  decodeALaw,
  decodeInto,
  decodeMuLaw,
  encodeALaw,
  encodeInto,
  encodeMuLaw,
  type Law,
  payloadTypeOf,
  silenceOf,
} from '../g711/laws.js'
export { Mixer } from '../mix/mixer.js'
export { type Gains, gainsOf, type MixPart } from '../mix/parts.js'
export { comfortNoiseType, fillNoise, readNoiseLevel, writeNoiseLevel } from '../tone/comfort-noise.js'
export { type Tone, TonePlayer, type TonePlayerOptions, type ToneSegment } from '../tone/player.js'
export { type ProgressTone, progressTone, type ToneCountry } from '../tone/progress.js'
export { type WavChunk, wavChunk } from '../wav/chunks.js'
export type { WavFormat } from '../wav/format.js'
export { monoSamples, readWav, telephoneSamples, type WavFile } from '../wav/read.js'
export { resample } from '../wav/resample.js'
export {
  mostDataBytes,
  pcm16Bytes,
  sizesOf,
  type WavOptions,
  type WavSizes,
  wavHeader,
  writeWav,
} from '../wav/write.js'
