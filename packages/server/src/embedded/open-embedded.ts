/**
 * A center of one project that takes real calls: everything that it is made of, opened in order and closed in the other.
 *
 *     folder -> journal -> switch -> speech, sounds -> records -> center -> API
 *
 * Nothing is composed anywhere else: a command only calls this.
 */
import type { CallRecord } from '@callweave/cdr'
import { createCallStore } from '@callweave/cdr/sqlite'
import type { CenterDefinition } from '@callweave/center'
import { type CallEvent, CallweaveError, type Problem } from '@callweave/core'
import { codeOf } from '@callweave/ivr'
import type { OverloadSettings, SoftswitchNotice } from '@callweave/softswitch'
import { type Api, serveApi } from '../api/serve-api.js'
import { apiPath } from '../api/socket-path.js'
import { type CloseOptions, openCenter, type RunningCenter } from '../center/open-center.js'
import { createRealClock, type RealClockOptions } from '../clock/real-clock.js'
import { JournalHeld, openJournal } from '../journal/open-journal.js'
import { certificateProblems } from './certificate.js'
import { type CenterFolder, makeFolder } from './folder.js'
import { createMessageLamps } from './message-lamps.js'
import { type CenterSounds, openSounds } from './open-sounds.js'
import { type EmbeddedSwitch, type ListenOptions, openSwitch } from './open-switch.js'
import { type Phone, phonesOf, type Reveal } from './phones.js'
import { runFunctions } from './run-functions.js'
import { createSystemRandom } from './system-random.js'
import { type FolderLoss, type FolderWatch, watchFolder } from './watch-folder.js'

export interface OpenEmbeddedOptions {
  /** With its sources read. */
  readonly definition: CenterDefinition
  /** The project's folder: files that the definition names count from here. */
  readonly project: string
  /** Where the center keeps what it has. One process at a time. */
  readonly folder: string
  /** The values of the definition's secrets. */
  readonly reveal: Reveal
  readonly listen?: ListenOptions
  /** When new calls are refused with 503: what this machine bears, not what the center is. */
  readonly overload?: Partial<OverloadSettings>
  readonly onRecord?: (record: CallRecord) => void
  /** Told of each event when it is written. */
  readonly onWritten?: (event: CallEvent) => void
  /** The machine's clock was set, or it slept: the center goes on by its own. */
  readonly onJump?: RealClockOptions['onJump']
  /** Told of what failed and did not end the center: a disk, a record, a function, a trunk. */
  readonly onTrouble?: (error: unknown) => void
  /** What the switch wants known: strangers who guess passwords, too many calls, media that failed. */
  readonly onNotice?: (notice: SoftswitchNotice) => void
  /** Told when the journal goes on after a failure. */
  readonly onMended?: () => void
  /** Told within seconds when the folder, or part of it, was taken away: what was in hand is there again. */
  readonly onLost?: (loss: FolderLoss) => void
  /** In place of the SIP switch, for tests. */
  readonly openSwitch?: typeof openSwitch
}

/** At 100 calls a second nearly all writes that somebody waits for take others along. */
const gatherMs = 10

export interface EmbeddedCenter {
  readonly running: RunningCenter
  readonly switch: EmbeddedSwitch['about']
  readonly registrations: EmbeddedSwitch['registrations']
  /** What there is now of calls: parts of the switch, and appointments of the clock. */
  held(): { readonly switch: number; readonly appointments: number }
  readonly api: Api
  readonly folder: CenterFolder
  /** The phones that may register, without their passwords. */
  readonly phones: readonly Omit<Phone, 'password'>[]
  /** What does not work and does not keep the center from running: a prompt that cannot be spoken, a phone without a password. */
  readonly problems: readonly Problem[]
  /** @throws as `RunningCenter.close`; everything is closed all the same. */
  close(options?: CloseOptions): ReturnType<RunningCenter['close']>
}

/**
 * Resolves when calls are taken.
 *
 * @throws CallweaveError `definition-invalid` for a secret without a value; `illegal-state` when another process runs this
 * center; `peer-failed` when an address or a port cannot be had; `file-invalid` for a journal that is damaged or a folder
 * that cannot be used. Everything that was opened is closed again.
 */
export const openEmbedded = async (options: OpenEmbeddedOptions): Promise<EmbeddedCenter> => {
  const { definition, project, reveal, onTrouble = () => {}, onNotice = () => {} } = options
  const { sections } = definition
  const { phones, problems } = phonesOf(sections, reveal)
  const undo: (() => unknown)[] = []
  /** Journal, switch and records are the center's to close once it runs. */
  let isRunning = false
  /** Last opened, first closed; what fails to close keeps nothing else open. */
  const closeAll = async (): Promise<void> => {
    for (const close of undo.splice(0).reverse()) await (async () => close())().catch(onTrouble)
  }
  const opened = <T>(what: T, close: (of: T) => unknown): T => {
    undo.push(() => close(what))
    return what
  }
  try {
    const folder = makeFolder(options.folder)
    const clock = opened(createRealClock(options.onJump === undefined ? {} : { onJump: options.onJump }), (one) =>
      one.close(),
    )
    const { onMended = () => {}, onLost = () => {} } = options
    let watch: FolderWatch | undefined
    const journal = opened(
      await openJournal(folder.journal, { onTrouble, onMended, onRestored: (lost) => watch?.journalRestored(lost) }),
      (one) => (isRunning ? undefined : one.close()),
    )
    // Sockets first: a port that is taken is told at once, and prompts may take seconds to be spoken.
    let heard: CenterSounds | undefined
    const board = opened(
      await (options.openSwitch ?? openSwitch)({
        sections,
        phones,
        sounds: { find: (sounds) => (heard as CenterSounds).sounds.find(sounds) },
        recordings: folder.recordings,
        reveal,
        listen: options.listen ?? {},
        overload: options.overload ?? {},
        onNotice,
      }),
      (one) => (isRunning ? undefined : one.close()),
    )
    heard = opened(
      await openSounds({ sections, project, folder: folder.sounds, recordings: folder.recordings, clock }),
      (one) => one.close(),
    )
    const store = opened(createCallStore(folder.calls), (one) => (isRunning ? undefined : one.close()))
    const { before } = journal.recovery
    const lamps = createMessageLamps(sections, board.messages)
    const running = await openCenter({
      definition,
      journal,
      clock,
      random: createSystemRandom(),
      lookups: runFunctions({ clock, codeOf: (name) => codeFor(sections.functions, name), onTrouble }),
      world: 'embedded',
      gatherMs,
      createSwitch: board.createSwitch,
      store,
      onTrouble,
      ...(options.onRecord === undefined ? {} : { onRecord: options.onRecord }),
      onWritten: (event) => {
        lamps.written(event)
        options.onWritten?.(event)
      },
      ...(before === null ? {} : { lastAliveMs: before.lastAliveMs }),
    })
    isRunning = true
    lamps.show(running.center.boxes)
    let api = await serveOrEnd(running, folder.path, board.about)
    undo.push(() => api.close())
    watch = opened(
      watchFolder({
        folder,
        socket: process.platform === 'win32' ? null : api.path,
        serveAgain: async () => {
          await api.close()
          api = await serve(running, folder.path, board.about)
        },
        onLost,
        onTrouble,
      }),
      (one) => one.close(),
    )
    return {
      running,
      api,
      folder,
      switch: board.about,
      registrations: board.registrations,
      held: () => ({ switch: board.size(), appointments: clock.pending }),
      phones: phones.map(({ password: _password, ...phone }) => phone),
      problems: [
        ...problems,
        ...(options.listen?.tls === undefined ? [] : certificateProblems(options.listen.tls, Date.now())),
        ...heard.problems,
      ],
      close: async (asked) => {
        try {
          // The API answers until the last call is over: who waits for it can see for what.
          return await running.close(asked)
        } finally {
          await closeAll()
        }
      },
    }
  } catch (error) {
    await closeAll()
    throw error instanceof JournalHeld ? runsAlready(options.folder, error) : error
  }
}

const runsAlready = (folder: string, cause: JournalHeld): CallweaveError => {
  const message =
    cause.holder === null
      ? 'this center is already running, in another process'
      : `this center is already running (process ${cause.holder})`
  const remedy = 'End it there first with Ctrl-C, or start another center beside it: --folder and --listen name its own'
  return new CallweaveError('illegal-state', { where: folder, message, remedy, cause })
}

const serve = (running: RunningCenter, folder: string, about: EmbeddedSwitch['about']): Promise<Api> => {
  const { host, port } = about
  const listens = about.listens.map(({ host, port }) => ({ host, port }))
  return serveApi(running, apiPath(folder), { sip: { host, port, listens } })
}

const serveOrEnd = (...parts: Parameters<typeof serve>): Promise<Api> =>
  serve(...parts).catch(async (error: unknown) => {
    await parts[0].close().catch(() => undefined)
    throw error
  })

const codeFor = (functions: CenterDefinition['sections']['functions'], name: string) => {
  const value = functions?.[name]
  return value === undefined ? undefined : codeOf(value)
}
