/** multimon-ng as a second ear: what we sound it hears, and what it hears we hear. It wants 22,050 Hz, so sox converts. */
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { randomOf } from '../../test/chance.js'
import type { KeyChange } from '../telephone-event/receiver.js'
import { amplitudeAtDbm0 } from '../tone/level.js'
import { TonePlayer } from '../tone/player.js'
import { DtmfDetector } from './detector.js'
import { dtmfTones } from './keypad.js'

const sox = peer('sox')
const multimon = peer('multimon-ng')

describe.skipIf(sox.missing || multimon.missing)(`DTMF against multimon-ng${multimon.note}${sox.note}`, () => {
  const linear = ['-t', 'raw', '-e', 'signed-integer', '-b', '16', '-L', '-c', '1']
  const heardByMultimon = (samples: Int16Array): string => {
    const faster = spawnSync(sox.path, [...linear, '-r', '8000', '-', ...linear, '-r', '22050', '-'], {
      input: Buffer.from(samples.buffer),
    })
    const { stdout } = spawnSync(multimon.path, ['-q', '-a', 'DTMF', '-t', 'raw', '-'], {
      input: faster.stdout,
      encoding: 'utf8',
    })
    return stdout.match(/(?<=DTMF: )./g)?.join('') ?? ''
  }
  const heardByUs = (samples: Int16Array): string => {
    let heard = ''
    const onChange = ({ kind, key }: KeyChange): void => {
      if (kind === 'pressed') heard += key
    }
    new DtmfDetector({ onChange }).take(samples)
    return heard
  }
  const keys = '123A456B789C*0#D'

  test('all sixteen keys that we sound are heard', () => {
    const samples = new Int16Array(24_000)
    new TonePlayer(dtmfTones(keys, { onMs: 100, offMs: 80 })).fill(samples)
    expect(heardByMultimon(samples)).toBe(keys)
  })

  test.each([
    [30, 0],
    [20, 0],
    // multimon-ng hears nothing at -6, which Q.24 wants heard.
    [20, -3],
    [20, 3],
    [15, 0],
  ])('in noise %i dB below, columns %i dB louder: both hear the same', (noiseDb, twistDb) => {
    const samples = new Int16Array(24_000)
    new TonePlayer(dtmfTones(keys, { onMs: 100, offMs: 80, lowDbm0: -15, highDbm0: -15 + twistDb })).fill(samples)
    const peak = amplitudeAtDbm0(-12 - noiseDb) * Math.sqrt(1.5)
    const random = randomOf(noiseDb)
    const noisy = samples.map((sample) => sample + Math.round((random.next() * 2 - 1) * peak))
    expect(heardByUs(noisy)).toBe(keys)
    expect(heardByMultimon(noisy)).toBe(keys)
  })
})
