import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CallweaveError } from '@callweave/core'
import { afterAll, expect, test } from 'vitest'
import { mostDataBytes, wavHeader } from '../wav/write.js'
import { recordingFiles } from './recording-file.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-recording-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const full = '/dev/full'

test.skipIf(!existsSync(full))(
  'a disk without any room: it is said what to do, nothing is kept, and no file is left [needs /dev/full]',
  async () => {
    const path = join(folder, 'none.wav')
    symlinkSync(full, `${path}.part`)
    const sink = recordingFiles.create(path)
    sink.write(wavHeader({ format: 'a-law' }, mostDataBytes))
    sink.write(new Uint8Array(8_000))
    const told = await new Promise<readonly unknown[]>((done) => {
      sink.close(wavHeader({ format: 'a-law' }, 8_000), (...of) => done(of))
    })
    expect(told).toEqual([expect.any(CallweaveError), 0])
    expect(String(told[0])).toMatch(/none\.wav: this recording cannot be written: ENOSPC.*Make room on the disk/)
    expect(readdirSync(folder)).toEqual([])
  },
)
