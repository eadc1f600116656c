import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { portRange } from '../../../../scripts/ports.mjs'
import { amplitudeOf, factsTo, toneOf } from '../../test/media-rig.js'
import type { MediaFact } from '../engine/facts.js'
import type { Media, PartyMedia, PartyPorts } from '../engine/media.js'
import { payloadTypeOf } from '../g711/laws.js'
import { readWav, telephoneSamples } from '../wav/read.js'
import { openMediaHere } from './media-here.js'
import { type MediaThread, openMedia } from './media-thread.js'

const host = '127.0.0.1'
const { leastPort, mostPort } = await portRange(600)

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-media-'))
  folders.push(folder)
  return folder
}

const samplesOf = (hz: number, ms: number): Int16Array => {
  const samples = new Int16Array(ms * 8)
  toneOf(hz).fill(samples)
  return samples
}

/** Two parties of one media talk to each other over the loopback: what one is played, the other says. */
const mediaTo = ({ rtpPort, rtcpPort }: PartyPorts, changes: Partial<PartyMedia> = {}): PartyMedia => ({
  remote: { host, port: rtpPort },
  remoteControl: { host, port: rtcpPort },
  law: 'a-law',
  codecs: [{ payloadType: payloadTypeOf['a-law'], codec: 'PCMA/8000' }],
  eventType: 101,
  isHeard: true,
  ...changes,
})

const isOpened = (media: Media): boolean => {
  try {
    media.open()
    return true
  } catch {
    return false
  }
}

const factOf = (facts: readonly MediaFact[], tell: MediaFact['tell']) =>
  expect.poll(() => facts.find((fact) => fact.tell === tell), { interval: 5 }).toBeDefined()

type Open = (facts: MediaFact[]) => Promise<Media>

const worlds: Readonly<Record<string, Open>> = {
  'a thread with batches': (facts) => openMedia({ host, leastPort, mostPort, user: factsTo(facts) }),
  'a thread with dgram': (facts) => openMedia({ host, leastPort, mostPort, user: factsTo(facts), prefer: 'dgram' }),
  'no thread': (facts) => openMediaHere({ host, leastPort, mostPort, user: factsTo(facts) }),
}

describe.each(Object.entries(worlds))('media in %s', (_, open) => {
  test('a tone that one is played is recorded of the other; keys arrive; nothing is left', async () => {
    const facts: MediaFact[] = []
    const media = await open(facts)
    try {
      const [a, b] = [media.open(), media.open()]
      media.agree(a.party, mediaTo(b))
      media.agree(b.party, mediaTo(a))
      expect(media.size).toBe(2)
      const sound = media.load(samplesOf(900, 1_000))
      media.play(a.party, 1, [{ sound }], true)
      const folder = newFolder()
      let token = 1
      /** How loud the tone is in the last 200 ms of what the other says. */
      const recorded = async (): Promise<number> => {
        token += 1
        const file = join(folder, `said-${token}.wav`)
        media.record(b.party, token, { file, maxMs: 500, silenceMs: 0 })
        await expect
          .poll(() => facts.some((fact) => fact.tell === 'recorded' && fact.token === token), { interval: 5 })
          .toBe(true)
        const wav = readWav(readFileSync(file), file)
        expect(wav).toMatchObject({ format: 'a-law', lengthMs: 500, isCut: false })
        return amplitudeOf(telephoneSamples(wav).slice(-1_600), 900)
      }
      // A machine that is busy leaves gaps in one recording, and not in all.
      let level = await recorded()
      for (let tries = 1; tries < 20 && level <= 900; tries += 1) level = await recorded()
      expect(level).toBeGreaterThan(900)
      media.sendKeys(a.party, '7#')
      await expect
        .poll(() => facts.flatMap((fact) => (fact.tell === 'pressed' ? [fact.key] : [])), { interval: 5 })
        .toEqual(['7', '#'])
      media.close(a.party)
      await factOf(facts, 'closed')
      expect(facts.find((fact) => fact.tell === 'closed')).toMatchObject({ party: a.party, figures: { strangers: 0 } })
      expect(media.size).toBe(1)
    } finally {
      await media.end()
    }
    expect(media.size).toBe(0)
    expect(facts.filter((fact) => fact.tell === 'closed').length).toBe(2)
    expect(facts.filter((fact) => fact.tell === 'trouble')).toEqual([])
  })

  test('a recording that cannot be written is told, and so is its end', async () => {
    const facts: MediaFact[] = []
    const media = await open(facts)
    try {
      const { party } = media.open()
      media.record(party, 2, { file: join(newFolder(), 'none', 'said.wav'), maxMs: 100, silenceMs: 0 })
      await factOf(facts, 'recorded')
      expect(facts).toMatchObject([
        { tell: 'trouble', error: { code: 'file-invalid' } },
        { tell: 'recorded', token: 2, lengthMs: 0 },
      ])
    } finally {
      await media.end()
    }
  })

  test('an address that is not of this machine is refused', async () => {
    const opening = open === worlds['no thread'] ? openMediaHere : openMedia
    const user = factsTo([])
    await expect(opening({ host: '192.0.2.1', leastPort, mostPort, user })).rejects.toMatchObject({
      code: 'peer-failed',
    })
    await expect(opening({ host, leastPort: 9, mostPort: 8, user })).rejects.toMatchObject({ code: 'out-of-range' })
  })
})

describe('the thread', () => {
  const withThread = async (run: (media: MediaThread, facts: MediaFact[]) => Promise<void>): Promise<void> => {
    const facts: MediaFact[] = []
    const media = await openMedia({ host, leastPort, mostPort, user: factsTo(facts), sparePairs: 4 })
    try {
      await run(media, facts)
    } finally {
      await media.end()
    }
  }

  test('gives out what stands open at once, refuses what it has not, and has more a round later', () =>
    withThread(async (media) => {
      const first = Array.from({ length: 4 }, () => media.open())
      expect(new Set(first.map(({ rtpPort }) => rtpPort)).size).toBe(4)
      expect(() => media.open()).toThrow(/no pair of ports is free/)
      expect(media.size).toBe(4)
      await expect.poll(() => isOpened(media), { interval: 5 }).toBe(true)
      expect(media.size).toBe(5)
      const usage = await media.usage()
      expect(usage.received).toBe(0)
    }))

  test('sounds that come and go leave nothing, and both sides count them alike', () =>
    withThread(async (media, facts) => {
      const kept = media.load(samplesOf(900, 100))
      for (let i = 0; i < 2_000; i += 1) media.unload(media.load(new Int16Array(80)))
      const last = media.load(samplesOf(500, 40))
      expect(last).toBe(kept + 2_001)
      expect((await media.usage()).sounds).toBe(2)
      const { party } = media.open()
      media.play(party, 1, [{ sound: kept }, { sound: last }], false)
      await factOf(facts, 'played')
    }))

  test('what an order does wrong is told with its code', () =>
    withThread(async (media, facts) => {
      const { party } = media.open()
      expect(() => media.sendKeys(party, '1x')).toThrow(/no key/)
      media.sendKeys(party, '1', 3)
      await factOf(facts, 'trouble')
      expect(facts).toMatchObject([{ tell: 'trouble', error: { code: 'out-of-range' } }])
    }))

  /** Nothing that the port allows: a bug of its owner, which a tick falls over. */
  const kill = (media: Media): PartyPorts['party'] => {
    const { party } = media.open()
    media.agree(party, { ...mediaTo({ party, rtpPort: 1, rtcpPort: 2 }), codecs: [null as never] })
    media.play(party, 1, [], true)
    return party
  }

  test.each(['batches', 'dgram'] as const)('one of %s that dies gives its ports back', async (prefer) => {
    // Ten pairs, and it keeps more open than those.
    const first = leastPort
    for (let i = 0; i < 3; i += 1) {
      const facts: MediaFact[] = []
      const media = await openMedia({ host, leastPort: first, mostPort: first + 19, user: factsTo(facts), prefer })
      kill(media)
      await factOf(facts, 'closed')
      await media.end()
    }
  })

  test('its death is told once, and each party is closed', async () => {
    const facts: MediaFact[] = []
    const media = await openMedia({ host, leastPort, mostPort, user: factsTo(facts) })
    const party = kill(media)
    await factOf(facts, 'closed')
    expect(facts.slice(-2)).toMatchObject([
      { tell: 'trouble', error: { code: 'peer-failed' } },
      { tell: 'closed', party },
    ])
    expect(media.size).toBe(0)
    expect(() => media.open()).toThrow(/the media thread is gone/)
    await expect(media.usage()).rejects.toThrow(/the media thread is gone/)
    await media.end()
  })
})
