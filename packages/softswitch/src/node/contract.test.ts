/** The switch contract once more over UDP sockets of 127.0.0.1, with a media thread. All cases at the same time: they wait. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { switchContract } from '@callweave/core/testing'
import type { Media } from '@callweave/rtp/engine'
import { type MediaThread, openMedia, openMediaHere } from '@callweave/rtp/node'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { portRange } from '../../../../scripts/ports.mjs'
import { createSharedMedia, deaf } from '../../test/shared-media.js'
import { createSocketRig } from '../../test/socket-rig.js'
import type { SoftswitchNotice } from '../board/notice.js'

const boardPorts = await portRange(1_000)
const phonePorts = await portRange(1_000)

describe('the switch on sockets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-switch-'))
  const troubles: string[] = []
  const onNotice = (notice: SoftswitchNotice): void => {
    troubles.push(`${notice.notice} ${'error' in notice ? notice.error : ''}`)
  }
  const shared = createSharedMedia((error) => onNotice({ notice: 'media-failed', error }))
  let media: MediaThread
  let phoneMedia: Media
  const cases = switchContract(() => createSocketRig({ media, shared, phoneMedia, folder, onNotice }))
  /** Null, or what the case has thrown. */
  let outcomes: readonly Promise<{ readonly error: unknown } | null>[] = []

  beforeAll(async () => {
    const ports = { host: '127.0.0.1', sparePairs: 200, silentAfterMs: 600_000 }
    media = await openMedia({ ...ports, ...boardPorts, user: shared.user })
    phoneMedia = await openMediaHere({ ...ports, ...phonePorts, user: deaf })
    // Not all in the same instant: the thread opens ports as they are taken.
    const begins = async (i: number): Promise<void> => {
      await new Promise((done) => void setTimeout(done, i * 25))
      await cases[i]?.run()
    }
    outcomes = cases.map((_, i) =>
      begins(i).then(
        () => null,
        (error: unknown) => ({ error }),
      ),
    )
  }, 30_000)

  afterAll(async () => {
    await Promise.allSettled(outcomes)
    await Promise.all([media.end(), phoneMedia.end()])
    rmSync(folder, { recursive: true, force: true })
  }, 30_000)

  for (const [i, { name }] of cases.entries()) {
    test(`P1 ${name}`, { timeout: 60_000 }, async () => {
      const outcome = (await outcomes[i]) ?? null
      if (outcome !== null) throw outcome.error
    })
  }

  test('and no thread, disk or socket of the media failed', { timeout: 60_000 }, async ({ expect }) => {
    await Promise.all(outcomes)
    expect(troubles).toEqual([])
  })
})
