/** What a center needs of the machine: program, clock, disk, limits, and what makes it faster or lets it speak. */
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Context } from '../../frame/command.js'
import { type Finding, failed, fine, warning } from './finding.js'

export interface MachineOptions {
  readonly folder: string
  readonly languages: readonly string[]
}

export const checkMachine = async (options: MachineOptions, context: Context): Promise<readonly Finding[]> => [
  checkNode(context),
  checkClock(context),
  await checkDisk(options, context),
  ...checkLimits(context),
  await checkKoffi(context),
  await checkEspeak(options, context),
]

const leastNode = [22, 18] as const

const checkNode = ({ words: { doctor } }: Context): Finding => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isNew = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])
  return isNew
    ? fine('node', process.versions.node)
    : failed('node', process.versions.node, doctor.nodeRemedy({ least: leastNode.join('.') }))
}

/** The day this check was written: a clock that shows an earlier one has never been set. */
const leastClockMs = Date.UTC(2026, 0, 1)
const mostClockMs = Date.UTC(2100, 0, 1)

const checkClock = ({ words: { doctor } }: Context): Finding => {
  const nowMs = Date.now()
  const shown = new Date(nowMs).toISOString()
  return nowMs >= leastClockMs && nowMs < mostClockMs
    ? fine('clock', shown)
    : failed('clock', shown, doctor.clockRemedy)
}

const mebi = 1 << 20
/** An hour of one recording takes 28 MiB; a call in the journal some 3 KiB. */
const leastFreeBytes = 100 * mebi
const goodFreeBytes = 1_024 * mebi

const checkDisk = async ({ folder }: MachineOptions, { out, words: { doctor } }: Context): Promise<Finding> => {
  const place = nearest(folder)
  try {
    accessSync(place, constants.W_OK)
  } catch {
    return failed('disk', doctor.cannotWrite({ folder: place }), doctor.writeRemedy)
  }
  const { bavail, bsize } = await statfs(place)
  const free = bavail * bsize
  const found = doctor.free({ size: out.format.bytes(free), folder: place })
  if (free < leastFreeBytes) return failed('disk', found, doctor.diskRemedy)
  return free < goodFreeBytes ? warning('disk', found, doctor.diskRemedy) : fine('disk', found)
}

/** The folder is made at the first start. */
const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)))

/** A call takes no file of its own but its two legs' four sockets, where the ports are not kept open. */
const goodFiles = 4_096
/** Packets of 700 calls that come while the disk holds the thread up for 50 ms. */
const goodBufferBytes = mebi

/** Linux only: elsewhere there is nothing to read them from. */
const checkLimits = ({ out, words: { doctor } }: Context): readonly Finding[] => {
  const findings: Finding[] = []
  const [, files] = /^Max open files\s+(\d+)/m.exec(read('/proc/self/limits')) ?? []
  if (files !== undefined) {
    const found = out.format.number(Number(files))
    const enough = Number(files) >= goodFiles
    findings.push(enough ? fine('files', found) : warning('files', found, doctor.filesRemedy))
  }
  const bytes = Number(read('/proc/sys/net/core/rmem_max').trim())
  if (bytes > 0) {
    const found = out.format.bytes(bytes)
    findings.push(bytes >= goodBufferBytes ? fine('buffers', found) : warning('buffers', found, doctor.buffersRemedy))
  }
  return findings
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Only Linux has the calls that it is for. */
const checkKoffi = async ({ words: { doctor } }: Context): Promise<Finding> => {
  if (process.platform !== 'linux') return fine('koffi', doctor.notNeeded)
  const { openUdpPorts } = await import('@callweave/rtp/node')
  const range = { host: '127.0.0.1', leastPort: 1_024, mostPort: 65_535 }
  const { ports, kind, reason } = await openUdpPorts({ ...range, onDatagram: () => {} })
  await ports.closeAll()
  return kind === 'batches'
    ? fine('koffi', doctor.there)
    : warning('koffi', doctor.noBatches({ reason: reason ?? '' }), doctor.koffiRemedy)
}

const checkEspeak = async ({ languages }: MachineOptions, { words: { doctor } }: Context): Promise<Finding> => {
  const others = languages.filter((language) => !/^en\b/.test(language))
  const version = await versionOf('espeak-ng')
  if (version !== undefined) return fine('espeak', version)
  return others.length === 0
    ? fine('espeak', doctor.notNeeded)
    : warning('espeak', doctor.noVoice({ languages: others.join(', ') }), doctor.espeakRemedy)
}

const versionOf = (program: string): Promise<string | undefined> =>
  new Promise((done) => {
    const child = spawn(program, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'], timeout: 5_000 })
    let said = ''
    child.stdout.on('data', (more: Buffer) => {
      said += more.toString('utf8')
    })
    child.on('error', () => done(undefined))
    child.on('close', (code) => done(code === 0 ? (said.split('\n')[0] ?? '').trim() : undefined))
  })
