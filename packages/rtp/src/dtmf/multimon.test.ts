/** multimon-ng as a second ear: what we sound it hears. It wants 22,050 Hz, so sox converts. */
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { TonePlayer } from '../tone/player.js'
import { dtmfTones } from './keypad.js'

const sox = peer('sox')
const multimon = peer('multimon-ng')

describe.skipIf(sox.missing || multimon.missing)(`DTMF against multimon-ng${multimon.note}${sox.note}`, () => {
  test('all sixteen keys that we sound are heard', () => {
    const samples = new Int16Array(24_000)
    new TonePlayer(dtmfTones('123A456B789C*0#D', { onMs: 100, offMs: 80 })).fill(samples)
    const linear = ['-t', 'raw', '-e', 'signed-integer', '-b', '16', '-L', '-c', '1']
    const faster = spawnSync(sox.path, [...linear, '-r', '8000', '-', ...linear, '-r', '22050', '-'], {
      input: Buffer.from(samples.buffer),
    })
    const heard = spawnSync(multimon.path, ['-q', '-a', 'DTMF', '-t', 'raw', '-'], {
      input: faster.stdout,
      encoding: 'utf8',
    })
    expect(heard.stdout.match(/(?<=DTMF: )./g)?.join('')).toBe('123A456B789C*0#D')
  })
})
