/** Where a running center of a project keeps what it has, and where its API is found. */
import { join } from 'node:path'
import { defaultFolder } from '@callweave/server'
import { apiPath, type CenterClient, openClient } from '@callweave/server/client'
import { projectFolder } from '@callweave/sim/node'
import { type Host, shownPath } from '../frame/host.js'

/** `file`: the definition, where it is known; else the project that the current folder lies in. */
export const centerFolder = (named: string | undefined, host: Host, file?: string): string =>
  shownPath(host, named ?? join(projectFolder(file ?? join(host.cwd, 'center.ts')), defaultFolder))

/** Asks the center that runs there, and lets go of it. @throws CallweaveError `peer-failed` when none runs. */
export const withCenter = async <T>(
  named: string | undefined,
  host: Host,
  ask: (center: CenterClient) => Promise<T>,
): Promise<T> => {
  const client = openClient(apiPath(centerFolder(named, host)))
  try {
    return await ask(client)
  } finally {
    client.close()
  }
}
