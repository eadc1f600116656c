/**
 * linphonec as an agent's phone or a caller: commands on its standard input, sound from and to WAV files in place of a sound
 * card.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ended } from './baresip.js'
import { freePort, until } from './folder.js'
import { readSound, tone, writeSound } from './sounds.js'

export interface LinphoneOptions {
  /** `linphonec`. */
  readonly program: string
  readonly folder: string
  readonly server: { readonly host: string; readonly port: number }
  readonly user: string
  readonly password: string
  readonly hz: number
  /** Over TLS it compares the certificate with the name of the server; with an address only where that stands there as a name. */
  readonly transport?: 'udp' | 'tcp' | 'tls'
  /** PEM file: whose signature it trusts. */
  readonly authorities?: string
}

export interface Linphone {
  /** What it has printed. */
  readonly text: () => string
  say(command: string): void
  /** Resolves when it has printed that, as often as that. */
  says(what: RegExp, times?: number): Promise<void>
  /** The next call is written down afresh. */
  listen(): void
  /** What it heard in that call, when it is over. */
  heard(): Int16Array
  close(): Promise<void>
}

const rcOf = (
  { server, user, password, transport = 'udp', authorities = '' }: LinphoneOptions,
  port: number,
  rtp: number,
) => `
[sip]
sip_port=${port}
sip_tcp_port=-1
sip_tls_port=-1
guess_hostname=0
bind_address=127.0.0.1
media_encryption=none
root_ca=${authorities}
verify_server_certs=1
verify_server_cn=1
default_proxy=0
register_only_when_network_is_up=0

[proxy_0]
reg_proxy=<sip:${server.host}:${server.port};transport=${transport}>
reg_identity=sip:${user}@${server.host}
reg_expires=60
reg_sendregister=1
publish=0

[auth_info_0]
username=${user}
passwd=${password}
realm=callweave

[rtp]
audio_rtp_port=${rtp}

[video]
enabled=0
capture=0
display=0

[net]
firewall_policy=0

[misc]
log_collection=0
`

export const startLinphone = async (options: LinphoneOptions): Promise<Linphone> => {
  const { folder, program, hz } = options
  mkdirSync(join(folder, '.local/share/linphone'), { recursive: true })
  mkdirSync(join(folder, '.config/linphone'), { recursive: true })
  const rc = join(folder, 'linphonerc')
  const rtp = 2 * Math.floor((await freePort()) / 2)
  writeFileSync(rc, rcOf(options, await freePort(), rtp))
  const voice = writeSound(join(folder, 'say.wav'), tone(hz, 60_000))
  let heard = ''
  let calls = 0
  const child = spawn(program, ['-c', rc], { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, HOME: folder } })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  child.stdin.on('error', () => undefined)
  const say = (command: string): void => void child.stdin.write(`${command}\n`)
  say('soundcard use files')
  say(`play ${voice}`)
  const listen = (): void => {
    calls += 1
    heard = join(folder, `heard-${calls}.wav`)
    say(`record ${heard}`)
  }
  listen()
  return {
    listen,
    heard: () => readSound(heard),
    text: () => text,
    say,
    says: async (what, times = 1) => {
      const all = new RegExp(what.source, `${what.flags}g`)
      await until(`${options.user} says ${what}; it said ${text}`, () => [...text.matchAll(all)].length >= times)
    },
    close: async () => {
      say('quit')
      await until('it has quit', () => child.exitCode !== null, 5_000).catch(() => ended(child))
    },
  }
}
