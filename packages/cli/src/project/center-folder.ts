/** Where a running center of a project keeps what it has, and where its API is found. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CallweaveError } from '@callweave/core'
import { defaultFolder } from '@callweave/server'
import { apiPath, type CenterClient, openClient } from '@callweave/server/client'
import { projectFolder } from '@callweave/sim/node'
import type { Context } from '../frame/command.js'
import { type Host, shownPath } from '../frame/host.js'
import { isCallweaveError } from '../frame/is-callweave-error.js'

/** `file`: the definition, where it is known; else the project that the current folder lies in. */
export const centerFolder = (named: string | undefined, host: Host, file?: string): string =>
  shownPath(host, named ?? join(projectFolder(file ?? join(host.cwd, 'center.ts')), defaultFolder))

/** Asks the center that runs there, and lets go of it. @throws CallweaveError `peer-failed` when none runs. */
export const withCenter = async <T>(
  named: string | undefined,
  { host, words }: Pick<Context, 'host' | 'words'>,
  ask: (center: CenterClient) => Promise<T>,
): Promise<T> => {
  const folder = centerFolder(named, host)
  const client = openClient(apiPath(folder))
  try {
    return await ask(client)
  } catch (error) {
    throw isCallweaveError(error) && isNobody(error) ? noCenter(folder, words, error) : error
  } finally {
    client.close()
  }
}

const nobody: ReadonlySet<unknown> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR'])

const isNobody = ({ code, parts }: CallweaveError): boolean =>
  code === 'peer-failed' && nobody.has((parts.cause as NodeJS.ErrnoException | undefined)?.code)

const noCenter = (folder: string, { live }: Context['words'], cause: unknown): CallweaveError =>
  new CallweaveError('peer-failed', {
    where: folder,
    message: existsSync(folder) ? live.noCenter : live.neverRan,
    remedy: live.noCenterRemedy,
    cause,
  })
