/** Where a test phone finds the center, and who it is there. */
import { type CenterSections, definedPhones, loopbackPeers } from '@callweave/center'
import { CallweaveError } from '@callweave/core'
import { loadCenter } from '@callweave/sim/node'
import type { Context } from '../frame/command.js'
import type { Account } from '../phone/open-test-phone.js'
import type { HostPort } from '../values/address.js'
import { withCenter } from './center-folder.js'
import { findCenter } from './find-files.js'
import { type Listen, nearestListen, peersOf } from './nearest-listen.js'
import { secretsOf } from './secrets.js'

export interface ServerAsked {
  /** With `--server`. */
  readonly named: HostPort | undefined
  readonly folder: string | undefined
  /** What is dialed from outside: of several addresses the one where the trunk of this number takes calls. */
  readonly number?: string
}

/**
 * The one that is named, else the one that runs in this project: of several addresses the one that takes such calls from this
 * machine. @throws CallweaveError `peer-failed` when none runs.
 */
export const serverOf = async ({ named, folder, number }: ServerAsked, context: Context): Promise<Listen> => {
  if (named !== undefined) return { host: named.host, port: named.port ?? 5060 }
  const { sip } = await withCenter(folder, context, (center) => center.health())
  if (sip === null) return { host: '127.0.0.1', port: 5060 }
  const [first = { host: sip.host, port: sip.port }, ...others] = sip.listens
  const peers = number === undefined || others.length === 0 ? loopbackPeers : await peersFor(number, context)
  return nearestListen([first, ...others], peers)
}

const peersFor = async (number: string, { host, words }: Context): Promise<readonly string[]> => {
  const { sections } = await loadCenter(findCenter(undefined, host, words))
  const trunk = Object.values(sections.trunks).find(({ numbers }) => numbers.includes(number))
  return trunk === undefined ? loopbackPeers : peersOf(trunk)
}

/** `place`: the option or argument that names it. @throws CallweaveError `usage` for a phone that there is not; `definition-invalid` for one without a password. */
export const accountOf = async (extension: string, place: string, { host, words }: Context): Promise<Account> => {
  const file = findCenter(undefined, host, words)
  const definition = await loadCenter(file)
  const found = definedPhones(definition.sections).find((phone) => phone.extension === extension)
  const where = `${place} ${extension}`
  if (found === undefined)
    throw new CallweaveError('usage', {
      where,
      message: words.phone.noExtension({ extension }),
      expected: words.kinds.oneOf({ choices: extensionsOf(definition.sections) }),
    })
  const { reveal } = await secretsOf(definition, file, host)
  const name = found.password?.secret
  const password = name === undefined ? undefined : reveal(name)
  if (password !== undefined) return { user: extension, password }
  throw new CallweaveError('definition-invalid', {
    where,
    message:
      name === undefined ? words.phone.noPassword({ extension }) : words.check.noSecret({ names: name, count: 1 }),
    remedy: name === undefined ? words.phone.noPasswordRemedy({ extension }) : words.check.noSecretRemedy({ name }),
  })
}

const extensionsOf = (sections: CenterSections): readonly string[] =>
  definedPhones(sections).map(({ extension }) => extension)

/** The number that a definition has first. */
export const firstNumber = async ({ host, words }: Context): Promise<string> => {
  const { sections } = await loadCenter(findCenter(undefined, host, words))
  const [number] = Object.values(sections.trunks).flatMap(({ numbers }) => numbers)
  if (number !== undefined) return number
  throw new CallweaveError('usage', {
    where: 'cc dial',
    message: words.phone.noNumber,
    remedy: words.errors.seeHelp({ command: 'dial' }),
  })
}

/** Whose phone it is; `undefined` where it is nobody's. */
export const agentAt = async (extension: string, { host, words }: Context): Promise<string | undefined> => {
  const { sections } = await loadCenter(findCenter(undefined, host, words))
  return Object.entries(sections.agents).find(([, agent]) => agent.extension === extension)?.[0]
}
