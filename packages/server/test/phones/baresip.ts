/**
 * baresip as an agent's phone or a caller: a folder of configuration, commands as JSON over a socket of 127.0.0.1, what it
 * heard as WAV files, which are whole when a call's media stop.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { freePort, host, until, waits } from './folder.js'
import { readSound, tone, writeSound } from './sounds.js'

export interface BaresipOptions {
  /** The program: `peer('baresip').path`. */
  readonly program: string
  /** Made; what was heard lies in it. */
  readonly folder: string
  readonly server: { readonly host: string; readonly port: number }
  readonly user: string
  /** Without one it does not register: a caller from outside. */
  readonly password?: string
  /** What it says, all the time. */
  readonly hz: number
  /** Over TLS it takes any certificate: version 1.0 looks at none. */
  readonly transport?: 'udp' | 'tcp' | 'tls'
  /** Subscribes to its own message lamp. */
  readonly watchesMessages?: boolean
}

export interface BaresipEvent {
  /** `REGISTER_OK`, `REGISTER_FAIL`, `CALL_INCOMING`, `CALL_RINGING`, `CALL_ESTABLISHED`, `CALL_CLOSED`... */
  readonly type: string
  readonly param: string
}

export interface Baresip {
  readonly port: number
  readonly events: readonly BaresipEvent[]
  /** What it has printed, its meters left out. */
  readonly text: () => string
  /** A long command of its menu: `dial`, `accept`, `hangup`, `hold`, `resume`, `transfer`, `sndcode`. */
  say(command: string, params?: string): void
  /** Resolves with the `nth` event of that type. */
  event(type: string, nth?: number): Promise<BaresipEvent>
  /** All that it heard in calls whose media have stopped, one after the other. */
  heard(): Int16Array
  close(): Promise<void>
}

const modulesFolders = ['/usr/lib/baresip/modules', '/usr/local/lib/baresip/modules']

interface ConfigParts {
  readonly port: number
  readonly control: number
  readonly rtp: number
  readonly folder: string
  readonly more: readonly string[]
}

const configOf = ({ port, control, rtp, folder, more }: ConfigParts) => `
poll_method poll
sip_listen ${host}:${port}
audio_path ${folder}
audio_source aufile,${join(folder, 'say.wav')}
audio_alert aufile,${join(folder, 'alert.wav')}
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
rtp_ports ${rtp}-${rtp + 60}
net_interface ${host}
module_path MODULES
module g711.so
module aufile.so
module sndfile.so
snd_path ${folder}
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen ${host}:${control}
${more.join('\n')}
`

export const startBaresip = async (options: BaresipOptions): Promise<Baresip> => {
  const { folder, server, user, password, hz, transport = 'udp' } = options
  mkdirSync(folder, { recursive: true })
  writeSound(join(folder, 'say.wav'), tone(hz, 60_000))
  writeSound(join(folder, 'alert.wav'), tone(0, 100))
  const [port, control, rtp] = [await freePort(), await freePort(), 2 * Math.floor((await freePort()) / 2)]
  const more = options.watchesMessages === true ? ['module_app mwi.so'] : []
  const modules = modulesFolders.find((path) => isThere(path)) ?? modulesFolders[0]
  writeFileSync(join(folder, 'config'), configOf({ port, control, rtp, folder, more }).replace('MODULES', `${modules}`))
  const register = password === undefined ? ';regint=0' : `;auth_user=${user};auth_pass=${password};regint=60`
  const account = `<sip:${user}@${server.host}:${server.port};transport=${transport}>${register};answermode=manual`
  const watches = options.watchesMessages === true ? ';mwi=yes' : ''
  writeFileSync(join(folder, 'accounts'), `${account};dtmfmode=rtpevent${watches}\n`)
  writeFileSync(join(folder, 'contacts'), '')
  const child = spawn(options.program, ['-f', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder },
  })
  let text = ''
  const reads = (piece: string): void => {
    text += piece.includes('audio=') ? '' : piece
  }
  child.stdout.setEncoding('utf8').on('data', reads)
  child.stderr.setEncoding('utf8').on('data', reads)
  const events: BaresipEvent[] = []
  const socket = await connected(control, child, (event) => void events.push(event))
  // It takes connections before it takes commands.
  await until('baresip is ready', () => text.includes('is ready'))
  // Without its control port it would go on, and tell nobody anything.
  if (text.includes('ctrl_tcp: failed')) {
    socket.destroy()
    await ended(child)
    throw new Error(`baresip takes no commands; it said ${text}`)
  }
  await waits(100)
  return {
    port,
    events,
    text: () => text,
    say: (command, params = '') => {
      const text = JSON.stringify({ command, params, token: command })
      socket.write(`${Buffer.byteLength(text)}:${text},`)
    },
    event: (type, nth = 1) =>
      until(
        `${user} ${type} ${nth}; it told ${JSON.stringify(events)} and said ${text}`,
        () => events.filter((each) => each.type === type)[nth - 1],
      ),
    heard: () =>
      joined(
        readdirSync(folder)
          .filter((name) => name.endsWith('-dec.wav'))
          .sort()
          .map((name) => readSound(join(folder, name))),
      ),
    close: async () => {
      socket.destroy()
      await ended(child)
    },
  }
}

const isThere = (folder: string): boolean => {
  try {
    return readdirSync(folder).length > 0
  } catch {
    return false
  }
}

const joined = (parts: readonly Int16Array[]): Int16Array => {
  const all = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** It listens a moment after its start. */
const connected = async (port: number, child: ChildProcess, tell: (event: BaresipEvent) => void): Promise<Socket> => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`baresip ended with ${child.exitCode}`)
    const socket = await new Promise<Socket | null>((done) => {
      // From another address: a port that nobody listens at yet may be drawn for our own end, which then meets itself.
      const one = connect({ host, port, localAddress: '127.0.0.2' })
      one.once('connect', () => done(one))
      one.once('error', () => done(null))
    })
    if (socket !== null) {
      let rest = Buffer.alloc(0)
      socket.on('error', () => undefined)
      socket.on('data', (piece) => {
        rest = netstrings(Buffer.concat([rest, piece]), (text) => {
          const said = JSON.parse(text) as { readonly event?: boolean; readonly type?: string; readonly param?: string }
          if (said.event === true) tell({ type: said.type ?? '', param: said.param ?? '' })
        })
      })
      return socket
    }
    await waits(25)
  }
  throw new Error('baresip takes no commands')
}

/** `12:{"event":...},` each; what is left over begins the next piece. */
const netstrings = (bytes: Buffer, take: (text: string) => void): Buffer<ArrayBuffer> => {
  let left = bytes
  for (;;) {
    const colon = left.indexOf(':')
    const size = Number(left.subarray(0, colon).toString())
    if (colon < 1 || left.length < colon + 1 + size + 1) return Buffer.from(left)
    take(left.subarray(colon + 1, colon + 1 + size).toString())
    left = left.subarray(colon + 2 + size)
  }
}

/** Asks it to end, then makes it. */
export const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((done) => void child.once('exit', () => done()))
  child.kill('SIGTERM')
  const stop = setTimeout(() => child.kill('SIGKILL'), 2_000)
  await gone
  clearTimeout(stop)
}
